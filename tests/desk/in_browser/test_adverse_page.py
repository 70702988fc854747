"""The desk's page under hard use: characters that JavaScript counts otherwise, haste, a server that comes
and goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode import run
from qualcode.decisions import Decision, in_force
from qualcode.study import Study

Said = Callable[[], list[Decision]]
FAMILY = "👩‍👩‍👧‍👦"
ODD = (
    "Intervjuare: Vad hände sen?\n"
    f"Nils: 𝔘ngdomarna {FAMILY} sa 🇸🇪 att kafe\u0301et var q\u0308uigt 👍🏽 och مرحبا bra."
    " Jag var rädd 😀😀.\n"
    "Intervjuare: Och efter det?\n"
    "Nils: Då fick jag jobb 🧑🏿‍🔧 på en verkstad.\n"
)


@pytest.fixture
def odd(folder: Path, browser: Any, address: Callable[..., str], Page: Any) -> Iterator[Any]:
    """The desk of a study with such characters, opened at the source that has them."""
    (folder / "corpus" / "nils.txt").write_text(ODD, "utf-8")
    run.run(Study.open(folder), direct=True)
    page = Page(browser)
    browser.open(address(reviewer="Anna Ek"))
    page.until("document.querySelector('#words')")
    page.go("Jag var rädd")
    page.until("document.querySelector('#turns')?.textContent.includes('verkstad')")
    yield page
    browser.run("sessionStorage.clear(); localStorage.clear()")
    browser.open("about:blank")


def text_of(folder: Path) -> str:
    from qualcode.desk.desk import Desk

    return Desk(Study.open(folder))._view.material.texts["nils.txt"]


def give(page: Any, words: str, code: str) -> None:
    """Selects some words of the transcript and gives them a code."""
    units = json.dumps(words)
    page.browser.run(
        f"""(() => {{
          const walker = document.createTreeWalker(document.querySelector('#turns'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
            const at = node.data.indexOf({units});
            if (at < 0 || !node.parentElement.closest('[data-at]')) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + {units}.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }}
        }})()"""
    )
    page.press("l")
    page.until("document.querySelector('#picker').open")
    page.write(code)
    page.press("Enter")
    page.until("document.querySelector('#turns u.mine')")


@pytest.mark.parametrize(
    "words", [f"𝔘ngdomarna {FAMILY} sa", "🇸🇪 att", "q\u0308uigt 👍🏽 och", "och مرحبا bra", f"{FAMILY} sa 🇸🇪"]
)
def test_marked_words_are_those_that_are_saved(odd: Any, folder: Path, said: Said, words: str) -> None:
    give(odd, words, "trygg")
    (row,) = said()
    assert row.quote == words
    assert text_of(folder)[row.start : row.end] == words
    assert odd.text("#turns u.mine") == words


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("uig", "q\u0308uigt"),
        ("dom", "𝔘ngdomarna"),
        ("\ud83d\udc69\u200d", FAMILY),
        ("\udc69", FAMILY),
        ("\udd27", "🧑🏿‍🔧"),
    ],
)
def test_part_of_a_word_or_of_an_emoji_becomes_all_of_it(odd: Any, said: Said, part: str, whole: str) -> None:
    give(odd, part, "trygg")
    assert [row.quote for row in said()] == [whole]


def test_a_selection_over_several_turns_is_saved_to_the_letter(odd: Any, folder: Path, said: Said) -> None:
    odd.browser.run(
        """(() => {
          const units = [...document.querySelectorAll('#turns [data-at]')];
          const first = units.find((each) => each.textContent.includes('Jag var rädd'));
          const last = units.find((each) => each.textContent.includes('verkstad'));
          const range = document.createRange();
          const text = (each, end) => {
            const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
            let node = walker.nextNode();
            for (let next = node; end && next; next = walker.nextNode()) node = next;
            return node;
          };
          range.setStart(text(first), 0);
          const node = text(last, true);
          range.setEnd(node, node.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          document.dispatchEvent(new Event('selectionchange'));
          document.querySelector('#turns').dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
        })()"""
    )
    odd.press("l")
    odd.until("document.querySelector('#picker').open")
    odd.write("jobb")
    odd.press("Enter")
    odd.until("document.querySelector('#turns u.mine')")
    rows = in_force(said())
    assert len(rows) > 1  # a decision in each turn
    assert all(row.quote == text_of(folder)[row.start : row.end] for row in rows)
    assert "Jag var rädd 😀😀." in rows[0].quote and rows[-1].quote.endswith("verkstad.")


def test_haste_decides_nothing_that_was_not_shown(page: Any, said: Said) -> None:
    """Keys that come before the server has answered are not about a quote that nobody has seen."""
    page.browser.run(
        """(() => {
          window.seen = new Set();
          const note = () => seen.add(document.querySelector('.stretch')?.textContent);
          new MutationObserver(note).observe(document.querySelector('#quote'),
            {subtree: true, childList: true});
          note();
          for (let at = 0; at < 12; at += 1)
            document.body.dispatchEvent(
              new KeyboardEvent('keydown', {key: 'a', bubbles: true, cancelable: true}));
        })()"""
    )
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    page.browser.settle()
    seen = page.browser.run("[...window.seen]")
    quotes = {row.quote for row in said()}
    assert quotes and quotes <= set(seen)
    assert len(quotes) == 1
