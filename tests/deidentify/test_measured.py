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
