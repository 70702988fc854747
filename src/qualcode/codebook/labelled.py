"""The file of fully labelled texts that may stand beside a codebook, one JSON object a line."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from qualcode.codebook.model import LabelledText
from qualcode.errors import CodebookError, Place, QualcodeError
from qualcode.located import nearest, shown, stop_on

_KEYS = ("text", "codes", "register")


def load_labelled(path: Path, known: Collection[str] | None = None) -> tuple[LabelledText, ...]:
    """The texts of an ``examples_file``.

    Args:
        path: A ``.jsonl`` file.
        known: The codes there are; without them any code is accepted.

    Raises:
        CodebookError: the file is missing, a line is not right, or it names a code that does not exist.
    """
    texts, problems = read_labelled(path, known)
    stop_on(problems, CodebookError)
    return tuple(text for _, text in texts)


def read_labelled(
    path: Path, known: Collection[str] | None = None
) -> tuple[list[tuple[Place, LabelledText]], list[QualcodeError]]:
    """The texts with their places, and what is wrong with the file."""
    where = shown(path)
    try:
        content = path.read_text("utf-8-sig")
    except OSError:
        remedy = "Put it beside the codebook, or remove `examples_file`."
        return [], [QualcodeError("there is no such examples file.", where=Place(where), remedy=remedy)]
    except UnicodeDecodeError:
        return [], [QualcodeError("the file is not UTF-8.", where=Place(where), remedy="Save it as UTF-8.")]
    texts: list[tuple[Place, LabelledText]] = []
    problems: list[QualcodeError] = []
    # Not splitlines(): a text may hold U+2028 or form feeds.
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        found = _text(line, where, number)
        if isinstance(found, QualcodeError):
            problems.append(found)
            continue
        texts.append((Place(where, number), found))
        if known is not None:
            unknown = [code for code in found.codes if code not in known]
            problems += [_unknown(code, known, line, where, number) for code in unknown]
    return texts, problems


def _text(line: str, path: Path, number: int) -> LabelledText | QualcodeError:
    try:
        data = json.loads(line)
    except ValueError as bad:
        column = getattr(bad, "colno", None)
        remedy = 'Write one object a line: {"text": "…", "codes": ["…"]}.'
        return QualcodeError("the line is not JSON.", where=Place(path, number, column), remedy=remedy)
    try:
        text = LabelledText.model_validate(data)
    except ValidationError as bad:
        error = bad.errors()[0]
        key = str(error["loc"][0]) if error["loc"] else ""
        what = {
            "missing": f"'{key}' is missing.",
            "extra_forbidden": f"unknown key '{key}'.",
        }.get(error["type"], f"'{key}' is not right: {error['msg'][:1].lower()}{error['msg'][1:]}.")
        near = nearest(key, _KEYS) if error["type"] == "extra_forbidden" else None
        remedy = f"Did you mean '{near}'?" if near else f"Known keys: {', '.join(_KEYS)}."
        return QualcodeError(what, where=Place(path, number, 1), remedy=remedy)
    if not text.text.strip():
        return QualcodeError("the text is empty.", where=Place(path, number, 1), remedy="Remove the line.")
    return text.model_copy(update={"text": unicodedata.normalize("NFC", text.text)})


def _unknown(code: str, known: Collection[str], line: str, path: Path, number: int) -> QualcodeError:
    near = nearest(code, known)
    remedy = f"Did you mean '{near}'?" if near else f"Known codes: {', '.join(known)}."
    column = line.find(json.dumps(code, ensure_ascii=False)) + 1 or 1
    return QualcodeError(f"there is no code '{code}'.", where=Place(path, number, column), remedy=remedy)
