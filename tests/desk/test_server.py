"""The command as it is started, killed and stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from qualcode import cli
from qualcode.argument import choices
from qualcode.decisions import Decision, in_force


class Started:
    """A desk in a process of its own.

    Attributes:
        address: What it says to open.
        http: A browser's part, already let in.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "qualcode", "review", str(folder), "--no-open", *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert self.process.stdout
        told = self.process.stdout.readline()
        self.address = re.search(r"http://\S+", told).group()
        home = self.address.partition("/?")[0]
        headers = {"X-Reviewer": "Anna%20Ek", "Origin": home}
        self.http = httpx.Client(base_url=home, headers=headers, follow_redirects=True)
        assert self.http.get(self.address).status_code == 200


@pytest.fixture
def started(folder: Path) -> Iterator[Callable[..., Started]]:
    """Starts a desk: ``started("--as", "Anna")``; none is left at the end."""
    all_: list[Started] = []

    def start(*options: str) -> Started:
        all_.append(Started(folder, *options))
        return all_[-1]

    yield start
    for each in all_:
        each.http.close()
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


def test_what_was_confirmed_outlives_a_killed_server(
    started: Callable[..., Started], place: Any, said: Callable[[], list[Decision]]
) -> None:
    desk = started()
    run = desk.http.get("/api/state").json()["run"]
    ids = desk.http.post("/api/line", json={}).json()["ids"]
    for number, id_ in enumerate(ids[:3]):
        quote = desk.http.get(f"/api/quotes/{id_}").json()
        kind = "accept" if number % 2 else "reject"
        body = {"run": run, "kind": kind, "place": place(quote), "code": quote["code"]}
        assert desk.http.post("/api/acts", json=body).status_code == 200
    os.kill(desk.process.pid, signal.SIGKILL)
    assert desk.process.wait(10) == -signal.SIGKILL
    assert [each.judgement for each in in_force(said())] == ["no", "yes", "no"]
    again = started("--as", "Anna Ek")
    assert again.http.post("/api/line", json={"status": "done"}).json()["ids"] == ids[:3]
    again.process.send_signal(signal.SIGINT)
    out, err = again.process.communicate(timeout=10)
    assert again.process.returncode == 130
    assert out.endswith("Stopped.\n") and err == ""


def test_a_side_that_was_confirmed_outlives_a_killed_server(
    started: Callable[..., Started], argued: Path
) -> None:
    desk = started()
    for _ in range(500):
        if desk.http.get("/api/state").json()["argument"]["state"] == "ready":
            break
        time.sleep(0.02)
    ids = desk.http.post("/api/line", json={"claims": ["ger-jobb"]}).json()["ids"]
    row = desk.http.get(f"/api/quotes/{ids[0]}").json()["claims"][0]
    spot = {key: row[key] for key in ("source", "start", "end", "words")}
    run = desk.http.get("/api/state").json()["run"]
    body = {"run": run, "kind": "pin", "claim": "ger-jobb", "side": "supports", "place": spot}
    assert desk.http.post("/api/stances", json=body).status_code == 200
    os.kill(desk.process.pid, signal.SIGKILL)
    (held,) = choices.in_force(choices.read(argued)[0])
    assert (held.quote, held.action, held.person) == (row["words"], "pin", "Anna Ek")


def test_it_listens_on_this_machine_alone(started: Callable[..., Started]) -> None:
    desk = started()
    port = int(desk.address.rpartition(":")[2].partition("/")[0])
    assert desk.address.startswith("http://127.0.0.1:")
    others = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in {*others, "127.0.0.2"} - {"127.0.0.1"}:
        with pytest.raises(OSError), socket.create_connection((address, port), timeout=1):
            pass


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (["--as", "rules"], 2, "no person's name"),
        (["--run", "2020-01-01_00-00-00"], 2, "there is no run '2020-01-01_00-00-00'"),
        (["--run", "../corpus"], 2, "there is no run"),
    ],
)
def test_what_cannot_be_started_says_why(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], status: int, told: str
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["review", str(folder), "--no-open", *options])
    assert left.value.code == status
    assert told in capsys.readouterr().err.replace("\n", " ")


def test_a_study_without_a_run_says_how_to_make_one(
    small_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["review", str(small_study), "--no-open"])
    assert left.value.code == 2
    assert "qualcode run" in capsys.readouterr().err


def test_a_run_without_its_docs_says_what_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    next((folder / "outputs").glob("2*/codings.spacy")).unlink()
    with pytest.raises(SystemExit) as left:
        cli.main(["review", str(folder), "--no-open"])
    assert left.value.code == 9
    assert "codings.spacy" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as left:
            cli.main(["review", str(folder), "--no-open", "--port", str(port)])
    assert left.value.code == 2
    assert f"port {port}" in capsys.readouterr().err
