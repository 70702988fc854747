"""What the machine is unsure of: segments whose probability for some code is close to its threshold.

Each code has its turn, so that a common or vague one does not take all places (as in uncertainty sampling by
class; Settles, *Active Learning Literature Survey*, 2009, 3.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qualcode.job import Job
    from qualcode.sampling.draw import Unit


def margins(job: Job) -> dict[tuple[str, int], np.ndarray]:
    """How far each coded segment is from getting or losing each code: 0 at the threshold, 1 where there is no
    doubt; by source and index of the segment, (n_codes,) in the order of the codebook.

    Args:
        job: With all its stages done.
    """
    from qualcode.coding.votes import voters_of

    coder, settings = job.equipment.coder, job.study.settings
    voters = voters_of(settings.coders)
    limits = np.array([coder.threshold(code, voters, settings.thresholds) for code in coder.codebook.ids])
    limits = limits.clip(1e-6, 1 - 1e-6)
    found = {}
    for name in job.sources:
        segments, scores = job.scores(name)
        by_code = scores.of(voters)
        distance = np.where(by_code < limits, (limits - by_code) / limits, (by_code - limits) / (1 - limits))
        found.update({(name, segment): row for segment, row in zip(segments, distance, strict=True)})
    return found


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
