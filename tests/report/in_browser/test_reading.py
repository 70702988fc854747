"""The page as a reader uses it: quotes, filters, reasons, transcripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]

CARDS = "[...document.querySelectorAll('#quotes .quote blockquote')].map((card) => card.textContent.trim())"
TALLY = "document.getElementById('tally').textContent.replaceAll('\u00a0', ' ')"


def _tallies(browser: Any) -> dict[str, str]:
    """What the filters say that each choice would give."""
    return browser.run(
        "Object.fromEntries([...document.querySelectorAll('#facets .box:has(.tally)')]"
        ".map((box) => [box.querySelector('.name').textContent, box.querySelector('.tally').textContent]))"
    )


def _choose(browser: Any, name: str) -> None:
    browser.run(
        f"[...document.querySelectorAll('#facets .box')].find((box) => box.querySelector('.name')"
        f".textContent === {name!r}).querySelector('input').click()"
    )


def test_all_quotes_are_shown_once_each_however_many_codes_they_have(read: Read) -> None:
    browser = read("#/citat")
    assert browser.run(TALLY) == "6 citat i 3 källor"
    third = "Kolmörkt är det, mörkt vid tunneln. Lamporna är trasiga. Jag fick jobb i våras."
    assert browser.run(CARDS)[2] == third
    assert browser.complaints == []


def test_a_code_in_the_address_filters_and_says_so(read: Read) -> None:
    browser = read("#/citat?kod=jobb")
    assert browser.run(TALLY) == "3 citat i 2 källor"
    assert browser.run("document.getElementById('chosen').textContent").startswith("Jobb & försörjning")


def test_filters_combine(read: Read) -> None:
    assert read("#/citat?kod=jobb&a.grupp=unga").run(TALLY) == "2 citat i 1 källa"
    assert read("#/citat?kod=jobb&a.grupp=unga&minst=0.9").run(TALLY) == "1 citat i 1 källa"
    assert read("#/citat?kod=jobb&kod=trygghet&alla=1").run(CARDS) == [
        "Vakterna ger jobb och trygghet. Mörkret är kvar."
    ]
    assert read("#/citat?kalla=workshop-3.md").run(TALLY) == "1 citat i 1 källa"
    assert read("#/citat?roll=").run(TALLY) == "1 citat i 1 källa"
    assert read("#/citat?sok=MÖRKT+tunneln").run(TALLY) == "1 citat i 1 källa"
    assert read('#/citat?sok="tunneln mörkt"').run(TALLY) == "Inga citat med de här filtren."


def test_who_speaks_is_a_filter_that_combines_with_the_others(read: Read) -> None:
    browser = read("#/citat?talare=Amina")
    assert browser.run(TALLY) == "3 citat i 1 källa"
    _choose(browser, "Jobb & försörjning")
    assert browser.run("location.hash") == "#/citat?kod=jobb&talare=Amina"
    assert browser.run(TALLY) == "2 citat i 1 källa"
    assert _tallies(browser)["Samir"] == "1"
    assert browser.run("document.getElementById('chosen').textContent").count("Amina") == 1
    browser.back()
    browser.settle(150)
    assert browser.run(TALLY) == "3 citat i 1 källa"
    assert read("#/citat?talare=").run(TALLY) == "1 citat i 1 källa", "notes have no speaker"


def test_a_label_that_several_sources_use_says_so(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Any
) -> None:
    from qualcode.transcript import Piece
    from qualcode.writers import report

    pieces = [Piece("Jag fick jobb.", speaker="R", role="respondent")]
    names = ["Bo", "R"]
    docs = [
        coded_doc(f"{n}.txt", [*pieces, Piece("Ja.", speaker=names[n % 2])], {1: {"jobb": 0.9}})
        for n in range(3)
    ]
    (path,) = report.write(run_of(docs), tmp_path)
    browser.open(path.as_uri() + "#/citat")
    assert _tallies(browser)["R (3 källor)"] == "3"
    assert _tallies(browser)["Bo (2 källor)"] == "0"


def test_long_lists_of_a_filter_can_be_searched(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Any
) -> None:
    from qualcode.transcript import Piece
    from qualcode.writers import report

    docs = [coded_doc(f"samtal-{n}.txt", [Piece("Jobb.")], {1: {"jobb": 0.9}}) for n in range(14)]
    (path,) = report.write(run_of(docs), tmp_path)
    browser.open(path.as_uri() + "#/citat")
    browser.run(
        "((find) => { find.closest('details').open = true; find.value = 'L-13';"
        "find.dispatchEvent(new Event('input')); })(document.querySelector('[data-facet=sources] .find'))"
    )
    shown = (
        "[...document.querySelectorAll('[data-facet=sources] li:not([hidden])')].map((one) => one.innerText)"
    )
    assert [words.split()[0] for words in browser.run(shown)] == ["samtal-13.txt"]


def test_choosing_a_filter_changes_the_address_and_going_back_undoes_it(read: Read) -> None:
    browser = read("#/citat")
    _choose(browser, "Belysning")
    _choose(browser, "Fittja")
    assert browser.run("location.hash") == "#/citat?kod=belysning&a.plats=Fittja"
    assert browser.run(TALLY) == "1 citat i 1 källa"
    browser.back()
    browser.settle()
    assert browser.run("location.hash") == "#/citat?kod=belysning"
    assert browser.run(TALLY) == "2 citat i 2 källor"


def test_each_choice_says_how_many_it_would_give_under_the_others(read: Read) -> None:
    tallies = _tallies(read("#/citat?kod=trygghet&a.plats=Alby"))
    assert (tallies["Alby"], tallies["Fittja"]) == ("3", "1")
    assert (tallies["Trygghet"], tallies["Belysning"], tallies["Jobb & försörjning"]) == ("3", "1", "1")
    assert (tallies["fokusgrupp-2.vtt"], tallies["intervju-1.docx"]) == ("2", "0")


def test_text_without_codes_can_be_read_and_is_pointed_to_when_searching(read: Read) -> None:
    assert read("#/citat?kod=utan-kod").run(CARDS) == ["Mörkret är kvar.", "Sen ringde de.", "Fika."]
    assert "svårt att få jobbet" in read("#/citat?kod=kodas-ej").run(CARDS)[1]
    browser = read("#/citat?sok=mörkret")
    assert browser.run(TALLY) == "Inga citat med de här filtren."
    browser.run("document.querySelector('#elsewhere a').click()")
    browser.settle()
    assert browser.run(CARDS) == ["Mörkret är kvar."]


def test_what_is_searched_and_what_rules_matched_are_marked(read: Read) -> None:
    browser = read("#/citat?kod=belysning&sok=tunneln")
    assert browser.run("document.querySelector('#quotes mark').textContent") == "tunneln"
    assert browser.run("document.querySelector('#quotes .matched').textContent") == "mörkt"
    before = browser.run("document.querySelector('#quotes .matched').previousSibling.textContent")
    assert before == "Kolmörkt är det, ", "what a rule matched is a word, not a part of one"


def test_a_quote_says_why_when_asked(read: Read) -> None:
    browser = read("#/citat?kod=belysning&a.plats=Fittja")
    assert browser.run("document.querySelectorAll('.why').length") == 0
    browser.run("document.querySelector('[data-key=v]').click()")
    said = browser.run("document.querySelector('.why').textContent")
    for reason in (
        "Regeln mörker hittade",
        "Språkmodellen ger 0,81.",
        "Det är becksvart bakom skolan.",
        "gräns 0,50",
    ):
        assert reason in said
    assert "Följer av underkoden Belysning." in said


def test_a_quote_is_copied_with_its_reference(read: Read) -> None:
    browser = read("#/citat?kod=jobb&minst=0.9")
    browser.send("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    browser.run("document.querySelector('[data-key=c]').click()")
    browser.settle()
    copied = browser.run("navigator.clipboard.readText()")
    assert copied.startswith("”Jag fick jobb i våras.” (Amina, respondent, intervju-1.docx, tur 2, 00:03:10.")
    assert "Maskinens förslag till kod: Jobb & försörjning 0,95." in copied


def test_a_quote_leads_to_its_place_in_the_transcript_with_all_codings(read: Read) -> None:
    browser = read("#/citat?kod=belysning&a.plats=Fittja")
    browser.run("document.querySelector('.actions a').click()")
    browser.settle()
    assert browser.run("location.hash") == "#/kallor?kalla=intervju-1.docx&stycke=2"
    assert browser.run("document.activeElement.id") == "s2"
    assert browser.run("document.querySelector('#s2 .chip').textContent") == "Trygghet › Belysning 0,92"
    assert browser.run("document.querySelector('#s2 .words').dataset.codes") == "Trygghet › Belysning"
    assert "gradient" in browser.run("document.querySelector('#s2 .words').style.backgroundImage")
    shown = browser.run("[...document.querySelectorAll('.said')].map((each) => each.textContent)")
    assert shown[0] == "Hur är det att gå hem på kvällen?" and len(shown) == 7


def test_several_codes_on_a_segment_have_a_bar_a_stroke_and_a_name_each(read: Read) -> None:
    browser = read("#/kallor?kalla=fokusgrupp-2.vtt")
    assert browser.run("document.querySelectorAll('#s2 .lane').length") == 2
    assert (
        browser.run("document.querySelector('#s2 .words').style.backgroundImage.split('repeating').length")
        == 3
    )
    names = browser.run("[...document.querySelectorAll('#s2 .chip')].map((chip) => chip.textContent)")
    assert names == ["Trygghet 0,80", "Jobb & försörjning 0,60"]


def test_the_interviewer_is_shown_and_seen_not_to_be_coded(read: Read) -> None:
    browser = read("#/kallor?kalla=intervju-1.docx")
    turn = "document.querySelector('.turn.unasked').innerText"
    for _ in range(100):
        # Turns are drawn when they come into sight, which a busy browser finds out after a while.
        if browser.run(turn):
            break
        browser.settle()
    assert "kodas inte" in browser.run(turn) and "Hur är det att gå hem" in browser.run(turn)
    assert browser.run("document.querySelectorAll('.turn.unasked .chip').length") == 0
    assert browser.run("document.querySelectorAll('.turn.unasked').length") == 2


def test_headings_stand_as_headings(read: Read) -> None:
    browser = read("#/kallor?kalla=fokusgrupp-2.vtt")
    assert browser.run("document.querySelector('.turns h4').textContent") == "Trygghet på torget"


def test_cells_of_the_overview_lead_to_as_many_quotes_as_there_are(read: Read) -> None:
    browser = read("#/oversikt")
    browser.run("document.querySelector('.together tbody tr:last-child td a').click()")
    browser.settle()
    assert browser.run(TALLY) == "1 citat i 1 källa"


def test_an_address_that_asks_for_what_is_not_there_shows_the_rest(read: Read) -> None:
    browser = read("#/citat?kod=finns-inte&kalla=borta.txt&minst=x&ordning=slump")
    assert browser.run(TALLY) == "6 citat i 3 källor"
    assert read("#/kallor?kalla=borta.txt").run("document.querySelectorAll('.source-list li').length") == 3
    assert browser.complaints == []
