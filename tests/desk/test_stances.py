"""Quotes under the argument's claims at the desk, and what the dossier makes of what is chosen there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode import cli, run
from qualcode.argument import choices, of_study
from qualcode.study import Study

JOBS = "Jag har sökt jobb i två år."


@pytest.fixture
def desk(argued: Path, client_of: Callable[..., Any]) -> Any:
    """The desk of the study with an argumentation, when that has been read."""
    client = client_of(argued)
    assert client.argument()["state"] == "ready"
    return client


def under(client: Any, words: str, claim: str = "ger-jobb", **who: Any) -> dict[str, Any]:
    """How a quote stands under a claim."""
    rows = client.quote(words, **who)["claims"]
    return next(each for each in rows if each["claim"] == claim)


def in_dossier(folder: Path, words: str, claim: str = "ger-jobb") -> Any:
    """The quote in the dossier; nothing if it has none there."""
    made = of_study.dossier(Study.open(folder))
    (entry,) = [each for each in made.parts if each.id == claim]
    views = [entry.local, entry.outside]
    found = [quote for view in views for side in view.sides for quote in side.quotes if words in quote.text]
    return found[0] if found else None


def test_a_quote_shows_its_claims_with_side_and_reason(desk: Any) -> None:
    (row,) = desk.quote("sökt jobb")["claims"]
    assert (row["claim"], row["side"], row["by"]) == ("ger-jobb", "supports", "")
    assert (row["pinned"], row["banned"]) == ("", "")
    assert row["words"] == JOBS
    assert row["why"].startswith("Någon talar om jobb.")
    objection = under(desk, "Där är jag rädd", "radsla")
    assert (objection["kind"], objection["sides"]["supports"]) == ("Invändning", "Reser invändningen")


def test_a_side_that_is_confirmed_at_the_desk_is_confirmed_in_the_dossier(desk: Any, argued: Path) -> None:
    assert in_dossier(argued, JOBS).stance == "suggested"
    assert desk.stand("stance", under(desk, "sökt jobb"), "supports").status_code == 200
    row = under(desk, "sökt jobb")
    assert (row["side"], row["by"]) == ("supports", "Anna Ek")
    quote = in_dossier(argued, JOBS)
    assert (quote.side, quote.stance, quote.confirmed_by) == ("supports", "confirmed", "Anna Ek")


def test_a_side_is_turned_and_a_quote_that_does_not_belong_goes(desk: Any, argued: Path) -> None:
    desk.stand("stance", under(desk, "sökt jobb"), "challenges")
    assert in_dossier(argued, JOBS).side == "challenges"
    desk.stand("stance", under(desk, "sökt jobb"), "neither", name="Bo")
    assert in_dossier(argued, JOBS) is None
    # It still can be turned at the desk.
    row = under(desk, "sökt jobb")
    assert (row["side"], row["by"]) == ("neither", "Bo")
    desk.stand("stance", row, "supports")
    assert in_dossier(argued, JOBS).confirmed_by == "Anna Ek"


def test_a_pin_confirms_and_its_release_leaves_the_side(desk: Any, argued: Path) -> None:
    desk.stand("pin", under(desk, "sökt jobb"), "supports")
    assert in_dossier(argued, JOBS).pinned_by == "Anna Ek"
    desk.stand("release", under(desk, "sökt jobb"), name="Bo")
    row = under(desk, "sökt jobb")
    assert (row["pinned"], row["by"]) == ("", "Anna Ek")
    assert (in_dossier(argued, JOBS).pinned_by, in_dossier(argued, JOBS).stance) == ("", "confirmed")


def test_a_ban_keeps_a_quote_from_being_shown_until_it_is_released(desk: Any, argued: Path) -> None:
    desk.stand("stance", under(desk, "sökt jobb"), "supports")
    desk.stand("ban", under(desk, "sökt jobb"), name="Bo")
    assert (under(desk, "sökt jobb")["banned"], in_dossier(argued, JOBS)) == ("Bo", None)
    desk.stand("release", under(desk, "sökt jobb"))
    row = under(desk, "sökt jobb")
    assert (row["banned"], row["side"], row["by"]) == ("", "supports", "Anna Ek")
    assert in_dossier(argued, JOBS).stance == "confirmed"


def test_what_was_chosen_is_withdrawn_also_after_the_text_was_edited(
    desk: Any, argued: Path, client_of: Callable[..., Any]
) -> None:
    desk.stand("pin", under(desk, "sökt jobb"), "challenges")
    path = argued / "corpus" / "anna.txt"
    path.write_text(path.read_text("utf-8").replace("Intervjuare: Hur", "Intervjuare: Säg mig, hur"), "utf-8")
    run.run(Study.open(argued), direct=True)
    again = client_of(argued)
    again.argument()
    row = under(again, "sökt jobb")
    assert (row["side"], row["pinned"]) == ("challenges", "Anna Ek")
    again.stand("stance", row, "supports")
    assert (under(again, "sökt jobb")["side"], under(again, "sökt jobb")["pinned"]) == ("supports", "Anna Ek")
    again.stand("withdraw", under(again, "sökt jobb"))
    row = under(again, "sökt jobb")
    assert (row["side"], row["by"], row["pinned"]) == ("supports", "", "")
    assert again.stand("withdraw", row).json()["refused"] == "nothing_chosen"


def test_undo_brings_back_what_held_whoever_had_said_it(desk: Any, argued: Path) -> None:
    desk.stand("pin", under(desk, "sökt jobb"), "supports", name="Bo")
    desk.stand("stance", under(desk, "sökt jobb"), "neither")
    desk.act("accept", desk.quote("sökt jobb"))
    desk.post("/api/undo", {})
    assert under(desk, "sökt jobb")["side"] == "neither"
    desk.post("/api/undo", {})
    row = under(desk, "sökt jobb")
    assert (row["side"], row["by"], row["pinned"]) == ("supports", "Bo", "Bo")
    assert in_dossier(argued, JOBS).pinned_by == "Bo"
    assert desk.send("/api/undo", {}).json()["refused"] == "nothing_to_undo"


def test_undo_does_not_touch_what_somebody_has_chosen_since(desk: Any) -> None:
    desk.act("accept", desk.quote("sökt jobb"))
    desk.stand("stance", under(desk, "sökt jobb"), "supports")
    desk.stand("stance", under(desk, "sökt jobb"), "challenges", name="Bo")
    assert desk.send("/api/undo", {}).json()["refused"] == "chosen_since"
    assert under(desk, "sökt jobb")["by"] == "Bo"
    # What was done before that can be undone all the same.
    desk.post("/api/undo", {})
    assert desk.quote("sökt jobb")["held"] is None


def test_blind_only_ones_own_choices_are_told(desk: Any) -> None:
    desk.stand("stance", under(desk, "sökt jobb"), "supports", name="Bo")
    blind = desk.quote("sökt jobb", blind=True)
    assert (blind["argued"], blind["claims"]) == (True, [])
    row = {**under(desk, "sökt jobb"), "claim": "ljus"}
    desk.stand("stance", row, "challenges", blind=True)
    (own,) = desk.quote("sökt jobb", blind=True)["claims"]
    assert (own["claim"], own["side"], own["by"], own["why"]) == ("ljus", "challenges", "Anna Ek", "")


def test_what_is_chosen_in_a_terminal_is_seen_at_once(
    desk: Any, argued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = in_dossier(argued, JOBS).id
    version = desk.get("/api/state")["version"]
    monkeypatch.chdir(argued)
    cli.app(["dossier", "ban", "ger-jobb", id_, "--person", "Cai"], standalone_mode=False)
    assert under(desk, "sökt jobb")["banned"] == "Cai"
    assert desk.get("/api/state")["version"] > version


def test_any_words_can_be_put_under_a_claim(desk: Any, argued: Path, part: Any) -> None:
    quote = desk.quote("Där är jag rädd")
    row = {**part(quote, "Ingen går där"), "claim": "ljus"}
    desk.stand("stance", row, "supports")
    assert under(desk, "Där är jag rädd", "ljus")["words"] == "Ingen går där"
    assert in_dossier(argued, "Ingen går där", "ljus").confirmed_by == "Anna Ek"


def test_the_line_is_narrowed_to_a_claim_and_to_sides_that_nobody_confirmed(desk: Any) -> None:
    def words(**choice: Any) -> set[str]:
        return {row["words"] for row in desk.line(**choice)}

    jobs = words(claims=["ger-jobb"])
    assert JOBS in jobs and "Där är jag rädd." not in jobs
    assert words(status="stance", claims=["ger-jobb"]) == jobs
    desk.stand("stance", under(desk, "sökt jobb"), "supports")
    assert words(status="stance", claims=["ger-jobb"]) == jobs - {JOBS}
    assert words(claims=["ger-jobb"]) == jobs


def test_words_that_a_search_alone_puts_under_a_claim_are_met_in_its_line(desk: Any, argued: Path) -> None:
    words = "Det var min granne som hörde av sig."
    assert words not in {row["words"] for row in desk.line()}
    rows = desk.line(claims=["ger-jobb"])
    assert [row["words"][:3] for row in rows][:3] == ["Jag", "Sen", "Det"]
    address = f"/api/quotes/{rows[2]['id']}"
    quote = desk.get(address)
    assert (quote["code"], quote["reasons"], quote["status"]) == (-1, [], "open")
    (row,) = quote["claims"]
    assert (row["side"], row["words"]) == ("challenges", words)
    desk.stand("stance", row, "challenges")
    assert words not in {row["words"] for row in desk.line(claims=["ger-jobb"], status="stance")}
    assert in_dossier(argued, words).stance == "confirmed"
    # Nobody who is blind opens it: it would tell what the machine found.
    blind = desk.http.get(address, headers={"X-Reviewer": "Bo", "X-Blind": "1"})
    assert blind.json()["refused"] == "quote"


def test_a_code_that_people_took_away_no_longer_speaks_for_a_claim(desk: Any) -> None:
    desk.act("reject", desk.quote("sökt jobb"))
    assert desk.quote("sökt jobb")["claims"] == []
    desk.post("/api/undo", {})
    assert under(desk, "sökt jobb")["side"] == "supports"


@pytest.mark.parametrize(
    ("change", "side", "refused"),
    [
        ({"claim": "finns-inte"}, "supports", "claim"),
        ({}, "", "side"),
        ({"words": "Något annat."}, "supports", "words"),
        ({"end": 10_000}, "supports", "stretch"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_saved(
    desk: Any, argued: Path, change: dict[str, Any], side: str, refused: str
) -> None:
    answer = desk.stand("pin", {**under(desk, "sökt jobb"), **change}, side)
    assert (answer.status_code, answer.json()["refused"]) == (409, refused)
    assert not choices.file_of(argued).exists()


def test_choices_that_cannot_be_written_are_told_in_swedish_with_their_place(desk: Any, argued: Path) -> None:
    row = under(desk, "sökt jobb")
    choices.file_of(argued).mkdir(parents=True)
    answer = desk.stand("stance", row, "supports")
    assert answer.status_code == 507
    assert answer.json()["words"].startswith(
        "Beslutet kunde inte sparas i argument/choices.csv: filen gick inte"
    )
    assert under(desk, "sökt jobb")["by"] == ""


def test_rows_that_are_no_choices_are_told_with_their_line(desk: Any, argued: Path) -> None:
    desk.stand("stance", under(desk, "sökt jobb"), "supports")
    path = choices.file_of(argued)
    path.write_text(path.read_text("utf-8") + "trasig;rad\n", "utf-8")
    told = desk.argument()
    assert (told["unreadable"], told["unreadable_at"]) == (1, ["argument/choices.csv:3"])
    assert under(desk, "sökt jobb")["by"] == "Anna Ek"


def test_an_edited_argumentation_is_read_again_and_faults_are_told_with_their_place(
    desk: Any, argued: Path
) -> None:
    path = argued / "codebook" / "argumentation.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("codes: [belysning]", "codes: [finns-inte]"), "utf-8")
    told = desk.argument()
    assert (told["state"], told["problems"], desk.quote("sökt jobb")["argued"]) == ("invalid", 1, False)
    line = next(at for at, each in enumerate(text.splitlines(), 1) if "codes: [belysning]" in each)
    assert told["at"][0].startswith(f"codebook/argumentation.yaml:{line}:")
    path.write_text(text.replace("Den som bor här får jobb.", "De som bor här får jobb."), "utf-8")
    assert desk.argument(but="invalid") and desk.argument()["state"] == "ready"
    assert under(desk, "sökt jobb")["text"] == "De som bor här får jobb."
    path.unlink()
    assert desk.argument()["state"] == "none"


def test_a_study_without_an_argumentation_shows_none(client: Any) -> None:
    assert client.argument()["state"] == "none"
    assert (client.quote("sökt jobb")["argued"], client.quote("sökt jobb")["claims"]) == (False, [])
