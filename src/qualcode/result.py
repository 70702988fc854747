"""One run's results: everything a writer may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.carrier import TurnView
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions.in_study import People
    from qualcode.errors import SourceError
    from qualcode.gate.standing import Standing, Validation
    from qualcode.quotes import Quote
    from qualcode.study import Study
    from qualcode.tables import Tables


@dataclass
class Run:
    """A finished run, before and while it is written.

    Tables and quotes are made when they are first asked for, and may be set by who has them already.

    Attributes:
        id: The run's name and that of its folder in ``outputs/``.
        study: Folders and settings.
        codebook: What was coded with.
        sources: What was coded, as plain values, in the order of all tables.
        packed: Gives a source's Doc, by the source's name, as the bytes of a ``DocBin``.
        problems: Sources that could not be read, with their reasons.
        warnings: What a researcher should know, said in the outputs' language.
        validation: Where each code stands by the gate; nothing if it was not measured.
        manifest: What only the one who ran it knows, written to ``manifest.json`` as it is: ``encoder``
            (name, revision), ``started``, ``host``, ``timings`` (seconds by stage), …
        people: What people said of the sources; None where nobody has said anything.
    """

    id: str
    study: Study
    codebook: Codebook
    sources: list[CodedSource]
    packed: Callable[[str], bytes]
    problems: list[SourceError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    validation: Validation | None = None
    manifest: dict[str, Any] = field(default_factory=dict)
    people: People | None = None

    @classmethod
    def of(
        cls,
        study: Study,
        codebook: Codebook,
        sources: Iterable[CodedSource],
        packed: Callable[[str], bytes],
        *,
        id: str,
        **more: Any,
    ) -> Run:
        """A run of coded sources, which may come in any order."""
        from qualcode import coded

        return cls(id, study, codebook, coded.sources(sources), packed, **more)

    @classmethod
    def of_docs(cls, study: Study, codebook: Codebook, docs: Iterable[Doc], **more: Any) -> Run:
        """The same of coded Docs."""
        from qualcode import carrier, coded, packing

        by_name = {carrier.source(doc).name: doc for doc in docs}
        sources = map(coded.source, by_name.values())
        return cls.of(study, codebook, sources, lambda name: packing.pack([by_name[name]]), **more)

    @cached_property
    def tables(self) -> Tables:
        """:func:`qualcode.tables.tabulate` of the sources."""
        from qualcode import tables

        return tables.tabulate(self.sources, self.codebook, language=self.language)

    @cached_property
    def quotes(self) -> list[Quote]:
        """:func:`qualcode.quotes.collect` of the sources, held against their text."""
        from qualcode import quotes, verify

        found = quotes.collect(self.sources, self.codebook, language=self.language)
        verify.quotes(found, self.sources)
        return found

    @property
    def n_quotes(self) -> int:
        """How many quotes there are; they need not have been made."""
        from qualcode import quotes

        if "quotes" in self.__dict__:
            return len(self.quotes)
        return quotes.count(self.sources, self.codebook)

    @property
    def language(self) -> str:
        """In which language people read the outputs."""
        return self.study.settings.outputs.language

    @property
    def title(self) -> str:
        """What outputs call the study."""
        return self.study.settings.title or self.study.root.resolve().name

    def standing(self, code: str) -> Standing | None:
        """Where a code stands by the gate; nothing if it was not measured."""
        return self.validation.by_code.get(code) if self.validation else None

    def turn_of(self, quote: Quote) -> TurnView:
        """The turn that a quote stands in."""
        return self._by_name[quote.source].turns[quote.turn - 1]

    @cached_property
    def _by_name(self) -> dict[str, CodedSource]:
        return {source.name: source for source in self.sources}

    @property
    def unread(self) -> list[tuple[str, str, str]]:
        """Sources that could not be read: name (or path), key of the reason, and what to do about it."""
        corpus = str(self.study.corpus.resolve())
        found = []
        for problem in self.problems:
            path = str(problem.where.path) if problem.where else ""
            name = path.removeprefix(corpus).lstrip("/\\").replace("\\", "/")
            found.append((name, problem.reason, problem.in_language(self.language)))
        return sorted(found)
