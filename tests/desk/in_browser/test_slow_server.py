"""A server that answers slowly, and a reviewer who does not wait: nothing is decided of a quote that is on
its way out, or in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.decisions import Decision, in_force

Said = Callable[[], list[Decision]]
STRETCH = "document.querySelector('.stretch')?.textContent"
RESTS = "!document.querySelector('#quote[aria-busy]')"
HELD = "window.held.length"


def hold(page: Any, path: str) -> None:
    """Keeps the page's requests to some addresses back until :func:`release`; the others go on."""
    page.browser.run(
        f"""(() => {{
          window.held = [];
          window.fetched ??= window.fetch;
          window.fetch = (address, ...rest) => String(address).includes({path!r})
            ? new Promise((go) => window.held.push(go)).then(() => window.fetched(address, ...rest))
            : window.fetched(address, ...rest);
        }})()"""
    )


def release(page: Any, *, last_first: bool = False) -> None:
    """Lets what was held go, and everything after it."""
    order = "held.reverse()" if last_first else "held"
    page.browser.run(f"(() => {{ window.fetch = window.fetched; {order}.forEach((go) => go()); }})()")


def hasten(page: Any, *keys: str) -> None:
    """Presses keys at once, one after the other."""
    pressed = [
        f"new KeyboardEvent('keydown', {{key: {key!r}, bubbles: true, cancelable: true}})" for key in keys
    ]
    page.browser.run(f"[{', '.join(pressed)}].forEach((key) => document.activeElement.dispatchEvent(key))")


@pytest.mark.parametrize("key", ["a", "r", "b", "l", "t", "g"])
def test_no_key_decides_the_quote_that_one_has_left(page: Any, said: Said, key: str) -> None:
    before = page.browser.run(STRETCH)
    hold(page, "/api/quotes/")
    hasten(page, "j", key)
    page.browser.settle()
    assert page.browser.run(f"({STRETCH}) === {before!r} && {HELD} === 1")
    assert page.browser.run("document.querySelector('dialog[open]')") is None
    assert page.browser.run("getSelection().isCollapsed")
    release(page)
    page.until(f"{STRETCH} !== {before!r} && {RESTS}")
    assert said() == []
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    assert [each.quote == before for each in said()] == [False]


def test_no_key_decides_while_another_line_is_on_its_way(page: Any, said: Said) -> None:
    hold(page, "/api/line")
    page.browser.run(
        "(() => { const order = document.querySelector('#order'); order.value = 'highest';"
        " order.dispatchEvent(new Event('change')); document.querySelector('#quote').focus(); })()"
    )
    hasten(page, "a", "x", "r")
    page.browser.settle()
    assert page.browser.run(HELD) == 1
    release(page)
    page.until(RESTS)
    assert said() == []


def test_of_two_quotes_that_are_asked_for_the_last_one_is_shown(page: Any) -> None:
    rows = page.browser.run(
        "[...document.querySelectorAll('#rows .row .words')].map((row) => row.textContent)"
    )
    hold(page, "/api/quotes/")
    hasten(page, "j", "j")
    page.until(f"{HELD} === 2")
    release(page, last_first=True)
    page.until(f"{STRETCH} === {rows[2]!r} && {RESTS}")
    page.browser.settle(100)
    assert page.browser.run(STRETCH) == rows[2]
    assert page.text("#rows [aria-current] .words") == rows[2]


def test_of_two_transcripts_that_are_asked_for_the_last_one_is_shown(page: Any) -> None:
    page.until("document.querySelector('#turns .aimed')")
    hold(page, "/api/sources/")
    for number in (1, 2):
        page.browser.run(
            f"(() => {{ const source = document.querySelector('#source'); source.value = '{number}';"
            " source.dispatchEvent(new Event('change')); })()"
        )
    page.until(f"{HELD} === 2")
    release(page, last_first=True)
    page.until("document.querySelector('#turns').textContent.includes('Eva')")
    page.browser.settle(100)
    assert "Eva" in page.text("#turns")
    assert page.browser.run("document.querySelector('#source').value") == "2"


def test_keys_while_a_decision_is_being_saved_are_passed_over(page: Any, said: Said) -> None:
    before = page.browser.run(STRETCH)
    hold(page, "/api/acts")
    hasten(page, "a", "r", "b", "a")
    page.until(f"{HELD} === 1")
    assert page.browser.run("document.querySelector('dialog[open]')") is None
    release(page)
    page.until(f"{STRETCH} !== {before!r} && {RESTS}")
    assert [(each.quote == before, each.judgement) for each in said()] == [(True, "yes")]


def test_undone_twice_in_a_hurry_is_undone_twice(page: Any, said: Said) -> None:
    before = page.browser.run(STRETCH)
    page.press("a")
    page.until(f"{STRETCH} !== {before!r} && {RESTS}")
    page.press("r")
    page.until(f"{RESTS} && document.querySelectorAll('#rows .row.yes, #rows .row.no').length === 2")
    assert [each.judgement for each in in_force(said())] == ["yes", "no"]
    hold(page, "/api/undo")
    hasten(page, "z", "z")
    page.until(f"{HELD} === 1")
    release(page)
    page.until(f"{RESTS} && !document.querySelector('#rows .row.yes, #rows .row.no')")
    assert in_force(said()) == []


def test_a_code_that_is_chosen_after_one_has_gone_elsewhere_is_not_given(page: Any, said: Said) -> None:
    page.press("j")
    page.until(RESTS)
    page.press("b")
    page.until("document.querySelector('#picker').open")
    before = page.browser.run(STRETCH)
    page.browser.run("location.hash = '#/granska?ordning=highest'")
    page.until(f"{RESTS} && {STRETCH} !== {before!r}")
    page.press("Enter")
    page.until("document.querySelector('.notice.refused')?.textContent.includes('inte längre')")
    assert said() == []


def test_what_somebody_blind_has_ticked_stays_when_others_decide(
    page: Any, client_of: Callable[..., Any], folder: Path, said: Said
) -> None:
    page.click("#blind")
    page.until("document.querySelector('#blind-codes')")
    page.click("#blind-codes [value='2']")
    other = client_of(folder)
    other.act("reject", other.quote("Där är jag rädd", name="Bo"), name="Bo")
    page.browser.run("document.dispatchEvent(new Event('visibilitychange'))")
    page.browser.settle(300)
    assert page.browser.run("document.querySelector(\"#blind-codes [value='2']\").checked") is True
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('Belysning')")
    assert {each.code for each in said() if each.coder == "Anna Ek" and each.judgement == "yes"} == {
        "belysning"
    }
