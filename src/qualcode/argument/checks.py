"""What must hold between the parts of an argumentation: ids, codes, cues, and what rests on what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from qualcode.argument import searches
from qualcode.argument.model import Argumentation, Claim, Criterion
from qualcode.codebook.checks import plain_id
from qualcode.codebook.model import Code, Codebook
from qualcode.codebook.rule_checks import find_rule_problems
from qualcode.errors import Place, QualcodeError
from qualcode.located import Document, Loc, nearest

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SOUGHT = ("codes", "any_codes", "cues", "search")
_ANYTHING = "One of " + ", ".join(_SOUGHT) + " says what to look for."


def find_problems(
    argumentation: Argumentation, document: Document, codebook: Codebook
) -> list[QualcodeError]:
    """Every problem."""
    problems: list[QualcodeError] = []
    for kind, parts in (
        ("claims", argumentation.claims),
        ("groups", argumentation.groups),
        ("cues", argumentation.cues),
    ):
        problems += _of_ids(kind, parts, document)
    if not argumentation.claims:
        remedy = "Write the first: `- id: …`, with kind, name and text."
        what = "the argumentation has no claims."
        problems.append(QualcodeError(what, where=document.place(("claims",)), remedy=remedy))
    problems += _codes(argumentation.critical, ("critical",), codebook, document)
    for number, claim in enumerate(argumentation.claims):
        problems += _of_claim(claim, ("claims", number), argumentation, document, codebook)
    problems += _circles(argumentation, document)
    problems += find_rule_problems(_as_codebook(argumentation), _AsCodes(document))
    return problems


class _AsCodes(Document):
    """The file with its cues in the place of codes, whose rules are checked in the same way."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.path, document.root, document.data)

    def node(self, loc: Loc, *, key: bool = False) -> yaml.Node | None:
        return super().node(_of_cues(loc), key=key)

    def value(self, loc: Loc) -> Any:
        return super().value(_of_cues(loc))


def _of_cues(loc: Loc) -> Loc:
    return ("cues", *loc[1:]) if loc[:1] == ("codes",) else loc


def _as_codebook(argumentation: Argumentation) -> Codebook:
    cues = (
        Code(id=cue.id, name=cue.name, definition=cue.name, rules=cue.rules, veto=cue.veto)
        for cue in argumentation.cues
    )
    return Codebook(title=argumentation.title, codes=tuple(cues))


def _of_ids(kind: str, parts: Sequence[Any], document: Document) -> Iterator[QualcodeError]:
    first: dict[str, int] = {}
    for number, part in enumerate(parts):
        where = document.place((kind, number, "id"))
        if not _ID.fullmatch(part.id):
            yield QualcodeError(
                f"'{part.id}' cannot be an id: lowercase letters a–z, digits and hyphens only.",
                where=where,
                remedy=f"Call it '{plain_id(part.id) or 'claim-1'}'; `name` may be written freely.",
            )
        elif part.id in first:
            line = document.place((kind, first[part.id], "id")).line
            yield QualcodeError(
                f"'{part.id}' is defined twice (first at line {line}).",
                where=where,
                remedy="Rename or merge one of them.",
            )
        first.setdefault(part.id, number)
        for field in ("name", "text"):
            if not getattr(part, field, "-").strip():
                what, remedy = f"the {field} of '{part.id}' is empty.", "Write it."
                yield QualcodeError(what, where=document.place((kind, number, field)), remedy=remedy)


def _of_claim(
    claim: Claim, loc: Loc, argumentation: Argumentation, document: Document, codebook: Codebook
) -> Iterator[QualcodeError]:
    ids = [other.id for other in argumentation.claims]
    for field in ("rests_on", "against"):
        for i, other in enumerate(getattr(claim, field)):
            if other not in ids:
                yield _unknown("claim", other, ids, document.place((*loc, field, i)))
    for i, other in enumerate(claim.against):
        if other == claim.id:
            remedy = "Name the claims that it is raised against."
            what = f"'{claim.id}' is raised against itself."
            yield QualcodeError(what, where=document.place((*loc, "against", i)), remedy=remedy)
    if claim.against and claim.kind != "objection":
        yield QualcodeError(
            f"'{claim.id}' is a {claim.kind}, and only objections are raised against claims.",
            where=document.place((*loc, "against"), key=True),
            remedy="Write `kind: objection`, or remove `against`.",
        )
    if claim.kind == "objection" and not claim.against:
        yield QualcodeError(
            f"the objection '{claim.id}' is raised against nothing.",
            where=document.place((*loc, "kind")),
            remedy="Add `against: […]` with the claims that it is raised against.",
        )
    for side in ("supports", "challenges"):
        for i, criterion in enumerate(getattr(claim, side)):
            yield from _of_criterion(criterion, (*loc, side, i), argumentation, document, codebook)
    yield from _of_searches(claim.asked, (*loc, "asked"), document)
    for side in ("supports", "challenges"):
        for i, sentence in enumerate(getattr(claim.like, side)):
            if not sentence.strip():
                where = document.place((*loc, "like", side, i))
                yield QualcodeError("the sentence is empty.", where=where, remedy="Remove it, or write one.")


def _of_criterion(
    criterion: Criterion, loc: Loc, argumentation: Argumentation, document: Document, codebook: Codebook
) -> Iterator[QualcodeError]:
    for field in ("codes", "any_codes", "near", "without"):
        yield from _codes(getattr(criterion, field), (*loc, field), codebook, document)
    cues = [cue.id for cue in argumentation.cues]
    for field in ("cues", "also_cues", "no_cues"):
        for i, cue in enumerate(getattr(criterion, field)):
            if cue not in cues:
                yield _unknown("cue", cue, cues, document.place((*loc, field, i)))
    yield from _of_searches(criterion.search, (*loc, "search"), document)
    written = document.value(loc)
    if not any(getattr(criterion, field) for field in _SOUGHT):
        keys = set(written) if isinstance(written, dict) else set()
        if not keys.intersection(_SOUGHT):
            what = "the criterion has nothing to look for."
            yield QualcodeError(what, where=document.place(loc), remedy=_ANYTHING)
    if criterion.stance and not argumentation.critical:
        yield QualcodeError(
            "`stance` needs to know which codes mark criticism.",
            where=document.place((*loc, "stance"), key=True),
            remedy="Name them at the top of the file: `critical: [invandning]`.",
        )
    above = {code for own in (*criterion.codes, *criterion.any_codes) if own in codebook
             for code in codebook.lineage(own)}  # fmt: skip
    for i, code in enumerate(criterion.without):
        if code in above and (code in criterion.codes or len(criterion.any_codes) == 0):
            yield QualcodeError(
                f"'{code}' is asked for and ruled out at the same time.",
                where=document.place((*loc, "without", i)),
                remedy="A code brings those above it; remove one of the two.",
            )


def _of_searches(queries: Sequence[str], loc: Loc, document: Document) -> Iterator[QualcodeError]:
    for i, query in enumerate(queries):
        if found := searches.problem(query, (*loc, i), document):
            yield found


def _codes(codes: Iterable[str], loc: Loc, codebook: Codebook, document: Document) -> Iterator[QualcodeError]:
    for i, code in enumerate(codes):
        if code not in codebook:
            yield _unknown("code", code, codebook.ids, document.place((*loc, i)))


def _unknown(what: str, given: str, known: Sequence[str], where: Place) -> QualcodeError:
    near = nearest(given, known)
    listed = ", ".join(each for each in known if each) or "none"
    remedy = f"Did you mean '{near}'?" if near else f"There are: {listed}."
    return QualcodeError(f"there is no {what} '{given}'.", where=where, remedy=remedy)


def _circles(argumentation: Argumentation, document: Document) -> Iterator[QualcodeError]:
    """Claims that rest on themselves, each circle told once, at the claim in it that stands first."""
    numbers = {claim.id: number for number, claim in reversed(list(enumerate(argumentation.claims)))}
    told: set[frozenset[str]] = set()
    done: set[str] = set()

    def visit(claim: str, line: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if claim in line:
            yield (*line[line.index(claim) :], claim)
            return
        if claim in done or claim not in numbers:
            return
        for below in argumentation.claims[numbers[claim]].rests_on:
            yield from visit(below, (*line, claim))
        done.add(claim)

    for claim in argumentation.claims:
        for circle in visit(claim.id, ()):
            if frozenset(circle) in told:
                continue
            told.add(frozenset(circle))
            number = numbers[circle[0]]
            place = argumentation.claims[number].rests_on.index(circle[1])
            yield QualcodeError(
                f"'{circle[0]}' rests on itself ({' on '.join(circle)}).",
                where=document.place(("claims", number, "rests_on", place)),
                remedy="Remove one of these; what a claim rests on must not rest on the claim.",
            )
