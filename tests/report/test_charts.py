"""A run's charts as files: same bytes, n and marks, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.charts import drawing, output
from qualcode.charts.counted import Counted
from qualcode.errors import OutputError
from qualcode.result import Run
from qualcode.writers import matrices_csv


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    made = tmp_path / "outputs" / "2026-01-01_12-00-00"
    made.mkdir(parents=True)
    matrices_csv.write(run, made)
    return made


def test_the_same_run_gives_the_same_bytes(folder: Path) -> None:
    first = {path.name: path.read_bytes() for path in output.write(folder, folder.parent, language="sv")}
    again = {path.name: path.read_bytes() for path in output.write(folder, folder.parent, language="sv")}
    assert first == again
    assert {"codes.svg", "codes.png", "codes-sources.svg", "together.png"} < set(first)
    assert {"strip-001-fokusgrupp-2-vtt.svg", "group-01-plats.png"} <= set(first)
    assert all(data.startswith(b"\x89PNG") for name, data in first.items() if name.endswith(".png"))


def test_counts_are_those_of_the_run_and_codes_nobody_validated_are_marked(folder: Path) -> None:
    counted = Counted(folder)
    assert [code.label for code in counted.codes] == ["Trygghet ○", "Jobb & försörjning ○"]
    assert counted.sources == {"trygghet": 3, "jobb": 2}
    assert counted.together().counts == [[None, 1], [1, None]]
    strips = {strip.source: strip for strip in counted.strips()}
    assert len(strips["fokusgrupp-2.vtt"].places[1]) == 1


def test_a_chart_that_fails_leaves_the_last_ones_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in output.write(folder, folder.parent, language="sv")}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drawing, "strip", full)
    with pytest.raises(OutputError, match="No space left"):
        output.write(folder, folder.parent, language="sv")
    assert {path: path.read_bytes() for path in (folder.parent / "charts").iterdir()} == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_run_without_tables_says_what_to_ask_for(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="formats"):
        output.write(tmp_path, tmp_path / "outputs", language="sv")
