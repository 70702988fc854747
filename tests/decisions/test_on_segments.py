"""Which segments a decision speaks of, and what a person says of them in the end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qualcode.codebook import load
from qualcode.codebook.model import Codebook
from qualcode.decisions import Decision, on_segments
from qualcode.decisions.anchors import Placed, Spot

SEGMENTS = {"a.txt": [(0, 10), (11, 31), (32, 42)], "b.txt": [(0, 10)]}


@pytest.fixture(scope="module")
def codebook(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    path: Path = tmp_path_factory.mktemp("book") / "book.yaml"
    codes = "".join(
        f"  - id: {code}\n    name: {code}\n    definition: Påhittad kod.\n{parent}"
        for code, parent in (("jobb", ""), ("unga", "    parent: jobb\n"), ("trygghet", ""))
    )
    path.write_text(f"title: Prov\nversion: '1'\nlanguage: sv\ncodes:\n{codes}", encoding="utf-8")
    return load(path)


def said(
    start: int, end: int, judgement: str = "yes", code: str = "jobb", at: int = 1, **more: str
) -> Placed:
    values = {"coder": "Anna Ek", "source": "a.txt", "origin": "import", **more}
    decision = Decision(
        values["source"], "0" * 16, start, end, "x" * (end - start), code, judgement,  # type: ignore[arg-type]
        values["coder"], f"2026-03-01T10:00:{at:02}Z", values["origin"],
    )  # fmt: skip
    return Placed(decision, "exact", "same", Spot(values["source"], start, end, decision.quote))


def yes_of(*placed: Placed, codebook: Codebook | None = None) -> dict[tuple[int, str], bool]:
    return {(each.segment, each.code): each.yes for each in on_segments.verdicts(placed, SEGMENTS, codebook)}


@pytest.mark.parametrize(
    ("start", "end", "segments"),
    [
        (0, 10, [1]),
        (3, 5, [1]),  # within a segment
        (0, 42, [1, 2, 3]),
        (5, 31, [1, 2]),  # half of the first
        (6, 31, [2]),  # less than half
        (27, 36, [2]),  # little of two segments: the one it covers most of
        (10, 11, []),  # between segments
    ],
)
def test_a_decision_speaks_of_what_it_covers(start: int, end: int, segments: list[int]) -> None:
    assert [number for number, _ in yes_of(said(start, end))] == segments


def test_a_later_decision_on_the_same_words_holds() -> None:
    assert yes_of(said(0, 10, "yes"), said(0, 31, "no", at=2))[1, "jobb"] is False
    assert yes_of(said(0, 10, "yes", at=2), said(0, 31, "no"))[1, "jobb"] is True


def test_one_yes_is_enough_where_parts_of_a_segment_differ() -> None:
    parts = said(11, 20, "yes"), said(21, 31, "no", at=2)
    assert yes_of(*parts) == {(2, "jobb"): True}


def test_people_do_not_speak_for_each_other() -> None:
    both = on_segments.verdicts([said(0, 10), said(0, 10, "no", at=2, coder="Bo Ek")], SEGMENTS)
    assert [(each.coder, each.yes) for each in both] == [("Anna Ek", True), ("Bo Ek", False)]


def test_codes_follow_from_each_other_as_the_codebook_has_it(codebook: Codebook) -> None:
    assert yes_of(said(0, 10, code="unga"), codebook=codebook) == {(1, "jobb"): True, (1, "unga"): True}
    assert yes_of(said(0, 10, "no"), codebook=codebook) == {(1, "jobb"): False, (1, "unga"): False}
    # No to a subcode says nothing of the code above it.
    assert yes_of(said(0, 10, "no", code="unga"), codebook=codebook) == {(1, "unga"): False}
    # At the same time the subcode that was seen decides; later, the last word.
    at_once = said(0, 10, "no"), said(0, 10, "yes", code="unga")
    assert yes_of(*at_once, codebook=codebook) == {(1, "jobb"): True, (1, "unga"): True}
    afterwards = said(0, 10, "yes", code="unga"), said(0, 10, "no", at=2)
    assert yes_of(*afterwards, codebook=codebook) == {(1, "jobb"): False, (1, "unga"): False}


def test_a_table_for_each_person() -> None:
    placed = [said(0, 10), said(11, 31, "no"), said(0, 10, coder="Bo Ek", source="b.txt", code="borta")]
    verdicts = on_segments.verdicts(placed, SEGMENTS)
    tables = on_segments.tables(verdicts, SEGMENTS, ["jobb", "trygghet"])
    assert list(tables) == ["Anna Ek", "Bo Ek"]
    anna = tables["Anna Ek"]
    assert list(anna.index) == [("a.txt", 1), ("a.txt", 2), ("a.txt", 3), ("b.txt", 1)]
    np.testing.assert_array_equal(anna["jobb"], [1, 0, np.nan, np.nan])
    assert anna["trygghet"].isna().all() and tables["Bo Ek"].isna().all(axis=None)
    long = on_segments.frame(verdicts)
    assert len(long) == 3 and set(long["drawn"]) == {"import"} and not long["blind"].any()


def test_what_is_open_says_nothing() -> None:
    placed = Placed(said(0, 10).decision, "open", "no_words")
    assert on_segments.verdicts([placed], SEGMENTS) == []


def test_by_character_the_latest_decision_holds(codebook: Codebook) -> None:
    placed = [said(0, 10), said(5, 20, "no", at=2), said(15, 18, code="unga", at=3)]
    found = on_segments.characters(placed, "a.txt", 42, ["jobb", "unga"], "Anna Ek", codebook)
    assert found.shape == (42, 2) and found.dtype == np.int8
    assert found[:, 0].tolist() == [1] * 5 + [0] * 10 + [1] * 3 + [0] * 2 + [-1] * 22
    assert found[:, 1].tolist() == [-1] * 5 + [0] * 10 + [1] * 3 + [0] * 2 + [-1] * 22
    assert (on_segments.characters(placed, "b.txt", 9, ["jobb"], "Anna Ek") == -1).all()
