"""The files in ``codings/`` as they grow: each is read once, and then only what was added to it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from qualcode.decisions import ledger
from qualcode.decisions.decision import Decision
from qualcode.errors import Place
from qualcode.filestamp import stamp


@dataclass
class _Known:
    state: tuple[int, int, int]
    size: int
    digest: str
    head: bytes
    said: list[Decision]
    problems: list[Place]


class Growing:
    """All decisions in a folder, whoever adds to it.

    Args:
        folder: The study's ``codings/``.

    Attributes:
        problems: Where rows stand that could not be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._known = folder, dict[str, _Known]()
        self.problems: list[Place] = []

    def look(self) -> list[Decision] | None:
        """All that was said, as :func:`qualcode.decisions.ledger.read` has it; nothing if nothing is new."""
        paths = sorted(self._folder.glob("*.csv")) if self._folder.is_dir() else []
        known, changed = dict[str, _Known](), len(paths) != len(self._known)
        for path in paths:
            try:
                state = stamp(path.stat())
                before = self._known.get(path.name)
                if before is None or before.state != state:
                    before, changed = _read(path, state, before), True
                known[path.name] = before
            except OSError:
                # Another program holds it; what was read of it still holds.
                if path.name in self._known:
                    known[path.name] = self._known[path.name]
        if not changed and self._known.keys() == known.keys():
            return None
        self._known = known
        self.problems = [place for name in sorted(known) for place in known[name].problems]
        return [decision for name in sorted(known) for decision in known[name].said]


def _read(path: Path, state: tuple[int, int, int], before: _Known | None) -> _Known:
    data = path.read_bytes()
    head = data[: data.find(b"\n") + 1]
    said, problems, skipped = list[Decision](), list[Place](), 0
    if before is not None and before.size and before.head == head and _begins(data, before):
        tail = data[before.size :]
        rows = ledger.rows(head + tail, path) if tail else []
        said, problems = list(before.said), list(before.problems)
        skipped = data.count(b"\n", len(head), before.size)
    else:
        rows = ledger.rows(data, path)
    added = [row for row in rows if isinstance(row, Decision)]
    for row in rows:
        if not isinstance(row, Decision):
            line = row.where.line if row.where else None
            problems.append(Place(path, None if line is None else line + skipped))
    # What does not end with its line may be in the middle of being written: next time all is read again.
    size = len(data) if data.endswith(b"\n") else 0
    return _Known(state, size, _hash(data), head, said + added, problems)


def _begins(data: bytes, before: _Known) -> bool:
    return len(data) >= before.size and _hash(data[: before.size]) == before.digest


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
