"""Colours that can be told from the paper."""

from __future__ import annotations

import pytest

from qualcode.codebook.model import Code, Codebook
from qualcode.report.colors import CONTRAST, DARK, LIGHT, PALETTE, contrast, of_codes, readable


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("color", ["#ffff66", "#000000", "#ffffff", "#808080", *PALETTE])
@pytest.mark.parametrize("paper", [LIGHT, DARK])
def test_any_colour_stands_out_from_either_paper(color: str, paper: str) -> None:
    assert contrast(readable(color, paper), paper) >= CONTRAST


def test_a_colour_that_stands_out_already_is_left_as_it_is() -> None:
    assert readable("#1b7f79", LIGHT) == "#1b7f79"


def test_subcodes_without_a_colour_have_that_of_their_theme() -> None:
    codes = (
        Code(id="a", name="A", definition="a", color="#1b7f79"),
        Code(id="b", name="B", definition="b", color="röd"),
        Code(id="a1", name="A1", definition="a", parent="a"),
    )
    (a, a1, b) = [light for light, _ in of_codes(Codebook(title="t", codes=codes))]
    assert a == a1 == "#1b7f79"
    assert b == PALETTE[1]
