"""The kept Prefect server: real processes, killed, doubled, left alone."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from qualcode import prefect_server
from qualcode.prefect_serve import ADDRESS_FILE
from qualcode.prefect_server import Server


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A state folder for all tests here: each finds a server that runs, or starts one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE", str(tmp_path_factory.mktemp("state")))
        yield prefect_server.folder()
        prefect_server.stop()


def test_the_next_one_finds_the_server_that_runs(state: Path) -> None:
    first = prefect_server.start().wait()
    second = prefect_server.start()
    assert second.server == first


def test_two_that_start_at_once_share_one_server(state: Path) -> None:
    prefect_server.stop()
    starting = [prefect_server.start(), prefect_server.start()]
    assert len({each.wait().pid for each in starting}) == 1
    wait_until(lambda: len(processes_in(state)) == 1)


def test_a_server_that_was_killed_is_replaced(state: Path) -> None:
    killed = prefect_server.start().wait()
    os.kill(killed.pid, signal.SIGKILL)
    wait_until(lambda: prefect_server.running() is None)
    assert (state / ADDRESS_FILE).exists(), "a killed server cannot clear up"
    assert prefect_server.start().wait().pid != killed.pid


def test_a_server_whose_environment_is_removed_leaves(tmp_path: Path) -> None:
    where, package = tmp_path / "state", tmp_path / "installed" / "qualcode"
    shutil.copytree(Path(prefect_server.__file__).parent, package)
    where.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "qualcode.prefect_serve", str(where), "600"],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        cwd=where,
    )
    try:
        wait_until(lambda: prefect_server.running(where) is not None, 60)
        shutil.rmtree(package)
        assert process.wait(30) == 0
        assert not (where / ADDRESS_FILE).exists()
    finally:
        process.kill()
        process.wait()


def test_another_program_on_the_port_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_STATE", str(tmp_path))
    prefect_server.folder().mkdir()

    class Anything(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>Hello</html>")

        def log_message(self, *args: object) -> None:
            return

    with http.server.HTTPServer(("127.0.0.1", 0), Anything) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{other.server_port}/api"
        address = {"url": url, "secret": "x", "pid": os.getpid(), "prefect": "3", "idle_seconds": 9}
        (prefect_server.folder() / ADDRESS_FILE).write_text(json.dumps(address), "utf-8")
        assert prefect_server.running() is None
        other.shutdown()


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"url": "http://127.0.0.1:1/api"}'])
def test_a_damaged_address_counts_for_nothing(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_STATE", str(tmp_path))
    prefect_server.folder().mkdir()
    (prefect_server.folder() / ADDRESS_FILE).write_text(content, "utf-8")
    assert prefect_server.running() is None


def test_it_stops_when_nobody_asks_and_leaves_nothing_behind(state: Path) -> None:
    prefect_server.stop()
    wait_until(lambda: not processes_in(state))
    prefect_server.start(idle_seconds=0.5).wait()
    wait_until(lambda: not processes_in(state))
    assert not (state / ADDRESS_FILE).exists()


def test_it_asks_for_its_secret_and_keeps_it_from_other_users(state: Path) -> None:
    server = prefect_server.start().wait()
    assert status(server, "/api/version") == 401
    assert status(server, "/api/flows/count", method="POST") == 401
    assert (state / ADDRESS_FILE).stat().st_mode & 0o077 == 0


def test_it_listens_on_this_machine_only(state: Path) -> None:
    assert urlsplit(prefect_server.start().wait().url).hostname == "127.0.0.1"


def test_stopping_says_whether_there_was_one(state: Path) -> None:
    prefect_server.start().wait()
    assert prefect_server.stop()
    assert prefect_server.running() is None
    assert not prefect_server.stop()


def status(server: Server, path: str, method: str = "GET") -> int:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    connection.request(method, path)
    return connection.getresponse().status


def processes_in(folder: Path) -> list[int]:
    """Servers of this state folder, by their command lines; Linux."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"qualcode.prefect_serve" in words and str(folder).encode() in words:
            found.append(int(process.name))
    return found


def wait_until(true: object, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
