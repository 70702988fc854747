"""Who is one person, and that numbers stay once they are given."""

from __future__ import annotations

import pytest

from qualcode.deidentify.key import Key, Replacement, open_key
from qualcode.deidentify.people import People
from qualcode.study import Study


def same(people: People, *names: tuple[str, str]) -> bool:
    return len({id(people.person(name, source)) for source, name in names}) == 1


def test_first_name_surname_and_both_are_one_person() -> None:
    people = People({"a": ["Kajsa", "Kajsa Lindgren", "Lindgren"], "b": ["Kajsa"]}, {})
    assert same(people, ("a", "Kajsa"), ("a", "Kajsa Lindgren"), ("a", "Lindgren"), ("b", "Kajsa"))
    assert people.person("Kajsa", "b").name == "Kajsa Lindgren"


def test_a_first_name_belongs_to_its_bearer_in_the_same_source() -> None:
    people = People({"a": ["Ali Demir", "Ali"], "b": ["Ali Koç", "Ali"], "c": ["Ali"]}, {})
    assert same(people, ("a", "Ali"), ("a", "Ali Demir"))
    assert same(people, ("b", "Ali"), ("b", "Ali Koç"))
    assert not same(people, ("a", "Ali"), ("b", "Ali"))
    assert people.person("Ali", "c").whole == []


def test_two_bearers_in_one_source_leave_the_name_alone() -> None:
    people = People({"a": ["Mohammed Ali", "Mohammed Jama", "Mohammed"]}, {})
    assert not same(people, ("a", "Mohammed Ali"), ("a", "Mohammed Jama"))
    assert people.person("Mohammed", "a").whole == []


def test_a_middle_name_may_be_left_out() -> None:
    people = People({"a": ["Bashar Antoun Touma", "Bashar Touma"]}, {})
    assert same(people, ("a", "Bashar Antoun Touma"), ("a", "Bashar Touma"))


def test_short_forms_join_only_where_it_is_sure() -> None:
    people = People(
        {"a": ["Bo", "Bosse"], "b": ["Kalle", "Karl Ahlgren"], "c": ["Lasse", "Lars"]},
        {"c": ["Lasse", "Lars"]},
    )
    assert same(people, ("a", "Bo"), ("a", "Bosse"))
    assert same(people, ("b", "Kalle"), ("b", "Karl Ahlgren"))
    assert not same(people, ("c", "Lasse"), ("c", "Lars"))  # both speak


@pytest.fixture
def key(tmp_path) -> Key:
    (tmp_path / "study.yaml").write_text("", "utf-8")
    return open_key(Study.open(tmp_path), new=True)


def numbered(key: Key, names: dict[str, list[str]]) -> dict[tuple[str, str], int]:
    people = People(names, {})
    return {
        (source, name): key.number_of_person(people.person(name, source))
        for source in names
        for name in names[source]
    }


def test_numbers_stay_when_sources_come_and_go(key: Key) -> None:
    first = numbered(key, {"b": ["Kajsa", "Mehmet"]})
    second = numbered(key, {"a": ["Ahmed", "Yusuf Kaya"], "b": ["Kajsa", "Mehmet", "Kajsa Lindgren"]})
    assert {place: second[place] for place in first} == first == {("b", "Kajsa"): 1, ("b", "Mehmet"): 2}
    assert second["b", "Kajsa Lindgren"] == 1
    assert second["a", "Ahmed"] == 3 and second["a", "Yusuf Kaya"] == 4
    assert numbered(key, {"c": ["Nadia"]}) == {("c", "Nadia"): 5}


def test_another_person_of_the_same_first_name_gets_another_number(key: Key) -> None:
    numbered(key, {"a": ["Kajsa Lindgren", "Kajsa"]})
    later = numbered(key, {"a": ["Kajsa Lindgren", "Kajsa"], "b": ["Kajsa Berg", "Kajsa"]})
    assert later["a", "Kajsa"] == later["a", "Kajsa Lindgren"] == 1
    assert later["b", "Kajsa"] == later["b", "Kajsa Berg"] == 2


def test_a_key_keeps_everything_when_it_is_opened_again(tmp_path, key: Key) -> None:
    number = key.number_of_thing("phone", "0701740623", "noll sju noll …")
    numbered(key, {"a": ["Kajsa Lindgren"]})
    key.remember("[Person 1].txt", "Kajsa.txt", [Replacement(3, 13, "Kajsa")])
    key.save()
    again = open_key(Study.open(tmp_path))
    assert again.number_of_thing("phone", "0701740623", "") == number
    assert again.called("phone", number) == "noll sju noll …"
    assert again.called("person", 1) == "Kajsa Lindgren"
    assert again.name_of("[Person 1].txt") == "Kajsa.txt"
    assert again.replaced("[Person 1].txt") == [[Replacement(3, 13, "Kajsa")]]
