"""Sides of quotes in the argument, as a reviewer confirms them in a real browser."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode import cli
from qualcode.argument import choices

CURRENT = "document.querySelector('.claims [aria-current]')"
TOAST = "document.querySelector('#toast:not([hidden])')?.textContent"


@pytest.fixture
def desk(browser: Any, address: Callable[..., str], argued: Path, Page: Any) -> Iterator[Any]:
    """The desk of the study with an argumentation, opened by Anna Ek when that has been read."""
    page = Page(browser)
    browser.open(address(reviewer="Anna Ek"))
    page.until("document.querySelector('#status [value=stance]')")
    page.go("sökt jobb")
    page.until(CURRENT)
    yield page
    browser.run("sessionStorage.clear(); localStorage.clear()")
    browser.open("about:blank")


def chosen(folder: Path) -> list[tuple[str, str, str, str]]:
    return [(each.claim, each.action, each.side, each.person) for each in choices.read(folder)[0]]


def test_confirmed_by_keyboard_and_confirmed_in_the_dossier(desk: Any, argued: Path) -> None:
    assert "Stöder · föreslaget av maskinen" in desk.text(".claims [aria-current] .status")
    desk.press("s")
    desk.until(f"{TOAST}?.includes('Det finns jobb')")
    desk.until("document.querySelector('.claims .status')?.textContent.includes('bekräftat av Anna Ek')")
    cli.app(["dossier", "--study", str(argued)], standalone_mode=False)
    table = (argued / "outputs" / "dossier" / "quotes.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(table.splitlines(), delimiter=";"))
    confirmed = [
        (row["claim"], row["side"], row["confirmed_by"]) for row in rows if row["stance"] == "confirmed"
    ]
    assert confirmed == [("ger-jobb", "supports", "Anna Ek")]
    assert desk.browser.complaints == []


def test_turned_pinned_banned_and_undone_by_mouse_and_key(desk: Any, argued: Path) -> None:
    desk.click(".claims [data-act^=stancechallenges]")
    desk.until("document.querySelector('.claims [data-act^=stancechallenges][aria-pressed=true]')")
    desk.click(".claims [data-act^=pin]")
    desk.until("document.querySelector('.claims .status')?.textContent.includes('fäst i underlaget')")
    desk.press("x")
    desk.until("document.querySelector('.claims .status')?.textContent.includes('visas inte i underlaget')")
    assert [each[1:3] for each in chosen(argued)] == [
        ("stance", "challenges"), ("pin", "challenges"), ("ban", ""),
    ]  # fmt: skip
    desk.click("#toast button")
    desk.until("document.querySelector('.claims .status')?.textContent.includes('fäst i underlaget')")
    for _ in range(2):
        desk.press("z")
        desk.until(f"{TOAST}?.startsWith('Ångrat: Det finns jobb på ”Jag har sökt jobb')")
        desk.browser.run("document.querySelector('#toast').hidden = true")
    desk.until("document.querySelector('.claims .status')?.textContent.includes('föreslaget av maskinen')")


def test_other_words_are_put_under_a_claim_by_keyboard(desk: Any, argued: Path) -> None:
    desk.press("y")
    desk.until("document.querySelector('#picker').open")
    desk.write("ljus")
    desk.press("Enter")
    desk.until(f"{CURRENT}?.textContent.includes('Välj sida')")
    assert chosen(argued) == []
    desk.press("e")
    desk.until(f"{CURRENT}?.textContent.includes('Talar emot') && {TOAST}?.includes('Bättre ljus')")
    assert chosen(argued) == [("ljus", "stance", "challenges", "Anna Ek")]


def test_one_goes_through_what_nobody_has_confirmed(desk: Any, argued: Path) -> None:
    desk.browser.run("location.hash = '#/granska?pastaende=ger-jobb&visa=stance'")
    desk.until("document.querySelector('#line-tally').textContent.includes('bekräftat')")
    seen = []
    for _ in range(20):
        words = desk.text(".stretch")
        if words in seen:
            break
        seen.append(words)
        desk.press("h")
        desk.until(f"{TOAST}?.includes('Hör inte hit')")
        desk.press("c")
        moved = f"document.querySelector('.stretch').textContent !== {words!r}"
        desk.until(f"{moved} || {TOAST}?.includes('inga fler')")
    assert len(seen) > 2 and "Jag har sökt jobb i två år." in seen
    assert {each[:3] for each in chosen(argued)} == {("ger-jobb", "stance", "neither")}


def test_what_follows_a_side_is_about_the_claim_that_was_just_decided(desk: Any, argued: Path) -> None:
    desk.browser.run("location.hash = '#/granska?visa=stance'")
    desk.until("document.querySelector('#line-tally').textContent.includes('bekräftat')")
    desk.until(CURRENT)
    words = desk.text(".stretch")
    claim = desk.text(".claims [aria-current] .what")
    desk.press("s")
    desk.until(f"{TOAST}?.startsWith('Sparat under')")
    desk.press("p")
    desk.until(f"{TOAST}?.startsWith('Fäst under')")
    assert [each[:2] for each in chosen(argued)] == [
        (chosen(argued)[0][0], "stance"), (chosen(argued)[0][0], "pin"),
    ]  # fmt: skip
    assert (desk.text(".stretch"), desk.text(".claims [aria-current] .what")) == (words, claim)
    desk.click("[data-act=next-claim]")
    desk.until(f"{CURRENT}?.querySelector('.status').textContent.includes('maskinen')")


def test_words_without_a_code_are_confirmed_and_coded(desk: Any, argued: Path, said: Any) -> None:
    desk.browser.run("location.hash = '#/granska?pastaende=ger-jobb&visa=all'")
    desk.go("Det var min granne som hörde av sig.")
    desk.press("a")
    desk.press("e")
    desk.until(f"{TOAST}?.includes('Talar emot')")
    assert chosen(argued) == [("ger-jobb", "stance", "challenges", "Anna Ek")] and said() == []
    desk.press("l")
    desk.until("document.querySelector('#picker').open")
    desk.write("jobb")
    desk.press("Enter")
    desk.until(f"{TOAST}?.includes('tillagd')")
    assert [(each.quote, each.code) for each in said()] == [("Det var min granne som hörde av sig.", "jobb")]
    assert desk.browser.complaints == []


def test_no_key_confirms_a_side_of_the_quote_that_one_has_left(desk: Any, argued: Path) -> None:
    before = desk.text(".stretch")
    desk.browser.run(
        """['j', 's', 'p', 'x', 'y'].forEach((key) => document.activeElement.dispatchEvent(
          new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))"""
    )
    desk.until(f"document.querySelector('.stretch').textContent !== {before!r}")
    desk.until("!document.querySelector('#quote[aria-busy]')")
    assert chosen(argued) == [] and desk.browser.run("document.querySelector('dialog[open]')") is None


def test_on_a_phone_no_button_about_the_code_stands_over_the_claims(desk: Any) -> None:
    desk.browser.run("location.hash = '#/granska?visa=stance'")
    desk.until("document.querySelector('#line-tally').textContent.includes('bekräftat')")
    desk.until(CURRENT)
    desk.browser.size(375, 740, phone=True)
    style = "getComputedStyle(document.querySelector('.verdict .acts')).position"
    assert desk.browser.run(style) == "static"
    desk.browser.run("location.hash = '#/granska?visa=all'")
    desk.until(f"{style} === 'fixed'")


@pytest.mark.parametrize("width", [800, 1280])
def test_what_was_saved_is_not_told_upon_the_claims(desk: Any, width: int) -> None:
    desk.browser.size(width, 900)
    desk.press("s")
    desk.until(f"{TOAST}?.startsWith('Sparat under')")
    box = "(({left, right}) => [left, right])(document.querySelector(%r).getBoundingClientRect())"
    claims, toast = desk.browser.run(box % ".claims"), desk.browser.run(box % "#toast")
    assert toast[1] <= claims[0] or toast[0] >= claims[1]


def test_blind_no_claim_is_suggested(desk: Any, argued: Path) -> None:
    desk.click("#blind")
    desk.until("document.querySelector('#blind-codes')")
    assert desk.browser.run("document.querySelectorAll('.claim').length") == 0
    assert "Maskinens förslag visas inte" in desk.text(".claims")
    assert desk.browser.run("document.querySelector('#status [value=stance]')") is None
    assert desk.browser.run("document.querySelectorAll('#facets [name=claim]').length") == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_claims_are_readable_by_everybody(desk: Any, width: int) -> None:
    desk.browser.size(width, 844, phone=width < 500)
    desk.press("c")
    assert desk.axe() == []
    assert desk.browser.run("document.documentElement.scrollWidth") == width
    assert desk.browser.run("document.activeElement.closest('.claims') !== null")
