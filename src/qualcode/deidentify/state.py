"""What a de-identified study was like last time, so that an unchanged one needs neither key nor passphrase.

Everything kept here is de-identified; what it was made from is kept as one hash.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.study import Study

FILE = "deidentified.json"


@dataclass(slots=True)
class State:
    """A study after de-identification.

    Attributes:
        made_from: Hash of everything it was made from.
        sources: For each source, in the corpus's order, its name, the mark of its transcript, its
            attributes and, if it could not be read, why.
        problems: Files that are no sources: reason, place and details.
        warnings: Message keys with their values.
        title: What outputs call the study.
        settings: Settings by source.
        counts: Replaced stretches by kind; ``looks``, and names in the ``codebook``.
        runs_with_names: Folders of older runs that hold what was replaced in clear.
        copies_with_names: Earlier copies do.
    """

    made_from: str = ""
    sources: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[list[Any]] = field(default_factory=list)
    title: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    runs_with_names: list[str] = field(default_factory=list)
    copies_with_names: bool = False


def load(study: Study) -> State | None:
    """The last state; none where there is none, or it cannot be read."""
    try:
        return State(**json.loads(_path(study).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def save(study: Study, state: State) -> None:
    """Keeps a state; a full disk stops nothing, the next run only has more to do."""
    path = _path(study)
    beside = path.with_name(f".{FILE}.{os.getpid()}")
    content = {name: getattr(state, name) for name in State.__dataclass_fields__}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _path(study: Study) -> Path:
    return study.private / FILE
