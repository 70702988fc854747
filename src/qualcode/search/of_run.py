"""The words of a run: its sources as they were coded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.search.index import SearchIndex

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.study import Study


def index_of(study: Study, run: str = "") -> tuple[SearchIndex, Codebook]:
    """An index of a run's sources, and the codebook that they were coded with.

    Args:
        study: The study.
        run: A run as a person names it; the latest by default.

    Raises:
        SettingsError: there is no run, or none of that name.
        OutputError: it lacks what is searched.
    """
    from qualcode import codedrun
    from qualcode.namedrun import named_run

    sources, codebook = codedrun.read(named_run(study, run), "searched")
    return of_sources(sources, study, codebook), codebook


def of_sources(sources: Sequence[CodedSource], study: Study, codebook: Codebook) -> SearchIndex:
    """An index of sources in the languages that the study says they are in.

    Args:
        sources: In the order in which hits are to come.
        study: The study.
        codebook: Whose order codes are listed in.
    """
    from qualcode.coded import tree_order

    languages = {source.name: study.language_of(source.name) for source in sources}
    return SearchIndex(sources, languages, language=study.settings.language, order=tree_order(codebook))
