"""What the machine is unsure of: segments whose probability for some code is close to its threshold.

Where a model takes part, they are also unlike each other and unlike what people have judged already
(:func:`qualcode.training.next_to_code`), since ten that say the same teach what one of them teaches. With
rules alone there is nothing that says how like each other two segments are; then each code has its turn, so
that a common or vague one does not take all places (as in uncertainty sampling by class; Settles, *Active
Learning Literature Survey*, 2009, 3.1).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qualcode.job import Job
    from qualcode.sampling.draw import Unit


def chosen(
    job: Job, population: Sequence[Unit], known: Sequence[Unit], n: int, codes: Collection[str] = ()
) -> list[Unit]:
    """The ``n`` segments that teach most; in the order of the texts, which tells nothing of how unsure the
    machine is of each.

    Args:
        job: With all its stages done.
        population: Segments to choose from.
        known: Others, which were judged or drawn before.
        n: How many.
        codes: Ids of the codes that are asked for; all without them.
    """
    wanted = [at for at, code in enumerate(job.equipment.codebook.ids) if not codes or code in codes]
    if not job.study.settings.coders.themes:
        by_segment = {place: row[wanted] for place, row in margins(job).items()}
        return most_uncertain(population, by_segment, n)
    return _unlike(job, population, known, n, wanted)


def _unlike(
    job: Job, population: Sequence[Unit], known: Sequence[Unit], n: int, columns: Sequence[int]
) -> list[Unit]:
    from qualcode.coding.votes import voters_of
    from qualcode.training import next_to_code

    voters, limits = voters_of(job.study.settings.coders), _thresholds(job)[list(columns)]
    at: dict[tuple[str, int], int] = {}
    vectors, probability = [], []
    for name in job.sources:
        source = job.source(name)
        segments, scores = source.scores()
        at |= {(name, segment): len(at) + place for place, segment in enumerate(segments)}
        vectors.append(source.vectors())
        probability.append(scores.of(voters)[:, list(columns)])
    rows = [at[unit.source, unit.segment] for unit in (*population, *known)]
    before = range(len(population), len(rows))
    places = next_to_code(np.vstack(vectors)[rows], np.vstack(probability)[rows], limits, n=n, coded=before)
    return [population[place] for place in sorted(places)]


def _thresholds(job: Job) -> np.ndarray:
    from qualcode.coding.votes import voters_of

    coder, settings = job.equipment.coder, job.study.settings
    voters = voters_of(settings.coders)
    return np.array([coder.threshold(code, voters, settings.thresholds) for code in coder.codebook.ids])


def margins(job: Job) -> dict[tuple[str, int], np.ndarray]:
    """How far each coded segment is from getting or losing each code: 0 at the threshold, 1 where there is no
    doubt; by source and index of the segment, (n_codes,) in the order of the codebook.

    Args:
        job: With all its stages done.
    """
    from qualcode.coding.votes import voters_of

    voters, limits = voters_of(job.study.settings.coders), _thresholds(job)
    found = {}
    for name in job.sources:
        segments, scores = job.source(name).scores()
        rows = margin(scores.of(voters), limits)
        found.update({(name, segment): row for segment, row in zip(segments, rows, strict=True)})
    return found


def margin(score: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """How far scores are from their thresholds: 0 there, 1 where a score is 0 or 1.

    Args:
        score: Of any shape.
        threshold: Of a shape that goes with it.
    """
    limit = np.clip(threshold, 1e-6, 1 - 1e-6)
    return np.where(score < limit, (limit - score) / limit, (score - limit) / (1 - limit))


def most_uncertain(
    population: Sequence[Unit], by_segment: dict[tuple[str, int], np.ndarray], n: int
) -> list[Unit]:
    """The ``n`` segments that the machine is least sure of, code by code in turn; in the order of the texts,
    which tells nothing of how unsure it is."""
    if not population:
        return []
    table = np.array([by_segment[unit.source, unit.segment] for unit in population])
    orders = np.argsort(table, axis=0, kind="stable").T
    chosen: dict[int, None] = {}
    for rank in range(len(population)):
        for order in orders:
            if len(chosen) < n:
                chosen.setdefault(int(order[rank]))
        if len(chosen) >= n:
            break
    return [population[at] for at in sorted(chosen)]
