"""The page of a comparison in a real browser: filters, links to reports, and hostile text that stays text."""

from __future__ import annotations

from typing import Any

import pytest

from qualcode.differences import page
from qualcode.differences.choice import chosen, shown
from qualcode.differences.compare import compare
from qualcode.run import run as code
from qualcode.study import Study

SHOWN = "[...document.querySelectorAll('.change')].filter((each) => !each.hidden)"


EVIL = "</script><script>document.title = 'knäckt'</script><img src=x onerror=alert(1)>"
CODEBOOK = """\
title: Två koder
codes:
  - id: jobb
    name: Jobb <i>nu</i>
    definition: Arbete som försörjning.
    examples:
      positive: [Jag söker jobb varje dag., Det finns inga jobb här., Hon fick anställning på ett lager.]
      negative: [Vädret är fint i dag., Vi åt lunch på torget.]
    rules: [{words: [jobb, anställning]}]
  - id: trygghet
    name: Trygghet
    definition: Att känna sig trygg.
    examples:
      positive: [Jag vågar inte gå ut på kvällen., Det känns otryggt vid torget., Där är jag rädd.]
      negative: [Vi läste en bok., Maten var god.]
    rules: [{id: oro, words: [rädd, mörker]}]
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of the page of a study in which a code came by an added turn and one went with its rule."""
    folder = tmp_path_factory.mktemp("sida") / "studie"
    for name in ("corpus", "codebook"):
        (folder / name).mkdir(parents=True)
    (folder / "study.yaml").write_text("title: <b>Liten</b> studie\nthresholds: {trygghet: 0.3}\n", "utf-8")
    source, book = folder / "corpus" / "anna.txt", folder / "codebook" / "forstudie.yaml"
    said = "Intervjuare: Hur är det här?\nAnna: Bakom skolan är det mörker varenda vinter.\n"
    source.write_text(said, "utf-8")
    book.write_text(CODEBOOK, "utf-8")
    code(Study.open(folder), direct=True)
    source.write_text(f"{said}Intervjuare: Mer?\nAnna: Nu {EVIL} har jag fått en anställning.\n", "utf-8")
    book.write_text(CODEBOOK.replace("[rädd, mörker]", "[rädd]"), "utf-8")
    code(Study.open(folder), direct=True)
    study = Study.open(folder)
    found = compare(study, *chosen(study))
    path = study.outputs / "diff" / "prov" / "diff.html"
    path.parent.mkdir(parents=True)
    page.write(found, shown(study, found), path)
    return path.as_uri()


def choose(browser: Any, name: str, value: str) -> None:
    browser.run(
        f"(() => {{ const field = document.forms[0].elements['{name}']; field.value = '{value}';"
        " field.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def test_the_page_can_be_filtered_and_its_address_kept(browser: Any, address: str) -> None:
    browser.open(address)
    every = browser.run(f"{SHOWN}.length")
    assert every == 2
    codes = f"new Set({SHOWN}.map((each) => each.dataset.kod))"
    choose(browser, "kod", "jobb")
    assert browser.run(f"[...{codes}]") == ["jobb"]
    choose(browser, "orsak", "text")
    choose(browser, "vad", "came")
    assert browser.run(f"{SHOWN}.length") == 1
    assert "anställning" in browser.run(f"{SHOWN}[0].textContent")
    assert browser.run("document.getElementById('tally').textContent") == f"1 av {every} visas"
    kept = browser.run("location.hash")
    browser.open(address + kept)
    assert browser.run(f"{SHOWN}.length") == 1
    choose(browser, "sok", "finns inte")
    assert browser.run("document.getElementById('tally').textContent") == "Inga kodningar med de här filtren."
    browser.open(address + "#/?kod=okänd&vad=%3Cscript%3E")
    assert browser.run(f"{SHOWN}.length") == every
    assert browser.complaints == []


def test_the_reasons_of_what_went_are_named(browser: Any, address: str) -> None:
    browser.open(address + "#/?vad=went")
    text = browser.run(f"{SHOWN}.map((each) => each.textContent).join()")
    assert "Bakom skolan" in text and "0,30" in text and "Regeln oro" in text and "Försvann" in text


def test_hostile_text_stays_text_and_nothing_is_loaded(browser: Any, address: str) -> None:
    browser.open(address)
    assert browser.run("document.title") == "<b>Liten</b> studie – vad som ändrades mellan två körningar"
    assert browser.run("document.querySelectorAll('img, b, i:not([class]), script').length") == 2
    assert "onerror=alert(1)" in browser.run("document.body.textContent")
    browser.run("(() => { const img = new Image(); img.src = 'x.png'; document.body.append(img); })()")
    browser.settle()
    assert any("Content Security Policy" in each for each in browser.complaints)


def test_a_link_leads_to_the_place_in_the_runs_report(browser: Any, address: str) -> None:
    browser.open(address + "#/?vad=came&kod=jobb")
    link = browser.run(f"{SHOWN}[0].querySelector('.links a').href")
    browser.open(link)
    browser.settle()
    assert browser.run("location.pathname").endswith("/report.html")
    assert "anställning" in browser.run("document.querySelector('.sources, main').textContent")
    assert browser.complaints == []


def test_it_can_be_read_without_scripts_and_on_a_phone(browser: Any, address: str) -> None:
    browser.size(360, 740, phone=True)
    browser.open(address)
    assert browser.run("document.documentElement.scrollWidth") == 360
    every = browser.run(f"{SHOWN}.length")
    browser.without_scripts()
    browser.open(address)
    browser.without_scripts(False)
    assert browser.run(f"{SHOWN}.length") == every
    assert browser.run("getComputedStyle(document.getElementById('choose')).display") == "none"
