"""Quotes that are taken along: one, all that are filtered, or those that were picked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]

TALLY = "document.getElementById('tally').textContent.replaceAll('\u00a0', ' ')"
KEPT = (
    "(() => { window.kept = []; const real = URL.createObjectURL;"
    "URL.createObjectURL = (blob) => (window.kept.push(blob), real.call(URL, blob)); })()"
)
BYTES = "window.kept[0].arrayBuffer().then((all) => [...new Uint8Array(all)])"
CLIPBOARD = (
    "(() => { window.taken = null; Object.defineProperty(navigator, 'clipboard', { value: "
    "{ write: async ([item]) => { window.taken = {}; for (const type of item.types) "
    "window.taken[type] = await (await item.getType(type)).text(); } } }); })()"
)
BAR = "document.getElementById('picked')"


def _pick(browser: Any, *numbers: int) -> None:
    """Ticks the quotes with these numbers, from 1."""
    for number in numbers:
        browser.run(f"document.querySelector('#quotes .quote:nth-child({number}) .pick input').click()")
    browser.settle()


def test_what_is_filtered_is_downloaded_as_a_table_that_excel_opens(read: Read) -> None:
    browser = read("#/citat?kod=jobb&a.plats=Alby")
    browser.run(KEPT)
    browser.run("document.getElementById('take-csv').click()")
    raw = bytes(browser.run(BYTES))
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = raw.decode("utf-8-sig").splitlines()
    assert head.startswith("Källa;Plats i källan;Talare;Roll;Kod;Poäng;Citat;")
    assert row.startswith("fokusgrupp-2.vtt;")
    assert "Vakterna ger jobb och trygghet." in row
    # Each code with the score that it has itself.
    assert ';"Trygghet; Jobb & försörjning";"0,8; 0,6";' in row


def test_formulas_in_a_transcript_stay_text_in_the_table(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Any
) -> None:
    from qualcode.transcript import Piece
    from qualcode.writers import report

    doc = coded_doc("a.txt", [Piece('=HYPERLINK("x";"y")', speaker="@Bo")], {1: {"jobb": 0.9}})
    (path,) = report.write(run_of([doc]), tmp_path)
    browser.open(path.as_uri() + "#/citat")
    browser.run(KEPT)
    browser.run("document.getElementById('take-csv').click()")
    row = bytes(browser.run(BYTES)).decode("utf-8-sig").splitlines()[1]
    assert "\"'=HYPERLINK(" in row
    assert ";'@Bo;" in row


def test_quotes_are_copied_with_references_as_text_and_as_html(read: Read) -> None:
    browser = read("#/citat?kod=jobb")
    browser.run(
        "(() => { window.taken = null; Object.defineProperty(navigator, 'clipboard', { value: "
        "{ write: async ([item]) => { window.taken = {}; for (const type of item.types) "
        "window.taken[type] = await (await item.getType(type)).text(); } } }); })()"
    )
    browser.run("document.getElementById('take-copy').click()")
    browser.settle(100)
    taken = browser.run("window.taken")
    assert taken["text/plain"].count("fokusgrupp-2.vtt") == 1
    assert taken["text/plain"].count("intervju-1.docx") == 2
    assert taken["text/html"].count("<blockquote") == 3
    assert "Jobb &#38; försörjning" in taken["text/html"]


def test_picked_quotes_of_several_filters_are_copied_with_their_references(read: Read) -> None:
    browser = read("#/citat?kod=jobb")
    assert browser.run(f"{BAR}.hidden") is True
    _pick(browser, 3)
    browser.run("location.hash = '#/citat?kod=belysning'")
    browser.settle(60)
    _pick(browser, 1)
    assert browser.run(f"{BAR}.innerText").startswith("2 valda citat")
    browser.run(CLIPBOARD)
    browser.run("document.getElementById('picked-copy').click()")
    browser.settle(100)
    dark, job = browser.run("window.taken['text/plain']").split("\n\n")
    assert dark.startswith(
        "”Kolmörkt är det, mörkt vid tunneln.” (Amina, respondent, intervju-1.docx, tur 2, 00:03:10."
    )
    assert "Maskinens förslag till kod: Trygghet › Belysning 0,92." in dark
    assert job.startswith("”Jag sökte trettio ställen.” (Amina") and "Jobb & försörjning 0,55" in job
    assert browser.run("window.taken['text/html']").count("<blockquote") == 2
    assert browser.run("document.getElementById('said').textContent") == "2 citat kopierade"


def test_picked_quotes_are_downloaded_as_csv_and_as_markdown(read: Read) -> None:
    browser = read("#/citat?kod=trygghet")
    _pick(browser, 1, 4)
    browser.run(KEPT)
    browser.run("document.getElementById('picked-csv').click()")
    _, *rows = bytes(browser.run(BYTES)).decode("utf-8-sig").splitlines()
    assert [row.split(";")[0] for row in rows] == ["fokusgrupp-2.vtt", "workshop-3.md"]
    browser.run("window.kept.length = 0")
    browser.run("document.getElementById('picked-md').click()")
    lines = bytes(browser.run(BYTES)).decode("utf-8").splitlines()
    assert lines[0] == "# 2 valda citat"
    assert [line for line in lines if line.startswith("> ”")] == [
        "> ”Vakterna ger jobb och trygghet.”",
        "> ”Mer ljus i parken.”",
    ]
    names = "[...document.querySelectorAll('a[download]')].map((link) => link.download)"
    assert browser.run(names) == [], "no link is left behind"


def test_what_is_filtered_is_downloaded_as_markdown_that_shows_what_was_chosen(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Any
) -> None:
    from qualcode.transcript import Piece
    from qualcode.writers import report

    doc = coded_doc("a.txt", [Piece("# Inte *en* [rubrik](x) <b>här</b>", speaker="Bo")], {1: {"jobb": 0.9}})
    (path,) = report.write(run_of([doc]), tmp_path)
    browser.open(path.as_uri() + "#/citat?kod=jobb&minst=0.5")
    browser.run(KEPT)
    browser.run("document.getElementById('take-md').click()")
    lines = bytes(browser.run(BYTES)).decode("utf-8").splitlines()
    assert lines[:4] == [
        "# 1 citat i 1 källa",
        "",
        "- Jobb & försörjning".replace("&", "\\&"),
        "- minst 0,50",
    ]
    assert lines[5] == r"> ”\# Inte \*en\* \[rubrik\](x) \<b\>här\</b\>”"


def test_picked_quotes_alone_have_an_address_of_their_own(read: Read) -> None:
    browser = read("#/citat?kod=utan-kod")
    _pick(browser, 1)
    browser.run("location.hash = '#/citat?kod=jobb'")
    browser.settle(60)
    _pick(browser, 2)
    browser.run("document.getElementById('picked-show').click()")
    browser.settle(60)
    address = browser.run("location.hash")
    shown = "[...document.querySelectorAll('#quotes .coded, #quotes .words')].map((one) => one.textContent)"
    assert browser.run(shown) == ["Mörkret är kvar.", "Jag fick jobb i våras."]
    assert browser.run("[...document.querySelectorAll('#quotes .pick input')].every((one) => one.checked)")
    assert read(address).run(TALLY) == "2 citat i 2 källor"


def test_picking_is_undone_one_by_one_or_all_at_once_and_by_keyboard(read: Read) -> None:
    browser = read("#/citat")
    browser.press("j")
    browser.press("x")
    browser.press("j")
    browser.press("x")
    assert browser.run(f"{BAR}.innerText").startswith("2 valda citat")
    browser.press("x")
    assert browser.run(f"{BAR}.innerText").startswith("1 valt citat")
    assert browser.run("document.getElementById('said').textContent") == "1 valt citat"
    browser.run("document.getElementById('picked-none').click()")
    assert browser.run(f"{BAR}.hidden") is True
    assert browser.run("document.querySelectorAll('.pick input:checked').length") == 0


def test_picked_quotes_wait_while_one_reads_elsewhere(read: Read) -> None:
    browser = read("#/citat")
    _pick(browser, 1)
    browser.run("location.hash = '#/kallor'")
    browser.settle(60)
    assert browser.run(f"{BAR}.hidden") is True
    browser.run("location.hash = '#/jamfor?kod=jobb'")
    browser.settle(60)
    assert browser.run(f"{BAR}.hidden") is False
