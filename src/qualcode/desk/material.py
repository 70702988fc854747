"""A run as it was written: its texts, what the machine gave by itself, and the quotes that makes.

People's decisions are not in it; they are as they are now (:mod:`qualcode.desk.voices`), not as they were
when the run was made. So a quote that was rejected stays where it was, and can be looked at again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import runfolder
from qualcode.offsets import Offsets

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.quotes import Quote
    from qualcode.study import Study


@dataclass(frozen=True)
class Numbers:
    """What the numbers mean by which the page of a run names sources and codes."""

    sources: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass
class Material:
    """A run's texts, codings and quotes.

    Attributes:
        study: The study, with its settings as they were read when the run was.
        folder: The run's folder in ``outputs/``.
        manifest: What its manifest says.
        codebook: What was coded with.
        sources: With the machine's codings alone, in the order of all tables.
        quotes: What they make, in the order of the texts.
    """

    study: Study
    folder: Path
    manifest: dict[str, Any]
    codebook: Codebook
    sources: list[CodedSource]
    quotes: list[Quote] = field(default_factory=list)

    @classmethod
    def of(cls, study: Study, folder: Path) -> Material:
        """Reads a run.

        Raises:
            OutputError: it lacks what a review needs, or that is damaged.
        """
        from qualcode import codedrun, quotes, verify

        sources, codebook = codedrun.read(folder, "reviewed")
        with codedrun.whole(folder):
            manifest = json.loads((folder / runfolder.MANIFEST).read_text("utf-8"))
            sources = _of_machine(sources, codebook, folder)
        language = study.settings.outputs.language
        found = [
            quote for source in sources for quote in quotes.of_source(source, codebook, language=language)
        ]
        verify.quotes(found, sources)
        return cls(study, folder, manifest, codebook, sources, found)

    @property
    def run(self) -> str:
        """The run's name."""
        return self.folder.name

    @property
    def language(self) -> str:
        """In which language people read it."""
        return self.study.settings.outputs.language

    @cached_property
    def numbers(self) -> Numbers:
        """What the page's numbers mean."""
        return Numbers(tuple(self.source_numbers), tuple(self.code_numbers))

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of each source, from 0, by name."""
        return {source.name: number for number, source in enumerate(self.sources)}

    @cached_property
    def code_numbers(self) -> dict[str, int]:
        """The number of each code, from 0, in the order of the codebook's tree."""
        from qualcode.coded import tree_order

        return {code: number for number, code in enumerate(tree_order(self.codebook))}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Each source's text, by name."""
        return {source.name: source.text for source in self.sources}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of each source's text, as decisions name it."""
        from qualcode.decisions.decision import text_hash

        return {name: text_hash(text) for name, text in self.texts.items()}

    @cached_property
    def segments(self) -> dict[str, list[tuple[int, int]]]:
        """Where each source's segments start and end, by name."""
        return {
            source.name: [(segment.start, segment.end) for segment in source.segments]
            for source in self.sources
        }

    @cached_property
    def offsets(self) -> dict[str, Offsets]:
        """Both ways of counting in each text, by name."""
        return {name: Offsets(text) for name, text in self.texts.items()}

    @cached_property
    def by_segment(self) -> dict[str, dict[int, dict[str, CodingRecord]]]:
        """The machine's codings by source, segment (from 0) and code."""
        found: dict[str, dict[int, dict[str, CodingRecord]]] = {}
        for source in self.sources:
            of_segment: dict[int, dict[str, CodingRecord]] = defaultdict(dict)
            for coding in source.codings:
                of_segment[coding.segment][coding.code] = coding
            found[source.name] = dict(of_segment)
        return found

    @cached_property
    def margins(self) -> list[float]:
        """How far each quote is from losing its code: 0 at the threshold, 1 where there is no doubt, of the
        segment where that is least (:func:`qualcode.sampling.uncertain.margin`)."""
        import numpy as np

        from qualcode.sampling.uncertain import margin

        given = [
            (number, coding.score, coding.threshold)
            for number, quote in enumerate(self.quotes)
            for segment in quote.segments
            if (coding := self.by_segment[quote.source].get(segment - 1, {}).get(quote.code))
            if coding.score is not None and coding.threshold is not None
        ]
        found = np.ones(len(self.quotes))
        if given:
            quotes, scores, limits = map(np.array, zip(*given, strict=True))
            np.minimum.at(found, quotes, margin(scores, limits))
        return [float(each) for each in found]

    @cached_property
    def attributes(self) -> list[str]:
        """All attributes that any source or response has; those that tell groups and places first."""
        from qualcode.report.material import rank

        names = dict.fromkeys(name for source in self.sources for name in source.attributes)
        for quote in self.quotes:
            names.update(dict.fromkeys(quote.attributes))
        return sorted(names, key=rank)


def _of_machine(sources: list[CodedSource], codebook: Codebook, folder: Path) -> list[CodedSource]:
    """The sources with the machine's codings alone."""
    from qualcode.writers import codings_machine_csv

    path = folder / codings_machine_csv.NAME
    by_source = codings_machine_csv.read(path) if path.is_file() else None
    found = []
    for source in sources:
        if by_source is None:
            given = [coding for coding in source.codings if coding.score is not None]
        else:
            why = {(coding.segment, coding.code): coding.why for coding in source.codings}
            given = [
                coding if coding.why else replace(coding, why=why.get((coding.segment, coding.code), {}))
                for coding in by_source.get(source.name, ())
            ]
        codings = [_without_people(coding) for coding in given if coding.code in codebook]
        found.append(replace(source, codings=codings))
    return found


def _without_people(coding: CodingRecord) -> CodingRecord:
    if "people" not in coding.why:
        return coding
    return replace(coding, why={key: value for key, value in coding.why.items() if key != "people"})
