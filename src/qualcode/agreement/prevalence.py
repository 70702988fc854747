"""How often a code really stands in the material, given how often the machine is right where people looked.

The machine has read every segment, people a sample of the same ones. Two estimates can be made of that. The
Rogan–Gladen estimate (:func:`rogan_gladen`) takes sensitivity and specificity from the sample, or from
elsewhere, and divides by their excess over chance: with few units it leaves [0, 1] and swings wildly. Here
both samples come from one material, so the *post-stratified* estimate (:func:`estimate`) is the maximum
likelihood one (Tenenbein 1970, "A double sampling scheme for estimating from binomial data with
misclassifications", *JASA* 65, 1350–1361): among the segments with the machine's code, the share that people
confirm (precision); among those without, the share that they find missed. It always is a share, and is the
one that qualcode shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qualcode.agreement.bootstrap import LEVEL

DRAWS = 20_000
JEFFREYS = 0.5


@dataclass(frozen=True, slots=True)
class Prevalence:
    """Segments that have a code, by estimate.

    Attributes:
        segments: The estimated number.
        low: Lower limit of the number.
        high: Upper limit.
        of: Segments in all.
        raw: Segments to which the machine gave it.
    """

    segments: float
    low: float
    high: float
    of: int
    raw: int

    @property
    def share(self) -> float:
        """The estimated number as a share of all."""
        return self.segments / self.of if self.of else float("nan")


def estimate(
    machine: np.ndarray,
    sampled: np.ndarray,
    people: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    level: float = LEVEL,
    seed: int = 0,
) -> Prevalence | None:
    """The post-stratified estimate of how many segments have a code.

    The interval is that of a finite material: what people judged is known, the rest is drawn again and again
    from what the sample leaves possible (Beta posterior with Jeffreys' prior, then binomial; Ericson 1969,
    *JRSS B* 31, 195–233). So it has a width even where the machine made no mistake in the sample. Of a
    sample with unequal weights, shares are weighted and count as many units as they are worth (Kish 1965,
    *Survey Sampling*: (Σw)² / Σw²), and nothing is taken for known.

    Args:
        machine: (n_segments,) bool, the machine's code on the whole material.
        sampled: (n_sampled,) int, which of them people judged; a random sample.
        people: (n_sampled,) float, the share of those who judged a segment that gave the code.
        weights: (n_sampled,) float, how many segments each stands for; equal without them.
        level: Of the interval.
        seed: Of the random numbers.

    Returns:
        The estimate, or nothing where the sample has no segment with the machine's code, or none without it,
        though the material has.
    """
    rng = np.random.default_rng(seed)
    weights = np.ones(len(sampled)) if weights is None else weights
    equal = bool(len(weights)) and float(np.ptp(weights)) < 1e-9
    middle, drawn = 0.0, np.zeros(DRAWS)
    for given in (False, True):
        n_here = int((machine == given).sum())
        here = machine[sampled] == given
        if not n_here:
            continue
        if not here.any():
            return None
        own, said = weights[here], people[here]
        share = float(own @ said / own.sum())
        worth = float(own.sum() ** 2 / (own @ own))
        known = int(here.sum()) if equal else 0
        left = n_here - known
        chances = rng.beta(worth * share + JEFFREYS, worth * (1 - share) + JEFFREYS, DRAWS)
        middle += n_here * share
        drawn += known * share + rng.binomial(left, chances)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    # The prior draws away from 0 and 1; the estimate itself does not, and belongs inside.
    low, high = min(float(low), middle), max(float(high), middle)
    return Prevalence(middle, low, high, len(machine), int(machine.sum()))


def beside(
    known: np.ndarray,
    held: np.ndarray,
    machine: np.ndarray,
    sampled: np.ndarray,
    people: np.ndarray,
    weights: np.ndarray | None = None,
) -> Prevalence | None:
    """The estimate where some segments are none of the sample's, since the coder has learnt from what people
    said of them: these are known, and :func:`estimate` is made of the rest, of which the sample is a random
    part.

    Args:
        known: (n_segments,) bool, those segments.
        held: (n_segments,) bool, the code on the whole material with people's word before the machine's.
        machine: As for :func:`estimate`, and so are the others.
    """
    place = np.cumsum(~known) - 1
    found = estimate(machine[~known], place[sampled], people, weights)
    if found is None or not known.any():
        return found
    have = int(held[known].sum())
    return Prevalence(
        found.segments + have, found.low + have, found.high + have, len(machine), int(machine.sum())
    )


def rogan_gladen(apparent: float, sensitivity: float, specificity: float) -> float:
    """The true share of a code whose finder has this sensitivity (recall) and specificity.

    (p + Sp − 1) / (Se + Sp − 1). (Rogan & Gladen 1978, "Estimating prevalence from the results of a screening
    test", *American Journal of Epidemiology* 107, 71–76.) Not cut to [0, 1]; NaN where the finder is no
    better than chance.

    Args:
        apparent: The share that the finder gives the code.
        sensitivity: The share of those with the code that it finds.
        specificity: The share of those without it that it leaves alone.
    """
    excess = sensitivity + specificity - 1
    return (apparent + specificity - 1) / excess if abs(excess) > 1e-12 else float("nan")
