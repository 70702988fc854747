"""A process that takes its share of a large run: of the decisions, as :mod:`qualcode.sharing` has it, and of
the writing.

It is started before it is needed, waits on its standard input for what to do, decides sources from the last
one on, makes the quotes of all of them and writes the files that show them. It has no network and no
terminal, and ends when its input does. If it cannot be started or dies, all is done where the rest is.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, cast

from qualcode.encoders.windows import processors
from qualcode.errors import DefectError, QualcodeError

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.coding.themes import ThemeCoder
    from qualcode.equipment import Equipment
    from qualcode.sharing import Named
    from qualcode.study import Study
    from qualcode.tables import Tables

ENOUGH = 3000
"""Segments from which on the process is worth its start."""
PATIENCE = 0.3
"""Seconds to stand aside for a large task on its way to the process, which may be busy with another."""
OF_QUOTES = ("quotes.csv", "quotes.xlsx")
"""Writers that need no tables, and can begin while these are made."""
SHARE = (*OF_QUOTES, "quotes.md", "report.html")
"""What shows the quotes, which nobody else then has to make: about half of what writing costs."""


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
        self._asked: tuple[str, ...] | None = None
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

    def match(self, equipment: Equipment, sources: Iterable[Named]) -> None:
        """Has it look for rules, so that it is ready for :meth:`decide`."""
        self._send("match", equipment, list(sources), patience=0)

    def decide(self, coder: ThemeCoder, sources: Iterable[Named]) -> None:
        """Has it decide sources; what it makes of them is found in the study's cache.

        Args:
            coder: What :meth:`match` went before.
            sources: In the order in which they are decided here; it begins with the last.
        """
        self._send("decide", coder, list(sources))

    def tell(
        self,
        study: Study,
        codebook: Codebook,
        sources: Iterable[CodedSource],
        known: Collection[str] = (),
        **more: Any,
    ) -> None:
        """Tells it of a run, as :meth:`qualcode.result.Run.of` is told; it makes the quotes at once.

        Args:
            study: The study.
            codebook: What was coded with.
            sources: What was coded.
            known: Names of those that :meth:`decide` told it of, so that they are named alone.
            more: The rest.
        """
        from qualcode import coded

        told = [source.name if source.name in known else coded.to_bytes(source) for source in sources]
        patience = 0 if all(isinstance(each, str) for each in told) else PATIENCE
        self._send("tell", study, codebook, told, more, patience=patience)

    def write(self, folder: Path, names: Iterable[str]) -> tuple[str, ...]:
        """Has it write of the run that it was told of, once: as much as it can, and the rest when it has the
        :meth:`tables`.

        Args:
            folder: Where to; it is there.
            names: The writers that are asked for.

        Returns:
            Those among them that it writes; :meth:`written` waits for them.
        """
        if self._asked is None:
            self._asked = tuple(name for name in SHARE if name in set(names))
            self._send("write", folder, self._asked, patience=0)
        return self._asked

    def tables(self, tables: Tables) -> None:
        """Gives it the tables of the run that it writes."""
        self._send(tables, patience=0)

    def written(self, check: Callable[[Written], None]) -> dict[str, Written] | None:
        """What it wrote, by writer; nothing if it died.

        Args:
            check: Called with what each writer wrote, as soon as it is there; the process goes on meanwhile.

        Raises:
            OSError: a file could not be written.
            QualcodeError: as the writers themselves raise them.
            DefectError: anything else.
        """
        written: dict[str, Written] = {}
        try:
            # Not to the end of the stream: that comes when the process has put all its memory away.
            while (found := pickle.load(cast(IO[bytes], self._process.stdout))) is not None:
                if not isinstance(found, dict):
                    _raise(found)
                for each in found.values():
                    check(each)
                written |= found
        except (EOFError, pickle.UnpicklingError):
            return None
        finally:
            self.stop()
        return written

    def stop(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._sender.shutdown()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(IO[bytes], pipe).close()

    def _send(self, *task: object, patience: float = PATIENCE) -> None:
        pipe = cast(IO[bytes], self._process.stdin)

        def send(data: bytes) -> None:
            with suppress(OSError):
                pipe.write(data)
                pipe.flush()

        # While others work here, the sender has the interpreter for one small piece at a time.
        wait([self._sender.submit(send, pickle.dumps(task))], timeout=patience)


def _raise(error: BaseException | str) -> NoReturn:
    if isinstance(error, BaseException):
        raise error
    raise DefectError(f"writing met something unexpected ({error}).")


def _answers(tasks: IO[bytes]) -> Iterator[dict[str, Written] | BaseException | str | None]:
    """Does one task after the other until files are written; what :meth:`Apart.written` reads; None is
    the last."""
    from qualcode import coded, verify, writers
    from qualcode.report import page
    from qualcode.result import Run
    from qualcode.sharing import Sharing

    sharing: Sharing | None = None
    try:
        while True:
            match pickle.load(tasks):
                case "match", equipment, sources:
                    sharing = Sharing(equipment)
                    sharing.match(sources)
                    page.prepare()
                case "decide", coder, sources:
                    sharing.decide(coder, sources)
                case "tell", study, codebook, sources, more:
                    told = [
                        sharing.coded(each) if isinstance(each, str) else coded.from_bytes(each)
                        for each in sources
                    ]
                    run = Run.of(study, codebook, told, _unpacked, **more)
                    if sharing is not None:
                        run.quotes = sharing.quotes(run.sources, codebook)
                    verify.quotes(run.quotes, run.sources)
                case "write", folder, names:
                    # Reading them back is left to the one who waits for them.
                    first = [name for name in names if name in OF_QUOTES]
                    yield writers.write_some(run, folder, first, check=False)
                    [run.tables] = pickle.load(tasks)
                    rest = [name for name in names if name not in OF_QUOTES]
                    yield writers.write_some(run, folder, rest, check=False)
                    yield None
                    return
    except EOFError:
        return
    except (OSError, QualcodeError) as error:
        yield error
    except Exception as error:
        yield type(error).__name__


def _unpacked(source: str) -> bytes:
    raise LookupError(f"Docs stay where {source} was coded")


def main() -> None:
    """What the process does."""
    # It lives for seconds, and little of what it makes refers to itself: nothing is gained by looking for it.
    gc.disable()
    answers = sys.stdout.buffer
    # Whatever a library prints must not get into the answers.
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        from qualcode import nlp, result, sharing, tables, writers  # noqa: F401

        writers.all()
        for answer in _answers(sys.stdin.buffer):
            answers.write(pickle.dumps(answer))
            answers.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
