"""An argumentation from its file, refused with every problem at its place if it is not valid."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.argument.model import Argumentation
from qualcode.errors import ArgumentError, QualcodeError
from qualcode.located import Document, read, stop_on, validate

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook

FILE = "argumentation.yaml"
"""Its name, beside the study's codebook."""
Known = Mapping[str, Iterable[str]]
"""The attributes that there are, each with its values."""


@dataclass(frozen=True)
class Loaded:
    """An argumentation and where its parts stand.

    Attributes:
        argumentation: The valid one.
        document: Places in its file.
        warnings: What holds it up nowhere but is hardly meant: attributes and values that nobody has.
    """

    argumentation: Argumentation
    document: Document
    warnings: tuple[QualcodeError, ...]


def load(path: Path, codebook: Codebook, known: Known | None = None) -> Loaded:
    """The argumentation in ``path``.

    Args:
        path: Its file.
        codebook: Whose codes it goes by.
        known: Attributes and values of the study's sources; nothing is said of them without.

    Raises:
        ArgumentError: with every problem found, in the order of the file.
    """
    from qualcode.argument.checks import find_problems
    from qualcode.argument.known import find_unknown

    document = read(path, ArgumentError)
    argumentation, problems = validate(document, Argumentation)
    problems = [*document.problems, *problems]
    if argumentation is not None:
        # A part that is already reported may look wrong in other ways too; once is enough.
        told = {str(problem.where) for problem in problems}
        found = find_problems(argumentation, document, codebook)
        problems += [problem for problem in found if str(problem.where) not in told]
    stop_on(problems, ArgumentError)
    assert argumentation is not None
    # What several claims take from one place in the file (``&districts``, ``*districts``) is told once.
    unknown = {str(each): each for each in find_unknown(argumentation, document, known or {})}
    return Loaded(argumentation, document, tuple(unknown.values()))


def fingerprint(argumentation: Argumentation) -> str:
    """A short hash of all it says; comments and layout do not change it."""
    content = argumentation.model_dump(mode="json", by_alias=True)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
