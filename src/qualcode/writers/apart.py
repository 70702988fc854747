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
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, cast

from qualcode.encoders.windows import processors
from qualcode.errors import DefectError, QualcodeError

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.study import Study

ENOUGH = 3000
"""Segments from which on a process of its own is worth its start."""
SHARE = ("matrices.csv", "matrices.xlsx", "quotes.xlsx")
"""About half of what writing costs, counted with the tables, which both processes make."""


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
        # It may still be starting, and a pipe holds little.
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="apart")

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

    def tell(self, study: Study, codebook: Codebook, sources: Iterable[CodedSource], **more: Any) -> None:
        """Tells it of a run, as :meth:`qualcode.result.Run.of` is told; it makes the tables at once."""
        from qualcode import coded

        self._send((study, codebook, [coded.to_bytes(source) for source in sources], more))

    def write(self, folder: Path, names: Sequence[str]) -> None:
        """Has it write of the run that it was told of; :meth:`written` waits for it."""
        self._send((folder, list(names)))

    def written(self) -> dict[str, Written] | None:
        """What it wrote, by writer; nothing if it died.

        Raises:
            OSError: a file could not be written.
            QualcodeError: as the writers themselves raise them.
            DefectError: anything else.
        """
        answer = cast(IO[bytes], self._process.stdout).read()
        self.stop()
        if not answer:
            return None
        found = pickle.loads(answer)
        if isinstance(found, dict):
            return cast(dict[str, Written], found)
        _raise(found)

    def stop(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._sender.shutdown()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(IO[bytes], pipe).close()

    def _send(self, task: object) -> None:
        pipe = cast(IO[bytes], self._process.stdin)

        def send(data: bytes) -> None:
            with suppress(OSError):
                pipe.write(data)
                pipe.flush()

        self._sender.submit(send, pickle.dumps(task))


def _raise(error: BaseException | str) -> NoReturn:
    if isinstance(error, BaseException):
        raise error
    raise DefectError(f"writing met something unexpected ({error}).")


def _answer(tasks: IO[bytes]) -> dict[str, Written] | BaseException | str | None:
    from qualcode import coded, writers
    from qualcode.result import Run

    try:
        study, codebook, sources, more = pickle.load(tasks)
        run = Run.of(study, codebook, map(coded.from_bytes, sources), _unpacked, **more)
        folder, names = pickle.load(tasks)
        return writers.write_some(run, folder, names)
    except EOFError:
        return None
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
        answer = _answer(sys.stdin.buffer)
    if answer is not None:
        sys.stdout.buffer.write(pickle.dumps(answer))
        sys.stdout.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
