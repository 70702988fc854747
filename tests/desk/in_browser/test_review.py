"""A reviewer's day in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode import runfolder
from qualcode.decisions import Decision, in_force
from qualcode.desk.material import Material
from qualcode.differences.record import RunRecord
from qualcode.study import Study

Said = Callable[[], list[Decision]]


def held(said: Said) -> set[tuple[str, str, str]]:
    return {(each.quote, each.code, each.judgement) for each in in_force(said())}


def test_from_opening_to_a_new_run_that_honours_the_decision(
    browser: Any, address: Callable[..., str], folder: Path, said: Said, Page: Any
) -> None:
    page = Page(browser)
    browser.open(address())
    page.until("document.querySelector('#who').open")
    page.write("Bo Ek")
    page.press("Enter")
    page.go("sökt jobb")
    assert "Intervjuare" in page.text(".question")
    assert page.text(".verdict .status") == "Inte bedömt av dig"
    page.press("r")
    page.until("document.querySelector('#toast').textContent.includes('Jobb stämmer inte')")
    assert held(said) == {("Jag har sökt jobb i två år.", "jobb", "no")}
    assert in_force(said())[0].coder == "Bo Ek"
    shown = "JSON.parse(document.querySelector('#data')?.textContent ?? '{}').run"
    before = browser.run(shown)

    page.until("document.querySelector('.notice.since')?.textContent.includes('1 beslut')")
    page.click(".notice.since button")
    page.until("document.querySelector('.notice.since').textContent.includes('Kodar om')")
    page.until(f"![undefined, '{before}'].includes({shown})", seconds=60)
    page.until("document.querySelector('#words')")
    study = Study.open(folder)
    newest = runfolder.latest(study)
    assert newest is not None and newest.name != before
    record = RunRecord.of(newest).sources["anna.txt"]
    number = next(at for at, each in enumerate(record.segments) if each.text.startswith("Jag har sökt"))
    assert "jobb" not in [given.code for given in record.by_segment.get(number, [])]
    # The machine's suggestion can still be looked at, with what was said of it.
    assert any(each.text.startswith("Jag har sökt") for each in Material.of(study, newest).quotes)
    browser.run("location.hash = '#/granska?visa=no'")
    page.until("document.querySelector('.stretch')?.textContent.includes('sökt jobb')")
    page.until("document.querySelector('.verdict .status')?.textContent.includes('Bo Ek')")
    assert not browser.run("document.querySelector('.notice.since')")
    assert browser.complaints == []


def test_a_run_that_fails_says_in_swedish_what_is_wrong_and_where(page: Any, folder: Path) -> None:
    codebook = folder / "codebook" / "forstudie.yaml"
    text = codebook.read_text("utf-8").replace("parent: trygghet", "parent: finns-inte")
    codebook.write_text(text, "utf-8")
    line = next(at for at, each in enumerate(text.splitlines(), 1) if "finns-inte" in each)
    page.browser.run("document.dispatchEvent(new Event('visibilitychange'))")
    page.until("document.querySelector('.notice.since')?.textContent.includes('kodboken')")
    page.click(".notice.since button")
    page.until("document.querySelector('.notice.failed')", seconds=60)
    told = page.text(".notice.failed p")
    assert told.startswith("Ingen ny körning: kodboken är inte giltig.")
    assert f"\ncodebook/forstudie.yaml:{line}:" in told
    assert page.browser.run("document.querySelector('.notice.failed details').open") is False
    # What was there is there still.
    assert page.text(".stretch")


def test_by_keyboard_alone(page: Any, said: Said) -> None:
    browser = page.browser
    first = page.text(".stretch")
    page.press("j")
    page.until(f"document.querySelector('.stretch').textContent !== {first!r}")
    page.press("k")
    page.until(f"document.querySelector('.stretch').textContent === {first!r}")
    page.press("m")
    page.write("En anteckning.")
    page.press("Escape")
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    assert (said()[0].judgement, said()[0].memo) == ("yes", "En anteckning.")
    page.until(f"document.querySelector('.stretch').textContent !== {first!r}")

    page.press("b")
    page.until("document.querySelector('#picker').open")
    page.write("bely")
    page.press("Enter")
    page.until("document.querySelector('#toast').textContent.includes('koden är nu')")
    assert in_force(said())[-1].code == "belysning"
    page.press("z")
    page.until("document.querySelector('#toast').textContent.startsWith('Ångrat: Trygghet › Belysning på ”')")
    assert [each.judgement for each in in_force(said())] == ["yes"]
    page.press("l")
    page.write("trygghet")
    page.press("ArrowDown")
    page.press("Escape")
    assert browser.run("document.querySelector('#picker').open") is False
    page.press("?")
    assert browser.run("document.querySelector('#keys').open") is True
    page.press("Escape")
    assert browser.complaints == []


def test_borders_by_keyboard_word_by_word(page: Any, said: Said) -> None:
    page.go("rädd vid tunnelbanan")
    page.press("g")
    page.press("ArrowLeft")
    page.press("ArrowRight", times=2, shift=True)
    assert page.browser.run("getSelection().toString()") == "är jag rädd vid tunnelbanan 😀"
    page.press("Enter")
    page.until("document.querySelector('#toast').textContent.includes('nya gränser')")
    assert held(said) == {
        ("är jag rädd vid tunnelbanan 😀", "trygghet", "yes"),
        ("På kvällen", "trygghet", "no"),
        ("faktiskt.", "trygghet", "no"),
    }
    page.until("document.querySelector('.stretch').textContent === 'är jag rädd vid tunnelbanan 😀'")


def test_new_borders_are_undone_and_the_quote_is_back(page: Any, said: Said) -> None:
    page.go("rädd vid tunnelbanan")
    before = page.text(".stretch")
    page.press("g")
    page.press("ArrowLeft")
    page.press("Enter")
    page.until(f"document.querySelector('.stretch').textContent !== {before!r}")
    page.until("!document.querySelector('#quote[aria-busy]')")
    page.press("z")
    page.until(f"document.querySelector('.stretch')?.textContent === {before!r}")
    assert in_force(said()) == []
    assert page.text(".verdict .status") == "Inte bedömt av dig"


def test_what_was_undone_is_said_and_shown_and_its_note_is_not_lost(page: Any, said: Said) -> None:
    page.go("Där är jag rädd")
    page.press("m")
    page.write("En anteckning.")
    page.press("Escape")
    page.press("r")
    page.until("document.querySelector('.stretch').textContent !== 'Där är jag rädd.'")
    page.until("!document.querySelector('#quote[aria-busy]')")
    page.go("sökt jobb")
    page.press("z")
    page.until(
        "document.querySelector('#toast').textContent.includes('Ångrat: Trygghet på ”Där är jag rädd.”')"
    )
    page.until("document.querySelector('.stretch')?.textContent === 'Där är jag rädd.'")
    assert page.text("#rows [aria-current] .words") == "Där är jag rädd."
    page.until("document.querySelector('#memo').value === 'En anteckning.'")
    assert in_force(said()) == []
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    assert [(each.judgement, each.memo) for each in in_force(said())] == [("yes", "En anteckning.")]


def test_borders_by_mouse_snap_to_whole_words(page: Any, said: Said) -> None:
    page.go("rädd vid tunnelbanan")
    page.drag("#words", "ag rädd vid tunnelb")
    page.click("#marked-bar [aria-keyshortcuts=g]")
    page.until("document.querySelector('#toast').textContent.includes('nya gränser')")
    assert ("jag rädd vid tunnelbanan", "trygghet", "yes") in held(said)


def test_any_words_of_the_transcript_get_a_code_and_stand_underlined(page: Any, said: Said) -> None:
    page.go("rädd vid tunnelbanan")
    page.until("document.querySelector('#turns .aimed')?.textContent.includes('rädd vid')")
    page.drag("#turns", "ringer min bror")
    page.press("l")
    page.write("trygg")
    page.press("Enter")
    page.until("document.querySelector('#turns u.mine')")
    assert page.text("#turns u.mine") == "ringer min bror"
    assert held(said) == {("ringer min bror", "trygghet", "yes")}
    chips = "[...document.querySelectorAll('#turns .margin .yes')].map((each) => each.textContent)"
    assert any("Trygghet" in each for each in page.browser.run(chips))


def test_words_across_turns_can_be_coded_by_keyboard(page: Any, said: Said) -> None:
    page.go("Där är jag rädd")
    page.press("u")
    page.until("document.activeElement.matches('#turns .segment')")
    page.press("g")
    page.press("ArrowRight", times=2)
    page.press("Enter")
    page.until("document.querySelector('#picker').open")
    page.write("jobb")
    page.press("Enter")
    page.until("document.querySelector('#turns u.mine')")
    assert held(said) == {("Där är jag rädd. Ingen går", "jobb", "yes")}


def test_words_that_are_marked_into_the_next_turn_get_a_code_in_each(page: Any, said: Said) -> None:
    page.go("Där är jag rädd")
    page.press("u")
    page.until("document.activeElement.matches('#turns .segment')")
    page.press("g")
    page.press("ArrowLeft", times=5, shift=True)
    page.press("Enter")
    page.until("document.querySelector('#picker').open")
    page.write("belys")
    page.press("Enter")
    page.until("document.querySelectorAll('#turns u.mine').length > 1")
    assert held(said) == {("av sig.", "belysning", "yes"), ("Där är jag rädd.", "belysning", "yes")}
    page.press("z")
    page.until("!document.querySelector('#turns u.mine')")
    assert held(said) == set()


def test_nothing_looks_decided_when_the_server_is_gone(page: Any, said: Said) -> None:
    page.browser.run("window.fetch = () => Promise.reject(new TypeError('gone'))")
    page.press("a")
    page.until("document.querySelector('.notice.refused')")
    assert "svarar inte" in page.text(".notice.refused")
    assert page.text(".verdict .status") == "Inte bedömt av dig"
    assert page.browser.run("document.querySelectorAll('#rows .yes').length") == 0
    assert said() == []


def test_blind_the_page_tells_no_codes_and_saves_yes_and_no(page: Any, said: Said) -> None:
    page.click("#blind")
    page.until("document.querySelector('#blind-codes')")
    assert page.browser.run("document.querySelectorAll('#rows .code, #turns .margin, .why').length") == 0
    page.until("document.querySelector('.stretch').textContent.startsWith('Jag har sökt')")
    page.click("#blind-codes [value='2']")
    assert page.browser.run("document.querySelector(\"#blind-codes [value='1']\").checked") is True
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('Belysning')")
    words = "Jag har sökt jobb i två år."
    assert held(said) == {(words, "jobb", "no"), (words, "belysning", "yes")}


def test_two_reviewers_in_two_windows_see_each_others_decisions_after_a_moment(
    page: Any, client_of: Callable[..., Any], folder: Path
) -> None:
    page.go("Där är jag rädd")
    other = client_of(folder)
    other.act("reject", other.quote("Där är jag rädd", name="Bo"), name="Bo", memo="Nej.")
    page.browser.run("document.dispatchEvent(new Event('visibilitychange'))")
    page.until("document.querySelector('.why .voice.no')?.textContent.includes('Bo')")
    assert page.text(".verdict .status") == "Inte bedömt av dig"


def test_a_search_leads_to_the_place_in_the_transcript(page: Any) -> None:
    page.press("/")
    page.until("document.activeElement.id === 'search'")
    page.write("lampa")
    page.press("Enter")
    page.until("document.querySelector('.hits .match')?.textContent === 'Lamporna'")
    page.click(".hits a")
    page.until("document.querySelector('#turns .aimed')?.textContent.includes('Lamporna är trasiga.')")
    page.until("document.querySelector('.stretch')?.textContent.includes('Lamporna')")


def test_the_figures_lead_to_what_is_left_of_a_code(page: Any) -> None:
    page.go("sökt jobb")
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    page.press("i")
    page.until("document.querySelector('#figures table')")
    assert "Du har bedömt 1 av" in page.text("#figures .lead")
    page.click("#figures tbody a")
    codes = "[...document.querySelectorAll('#rows .code')]"
    page.until(f"{codes}.length && {codes}.every((each) => each.textContent === 'Jobb')")
    left = page.browser.run("document.querySelectorAll('#rows li').length")
    assert page.text("#line-tally") == f"1 av {left + 1} bedömda · {left} i kön"


def test_a_page_with_a_note_that_is_not_saved_asks_before_it_is_left(page: Any) -> None:
    page.until("document.querySelector('.stretch')")
    page.press("m")
    page.write("En anteckning.")
    asked = page.browser.asked
    page.browser.open(page.browser.run("location.href"))
    assert page.browser.asked == asked + 1
