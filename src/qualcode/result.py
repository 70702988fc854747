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

    Attributes:
        id: The run's name and that of its folder in ``outputs/``.
        study: Folders and settings.
        codebook: What was coded with.
        sources: What was coded, as plain values, in the order of all tables.
        packed: Gives a source's Doc, by the source's name, as the bytes of a ``DocBin``.
        tables: :func:`qualcode.tables.tabulate` of the sources.
        quotes: :func:`qualcode.quotes.collect` of the sources.
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
    tables: Tables
    quotes: list[Quote]
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
        """A run of coded sources: tables and quotes are made here."""
        from qualcode import coded, quotes, tables

        language = study.settings.outputs.language
        ordered = coded.sources(sources)
        return cls(
            id=id,
            study=study,
            codebook=codebook,
            sources=ordered,
            packed=packed,
            tables=tables.tabulate(ordered, codebook, language=language),
            quotes=quotes.collect(ordered, codebook, language=language),
            **more,
        )

    @classmethod
    def of_docs(cls, study: Study, codebook: Codebook, docs: Iterable[Doc], **more: Any) -> Run:
        """The same of coded Docs."""
        from qualcode import carrier, coded, packing

        by_name = {carrier.source(doc).name: doc for doc in docs}
        sources = map(coded.source, by_name.values())
        return cls.of(study, codebook, sources, lambda name: packing.pack([by_name[name]]), **more)

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
