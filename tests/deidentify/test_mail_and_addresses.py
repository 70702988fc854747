"""Mail addresses and addresses with a house number."""

from __future__ import annotations

import pytest

from qualcode.deidentify import mail
from qualcode.deidentify.study_list import StudyList


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Anna.Berg+x@example.se", "anna.berg+x@example.se"),
        ("anna punkt andersson snabel-a example punkt se", "anna.andersson@example.se"),
        ("anna punkt andersson snabel a example punkt se", "anna.andersson@example.se"),
        ("anna.andersson snabela example.se", "anna.andersson@example.se"),
        ("anna understreck berg snabel-a example punkt se", "anna_berg@example.se"),
        ("anna bindestreck berg åttiofyra snabel-a example punkt se", "anna-berg84@example.se"),
        ("elin punkt sandberg at example punkt se", "elin.sandberg@example.se"),
        ("anna (at) example.se", "anna@example.se"),
        ("anna.berg snabel-a mejl punkt example punkt se", "anna.berg@mejl.example.se"),
    ],
)
def test_a_mail_address_is_one_however_it_is_said(said: str, typed: str) -> None:
    text = f"Skriv till {said} i morgon."
    assert [(text[one.start : one.end], one.about) for one in mail.find(text)] == [(said, typed)]


@pytest.mark.parametrize(
    "text", ["Vi ses at the station.", "Punkt slut, se där.", "Hon sa snabel-a och skrattade."]
)
def test_what_is_no_address_stays(text: str) -> None:
    assert not list(mail.find(text))


@pytest.mark.parametrize(
    "address",
    [
        "Tomtbergavägen 12 B, 3 tr",
        "Tomtbergavägen 12B",
        "Storgatan 12 lägenhet 1102",
        "Rådstuvägen 7, lgh 1203",
        "Fittja Backe 4",
        "Hallunda torg 5",
        "Värdshusvägen 9, 2 tr, 145 50 Norsborg",
        "Olof Palmes gata 17",
        "145 55 Norsborg",
        "c/o Åhlund, Solbovägen 6 A",
        "Box 112, 145 01 Norsborg",
        "Fittjavägen trettiotvå b",
        "Klövervägen 11–13",
    ],
)
def test_addresses_with_a_number_are_found_whole(marked, address: str) -> None:
    assert marked(f"Jag bor på {address}. Det är bra.") == f"Jag bor på ⟦address:{address}⟧. Det är bra."


def test_small_letters_and_a_number_in_words(marked) -> None:
    assert marked("den ligger på hantverkarvägen tjugotvå i alby") == (
        "den ligger på ⟦address:hantverkarvägen tjugotvå⟧ i alby"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Vi gick Norsborgsvägen fram.",
        "Albyvägen 3 minuter bort.",
        "Hon sitter på plan 4 i kommunhuset.",
        "På Storgatan 2019 brann det.",
        "Cykelvägen två gånger om dagen.",
        "Linje 708 går på Hågelbyleden.",
    ],
)
def test_streets_without_a_house_stay(marked, text: str) -> None:
    assert marked(text) == text


def test_the_studys_list_finds_organizations_and_places_however_they_are_written(marked) -> None:
    listed = StudyList(
        organizations=("Botkyrka Bygg AB | BBAB",),
        places=("Kvarteret Krögaren",),
        always=("Zorro",),
        never=("Ali",),
    )
    text = "Botkyrka byggs chef och BBAB i kvarteret krögaren känner Zorro och Ali men inte Botkyrka."
    assert marked(text, listed=listed) == (
        "⟦organization:Botkyrka bygg⟧s chef och ⟦organization:BBAB⟧ i ⟦place:kvarteret krögaren⟧"
        " känner ⟦Zorro⟧ och Ali men inte Botkyrka."
    )


def test_the_list_may_be_a_plain_text_file(tmp_path) -> None:
    from qualcode.deidentify.study_list import load

    path = tmp_path / "lista.txt"
    path.write_text("# våra\nBotkyrka Bygg AB\nplatser:\n- Kvarteret Krögaren\naldrig:\nSten\n", "utf-8")
    listed = load(path)
    assert listed == StudyList(
        organizations=("Botkyrka Bygg AB",), places=("Kvarteret Krögaren",), never=("Sten",)
    )


def test_a_wrong_key_in_the_list_is_told_with_its_place(tmp_path) -> None:
    from qualcode.deidentify.study_list import load
    from qualcode.errors import SettingsError

    path = tmp_path / "deidentify.yaml"
    path.write_text("organisations: [A]\n", "utf-8")
    with pytest.raises(
        SettingsError, match=r"deidentify.yaml:1:1: unknown key 'organisations'.*organizations"
    ):
        load(path)
