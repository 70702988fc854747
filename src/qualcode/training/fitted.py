"""What was learnt of people's codings, as :mod:`qualcode.training.fitting` makes it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from qualcode.training.precision import JudgedRules
from qualcode.training.ridges import GroupedRidge


@dataclass(frozen=True, slots=True, order=True)
class Options:
    """What cross-validation chooses for a code.

    Attributes:
        pull: How strongly what holds without training holds against judged segments.
        context: Share at which what stands before a segment speaks for its codes.
        tuned: What a fine-tuned encoder says counts too.
    """

    pull: float = 1.0
    context: float = 0.0
    tuned: bool = False


@dataclass(frozen=True)
class Family:
    """Codes that are told apart from each other, with their regressions by vector and by letters.

    Attributes:
        above: Column of the code that they stand under.
        columns: Theirs.
        rows: What it was learnt from.
        judged: The judged ones among them.
        ridges: By vector and by letters, of the labels.
        centres: Of each, the mean of what rows get when left out, by code.
        spreads: Likewise, the standard deviation.
        wrong: By voters, by vector and by letters, of what labels differ from probabilities without training.
    """

    above: int | None
    columns: list[int]
    rows: np.ndarray
    judged: np.ndarray
    ridges: tuple[GroupedRidge, ...]
    centres: tuple[np.ndarray, ...]
    spreads: tuple[np.ndarray, ...]
    wrong: dict[str, tuple[GroupedRidge, ...]]


@dataclass(frozen=True)
class Part:
    """Rows to learn from, without a part of their sources.

    Attributes:
        here: Judged rows of the sources that are left out.
        rest: The other rows, examples among them.
        families: Regressions of the rest.
    """

    here: np.ndarray
    rest: np.ndarray
    families: list[Family]


@dataclass(frozen=True)
class Head:
    """How a code's features become a probability; ``weights[0]`` is the bias.

    Attributes:
        options: How it was learnt.
        weights: By voters.
        rules: How its rules fared.
    """

    options: Options
    weights: dict[str, np.ndarray]
    rules: JudgedRules


@dataclass
class Fitted:
    """What was learnt from some rows.

    Attributes:
        families: The regressions.
        heads: By column; codes without one are left as they are without training.
        judged: The judged rows among those it was learnt from.
        own: By voters, (n_judged, n_codes): probability of each code where it has the code above it, learnt
            anew without the row's source: regressions, rules and heads. What left-out regressions say is
            not enough to judge a head by: where a code goes by source, leaving a source out lowers what is
            said of exactly those that have it, and a head learns to read that.
    """

    families: list[Family]
    heads: dict[int, Head]
    judged: np.ndarray
    own: dict[str, np.ndarray] = field(default_factory=dict)
