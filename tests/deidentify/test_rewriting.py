"""Whatever stands in a text: nothing else changes, and everything comes back."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.deidentify.finder import look
from qualcode.deidentify.found import KINDS, Found, apart
from qualcode.deidentify.rewriting import rewritten, transcript
from qualcode.deidentify.study_list import ListedNames, StudyList
from qualcode.transcript import Piece, assemble

WORDS = st.sampled_from(
    [
        "Kajsa",
        "Kajsas",
        "Hans",
        "Lindgren",
        "jag heter",
        "heter",
        "070-174 06 23",
        "noll sju noll",
        "ett sju fyra",
        "noll sex",
        "tjugo",
        "121212-1212",
        "anna@example.se",
        "snabel-a",
        "punkt",
        "se",
        "Albyvägen",
        "12 B",
        "3 tr",
        "och",
        ".",
        ",",
        "?",
        "\n",
        "Alby",
        "Åsa",
        "é",
        "👍",
        "[Person 1]",
        "c/o",
        "von",
        "'",
        "-",
        "i",
        "min bror",
        "ali",
        ":",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.text(max_size=60))


def restored(text: str, replaced: list) -> str:
    parts, at = [], 0
    for one in replaced:
        parts += [text[at : one.start], one.original]
        at = one.end
    return "".join([*parts, text[at:]])


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["", "Kajsa", "I", "ALI"]))
@settings(max_examples=150, deadline=None)
def test_what_was_rewritten_comes_back_to_the_letter_and_turns_keep_their_places(said, label) -> None:
    read = assemble("a.txt", [Piece(text, speaker=label or None) for text in said])
    findings = look({read.name: read}, ListedNames(StudyList())).findings[read.name]
    made, replaced = transcript(
        read, findings, lambda found, words: f"[{found.kind} 1]", name="b.txt", clean=lambda value: value
    )
    assert restored(made.text, replaced) == read.text
    assert len(made.turns) == len(read.turns)
    for before, after in zip(read.turns, made.turns, strict=True):
        inside = [one for one in replaced if after.start <= one.start < after.end]
        moved = [type(one)(one.start - after.start, one.end - after.start, one.original) for one in inside]
        assert restored(made.words(after), moved) == read.words(before)
        assert (after.kind, after.begins, after.section) == (before.kind, before.begins, before.section)


@given(
    st.text(min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from(KINDS)), max_size=8),
)
def test_stretches_never_overlap_and_lose_nothing_but_single_letters(text, places) -> None:
    found = [Found(start, start + length, kind, "list", "x") for start, length, kind in places]
    kept = apart(found)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    covered = {place for one in kept for place in range(one.start, one.end)}
    wanted = {place for one in found for place in range(one.start, one.end)}
    assert covered <= wanted


def test_what_sticks_out_of_another_stretch_is_kept() -> None:
    name, address = (
        Found(0, 14, "person", "list", "Kajsa Lindgren"),
        Found(6, 20, "mail", "mail", "lindgren@x"),
    )
    assert [(one.start, one.end, one.kind) for one in apart([name, address])] == [
        (0, 6, "person"),
        (6, 20, "mail"),
    ]


def test_a_genitive_stays_outside() -> None:
    made = rewritten(
        "Kajsas bil", [Found(0, 5, "person", "list", "Kajsa")], lambda found, words: f"[{words}!]"
    )
    assert made.text == "[Kajsa!]s bil"
    assert [(one.start, one.end, one.original) for one in made.replaced] == [(0, 8, "Kajsa")]
