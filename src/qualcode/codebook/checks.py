"""What must hold between the codes of a codebook: ids, tree, colours and examples."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from qualcode.codebook.model import Code, Codebook
from qualcode.errors import Place, QualcodeError
from qualcode.located import Document, Loc, nearest

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def find_problems(
    codebook: Codebook, document: Document, labelled_places: Sequence[Place] = ()
) -> list[QualcodeError]:
    """Every problem of the codes and their examples; those of rules are found elsewhere."""
    problems = [*_of_codebook(codebook, document)]
    first: dict[str, int] = {}
    for number, code in enumerate(codebook.codes):
        problems += _of_code(code, ("codes", number), document)
        if not code.id:
            continue
        if code.id in first:
            line = document.place(("codes", first[code.id], "id")).line
            problems.append(
                QualcodeError(
                    f"code '{code.id}' is defined twice (first at line {line}).",
                    where=document.place(("codes", number, "id")),
                    remedy="Rename or merge one of them.",
                )
            )
        first.setdefault(code.id, number)
    problems += _of_tree(codebook, first, document)
    problems += _of_examples(codebook, document, labelled_places)
    return problems


def _of_codebook(codebook: Codebook, document: Document) -> Iterator[QualcodeError]:
    if not codebook.codes:
        remedy = "Write the first: `- id: …`, with name and definition."
        yield QualcodeError("the codebook has no codes.", where=document.place(("codes",)), remedy=remedy)
    for number, inline in enumerate(document.value(("labelled",)) or ()):
        codes = inline.get("codes") if isinstance(inline, dict) else None
        for code in codes if isinstance(codes, list) else ():
            if str(code) not in codebook:
                yield _no_such_code(str(code), codebook, document.place(("labelled", number, "codes")))


def _of_code(code: Code, loc: Loc, document: Document) -> Iterator[QualcodeError]:
    if not _ID.fullmatch(code.id):
        yield QualcodeError(
            f"'{code.id}' cannot be a code's id: lowercase letters a–z, digits and hyphens only.",
            where=document.place((*loc, "id")),
            remedy=f"Call it '{plain_id(code.id) or 'code-1'}'; `name` may be written freely.",
        )
    for field in ("name", "definition"):
        if not getattr(code, field).strip():
            yield QualcodeError(
                f"the {field} of '{code.id}' is empty.",
                where=document.place((*loc, field)),
                remedy="Say in a sentence what belongs here." if field == "definition" else "Name it.",
            )
    if code.color is not None and not _COLOR.fullmatch(code.color):
        yield QualcodeError(
            f"'{code.color}' is not a colour.",
            where=document.place((*loc, "color")),
            remedy='Write six hexadecimal digits in quotes: "#2f6f9f".',
        )
    for side in ("positive", "negative"):
        for number, text in enumerate(getattr(code.examples, side)):
            if not text.strip():
                place = document.place((*loc, "examples", side, number))
                yield QualcodeError("the example is empty.", where=place, remedy="Remove the line.")


def plain_id(text: str) -> str:
    """The nearest text that can be a code's id.

    >>> plain_id("Trygghet på platsen")
    'trygghet-pa-platsen'
    """
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _of_tree(codebook: Codebook, first: dict[str, int], document: Document) -> Iterator[QualcodeError]:
    parents = {code.id: code.parent for code in reversed(codebook.codes)}
    in_circle: set[str] = set()
    for number, code in enumerate(codebook.codes):
        place = document.place(("codes", number, "parent"))
        if code.parent is None:
            continue
        if code.parent not in first:
            yield _no_such_code(code.parent, codebook, place)
            continue
        line, current = [code.id], code.parent
        while current is not None and current not in line:
            line.append(current)
            current = parents.get(current)
        if current == code.id and code.id not in in_circle:
            in_circle.update(line)
            yield QualcodeError(
                f"code '{code.id}' stands under itself ({' under '.join([*line, code.id])}).",
                where=place,
                remedy="Remove one of the parents, so that the topmost code has none.",
            )


def _no_such_code(code: str, codebook: Codebook, place: Place) -> QualcodeError:
    known = [known for known in codebook.ids if known]
    near = nearest(code, known)
    remedy = f"Did you mean '{near}'?" if near else f"Known codes: {', '.join(known)}."
    return QualcodeError(f"there is no code '{code}'.", where=place, remedy=remedy)


def _of_examples(
    codebook: Codebook, document: Document, labelled: Sequence[Place]
) -> Iterator[QualcodeError]:
    above = {code.id: _above(code.id, codebook) for code in codebook.codes}
    positive: dict[str, list[tuple[str, Place | Loc]]] = {}
    for number, code in enumerate(codebook.codes):
        for i, text in enumerate(code.examples.positive):
            loc = ("codes", number, "examples", "positive", i)
            positive.setdefault(_alike(text), []).append((code.id, loc))

    def shown(where: Place | Loc) -> str:
        return str(where if isinstance(where, Place) else document.place(where))

    for text, place in zip(codebook.labelled, labelled, strict=False):
        given = {code for own in text.codes for code in above.get(own, ())}
        for code, other in positive.get(_alike(text.text), ()):
            if code not in given:
                yield QualcodeError(
                    f"the text is without code '{code}' here, but a positive example of it ({shown(other)}).",
                    where=place,
                    remedy=f"Add '{code}' to its codes, or remove the example.",
                )
    for text, place in zip(codebook.labelled, labelled, strict=False):
        for code in text.codes:
            positive.setdefault(_alike(text.text), []).append((code, place))
    for number, code in enumerate(codebook.codes):
        for i, text in enumerate(code.examples.negative):
            opposed = positive.get(_alike(text), ())
            for other, where in [entry for entry in opposed if code.id in above.get(entry[0], ())][:1]:
                under = "" if other == code.id else f", which stands under '{code.id}'"
                what = f"a negative example of '{code.id}' is a positive one of '{other}'"
                yield QualcodeError(
                    f"{what}{under} ({shown(where)}).",
                    where=document.place(("codes", number, "examples", "negative", i)),
                    remedy="Keep it in one of the lists.",
                )


def _above(code_id: str, codebook: Codebook) -> tuple[str, ...]:
    """The code and those above it; ends where the tree is broken."""
    line: list[str] = []
    current: str | None = code_id
    while current is not None and current not in line:
        line.append(current)
        current = codebook[current].parent if current in codebook else None
    return tuple(line)


def _alike(text: str) -> str:
    return " ".join(text.casefold().split())
