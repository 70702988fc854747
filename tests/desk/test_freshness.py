"""What has changed since the run, and a new run that the desk takes up by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode import run
from qualcode.study import Study

JOBB, TRYGGHET = 0, 1
NOTHING = {"sources": [], "n_sources": 0, "codebook": False, "settings": False, "decisions": 0}


def since(client: Any) -> dict[str, Any]:
    return client.get("/api/state")["since"]


def test_right_after_a_run_nothing_is_newer(client: Any) -> None:
    assert since(client) == NOTHING


def test_sources_that_came_went_changed_or_are_described_otherwise_are_named(
    client: Any, folder: Path
) -> None:
    (folder / "corpus" / "ny.txt").write_text("Intervjuare: Nå?\nIda: Här är fint.\n", "utf-8")
    (folder / "corpus" / "elak.txt").unlink()
    with (folder / "corpus" / "bilal.txt").open("a", encoding="utf-8") as file:
        file.write("Bilal: En sak till.\n")
    metadata = folder / "corpus" / "metadata.csv"
    metadata.write_text(metadata.read_text("utf-8").replace("unga", "äldre"), "utf-8")
    names = ["anna.txt", "bilal.txt", "elak.txt", "ny.txt"]
    assert since(client) == {**NOTHING, "sources": names, "n_sources": 4}


def test_an_edited_codebook_and_settings_that_matter_are_told(client: Any, folder: Path) -> None:
    codebook, settings = folder / "codebook" / "forstudie.yaml", folder / "study.yaml"
    codebook.write_text(codebook.read_text("utf-8") + "# Ett tillägg.\n", "utf-8")
    assert since(client) == {**NOTHING, "codebook": True}
    settings.write_text(settings.read_text("utf-8") + "outputs: {keep: 3}\n", "utf-8")
    assert since(client)["settings"] is False
    settings.write_text(settings.read_text("utf-8") + "thresholds: {jobb: 0.9}\n", "utf-8")
    assert since(client)["settings"] is True
    settings.write_text("inte: giltigt\n", "utf-8")
    assert since(client)["settings"] is True


def test_edited_labelled_texts_beside_the_codebook_are_told(
    folder: Path, client_of: Callable[..., Any]
) -> None:
    codebook, labelled = (folder / "codebook" / name for name in ("forstudie.yaml", "texter.jsonl"))
    codebook.write_text(f"examples_file: texter.jsonl\n{codebook.read_text('utf-8')}", "utf-8")
    text = '{"text": "Vi saknar jobb.", "codes": ["jobb"]}\n'
    labelled.write_text(text, "utf-8")
    run.run(Study.open(folder), direct=True)
    client = client_of(folder)
    assert since(client) == NOTHING
    labelled.write_text(text.replace('["jobb"]', "[]"), "utf-8")
    assert since(client) == {**NOTHING, "codebook": True}
    labelled.write_text(text, "utf-8")
    assert since(client) == NOTHING
    labelled.unlink()
    assert since(client) == {**NOTHING, "codebook": True}


def test_decisions_wait_for_the_next_run_until_it_is_there(client: Any, folder: Path) -> None:
    quote = client.quote("sökt jobb")
    client.act("reject", quote)
    assert since(client)["decisions"] == 1
    client.post("/api/undo", {})
    assert since(client)["decisions"] == 0
    client.act("reject", quote)
    before = client.get("/api/state")["run"]
    state = newer(client, folder)
    assert state["run"] != before and state["since"] == NOTHING
    assert client.quote("sökt jobb")["status"] == "no"


def newer(client: Any, folder: Path) -> Any:
    """How the desk stands once it shows a run that is made now."""
    before = client.get("/api/state")["run"]
    run.run(Study.open(folder), direct=True)
    for _ in range(1000):
        state = client.get("/api/state")
        if state["run"] != before:
            return state
        # Until then the page knows that one is on its way.
        assert state["rerun"]["coming"]
        time.sleep(0.01)
    raise AssertionError("no newer run")


def test_what_is_done_on_the_page_of_the_run_before_holds_where_the_same_words_stand(
    client: Any, folder: Path, said: Callable[[], list[Any]]
) -> None:
    quote, gone = client.quote("rädd vid tunnelbanan"), client.quote("sa hon om jobbet")
    body, lost = client.body("accept", quote), client.body("accept", gone)
    (folder / "corpus" / "elak.txt").unlink()
    (folder / "corpus" / "aa.txt").write_text("Intervjuare: Hej?\nAda: Jag har jobb.\n", "utf-8")
    state = newer(client, folder)
    assert not state["rerun"]["coming"]
    done = client.post("/api/acts", body)
    assert done["run"] == state["run"] != body["run"]
    assert [(each.source, each.code) for each in said()] == [("bilal.txt", "trygghet")]
    assert client.quote("rädd vid tunnelbanan")["status"] == "yes"
    # A source that is gone, words that are other ones, and a run that was never shown.
    assert client.send("/api/acts", lost).json()["refused"] == "run"
    other = {**body, "place": {**body["place"], "words": "annat"}}
    assert client.send("/api/acts", other).json()["refused"] == "words"
    assert client.send("/api/acts", {**body, "run": "2001-01-01"}).json()["refused"] == "run"
    assert len(said()) == 1


def test_no_to_all_other_codes_is_not_said_of_codes_that_came_later(client: Any, folder: Path) -> None:
    body = client.body("only", client.quote("sökt jobb", blind=True), codes=[])
    codebook = folder / "codebook" / "forstudie.yaml"
    text = codebook.read_text("utf-8")
    codebook.write_text(text + "  - id: ny\n    name: Ny\n    definition: Något nytt.\n", "utf-8")
    newer(client, folder)
    assert client.send("/api/acts", body, blind=True).json()["refused"] == "run"


def test_a_new_run_that_cannot_be_shown_is_told_and_the_one_before_stays(client: Any, folder: Path) -> None:
    before = client.get("/api/state")["run"]
    run.run(Study.open(folder), direct=True, force=True)
    newest = max(path for path in (folder / "outputs").glob("2*") if path.name != before)
    (newest / "codings.spacy").write_bytes(b"")
    for _ in range(500):
        state = client.get("/api/state")
        if state["not_taken_up"]:
            break
        time.sleep(0.01)
    assert (state["not_taken_up"], state["run"]) == (newest.name, before)
    client.act("accept", client.quote("sökt jobb"))


def test_a_source_that_a_run_could_not_read_is_named(folder: Path, client_of: Callable[..., Any]) -> None:
    (folder / "corpus" / "tom.txt").write_bytes(b"")
    run.run(Study.open(folder), direct=True)
    state = client_of(folder).get("/api/state")
    assert (state["n_unread"], state["unread"]) == (1, ["tom.txt"])


def test_decisions_edited_by_hand_are_followed_and_bad_rows_told_with_their_line(
    client: Any, folder: Path
) -> None:
    client.act("accept", client.quote("sökt jobb"))
    client.act("accept", client.quote("Där är jag rädd"))
    (path,) = (folder / "codings").glob("*.csv")
    path.write_text(path.read_text("utf-8").replace(";yes;", ";no;", 1).replace(";yes;", ";ja;", 1), "utf-8")
    assert client.quote("sökt jobb")["status"] == "no"
    state = client.get("/api/state")
    assert (state["unreadable"], state["unreadable_at"]) == (1, ["codings/anna-ek.csv:3"])
    with path.open("a", encoding="utf-8") as file:
        file.write("också;trasig\n")
    assert client.get("/api/state")["unreadable_at"] == ["codings/anna-ek.csv:3", "codings/anna-ek.csv:4"]
    path.unlink()
    assert client.quote("sökt jobb")["status"] == "open"


def test_a_run_that_was_asked_for_stays(client_of: Callable[..., Any], folder: Path) -> None:
    (name,) = [path.name for path in (folder / "outputs").glob("2*")]
    client = client_of(folder, run=name)
    run.run(Study.open(folder), direct=True, force=True)
    client.get("/api/state")
    time.sleep(0.1)
    assert client.get("/api/state")["run"] == name


@pytest.mark.parametrize("kind", ["reject", "accept", "change"])
@pytest.mark.parametrize("code", [JOBB, TRYGGHET])
def test_what_the_machine_gave_and_why_is_known_whatever_people_said_of_it(
    client: Any, client_of: Callable[..., Any], folder: Path, kind: str, code: int
) -> None:
    words = "sökt jobb" if code == JOBB else "Lamporna"
    before = {(row["id"], row["score"]) for row in client.line()}
    quotes = {row["id"]: client.get(f"/api/quotes/{row['id']}") for row in client.line()}
    assert any(each["rules"] for quote in quotes.values() for each in quote["reasons"])
    quote = client.quote(words)
    client.act(kind, quote, **({"codes": [TRYGGHET if code == JOBB else JOBB]} if kind == "change" else {}))
    run.run(Study.open(folder), direct=True)
    again = client_of(folder)
    rows = [row for row in again.line() if row["score"] is not None]
    assert {(row["id"], row["score"]) for row in rows} == before
    for row in rows:
        assert again.get(f"/api/quotes/{row['id']}")["reasons"] == quotes[row["id"]]["reasons"]


def test_decisions_on_an_edited_text_are_found_again(
    client: Any, client_of: Callable[..., Any], folder: Path
) -> None:
    client.act("reject", client.quote("sökt jobb"))
    path = folder / "corpus" / "anna.txt"
    path.write_text(
        path.read_text("utf-8").replace("Intervjuare: Hur är det", "Intervjuare: Säg, hur är det")
    )
    run.run(Study.open(folder), direct=True)
    again = client_of(folder)
    assert again.quote("sökt jobb")["status"] == "no"
    again.act("accept", again.quote("sökt jobb"))
    assert again.quote("sökt jobb")["status"] == "yes"
