"""What people decided, as a reader of the page meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode import run
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import text_hash
from qualcode.job import Job
from qualcode.study import Study

CARDS = "[...document.querySelectorAll('#quotes .quote')].map((card) => card.{})"
WORDS = "querySelector('.coded').textContent"


def test_a_person_has_the_word_and_no_probability(small_study: Path, browser: Any) -> None:
    study, words = Study.open(small_study), "sökt jobb i två år. Det är tungt"
    text = Job(study).text("anna.txt")
    start = text.index(words)
    decision = Decision(
        "anna.txt", text_hash(text), start, start + len(words), words, "jobb", "yes", "Eva <Ek>",
        "2026-03-01T10:00:00Z", "import:lista.csv", "så säger många",
    )  # fmt: skip
    append(study.codings, [decision])
    finished = run.run(study, direct=True)
    browser.open((finished.folder / "report.html").as_uri() + "#/citat?kod=jobb&minst=0.99")
    assert browser.run(CARDS.format(WORDS)) == [words]
    card = browser.run(CARDS.format("querySelector('blockquote').textContent"))
    assert card == ["Jag har sökt jobb i två år. Det är tungt att vänta."]
    assert browser.run(CARDS.format("querySelector('.chip').textContent.trim()")) == ["Jobb"]
    browser.run("document.querySelector('#quotes .quote [data-key=v]').click()")
    why = browser.run("document.querySelector('#quotes .quote .why').textContent")
    assert "Kodat av Eva <Ek> (2026-03-01). Anteckning: så säger många" in why
    assert "poäng" not in why.casefold()
    standing = browser.run("document.querySelector('.standing').textContent")
    assert "bedömningar: 1, personer: 1" in standing
    assert browser.complaints == []
