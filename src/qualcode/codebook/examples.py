"""The codebook's test of itself: positive examples must get their code, negative ones must not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.codebook.loading import Loaded
from qualcode.errors import Place

Scorer = Callable[[list[str]], list[set[str]]]
"""Texts to the codes that each of them is given, those above a code included."""

Explainer = Callable[[str, str, bool], str]
"""Text, code id and whether it was given to the reason, in a few words."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the codebook says of a text: ``wanted`` is True for a positive example."""

    text: str
    code: str
    wanted: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an expectation; ``why`` is filled in where it failed."""

    expected: Expectation
    given: bool
    why: str = ""

    @property
    def passed(self) -> bool:
        """Whether the coders did what the codebook says."""
        return self.given == self.expected.wanted


@dataclass(frozen=True, slots=True)
class Tally:
    """Examples of a code: how many there are and how many came out as they should."""

    positive: int = 0
    positive_passed: int = 0
    negative: int = 0
    negative_passed: int = 0

    @property
    def failed(self) -> int:
        """Examples that came out wrong."""
        return self.positive + self.negative - self.positive_passed - self.negative_passed


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes, in the order of the codebook."""

    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The examples that came out wrong."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def share(self) -> float:
        """Which share of the examples came out right; 1 without any."""
        return 1 - len(self.failures) / len(self.outcomes) if self.outcomes else 1.0

    def tallies(self) -> dict[str, Tally]:
        """Counts by code id, for codes that have examples."""
        counts: dict[str, list[int]] = {}
        for outcome in self.outcomes:
            count = counts.setdefault(outcome.expected.code, [0, 0, 0, 0])
            side = 0 if outcome.expected.wanted else 2
            count[side] += 1
            count[side + 1] += outcome.passed
        return {code: Tally(*count) for code, count in counts.items()}


def expectations(loaded: Loaded) -> list[Expectation]:
    """Every example of the codebook, with its place in the file."""
    found = []
    for number, code in enumerate(loaded.codebook.codes):
        for side in ("positive", "negative"):
            for i, text in enumerate(getattr(code.examples, side)):
                place = loaded.document.place(("codes", number, "examples", side, i))
                found.append(Expectation(text, code.id, side == "positive", place))
    return found


def judge(expected: Sequence[Expectation], give: Scorer, explain: Explainer) -> Report:
    """What the coders make of the examples.

    Args:
        expected: Examples.
        give: The coders.
        explain: Asked for the reason where they fail.
    """
    texts = list(dict.fromkeys(one.text for one in expected))
    codes = dict(zip(texts, give(texts), strict=True))
    outcomes = []
    for one in expected:
        given = one.code in codes[one.text]
        why = explain(one.text, one.code, given) if given != one.wanted else ""
        outcomes.append(Outcome(one, given, why))
    return Report(tuple(outcomes))
