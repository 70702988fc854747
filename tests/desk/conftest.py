"""A small study with a run, as it stands on a reviewer's desk."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from qualcode import run
from qualcode.decisions import Decision, read
from qualcode.desk.app import build
from qualcode.desk.desk import Desk
from qualcode.desk.guard import Guard
from qualcode.desk.rerun import Rerun
from qualcode.study import Study

SETTINGS = "title: Liten studie\nsegmentation: {sentences: 1}\nrunner: {mode: direct}\n"
BORDERS = """\
    definition: Arbete som försörjning.
    include: [anställning och arbetslöshet]
    exclude: [arbete med en fråga]
"""
LIGHT = """\
  - id: belysning
    parent: trygghet
    name: Belysning
    definition: Ljus och mörker på platsen.
    examples:
      positive: [Lamporna är trasiga och det är mörkt., Det behövs fler lyktor i parken.]
      negative: [Vi läste en bok., Maten var god.]
    rules: [{words: [mörk, lampa]}]
"""
SAID = {
    "anna.txt": (
        "Intervjuare: Hur är det att bo här?\n"
        "Anna: Jag har sökt jobb i två år. Det är tungt att vänta. Sen fick jag en anställning på lagret i"
        " våras. Det var min granne som hörde av sig.\n"
        "Intervjuare: Och på kvällen?\n"
        "Anna: Där är jag rädd. Ingen går där efter åtta.\n"
    ),
    "bilal.txt": (
        "Intervjuare: Hur är det vid torget?\n"
        "Bilal: På kvällen är jag rädd vid tunnelbanan 😀 faktiskt. Ingen annan går där."
        " Lamporna är trasiga.\n"
        "Intervjuare: Vad gör du då?\n"
        "Bilal: Jag ringer min bror. Han har jobb till nio och möter mig sen.\n"
    ),
    "elak.txt": (
        "Intervjuare: Vad sa hon?\n"
        "Eva: <script>document.title = 'tagen'</script> sa hon om jobbet.\n"
        "Intervjuare: Och sen?\n"
        "Eva: <img src=x onerror=alert(1)> och \u202eräd\u202c \" ' & {{ 7 * 7 }} </script> om jobb, sa hon."
        "\n"
    ),
}
METADATA = "fil;grupp\nanna.txt;unga\nbilal.txt;vuxna\nelak.txt;vuxna\n"
ARGUMENT = """\
title: Litet argument
selection: {quotes: 9, per_source: 9}
claims:
  - id: ger-jobb
    name: Det finns jobb
    text: Den som bor här får jobb.
    supports: [{codes: [jobb], reason: Någon talar om jobb}]
    challenges: [{search: [granne]}]
  - id: radsla
    kind: objection
    name: Folk är rädda
    text: Folk vågar inte gå ut.
    against: [ger-jobb]
    supports: [{codes: [trygghet]}]
  - id: ljus
    kind: measure
    name: Bättre ljus
    text: Fler lampor ger trygghet.
    supports: [{codes: [belysning]}]
"""


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory, two_codes: str) -> Path:
    """A study that was coded once."""
    folder = tmp_path_factory.mktemp("granskning") / "studie"
    for name in ("corpus", "codebook"):
        (folder / name).mkdir(parents=True)
    (folder / "study.yaml").write_text(SETTINGS, "utf-8")
    codebook = two_codes.replace("    definition: Arbete som försörjning.\n", BORDERS) + LIGHT
    (folder / "codebook" / "forstudie.yaml").write_text(codebook, "utf-8")
    (folder / "corpus" / "metadata.csv").write_text(METADATA, "utf-8")
    for name, words in SAID.items():
        (folder / "corpus" / name).write_text(words, "utf-8")
    run.run(Study.open(folder), direct=True)
    return folder


@pytest.fixture
def folder(coded: Path, tmp_path: Path) -> Path:
    """The same study, for one test alone."""
    copy = tmp_path / "studie"
    shutil.copytree(coded, copy, symlinks=True)
    return copy


@pytest.fixture
def argued(folder: Path) -> Path:
    """The same study with an argumentation."""
    (folder / "codebook" / "argumentation.yaml").write_text(ARGUMENT, "utf-8")
    return folder


@pytest.fixture
def said(folder: Path) -> Callable[[], list[Decision]]:
    """Everything that lies in the study's ``codings/``."""

    def rows() -> list[Decision]:
        decisions, problems = read(folder / "codings")
        assert not problems
        return decisions

    return rows


class Client:
    """Asks the desk as its page does, without a network.

    Attributes:
        desk: The desk.
        guard: What stands before it.
    """

    def __init__(self, desk: Desk, *, blind: bool = False) -> None:
        self.desk, self.blind = desk, blind
        self.guard = Guard(build(desk, Rerun(desk.study.root), blind=blind), 8321)
        self.http = httpx.Client(transport=_Direct(self.guard), base_url="http://127.0.0.1:8321")
        self.http.get("/", params={"token": self.guard.token})

    def get(self, path: str, *, name: str = "Anna%20Ek", blind: bool = False) -> Any:
        answer = self.http.get(path, headers={"X-Reviewer": name, "X-Blind": "1" if blind else "0"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, path: str, body: Any, *, name: str = "Anna%20Ek", blind: bool = False) -> httpx.Response:
        headers = {
            "X-Reviewer": name, "X-Blind": "1" if blind else "0", "Origin": "http://127.0.0.1:8321",
        }  # fmt: skip
        return self.http.post(path, json=body, headers=headers)

    def post(self, path: str, body: Any, **who: Any) -> Any:
        answer = self.send(path, body, **who)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def line(self, *, name: str = "Anna%20Ek", blind: bool = False, **choice: Any) -> list[dict[str, Any]]:
        """Rows of the line."""
        who = {"name": name, "blind": blind}
        ids = self.post("/api/line", choice, **who)["ids"]
        return self.post("/api/rows", {"ids": ids}, **who)["rows"]

    def quote(self, words: str, code: int | None = None, **who: Any) -> dict[str, Any]:
        """The first quote with some words (and a code)."""
        for row in self.line(**who):
            if words in row["words"] and code in (None, row["code"]):
                return self.get(f"/api/quotes/{row['id']}", **who)
        raise LookupError(words)

    def argument(self, but: str = "reading") -> dict[str, Any]:
        """How the desk stands to the argumentation, as soon as that is no longer so."""
        for _ in range(1000):
            found = self.get("/api/state")["argument"]
            if found["state"] != but:
                return found
            time.sleep(0.01)
        raise AssertionError(f"still {but}")

    def stand(
        self, kind: str, row: dict[str, Any], side: str = "", *, name: str = "Anna%20Ek", blind: bool = False
    ) -> httpx.Response:
        """Does something with a quote under a claim."""
        spot = {key: row[key] for key in ("source", "start", "end", "words")}
        run = self.desk._view.material.run
        body = {"run": run, "kind": kind, "claim": row["claim"], "side": side, "place": spot}
        return self.send("/api/stances", body, name=name, blind=blind)

    def act(self, kind: str, quote: dict[str, Any], *, name: str = "Anna%20Ek", **more: Any) -> Any:
        """Does something with a quote."""
        return self.post("/api/acts", self.body(kind, quote, **more), name=name)

    def body(self, kind: str, quote: dict[str, Any], **more: Any) -> dict[str, Any]:
        """What the page would send."""
        blind = quote["code"] < 0
        return {
            "run": self.desk._view.material.run, "kind": kind, "place": place(quote),
            "code": None if blind else quote["code"], **more,
        }  # fmt: skip


class _Direct(httpx.BaseTransport):
    """An application asked without a network, one request at a time."""

    def __init__(self, app: Any) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        import asyncio

        async def asked() -> httpx.Response:
            answer = await self._transport.handle_async_request(
                httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
            )
            return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

        return asyncio.run(asked())


def units(words: str) -> int:
    """How long JavaScript takes words to be."""
    return len(words.encode("utf-16-le")) // 2


def cut(text: str, start: int, end: int) -> str:
    """A part of a text as JavaScript cuts it."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def place(quote: dict[str, Any]) -> dict[str, Any]:
    """Where a quote stands, as the page sends it."""
    start, end = quote["start"] - quote["opens"], quote["end"] - quote["opens"]
    return {
        "source": quote["source"], "start": quote["start"], "end": quote["end"],
        "words": cut(quote["text"], start, end),
    }  # fmt: skip


def part(quote: dict[str, Any], words: str) -> dict[str, Any]:
    """Where some words of a quote or of what stands around it stand."""
    start = quote["opens"] + units(quote["text"][: quote["text"].index(words)])
    return {"source": quote["source"], "start": start, "end": start + units(words), "words": words}


@pytest.fixture
def client(folder: Path) -> Client:
    """The desk of the study."""
    return Client(Desk(Study.open(folder)))


@pytest.fixture
def client_of() -> Iterator[Callable[..., Client]]:
    """Further desks of a study: ``client_of(folder, blind=True)``."""

    def make(folder: Path, *, run: str = "", blind: bool = False) -> Client:
        return Client(Desk(Study.open(folder), run), blind=blind)

    yield make


@pytest.fixture(name="place")
def place_() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """See :func:`place`."""
    return place


@pytest.fixture(name="part")
def part_() -> Callable[[dict[str, Any], str], dict[str, Any]]:
    """See :func:`part`."""
    return part
