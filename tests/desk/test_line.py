"""The line: which quotes, in which order, and how far one has come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode import run
from qualcode.study import Study

JOBB, TRYGGHET, BELYSNING = 0, 1, 2


def test_it_has_the_runs_quotes_in_the_order_of_the_texts(client: Any) -> None:
    rows = client.line()
    assert [row["source"] for row in rows] == sorted(row["source"] for row in rows)
    assert {"Jag har sökt jobb i två år.", "Där är jag rädd."} <= {row["words"] for row in rows}
    # A theme's quote that is there for the sake of a code below is met there.
    lamps = [row["code"] for row in rows if row["words"] == "Lamporna är trasiga."]
    assert lamps == [BELYSNING]


def test_filters_combine(client: Any) -> None:
    rows = client.line(codes=[TRYGGHET], attributes={"grupp": ["vuxna"]})
    assert {row["code"] for row in rows} <= {TRYGGHET, BELYSNING}
    assert {row["source"] for row in rows} == {1}
    assert client.line(codes=[TRYGGHET], sources=[2]) == []
    low = client.line(low=0.9)
    assert low and all(row["score"] >= 0.9 for row in low)


def test_the_most_uncertain_come_first(client: Any) -> None:
    material = client.desk._view.material
    margin = {quote.id: margin for quote, margin in zip(material.quotes, material.margins, strict=True)}
    shown = [margin[row["id"]] for row in client.line(order="uncertain")]
    assert shown == sorted(shown) and len(set(shown)) > 1
    scores = [row["score"] for row in client.line(order="highest")]
    assert scores == sorted(scores, reverse=True)


def test_what_is_judged_leaves_what_is_open(client: Any) -> None:
    quote = client.quote("sökt jobb")
    client.act("accept", quote)
    assert quote["id"] not in [row["id"] for row in client.line(status="open")]
    assert [row["id"] for row in client.line(status="yes")] == [quote["id"]]
    assert client.post("/api/line", {})["done"] == 1


def test_a_quote_with_other_borders_is_changed_however_small_the_cut(
    client: Any, part: Any, client_of: Callable[..., Any], folder: Path
) -> None:
    quote = client.quote("sökt jobb")
    client.act("borders", quote, new=part(quote, "sökt jobb i två år"))
    run.run(Study.open(folder), direct=True)
    for desk in (client, client_of(folder)):
        assert [row["id"] for row in desk.line(status="changed")] == [quote["id"]]
        assert [row["words"] for row in desk.line(status="yes")] == ["sökt jobb i två år"]
    assert client.line(status="changed", name="Bo") == []
    # The last word holds, and what is undone was never said.
    client.act("accept", quote)
    assert client.quote("Jag har sökt jobb")["status"] == "yes"
    client.act("reject", quote)
    assert client.quote("Jag har sökt jobb")["status"] == "no"
    for _ in range(3):
        client.post("/api/undo", {})
    assert client.quote("Jag har sökt jobb")["status"] == "open"


def test_a_word_that_gets_the_code_beside_an_accepted_quote_changes_no_borders(
    client: Any, part: Any
) -> None:
    quote = client.quote("sökt jobb")
    client.act("accept", quote)
    body = {"run": client.desk._view.material.run, "kind": "add", "codes": [JOBB]}
    client.post("/api/acts", {**body, "place": part(quote, "jobb")})
    assert client.quote("Jag har sökt jobb")["status"] == "yes"
    client.post("/api/acts", {**body, "place": part(quote, "har sökt jobb i två år")})
    assert client.quote("Jag har sökt jobb")["status"] == "changed"


def test_what_was_looked_at_is_seen_by_that_person_also_after_a_restart(
    client: Any, client_of: Callable[..., Any], folder: Path
) -> None:
    quote = client.quote("sökt jobb")
    for desk in (client, client_of(folder)):
        assert quote["id"] not in [row["id"] for row in desk.line(status="unseen")]
        assert quote["id"] in [row["id"] for row in desk.line(status="unseen", name="Bo")]
    (kept,) = (folder / ".qualcode" / "seen").iterdir()
    assert "jobb" not in kept.read_text("utf-8")


def test_two_reviewers_see_their_own_decisions_and_where_they_disagree(client: Any) -> None:
    quote = client.quote("sökt jobb")
    client.act("accept", quote, memo="Ja!")
    client.act("reject", quote, name="Bo")
    assert client.quote("sökt jobb")["status"] == "yes"
    assert client.quote("sökt jobb", name="Bo")["status"] == "no"
    assert [row["id"] for row in client.line(status="disputed")] == [quote["id"]]
    (other,) = client.quote("sökt jobb", name="Bo")["others"]
    assert (other["coder"], other["yes"], other["memo"]) == ("Anna Ek", True, "Ja!")


def test_a_second_desk_of_the_same_study_hears_of_decisions(
    client: Any, client_of: Callable[..., Any], folder: Path
) -> None:
    other = client_of(folder)
    version = other.get("/api/state")["version"]
    client.act("reject", client.quote("sökt jobb"))
    assert other.get("/api/state")["version"] > version
    assert other.quote("sökt jobb")["status"] == "no"
    other.act("accept", other.quote("sökt jobb"), name="Bo")
    assert client.quote("sökt jobb", name="Bo")["status"] == "yes"


def test_a_quote_comes_with_context_reasons_and_the_other_codes_on_its_words(client: Any) -> None:
    quote = client.quote("fick jag en anställning")
    assert quote["text"].startswith("Jag har sökt jobb i två år. Det är tungt")
    assert quote["question"] == {"speaker": "Intervjuare", "words": "Hur är det att bo här?"}
    (reason,) = quote["reasons"]
    assert "anställning" in [word for _, words in reason["rules"] for word in words]
    assert 0 <= reason["threshold"] <= quote["score"] <= 1
    assert JOBB in [given["code"] for given in quote["given"]]


def test_blind_nothing_of_the_machine_or_of_others_is_sent(client: Any) -> None:
    seen = client.quote("sökt jobb")
    client.act("accept", seen, name="Bo", memo="hemligt")
    rows = client.line(blind=True)
    assert {row["code"] for row in rows} == {-1}
    assert {row["score"] for row in rows} == {None}
    assert all(row["status"] == "open" for row in rows)
    quote = client.get(f"/api/quotes/{rows[0]['id']}", blind=True)
    assert (quote["given"], quote["reasons"], quote["others"]) == ([], [], [])
    source = client.get("/api/sources/0", blind=True)
    assert not source["machine"]["code"] and not source["said"]["code"] and not source["stretches"]["code"]
    assert (
        client.http.get(
            f"/api/quotes/{seen['id']}", headers={"X-Reviewer": "Anna", "X-Blind": "1"}
        ).status_code
        == 409
    )
    # Filters and orders that would tell codes do nothing.
    assert len(client.line(blind=True, codes=[JOBB], low=0.9, order="uncertain")) == len(rows)


def test_a_blind_desk_cannot_be_asked_otherwise(folder: Path, client_of: Callable[..., Any]) -> None:
    desk = client_of(folder, blind=True)
    assert {row["code"] for row in desk.line()} == {-1}


def test_blind_the_chosen_codes_are_yes_and_all_others_no(client: Any, said: Callable[..., Any]) -> None:
    quote = client.quote("sökt jobb", blind=True)
    client.post("/api/acts", client.body("only", quote, codes=[BELYSNING]), blind=True)
    rows = {(each.code, each.judgement, each.origin) for each in said()}
    assert rows == {("jobb", "no", "review:blind"), ("belysning", "yes", "review:blind")}
    assert client.quote("sökt jobb", blind=True)["status"] == "yes"
    client.post("/api/acts", client.body("only", quote, codes=[]), blind=True)
    given = client.quote("sökt jobb", blind=True)["given"]
    assert {each["code"]: each["mine"] for each in given} == {JOBB: False, TRYGGHET: False, BELYSNING: False}
