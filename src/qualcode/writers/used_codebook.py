"""``codebook.json``: the codebook that a run was made with, labelled texts included, so that a later run can
be compared with it when the file itself has long been edited.

Written with every run, whatever formats the study asks for. It is JSON and therefore YAML too: ``qualcode
codebook diff`` reads it.
"""

from __future__ import annotations

from pathlib import Path

from qualcode.codebook.model import Codebook

FILE = "codebook.json"
_TEXT = {"by_alias": True, "exclude_defaults": True, "exclude": {"examples_file"}, "indent": 1}


def write(codebook: Codebook, folder: Path) -> Path:
    """The file."""
    path = folder / FILE
    text = codebook.model_dump_json(**_TEXT)  # type: ignore[arg-type]
    # YAML takes these for line ends.
    for character in "\x85\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def read(folder: Path) -> Codebook | None:
    """The codebook of the run in a folder; nothing where an earlier qualcode kept none, or it was damaged."""
    try:
        return Codebook.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return None
