"""How far a study has come: judged by code and source, how far people agree, what training would get."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from qualcode.agreement.learnt import text_key
from qualcode.decisions import Decision, append

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


def test_changed_borders_are_counted_as_such_and_once(client: Any, part: Any) -> None:
    total = row(client.get("/api/progress")["codes"], JOBB)["total"]
    quotes = [(words, client.quote(words)) for words in ("sökt jobb", "fick jag en anställning")]
    for words, quote in quotes:
        client.act("borders", quote, new=part(quote, words))
    client.act("accept", client.quote("Han har jobb"))
    got = client.get("/api/progress")
    of_jobb = row(got["codes"], JOBB)
    assert (of_jobb["total"], of_jobb["done"]) == (total, 3)
    assert (of_jobb["yes"], of_jobb["no"], of_jobb["changed"]) == (1, 0, 2)
    assert (got["total"], got["done"]) == (sum(each["total"] for each in got["codes"]), 3)
    client.act("accept", quotes[0][1])
    of_jobb = row(client.get("/api/progress")["codes"], JOBB)
    assert (of_jobb["total"], of_jobb["yes"], of_jobb["changed"]) == (total, 2, 1)


def test_two_people_are_compared_on_what_both_have_judged(client: Any) -> None:
    quotes = [client.quote(words) for words in ("sökt jobb", "fick jag en anställning", "Han har jobb")]
    for quote, theirs in zip(quotes, ("accept", "reject", "reject"), strict=True):
        client.act("accept" if quote is not quotes[2] else "reject", quote)
        client.act(theirs, quote, name="Bo")
    client.act("accept", client.quote("Där är jag rädd"))
    (jobb,) = client.get("/api/agreement")["pairs"]
    assert (jobb["people"], jobb["code"]) == (["Anna Ek", "Bo"], JOBB)
    # Yes–yes, yes–no, no–no: two of three the same, (2/3 − 4/9) / (1 − 4/9) beyond chance.
    assert (jobb["n"], jobb["same"], jobb["value"]) == (3, 0.6667, 0.4)
    assert jobb["figure"].startswith("Cohens κ 0,40")
    assert jobb["kind"] == "Granskning av maskinens förslag"


def test_a_kappa_that_says_nothing_says_why(client: Any) -> None:
    for words in ("sökt jobb", "Han har jobb"):
        client.act("accept", client.quote(words))
        client.act("accept", client.quote(words), name="Bo")
    (jobb,) = client.get("/api/agreement")["pairs"]
    assert (jobb["value"], jobb["figure"]) == (None, "Cohens κ alla har gett koden överallt")


def test_suggestions_that_people_accepted_are_told_apart_from_what_they_coded_blind(client: Any) -> None:
    client.act("accept", client.quote("sökt jobb"))
    client.act("reject", client.quote("Han har jobb"))
    got = client.get("/api/agreement")
    jobb = row(got["codes"], JOBB)
    assert jobb["accepted"]["n"] == 2 and jobb["accepted"]["figure"].startswith("0,50 (")
    assert (jobb["status"], jobb["n"], jobb["figure"]) == ("untested", 0, "")
    assert jobb["said"] == "inte validerad än: människor har bedömt 0 av minst 50 stycken"


@pytest.mark.parametrize("least", [50, 5])
def test_blind_judgements_are_held_against_the_gate(
    folder: Path, client_of: Callable[..., Any], least: int
) -> None:
    settings = folder / "study.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}gate: {{segments: {least}}}\n", "utf-8")
    desk = client_of(folder)
    material = desk.desk._view.material
    segments = [(source, each) for source in material.sources for each in source.segments if each.coded]
    given = material.by_segment
    # The person sees the machine's jobb everywhere but once.
    rows = [
        Decision(
            source.name, material.hashes[source.name], each.start, each.end, each.text, "jobb",
            "yes" if "jobb" in given[source.name].get(each.index, {}) and at else "no",
            "Cai", "2026-01-02T03:04:05Z", "random:r1",
        )
        for at, (source, each) in enumerate(segments)
    ]  # fmt: skip
    assert "jobb" in given[segments[0][0].name][segments[0][1].index]
    append(folder / "codings", rows)
    got = desk.get("/api/agreement")
    jobb = row(got["codes"], JOBB)
    n = len(segments)
    wanted = min(least, n)
    assert (jobb["n"], jobb["needed"], jobb["need"]) == (n, wanted, 0)
    assert jobb["status"] == ("untested" if least > n else "below")
    assert jobb["figure"].startswith("Cohens κ 0,") and "–" in jobb["figure"]
    # The other codes have not been judged blind.
    assert got["draw"] == wanted
    # All there is has been judged: there is nothing that would make an interval narrower.
    assert jobb["width_after"] is None


def test_more_judgements_change_the_figures(client: Any) -> None:
    assert client.get("/api/agreement")["codes"] == []
    client.act("accept", client.quote("sökt jobb"))
    (jobb,) = client.get("/api/agreement")["codes"]
    assert (jobb["number"], jobb["need_yes"], jobb["need_no"]) == (JOBB, 9, 10)


def test_the_learning_curve_of_the_newest_coder_is_told(client: Any, folder: Path) -> None:
    coder = folder / "models" / "min"
    coder.mkdir(parents=True)
    words = "Jag har sökt jobb i två år."
    learnt = [{"source": "anna.txt", "text": text_key(words)}]
    (coder / "heads.json").write_text(json.dumps({"learnt_from": learnt}), "utf-8")
    prospect = {"outlook": "helps", "gain": 0.04, "interval": [0.01, 0.07]}
    card = {"codes": {"jobb": {"more_coding": prospect}, "trygghet": {"more_coding": None}}}
    (coder / "card.yaml").write_text(yaml.safe_dump(card), "utf-8")
    client.act("accept", client.quote("sökt jobb"))
    client.act("accept", client.quote("Han har jobb"))
    got = client.get("/api/progress")["training"]
    assert got["name"] == "min"
    assert row(got["codes"], JOBB) == {"number": JOBB, "yes": 2, "no": 0, "new": 1, "prospect": prospect}


def test_what_training_would_get_is_what_people_agree_on(client: Any) -> None:
    client.act("accept", client.quote("sökt jobb"))
    client.act("accept", client.quote("Han har jobb"))
    client.act("reject", client.quote("Han har jobb"), name="Bo")
    got = client.get("/api/progress")["training"]
    assert (got["name"], got["enough"]) == ("", 20)
    assert row(got["codes"], JOBB) == {"number": JOBB, "yes": 1, "no": 0, "new": 1, "prospect": None}


def test_blind_only_ones_own_progress_is_told(client: Any) -> None:
    client.act("accept", client.quote("sökt jobb"))
    client.act("accept", client.quote("sökt jobb"), name="Bo")
    got = client.get("/api/progress", blind=True)
    assert (got["codes"], got["training"]) == ([], None)
    assert client.get("/api/agreement", blind=True) is None
    assert got["done"] == 1
