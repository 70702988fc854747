"""A new run, made from the desk by the same command that makes it in a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

MOST_TOLD = 2000
"""Characters of what the command complained of; it never quotes an interview."""

MOST_PLACES = 5
NOTHING: dict[str, Any] = {"running": False, "status": None, "told": "", "at": []}
_PLACE = re.compile(r"^(?:\w+: )?(\S.*?\.\w+(?::\d+){1,2}): ", re.MULTILINE)
"""How errors say where in a file something is (:class:`qualcode.errors.Place`)."""


class Rerun:
    """At most one run at a time, in a process of its own, so that people go on judging meanwhile.

    Args:
        root: The study's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._last = NOTHING

    def start(self) -> bool:
        """Starts one; says whether none was going on already."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return False
            self._settle()
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115, closed when it has ended
            self._process = subprocess.Popen(
                [sys.executable, "-m", "qualcode", "run", str(self._root)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
            )
            return True

    def state(self) -> dict[str, Any]:
        """``running``, the exit ``status`` of the last one that ended, what it ``told`` and ``at`` which
        places in files something was wrong."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return {**NOTHING, "running": True}
            self._settle()
            return self._last

    def stop(self) -> None:
        """Ends one that is going on; the last finished run stays as it is."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()
                try:
                    self._process.wait(10)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            self._settle()

    def _settle(self) -> None:
        if self._process is None or self._complaints is None:
            return
        self._complaints.seek(0)
        told = self._complaints.read().decode("utf-8", "replace").strip()
        self._complaints.close()
        self._last = {
            "running": False,
            "status": self._process.returncode,
            "told": told[-MOST_TOLD:],
            "at": self._places(told),
        }
        self._process = self._complaints = None

    def _places(self, told: str) -> list[str]:
        """Places in files, as one finds them from the study's folder."""
        found = dict.fromkeys(_PLACE.findall(told))
        roots = {f"{root}{os.sep}" for root in (self._root, self._root.resolve())}
        return [place.removeprefix(max(roots, key=place.startswith)) for place in found][:MOST_PLACES]
