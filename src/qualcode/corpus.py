"""Finding sources in ``corpus/``: what is one, what is passed over, and what a person should know of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qualcode import metadata, readers
from qualcode.corpusfiles import Found, look
from qualcode.errors import Place, SourceError
from qualcode.study import Study

if TYPE_CHECKING:
    from qualcode.readers.lines import Warned

RECORDINGS = frozenset(
    ".mp3 .m4a .wav .aac .ogg .oga .opus .flac .wma .amr .mp4 .mov .avi .mkv .webm .m4v".split()  # noqa: SIM905
)
"""Suffixes of sound and film, which ``qualcode transcribe`` reads."""
_PICTURES = frozenset(".jpg .jpeg .png .gif .heic .tif .tiff .webp".split())  # noqa: SIM905
# The name people give the table about sources, saved as what it is not read from.
_SHEETS_OF_METADATA = frozenset({"metadata.xlsx", "metadata.xls", "metadata.ods"})


@dataclass(slots=True)
class Corpus:
    """What was found in ``corpus/``.

    Attributes:
        sources: Path by source name, in the order of the names.
        attributes: The row of ``metadata.csv`` for each source.
        problems: Files that cannot be sources.
        warnings: Message keys under ``source_warnings`` with their values.
    """

    sources: dict[str, Path] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[SourceError] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def find_sources(study: Study) -> list[Path]:
    """The paths of all sources, in the order of their names."""
    return list(survey(study).sources.values())


def survey(study: Study) -> Corpus:
    """Everything in ``corpus/``: sources with their attributes, problems and warnings.

    What programs leave behind and ``README`` are passed over. Links are followed only to files within the
    folder. Of files with the same bytes the first is a source and the others are named in a warning.

    Raises:
        SettingsError: ``metadata.csv`` is not valid.
    """
    known = readers.suffixes()
    found = look(study.corpus, frozenset(known))
    corpus = Corpus(problems=found.problems, warnings=found.warnings)
    described = _described(found, corpus)
    for name, path in found.files:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in RECORDINGS or suffix in _PICTURES:
            kind = "recording" if suffix in RECORDINGS else "picture"
            corpus.warnings.append((kind, {"source": name}))
        elif suffix not in known:
            corpus.problems.append(
                SourceError("unknown_format", where=Place(name), suffix=suffix or "–", known=" ".join(known))
            )
        elif name in corpus.sources:
            corpus.problems.append(SourceError("same_name", where=Place(name), source=name))
        else:
            corpus.sources[name] = path
    _once(corpus)
    corpus.warnings = [*_without_transcript(corpus), *_alike(corpus.sources)]
    # A file that is there but is no source is not missing.
    others = {values["source"] for _, values in corpus.warnings}
    others |= {str(problem.where.path) for problem in corpus.problems if problem.where}
    others |= {name for name, _ in found.files}
    others -= corpus.sources.keys()
    attributes, unfitting = metadata.match(described, [*corpus.sources, *sorted(others)])
    corpus.attributes = {name: attributes[name] for name in corpus.sources}
    corpus.warnings += [one for one in unfitting if one[1]["source"] not in others]
    return corpus


def _described(found: Found, corpus: Corpus) -> list[metadata.Row]:
    """The rows of ``metadata.csv``, whatever case its name is written in; taken out of the files.

    Raises:
        SettingsError: as ``metadata.rows`` does.
    """
    tables = [(name, path) for name, path in found.files if _base(name) == metadata.FILE]
    sheets = [name for name, _ in found.files if _base(name) in _SHEETS_OF_METADATA]
    found.files = [one for one in found.files if one not in tables and one[0] not in sheets]
    at_the_top = [path for name, path in tables if "/" not in name]
    corpus.warnings += [
        ("metadata_elsewhere", {"source": name}) for name, path in tables if path not in at_the_top[:1]
    ]
    corpus.warnings += [("metadata_as_sheet", {"source": name}) for name in sheets]
    return metadata.rows(at_the_top[0]) if at_the_top else []


def _base(name: str) -> str:
    return PurePosixPath(name).name.casefold()


def _without_transcript(corpus: Corpus) -> list[Warned]:
    """The warnings, without those of recordings whose transcript lies beside them."""
    stems = {name.rpartition(".")[0] for name in corpus.sources}
    return [
        (key, values)
        for key, values in corpus.warnings
        if key != "recording" or values["source"].rpartition(".")[0] not in stems
    ]


def _alike(names: Iterable[str]) -> list[Warned]:
    """Sources that only their suffix tells apart, which may be one interview saved twice."""
    first: dict[str, str] = {}
    found: list[Warned] = []
    for name in names:
        stem = name.rpartition(".")[0].casefold()
        if stem in first:
            found.append(("same_stem", {"source": name, "other": first[stem]}))
        first.setdefault(stem, name)
    return found


def _once(corpus: Corpus) -> None:
    """Keep the first of files with the same bytes, and the file itself rather than a link to it.

    Only files of the same size are opened.
    """
    by_size: dict[int, list[str]] = {}
    for name, path in corpus.sources.items():
        try:
            by_size.setdefault(path.stat().st_size, []).append(name)
        except OSError:
            continue
    by_size.pop(0, None)
    for names in by_size.values():
        first: dict[bytes, str] = {}
        links_last = sorted(names, key=lambda name: corpus.sources[name].is_symlink())
        for name in links_last if len(names) > 1 else ():
            try:
                with corpus.sources[name].open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").digest()
            except OSError:
                continue
            if digest in first:
                corpus.warnings.append(("duplicate", {"source": name, "same_as": first[digest]}))
                del corpus.sources[name]
            else:
                first[digest] = name
