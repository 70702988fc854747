"""How a run says what it does, to whoever listens: the terminal, or nobody.

The listener stands in a context variable and not among the arguments, because a Prefect flow's arguments are
sent to its server; threads that Prefect starts inherit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Listener:
    """Hears of a run's progress; this one ignores it."""

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins.

        Args:
            stage: ``model``, ``read``, ``annotate``, ``learn``, ``encode``, ``decide`` or ``write``.
            total: How many steps it has (sources; segments for ``encode`` and ``learn``), if that is known.
        """

    def advance(self, stage: str, done: int, total: int | None = None) -> None:
        """So many of a stage's steps are done."""

    def finish(self, stage: str, note: str = "") -> None:
        """A stage is done; ``note`` says what is special about it (``from the cache``)."""


_listener: ContextVar[Listener] = ContextVar("listener", default=Listener())  # noqa: B039


@contextmanager
def heard_by(listener: Listener | None) -> Iterator[None]:
    """Within it, ``listener`` hears of all progress."""
    if listener is None:
        yield
        return
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def listener() -> Listener:
    """Whoever listens now."""
    return _listener.get()
