"""The files in codings/ are read as they grow, whoever adds to them and however they are saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.decisions import Decision, append, ledger
from qualcode.desk.growing import Growing
from qualcode.offsets import Offsets


def decision(number: int, coder: str = "Anna Ek", quote: str = "ord;\n”ord”") -> Decision:
    end = number + len(quote)
    return Decision(
        "a.txt", "hash", number, end, quote, "jobb", "yes", coder, "2026-01-01T10:00:00Z", "review"
    )


def test_what_is_added_is_seen_once(tmp_path: Path) -> None:
    growing = Growing(tmp_path)
    assert growing.look() is None
    for number in range(4):
        append(tmp_path, [decision(number), decision(number, "Bo")])
        assert growing.look() == ledger.read(tmp_path)[0]
        assert growing.look() is None


def test_a_file_that_a_spreadsheet_saved_or_a_crash_cut_off_is_read_anew(tmp_path: Path) -> None:
    growing = Growing(tmp_path)
    append(tmp_path, [decision(1), decision(2)])
    growing.look()
    path = tmp_path / "anna-ek.csv"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\r\n", b"\n").rstrip(b"\n"))
    assert growing.look() == ledger.read(tmp_path)[0]
    path.write_bytes(text[: text.rindex(b"yes")])
    growing.look()
    append(tmp_path, [decision(3)])
    assert growing.look() == ledger.read(tmp_path)[0]
    (problem,) = ledger.read(tmp_path)[1]
    assert growing.problems == [problem.where]
    path.unlink()
    assert growing.look() == []


@pytest.mark.parametrize("text", ["abc", "a😀b", "😀😀", "å\n😀ä", ""])
def test_places_are_counted_as_javascript_does_and_back(text: str) -> None:
    offsets = Offsets(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert offsets.units(point) == unit
        assert offsets.points(unit) == point
    inside = {len(text[:at].encode("utf-16-le")) // 2 + 1 for at, sign in enumerate(text) if sign == "😀"}
    for unit in (*inside, len(text.encode("utf-16-le")) // 2 + 1):
        with pytest.raises(ValueError):
            offsets.points(unit)
