"""The same comparisons counted by character, for places that overlap in part.

Characters are no independent units: what is counted by character is still resampled by segment.
"""

from __future__ import annotations

import numpy as np

from qualcode.agreement.material import Material
from qualcode.agreement.said import Said
from qualcode.decisions.on_segments import characters


def between(material: Material, said: Said, people: tuple[int, int], place: int) -> np.ndarray:
    """Characters of each segment by what two people said of them.

    Args:
        material: The segments.
        said: What was said.
        people: Indices of the two.
        place: Index of the code.

    Returns:
        (n_segments, 4): neither, second only, first only, both.
    """
    parts = np.zeros((len(material.source_of), 4))
    for number in range(len(material.sources)):
        one, other = (_spoken(material, said, person, number, place) for person in people)
        _count(parts, material, number, one, other)
    return parts


def against(material: Material, said: Said, people: np.ndarray, place: int) -> np.ndarray:
    """Characters of each segment by what people and the machine say of them; each person counts for an equal
    part of a segment.

    Returns:
        (n_segments, 4): neither, machine only, people only, both.
    """
    parts = np.zeros((len(material.source_of), 4))
    judged_by = np.zeros(len(material.source_of))
    for person in people:
        own = np.zeros_like(parts)
        for number, source in enumerate(material.sources):
            given = np.full(len(source.text), -1, np.int8)
            for row in np.flatnonzero(material.source_of == number):
                segment = source.segments[material.number_of[row]]
                given[segment.start : segment.end] = material.machine[row, place]
            _count(own, material, number, _spoken(material, said, person, number, place), given)
        parts += own
        judged_by += own.sum(axis=1) > 0
    return parts / np.maximum(judged_by, 1)[:, None]


def _spoken(material: Material, said: Said, person: int, number: int, place: int) -> np.ndarray:
    source, code = material.sources[number], material.codes[place]
    about = [each for each in said.placed if each.spot is not None and each.spot.source == source.name]
    found = characters(about, source.name, len(source.text), [code], said.people[person], material.codebook)[
        :, 0
    ]
    if said.kind == "import":
        # As by segment: silence is a no in a source that this person coded.
        rows = material.source_of == number
        if (said.ratings[person][rows, place] >= 0).any():
            found[found < 0] = 0
    return found


def _count(parts: np.ndarray, material: Material, number: int, one: np.ndarray, other: np.ndarray) -> None:
    source = material.sources[number]
    both = (one >= 0) & (other >= 0)
    if not both.any():
        return
    cell = np.where(both, one.astype(np.int64) * 2 + other, 4)
    for row in np.flatnonzero(material.source_of == number):
        segment = source.segments[material.number_of[row]]
        parts[row] += np.bincount(cell[segment.start : segment.end], minlength=5)[:4]
