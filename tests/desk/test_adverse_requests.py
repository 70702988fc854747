"""What a page gone wrong, a hand-made request or an odd moment may do: nothing is lost, nothing breaks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qualcode import run
from qualcode.decisions import Decision, in_force
from qualcode.study import Study

Said = Callable[[], list[Decision]]
HOME = "http://127.0.0.1:8321"


def held(said: Said) -> set[tuple[str, str, str, str]]:
    return {(each.coder, each.quote, each.code, each.judgement) for each in in_force(said())}


def raw(client: Any, path: str, body: bytes) -> Any:
    headers = {"Content-Type": "application/json", "Origin": HOME, "X-Reviewer": "Anna%20Ek"}
    return client.http.post(path, content=body, headers=headers)


@pytest.mark.parametrize(
    "choice",
    [
        {"codes": [-100]},
        {"codes": [10**30]},
        {"sources": [-1]},
        {"sources": [-100]},
        {"attributes": {"finns inte": ["x"]}},
        {"attributes": {"grupp": []}},
        {"low": 0.9, "high": 0.1},
    ],
)
def test_an_odd_choice_breaks_nothing(client: Any, choice: dict[str, Any]) -> None:
    assert client.send("/api/line", choice).status_code in (200, 409, 422)


@pytest.mark.parametrize(
    "body",
    [
        b'{"low": NaN}',
        b'{"low": 1e999}',
        b"[" * 100_000,
        b"\xff\xfe{}",
        b'{"codes": [1.5]}',
        b"null",
        b"",
    ],
)
def test_what_is_no_request_is_refused_and_not_a_defect(client: Any, body: bytes) -> None:
    assert raw(client, "/api/line", body).status_code in (400, 409, 413, 422)


@pytest.mark.parametrize("number", ["-1", "999", "99999999999999999999999", "0.5", "%00", "../0"])
def test_a_source_that_is_not_there_is_refused(client: Any, number: str) -> None:
    answer = client.http.get(f"/api/sources/{number}", headers={"X-Reviewer": "Anna"})
    assert answer.status_code in (404, 409, 422)


@pytest.mark.parametrize("memo", ['=HYPERLINK("http://x")', 'a;b\n"c"\r\n=1+1', "\0\x1b[31m", "👩‍👩‍👧 é"])
def test_a_note_comes_back_as_it_was_written(client: Any, said: Said, memo: str) -> None:
    quote = client.quote("sökt jobb")
    client.act("accept", quote, memo=memo)
    (row,) = said()
    assert row.memo.replace("\r\n", "\n") == memo.replace("\0", " ").strip().replace("\r\n", "\n")
    raw_row = (client.desk.study.codings / "anna-ek.csv").read_text("utf-8-sig")
    assert ";=HYPERLINK" not in raw_row and ';"=HYPERLINK' not in raw_row


def test_half_a_character_in_a_note_is_refused_and_nothing_is_written(client: Any, said: Said) -> None:
    body = client.body("accept", client.quote("sökt jobb"), memo="X")
    answer = raw(client, "/api/acts", json.dumps(body).replace('"X"', '"\\ud83d"').encode())
    assert answer.status_code == 422
    assert said() == []


def test_a_whole_transcript_can_be_given_a_code(client: Any, said: Said) -> None:
    text = client.desk._view.material.texts["bilal.txt"]
    number = client.desk._view.material.source_numbers["bilal.txt"]
    everything = {"source": number, "start": 0, "end": len(text.encode("utf-16-le")) // 2, "words": text}
    body = {
        "run": client.desk._view.material.run,
        "kind": "add",
        "place": everything,
        "code": None,
        "codes": [1],
    }
    assert client.send("/api/acts", body).status_code == 200
    rows = said()
    assert all(row.quote == text[row.start : row.end] for row in rows)
    # Each turn of Bilal's, and nothing of what he is asked.
    assert [row.quote.split()[0] for row in rows] == ["På", "Jag"] and "😀" in rows[0].quote


def test_two_who_decide_at_once_lose_nothing(client: Any, said: Said) -> None:
    quotes = [client.get(f"/api/quotes/{row['id']}") for row in client.line()]
    bodies = [(client.body("accept", quote), name) for quote in quotes for name in ("Anna", "Bo", "anna")]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda each: client.send("/api/acts", each[0], name=each[1]), bodies))
    assert [each.status_code for each in done] == [200] * len(bodies)
    assert len(held(said)) == len(bodies)


def again(client: Any, folder: Path) -> None:
    """A new run, taken up by the open desk."""
    finished = run.run(Study.open(folder), direct=True, force=True)
    client.desk._take_up(finished.folder) if client.desk._reading.acquire() else None
    assert client.desk._view.material.run == finished.folder.name


def test_undo_works_after_a_new_run(client: Any, folder: Path, said: Said) -> None:
    client.act("accept", client.quote("sökt jobb"))
    again(client, folder)
    assert client.send("/api/undo", {}).status_code == 200
    assert held(said) == set()


def test_undo_works_after_the_transcript_was_edited_and_coded_again(
    client: Any, folder: Path, said: Said
) -> None:
    client.act("accept", client.quote("sökt jobb"))
    source = folder / "corpus" / "anna.txt"
    source.write_text("Ingress: Nytt.\n" + source.read_text("utf-8"), "utf-8")
    again(client, folder)
    assert client.send("/api/undo", {}).status_code == 200
    assert held(said) == set()


def test_undo_works_after_the_transcript_is_gone(client: Any, folder: Path, said: Said) -> None:
    client.act("reject", client.quote("sökt jobb"))
    (folder / "corpus" / "anna.txt").unlink()
    again(client, folder)
    assert client.send("/api/undo", {}).status_code == 200
    assert held(said) == set()


def test_undo_works_after_the_code_is_gone(client: Any, folder: Path, said: Said) -> None:
    client.act("reject", client.quote("Lamporna"))
    book = folder / "codebook" / "forstudie.yaml"
    text = book.read_text("utf-8")
    book.write_text(text[: text.index("  - id: belysning")], "utf-8")
    again(client, folder)
    assert client.send("/api/undo", {}).status_code == 200
    assert held(said) == set()


def test_what_a_page_of_the_last_run_sends_is_refused_or_right(client: Any, folder: Path, said: Said) -> None:
    body = client.body("accept", client.quote("sökt jobb"))
    source = folder / "corpus" / "anna.txt"
    source.write_text("Ingress: Nytt.\n" + source.read_text("utf-8"), "utf-8")
    again(client, folder)
    answer = client.send("/api/acts", body)
    assert answer.status_code == 409
    assert said() == []


def test_a_run_that_is_removed_while_it_is_open_can_still_be_judged(
    client: Any, folder: Path, said: Said
) -> None:
    quote = client.quote("sökt jobb")
    for each in (folder / "outputs").iterdir():
        each.unlink() if each.is_symlink() else shutil.rmtree(each)
    client.act("accept", quote)
    assert client.get("/api/state")["version"] and len(said()) == 1


def test_a_silly_expression_does_not_stop_the_others(client: Any) -> None:
    answer = client.send("/api/search", {"words": r"/(\w+\s?)+:::/"})
    assert (answer.status_code, answer.json()["refused"]) == (409, "query")
