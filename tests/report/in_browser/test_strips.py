"""Codes along each transcript: strips that are pointed at or walked by keyboard, and lead to places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.result import Run
from qualcode.transcript import Piece
from qualcode.writers import report

Read = Callable[..., Any]
INTERVIEW = "document.querySelector('#overview-strip-1')"
STROKES = f"[...{INTERVIEW}.querySelectorAll('path')].map((path) => path.getAttribute('d'))"
SAID = "document.activeElement.getAttribute('aria-valuetext')"
TIP = "document.getElementById('tip')"


def _point(browser: Any, strip: str, share: float, lane: float, *, click: bool = False) -> None:
    """Moves the mouse to a share of the strip's length and height."""
    browser.run(f"{strip}.scrollIntoView({{ block: 'center' }})")
    browser.settle(60)
    box = browser.run(
        f"(({{left, top, width, height}}) => [left, top, width, height])({strip}.getBoundingClientRect())"
    )
    at = {"x": box[0] + share * box[2], "y": box[1] + lane * box[3]}
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", **at)
    if click:
        for kind in ("mousePressed", "mouseReleased"):
            browser.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)
    browser.settle()


def test_the_overview_has_a_strip_a_source_with_a_lane_a_theme(read: Read) -> None:
    browser = read("#/oversikt")
    assert browser.run("document.querySelectorAll('#strips li').length") == 3
    assert browser.run(STROKES) == ["M1 0h2v5H1z", "M3 7h1v5H3zM5 7h1v5H5z"]
    assert browser.complaints == []


def test_pointing_says_code_place_and_role_and_a_click_leads_there(read: Read) -> None:
    browser = read("#/oversikt")
    _point(browser, INTERVIEW, 1.5 / 7, 0.2)
    assert browser.run(f"{TIP}.hidden") is False
    said = browser.run(f"{TIP}.innerText")
    for part in (
        "Trygghet › Belysning",
        "stycke 2 av 7",
        "tur 2, 00:03:10",
        "Amina (respondent)",
        "Kolmörkt är det",
    ):
        assert part in said
    _point(browser, INTERVIEW, 5.5 / 7, 0.8, click=True)
    assert browser.run("location.hash") == "#/kallor?kalla=intervju-1.docx&stycke=6"
    assert browser.run("document.activeElement.id") == "s6"
    assert browser.run(f"{TIP}.hidden") is True


def test_a_pointer_beside_a_thin_stroke_means_it(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Path
) -> None:
    pieces = [Piece("Ja så är det.", speaker="Bo", role="respondent") for _ in range(4000)]
    (path,) = report.write(run_of([coded_doc("lang.txt", pieces, {2001: {"jobb": 0.9}})]), tmp_path)
    browser.open(path.as_uri() + "#/oversikt")
    strip = "document.querySelector('#overview-strip-0')"
    _point(browser, strip, 2000.5 / 4000 + 0.004, 0.8)
    assert "stycke 2 001 av 4 000" in browser.run(f"{TIP}.innerText").replace("\u00a0", " ")
    _point(browser, strip, 0.6, 0.8)
    assert "utan kod" in browser.run(f"{TIP}.innerText")


def test_a_strip_is_one_stop_and_arrows_go_from_quote_to_quote(read: Read) -> None:
    browser = read("#/oversikt")
    browser.run("document.querySelector('#overview-strip-0').focus()")
    browser.press("Tab")
    browser.press("Tab")
    assert browser.run("document.activeElement.id") == "overview-strip-1"
    assert browser.run("document.activeElement.role") == "slider"
    assert "Trygghet › Belysning. stycke 2 av 7" in browser.run(SAID)
    browser.press("ArrowRight")
    said = browser.run(SAID)
    assert "Jobb & försörjning. stycke 4 av 7" in said and "Amina (respondent)" in said
    assert "Jag fick jobb" in said
    browser.press("ArrowRight", times=5)
    assert "stycke 6 av 7" in browser.run(SAID)
    browser.press("ArrowLeft", times=2)
    browser.press("Enter")
    assert browser.run("location.hash") == "#/kallor?kalla=intervju-1.docx&stycke=2"
    assert browser.run("document.activeElement.id") == "s2"
    browser.back()
    browser.settle(200)
    assert browser.run("document.activeElement.id") == "overview-strip-1"


def test_escape_hides_what_a_strip_shows_and_then_leaves_the_transcript(read: Read) -> None:
    browser = read("#/kallor?kalla=intervju-1.docx")
    browser.run("document.querySelector('#strip-here').focus()")
    browser.press("ArrowRight")
    assert browser.run(f"{TIP}.hidden") is False
    browser.press("Escape")
    assert browser.run(f"{TIP}.hidden") is True
    assert browser.run("location.hash") == "#/kallor?kalla=intervju-1.docx"
    browser.press("Escape")
    assert browser.run("location.hash") == "#/citat"


def test_strips_of_one_code_stay_in_the_address(read: Read) -> None:
    browser = read("#/oversikt")
    browser.run(
        "((codes) => { codes.value = 'belysning'; codes.dispatchEvent(new Event('change')); })"
        "(document.getElementById('strips-code'))"
    )
    browser.settle(100)
    assert browser.run("location.hash") == "#/oversikt?remsa=belysning"
    assert browser.run(
        f"[...{INTERVIEW}.querySelectorAll('path')].map((path) => path.getAttribute('d'))"
    ) == ["M1 0h1v5H1z"]
    assert browser.run("document.querySelector('#overview-strip-0').role") == "img", "nothing to go to"
    browser.back()
    browser.settle(150)
    assert browser.run(f"{INTERVIEW}.querySelectorAll('path').length") == 2


def test_strips_in_the_list_of_sources_lead_to_the_place(read: Read) -> None:
    browser = read("#/kallor")
    browser.run("document.querySelector('#strip-0').focus()")
    browser.press("Enter")
    assert browser.run("location.hash") == "#/kallor?kalla=fokusgrupp-2.vtt&stycke=2"


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_a_strip_has_the_whole_width_and_what_it_says_fits(read: Read, width: int) -> None:
    browser = read("#/oversikt")
    browser.size(width, 740, phone=True)
    browser.settle()
    assert browser.run(f"{INTERVIEW}.clientWidth") > 0.85 * width
    _point(browser, INTERVIEW, 5.5 / 7, 0.8)
    box = browser.run(f"(({{left, right}}) => [left, right])({TIP}.getBoundingClientRect())")
    assert 0 <= box[0] < box[1] <= width
    assert browser.run("document.documentElement.scrollWidth") == width


def test_the_attribute_that_divides_the_material_is_chosen_and_stays_in_the_address(
    browser: Any, coded_doc: Any, run_of: Callable[..., Run], tmp_path: Path
) -> None:
    docs = [
        coded_doc(
            f"s{n}.txt", [Piece("Jobb.", speaker="Bo")], {1: {"jobb": 0.9}},
            {"grupp": "unga" if n < 5 else "äldre", "plats": f"p{n % 2}"},
        )
        for n in range(8)
    ]  # fmt: skip
    (path,) = report.write(run_of(docs), tmp_path)
    shown = (
        "[...document.querySelectorAll('[data-attribute]')].filter((one) => one.checkVisibility())"
        ".map((one) => one.dataset.attribute)"
    )
    browser.open(path.as_uri())
    assert browser.run(shown) == ["grupp"]
    few = "[...document.querySelectorAll('[data-attribute=grupp] tbody tr')].map((row) => row.className)"
    assert browser.run(few) == ["", "few"], "five young people's sources, three of older ones"
    browser.run(
        "((by) => { by.value = 'plats'; by.dispatchEvent(new Event('change')); })"
        "(document.getElementById('groups-by'))"
    )
    browser.settle(100)
    assert browser.run("location.hash") == "#/oversikt?uppdelning=plats"
    assert browser.run(shown) == ["plats"]
    browser.open(path.as_uri() + "#/oversikt?uppdelning=*")
    assert browser.run(shown) == ["grupp", "plats"]


def test_what_a_key_shows_stays_beside_its_strip_when_the_page_moves(read: Read) -> None:
    browser = read("#/oversikt")
    browser.size(390, 500, phone=True)
    browser.run("document.querySelector('#overview-strip-1').focus()")
    browser.press("ArrowRight")
    browser.run("scrollBy(0, -40)")
    browser.settle(100)
    assert browser.run(f"{TIP}.hidden") is False
    gap = (
        f"((tip, strip) => Math.max(tip.top - strip.bottom, strip.top - tip.bottom))"
        f"({TIP}.getBoundingClientRect(), {INTERVIEW}.getBoundingClientRect())"
    )
    assert browser.run(gap) == pytest.approx(6, abs=1)


def test_what_is_pointed_at_is_forgotten_when_the_page_moves(read: Read) -> None:
    browser = read("#/oversikt")
    browser.size(390, 500, phone=True)
    _point(browser, INTERVIEW, 0.5, 0.5)
    assert browser.run(f"{TIP}.hidden") is False
    browser.run("document.dispatchEvent(new Event('scroll', { bubbles: true }))")
    assert browser.run(f"{TIP}.hidden") is True
