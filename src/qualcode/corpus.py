"""Finding sources in ``corpus/``: what is one, what is passed over, and what a person should know of."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qualcode import metadata, readers
from qualcode.errors import Place, SourceError
from qualcode.study import Study
from qualcode.transcript import normalize

if TYPE_CHECKING:
    from qualcode.readers.lines import Warned

# What operating systems and office programs leave beside documents.
_PASSED_OVER = re.compile(
    r"\.|~\$|~WRL\d+\.tmp$|Thumbs\.db$|desktop\.ini$|Icon\r$|README(\.\w+)?$|metadata\.csv$", re.IGNORECASE
)
_RECORDINGS = frozenset(
    ".mp3 .m4a .wav .aac .ogg .oga .opus .flac .wma .amr .mp4 .mov .avi .mkv .webm .m4v "  # noqa: SIM905
    ".jpg .jpeg .png .gif .heic .tif .tiff .webp".split()
)


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

    Lock files, hidden files, ``README`` and ``metadata.csv`` are passed over. Links are followed only within
    the folder. Of files with the same bytes the first is a source and the others are named in a warning.

    Raises:
        SettingsError: ``metadata.csv`` is not valid.
    """
    corpus = Corpus()
    known = readers.suffixes()
    for name, path in sorted(_files(study.corpus, corpus.problems)):
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _RECORDINGS:
            corpus.warnings.append(("recording", {"source": name}))
        elif suffix not in known:
            corpus.problems.append(
                SourceError("unknown_format", where=Place(name), suffix=suffix or "–", known=" ".join(known))
            )
        elif name in corpus.sources:
            corpus.problems.append(SourceError("same_name", where=Place(name), source=name))
        else:
            corpus.sources[name] = path
    _once(corpus)
    # A file that is there but is no source is not missing.
    others = {values["source"] for _, values in corpus.warnings}
    others |= {str(problem.where.path) for problem in corpus.problems if problem.where}
    others -= corpus.sources.keys()
    attributes, unfitting = metadata.match(_described(study.corpus), [*corpus.sources, *sorted(others)])
    corpus.attributes = {name: attributes[name] for name in corpus.sources}
    corpus.warnings += [one for one in unfitting if one[1]["source"] not in others]
    return corpus


def _files(root: Path, problems: list[SourceError]) -> Iterator[tuple[str, Path]]:
    """Name and path of each regular file that is not passed over; problems are added as they are met."""
    inside = root.resolve()

    def closed(error: OSError) -> None:
        if Path(error.filename) != root:
            problems.append(SourceError("unreadable", where=Place(_name(Path(error.filename), root))))

    for folder, folders, files in os.walk(root, onerror=closed, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(one for one in folders if not _PASSED_OVER.match(one))
        for one in folders:
            if (here / one).is_symlink() and not (here / one).resolve().is_relative_to(inside):
                problems.append(SourceError("outside", where=Place(_name(here / one, root))))
        for one in sorted(files):
            path = here / one
            if _PASSED_OVER.match(one):
                continue
            name = _name(path, root)
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                problems.append(SourceError("outside", where=Place(name)))
            elif not path.is_file():
                problems.append(SourceError("unreadable", where=Place(name)))
            else:
                yield name, path


def _described(folder: Path) -> list[metadata.Row]:
    """The rows of ``metadata.csv``, whatever case its name is written in."""
    named = sorted(path for path in folder.glob("*.[cC][sS][vV]") if path.name.lower() == metadata.FILE)
    return metadata.rows(named[0]) if named else []


def _name(path: Path, root: Path) -> str:
    return normalize(path.relative_to(root).as_posix())


def _once(corpus: Corpus) -> None:
    """Keep the first of files with the same bytes; only files of the same size are opened."""
    by_size: dict[int, list[str]] = {}
    for name, path in corpus.sources.items():
        try:
            by_size.setdefault(path.stat().st_size, []).append(name)
        except OSError:
            continue
    by_size.pop(0, None)
    for names in by_size.values():
        first: dict[bytes, str] = {}
        for name in names if len(names) > 1 else ():
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
