"""A figure with its interval, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

STATISTICS = ("percent", "kappa", "alpha", "ac1", "precision", "recall", "f1", "rho")
"""In the order in which they are shown."""

REASONS = (
    "no_overlap", "one_coder", "nobody", "everybody", "one_never", "one_always", "none_given", "none_have",
    "too_rare", "two_only", "no_interval", "unseen", "exact", "constant",
)  # fmt: skip
"""Why there is no figure or no interval, or how an interval was found where resampling shows nothing.

``no_overlap``: no unit was judged by both; ``one_coder``: only one person judged any. ``nobody``: no coder
gave the code to any unit; ``everybody``: every coder to every unit. ``one_never``, ``one_always``: one coder
never, or always, gave it, which makes kappa 0 whatever the other says. ``none_given``: precision of a code
that was never given; ``none_have``: recall of one that no unit has. ``too_rare``: in too many resamples the
figure is not defined; ``constant``: in all of them it is the same. ``two_only``: it is made for two coders.
``no_interval``: a test, or a bound that has none. ``unseen``: the coders never disagreed; ``exact``: a share
of 0 or 1 (:mod:`qualcode.agreement.bounds`).
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One statistic.

    Attributes:
        value: The figure; nothing where it is not defined.
        low: Lower limit of its interval.
        high: Upper limit.
        why: One of :data:`REASONS`, or empty.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far some coders agree on a code, or on all of them.

    Attributes:
        coders: Who is compared; the first is the reference of precision and recall.
        code: The code's id; empty for all codes together.
        unit: ``segment`` or ``character``.
        n: Units that at least two of them judged.
        sources: Sources that these stand in.
        having: The share of units with the code, by coder; weighted as the sample asks.
        figures: By the name of the statistic.
    """

    coders: tuple[str, ...]
    code: str
    unit: str
    n: int
    sources: int
    having: Sequence[float | None] = ()
    figures: dict[str, Figure] = field(default_factory=dict)
