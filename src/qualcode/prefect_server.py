"""The kept Prefect server: one a user, started when a run needs it, gone when nobody has for a while.

Prefect's own temporary server costs every run 7 to 20 seconds and dies with it. This one takes as long the
first time, while the run loads its model, and nothing after that. It lives in the user's state folder and not
in the study, because studies lie on network drives and in OneDrive, where SQLite databases break; it
never sees interview text (see ``flows/code_corpus.py``).
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from qualcode.errors import FlowError
from qualcode.prefect_serve import ADDRESS_FILE

IDLE_SECONDS = 15 * 60
START_SECONDS = 90.0
LOG_FILE = "server.log"


@dataclass(frozen=True, slots=True)
class Server:
    """A kept server that answered.

    Attributes:
        url: What Prefect calls ``PREFECT_API_URL``.
        secret: What it calls ``PREFECT_API_AUTH_STRING``.
        pid: The server's process.
        prefect: Its version.
        idle_seconds: After how long without a request it stops.
    """

    url: str
    secret: str
    pid: int
    prefect: str
    idle_seconds: float


def folder() -> Path:
    """Where the kept server has its database, address and log: apart for each Prefect version.

    ``QUALCODE_STATE`` puts it elsewhere than in the user's state folder.
    """
    from importlib.metadata import version

    from platformdirs import user_state_path

    base = os.environ.get("QUALCODE_STATE")
    root = Path(base) if base else user_state_path("qualcode", appauthor=False)
    return root / f"prefect-{version('prefect')}"


def running(where: Path | None = None) -> Server | None:
    """The kept server, if it answers as itself; a leftover address file counts for nothing."""
    try:
        server = Server(**json.loads(((where or folder()) / ADDRESS_FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return server if _answers(server) else None


def _answers(server: Server) -> bool:
    # http.client knows of no proxies, which would be asked for 127.0.0.1 as well.
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    credentials = b64encode(server.secret.encode()).decode()
    try:
        connection.request("GET", "/api/version", headers={"Authorization": f"Basic {credentials}"})
        answer = connection.getresponse()
        return answer.status == 200 and isinstance(json.loads(answer.read()), str)
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()


class Starting:
    """A server that may still be starting; ``wait`` for it when it is needed."""

    def __init__(self, where: Path, idle_seconds: float) -> None:
        self.where, self.idle_seconds = where, idle_seconds
        self.server = running(where)
        self.process = None if self.server else _spawn(where, idle_seconds)

    def wait(self, seconds: float = START_SECONDS) -> Server:
        """The server, once it answers.

        Raises:
            FlowError: it did not come up; the message names its log.
        """
        deadline = time.monotonic() + seconds
        while self.server is None:
            self.server = running(self.where)
            if self.server is None:
                self._look_after_the_process(deadline)
                time.sleep(0.05)
        return self.server

    def _look_after_the_process(self, deadline: float) -> None:
        status = self.process.poll() if self.process else 0
        if status == 0:
            # Another process serves this folder: it is starting, or just stopping and leaving it to us.
            time.sleep(0.3)
            if running(self.where) is None:
                self.process = _spawn(self.where, self.idle_seconds)
        if (status or 0) != 0 or time.monotonic() > deadline:
            raise FlowError(
                f"the local Prefect server did not start; its log is {self.where / LOG_FILE}.",
                remedy="Run `qualcode run --direct`, which does the same without Prefect, "
                "or set runner.server to `temporary` in study.yaml.",
            )


def start(*, idle_seconds: float = IDLE_SECONDS) -> Starting:
    """Starts the kept server unless it runs, and returns at once."""
    where = folder()
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Starting(where, idle_seconds)


def stop(seconds: float = 10.0) -> bool:
    """Stops the kept server; whether there was one."""
    server = running()
    if server is None:
        return False
    _terminate(server.pid)
    deadline = time.monotonic() + seconds
    while (folder() / ADDRESS_FILE).exists() and _answers(server):
        if time.monotonic() > deadline:
            raise FlowError(f"the local Prefect server (process {server.pid}) does not stop.")
        time.sleep(0.05)
    return True


def _terminate(pid: int) -> None:
    import signal

    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return


def _spawn(where: Path, idle_seconds: float) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    detached: dict = (
        {"creationflags": 0x00000008 | 0x00000200}  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    with (where / LOG_FILE).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "qualcode.prefect_serve", str(where), str(idle_seconds)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=where,
            env=environment,
            **detached,
        )
