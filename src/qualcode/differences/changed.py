"""What a comparison of two runs finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.differences.record import RunRecord

Action = Literal["came", "went", "moved"]
Kind = Literal[
    "rule", "veto", "example", "labelled", "definition", "tree", "order", "codebook", "encoder", "coders",
    "threshold", "setting", "text", "source", "cutting", "person", "program", "model",
    "votes",
]  # fmt: skip
How = Literal["alone", "together", "either", "partly"]
"""How a cause works: it alone made the difference; only together with others; others would have done without
it; it is one of those that pushed the score most, and none of them decides."""
Vote = tuple[float | None, str]
"""What a coder beside rules and themes said: its probability, and the words that it went by."""
Certainty = Literal["found", "only", "undivided", "unknown"]
"""``found``: by deciding again with and without it. ``only``: nothing else differs between the runs.
``undivided``: several things differ and cannot be told apart. ``unknown``: nothing that is known differs."""
GROUPS: dict[str, tuple[Kind, ...]] = {
    "rules": ("rule", "veto"),
    "examples": ("example", "labelled"),
    "definitions": ("definition", "tree", "order", "codebook"),
    "model": ("encoder", "model", "votes", "program"),
    "text": ("text", "source", "cutting"),
    "settings": ("threshold", "coders", "setting"),
    "person": ("person",),
    "unknown": (),
}
"""Causes as a reader filters them."""


@dataclass(frozen=True)
class Cause:
    """Why a coding came, went or moved.

    Attributes:
        kind: What was changed.
        action: What was done to it: ``added``, ``removed``, ``changed``, ``renamed``.
        code: The id of the code whose part it is; empty for what is no code's.
        name: Of a rule, setting, source or person.
        before: How it was.
        after: How it is.
        words: The words at the place that a rule matches now, or a veto no longer cancels.
        lost: Those that a rule no longer matches, or a veto cancels.
        rules: The rules whose match a veto cancels, or no longer does.
        how: How it works.
        shift: By how much the score differs with this cause alone, where that was looked at.
        count: How many edits it stands for, where there are too many to look at one by one.
        votes: What another coder said before and says now, if that is what differs.
    """

    kind: Kind
    action: str = "changed"
    code: str = ""
    name: str = ""
    before: str = ""
    after: str = ""
    words: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    how: How = "alone"
    shift: float | None = None
    count: int = 1
    votes: tuple[Vote, ...] = ()

    @property
    def group(self) -> str:
        """The group that a reader filters by."""
        return next(name for name, kinds in GROUPS.items() if self.kind in kinds)


@dataclass(frozen=True)
class Standing:
    """A place and a code in one run.

    Attributes:
        source: The source's name.
        segments: Numbers of the segments, from 1; empty where the place was not there.
        text: What they say.
        speaker: Who says it.
        given: Whether it had the code.
        score: The score; nothing where none was kept and it could not be found again.
        threshold: From which score the code is given.
        coder: Who voted for it.
        nearest: The nearest example that has the code.
        similarity: Its cosine.
    """

    source: str
    segments: tuple[int, ...]
    text: str = ""
    speaker: str = ""
    given: bool = False
    score: float | None = None
    threshold: float | None = None
    coder: str = ""
    nearest: str = ""
    similarity: float | None = None


@dataclass(frozen=True)
class Change:
    """A coding that came, went or moved.

    Attributes:
        action: Which of the three.
        code: The code's id, as it is now.
        before: How it stood.
        after: How it stands.
        causes: Why; empty where it is not known.
        certainty: How that was found.
        specific: Whether no code below it changed in the same way at the same place.
    """

    action: Action
    code: str
    before: Standing
    after: Standing
    causes: tuple[Cause, ...] = ()
    certainty: Certainty = "unknown"
    specific: bool = True

    @property
    def here(self) -> Standing:
        """Where it is to be read: now, or before if it is gone from the text."""
        return self.after if self.after.segments else self.before

    @property
    def edited(self) -> bool:
        """Whether its words were edited or cut otherwise."""
        here = self.before.segments and self.after.segments
        return bool(here) and self.before.text != self.after.text

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups of its causes."""
        found = dict.fromkeys(cause.group for cause in self.causes)
        return tuple(found) if found and self.certainty != "unknown" else ("unknown",)


@dataclass(frozen=True, slots=True)
class Count:
    """How a code fared, in places."""

    before: int
    after: int
    came: int
    went: int
    moved: int


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What happened to a source: ``added``, ``removed``, ``renamed``, ``edited`` or ``cut`` (the same file,
    read or cut otherwise).

    Attributes:
        name: What it is called now, or was.
        what: What happened, one or more of these.
        before: What it was called, if otherwise.
    """

    name: str
    what: tuple[str, ...]
    before: str = ""


@dataclass(frozen=True, slots=True)
class SaidSince:
    """A person's decision that is newer than the run before.

    Attributes:
        source: The source's name.
        code: The code's id.
        judgement: ``yes``, ``no`` or ``withdrawn``.
        coder: Who said it.
        quote: Of what.
        agrees: Whether the run after has it so; nothing where its place was not found.
    """

    source: str
    code: str
    judgement: str
    coder: str
    quote: str
    agrees: bool | None


@dataclass(frozen=True)
class Differences:
    """All that differs between two runs.

    Attributes:
        before: The earlier run.
        after: The later one.
        codebook: Whose codes are counted: the later run's, then codes that are gone.
        changes: By code, then came, went, moved, then in the order of the text.
        counts: By code id.
        sources: What happened to sources.
        said: People's decisions since.
        inputs: What differs in what the runs were made from, each as a cause.
        notes: What is not known, as message keys under ``differences.notes``.
        least: From which difference on a score counts as moved.
    """

    before: RunRecord
    after: RunRecord
    codebook: Codebook
    changes: tuple[Change, ...]
    counts: dict[str, Count]
    sources: tuple[SourceChange, ...] = ()
    said: tuple[SaidSince, ...] = ()
    inputs: tuple[Cause, ...] = ()
    notes: tuple[str, ...] = ()
    least: float = 0.05

    def of(self, action: Action) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.action == action]

    @property
    def shown(self) -> list[Change]:
        """Changes as they are listed: what a code below brings with it stands under that one alone."""
        return [change for change in self.changes if change.specific]


@dataclass(frozen=True)
class Shown:
    """What outputs of a comparison need to know beside it.

    Attributes:
        title: What outputs call the study.
        language: In which language people read them.
        codebook: Whose codes are named.
        deidentified: Whether names were replaced in what the runs read.
    """

    title: str
    language: str
    codebook: Codebook
    deidentified: bool


def tally(changes: Iterable[Change], before: dict[str, int], after: dict[str, int]) -> dict[str, Count]:
    """Counts by code id."""
    found = {code: [0, 0, 0] for code in {**after, **before}}
    for change in changes:
        found.setdefault(change.code, [0, 0, 0])[("came", "went", "moved").index(change.action)] += 1
    return {code: Count(before.get(code, 0), after.get(code, 0), *moves) for code, moves in found.items()}
