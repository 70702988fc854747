"""YAML files with positions: every error says file, line, column and what to do.

    settings = load_model(Path("study.yaml"), Settings, error=SettingsError)

All problems of a file are found and reported together; an empty file is ``{}``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from qualcode.errors import QualcodeError
from qualcode.located.construction import misread, misreading
from qualcode.located.document import Document, Loc, positions, read
from qualcode.located.problems import nearest, shown, stop_on
from qualcode.located.validation import validate
from qualcode.located.wording import keys_of

__all__ = [
    "Document",
    "Loc",
    "keys_of",
    "load_model",
    "misread",
    "misreading",
    "nearest",
    "positions",
    "read",
    "shown",
    "stop_on",
    "validate",
]

Model = TypeVar("Model", bound=BaseModel)


def load_model(path: Path, model: type[Model], *, error: type[QualcodeError]) -> Model:
    """The file's content as a validated ``model``.

    Args:
        path: A YAML file.
        model: What its content must be.
        error: What to raise; ``CodebookError`` keeps the problems apart, others join their lines.

    Raises:
        QualcodeError: of the type ``error``, with every problem of the file.
    """
    document = read(path, error)
    value, problems = validate(document, model)
    stop_on([*document.problems, *problems], error)
    assert value is not None
    return value
