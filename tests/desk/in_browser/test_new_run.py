"""A new run that comes while somebody reviews: nothing that they wrote, ticked or decided is lost unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode import run
from qualcode.decisions import Decision, in_force
from qualcode.study import Study

Said = Callable[[], list[Decision]]
RUN = "JSON.parse(document.querySelector('#data')?.textContent ?? '{}').run"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
AGAIN = ".notice.new-run button"


def code_anew(page: Any, folder: Path) -> None:
    """Makes a new run, about which the page is told while somebody is in the midst of something."""
    run.run(Study.open(folder), direct=True, force=True)
    page.browser.run(LOOK)
    page.until(f"document.querySelector({AGAIN!r})", seconds=30)


def show_anew(page: Any) -> None:
    """Shows the new run by the notice's button."""
    before, asked = page.browser.run(RUN), page.browser.asked
    page.click(AGAIN)
    page.until(f"![undefined, {before!r}].includes({RUN}) && document.querySelector('.stretch')", seconds=30)
    assert page.browser.asked == asked


def test_a_note_that_is_being_written_is_there_in_the_new_run_and_is_saved(
    page: Any, folder: Path, said: Said
) -> None:
    page.go("Där är jag rädd")
    page.press("m")
    page.write("En anteckning.")
    code_anew(page, folder)
    assert "det du har skrivit" in page.text(".notice.new-run p")
    # It need not be shown at once.
    page.write(" Längre.")
    show_anew(page)
    page.until("document.querySelector('#memo')?.value === 'En anteckning. Längre.'")
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    assert [(each.judgement, each.memo) for each in said()] == [("yes", "En anteckning. Längre.")]
    assert (
        page.browser.run("Object.entries(sessionStorage).filter(([, kept]) => kept.includes('Längre'))") == []
    )


def test_what_is_ticked_blind_is_ticked_in_the_new_run(page: Any, folder: Path, said: Said) -> None:
    page.click("#blind")
    page.until("document.querySelector('#blind-codes')")
    page.click("#blind-codes [value='2']")
    # Segments and codes have other numbers in the new one.
    (folder / "corpus" / "aa.txt").write_text("Intervjuare: Hej?\nAda: Jag har jobb.\n", "utf-8")
    words = page.text(".stretch")
    code_anew(page, folder)
    show_anew(page)
    page.go(words)
    assert page.browser.run("document.querySelector(\"#blind-codes [value='2']\").checked") is True
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('Belysning')")
    assert ("belysning", "yes") in {(each.code, each.judgement) for each in said()}


def test_a_note_is_only_met_by_who_wrote_it(page: Any) -> None:
    page.go("Där är jag rädd")
    page.press("m")
    page.write("Annas.")
    for name, note in (("Bo Ek", ""), ("Anna Ek", "Annas.")):
        page.click("#name")
        page.until("document.querySelector('#who').open")
        page.browser.run("document.querySelector('#who-name').value = ''")
        page.write(name)
        page.press("Enter")
        page.until(f"document.querySelector('#name').textContent.includes({name!r})")
        page.go("Där är jag rädd")
        assert page.browser.run("document.querySelector('#memo').value") == note


def test_a_note_whose_quote_is_no_more_is_told(page: Any, folder: Path) -> None:
    page.go("Där är jag rädd")
    page.press("m")
    page.write("Om mörkret.")
    (folder / "corpus" / "anna.txt").unlink()
    code_anew(page, folder)
    show_anew(page)
    page.until("document.querySelector('.notice.lost')?.textContent.includes('Om mörkret.')")
    page.click(".notice.lost button")
    page.browser.open(page.browser.run("location.href"))
    page.until("document.querySelector('.stretch')")
    assert page.text(".notice.lost") == ""


def accept_on_the_run_before(page: Any, folder: Path) -> None:
    """Accepts the open quote while a new run waits, which an open dialog keeps from being shown; and waits
    until it is shown."""
    code_anew(page, folder)
    before = page.browser.run(RUN)
    page.press("Escape")
    page.browser.run("document.querySelector('[data-act=accept]').click()")
    page.until(f"![undefined, {before!r}].includes({RUN})")


def test_a_decision_made_just_before_the_new_run_is_shown_holds_and_is_told(
    page: Any, folder: Path, said: Said, client_of: Callable[..., Any]
) -> None:
    page.go("Där är jag rädd")
    # A dialog that is open keeps the page as it is.
    page.press("?")
    accept_on_the_run_before(page, folder)
    page.until("document.querySelector('#toast:not([hidden])')?.textContent.includes('stämmer')")
    assert [(each.quote, each.judgement) for each in in_force(said())] == [("Där är jag rädd.", "yes")]


def test_a_decision_that_the_new_run_has_no_place_for_is_told_after_it_is_shown(
    page: Any, folder: Path, said: Said
) -> None:
    page.go("sa hon om jobbet")
    page.press("?")
    (folder / "corpus" / "elak.txt").unlink()
    accept_on_the_run_before(page, folder)
    page.until("document.querySelector('.notice.refused')?.textContent.includes('sparades inte')")
    assert said() == []


def test_the_page_says_that_it_codes_until_the_new_run_is_shown(page: Any) -> None:
    page.browser.run(
        """(() => {
          const fetched = window.fetch;
          window.coming = true;
          window.fetch = async (address, ...rest) => {
            const got = await fetched(address, ...rest);
            if (!String(address).includes('/api/state')) return got;
            const state = await got.json();
            state.since.codebook = true;
            state.rerun = {running: false, coming: window.coming, status: 0, told: '', at: []};
            return new Response(JSON.stringify(state));
          };
        })()"""
    )
    page.browser.run(LOOK)
    page.until("document.querySelector('.notice.since')?.textContent.includes('Kodar om.')")
    assert page.browser.run("document.querySelector('.notice.since button')") is None
    page.browser.run("window.coming = false")
    # It asks again by itself, and soon.
    page.until("document.querySelector('.notice.since button')")
