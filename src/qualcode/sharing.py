"""Two processes decide the same sources: one from the first on, the other from the last, until they meet.

Both keep what they make in the study's cache and look there before they make anything, so neither waits for
the other, and whatever one leaves undone is done by the other. This is the side of the second process, which
is told what the first one has loaded; what goes wrong here is left for the first one to meet and to report.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.source import Source

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.coding.themes import ThemeCoder
    from qualcode.equipment import Equipment
    from qualcode.quotes import Quote


LEAVE = 20
"""One source in so many is left to the first process at the end, while the last quotes are made."""


@dataclass(frozen=True)
class Named:
    """A source as another process is told of it; see :class:`qualcode.source.Source`."""

    name: str
    path: Path
    attributes: dict[str, str]
    sha256: str

    @classmethod
    def of(cls, source: Source) -> Named:
        """What tells of a source that has been hashed."""
        return cls(source.name, source.path, source.attributes, source.sha256)


class Sharing:
    """The second process's work on sources.

    Args:
        equipment: That of the first process, without what only it has loaded.
    """

    def __init__(self, equipment: Equipment) -> None:
        self._equipment = equipment
        self._sources: dict[str, Source] = {}
        self._quotes: dict[str, list[Quote]] = {}

    def match(self, sources: Sequence[Named]) -> None:
        """Looks for the rules in the sources, while the first process learns how far to trust them."""
        for source in reversed(sources):
            with suppress(Exception):
                self._source(source).matched()

    def decide(self, coder: ThemeCoder, sources: Sequence[Named]) -> None:
        """Decides sources from the last one on, as long as the first process has not."""
        self._equipment.coder = coder
        # The quotes of what the first process decides are made meanwhile, so that it decides more and none
        # are left to be made when all is decided.
        elsewhere = deque(sources)
        for place, named in reversed(list(enumerate(sources))):
            done_from_the_first = len(sources) - len(elsewhere)
            if place + 1 - done_from_the_first <= len(sources) // LEAVE:
                break
            source = self._source(named)
            if not source.has("codings"):
                with suppress(Exception):
                    source.coded()
                    self._quotes_of(source)
            while elsewhere and self._quoted(elsewhere[0]):
                elsewhere.popleft()
        for named in sources:
            self._quoted(named)

    def coded(self, name: str) -> CodedSource:
        """A source of those that :meth:`decide` was told of, whoever has decided it."""
        return self._sources[name].coded()

    def quotes(self, sources: Sequence[CodedSource], codebook: Codebook) -> list[Quote]:
        """The quotes of sources, as :func:`qualcode.quotes.collect` has them; those of sources that
        :meth:`decide` was told of are mostly made already."""
        from qualcode import quotes

        return quotes.in_order((self._known(source, codebook) for source in sources), codebook)

    def _quoted(self, named: Named) -> bool:
        """Makes a source's quotes if it has been decided, and says whether it has."""
        source = self._source(named)
        # The first process may still be at its last one; what is there can be read.
        decided = source.has("codings") and source.has("decide")
        if decided:
            with suppress(Exception):
                self._quotes_of(source)
        return decided

    def _quotes_of(self, source: Source) -> None:
        if source.name not in self._quotes:
            self._quotes[source.name] = self._collect(source.coded(), self._equipment.codebook)

    def _known(self, source: CodedSource, codebook: Codebook) -> list[Quote]:
        made = self._quotes.get(source.name)
        # What people said, or what is left out, may have changed what was decided here.
        if made is not None and self.coded(source.name) is source:
            return made
        return self._collect(source, codebook)

    def _collect(self, source: CodedSource, codebook: Codebook) -> list[Quote]:
        from qualcode import quotes

        language = self._equipment.study.settings.outputs.language
        return quotes.of_source(source, codebook, language=language)

    def _source(self, named: Named) -> Source:
        if named.name not in self._sources:
            source = Source(named.name, named.path, named.attributes, self._equipment)
            source.sha256 = named.sha256
            self._sources[named.name] = source
        return self._sources[named.name]
