"""Figures against labelled text."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from qualcode.codebook import Code, Codebook, Examples, Rule
from qualcode.coding.themes import ThemeCoder
from qualcode.encoders import open_encoder
from qualcode.errors import SettingsError
from qualcode.evaluation import evaluate, figures, macro, read_units
from qualcode.study import EncoderSettings

BOOK = Codebook(
    title="Prov",
    codes=(
        Code(
            id="jobb",
            name="Jobb",
            definition="Arbete.",
            examples=Examples(
                positive=("Hon söker arbete.", "Han fick en anställning.", "De betalar ut lön."),
                negative=("Solen skiner.", "Bussen är sen."),
            ),
            rules=(Rule(words=("arbetslös",)),),
        ),
    ),
)


def test_figures_are_those_of_the_table_by_hand() -> None:
    labels = np.array([1, 1, 1, 0, 0, 0, 0, 0], bool)
    given = np.array([1, 1, 0, 1, 0, 0, 0, 0], bool)
    found = figures(labels, given)
    assert (found.n, found.positive, found.given) == (8, 3, 3)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    # Observed 6/8; by chance 3/8·3/8 + 5/8·5/8 = 34/64.
    assert found.kappa == pytest.approx((6 / 8 - 34 / 64) / (1 - 34 / 64))


def test_a_share_of_nothing_is_no_number() -> None:
    found = figures(np.zeros(4, bool), np.zeros(4, bool))
    assert math.isnan(found.precision) and math.isnan(found.recall)
    assert math.isnan(macro({"jobb": found}, "f1"))


def test_disputed_pairs_are_left_out(tmp_path) -> None:
    path = tmp_path / "facit.jsonl"
    rows = [
        {"text": "Hon är arbetslös.", "codes": ["jobb"], "disputed": []},
        {"text": "Vi äter glass i solen.", "codes": [], "disputed": []},
        {"text": "Bussen kör och kör.", "codes": [], "disputed": ["jobb"]},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    encoder = open_encoder(EncoderSettings())
    result = evaluate(read_units(path, BOOK), ThemeCoder.learn(BOOK, encoder), encoder)
    assert set(result) == {"rules", "model", "both"}
    assert result["rules"]["jobb"].n == 2
    assert result["rules"]["jobb"].kappa == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"text": "a", "codes": ["jobb"]}\n{"text": "b"}\n', "facit.jsonl:2"),
        ('{"text": "a", "codes": ["annat"]}\n', "no unit has a code"),
        ("[1]\n", "facit.jsonl:1"),
    ],
)
def test_a_file_that_is_off_is_refused_at_its_place(tmp_path, content, said) -> None:
    path = tmp_path / "facit.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=said):
        read_units(path, BOOK)
