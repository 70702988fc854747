"""Two selections side by side, filters on who decided, and quotes that are taken along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]

TALLY = "document.getElementById('tally').textContent.replaceAll('\u00a0', ' ')"
TEXT = "document.getElementById('comparison').innerText.replaceAll('\u00a0', ' ')"
ROWS = (
    "Object.fromEntries([...document.querySelectorAll('.compared tbody tr')].map((row) => "
    "[row.querySelector('.chip').innerText.split('› ').at(-1).trim(), [...row.querySelectorAll('td')]"
    ".map((cell) => cell.innerText.replaceAll('\u00a0', ' ').trim())]))"
)
KEPT = (
    "(() => { window.kept = []; const real = URL.createObjectURL;"
    "URL.createObjectURL = (blob) => (window.kept.push(blob), real.call(URL, blob)); })()"
)
BYTES = "window.kept[0].arrayBuffer().then((all) => [...new Uint8Array(all)])"


def test_two_groups_stand_beside_each_other_with_n_and_a_warning_where_they_are_few(read: Read) -> None:
    browser = read("#/jamfor?vanster=a.plats%3DFittja&hoger=a.plats%3DAlby")
    rows = browser.run(ROWS)
    assert rows["Jobb & försörjning"][0] == "100 % (1 av 1)"
    assert rows["Jobb & försörjning"][2] == "50 % (1 av 2)"
    assert rows["Jobb & försörjning"][4] == "för få källor"
    assert "plats: Fittja: få källor (n = 1)" in browser.run(TEXT)
    assert browser.complaints == []


def test_difference_stands_where_both_sides_have_sources_enough(
    browser: Any, large_run: Any, tmp_path: Any
) -> None:
    from qualcode.writers import report

    (path,) = report.write(large_run, tmp_path)
    browser.open(path.as_uri() + "#/jamfor?vanster=a.plats%3Dp0&hoger=a.plats%3Dp1")
    assert browser.run(ROWS)["Jobb & försörjning"] == [
        "100 % (10 av 10)", "50 % (1 260 av 2 520)", "100 % (10 av 10)", "50 % (1 260 av 2 520)", "±0",
    ]  # fmt: skip


def test_segments_that_stand_on_both_sides_are_told(read: Read) -> None:
    browser = read("#/jamfor?vanster=&hoger=a.plats%3DAlby")
    assert "hör till båda sidorna" in browser.run(TEXT)


def test_choosing_a_side_changes_the_address_and_going_back_undoes_it(read: Read) -> None:
    browser = read("#/jamfor")
    browser.run(
        "(() => { const side = document.getElementById('side-hoger'); side.value = 'a.plats=Alby';"
        "side.dispatchEvent(new Event('change')); })()"
    )
    browser.settle()
    assert browser.run("location.hash") == "#/jamfor?hoger=a.plats%3DAlby"
    browser.run("history.back()")
    browser.settle(150)
    assert browser.run("document.getElementById('side-hoger').value") == ""


def test_a_code_shows_the_quotes_of_both_sides(read: Read) -> None:
    browser = read("#/jamfor?vanster=a.plats%3DFittja&hoger=a.plats%3DAlby")
    browser.run(
        "[...document.querySelectorAll('.compared tbody button')].find((one) => "
        "one.innerText.includes('Jobb')).click()"
    )
    sides = browser.run(
        "[...document.querySelectorAll('#beside section')]"
        ".map((side) => side.querySelectorAll('.quote').length)"
    )
    assert sides == [2, 1]


def test_who_decided_and_which_coder_are_filters(read: Read) -> None:
    assert read("#/citat?kod=jobb&beslut=manniskor").run(TALLY) == "Inga citat med de här filtren."
    assert read("#/citat?kod=jobb&beslut=maskin").run(TALLY) == "3 citat i 2 källor"
    browser = read("#/citat?kod=belysning")
    coder = browser.run(
        "[...document.querySelectorAll('[data-facet=coders] .name')].map((one) => one.textContent)"
    )
    assert "rules + multilingual-e5-small@614241f" in coder
    chosen = read("#/citat?kod=belysning&kodare=rules%20%2B%20multilingual-e5-small%40614241f")
    assert chosen.run(TALLY) == "1 citat i 1 källa"


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
    assert ";0,6;" in row


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


def test_a_survey_s_answers_are_filtered_by_what_its_rows_say(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Any
) -> None:
    from qualcode.transcript import Piece
    from qualcode.writers import report

    pieces = [
        Piece("Jag fick jobb.", case="1", attributes={"ålder": "18-25"}),
        Piece("Jobb finns inte.", case="2", attributes={"ålder": "65+"}),
    ]
    doc = coded_doc("enkät.csv", pieces, {1: {"jobb": 0.9}, 2: {"jobb": 0.8}})
    (path,) = report.write(run_of([doc]), tmp_path)
    browser.open(path.as_uri() + "#/citat?a.%C3%A5lder=65%2B")
    assert browser.run(TALLY) == "1 citat i 1 källa"
    assert browser.run("document.querySelector('#quotes blockquote').innerText").strip() == "Jobb finns inte."
    assert browser.complaints == []
