"""The lines of ``study.yaml`` that say otherwise than a reader guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.importing.arrived import Arrived

_QUOTED = re.compile("\u201d([^\u201d]+)\u201d")
_ROLES = frozenset({"interviewer_guessed", "roles_unknown"})


def overrides(source: Arrived) -> str:
    """What is guessed about a source as lines of ``study.yaml``, for a person to put right.

    Only what is in doubt is written: the labels where one of them may be none, the roles where they were told
    by who asks, a rename where two labels look alike, the encoding and a table's columns where they were
    guessed.

    Returns:
        YAML; nothing where nothing is in doubt.
    """
    if source.private:
        return ""
    keys = {key for key, _ in source.transcript.warnings}
    voices, stated = source.voices, dict[str, Any]()
    if "cp1252" in keys:
        stated["encoding"] = "cp1252"
    alike = {
        values["label"]: values["other"]
        for key, values in source.transcript.warnings
        if key == "label_spelled_like"
    }
    if voices and (keys & _ROLES or any(voice.role is None for voice in voices)):
        stated["roles"] = {
            voice.label: voice.role or "respondent" for voice in voices if voice.label not in alike
        }
    if any(doubt.taken or doubt.lines > 1 for doubt in source.doubts):
        stated["labels"] = [voice.label for voice in voices] + [
            doubt.label for doubt in source.doubts if not doubt.taken and doubt.lines > 1
        ]
    if alike:
        stated["rename"] = alike
    guessed = [values["text"] for key, values in source.transcript.warnings if key == "columns_guessed"]
    if guessed:
        stated["text_columns"] = _QUOTED.findall(guessed[0])
    return yaml_of(source.name, stated) if stated else ""


def yaml_of(name: str, stated: dict[str, Any]) -> str:
    """Settings of one source, as ``study.yaml`` has them."""
    import yaml

    return yaml.safe_dump(
        {"sources": {name: stated}}, allow_unicode=True, default_flow_style=None, sort_keys=False, width=100
    )
