"""The aim on invented transcripts, those that rules were made on and those that were kept apart."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.parametrize("half", ["developed_on.txt", "kept_apart.txt"])
def test_recall_and_precision_reach_the_aim(half: str) -> None:
    spec = importlib.util.spec_from_file_location(
        "deidentification_benchmark", FOLDER / "deidentification.py"
    )
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    planted = module.read(FOLDER / "deidentification" / half)
    counts = module.measure(planted).values()
    n, whole, replaced, right = (sum(numbers[place] for numbers in counts) for place in range(4))
    assert len(planted) == 13 and n > 250
    assert whole / n >= 0.97
    assert right / replaced >= 0.90


def test_transcripts_by_others_are_measured_where_they_stand_in_their_files(tmp_path: Path) -> None:
    import json
    import sys

    sys.path.insert(0, str(FOLDER))
    try:
        import deidentification_folder as folder
    finally:
        sys.path.remove(str(FOLDER))
    text = (
        "I: Vem bor här?\nKajsa: Jag, Kajsa Lindgren.\nKajsa: Och Zlatko, ring 070-174 06 31.\nI: I Ikea?\n"
    )
    planted = [
        {
            "start": text.index(words, at),
            "end": text.index(words, at) + len(words),
            "kind": kind,
            "text": words,
        }
        for words, kind, at in (
            ("Kajsa", "person", 0),
            ("Kajsa Lindgren", "person", 0),
            ("Zlatko", "person", 0),
            ("070-174 06 31", "phone", 0),
            ("Ikea", "person", 0),
        )
    ]
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(planted), "utf-8")
    measured = folder.measure(tmp_path)
    assert measured.counts == {"person": (4, 3, 3, 3), "phone": (1, 1, 1, 1)}
    assert len(measured.shown) == 1 and "⟦Ikea⟧" in measured.shown[0]
