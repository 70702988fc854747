"""Shaffer's rho: could a kappa as high as this have come from coders who agree too little?"""

from __future__ import annotations

import numpy as np

THRESHOLD = 0.65
"""Kappa that two coders should reach on the whole material."""
REPLICATES = 10_000
"""Simulated materials. The R package rhoR takes 800; more only make the result less random."""


def rho(
    kappa: float,
    base_rate: float,
    n: int,
    *,
    threshold: float = THRESHOLD,
    least: float = 0.40,
    precision: tuple[float, float] = (0.6, 1.0),
    inflation: float = 0.0,
    population: int = 10_000,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> float:
    """The share of samples from material of too low agreement that show this kappa, or a higher one.

    Below .05, coders who had coded everything would agree at ``threshold`` or better, as far as a test at
    that level can tell. Materials are simulated whose kappa lies between ``least`` and ``threshold``, with
    the code as frequent as here; from each a sample of the same size is drawn without replacement, with at
    least the share ``inflation`` of units to which the first coder gave the code. (Eagan, Rogers, Serlin,
    Ruis, Arastoopour Irgens & Shaffer 2017, "Can we rely on IRR? Testing the assumptions of inter-rater
    reliability", CSCL 2017; Shaffer 2017, *Quantitative Ethnography*; as the R package rhoR computes it.)

    Args:
        kappa: Cohen's kappa of the sample.
        base_rate: Share of the material to which the first coder gives the code, 0 to 1.
        n: Units in the sample.
        threshold: Kappa from which on agreement is enough.
        least: Lowest kappa of a simulated material.
        precision: Bounds of the second coder's precision in a simulated material.
        inflation: Least share of units with the code in a sample that was drawn so; 0 for a random one.
        population: Units of a simulated material.
        replicates: How many are simulated.
        seed: Of the random numbers.

    Returns:
        0 to 1; 1 where kappa is below the mean of what material of too low agreement shows.
    """
    rng, population = np.random.default_rng(seed), max(population, n)
    right, missed, wrong = _materials(base_rate, threshold, least, precision, population, replicates, rng)
    neither = population - right - missed - wrong
    inflated = int(np.ceil(n * inflation))
    # First those that the first coder must have given the code, then anything that is left.
    agreed = rng.hypergeometric(right, missed, inflated) if inflated else np.zeros(replicates, np.int64)
    lost = inflated - agreed
    more = _draw((right - agreed, missed - lost, wrong, neither), n - inflated, rng)
    found = _kappas(agreed + more[0], lost + more[1], more[2], more[3])
    return p_value(found, kappa)


def p_value(found: np.ndarray, kappa: float) -> float:
    """The share of ``found`` that reaches ``kappa``; 1 where ``kappa`` is below their mean."""
    return 1.0 if kappa < found.mean() else float((found >= kappa).mean())


def _materials(
    base_rate: float,
    threshold: float,
    least: float,
    bounds: tuple[float, float],
    population: int,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Units with the code by both, by the first alone and by the second alone, in each material."""
    kappas = rng.uniform(least, threshold, replicates)
    # Kappa, base rate and precision fix recall; below this precision it would have to exceed 1.
    lowest = (2 * base_rate * kappas - 2 * base_rate - kappas) / (kappas - 2)
    precision = rng.uniform(np.clip(lowest, bounds[0], bounds[1]), bounds[1])
    recall = kappas * precision / (2 * precision - 2 * base_rate - kappas + 2 * base_rate * kappas)
    having = max(round(base_rate * population), 1)
    right = np.clip(np.round(having * recall), 1, having).astype(np.int64)
    wrong = np.clip(np.round(right * (1 - precision) / precision), 1, population - having).astype(np.int64)
    return right, having - right, wrong


def _draw(kinds: tuple[np.ndarray, ...], n: int, rng: np.random.Generator) -> list[np.ndarray]:
    """How many of each kind are among ``n`` units drawn without replacement."""
    drawn = []
    left = np.full(len(kinds[0]), n)
    others = sum(kinds)
    for kind in kinds[:-1]:
        others = others - kind
        drawn.append(rng.hypergeometric(kind, others, left))
        left = left - drawn[-1]
    return [*drawn, left]


def _kappas(both: np.ndarray, first: np.ndarray, second: np.ndarray, neither: np.ndarray) -> np.ndarray:
    n = both + first + second + neither
    one, other = (both + first) / n, (both + second) / n
    expected = one * other + (1 - one) * (1 - other)
    observed = (both + neither) / n
    # Where all units are alike rhoR counts full agreement, which only makes the test stricter.
    return np.divide(observed - expected, 1 - expected, out=np.ones(len(n)), where=expected < 1)
