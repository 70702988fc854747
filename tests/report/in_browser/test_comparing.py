"""Two selections side by side, and filters on who decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]

TALLY = "document.getElementById('tally').textContent.replaceAll('\u00a0', ' ')"
TEXT = "document.getElementById('comparison').innerText.replaceAll('\u00a0', ' ')"
ROWS = (
    "Object.fromEntries([...document.querySelectorAll('.compared tbody tr')].map((row) => "
    "[row.querySelector('a').innerText.trim(), [...row.querySelectorAll('td')]"
    ".map((cell) => cell.innerText.replaceAll('\u00a0', ' ').trim())]))"
)


def test_two_groups_stand_beside_each_other_and_few_sources_are_counts(read: Read) -> None:
    browser = read("#/jamfor?vanster=a.plats%3DFittja&hoger=a.plats%3DAlby")
    rows = browser.run(ROWS)
    assert rows["Jobb & försörjning"] == ["1 av 1", "2 av 5", "1 av 2", "1 av 5", "för få källor"]
    assert browser.run("document.querySelectorAll('.compared td.few').length") == 8
    heads = "[...document.querySelectorAll('.side')].map((side) => side.innerText)"
    left, right = browser.run(heads)
    assert "plats: Fittja" in left and "Få källor (n = 1)" in left
    assert "plats: Alby" in right and "Få källor (n = 2)" in right
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


def _narrow(browser: Any, side: str, words: str) -> None:
    """Chooses what a side offers under some words."""
    browser.run(
        f"((list) => {{ list.focus();"
        f"list.value = [...list.options].find((one) => one.text === {words!r}).value;"
        f"list.dispatchEvent(new Event('change')); }})(document.getElementById('side-{side}-add'))"
    )
    browser.settle(60)


def test_both_sides_take_any_combination_which_stays_in_the_address(read: Read) -> None:
    browser = read("#/jamfor")
    _narrow(browser, "hoger", "Alby")
    assert browser.run("location.hash") == "#/jamfor?hoger=a.plats%3DAlby"
    assert browser.run("document.activeElement.id") == "side-hoger-add", "one goes on where one was"
    _narrow(browser, "hoger", "Samir")
    _narrow(browser, "vanster", "respondent")
    browser.run(
        "((words) => { words.value = 'trettio'; words.dispatchEvent(new Event('change')); })"
        "(document.getElementById('side-vanster-words'))"
    )
    browser.settle(60)
    chosen = (
        "[...document.querySelectorAll('.side')].map((side) => "
        "[...side.querySelectorAll('.chosen button bdi')].map((one) => one.textContent))"
    )
    assert browser.run(chosen) == [
        ["respondent", "”trettio”"],
        ["plats: Alby", "Samir"],
    ]
    sizes = "[...document.querySelectorAll('.size span')].map((one) => one.textContent)"
    assert browser.run(sizes) == ["källor: 1, stycken: 1", "källor: 1, stycken: 2"]
    browser.run("document.querySelector('.side:last-child .chosen button').click()")
    browser.settle(60)
    assert "hoger=talare%3DSamir" in browser.run("location.hash")
    browser.run("document.getElementById('swap').click()")
    browser.settle(60)
    assert "vanster=talare%3DSamir" in browser.run("location.hash")
    browser.back(2)
    browser.settle(150)
    assert browser.run(chosen)[1] == ["plats: Alby", "Samir"]


def test_a_side_of_two_codes_is_where_both_stand(read: Read) -> None:
    browser = read("#/jamfor?vanster=kod%3Djobb%26kod%3Dtrygghet")
    assert browser.run("document.querySelector('.size span').textContent") == "källor: 3, stycken: 7"
    browser.run("document.getElementById('side-vanster-all').click()")
    browser.settle(60)
    assert browser.run("document.querySelector('.size span').textContent") == "källor: 1, stycken: 1"
    browser.run("document.querySelector('.size a').click()")
    browser.settle(60)
    assert browser.run("location.hash") == "#/citat?kod=jobb&kod=trygghet&alla=1"


def test_a_side_without_a_code_is_compared_too(read: Read) -> None:
    browser = read("#/jamfor?vanster=kod%3Dutan-kod")
    assert browser.run("document.querySelector('.size span').textContent") == "källor: 3, stycken: 3"
    assert browser.run(ROWS)["Trygghet"][1] == "0 av 3"


def test_a_code_shows_the_quotes_of_both_sides_in_the_whole_width(read: Read) -> None:
    browser = read("#/jamfor?vanster=a.plats%3DFittja&hoger=a.plats%3DAlby")
    browser.run(
        "[...document.querySelectorAll('.compared tbody a')].find((one) => "
        "one.innerText.includes('Jobb')).click()"
    )
    browser.settle(60)
    assert browser.run("location.hash").endswith("&kod=jobb")
    assert browser.run("document.activeElement.id") == "beside"
    halves = "[...document.querySelectorAll('#beside .half')]"
    assert browser.run(halves + ".map((half) => half.querySelectorAll('.quote').length)") == [2, 1]
    widths = browser.run(
        halves + ".map((half) => half.clientWidth / document.getElementById('main').clientWidth)"
    )
    assert all(0.46 < width < 0.5 for width in widths)
    browser.back()
    browser.settle(150)
    assert browser.run("document.getElementById('beside')") is None


def test_on_paper_the_comparison_has_its_sides_and_no_controls(read: Read, tmp_path: Any) -> None:
    browser = read("#/jamfor?vanster=a.plats%3DFittja&hoger=a.plats%3DAlby&kod=jobb")
    browser.send("Emulation.setEmulatedMedia", media="print")
    hidden = "(name) => getComputedStyle(document.querySelector(name)).display === 'none'"
    assert browser.run(f"['.narrow', '.swap', '.side details', '.side .cross', '.actions'].every({hidden})")
    assert "plats: Fittja" in browser.run("document.querySelector('.side').innerText")
    tops = "[...document.querySelectorAll('#beside .half')].map((half) => half.getBoundingClientRect().top)"
    left, right = browser.run(tops)
    assert left == right, "beside each other on paper too"


def test_who_decided_and_which_coder_are_filters(read: Read) -> None:
    assert read("#/citat?kod=jobb&beslut=manniskor").run(TALLY) == "Inga citat med de här filtren."
    assert read("#/citat?kod=jobb&beslut=maskin").run(TALLY) == "3 citat i 2 källor"
    browser = read("#/citat?kod=belysning")
    coder = browser.run(
        "[...document.querySelectorAll('[data-facet=coders] .name')].map((one) => one.textContent)"
    )
    assert "regler + multilingual-e5-small@614241f" in coder
    chosen = read("#/citat?kod=belysning&kodare=rules%20%2B%20multilingual-e5-small%40614241f")
    assert chosen.run(TALLY) == "1 citat i 1 källa"


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
    assert browser.run("document.querySelector('#quotes .described').innerText").strip() == "65+"
    assert browser.complaints == []


def test_every_answer_of_a_survey_is_a_voice_of_its_own_when_groups_are_compared(
    browser: Any, coded_doc: Any, run_of: Any, tmp_path: Any
) -> None:
    from qualcode.transcript import Piece
    from qualcode.writers import report

    pieces = [
        Piece("Jobb?", case=str(at), attributes={"kön": "man" if at % 2 else "kvinna"}) for at in range(12)
    ]
    doc = coded_doc("enkät.csv", pieces, {number: {"jobb": 0.9} for number in (1, 3, 5, 2)})
    (path,) = report.write(run_of([doc]), tmp_path)
    browser.open(path.as_uri() + "#/jamfor?vanster=a.k%25C3%25B6n%3Dkvinna&hoger=a.k%25C3%25B6n%3Dman")
    row = browser.run("document.querySelector('table.compared tbody').innerText")
    assert "50 % (3 av 6)" in row.replace("\u00a0", " ") and "+33" in row, row
    assert browser.complaints == []
