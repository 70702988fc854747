"""The page of a comparison in a real browser: filters, links to the reports, and hostile text that stays text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.differences import page
from qualcode.differences.choice import chosen, shown
from qualcode.differences.compare import compare
from qualcode.run import run as code
from qualcode.study import Study

SHOWN = "[...document.querySelectorAll('.change')].filter((each) => !each.hidden)"


@pytest.fixture
def address(small_study: Path) -> str:
    """Of the page of a study in which a code came by an edited turn and one went with a rule."""
    anna = small_study / "corpus" / "anna.txt"
    code(Study.open(small_study), direct=True)
    evil = "Jag </script><script>document.title = 'knäckt'</script><img src=x onerror=alert(1)> har sökt jobb"
    anna.write_text(anna.read_text("utf-8").replace("Jag har sökt jobb", evil), "utf-8")
    with anna.open("a", encoding="utf-8") as file:
        file.write("Intervjuare: Mer?\nAnna: Nu har jag fått en anställning på ett lager.\n")
    book = small_study / "codebook" / "forstudie.yaml"
    book.write_text(book.read_text("utf-8").replace("words: [rädd, otrygg]", "words: [otrygg]"), "utf-8")
    (small_study / "study.yaml").write_text(
        "title: <b>Liten</b> studie\nthresholds: {trygghet: 0.98}\n", "utf-8"
    )
    code(Study.open(small_study), direct=True)
    study = Study.open(small_study)
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
    assert every >= 3
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
    assert "tunnelbanan" in text and "0,98" in text and "Försvann" in text


def test_hostile_text_stays_text_and_nothing_is_loaded(browser: Any, address: str) -> None:
    browser.open(address)
    assert browser.run("document.title") == "<b>Liten</b> studie – vad som ändrades mellan två körningar"
    assert browser.run("document.querySelectorAll('img, b, script').length") == 2
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
