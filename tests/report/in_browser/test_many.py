"""Ten thousand segments: the page opens at once, shows a part, and still has all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.result import Run
from qualcode.writers import report

SHOWN = "document.querySelectorAll('#quotes .quote').length"
MOST_SECONDS = 2.5
"""Opening takes a fifth of this on a quiet machine."""


@pytest.fixture
def address(large_run: Run, tmp_path: Path) -> str:
    return report.write(large_run, tmp_path)[0].as_uri()


def test_many_quotes_come_in_parts_and_quickly(browser: Any, address: str, tmp_path: Path) -> None:
    browser.open(address + "#/citat")
    loaded = browser.run("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < loaded < 1000 * MOST_SECONDS
    assert browser.run("document.getElementById('tally').textContent").replace("\xa0", " ") == (
        "5 040 citat i 40 källor"
    )
    assert browser.run(SHOWN) == 40

    browser.run("document.getElementById('more').click()")
    assert browser.run(SHOWN) == 80
    assert browser.run("document.activeElement.getAttribute('aria-label')").startswith("Citat 41: ")

    browser.run("document.querySelector('#quotes .quote:last-child').focus()")
    browser.press("j")
    assert browser.run("document.activeElement.getAttribute('aria-label')").startswith("Citat 81: ")

    slow = "(() => { const begun = performance.now(); document.querySelector('#facets input').click(); return"
    assert browser.run(f"{slow} performance.now() - begun; }})()") < 1000 * MOST_SECONDS


def test_paper_has_all_chosen_quotes_not_only_those_that_were_scrolled_to(
    browser: Any, address: str, tmp_path: Path
) -> None:
    browser.open(address + "#/citat?kod=jobb&kalla=grupp-1.txt")
    assert browser.run(SHOWN) == 40
    browser.paper(tmp_path / "report.pdf")
    assert browser.run(SHOWN) == 126


def test_a_place_far_down_a_long_transcript_is_found(browser: Any, address: str) -> None:
    browser.open(address + "#/kallor?kalla=grupp-39.txt&stycke=250")
    assert browser.run("document.activeElement.id") == "s250"
    middle = "document.getElementById('s250').getBoundingClientRect()"
    assert 0 < browser.run(f"{middle}.top") < 900
