"""The page for those who use it otherwise: by keyboard, on a phone, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]
VIEWS = ("#/oversikt", "#/citat", "#/kallor", "#/kallor?kalla=intervju-1.docx", "#/koder", "#/om")
FOCUSED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.id"


def test_tab_comes_first_to_the_way_past_the_navigation(read: Read) -> None:
    browser = read("#/citat")
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "main"


def test_j_and_k_go_from_quote_to_quote_and_enter_opens_the_source(read: Read) -> None:
    browser = read("#/citat")
    browser.press("j", times=2)
    assert browser.run(FOCUSED).startswith("Citat 2: ")
    browser.press("k")
    assert browser.run(FOCUSED).startswith("Citat 1: ")
    browser.press("v")
    assert browser.run("document.activeElement.querySelector('.why').hidden") is False
    browser.press("Escape")
    assert browser.run("document.activeElement.querySelector('.why').hidden") is True
    browser.press("Enter")
    assert browser.run("location.hash") == "#/kallor?kalla=fokusgrupp-2.vtt&stycke=2"
    browser.press("j")
    assert browser.run("document.activeElement.id") == "s4"
    browser.press("Escape")
    assert browser.run("location.hash") == "#/citat"


def test_slash_searches_from_anywhere_and_escape_clears(read: Read) -> None:
    browser = read("#/koder")
    browser.press("/")
    assert browser.run("document.activeElement.id") == "search"
    for letter in "ljus":
        browser.press(letter)
    browser.settle(400)
    assert browser.run("location.hash") == "#/citat?sok=ljus"
    assert browser.run("document.querySelectorAll('.quote').length") == 1
    browser.press("Escape")
    assert browser.run("document.querySelectorAll('.quote').length") == 6


def test_letters_can_be_switched_off(read: Read) -> None:
    browser = read("#/citat")
    browser.press("?")
    assert browser.run("document.getElementById('keys').open") is True
    browser.run("document.getElementById('letters').click()")
    browser.press("Escape")
    browser.press("j")
    assert not (browser.run(FOCUSED) or "").startswith("Citat")


def test_tab_passes_a_matrix_in_one_step_and_arrows_move_within_it(read: Read) -> None:
    browser = read("#/oversikt")
    heat = "document.querySelector('table.heat:not(.together)')"
    assert browser.run(f"{heat}.querySelectorAll('tbody a[tabindex=\"0\"]').length") == 1
    browser.run(f"{heat}.querySelector('tbody a').focus()")
    browser.press("ArrowRight")
    assert browser.run("document.activeElement.querySelector('.n').textContent") == "2"
    browser.press("ArrowDown")
    assert browser.run("document.activeElement.hash") == "#/citat?kod=trygghet&kalla=intervju-1.docx"


@pytest.mark.parametrize("address", VIEWS)
def test_nothing_is_wider_than_a_phone(read: Read, address: str) -> None:
    browser = read(address)
    browser.size(360, 740, phone=True)
    browser.settle()
    assert browser.run("document.documentElement.scrollWidth") == 360


def test_on_paper_all_chosen_quotes_stand_without_controls(read: Read) -> None:
    browser = read("#/citat")
    browser.send("Emulation.setEmulatedMedia", media="print")
    hidden = "(name) => getComputedStyle(document.querySelector(name)).display === 'none'"
    assert browser.run(f"['.views', '.filters', '.actions', '#print'].every({hidden})")
    assert browser.run("getComputedStyle(document.querySelector('.quote .chip')).display") != "none"


def test_on_paper_a_transcript_names_its_codes_in_the_text(read: Read) -> None:
    browser = read("#/kallor?kalla=intervju-1.docx")
    browser.send("Emulation.setEmulatedMedia", media="print")
    after = "getComputedStyle(document.querySelector('#s2 .words'), '::after').content"
    assert "Trygghet › Belysning" in browser.run(
        f"{after} + document.querySelector('#s2 .words').dataset.codes"
    )
    assert browser.run(after) != "none"


def test_without_scripts_everything_that_is_promised_is_there(read: Read, browser: Any) -> None:
    browser.without_scripts()
    read()
    document = browser.send("DOM.getDocument", depth=0)["root"]["nodeId"]

    def shown(selector: str) -> bool:
        node = browser.send("DOM.querySelector", nodeId=document, selector=selector)["nodeId"]
        try:
            return bool(node) and browser.send("DOM.getBoxModel", nodeId=node)["model"]["height"] > 0
        except RuntimeError:
            return False

    for selector in (
        "noscript",
        "table.bars",
        "table.heat",
        "li.quote blockquote",
        ".definition",
        ".failures",
    ):
        assert shown(selector), selector
    for selector in ("#filters", "#more", "#print", ".tools"):
        assert not shown(selector), selector
