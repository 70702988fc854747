"""Names that no list has, found by who is spoken of beside them and by being said again."""

from __future__ import annotations

import pytest

from qualcode.deidentify.finder import look
from qualcode.deidentify.short_texts import name_in_label, names_in_value
from qualcode.deidentify.study_list import ListedNames, StudyList


def unmarked(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize(
    "text",
    [
        "Pappan ⟦Qelvin⟧ är sjuk.",
        "Hon och ⟦Qelvet⟧ delar tjänst.",
        "Jag är ⟦Qelvin Zarbo⟧ och bor här.",
        "Vi bodde hos ⟦Umm Mahmoud⟧ först.",
    ],
)
def test_a_name_that_no_list_has_is_found_beside_people(marked, text: str) -> None:
    assert marked(unmarked(text)) == text


@pytest.mark.parametrize(
    "text",
    ["Jag är Svensk. Hon och Arbetsförmedlingen är oense.", "Jag är från Alby och hon är från Fittja."],
)
def test_ordinary_words_beside_people_stay(marked, text: str) -> None:
    assert marked(text) == text


def test_what_context_made_a_name_of_is_one_in_the_whole_source_and_in_no_other(read_as) -> None:
    here = read_as("R: Hon och Qelvet kom. Qelvets bil är sönder.", name="a.txt")
    there = read_as("R: Qelvet är nytt.", name="b.txt")
    findings = look({"a.txt": here, "b.txt": there}, ListedNames(StudyList())).findings
    assert [one.about for one in findings["a.txt"].text] == ["Qelvet", "Qelvet"]
    assert findings["b.txt"].text == []


def test_a_surname_that_is_a_word_too_follows_an_introduced_name_in_small_letters(marked) -> None:
    told = marked("I: vad heter han", "R: min mentor heter magnus holm och han är schysst")
    assert told.endswith("heter ⟦magnus holm⟧ och han är schysst")


def test_a_mobile_number_may_open_with_the_country_and_no_plus(marked) -> None:
    assert marked("Skicka sms, 46701740623.") == "Skicka sms, ⟦phone:46701740623⟧."
    assert marked("Det var 46701740623456 på fakturan.") == "Det var 46701740623456 på fakturan."


def test_a_surname_that_is_a_word_too_is_part_of_a_name_in_columns_and_labels() -> None:
    assert names_in_value("Qelvin Ask, Zarbo Sten") == ["Qelvin Ask", "Zarbo Sten"]
    assert name_in_label("Qelvin Ask") == "Qelvin Ask"
    assert names_in_value("Grupp Qelvin") == [] and name_in_label("Kommunens Folk") is None


@pytest.mark.parametrize(
    "text",
    [
        "Bomben kom på onsdagen. ⟦Araxi⟧, mamman, bar ut barnen.",
        "De låste ute alla. ⟦Ingemund⟧, 91, ringde polisen.",
        "Där bodde en familj ⟦Sarkisian⟧ förr.",
        "Det är fel på dörren, det står ⟦Salmelin⟧.",
        "En fick vi, ⟦Malva⟧, hon var vikarie.",
        "Vem då? En kille i klassen. ⟦Neo⟧. Tolv år.",
        "Rösterna var ⟦Krister⟧ 1, ⟦Suad⟧ 1, ⟦Jenny⟧ 1, ⟦Maj⟧ 1",
        "Till slut svarade ⟦Maj⟧, det var i maj.",
        "Ordningsvakt ⟦Bengan⟧ dansade.",
        "Där satt han, alla säger ⟦Krille⟧.",
        "⟦Carl-Johan⟧ heter ⟦Sandberger⟧ med två r.",
        "Assisterande är ⟦Kurre Holmdahl⟧ nu.",
        "Alla kom. ⟦Rêzan⟧ sköter ljudet.",
    ],
)
def test_names_are_told_by_what_stands_beside_them(marked, text: str) -> None:
    assert marked(unmarked(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Innan hette det Salong Birgit.",
        "Sen kom Ingrids konditori.",
        "På skylten står Roffes Bil.",
        "Där ligger S:t Gabriel och Sankt Olof.",
        "De begravs i Gustav Adolfs kyrka.",
        "Hon lagade Janssons frestelse. Vi har sökt sen Noaks ark.",
        "Vi läste Torgny Lindgren och Martin Beck och Olof Palmes tal.",
        "Vi firar Valborg. Valborg!",
        "Kiitos. Det var allt.",
    ],
)
def test_what_is_called_after_somebody_stays(marked, text: str) -> None:
    assert marked(text) == text


def test_a_house_that_opens_a_sentence_makes_no_institution_of_who_acts(marked) -> None:
    assert marked("Huset Anna ritade blev fint.") == "Huset ⟦Anna⟧ ritade blev fint."


@pytest.mark.parametrize(
    "told", ["Närvarande: Karin Ekdal (KE), Ali Noor (AN)", "KE = Karin Ekdal, AN = Ali Noor"]
)
def test_initials_that_a_text_tells_of_are_the_names(told: str) -> None:
    from qualcode.deidentify.short_texts import names_of_initials

    text = f"Påhittad text.\n{told}\nKE: Ja.\nAN: Nej, KE (skratt) har fel.\n"
    assert names_of_initials(text, ["KE", "AN", "IP", "Anna"]) == ["Karin Ekdal", "Ali Noor"]
    assert names_of_initials("Vi var på Ica Maxi (KE).", ["KE"]) == []
