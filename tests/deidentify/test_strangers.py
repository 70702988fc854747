"""Names that no list has, names that are words too, and what only looks like a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qualcode.deidentify.finder import look
from qualcode.deidentify.study_list import ListedNames, StudyList
from qualcode.deidentify.world_lists import BloomFilter, is_given_name, is_place, packed


@pytest.mark.parametrize(
    "text",
    [
        "Nu har hon hemtjänst. ⟦Semhar⟧ kommer på morgonen.",
        "⟦Zakke⟧ säger vi, och så hänger vi hos ⟦Zakke⟧.",
        "⟦Kazik⟧s mamma bor i Alby.",
        "Jag är ⟦Shahidul Islam⟧. Islam är en religion.",
        "Hon, jag och ⟦Stickan⟧ satt kvar. ⟦Stickan⟧ var trött.",
        "Handläggaren, ⟦Ros⟧, sa nej. Ring inte ⟦Ros⟧ nu.",
        "Hon svarar som familjen ⟦von Ahn⟧ gör, och ⟦von Ahn⟧ är rika.",
        "Jag kallas ⟦Proppen⟧ här. Alla känner ⟦Proppen⟧. ⟦Proppen⟧ hyr ut verktyg.",
        "⟦Linda Quispewari⟧ bor där.",
        "Hon heter ⟦tindra.k⟧ där, och han är @⟦kompis_99⟧.",
    ],
)
def test_names_that_no_list_has_are_found_by_where_they_stand(marked, text: str) -> None:
    assert marked(text.replace("⟦", "").replace("⟧", "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Apoteket ger Alvedon och Waran.",
        "Enligt kommunen fungerar Lifecare dåligt.",
        "De kallar mig mummo.",
        "Pippi Långstrump läste vi, och så Astrid Lindgren.",
        "Jag sökte till Räddningsmissionen.",
        "Miljöprövningsutredningen och Klimaträttsutredningen är klara.",
        "Vi bodde på Ramels väg. Gå till Maria församling.",
        "Det hängde en affisch med 2Pac.",
        "Hon kom hem.sen gick hon.",
        "Det är polis på torget, polisens bil står där.",
    ],
)
def test_things_places_and_whom_everybody_knows_stay(marked, text: str) -> None:
    assert marked(text) == text


def test_small_letters_say_who_by_what_stands_around(marked) -> None:
    said = ["hon bor med sanna, hon jobbar på ica", "jag gick till wisam på verkstan", "med gunvor och stig"]
    assert marked(*said).split("\n\n") == [
        "hon bor med ⟦sanna⟧, hon jobbar på ica",
        "jag gick till ⟦wisam⟧ på verkstan",
        "med ⟦gunvor⟧ och ⟦stig⟧",
    ]


def test_a_word_said_twice_is_not_one_name(marked) -> None:
    assert marked("jag bor hos yonas", "yonas yonas är min bror") == (
        "jag bor hos ⟦yonas⟧\n\n⟦yonas⟧ ⟦yonas⟧ är min bror"
    )


def test_english_within_a_swedish_study(read_as: Callable) -> None:
    said = read_as(
        "I: How did it go for you and the children when you came to the area?",
        "R: The principal met my husband Yared. Yared spoke to Linnea about our daughter Bethlehem.",
        "R: Berhanesh's neighbour lost her job in April. She taught me Swedish and I was in Lagos.",
    )
    found = look({said.name: said}, ListedNames(StudyList())).findings[said.name].text
    names = [said.text[one.start : one.end] for one in found]
    assert names == ["Yared", "Yared", "Linnea", "Bethlehem", "Berhanesh"]


def test_what_the_study_writes_small_is_no_name_in_another_source(read_as: Callable) -> None:
    one = read_as("R: De gör pepparkakor, gärna med tulsi.", "R: Vi äter tulsi ofta.", name="a.txt")
    other = read_as("R: Han ville alltid ha Tulsi med.", "R: Ja.", name="b.txt")
    alone = look({"b.txt": other}, ListedNames(StudyList())).findings["b.txt"].text
    both = look({"a.txt": one, "b.txt": other}, ListedNames(StudyList())).findings["b.txt"].text
    assert [other.text[found.start : found.end] for found in alone] == ["Tulsi"]
    assert both == []


def test_a_label_that_is_a_word_is_a_name_where_the_text_uses_it_so(read_as: Callable) -> None:
    said = read_as(
        "Chef: Hej! Är du chef?", "Spiken: Nej.", "Chef: Okej. Då frågar vi Spiken igen.", "Spiken: Jaha."
    )
    labels = look({said.name: said}, ListedNames(StudyList())).findings[said.name].labels
    assert labels["Chef"] == [] and [one.about for one in labels["Spiken"]] == ["Spiken"]


def test_the_large_lists_know_names_and_towns_and_few_words() -> None:
    assert all(map(is_given_name, ("Semhar", "wisam", "Letebrhan", "GUNVOR")))
    assert all(map(is_place, ("Mogadishu", "Aleppo", "Tumba")))
    words = ("trygghet tvättstuga hyresvärd kommunen fritidsgård soprum buss torget").split()  # noqa: SIM905
    assert sum(map(is_given_name, words)) <= 1


def test_a_filter_holds_all_it_was_given_and_few_others() -> None:
    words = [f"ord{number}" for number in range(2000)]
    made = BloomFilter(packed(words, 1 / 50))
    assert all(word in made for word in words)
    others = sum(f"annat{number}" in made for number in range(5000))
    assert 0 < others < 5000 / 50 * 1.6
    with pytest.raises(ValueError, match="not a list"):
        BloomFilter(packed(words, 1 / 50)[:-1])


@pytest.mark.parametrize(
    "text",
    [
        "Närvarande: ⟦S. Palm⟧, ⟦K-G Åberg⟧, ⟦Maj Frisk⟧",
        "Anmält förhinder: ⟦Sten⟧, ⟦My⟧",
        "Hyresgästen ⟦Kron⟧ klagade. ⟦Kron⟧s katt likaså.",
        "Vi tog in fam. ⟦Kron⟧ i huset.",
        "Henne kallar vi ⟦Lisan⟧. ⟦Lisan⟧ bor i Kalix.",
        "Gänget är ⟦Mange⟧, ⟦Micke⟧ och ⟦Fimpen⟧. ⟦Fimpen⟧ är störst.",
        "⟦Maj Berg⟧ kom. ⟦Maj⟧ ansåg att det var för dyrt.",
    ],
)
def test_minutes_and_gangs_name_people_in_ways_of_their_own(marked, text: str) -> None:
    assert marked(f"R: {text.replace('⟦', '').replace('⟧', '')}") == text


def test_a_source_without_a_capital_is_known_by_that_alone(read_as: Callable) -> None:
    said = read_as("R: " + "vi går ofta dit på kvällen. emre och noah gick i samma klass där. " * 4)
    found = look({said.name: said}, ListedNames(StudyList())).findings[said.name].text
    assert {said.text[one.start : one.end] for one in found} == {"emre", "noah"} and len(found) == 8
