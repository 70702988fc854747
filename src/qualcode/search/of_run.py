"""The words of a run: its sources as they were coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import OutputError, Place
from qualcode.search.index import SearchIndex

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Study


def index_of(study: Study, folder: Path | None = None) -> tuple[SearchIndex, Codebook]:
    """An index of a run's sources, and the codebook that they were coded with.

    Args:
        study: The study.
        folder: The run's; the latest by default.

    Raises:
        OutputError: there is no run, or it lacks what is searched.
    """
    from spacy.vocab import Vocab

    from qualcode import coded, packing, runfolder
    from qualcode.writers import codings_spacy, used_codebook

    folder = folder or runfolder.latest(study)
    if folder is None:
        raise OutputError(
            "there is no run to search.", where=Place(study.outputs), remedy="Make one with `qualcode run`."
        )
    codebook, packed = used_codebook.read(folder), folder / codings_spacy.NAME
    if codebook is None or not packed.is_file():
        raise OutputError(
            "this run cannot be searched: it lacks codings.spacy or codebook.json.",
            where=Place(folder),
            remedy="Let study.yaml ask for codings.spacy under outputs: formats:, and run again.",
        )
    try:
        sources = coded.sources(map(coded.source, packing.unpack(packed.read_bytes(), Vocab())))
    except Exception as error:
        raise OutputError(
            f"this run is damaged ({type(error).__name__}).",
            where=Place(packed),
            remedy="Make another one with `qualcode run --force`.",
        ) from error
    usual = study.settings.language
    languages = {source.name: study.source_settings(source.name).language or usual for source in sources}
    return SearchIndex(sources, languages, language=usual, order=coded.tree_order(codebook)), codebook
