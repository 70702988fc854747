"""What differs in what two runs were made from, each difference apart, so that it can be made alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.codebook.model import Codebook
from qualcode.coding.others import MODULES
from qualcode.differences.answers import trained_anew, votes_that_differ, without_questions
from qualcode.differences.changed import Cause, Kind
from qualcode.differences.edits import LEARNT, Edit, Edited, Part
from qualcode.differences.record import RunRecord
from qualcode.study import Settings

MOST_EDITS, MOST_LEARNT = 16, 4
"""Edits that are looked at one by one; of those in :data:`LEARNT` each means learning twice, a second or two
with two thousand examples. Where there are more, those of one code and kind count as one."""
HARMLESS = ("title", "codebook", "folders", "runner", "transcriber", "outputs", "decisions")
"""Settings that change no coding."""
READING = ("language", "segmentation", "sources", "deidentify")
"""Settings that act by what is read, and how it is cut."""
KINDS: dict[Part, Kind] = {
    "rule": "rule", "veto": "veto", "positive": "example", "negative": "example", "labelled": "labelled",
    "definition": "definition", "include": "definition", "exclude": "definition", "name": "definition",
    "code": "tree", "parent": "tree", "language": "codebook",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Factor:
    """One difference between two runs.

    Attributes:
        cause: How it is told.
        edits: Of the codebook, if that is what it is.
        setting: Name of the setting, if it is one: ``encoder``, ``thresholds.jobb`` …
        votes: Kind of the coder beside rules and themes whose votes they are, if it is these.
    """

    cause: Cause
    edits: tuple[Edit, ...] = ()
    setting: str = ""
    votes: str = ""


@dataclass(frozen=True)
class World:
    """What to decide with.

    Attributes:
        codebook: Whose rules and examples.
        settings: Whose coders and thresholds.
        votes: Of which run, 0 or 1, those of each kind of coder beside rules and themes are.
    """

    codebook: Codebook
    settings: Settings
    votes: dict[str, int]


class Factors:
    """All that differs between two runs beside their sources.

    Args:
        before: The earlier run.
        after: The later one.

    Attributes:
        edited: The codebook's edits; nothing where one of the codebooks is not known.
        seen: Differences that can be made one by one.
        unseen: Others: what the program was, a codebook that was not kept, a coder that was trained anew.
        perhaps: Votes of coders that were asked the same: whether they differ, their Docs know.
        harmless: What changes no coding by itself: renamed codes, and settings of what is read and how it is
            cut, which act through the text.
        reading: Names of the settings that differ in what is read and how it is cut.
        ids: By id that a code had, the one it has.
    """

    def __init__(self, before: RunRecord, after: RunRecord) -> None:
        self._settings = _settings(before), _settings(after)
        self._gates = [run.settings.get("gate") for run in (before, after)]
        self._sources = [run.settings.get("sources") or {} for run in (before, after)]
        self.edited: Edited | None = None
        self.ids: dict[str, str] = {}
        self.seen: list[Factor] = []
        self.unseen: list[Cause] = []
        self.perhaps: list[Factor] = []
        self.harmless: list[Cause] = []
        if before.codebook is not None and after.codebook is not None:
            self.edited = Edited(before.codebook, after.codebook)
            self.ids = self.edited.ids
            self.seen += _grouped(self.edited.edits)
            self.harmless = [
                Cause("tree", "renamed", now, before=was) for was, now in self.ids.items() if was != now
            ]
            if self.edited.reordered:
                self.unseen.append(Cause("order"))
        elif before.fingerprint != after.fingerprint:
            self.unseen.append(Cause("codebook", before=before.fingerprint, after=after.fingerprint))
        self.harmless += [
            Cause(
                "setting",
                name=name,
                before=_flat(before.settings.get(name)),
                after=_flat(after.settings.get(name)),
            )
            for name in READING
            if before.settings.get(name) != after.settings.get(name)
        ]
        self.reading = [name for name in READING if before.settings.get(name) != after.settings.get(name)]
        self.seen += _of_settings(before, after, self.ids)
        for cause in votes_that_differ(before, after):
            (self.perhaps if cause.action == "again" else self.seen).append(Factor(cause, votes=cause.name))
        if (trained := trained_anew(before, after)) is not None:
            self.unseen.append(trained)
        was, now = _programs(before, after)
        if was != now:
            self.unseen.append(Cause("program", before=was, after=now))

    @property
    def decides_again(self) -> bool:
        """Whether enough is known of both runs to decide anew as either did."""
        return self.edited is not None and None not in self._settings

    def related(self, code: str) -> set[str]:
        """A code with those above it and below it, which come and go with it."""
        found = {code}
        for book in (self.edited.before, self.edited.after) if self.edited else ():
            if code in book:
                found |= {each for each in book.ids if code in book.lineage(each)} | set(book.lineage(code))
        return found

    def left_out(self, side: int) -> Cause | None:
        """Why one of the runs lacks codes that its coders gave: it was strict."""
        gates = self._gates
        strict = bool((gates[side] or {}).get("strict"))
        return Cause("setting", "changed", "", "gate", *map(_flat, gates)) if strict else None

    def overridden(self, source: str) -> bool:
        """Whether the settings of a source differ."""
        return any(self._sources[0].get(name) != self._sources[1].get(name) for name in (source, "*"))

    def world(self, done: Collection[Factor]) -> World | None:
        """Codebook and settings of the earlier run with some differences made; nothing where that is no whole
        codebook."""
        before, after = self._settings
        assert self.edited is not None and before is not None and after is not None
        kinds = [kind for kind in MODULES if getattr(before.coders, kind) or getattr(after.coders, kind)]
        if len(done) == len(self.seen):
            return World(self.edited.after, after, dict.fromkeys(kinds, 1))
        votes = dict.fromkeys(kinds, 0) | {factor.votes: 1 for factor in done if factor.votes}
        votes |= {kind: 1 for kind in kinds if not getattr(before.coders, kind)}
        codebook = self.edited.applied([edit for factor in done for edit in factor.edits])
        if codebook is None:
            return None
        thresholds = {self.ids.get(code, code): value for code, value in before.thresholds.items()}
        update: dict[str, Any] = {}
        for factor in done:
            name, _, code = factor.setting.partition(".")
            if code and code in after.thresholds:
                thresholds[code] = after.thresholds[code]
            elif code:
                thresholds.pop(code, None)
            elif name:
                update[name] = getattr(after, name)
        settings = before.model_copy(update={**update, "thresholds": thresholds})
        return World(codebook, settings, votes)


def _settings(run: RunRecord) -> Settings | None:
    try:
        return Settings.model_validate(run.settings)
    except ValueError:
        return None


def _grouped(edits: Sequence[Edit]) -> list[Factor]:
    """A difference an edit, or one for several where there are many."""
    learnt = [edit for edit in edits if edit.part in LEARNT]
    others = [edit for edit in edits if edit.part not in LEARNT]
    return [*_few(learnt, MOST_LEARNT), *_few(others, MOST_EDITS)]


def _few(edits: Sequence[Edit], most: int) -> list[Factor]:
    keys: tuple[Callable[[Edit], Any], ...] = (
        id,
        lambda edit: (edit.code, KINDS[edit.part]),
        lambda edit: KINDS[edit.part],
    )
    for key in keys:
        groups: dict[Any, list[Edit]] = {}
        for edit in edits:
            groups.setdefault(key(edit), []).append(edit)
        if len(groups) <= most:
            break
    return [Factor(_cause(group), tuple(group)) for group in groups.values()] if edits else []


def _cause(edits: Sequence[Edit]) -> Cause:
    if len(edits) == 1:
        return cause_of(edits[0])
    codes = {edit.code for edit in edits}
    return Cause(KINDS[edits[0].part], code=codes.pop() if len(codes) == 1 else "", count=len(edits))


def cause_of(edit: Edit) -> Cause:
    """How an edit is told."""
    told = Cause(KINDS[edit.part], edit.action, edit.code, edit.name, edit.before, edit.after)
    if edit.part in ("positive", "negative", "include", "exclude", "definition", "name", "parent"):
        return replace(told, name=edit.part)
    return told


def _of_settings(before: RunRecord, after: RunRecord, ids: dict[str, str]) -> Iterable[Factor]:
    if (was := _encoder(before)) != (now := _encoder(after)):
        yield Factor(Cause("encoder", before=was, after=now), setting="encoder")
    one, other = before.settings, after.settings
    old = {ids.get(code, code): value for code, value in (one.get("thresholds") or {}).items()}
    new = other.get("thresholds") or {}
    for code in {**old, **new}:
        if old.get(code) != new.get(code):
            told = ("" if each is None else str(each) for each in (old.get(code), new.get(code)))
            cause = Cause("threshold", _action(old.get(code), new.get(code)), code, "", *told)
            yield Factor(cause, setting=f"thresholds.{code}")
    for name in Settings.model_fields:
        was, is_now = one.get(name), other.get(name)
        if name == "coders":
            was, is_now = without_questions(was or {}), without_questions(is_now or {})
        if name in (*HARMLESS, *READING, "encoder", "thresholds") or was == is_now:
            continue
        kind: Kind = "coders" if name == "coders" else "setting"
        yield Factor(Cause(kind, "changed", "", name, _flat(was), _flat(is_now)), setting=name)


def _action(before: Any, after: Any) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _encoder(run: RunRecord) -> str:
    encoder = run.manifest.get("encoder") or {}
    return "@".join(str(encoder[part]) for part in ("name", "revision") if encoder.get(part))


def _programs(before: RunRecord, after: RunRecord) -> tuple[str, str]:
    """What differs of qualcode and of what it computes with."""
    known = "program" if before.manifest.get("program") and after.manifest.get("program") else "versions"
    was, now = (dict(run.manifest.get(known) or {}) for run in (before, after))
    differ = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return tuple(", ".join(f"{name} {run.get(name, '–')}" for name in differ) for run in (was, now))  # type: ignore[return-value]


def _flat(value: Any) -> str:
    """A setting's value on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_flat(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return "–" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
