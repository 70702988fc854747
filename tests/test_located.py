"""YAML files with positions: what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from qualcode.errors import CodebookError, QualcodeError, SettingsError
from qualcode.located import load_model, nearest, positions


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(Strict):
    name: str
    lamps: int = Field(default=0, ge=0)
    lit: bool = True
    words: tuple[str, ...] = ()


class Walk(Strict):
    title: str = "Vandring"
    kind: Literal["dag", "kväll"] = "dag"
    places: tuple[Place, ...] = ()
    groups: dict[str, str] = Field(default_factory=dict)


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Loads a file with this content as a Walk; the folder is the one that one stands in."""
    monkeypatch.chdir(tmp_path)

    def load_text(content: str | bytes, error: type[QualcodeError] = SettingsError) -> Walk:
        path = tmp_path / "walk.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_model(path, Walk, error=error)

    return load_text


def complaint(load, content: str | bytes) -> str:
    with pytest.raises(SettingsError) as caught:
        load(content)
    return str(caught.value)


@pytest.mark.parametrize(
    "content", ["", "# bara en anteckning\n", "\ufeff", "---\n", "places:\n  # inga än\n"]
)
def test_a_file_without_values_means_all_defaults(load, content):
    assert load(content) == Walk()


def test_an_unknown_key_is_shown_with_the_nearest_known_one(load):
    assert complaint(load, "title: x\nplases: []\n") == (
        "walk.yaml:2:1: unknown key 'plases'. Did you mean 'places'?"
    )


def test_an_unknown_key_without_a_near_one_lists_those_there_are(load):
    said = complaint(load, "places:\n  - name: Torget\n    zzz: 1\n")
    assert (
        said
        == "walk.yaml:3:5: unknown key 'zzz' in item 1 of 'places'. Known keys here: name, lamps, lit, words."
    )


def test_a_missing_key_is_shown_where_its_mapping_starts(load):
    said = complaint(load, "places:\n  - name: Torget\n  - lamps: 3\n")
    assert said.startswith("walk.yaml:3:5: 'name' is missing in item 2 of 'places'.")


def test_a_key_that_stands_twice_is_shown_with_the_first_line(load):
    said = complaint(load, "title: a\nkind: dag\ntitle: b\n")
    assert said.startswith("walk.yaml:3:1: the key 'title' stands twice (first at line 1).")


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file(load):
    with pytest.raises(CodebookError) as caught:
        load("titel: x\nkind: natt\nplaces:\n  - lamps: -1\n    words: [no]\n", CodebookError)
    lines = [problem.where.line for problem in caught.value.problems]
    assert lines == [1, 2, 4, 4, 5]


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("no", "the truth value false"),
        ("On", "the truth value true"),
        ("yes", "the truth value true"),
        ("12:30", "the number 750"),
        ("2024-05-01", "a date"),
        ("010", "the number 8"),
        ("1_000", "the number 1000"),
        ("2.50", "the number 2.5"),
        ("0x1F", "the number 31"),
        ("null", "nothing at all"),
        ("~", "nothing at all"),
    ],
)
def test_a_word_that_yaml_reads_as_something_else_is_refused_until_it_is_quoted(load, word, reading):
    said = complaint(load, f"places:\n  - name: Torget\n    words: [lampa, {word}]\n")
    assert said.startswith(f"walk.yaml:3:20: YAML reads the unquoted `{word}` as {reading}.")
    assert f'"{word}" in quotes' in said
    assert load(f'places: [{{name: Torget, words: [lampa, "{word}"]}}]').places[0].words == ("lampa", word)


@pytest.mark.parametrize("word", ["no", "12:30", "2024-05-01", "010"])
def test_a_key_that_yaml_reads_as_something_else_is_refused(load, word):
    said = complaint(load, f"groups:\n  {word}: grannar\n")
    assert said.startswith(f"walk.yaml:2:3: YAML reads the unquoted `{word}` as ")


def test_numbers_that_read_back_as_written_may_stand_for_text(load):
    walk = load("title: 2024\ngroups: {1: unga}\nplaces:\n  - name: 2.5\n    words: [-7]\n")
    assert (walk.title, walk.groups, walk.places[0].name) == ("2024", {"1": "unga"}, "2.5")
    assert walk.places[0].words == ("-7",)


def test_yes_and_no_are_fine_where_a_truth_value_is_wanted(load):
    assert load("places: [{name: Torget, lit: no}]").places[0].lit is False


def test_text_after_a_hash_is_not_lost_silently(load):
    said = complaint(load, "title: #vandring\n")
    assert said.startswith("walk.yaml:1:8: YAML takes `#vandring` for a comment.")
    said = complaint(load, "places:\n  - name: Torget\n    words:\n      - #trygg\n")
    assert said.startswith("walk.yaml:4:9: YAML takes `#trygg` for a comment.")


def test_an_empty_item_of_a_list_is_refused(load):
    said = complaint(load, "places:\n  - name: Torget\n    words:\n      - lampa\n      -\n")
    assert said.startswith("walk.yaml:5:8: the list has an empty item.")


def test_a_colon_in_unquoted_speech_is_explained(load):
    said = complaint(load, "places:\n  - name: Torget\n    words:\n      - Anna: jag vet inte\n")
    assert said == (
        "walk.yaml:4:9: a colon makes 'Anna' a key here, where item 1 of 'words' should be text. "
        "Put the whole text in quotes."
    )


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("places:\n\t- name: x\n", "2:1", "a tab stands where YAML wants spaces"),
        ("title: @torget\n", "1:8", "unquoted text cannot start with '@'"),
        ("title: Anna: hej\n", "1:12", "a colon makes a key where none can stand"),
        ("title: 'Annas\nkind: dag\n", "1:8", "a quotation mark is opened here and never closed"),
        ('title: "\\d+"\n', "1:9", "a backslash in double quotes"),
        ("title: *torg\n", "1:8", "refers to an anchor"),
        ("groups: {a: b\nkind: dag\n", "2:5", "a bracket is not closed"),
        ('title: "Torget" i Fittja\n', "1:17", "text goes on after a closing quotation mark"),
        ("places:\n  - name: x\n lamps: 3\n", "3:2", "does not fit with the lines above"),
        ("title: a\n---\ntitle: b\n", "2:1", "a second document"),
        ("title: a\x01b\n", "1:9", "a control character"),
        ("title: !torg x\n", "1:8", "is a YAML tag"),
        ("\u00a0title: x\n", "1:1", "a non-breaking space"),
    ],
)
def test_what_is_no_yaml_is_explained_at_its_place(load, content, place, words):
    said = complaint(load, content)
    assert f"walk.yaml:{place}: " in said
    assert words in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("kind: kvall\n", "'kind' cannot be 'kvall'. Did you mean 'kväll'? It can be 'dag' or 'kväll'."),
        ("places: torget\n", "'places' should be a list."),
        (
            "places: [torget]\n",
            "item 1 of 'places' should hold keys with values. Known keys: name, lamps, lit, words.",
        ),
        ("places: [{name: x, lamps: -1}]\n", "'lamps' should be at least 0, but is -1."),
        ("places: [{name: x, lamps: många}]\n", "'lamps' should be a whole number, not 'många'."),
        ("places: [{name: x, lit: kanske}]\n", "'lit' should be yes or no, not 'kanske'."),
        ("title: [a, b]\n", "'title' should be text, not a list."),
        ("- a\n", "the file should hold keys with values. Known keys: title, kind, places, groups."),
    ],
)
def test_a_value_of_the_wrong_kind_is_explained(load, content, said):
    assert said in complaint(load, content)


def test_anchors_and_merged_mappings_may_be_used(load):
    walk = load("places:\n  - &torg {name: Torget, lamps: 3}\n  - <<: *torg\n    name: Stationen\n")
    assert walk.places == (Place(name="Torget", lamps=3), Place(name="Stationen", lamps=3))


@pytest.mark.parametrize(
    "content",
    [
        "title: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"k{n}: &{b} [{','.join(['*' + a] * 10)}]\n"
            for n, (a, b) in enumerate(zip("abcdef", "bcdefg", strict=True))
        ),
        "title: &a\n  - *a\n",
        "title: " + "[" * 3000 + "]" * 3000,
    ],
    ids=["a billion laughs", "itself in itself", "3,000 brackets"],
)
def test_a_file_that_unfolds_without_end_is_refused(load, content):
    assert "unfold without end" in complaint(load, content)


def test_text_is_composed_as_in_transcripts(load):
    assert load("title: 'A\u030angbojen'\n").title == "\u00c5ngbojen"


def test_a_file_that_is_not_utf8_is_refused_at_the_line(load):
    said = complaint(load, "kind: dag\ntitle: Bråk\n".encode("cp1252"))
    assert said.startswith("walk.yaml:2:10: the file is not UTF-8. Save it as UTF-8")


def test_a_file_that_does_not_exist_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^borta\.yaml: there is no such file\. Check the name"):
        load_model(tmp_path / "borta.yaml", Walk, error=SettingsError)


def test_paths_outside_of_where_one_stands_are_shown_whole(tmp_path, monkeypatch):
    (tmp_path / "walk.yaml").write_text("x: 1\n", "utf-8")
    (tmp_path / "annan").mkdir()
    monkeypatch.chdir(tmp_path / "annan")
    with pytest.raises(SettingsError) as caught:
        load_model(tmp_path / "walk.yaml", Walk, error=SettingsError)
    assert str(caught.value).startswith(f"{tmp_path / 'walk.yaml'}:1:1: ")


def test_positions_find_values_keys_and_what_is_nearest(tmp_path: Path):
    path = tmp_path / "walk.yaml"
    path.write_text(
        "title: x\nplaces:\n  - name: Torget\n    words:\n      - lampa\n      - mörkt\n", "utf-8"
    )
    found = positions(path, error=SettingsError)

    def at(*loc, key=False):
        place = found.place(loc, key=key)
        return place.line, place.column

    assert at("places", 0, "words", 1) == (6, 9)
    assert at("places", 0, "words", key=True) == (4, 5)
    assert at("places", 0, "name") == (3, 11)
    assert at("places", 0, "lamps") == (3, 5)
    assert at() == (1, 1)


def test_the_nearest_known_word_is_found_regardless_of_case():
    assert nearest("Defnition", ["name", "definition"]) == "definition"
    assert nearest("xyz", ["name", "definition"]) is None
