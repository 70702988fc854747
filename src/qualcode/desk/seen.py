"""What each reviewer has had before their eyes: ids, in the study's ``.qualcode/``, without a word of text.

It helps to go on where one left off, and is no decision: if it is lost, nothing is.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from qualcode.decisions.ledger import file_of


class Seen:
    """Ids that were seen, by reviewer.

    Args:
        folder: The study's ``.qualcode/``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "seen"
        self._known: dict[str, set[str]] = {}

    def has(self, coder: str, id_: str) -> bool:
        """Whether somebody has seen it."""
        return id_ in self._of(coder)

    def add(self, coder: str, id_: str) -> None:
        """Notes that somebody has."""
        known = self._of(coder)
        if id_ in known:
            return
        known.add(id_)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._path(coder).open("a", encoding="ascii") as file:
                file.write(f"{id_}\n")

    def _of(self, coder: str) -> set[str]:
        if coder not in self._known:
            self._known[coder] = set()
            with suppress(OSError, ValueError):
                self._known[coder] = set(self._path(coder).read_text("ascii").split())
        return self._known[coder]

    def _path(self, coder: str) -> Path:
        return file_of(self._folder, coder).with_suffix(".txt")
