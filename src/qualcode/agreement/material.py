"""What is compared: the segments that coders look at, and what the machine gave them by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions.on_segments import Segments


@dataclass(frozen=True)
class Material:
    """Coded segments of all sources, one row each.

    Attributes:
        sources: With what the machine gave them, before anybody's decisions.
        codebook: What was coded with.
        codes: Ids, in the order of all tables.
        source_of: (n_segments,) int, index of each row's source.
        number_of: (n_segments,) int, its segment's index there.
        machine: (n_segments, n_codes) bool.
        held: The same with what people have decided put before it, as in a run.
    """

    sources: Sequence[CodedSource]
    codebook: Codebook
    codes: tuple[str, ...]
    source_of: np.ndarray
    number_of: np.ndarray
    machine: np.ndarray
    held: np.ndarray

    @classmethod
    def of(cls, sources: Iterable[CodedSource], codebook: Codebook) -> Material:
        """The material of coded sources; codings of codes that the codebook does not have are left out."""
        from qualcode import coded

        ordered = coded.sources(sources)
        codes = coded.tree_order(codebook)
        column = {code: place for place, code in enumerate(codes)}
        places = [
            (number, segment.index)
            for number, source in enumerate(ordered)
            for segment in source.segments
            if segment.coded
        ]
        row = {place: at for at, place in enumerate(places)}
        machine, held = (np.zeros((len(places), len(codes)), bool) for _ in range(2))
        for number, source in enumerate(ordered):
            for table, codings in ((machine, machines(source)), (held, source.codings)):
                for coding in codings:
                    at = row.get((number, coding.segment))
                    if at is not None and coding.code in column:
                        table[at, column[coding.code]] = True
        source_of, number_of = np.array(places, np.int64).reshape(-1, 2).T
        return cls(ordered, codebook, codes, source_of, number_of, machine, held)

    @property
    def texts(self) -> dict[str, str]:
        """Every source's text, by its name."""
        return {source.name: source.text for source in self.sources}

    @property
    def segments(self) -> Segments:
        """Where all segments stand, by source; also those that are not coded."""
        return {
            source.name: [(segment.start, segment.end) for segment in source.segments]
            for source in self.sources
        }

    @cached_property
    def row(self) -> dict[tuple[str, int], int]:
        """The row of a segment, by source and number from 1."""
        names = [source.name for source in self.sources]
        places = zip(self.source_of.tolist(), self.number_of.tolist(), strict=True)
        return {(names[source], number + 1): at for at, (source, number) in enumerate(places)}


def machines(source: CodedSource) -> Sequence[CodingRecord]:
    """What the machine gave a source by itself, whatever people have decided since."""
    return source.codings if source.machine is None else source.machine
