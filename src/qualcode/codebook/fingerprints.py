"""Short hashes of what a codebook says, so that work is redone when, and only when, it must be.

Comments, layout and the order of keys do not change a fingerprint; the order of codes and of the items in a
list does, for tables and explanations follow it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from qualcode.codebook.model import Codebook

LENGTH = 12
"""Hex digits; two codebooks of a study differ in them but once in 10¹⁴."""


def fingerprint(codebook: Codebook) -> str:
    """Of all content, labelled texts of the examples file included; where that file lies does not count."""
    return _short(codebook.model_dump(mode="json", by_alias=True, exclude={"examples_file"}))


def rules_fingerprint(codebook: Codebook) -> str:
    """Of what the rule coder uses: rules and vetoes of the codes that have rules."""
    fields = {"id", "rules", "veto"}
    return _short(
        [code.model_dump(mode="json", by_alias=True, include=fields) for code in codebook.codes if code.rules]
    )


def learning_fingerprint(codebook: Codebook) -> str:
    """Of what the theme coder learns from: tree, names, definitions, borders, examples, labelled texts."""
    fields = {"id", "name", "definition", "parent", "include", "exclude", "examples"}
    codes = [code.model_dump(mode="json", include=fields) for code in codebook.codes]
    return _short(
        {
            "language": codebook.language,
            "codes": codes,
            "labelled": [text.model_dump(mode="json") for text in codebook.labelled],
        }
    )


def _short(content: Any) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:LENGTH]
