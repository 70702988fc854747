"""Segments of two runs are found again through edits, new cutting and other names."""

from __future__ import annotations

from qualcode.differences.places import Stretch, aligned, pairs
from qualcode.differences.record import Said, SourceRecord


def said(*texts: str) -> list[Said]:
    return [Said(0, len(text), text, "", "", True) for text in texts]


def places(before: list[Said], after: list[Said]) -> list[tuple[tuple[int, ...], tuple[int, ...], bool]]:
    return [(each.before, each.after, each.same) for each in aligned(before, after)]


def test_what_is_the_same_is_paired_in_order() -> None:
    assert aligned(said("Ja.", "Ja.", "Nej."), said("Ja.", "Ja.", "Nej.")) == [
        Stretch((n,), (n,), True) for n in range(3)
    ]


def test_an_edited_segment_is_still_the_same_place() -> None:
    before = said("Vi bor här sedan länge.", "Jag har sökt jobb i två år nu.", "Det är lugnt.")
    after = said("Vi bor här sedan länge.", "Jag har sökt jobb i tre år nu.", "Det är lugnt.")
    assert places(before, after) == [((0,), (0,), True), ((1,), (1,), False), ((2,), (2,), True)]


def test_what_was_added_and_removed_has_one_side() -> None:
    before, after = (
        said("Ett två tre.", "Fyra fem sex.", "Sju åtta nio."),
        said("Ny mening här.", "Ett två tre.", "Sju åtta nio."),
    )
    assert set(places(before, after)) == {
        ((), (0,), False), ((0,), (1,), True), ((1,), (), False), ((2,), (2,), True),
    }  # fmt: skip


def test_a_replaced_segment_is_not_taken_for_another_one() -> None:
    assert set(places(said("Vi odlar tomater på gården."), said("Bussen går aldrig i tid."))) == {
        ((), (0,), False), ((0,), (), False),
    }  # fmt: skip


def test_segments_that_were_cut_otherwise_are_one_place() -> None:
    before = said("Först kom vi hit. Sedan fick vi jobb. Nu flyttar vi.", "Hej.")
    after = said("Först kom vi hit. Sedan fick vi jobb.", "Nu flyttar vi.", "Hej.")
    assert places(before, after) == [((0,), (0, 1), False), ((1,), (2,), True)]


def test_a_source_is_known_by_name_then_by_file_then_by_words() -> None:
    before = {
        "a.txt": SourceRecord("a.txt", "1", said("Ett.")),
        "b.txt": SourceRecord("b.txt", "2", said("Två.", "Tre.", "Fyra.")),
        "c.txt": SourceRecord("c.txt", "3", said("Fem.")),
        "d.txt": SourceRecord("d.txt", "4", said("Sex.")),
    }
    after = {
        "a.txt": SourceRecord("a.txt", "9", said("Något annat.")),
        "b-ny.txt": SourceRecord("b-ny.txt", "8", said("Två.", "Tre.", "Fyrtio.")),
        "c-ny.txt": SourceRecord("c-ny.txt", "3", said("Fem.")),
        "e.txt": SourceRecord("e.txt", "7", said("Sju.")),
    }
    found = [
        (pair.before and pair.before.name, pair.after and pair.after.name) for pair in pairs(before, after)
    ]
    assert found == [
        ("a.txt", "a.txt"), ("b.txt", "b-ny.txt"), ("c.txt", "c-ny.txt"), (None, "e.txt"), ("d.txt", None),
    ]  # fmt: skip
