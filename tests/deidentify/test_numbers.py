"""Telephone and personal numbers, in digits and in words."""

from __future__ import annotations

import pytest

from qualcode.deidentify import personal_numbers, telephones
from qualcode.deidentify.found import apart
from qualcode.deidentify.spoken_numbers import chains, digits_of


def found(module, text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.about) for one in apart(module.find(text))]


@pytest.mark.parametrize(
    ("word", "digits"),
    [
        ("noll", "0"),
        ("sjuttiofyra", "74"),
        ("hundrasjuttiofyra", "174"),
        ("tjugi", "20"),
        ("arton", "18"),
        ("nollsjunoll", "070"),
        ("tro", None),
        ("sextant", None),
        ("ensju", None),
    ],
)
def test_number_words_are_digits(word: str, digits: str | None) -> None:
    assert digits_of(word) == digits


@pytest.mark.parametrize(
    "said",
    [
        "noll sju noll ett sju fyra noll sex två tre",
        "noll sju noll, ett sju fyra, noll sex, tjugotre",
        "noll sjuttio hundrasjuttiofyra noll sex tjugotre",
        "noll sju noll streck ett sjuttiofyra noll sex två tre",
        "nollsjunoll ett sju fyra noll sex tjugotre",
        "Noll sju noll – 174 noll sex tjugotre",
    ],
)
def test_a_telephone_number_is_one_however_it_is_said(said: str) -> None:
    text = f"Ring mig på {said} så svarar jag."
    assert found(telephones, text) == [(said, "0701740623")]


@pytest.mark.parametrize(
    "written",
    [
        "070-174 06 23",
        "0701740623",
        "070 174 06 23",
        "070-1740623",
        "070/174 06 23",
        "0 7 0 1 7 4 0 6 2 3",
        "070, 174, 06, 23",
        "+46 70 174 06 23",
        "+46701740623",
        "0046 70-174 06 23",
        "+46 (0)70-174 06 23",
    ],
)
def test_a_telephone_number_is_one_however_it_is_written(written: str) -> None:
    assert found(telephones, f"Numret är {written}, tack.") == [(written, "0701740623")]


def test_a_number_without_its_area_is_one_where_it_is_called_so() -> None:
    assert found(telephones, "Växeln är 174 06 23.") == [("174 06 23", "1740623")]
    assert not found(telephones, "Det bor 174 06 23 i huset.")


@pytest.mark.parametrize(
    "text",
    [
        "Det kostade 125 000 kronor 2019-2021.",
        "Bussen går 08.15 till 09.30 på linje 702.",
        "Vi var 25 personer, 12 tjejer och 13 killar, tre fyra timmar.",
        "Diarienummer 2023-0417.",
        "Möte den 04-12-2023 och 04 12 2023.",
        "Det var ett två tre, sen sprang vi.",
        "Noll komma fem procent, noll intresse.",
        "Öppet 08-16 alla dagar, 0,5 mil bort.",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert not found(telephones, text)
    assert not found(personal_numbers, text)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("19121212-1212", "1212121212"),
        ("121212-1212", "1212121212"),
        ("121212-1213", "1212121213"),
        ("121212+1212", "1212121212"),
        ("191212121212", "1212121212"),
        ("1212121212", "1212121212"),
        ("20091105 4321", "0911054321"),
        ("19 12 12 12 - 12 12", "1212121212"),
        ("780561-2391", "7805612391"),
        ("860983-2276", "8609832276"),
        ("860923 – 4417", "8609234417"),
        ("070312-1238", "0703121238"),
        ("860923-T417", "860923T417"),
    ],
)
def test_a_personal_number_is_one_with_any_check_digit_and_without_century(written: str, digits: str) -> None:
    assert found(personal_numbers, f"Det står {written} i papperen.") == [(written, digits)]


def test_a_personal_number_may_be_said() -> None:
    text = "personnumret är åttiosex noll nio tjugotre fyrtiofyra sjutton"
    assert found(personal_numbers, text) == [("åttiosex noll nio tjugotre fyrtiofyra sjutton", "8609234417")]
    assert not found(telephones, text)


def test_the_last_four_alone_count_where_they_are_called_so() -> None:
    assert found(personal_numbers, "de fyra sista är 4417") == [("4417", "4417")]
    assert not found(personal_numbers, "det var år 1998")


def test_organization_numbers_are_no_personal_ones() -> None:
    assert not found(personal_numbers, "Bolaget har 556036-0793.")


def test_ten_digits_from_a_zero_are_a_telephone_unless_they_are_called_otherwise(marked) -> None:
    assert marked("Nå mig på 0701740677.") == "Nå mig på ⟦phone:0701740677⟧."
    assert marked("Mitt personnummer är 0701740677.") == "Mitt personnummer är ⟦id:0701740677⟧."


def test_chains_end_where_something_else_stands_between() -> None:
    (chain,) = chains("han är fyra år, åtta nio tio sa hon")
    assert chain.digits == "8910"
