"""The page for those who use it otherwise: by keyboard, on a phone, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]
VIEWS = (
    "#/oversikt",
    "#/oversikt?remsa=belysning",
    "#/citat",
    "#/jamfor?vanster=kod%3Djobb%26kod%3Dtrygghet%26minst%3D0.1&hoger=a.plats%3DAlby&kod=trygghet",
    "#/kallor",
    "#/kallor?kalla=intervju-1.docx",
    "#/koder",
    "#/om",
)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_view(read: Read, scheme: str) -> None:
    browser = read("#/citat")
    browser.prefer(color_scheme=scheme)
    browser.run("document.querySelector('.pick input').click()")
    for number in (1, 2):
        browser.run(f"document.querySelector('#quotes .quote:nth-child({number}) [data-key=v]').click()")
    for address in VIEWS:
        browser.run(f"location.hash = {address!r}")
        browser.settle(60)
        assert browser.axe() == [], address


def test_axe_finds_nothing_serious_in_what_opens(read: Read) -> None:
    browser = read("#/oversikt")
    browser.size(390, 844, phone=True)
    browser.run("document.querySelector('#overview-strip-1').focus()")
    browser.press("ArrowRight")
    assert browser.run("document.getElementById('tip').hidden") is False
    assert browser.axe() == []
    browser.press("?")
    assert browser.axe() == []
    browser.press("Escape")
    browser.run("location.hash = '#/citat'")
    browser.settle(60)
    browser.run("document.getElementById('unfold').click()")
    assert browser.axe() == []


def test_axe_finds_nothing_serious_in_hostile_text(browser: Any, hostile_run: Any, tmp_path: Any) -> None:
    from qualcode.writers import report

    (path,) = report.write(hostile_run, tmp_path)
    for view in ("#/oversikt", "#/citat", "#/kallor", "#/koder", "#/om"):
        browser.open(path.as_uri() + view)
        assert browser.axe() == [], view


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_phone(read: Read, width: int) -> None:
    browser = read("#/citat")
    browser.size(width, 740, phone=True)
    browser.run("document.querySelector('.pick input').click()")
    for address in VIEWS:
        browser.run(f"location.hash = {address!r}")
        browser.settle(60)
        assert browser.run("document.documentElement.scrollWidth") == width, address


def test_hidden_words_in_a_wide_matrix_do_not_widen_the_page(read: Read) -> None:
    browser = read("#/oversikt")
    browser.size(320, 740, phone=True)
    browser.run(
        "document.querySelectorAll('.scroll th').forEach((head) => {"
        " head.style.minWidth = '20rem'; const hidden = document.createElement('span');"
        " hidden.className = 'visually-hidden'; hidden.textContent = 'x'; head.append(hidden); })"
    )
    browser.settle(60)
    assert browser.run("document.documentElement.scrollWidth") == 320


def _tab_to(browser: Any, selector: str, most: int = 60) -> None:
    """Presses Tab until something has the focus that is shown to have it."""
    for _ in range(most):
        browser.press("Tab")
        if browser.run(f"document.activeElement.matches({selector!r})"):
            ring = browser.run("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", f"{selector} does not show that it has the focus"
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_keyboard_alone_goes_from_the_overview_to_a_copied_comparison(read: Read) -> None:
    browser = read("#/oversikt")
    _tab_to(browser, "#overview-strip-1", most=40)
    browser.press("ArrowRight")
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "s4"
    browser.press("v")
    assert "Jobb & försörjning" in browser.run("document.querySelector('#s4 .why').innerText")
    browser.press("Escape")
    browser.press("Escape")
    assert browser.run("location.hash") == "#/citat"
    browser.press("j")
    browser.press("x")
    _tab_to(browser, "#picked-show", most=80)
    browser.press("Enter")
    assert browser.run("document.querySelectorAll('#quotes .quote').length") == 1
    _tab_to(browser, ".chosen button")
    browser.press("Enter")
    assert browser.run("document.querySelectorAll('#quotes .quote').length") == 6
    browser.run("location.hash = '#/jamfor'")
    browser.settle(60)
    _tab_to(browser, "#side-vanster-add")
    browser.press("A")
    browser.settle(60)
    assert browser.run("location.hash") == "#/jamfor?vanster=a.plats%3DAlby"
    assert browser.run("document.activeElement.id") == "side-vanster-add"
    _tab_to(browser, ".compared tbody a")
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "beside"
    browser.press("j")
    assert browser.run("document.activeElement.closest('.half')") is not None
    browser.press("v")
    assert browser.run("document.querySelector('#beside .why').hidden") is False


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
