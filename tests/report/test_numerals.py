"""Numbers as a Swedish and an English reader expect them."""

from __future__ import annotations

import pytest

from qualcode.report.numerals import count, percent


def test_swedish_thousands_are_parted_by_a_space_that_does_not_break() -> None:
    assert count(12345) == "12\u00a0345"
    assert count(12345, "en") == "12,345"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"), (0.07, "7 %"), (0.074, "7,4 %"), (0.096, "9,6 %"), (0.0999, "10 %"), (0.436, "44 %"),
        (1, "100 %"),
    ],
)  # fmt: skip
def test_small_shares_keep_a_decimal_and_large_ones_do_not(share: float, said: str) -> None:
    assert percent(share) == said.replace(" ", "\u00a0")


def test_english_per_cent_has_a_point_and_no_space() -> None:
    assert percent(0.074, "en") == "7.4%"
