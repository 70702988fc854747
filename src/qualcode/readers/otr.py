"""oTranscribe's own files: JSON around a page of text with time stamps."""

from __future__ import annotations

from typing import Any

from qualcode.errors import Place, SourceError
from qualcode.readers import markup
from qualcode.readers.jsontext import leaves_left_out, load
from qualcode.readers.lines import Reading, Warned
from qualcode.study import SourceSettings

SUFFIXES = (".otr",)


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The lines of the text.

    Raises:
        SourceError: the file is no JSON, or has no text.
    """
    value, warnings = load(data, name, settings.encoding)
    if not is_otr(value):
        raise SourceError("wrong_format", where=Place(name), expected="oTranscribe (.otr)", found="JSON")
    return reading_of(value, warnings)


def is_otr(value: Any) -> bool:
    """Whether JSON is one of oTranscribe's files."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("text"), str)
        and any(key.startswith("media") for key in value)
    )


def reading_of(value: dict[str, Any], warnings: list[Warned]) -> Reading:
    """The lines of oTranscribe's text."""
    reading, _ = markup.read(value["text"], warnings)
    others = {key: each for key, each in value.items() if key != "text" and not key.startswith("media")}
    reading.warnings += leaves_left_out(others, "")
    return reading
