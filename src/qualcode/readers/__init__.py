"""Reading sources: one module a format, found by suffix.

A format is a module of this package (or of another distribution, under the entry-point group
``qualcode.readers``) with ``SUFFIXES`` and ``read(data, name, settings) -> Reading``. Who speaks, what is a
turn and who asks is decided for all formats alike.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from qualcode.errors import Place, SourceError
from qualcode.readers import looks
from qualcode.readers.conversation import Conversation, converse
from qualcode.readers.lines import Reading
from qualcode.study import SourceSettings
from qualcode.transcript import Transcript, assemble

# Ten times the largest interview seen with its pictures.
LARGEST = 200 * 2**20


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that was read, with what was decided on the way.

    Attributes:
        transcript: What is in it.
        reading: What the format's module handed over.
        conversation: What was made of its lines.
        data: Its bytes.
    """

    transcript: Transcript
    reading: Reading
    conversation: Conversation
    data: bytes


def read(
    path: Path,
    name: str,
    settings: SourceSettings | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Transcript:
    """The transcript of a file; arguments and errors are those of :func:`examine`."""
    return examine(path, name, settings, attributes).transcript


def examine(
    path: Path,
    name: str,
    settings: SourceSettings | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Examined:
    """The transcript of a file, and how it was read.

    Args:
        path: The file.
        name: What the source is called: its path below ``corpus/`` with forward slashes.
        settings: What a person knows better than the reader's guess.
        attributes: The source's row in ``metadata.csv``.

    Raises:
        SourceError: the file cannot be read; ``reason`` says why.
    """
    settings, attributes = settings or SourceSettings(), dict(attributes or {})
    data = _bytes(path, name)
    suffix = path.suffix.lower()
    reader = _readers().get(suffix)
    if reader is None:
        raise SourceError(
            "unknown_format", where=Place(name), suffix=suffix or "–", known=" ".join(suffixes())
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise SourceError("empty", where=Place(name))
    looks.check(data, suffix, name)
    try:
        reading = reader.read(data, name, settings)
    except RecursionError:
        raise SourceError("damaged", where=Place(name)) from None
    conversation = converse(reading, settings, attributes)
    transcript = assemble(name, conversation.pieces, data=data)
    if not any(character.isalpha() for character in transcript.text):
        raise SourceError("no_words", where=Place(name))
    warnings = (*reading.warnings, *conversation.warnings)
    transcript = replace(transcript, attributes=attributes, warnings=warnings)
    return Examined(transcript, reading, conversation, data)


def suffixes() -> tuple[str, ...]:
    """All suffixes that can be read, in small letters with their dot, in order."""
    return tuple(sorted(_readers()))


@lru_cache(maxsize=1)
def _readers() -> dict[str, ModuleType]:
    """The format's module by suffix; a module of this package outranks an entry point."""
    modules = [
        entry.load() for entry in sorted(entry_points(group="qualcode.readers"), key=lambda one: one.name)
    ]
    modules += [
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    return {
        suffix.lower(): module
        for module in modules
        if hasattr(module, "SUFFIXES")
        for suffix in module.SUFFIXES
    }


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise SourceError("missing" if not path.exists() else "unreadable", where=Place(name))
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > LARGEST:
                raise SourceError("too_large", where=Place(name))
            data = file.read(LARGEST + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise SourceError("missing", where=Place(name)) from None
    except OSError:
        raise SourceError("unreadable", where=Place(name)) from None
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise SourceError("changing", where=Place(name))
    return data
