"""A codebook's edits one by one, so that it can be seen what each of them does: any of them can be applied to
the codebook as it was without the others.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from qualcode.codebook.changes import likest, rule_text, same_codes
from qualcode.codebook.model import Code, Codebook, Examples, LabelledText, Rule
from qualcode.coding.rulebook import rule_name

Part = Literal[
    "rule", "veto", "positive", "negative", "labelled", "definition", "include", "exclude", "name", "code",
    "parent", "language",
]  # fmt: skip
LEARNT: tuple[Part, ...] = ("positive", "negative", "labelled", "definition", "include", "code", "parent")
"""Parts that the theme coder learns from: what such an edit does is not seen without learning again."""
_SINGLE: tuple[Part, ...] = ("definition", "name", "parent")
_LISTS: tuple[Part, ...] = ("include", "exclude", "veto")


@dataclass(frozen=True)
class Edit:
    """One edit.

    Attributes:
        part: What was edited.
        code: The code's id as it is now, or was; empty for the codebook as a whole.
        name: Of a rule, as reasons call it; of a code, its own.
        before: How it was, in words; empty if it was added.
        after: How it is; empty if it was removed.
        removed: The items themselves that went.
        added: Those that came.
    """

    part: Part
    code: str
    name: str = ""
    before: str = ""
    after: str = ""
    removed: tuple[Any, ...] = ()
    added: tuple[Any, ...] = ()

    @property
    def action(self) -> Literal["added", "removed", "changed"]:
        """What happened to it."""
        return "changed" if self.removed and self.added else "added" if self.added else "removed"


class Edited:
    """A codebook before and after its edits.

    Args:
        before: How it was.
        after: How it is.

    Attributes:
        before: As it was, but with the ids that its codes have now.
        after: As it is.
        ids: By id that a code had, the one it has.
        edits: What was done, code by code; what changes no coding (colours, memos, the title) is left out.
    """

    def __init__(self, before: Codebook, after: Codebook) -> None:
        self.ids = {code.id: now for now, code in same_codes(before, after).items()}
        self.before = (
            before if all(old == now for old, now in self.ids.items()) else _renamed(before, self.ids)
        )
        self.after = after
        self.edits = list(_edits(self.before, after))

    @property
    def reordered(self) -> bool:
        """Whether codes, rules or examples stand in another order, and nothing else was done."""
        fields = {"id", "rules", "veto", "examples", "include"}
        if self.edits:
            return False
        one, other = (
            [[code.model_dump_json(include=fields) for code in book.codes], list(book.labelled)]
            for book in (self.before, self.after)
        )
        return one != other

    def applied(self, edits: Collection[Edit]) -> Codebook | None:
        """The codebook as it was with only these edits applied; nothing if they leave a code without the one
        above it."""
        chosen = set(map(id, edits))
        if not chosen:
            return self.before
        if len(chosen) == len(self.edits):
            return self.after
        done = [edit for edit in self.edits if id(edit) in chosen]
        codes = [
            _merged(
                self.before[code_id], self.after[code_id], [edit for edit in done if edit.code == code_id]
            )
            if code_id in self.before and code_id in self.after
            else (self.after if code_id in self.after else self.before)[code_id]
            for code_id in self._ids(done)
        ]
        ids = {code.id for code in codes}
        if any(code.parent is not None and code.parent not in ids for code in codes):
            return None
        labelled = _list(self.before.labelled, self.after.labelled, [e for e in done if e.part == "labelled"])
        speaks = any(edit.part == "language" for edit in done)
        language = (self.after if speaks else self.before).language
        update = {"codes": tuple(codes), "labelled": tuple(labelled), "language": language}
        return self.after.model_copy(update=update)

    def _ids(self, done: Sequence[Edit]) -> list[str]:
        return _list(self.before.ids, self.after.ids, [edit for edit in done if edit.part == "code"])


def _renamed(book: Codebook, now: dict[str, str]) -> Codebook:
    def code_now(code: Code) -> Code:
        above = now.get(code.parent, code.parent) if code.parent else None
        return code.model_copy(update={"id": now.get(code.id, code.id), "parent": above})

    texts = (
        text.model_copy(update={"codes": tuple(now.get(code, code) for code in text.codes)})
        for text in book.labelled
    )
    return book.model_copy(update={"codes": tuple(map(code_now, book.codes)), "labelled": tuple(texts)})


def _edits(before: Codebook, after: Codebook) -> Iterator[Edit]:
    if before.language != after.language:
        languages = before.language, after.language
        yield Edit("language", "", "", *languages, (before.language,), (after.language,))
    for top, below in _trees(after, before):
        yield Edit("code", top, after[top].name, after=after[top].name, added=below)
    for top, below in _trees(before, after):
        yield Edit("code", top, before[top].name, before=before[top].name, removed=below)
    for code in after.codes:
        if code.id in before:
            yield from _of_code(before[code.id], code)
    yield from _of_list("labelled", "", before.labelled, after.labelled)


def _trees(having: Codebook, lacking: Codebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Codes that only one codebook has: the topmost, each with those of them below it."""
    tops: dict[str, list[str]] = {}
    for code_id in having.ids:
        if code_id not in lacking:
            line = having.lineage(code_id)
            first = next(n for n in range(len(line)) if all(each not in lacking for each in line[n:]))
            tops.setdefault(line[first], []).append(code_id)
    yield from ((top, tuple(below)) for top, below in tops.items())


def _of_code(old: Code, new: Code) -> Iterator[Edit]:
    for part in _SINGLE:
        before, after = getattr(old, part), getattr(new, part)
        if before != after:
            yield Edit(part, new.id, "", before or "", after or "", (before,), (after,))
    for part in _LISTS:
        yield from _of_list(part, new.id, getattr(old, part), getattr(new, part))
    yield from _of_list("positive", new.id, old.examples.positive, new.examples.positive)
    yield from _of_list("negative", new.id, old.examples.negative, new.examples.negative)
    gone = [rule for rule in old.rules if rule not in new.rules]
    for place, rule in enumerate(new.rules, 1):
        if rule in old.rules:
            continue
        before = likest(rule, gone)
        if before is not None:
            gone.remove(before)
        name = rule_name(rule, place)
        if before is None:
            yield Edit("rule", new.id, name, after=rule_text(rule), added=(rule,))
            continue
        said = rule_text(before), rule_text(rule)
        yield Edit("rule", new.id, name, *said, (before,), (rule,))
    for rule in gone:
        name = rule_name(rule, old.rules.index(rule) + 1)
        yield Edit("rule", new.id, name, before=rule_text(rule), removed=(rule,))


def _of_list(part: Part, code: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Edit]:
    there, here = set(old), set(new)
    yield from (Edit(part, code, before=_said(each), removed=(each,)) for each in old if each not in here)
    yield from (Edit(part, code, after=_said(each), added=(each,)) for each in new if each not in there)


def _said(item: str | LabelledText) -> str:
    return item if isinstance(item, str) else item.text


def _merged(old: Code, new: Code, done: Sequence[Edit]) -> Code:
    def of(part: Part) -> list[Edit]:
        return [edit for edit in done if edit.part == part]

    update: dict[str, Any] = {part: getattr(new if of(part) else old, part) for part in _SINGLE}
    update |= {part: tuple(_list(getattr(old, part), getattr(new, part), of(part))) for part in _LISTS}
    update["rules"] = tuple(_list(old.rules, new.rules, of("rule")))
    update["examples"] = Examples(
        positive=tuple(_list(old.examples.positive, new.examples.positive, of("positive"))),
        negative=tuple(_list(old.examples.negative, new.examples.negative, of("negative"))),
    )
    return new.model_copy(update=update)


def _list(old: Sequence[Any], new: Sequence[Any], done: Iterable[Edit]) -> list[Any]:
    """A list with some of its edits: what was there stays unless one took it away, in its order."""
    gone: list[Any] = []
    come: list[Any] = []
    for edit in done:
        gone += edit.removed
        come += edit.added
    found: list[Any] = []
    keys = [[key(each) for each in side] for side in (old, new)]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            found += old[a:b]
        else:
            found += [each for each in old[a:b] if each not in gone]
            found += [each for each in new[c:d] if each in come]
    return found


def key(item: Any) -> Any:
    """Something hashable that is equal for equal items: patterns of rules hold mappings."""
    return item.model_dump_json() if isinstance(item, Rule) else item
