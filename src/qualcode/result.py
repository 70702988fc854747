"""One run's results: everything a writer may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.carrier import TurnView
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.errors import SourceError
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
        docs: One a source, with segments and codings.
        tables: :func:`qualcode.tables.tabulate` of the Docs.
        quotes: :func:`qualcode.quotes.collect` of the Docs.
        problems: Sources that could not be read, with their reasons.
        warnings: What a researcher should know, said in the outputs' language.
        manifest: What only the one who ran it knows, written to ``manifest.json`` as it is: ``encoder``
            (name, revision), ``started``, ``host``, ``timings`` (seconds by stage), …
    """

    id: str
    study: Study
    codebook: Codebook
    docs: list[Doc]
    tables: Tables
    quotes: list[Quote]
    problems: list[SourceError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, study: Study, codebook: Codebook, docs: list[Doc], *, id: str, **more: Any) -> Run:
        """A run of coded Docs: tables and quotes are made here."""
        from qualcode import coded, quotes, tables

        language = study.settings.outputs.language
        sources = coded.sources(docs)
        run = cls(
            id=id,
            study=study,
            codebook=codebook,
            docs=docs,
            tables=tables.tabulate(sources, codebook, language=language),
            quotes=quotes.collect(sources, codebook, language=language),
            **more,
        )
        run.sources = sources
        return run

    @property
    def language(self) -> str:
        """In which language people read the outputs."""
        return self.study.settings.outputs.language

    @property
    def title(self) -> str:
        """What outputs call the study."""
        return self.study.settings.title or self.study.root.resolve().name

    @cached_property
    def sources(self) -> list[CodedSource]:
        """The Docs as plain values, in the order of all tables."""
        from qualcode.coded import sources

        return sources(self.docs)

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
