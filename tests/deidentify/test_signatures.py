"""Names where those who write sign, in labels of small letters, and what a part in the talk is called."""

from __future__ import annotations

import pytest

from qualcode.deidentify import signatures
from qualcode.deidentify.finder import look
from qualcode.deidentify.short_texts import name_in_label
from qualcode.deidentify.study_list import ListedNames, StudyList
from qualcode.transcript import Transcript

LOG = (
    "2/9 (Krallan) Öppnade 08. Regn.",
    "3/9 (Nevin) Bokade Krallan på torsdag.",
    "4/9 (Krallan) Låste. Inget glas.",
    "5/9 (alla) Fest. /Reijo",
)


def persons(read: Transcript) -> list[str]:
    findings = look({read.name: read}, ListedNames(StudyList())).findings[read.name]
    return [one.about for one in findings.text]


def test_who_signs_a_log_is_named_there_and_in_its_text_though_it_is_a_nickname(read_as) -> None:
    assert persons(read_as(*LOG)) == ["Krallan", "Nevin", "Krallan", "Krallan", "Reijo"]


def test_a_word_signs_where_names_do_and_what_is_no_name_there_does_not() -> None:
    def signed(text: str) -> list[str]:
        return signatures.names(signatures.find(text))

    assert signed("1/3 (Lillen) Regn.\n2/3 (Nevin) Sol.\n3/3 (Lillen) Snö.") == ["Lillen", "Nevin"]
    assert signed("1/3 (Paus) Regn.\n2/3 (Skratt) Sol.\n3/3 (Alby) Snö.\n4/3 (Intervjuare) Is.") == []
    assert signed("Pris: 30 kr/Styck\nNyckeln hänger i skåpet. /Reijo") == ["Reijo"]


def test_a_signature_that_the_study_says_is_none_stays(read_as) -> None:
    read = read_as(*LOG)
    listed = ListedNames(StudyList(never=("Krallan",)))
    findings = look({read.name: read}, listed).findings[read.name]
    assert [one.about for one in findings.text] == ["Nevin", "Reijo"]


@pytest.mark.parametrize("part", ["Speaker", "Talare", "Respondent", "Deltagare", "Participant", "Röst"])
def test_a_part_with_a_number_or_letter_is_nobody_in_labels_and_text(read_as, part: str) -> None:
    read = read_as(
        f"{part} 1 = forskare, {part} 2 = Wei Ling, {part} B är granne",
        f"{part} 1: Hej, vem är {part} B?",
        f"{part} 2: {part} B är min granne.",
        f"{part} B: {part} 1 frågade.",
    )
    findings = look({read.name: read}, ListedNames(StudyList())).findings[read.name]
    assert [one.about for one in findings.text] == ["Wei Ling"]
    assert not any(findings.labels.values())


def test_a_label_in_small_letters_is_somebody_unless_it_is_a_word_or_a_part(read_as) -> None:
    labels = ("olle", "anna-karin", "zelal", "paus", "intervjuare", "sammanfattning", "rektorn", "ip1")
    assert [name_in_label(label) for label in labels] == ["Olle", "Anna-Karin", "Zelal", *[None] * 5]
    read = read_as("olle: Är det okej?", "Svitlana: Ja, Olle, det är okej.", "olle: Bra.")
    findings = look({read.name: read}, ListedNames(StudyList())).findings[read.name]
    assert [one.about for one in findings.labels["olle"]] == ["Olle"]
    assert [one.about for one in findings.text] == ["Olle"]
