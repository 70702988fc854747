"""Who is compared with whom: people with each other, and people with the machine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from qualcode.agreement import characters, pairs, sets, several
from qualcode.agreement.bootstrap import WITHIN
from qualcode.agreement.figures import Agreement
from qualcode.agreement.material import Material
from qualcode.agreement.said import Said

PEOPLE, MACHINE = "*people*", "*machine*"
"""Stand for all people and for the machine among names of coders."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some coders compared.

    Attributes:
        kind: How the segments came before the people; see :data:`qualcode.agreement.said.KINDS`.
        between: ``people`` or ``machine``.
        coders: Their names; :data:`PEOPLE` and :data:`MACHINE` stand for themselves.
        rows: One a code that was judged, in the order of all tables, then one of all codes together.
    """

    kind: str
    between: str
    coders: tuple[str, ...]
    rows: tuple[Agreement, ...]


@dataclass(frozen=True)
class Comparer:
    """Compares what was said of a material.

    Attributes:
        material: The segments and the machine's codes.
        weights: (n_segments,) how many segments each judged one stands for, if that differs.
        codes: Ids of the codes that are wanted; all without them.
        how: What is resampled.
        by_character: Counts characters instead of segments.
        chance: Whether Shaffer's rho is simulated.
    """

    material: Material
    weights: np.ndarray | None = None
    codes: Collection[str] | None = None
    how: str = WITHIN
    by_character: bool = False
    chance: bool = True

    def people(self, said: Said) -> list[Comparison]:
        """Every pair of people who judged the same segment, and all of them if there are more than two."""
        everybody = range(len(said.people))
        found = [self._pair(said, one, other) for one, other in combinations(everybody, 2)]
        if len(said.people) > 2 and not self.by_character:
            found.append(self._all(said))
        return [comparison for comparison in found if comparison.rows]

    def machine(self, said: Said) -> list[Comparison]:
        """All people together against the machine, then each of them."""
        found = [self._against(said, (PEOPLE,), np.arange(len(said.people)))]
        if len(said.people) > 1:
            found += [self._against(said, (name,), np.array([at])) for at, name in enumerate(said.people)]
        return [comparison for comparison in found if comparison.rows]

    def _pair(self, said: Said, one: int, other: int) -> Comparison:
        coders = (said.people[one], said.people[other])
        rows = []
        for place in self._places(said.ratings[[one, other]]):
            if self.by_character:
                parts = characters.between(self.material, said, (one, other), place)
            else:
                mine, theirs = said.ratings[one, :, place], said.ratings[other, :, place]
                parts = pairs.cells(mine[:, None], theirs)
            rows.append(self._row(coders, place, parts))
        together = self._together(said.ratings[[one, other]], coders)
        return Comparison(said.kind, "people", coders, self._with(rows, together))

    def _all(self, said: Said) -> Comparison:
        rows = [
            several.compare(
                said.people,
                self.material.codes[place],
                said.ratings[:, :, place].T.astype(np.int64),
                self.material.source_of,
                self._weights(said.ratings[:, :, place]),
                how=self.how,
            )
            for place in self._places(said.ratings)
        ]
        return Comparison(
            said.kind, "people", said.people, self._with(rows, self._together(said.ratings, said.people))
        )

    def _against(self, said: Said, coders: tuple[str, ...], people: np.ndarray) -> Comparison:
        coders = (*coders, MACHINE)
        given = self.material.machine.astype(np.int64)
        rows = []
        for place in self._places(said.ratings[people]):
            if self.by_character:
                parts = characters.against(self.material, said, people, place)
            else:
                parts = pairs.cells(said.ratings[people][:, :, place].T, given[:, place])
            if said.kind == "review":
                unit = "character" if self.by_character else "segment"
                sources, code = self.material.source_of, self.material.codes[place]
                pair = (coders[0], coders[1])
                rows.append(pairs.accepted(pair, code, parts, sources, unit=unit, how=self.how))
            else:
                rows.append(self._row(coders, place, parts))
        together = None
        if said.kind != "review":
            own = said.ratings[people]
            both = np.stack([np.concatenate(own), np.tile(given.astype(np.int8), (len(people), 1))])
            together = self._together(both, coders, np.tile(np.arange(len(given)), len(people)))
        return Comparison(said.kind, "machine", coders, self._with(rows, together))

    def _row(self, coders: tuple[str, ...], place: int, parts: np.ndarray) -> Agreement:
        judged = parts.sum(axis=1) > 0
        unit = "character" if self.by_character else "segment"
        weights = self._of(judged)
        weighted = parts if weights is None else parts * weights[:, None]
        return pairs.compare(
            (coders[0], coders[1]),
            self.material.codes[place],
            weighted,
            self.material.source_of,
            unit=unit,
            how=self.how,
            chance=self.chance and not self.by_character,
        )

    def _together(
        self, ratings: np.ndarray, coders: tuple[str, ...], units: np.ndarray | None = None
    ) -> Agreement | None:
        """All codes at once, of those that all of these judged somewhere.

        Args:
            ratings: (n_coders, n_rows, n_codes).
            coders: Their names.
            units: (n_rows,), the segment of each row, where several people's rows stand below each other; by
                default every segment is a row.
        """
        if self.by_character:
            return None
        judged = [
            place for place in self._places(ratings) if ((ratings[:, :, place] >= 0).sum(axis=0) >= 2).any()
        ]
        if len(judged) < 2:
            return None
        own = ratings[:, :, judged]
        codes = tuple(self.material.codes[place] for place in judged)
        whole = ((own >= 0).all(axis=2)).sum(axis=0) >= 2
        rows = np.arange(own.shape[1]) if units is None else units
        weights = self._of(np.isin(np.arange(len(self.material.source_of)), rows[whole]))
        return sets.compare(
            coders,
            codes,
            own,
            self.material.source_of[rows],
            None if weights is None else weights[rows],
            units=units,
            how=self.how,
        )

    def _places(self, ratings: np.ndarray) -> list[int]:
        """Columns of the codes that somebody judged and that are wanted."""
        judged = (ratings >= 0).any(axis=(0, 1))
        return [
            place
            for place, code in enumerate(self.material.codes)
            if judged[place] and (self.codes is None or code in self.codes)
        ]

    def _weights(self, ratings: np.ndarray) -> np.ndarray | None:
        return self._of((ratings >= 0).sum(axis=0) >= 2)

    def _of(self, judged: np.ndarray) -> np.ndarray | None:
        """Weights that are 1 on average over the segments that were judged."""
        if self.weights is None or not judged.any():
            return None
        return self.weights / self.weights[judged].mean()

    @staticmethod
    def _with(rows: list[Agreement], together: Agreement | None) -> tuple[Agreement, ...]:
        known = [row for row in rows if row.n]
        return (*known, together) if together is not None and together.n else tuple(known)
