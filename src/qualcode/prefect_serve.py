"""The process of the kept Prefect server: ``python -m qualcode.prefect_serve FOLDER IDLE_SECONDS``.

It listens on 127.0.0.1 only, on a port the machine picks, asks for a secret, and stops by itself when nobody
has asked for anything for a while. A lock that the operating system releases when the process dies, however
it dies, keeps it the only one of its folder. Its address stands in ``server.json`` while it can be used.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import sys
import time
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

ADDRESS_FILE = "server.json"
LOCK_FILE = "server.lock"
GRACE_SECONDS = 1.0
"""How long an idle server waits, its address already withdrawn, for one who read it just before."""

ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}
"""No page, no automations, no scheduler: what is left records flow and task runs, at half the cost."""


class Attendance:
    """An ASGI application that notes when somebody last asked, and whether somebody is still there."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.present = 0
        self.last = time.monotonic()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers as the server does, and counts who is there."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        self.present += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.present -= 1
            self.last = time.monotonic()

    @property
    def idle(self) -> float:
        """Seconds since the last request ended; 0 while one is being answered or a connection is open."""
        return 0.0 if self.present else time.monotonic() - self.last


def serve(folder: Path, idle_seconds: float) -> None:
    """Serves until idle or told to stop; returns at once where another process serves this folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(folder / LOCK_FILE, timeout=0):
            (folder / ADDRESS_FILE).unlink(missing_ok=True)
            try:
                asyncio.run(_serve(folder, idle_seconds))
            finally:
                (folder / ADDRESS_FILE).unlink(missing_ok=True)
    except Timeout:
        return


async def _serve(folder: Path, idle_seconds: float) -> None:
    secret = "qualcode:" + secrets.token_urlsafe(24)
    os.environ.update(ENVIRONMENT, PREFECT_HOME=str(folder), PREFECT_SERVER_API_AUTH_STRING=secret)

    import prefect
    import uvicorn
    from prefect.server.api.server import create_app

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    app = Attendance(create_app())
    config = uvicorn.Config(
        app, lifespan="on", log_level="error", access_log=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    address = {
        "url": f"http://127.0.0.1:{listener.getsockname()[1]}/api",
        "secret": secret,
        "pid": os.getpid(),
        "prefect": prefect.__version__,
        "idle_seconds": idle_seconds,
    }
    watch = asyncio.create_task(_stop_when_idle(server, app, folder, address, idle_seconds))
    await server.serve(sockets=[listener])
    watch.cancel()


async def _stop_when_idle(
    server: Any, app: Attendance, folder: Path, address: dict, idle_seconds: float
) -> None:
    while not server.started:
        await asyncio.sleep(0.02)
    app.last = time.monotonic()
    while True:
        _publish(folder, address)
        while app.idle < idle_seconds and _installed():
            await asyncio.sleep(min(1.0, idle_seconds))
        (folder / ADDRESS_FILE).unlink(missing_ok=True)
        await asyncio.sleep(GRACE_SECONDS)
        if app.idle >= idle_seconds or not _installed():
            server.should_exit = True
            return


def _installed() -> bool:
    """Whether the environment that this process runs in is still there: it imports from it as it goes, and
    without it answers nothing but errors."""
    import prefect

    return Path(__file__).is_file() and Path(prefect.__file__).is_file()


def _publish(folder: Path, address: dict) -> None:
    new = folder / f"{ADDRESS_FILE}.{os.getpid()}"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(address, file)
    os.replace(new, folder / ADDRESS_FILE)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), float(sys.argv[2]))
