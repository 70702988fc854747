"""What a reviewer does stands in codings/, row by row, before the page is told so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.decisions import Decision, append, in_force
from qualcode.decisions.decision import text_hash

JOBB, TRYGGHET, BELYSNING = 0, 1, 2
Said = Callable[[], list[Decision]]


def held(said: Said) -> set[tuple[str, str, str, str]]:
    """What holds: who, words, code, judgement."""
    return {(each.coder, each.quote, each.code, each.judgement) for each in in_force(said())}


def test_a_decision_says_where_what_and_whose(client: Any, said: Said) -> None:
    quote = client.quote("sökt jobb")
    client.act("accept", quote, memo="Tydligt.")
    (row,) = said()
    text = client.desk._view.material.texts["anna.txt"]
    assert (row.source, row.code, row.judgement, row.coder) == ("anna.txt", "jobb", "yes", "Anna Ek")
    assert (row.quote, row.memo, row.origin) == ("Jag har sökt jobb i två år.", "Tydligt.", "review")
    assert row.text_hash == text_hash(text)
    assert text[row.start : row.end] == row.quote
    assert client.get(f"/api/quotes/{quote['id']}")["held"]["judgement"] == "yes"


def test_a_change_of_mind_is_a_new_row_and_the_same_again_is_none(client: Any, said: Said) -> None:
    quote = client.quote("sökt jobb")
    for kind in ("accept", "accept", "reject"):
        client.act(kind, quote)
    assert [each.judgement for each in said()] == ["yes", "no"]
    assert client.quote("sökt jobb")["status"] == "no"


def test_another_code_takes_the_place_of_the_machines_unless_it_stands_below(client: Any, said: Said) -> None:
    client.act("change", client.quote("sökt jobb"), codes=[BELYSNING])
    client.act("change", client.quote("Där är jag rädd"), codes=[BELYSNING])
    assert held(said) == {
        ("Anna Ek", "Jag har sökt jobb i två år.", "jobb", "no"),
        ("Anna Ek", "Jag har sökt jobb i två år.", "belysning", "yes"),
        ("Anna Ek", "Där är jag rädd.", "belysning", "yes"),
    }


def test_narrower_borders_take_the_code_from_what_was_cut_off_alone(
    client: Any, part: Any, said: Said
) -> None:
    quote = client.quote("rädd vid tunnelbanan")
    client.act("borders", quote, new=part(quote, "är jag rädd vid tunnelbanan 😀"))
    assert held(said) == {
        ("Anna Ek", "är jag rädd vid tunnelbanan 😀", "trygghet", "yes"),
        ("Anna Ek", "På kvällen", "trygghet", "no"),
        ("Anna Ek", "faktiskt.", "trygghet", "no"),
    }
    rows = [row for row in client.line() if row["words"] == "är jag rädd vid tunnelbanan 😀"]
    assert [(row["status"], row["id"][0]) for row in rows] == [("yes", "p")]


def test_wider_borders_take_ones_earlier_word_back(client: Any, part: Any, said: Said) -> None:
    quote = client.quote("Där är jag rädd")
    client.act("accept", quote)
    client.act("borders", quote, new=part(quote, "Där är jag rädd. Ingen går där efter åtta."))
    assert held(said) == {("Anna Ek", "Där är jag rädd. Ingen går där efter åtta.", "trygghet", "yes")}


def test_any_stretch_of_a_transcript_can_get_a_code(client: Any, said: Said) -> None:
    source = client.get("/api/sources/1")
    start = source["text"].encode("utf-16-le").index("Jag ringer min bror.".encode("utf-16-le")) // 2
    words = "Jag ringer min bror."
    place = {"source": 1, "start": start, "end": start + len(words), "words": words}
    body = {"run": client.desk._view.material.run, "kind": "add", "place": place, "codes": [TRYGGHET]}
    client.post("/api/acts", body)
    assert held(said) == {("Anna Ek", words, "trygghet", "yes")}
    (quote,) = [row for row in client.line(status="yes") if row["words"] == words]
    client.act("remove", client.get(f"/api/quotes/{quote['id']}"))
    assert held(said) == set()


def over_turns(client: Any, first: str, last: str) -> dict[str, Any]:
    """Words of Bilal's transcript, from some to others."""
    text = client.get("/api/sources/1")["text"]
    start, end = text.index(first), text.index(last) + len(last)
    shift = len(text[:start].encode("utf-16-le")) // 2 - start
    return {"source": 1, "start": start + shift, "end": end + shift, "words": text[start:end]}


def test_words_of_several_turns_are_judged_turn_by_turn_and_undone_at_once(client: Any, said: Said) -> None:
    place = over_turns(client, "Lamporna är", "ringer min bror.")
    body = {"run": client.desk._view.material.run, "kind": "add", "place": place, "codes": [JOBB]}
    client.post("/api/acts", body)
    # Nobody codes what the interviewer says between them.
    assert held(said) == {
        ("Anna Ek", "Lamporna är trasiga.", "jobb", "yes"),
        ("Anna Ek", "Jag ringer min bror.", "jobb", "yes"),
    }
    assert {row["words"] for row in client.line(status="yes")} == {
        "Lamporna är trasiga.", "Jag ringer min bror.",
    }  # fmt: skip
    client.post("/api/acts", body)
    assert len(said()) == 2
    client.post("/api/undo", {})
    assert held(said) == set()


def test_borders_that_reach_into_the_next_turn_are_set_in_both(client: Any, said: Said) -> None:
    quote = client.quote("Lamporna är trasiga")
    client.act("accept", quote)
    client.act("borders", quote, new=over_turns(client, "Lamporna är", "ringer min bror."))
    yes = {
        ("Anna Ek", "Lamporna är trasiga.", "belysning", "yes"),
        ("Anna Ek", "Jag ringer min bror.", "belysning", "yes"),
    }
    assert held(said) == yes
    client.post("/api/undo", {})
    assert held(said) == {("Anna Ek", "Lamporna är trasiga.", "belysning", "yes")}


def test_what_was_imported_over_several_turns_is_judged_turn_by_turn(client: Any, said: Said) -> None:
    place = over_turns(client, "Lamporna är", "ringer min bror.")
    material = client.desk._view.material
    start = material.texts["bilal.txt"].index(place["words"])
    about = ("bilal.txt", material.hashes["bilal.txt"], start, start + len(place["words"]), place["words"])
    made = ("jobb", "yes", "Bo", "2026-03-01T10:00:00Z", "import:lista.csv")
    append(client.desk.study.codings, [Decision(*about, *made)])
    imported = [row for row in client.line(codes=[JOBB], sources=[1]) if row["id"][0] == "p"]
    told = [(row["speaker"], row["words"]) for row in imported]
    assert ("Bilal", "Lamporna är trasiga.") in told and ("Bilal", "Jag ringer min bror.") in told
    client.act("reject", client.quote("Jag ringer min bror.", JOBB))
    assert ("Anna Ek", "Jag ringer min bror.", "jobb", "no") in held(said)


def test_removing_a_code_of_the_machines_is_a_no(client: Any, said: Said) -> None:
    client.act("remove", client.quote("sökt jobb"))
    assert held(said) == {("Anna Ek", "Jag har sökt jobb i två år.", "jobb", "no")}


def test_undo_withdraws_and_gives_back_what_held_before(client: Any, said: Said) -> None:
    quote = client.quote("sökt jobb")
    client.act("reject", quote, memo="Först.")
    client.act("change", quote, codes=[TRYGGHET])
    client.post("/api/undo", {})
    assert held(said) == {("Anna Ek", "Jag har sökt jobb i två år.", "jobb", "no")}
    assert in_force(said())[0].memo == "Först."
    client.post("/api/undo", {})
    assert held(said) == set()
    answer = client.send("/api/undo", {})
    assert (answer.status_code, answer.json()["refused"]) == (409, "nothing_to_undo")


def test_a_note_is_saved_with_the_decision_or_after_it(client: Any, said: Said) -> None:
    quote = client.quote("sökt jobb")
    assert client.send("/api/acts", client.body("memo", quote, memo="Hm.")).status_code == 409
    client.act("accept", quote)
    client.act("memo", quote, memo="Två år.\nDet är långt.")
    assert [each.memo for each in in_force(said())] == ["Två år.\nDet är långt."]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"words": "Jag har sökt jobb i tre år."}, "words"),
        ({"end": 10_000}, "stretch"),
        ({"source": 7}, "stretch"),
    ],
)
def test_words_that_do_not_stand_there_are_refused(
    client: Any, place: Any, said: Said, change: dict[str, Any], refused: str
) -> None:
    body = client.body("accept", client.quote("sökt jobb"))
    body["place"] |= change
    answer = client.send("/api/acts", body)
    assert (answer.status_code, answer.json()["refused"]) == (409, refused)
    assert said() == []


def test_half_an_emoji_is_no_place(client: Any, part: Any, said: Said) -> None:
    quote = client.quote("rädd vid tunnelbanan")
    new = part(quote, "är jag rädd vid tunnelbanan 😀")
    answer = client.send("/api/acts", client.body("borders", quote, new={**new, "end": new["end"] - 1}))
    assert (answer.status_code, answer.json()["refused"]) == (409, "stretch")
    assert said() == []


@pytest.mark.parametrize("name", ["", "rules", "modell%40abc", "A%20%2B%20B", "%0A", "x" * 81])
def test_nobody_judges_without_a_name_or_under_a_machines(client: Any, said: Said, name: str) -> None:
    body = client.body("accept", client.quote("sökt jobb"))
    answer = client.send("/api/acts", body, name=name)
    assert (answer.status_code, answer.json()["refused"]) == (409, "name")
    assert said() == []


def test_what_cannot_be_written_is_not_shown_as_decided(client: Any, folder: Path, said: Said) -> None:
    quote = client.quote("sökt jobb")
    (folder / "codings").write_text("i vägen", "utf-8")
    answer = client.send("/api/acts", client.body("accept", quote))
    assert answer.status_code == 507
    assert "kunde inte sparas" in answer.json()["words"]
    (folder / "codings").unlink()
    assert client.quote("sökt jobb")["status"] == "open"
    client.act("accept", quote)
    assert held(said) == {("Anna Ek", "Jag har sökt jobb i två år.", "jobb", "yes")}


def test_times_put_a_reviewers_words_on_the_same_text_in_order(client: Any, said: Said) -> None:
    quote = client.quote("sökt jobb")
    for kind in ("accept", "reject", "accept", "reject"):
        client.act(kind, quote)
    times = [each.made for each in said()]
    assert times == sorted(set(times))
