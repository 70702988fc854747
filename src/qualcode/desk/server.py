"""The desk's server: on this machine alone, until it is stopped."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable
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
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
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


def serve(
    desk: Desk,
    bound: socket.socket,
    *,
    reviewer: str = "",
    blind: bool = False,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serves the desk until it is told to stop.

    Args:
        desk: The desk.
        bound: The socket of :func:`listen`.
        reviewer: Who reviews, if that is known.
        blind: Whether everybody is blind.
        ready: Called with the address to open, which holds the token.

    Raises:
        KeyboardInterrupt: the user stopped it.
    """
    import uvicorn

    from qualcode.desk.app import build
    from qualcode.desk.rerun import Rerun

    rerun = Rerun(desk.study.root)
    port = bound.getsockname()[1]
    app = build(desk, rerun, reviewer=reviewer, blind=blind)
    guard = Guard(app, port, desk.study.settings.outputs.language)
    # Whatever a library has to say of an error may quote an interview.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "fastapi"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    config = uvicorn.Config(
        guard,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=PATIENCE,
    )
    ready(f"http://{HOST}:{port}/?token={guard.token}")
    try:
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        rerun.stop()
        bound.close()
