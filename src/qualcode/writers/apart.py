"""Writers in a process of their own, so that a second processor takes a part of a large run's writing.

The process is started while segments are still being coded, waits for the coded sources on its standard
input, makes the same tables of them and writes the files it is asked for. It has no network and no terminal,
and ends when its input does. If it cannot be started or dies, the files are written where the others are.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, cast

from qualcode.encoders.windows import processors
from qualcode.errors import DefectError, QualcodeError

if TYPE_CHECKING:
    from qualcode.result import Run

ENOUGH = 3000
"""Segments from which on a process of its own is worth its start."""
SHARE = ("matrices.xlsx", "quotes.csv", "quotes.xlsx")
"""About half of what writing costs."""


@dataclass(frozen=True)
class Written:
    """What one writer did.

    Attributes:
        files: Its files.
        seconds: How long it took.
    """

    files: list[Path]
    seconds: float


class Apart:
    """The process; :meth:`start` starts it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._sender: threading.Thread | None = None

    @classmethod
    def start(cls, n_segments: int) -> Apart | None:
        """Starts it, if a run of so many segments is large enough and there is a processor for it."""
        if n_segments < ENOUGH or processors() < 2 or not sys.executable:
            return None
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        try:
            # Its words would be a traceback, and might quote an interview.
            process = subprocess.Popen([sys.executable, "-m", __name__], stderr=subprocess.DEVNULL, **pipes)
        except OSError:
            return None
        return cls(process)

    def write(self, run: Run, folder: Path, names: Sequence[str]) -> None:
        """Has it write; :meth:`written` waits for it."""
        from qualcode import coded

        task = {
            "study": run.study,
            "codebook": run.codebook,
            "sources": [coded.to_bytes(source) for source in run.sources],
            "more": {"id": run.id, "problems": run.problems, "warnings": run.warnings},
            "folder": folder,
            "names": list(names),
        }
        # It may still be starting, and a pipe holds little.
        self._sender = threading.Thread(target=self._send, args=(pickle.dumps(task),), daemon=True)
        self._sender.start()

    def written(self) -> dict[str, Written] | None:
        """What it wrote, by writer; nothing if it died.

        Raises:
            OSError: a file could not be written.
            QualcodeError: as the writers themselves raise them.
            DefectError: anything else.
        """
        assert self._sender is not None and self._process.stdout is not None
        answer = self._process.stdout.read()
        self._sender.join()
        self.stop()
        if not answer:
            return None
        found = pickle.loads(answer)
        if isinstance(found, dict):
            return cast(dict[str, Written], found)
        _raise(found)

    def stop(self) -> None:
        """Ends it, whatever it does."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(IO[bytes], pipe).close()
        self._process.kill()
        self._process.wait()

    def _send(self, task: bytes) -> None:
        pipe = cast(IO[bytes], self._process.stdin)
        with suppress(OSError):
            pipe.write(task)
            pipe.close()


def _raise(error: BaseException | str) -> NoReturn:
    if isinstance(error, BaseException):
        raise error
    raise DefectError(f"writing met something unexpected ({error}).")


def _answer(task: dict[str, Any]) -> dict[str, Written] | BaseException | str:
    from qualcode import coded, writers
    from qualcode.result import Run

    try:
        run = Run.of(
            task["study"], task["codebook"], map(coded.from_bytes, task["sources"]), _unpacked, **task["more"]
        )
        return writers.write_some(run, task["folder"], task["names"])
    except (OSError, QualcodeError) as error:
        return error
    except Exception as error:
        return type(error).__name__


def _unpacked(source: str) -> bytes:
    raise LookupError(f"Docs stay where {source} was coded")


def main() -> None:
    """What the process does."""
    # Whatever a library prints must not get into the answer.
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        from qualcode import result, tables, writers  # noqa: F401

        writers.all()
        data = sys.stdin.buffer.read()
        answer = pickle.dumps(_answer(pickle.loads(data))) if data else b""
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
