"""Hostile text in a real browser: it is shown, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.result import Run
from qualcode.writers import report

VIEWS = (
    "#/oversikt",
    "#/citat?sok=script",
    "#/kallor",
    "#/koder",
    "#/om",
    "#/oversikt?uppdelning=%3Cscript%3E&remsa=%3Cimg%20src%3Dx%3E",
    "#/jamfor?kod=jobb&vanster=sok%3D%253Cimg%2520src%253Dx%253E&hoger=a.plats%3D%257B%257B",
    "#/citat?kod=%3Cscript%3E&sok=%5B(",
)


@pytest.fixture
def address(hostile_run: Run, tmp_path: Path) -> str:
    (path,) = report.write(hostile_run, tmp_path)
    return path.as_uri()


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_runs_what_a_transcript_says(browser: Any, address: str, view: str) -> None:
    browser.open(address + view)
    browser.settle()
    assert browser.run("document.title") == "Förstudien – kodade citat"
    assert browser.run("document.querySelectorAll('img, b, i:not([class]), script').length") == 3
    assert browser.complaints == []


def test_what_a_strip_says_and_what_is_picked_stays_text(browser: Any, address: str) -> None:
    browser.open(address + "#/oversikt")
    browser.run("document.querySelector('#overview-strip-0').focus()")
    browser.press("ArrowRight")
    assert "Han sade \"<!-- nej\" & 'jo' {{ 7 * 7 }}" in browser.run(
        "document.getElementById('tip').innerText"
    )
    browser.run("location.hash = '#/citat'")
    browser.settle(60)
    browser.run("document.querySelector('.pick input').click()")
    browser.run("location.hash = '#/jamfor?kod=jobb'")
    browser.settle(60)
    offered = browser.run("[...document.getElementById('side-hoger-add').options].map((one) => one.text)")
    assert '<b onclick="x">Bo</b>' not in offered, "the only speaker divides nothing"
    assert "<img src=x onerror=document.title='tagen'>.txt" in offered
    assert browser.run("document.title") == "Förstudien – kodade citat"
    assert browser.run("document.querySelectorAll('img, b').length") == 0
    assert browser.complaints == []


def test_every_sentence_is_shown_as_it_is(browser: Any, address: str, hostile_run: Run) -> None:
    browser.open(address + "#/kallor")
    browser.run("document.querySelector('.source-list a').click()")
    browser.settle()
    shown = browser.run("[...document.querySelectorAll('.said')].map((each) => each.textContent)")
    assert shown == [segment.text for segment in hostile_run.sources[0].segments]


def test_offsets_hold_after_an_emoji(browser: Any, address: str) -> None:
    browser.open(address + "#/citat?sok=jobbet")
    assert browser.run("document.querySelector('#quotes mark').textContent") == "jobbet"
    browser.run("document.querySelector('[data-key=v]').click()")
    assert "</script>" in browser.run("document.querySelector('.why').textContent")


def test_direction_marks_turn_nothing_outside_their_own_words(browser: Any, address: str) -> None:
    browser.open(address + "#/citat")
    assert browser.run("[...document.querySelectorAll('blockquote')].every((each) => each.dir === 'auto')")
    assert browser.run("[...document.querySelectorAll('.whence')].every((each) => each.querySelector('bdi'))")


def test_a_word_without_end_does_not_widen_a_phone(browser: Any, address: str) -> None:
    browser.size(360, 740, phone=True)
    for view in ("#/citat", "#/oversikt", "#/jamfor?kod=jobb", "#/om", "#/koder", "#/kallor"):
        browser.open(address + view)
        assert browser.run("document.documentElement.scrollWidth") == 360, view
        texts = "[...document.querySelectorAll('blockquote, .said, .whence, h1, h3, li, dd')]"
        assert browser.run(f"{texts}.every((each) => each.scrollWidth <= each.clientWidth)"), view


def test_the_policy_stops_what_would_slip_through(browser: Any, address: str) -> None:
    browser.open(address)
    browser.run(
        "(() => { const evil = document.createElement('script'); evil.textContent = 'document.title = 1';"
        " document.body.append(evil); const img = new Image();"
        " img.src = 'x.png'; document.body.append(img); })()"
    )
    browser.settle()
    assert browser.run("document.title") == "Förstudien – kodade citat"
    assert sum("Content Security Policy" in complaint for complaint in browser.complaints) >= 2
