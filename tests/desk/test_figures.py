"""How far a study has come: judged by code and source, how far people agree, what training would get."""

from __future__ import annotations

from typing import Any

JOBB, TRYGGHET, BELYSNING = 0, 1, 2


def row(rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
    return next(each for each in rows if each["number"] == number)


def test_ones_own_judgements_are_counted_by_code_and_source(client: Any) -> None:
    jobb = client.quote("sökt jobb")
    client.act("accept", jobb)
    client.act("reject", client.quote("Där är jag rädd"))
    client.act("reject", client.quote("Han har jobb"), name="Bo")
    got = client.get("/api/progress")
    rows = client.line()
    assert (got["total"], got["done"]) == (len(rows), 2)
    of_jobb = row(got["codes"], JOBB)
    assert of_jobb["total"] == sum(each["code"] == JOBB for each in rows)
    assert (of_jobb["done"], of_jobb["yes"], of_jobb["no"]) == (1, 1, 0)
    assert [each["done"] for each in got["sources"]] == [2, 0, 0]
    assert client.get("/api/progress", name="Bo")["done"] == 1


def test_two_people_are_compared_on_what_both_have_judged(client: Any) -> None:
    quotes = [client.quote(words) for words in ("sökt jobb", "fick jag en anställning", "Han har jobb")]
    for quote, theirs in zip(quotes, ("accept", "reject", "reject"), strict=True):
        client.act("accept" if quote is not quotes[2] else "reject", quote)
        client.act(theirs, quote, name="Bo")
    client.act("accept", client.quote("Där är jag rädd"))
    every, jobb = client.get("/api/progress")["agreement"]
    assert (every["people"], every["code"], jobb["code"]) == (["Anna Ek", "Bo"], None, JOBB)
    # Yes–yes, yes–no, no–no: two of three the same, (2/3 − 4/9) / (1 − 4/9) beyond chance.
    assert (jobb["n"], jobb["same"], jobb["kappa"]) == (3, 0.6667, 0.4)
    assert every["n"] == 3


def test_what_training_would_get_is_what_people_agree_on(client: Any) -> None:
    client.act("accept", client.quote("sökt jobb"))
    client.act("accept", client.quote("Han har jobb"))
    client.act("reject", client.quote("Han har jobb"), name="Bo")
    got = client.get("/api/progress")["training"]
    assert (got["name"], got["enough"]) == ("", 20)
    assert row(got["codes"], JOBB) == {"number": JOBB, "yes": 1, "no": 0, "new": 1, "outlook": ""}


def test_blind_only_ones_own_progress_is_told(client: Any) -> None:
    client.act("accept", client.quote("sökt jobb"))
    client.act("accept", client.quote("sökt jobb"), name="Bo")
    got = client.get("/api/progress", blind=True)
    assert (got["codes"], got["agreement"], got["training"]) == ([], [], None)
    assert got["done"] == 1
