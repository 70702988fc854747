"""JSON of programs, loaded without trusting it: what .json and .otr share."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from qualcode.errors import Place, SourceError
from qualcode.readers.lines import Warned
from qualcode.readers.text import decode

_SURROGATE = re.compile("[\ud800-\udfff]")
# What programs write about a recording and not about what is said in it.
_TECHNICAL = frozenset(
    "language language_code lang model task id uuid version format type status confidence audio audio_url "  # noqa: SIM905
    "media file filename duration created created_at date systeminfo".split()
)
_MOST_DIGITS = 18
_MOST_SEARCHES = 500


def load(data: bytes, name: str, encoding: str | None) -> tuple[Any, list[Warned]]:
    """The value of a JSON file, and warnings.

    A key that stands twice in an object keeps both values, the later under ``key (2)``.

    Raises:
        SourceError: ``bad_json`` or ``truncated`` at its place; or its bytes are not text.
    """
    text, warnings = decode(data, name, encoding)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole), warnings
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        where = Place(name, error.lineno, error.colno)
        raise SourceError("truncated" if cut else "bad_json", where=where) from None
    except ValueError:
        raise SourceError("bad_json", where=Place(name)) from None


def words_of(value: Any) -> str:
    """A text of the JSON as characters that can be written; ``""`` where the value is none.

    Halves of a character that stand alone cannot be, and become U+FFFD.
    """
    if not isinstance(value, str):
        return ""
    if not _SURROGATE.search(value):
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(value: Any) -> float | None:
    """A finite number, also one that is written as text; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def leaves_left_out(value: Any, taken: str) -> list[Warned]:
    """A warning that names the fields whose texts were not taken.

    Args:
        value: What is left of the JSON.
        taken: The text that was taken, in rows; what stands in it is not missed.
    """
    fields: dict[str, int] = {}
    known = _packed(taken)
    told = {_packed(row) for row in taken.split("\n")}
    looked_for = 0
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        key, each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.items()
        elif isinstance(each, list):
            waiting += [(key, one) for one in each]
        elif key.casefold() not in _TECHNICAL and any(map(str.isalpha, words_of(each))):
            packed = _packed(words_of(each))
            # A search through the whole text is dear; after many, a field counts as left out.
            looked_for += packed not in told
            if packed in told or (looked_for <= _MOST_SEARCHES and packed in known):
                continue
            fields[words_of(key)] = fields.get(words_of(key), 0) + 1
    if not fields:
        return []
    named = ", ".join(sorted(key[:40] or "–" for key in fields)[:10])
    return [("fields_left_out", {"fields": named, "count": str(sum(fields.values()))})]


def _packed(text: str) -> str:
    return "".join(text.split())


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found = {}
        times: dict[str, int] = {}
        for key, value in pairs:
            times[key] = times.get(key, 0) + 1
            found[key if times[key] == 1 else f"{key} ({times[key]})"] = value
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)
