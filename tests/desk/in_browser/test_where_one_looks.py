"""Nothing is judged but what one looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qualcode.decisions import Decision

Said = Callable[[], list[Decision]]
TOAST = "document.querySelector('#toast:not([hidden])')?.textContent"
FOCUSED = "document.activeElement.closest('.segment')?.textContent"


@pytest.mark.parametrize("key", ["a", "r", "b", "t"])
def test_a_key_in_the_transcript_first_opens_the_quote_that_one_is_at(
    page: Any, said: Said, key: str
) -> None:
    page.go("sökt jobb")
    page.press("u")
    page.until(f"{FOCUSED}?.includes('sökt jobb')")
    for _ in range(9):
        if "Där är jag rädd" in page.browser.run(f"{FOCUSED} ?? ''"):
            break
        page.press("ArrowDown")
    page.press(key)
    page.until(f"{TOAST}?.includes('Tryck igen')")
    page.until("document.querySelector('.stretch').textContent === 'Där är jag rädd.'")
    assert said() == [] and page.browser.run("document.querySelector('dialog[open]')") is None
    assert "Där är jag rädd" in page.browser.run(FOCUSED)
    if key in "ar":
        page.press(key)
        page.until(f"{TOAST}?.includes('stämmer')")
        assert [each.quote for each in said()] == ["Där är jag rädd."]


def test_where_no_quote_stands_nothing_is_judged(page: Any, said: Said) -> None:
    page.press("/")
    page.until("document.activeElement.id === 'search'")
    page.write("lagret")
    page.press("Enter")
    page.until("document.querySelector('.hits a')")
    page.browser.run("document.querySelector('.hits a').click()")
    page.until(f"{FOCUSED}?.includes('lagret')")
    page.press("ArrowDown")
    page.until(f"{FOCUSED}?.includes('granne')")
    before = page.text(".stretch")
    page.press("r")
    page.until(f"{TOAST}?.includes('inget citat')")
    assert said() == [] and page.text(".stretch") == before
    page.press("Escape")
    page.press("r")
    page.until(f"{TOAST}?.includes('stämmer inte')")
    assert [each.quote for each in said()] == [before]
