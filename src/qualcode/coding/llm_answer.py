"""What a language model is asked, and what of its answer counts: only codes whose quote stands in the segment."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.codebook.model import Codebook
from qualcode.coding.others import Unit
from qualcode.messages import message

MOST_EXAMPLES = 3
"""Examples a code in the instruction, of each kind."""


@dataclass
class Given:
    """What counts of an answer.

    Attributes:
        codes: By number of the segment in the question, from 1, its codes with their quotes.
        refused: Codes that do not count, with the reason: ``quote``, ``code``, ``segment``.
    """

    codes: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)


def instruction(codebook: Codebook) -> str:
    """The codebook as an instruction, in its language."""
    language = "sv" if codebook.language == "sv" else "en"

    def said(key: str, **values: object) -> str:
        return message(f"llm.{key}", language, **values)

    lines = [said("task"), ""]
    for code in codebook.codes:
        lines.append(said("code", id=code.id, name=code.name, definition=code.definition))
        if code.parent:
            lines.append(said("under", id=code.parent))
        for key, items in (
            ("include", code.include),
            ("exclude", code.exclude),
            ("positive", code.examples.positive[:MOST_EXAMPLES]),
            ("negative", code.examples.negative[:MOST_EXAMPLES]),
        ):
            if items:
                lines.append(said(key, items=" | ".join(items)))
        lines.append("")
    return "\n".join([*lines, said("form")])


def question(units: Sequence[Unit], language: str) -> str:
    """The segments, numbered from 1, each with what stands before it.

    Args:
        units: The segments.
        language: ``sv`` or ``en``.
    """
    rows: list[dict[str, Any]] = []
    for number, unit in enumerate(units, start=1):
        row: dict[str, Any] = {"number": number, "text": unit.text}
        if unit.before:
            row = {"number": number, "before": unit.before, "text": unit.text}
        rows.append(row)
    return message("llm.question", language) + "\n" + json.dumps(rows, ensure_ascii=False, indent=1)


def schema(codebook: Codebook) -> dict[str, Any]:
    """JSON schema of an answer."""
    coded = {
        "type": "object",
        "properties": {"code": {"type": "string", "enum": list(codebook.ids)}, "quote": {"type": "string"}},
        "required": ["code", "quote"],
        "additionalProperties": False,
    }
    segment = {
        "type": "object",
        "properties": {"number": {"type": "integer"}, "codes": {"type": "array", "items": coded}},
        "required": ["number", "codes"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"segments": {"type": "array", "items": segment}},
        "required": ["segments"],
        "additionalProperties": False,
    }


def read(words: str, units: Sequence[Unit], codebook: Codebook) -> Given | None:
    """What counts of an answer; None if it is no answer at all.

    A code whose quote does not stand in its segment to the letter is refused, and so are codes that the
    codebook does not have.

    Args:
        words: What the model said.
        units: What it was asked about.
        codebook: The codebook.
    """
    found = _parsed(words)
    rows = found.get("segments") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        return None
    given = Given()
    for row in rows:
        number = row.get("number") if isinstance(row, dict) else None
        codes = row.get("codes") if isinstance(row, dict) else None
        if isinstance(number, bool) or not isinstance(number, int) or not isinstance(codes, list):
            given.refused.append({"why": "segment", "answer": row})
            continue
        if not 1 <= number <= len(units):
            given.refused.append({"why": "segment", "answer": row})
            continue
        accepted = given.codes.setdefault(number, {})
        for each in codes:
            code = each.get("code") if isinstance(each, dict) else None
            quote = each.get("quote") if isinstance(each, dict) else None
            if not isinstance(code, str) or code not in codebook:
                given.refused.append({"why": "code", "number": number, "answer": each})
            elif (
                not isinstance(quote, str)
                or not (exact := quote.strip())
                or exact not in units[number - 1].text
            ):
                given.refused.append({"why": "quote", "number": number, "answer": each})
            else:
                accepted.setdefault(code, exact)
    return given


def _parsed(words: str) -> Any:
    """The JSON in an answer, also where a model has thought aloud or fenced it in."""
    words = re.sub(r"<think>.*?</think>", "", words, flags=re.DOTALL)
    decoder = json.JSONDecoder()
    for match in re.finditer(r"[{\[]", words):
        try:
            value, _ = decoder.raw_decode(words[match.start() :])
        except ValueError:
            continue
        if isinstance(value, dict | list):
            return value
    return None
