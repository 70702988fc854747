"""A run's charts as files: same bytes, n and marks, whole or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.cases import FEW
from qualcode.charts import drawing, output
from qualcode.charts.counted import Counted
from qualcode.errors import OutputError, PackageError
from qualcode.gate.standing import Standing, Validation
from qualcode.result import Run
from qualcode.transcript import Piece
from qualcode.writers import matrices_csv

if TYPE_CHECKING:
    from spacy.tokens import Doc


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


def _words(svg: Path) -> str:
    """What a chart was given to say: its words are drawn as paths, and stand in comments beside them."""
    return " ".join(re.findall(r"<!-- (.*?) -->", svg.read_text("utf-8"), re.DOTALL))


def test_counts_are_those_of_the_run(folder: Path) -> None:
    counted = Counted(folder)
    assert counted.sources == {"trygghet": 3, "jobb": 2}
    assert counted.together().counts == [[None, 1], [1, None]]
    strips = {strip.source: strip for strip in counted.strips()}
    assert strips["fokusgrupp-2.vtt"].places == [[2, 4], [2]], "numbered as in the report, from 1"
    assert (strips["fokusgrupp-2.vtt"].read, strips["fokusgrupp-2.vtt"].length) == (3, 4)


def test_codes_carry_their_marks_where_any_was_measured(run: Run, tmp_path: Path) -> None:
    def standing(code: str, status: str) -> Standing:
        return Standing(code, status, "", "kappa", "low", 0.6, 50)

    run.validation = Validation(
        {
            "trygghet": standing("trygghet", "validated"),
            "belysning": standing("belysning", "untested"),
            "vuxna": standing("vuxna", "untested"),
            "jobb": standing("jobb", "below"),
        }
    )
    matrices_csv.write(run, tmp_path)
    counted = Counted(tmp_path)
    assert [code.label for code in counted.codes] == ["Trygghet ✓", "Jobb & försörjning ✗"]
    assert [code.doubtful for code in counted.codes] == [False, True]
    with drawing.settings():
        words = {"title": "", "note": "", "axis": ""}
        figure = drawing.bars(counted.codes, [3, 2], 3, words)
    assert [bar.get_hatch() for bar in figure.axes[0].patches] == [None, drawing.DOUBTFUL_HATCH]
    output.write(tmp_path, tmp_path / "outputs", language="sv")
    assert "Streckad stapel: koden är inte validerad." in _words(tmp_path / "outputs/charts/codes.svg")


def test_where_nothing_was_measured_it_is_said_once_and_no_code_is_marked(folder: Path) -> None:
    counted = Counted(folder)
    assert [code.label for code in counted.codes] == ["Trygghet", "Jobb & försörjning"]
    assert not any(code.doubtful for code in counted.codes)
    output.write(folder, folder.parent, language="sv")
    said = _words(folder.parent / "charts" / "codes.svg")
    assert said.count("Ingen kod är validerad än") == 1
    assert "○" not in said and "Streckad" not in said


def test_groups_of_few_sources_are_hatched_and_not_shaded(
    coded_doc: Callable[..., Doc], run_of: Callable[..., Run], tmp_path: Path
) -> None:
    docs = [
        coded_doc(
            f"s{n}.txt", [Piece("Jobb.", speaker="Bo")], {1: {"jobb": 0.9}},
            {"grupp": "unga" if n < FEW else "äldre"},
        )
        for n in range(FEW + 2)
    ]  # fmt: skip
    matrices_csv.write(run_of(docs), tmp_path)
    ((_, grid, _),) = Counted(tmp_path).groups()
    assert (grid.rows, grid.few) == (["unga (n\u00a0=\u00a05)", "äldre (n\u00a0=\u00a02)"], [False, True])
    with drawing.settings():
        figure = drawing.heat(Counted(tmp_path).codes, grid, {"title": "", "note": "", "axis": ""})
    (image,) = figure.axes[0].images
    assert image.get_array().tolist() == [[0.0, 1.0], [0.0, 0.0]]
    assert [patch.get_hatch() for patch in figure.axes[0].patches] == [drawing.FEW_HATCH]
    output.write(tmp_path, tmp_path / "outputs", language="sv")
    words = _words(tmp_path / "outputs" / "charts" / "group-01-grupp.svg")
    assert "färre än 5 källor" in " ".join(words.split())


def test_without_matplotlib_the_remedy_is_said_and_the_status_is_that_of_a_missing_package(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PackageError, match=r"pip install 'qualcode\[charts\]'") as raised:
        output.write(folder, folder.parent, language="sv")
    assert raised.value.exit_status == 6
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


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
