"""Names of people in speech, beside the words that look the same."""

from __future__ import annotations

import pytest

from qualcode.deidentify.name_lists import look_up, names
from qualcode.deidentify.short_texts import name_in_label, names_in_value


@pytest.mark.parametrize(
    "text",
    [
        "Jag heter ⟦Yllka⟧ och kommer hit ibland.",
        "⟦Shilan⟧ heter jag.",
        "Mitt namn är ⟦Oskar Danielsson⟧.",
        "Då hette jag ⟦Deqa Mohamud⟧, nu är det annat.",
        "Alla kallar honom ⟦Zizzo⟧.",
        "Min chef hette ⟦Birgitta⟧ och var snäll.",
        "Vi frågade professor ⟦Agneta Ståhlberg⟧ om det.",
        "Min sambo ⟦Ante⟧ är snickare.",
        "⟦Kajsa⟧s bror och ⟦Mehmet⟧s kusin gick hem.",
        "⟦Ann-Sofie af Klercker⟧ och ⟦Karl-Johan⟧ kom.",
        "⟦Rezan Aydın⟧ ringde, och ⟦Farideh Moghaddamzadeh⟧.",
        "⟦Nooshi Dadgostar⟧ växte upp här.",
        "Enligt ⟦Pettersson⟧ går det inte.",
        "Tack ⟦Yllka⟧, det var allt.",
        "Hon skrev till ⟦Hodan⟧ igår.",
        "⟦Hans⟧ bor kvar, och ⟦Hans Ek⟧ också.",
        "Vår granne ⟦Sten⟧ är snäll.",
        "⟦Björn⟧, vad tänker du?",
        "⟦My⟧ sa att hon inte vågar.",
        "Du kan ringa ⟦Linda⟧ om du vill.",
        "⟦Saga⟧ också.",
    ],
)
def test_names_are_found(marked, text: str) -> None:
    assert marked(text.replace("⟦", "").replace("⟧", "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Sten och grus på vägen till skolan.",
        "Hans fru flyttade till Norsborg.",
        "Vår förening har odling på våren.",
        "Bo här utan bil är svårt.",
        "Rosor och ros, en ros kostar ingenting.",
        "Vi brukar linda in barnvagnen.",
        "Det var en björn på väggen.",
        "Sagan om trygg kommun tror ingen på.",
        "Emir betyder prins.",
        "Gatan heter Hågelbyleden och torget heter Munkhättan.",
        "Det finns nåt som heter samverkansforum.",
        "I Alby, Fittja, Hallunda och Norsborg bor många.",
        "Arbetsförmedlingen, Skatteverket och Facebook svarar inte.",
        "Gud vad trött man blir. Ramadan firade vi på gården.",
        "Det är B-kort och BankID som gäller.",
        "Linje 708 går till Tomtbergaskolan.",
        "Max tjugo personer får plats.",
        "Mina barn och dina barn, inga problem.",
    ],
)
def test_ordinary_words_stay(marked, text: str) -> None:
    assert marked(text) == text


def test_small_letters_are_read_where_a_transcript_has_no_capitals(marked) -> None:
    told = marked(
        "I: vad heter du då",
        "R: jag heter hamid och min man heter emre han bor hos mustafas kusin",
        "I: ringde linda från kommunen",
        "R: nej hon sa att vi ska linda in den det var björn som såg en björn",
    )
    assert "heter ⟦hamid⟧" in told and "heter ⟦emre⟧" in told and "⟦mustafa⟧s kusin" in told
    assert "ringde ⟦linda⟧" in told and "ska linda in" in told and "en björn" in told


def test_whom_the_metadata_and_labels_name_is_known_in_the_text(marked) -> None:
    told = marked(
        "Yllke: Ja, det var jag och Strand som sa det. Zizzo kom sen.",
        "Zizzo Strand: Och stranden är fin. Yllke vet.",
        intervjuare="Qiqi Holm",
    )
    assert told.startswith("Ja, det var jag och ⟦Strand⟧ som sa det. ⟦Zizzo⟧ kom sen.")
    assert told.endswith("Och stranden är fin. ⟦Yllke⟧ vet.")


def test_initials_of_participants_are_theirs(read_as) -> None:
    from qualcode.deidentify.finder import look
    from qualcode.deidentify.study_list import ListedNames, StudyList

    read = read_as("KE: Hej.", "IP: Hej, är du KE?", intervjuare="Karin Ekdal")
    findings = look({read.name: read}, ListedNames(StudyList())).findings[read.name]
    assert [one.about for one in findings.labels["KE"]] == ["Karin Ekdal"]
    assert findings.labels["IP"] == []
    assert [one.about for one in findings.text] == ["Karin Ekdal"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Kajsa", "Kajsa"),
        ("KAJSA", "Kajsa"),
        ("Björn (SFI)", "Björn"),
        ("Abdi Farah", "Abdi Farah"),
        ("Xhavit", "Xhavit"),
        ("I", None),
        ("IP1", None),
        ("Deltagare 2", None),
        ("Talare 1", None),
        ("Tolk", None),
        ("Kommunen", None),
        ("MW", None),
    ],
)
def test_a_label_is_a_name_or_a_part(label: str, name: str | None) -> None:
    assert name_in_label(label) == name


def test_people_in_a_column_are_parted() -> None:
    assert names_in_value("Anna Berg, Omar (SFI) och Li 2") == ["Anna Berg", "Omar", "Li"]


def test_the_lists_know_names_of_many_backgrounds() -> None:
    assert len(names("given_names")) > 3000 and len(names("surnames")) > 1000
    for name in (
        "Kajsa",
        "Mehmet",
        "Ninos",
        "Fatima",
        "Parisa",
        "Rojda",
        "Abdirahman",
        "Tapio",
        "Wojciech",
        "José",
        "Tesfay",
        "Dragan",
    ):
        assert look_up(name).given, name
    for name in (
        "Lindgren",
        "Demirok",
        "Touma",
        "Hosseini",
        "Warsame",
        "Korhonen",
        "Kowalczyk",
        "Petrović",
        "Yıldız",
        "Gabro",
    ):
        assert look_up(name).surname or look_up(name).likely, name
    assert look_up("Kajsas").name == "Kajsa" and look_up("Hans").name == "Hans"
