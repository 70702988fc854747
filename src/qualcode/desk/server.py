"""The desk's server: on this machine alone, until it is stopped."""

from __future__ import annotations

import logging
import socket
import sys
from typing import TYPE_CHECKING

from qualcode.desk.guard import Guard
from qualcode.errors import SettingsError

if TYPE_CHECKING:
    from qualcode.desk.desk import Desk

HOST = "127.0.0.1"
PATIENCE = 2
"""Seconds that requests under way have when the server is stopped."""


def listen(port: int = 0) -> socket.socket:
    """A socket on this machine alone; a free port if none is asked for.

    Raises:
        SettingsError: the port is taken.
    """
    # Only of a socket that says it is TCP does asyncio send small answers at once.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform == "win32":
        # There another program could otherwise listen on the same port.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError as error:
        bound.close()
        raise SettingsError(
            f"port {port} cannot be listened on ({error.strerror or 'no reason given'}).",
            remedy="Name another with --port, or none: a free one is found.",
        ) from error
    bound.listen(128)
    return bound


class DeskServer:
    """Serves a desk until it is told to stop.

    Args:
        desk: The desk.
        bound: The socket of :func:`listen`.
        reviewer: Who reviews, if that is known.
        blind: Whether everybody is blind.

    Attributes:
        address: What to open; it holds the token.
    """

    def __init__(self, desk: Desk, bound: socket.socket, *, reviewer: str = "", blind: bool = False) -> None:
        import uvicorn

        from qualcode.desk.app import build
        from qualcode.desk.rerun import Rerun

        self._bound, self._rerun = bound, Rerun(desk.study.root)
        port = bound.getsockname()[1]
        app = build(desk, self._rerun, reviewer=reviewer, blind=blind)
        guard = Guard(app, port, desk.study.settings.outputs.language)
        self.address = f"http://{HOST}:{port}/?token={guard.token}"
        # Whatever a library has to say of an error may quote an interview.
        for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "fastapi"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._server = uvicorn.Server(
            uvicorn.Config(
                guard,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=PATIENCE,
            )
        )

    def run(self) -> None:
        """Serves until :meth:`stop`.

        Raises:
            KeyboardInterrupt: the user stopped it.
        """
        try:
            self._server.run(sockets=[self._bound])
        finally:
            self._rerun.stop()
            self._bound.close()

    def stop(self) -> None:
        """Has it end; from another thread."""
        self._server.should_exit = True
