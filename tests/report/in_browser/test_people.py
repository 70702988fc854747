"""What people decided, as a reader of the page meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode import present, run
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import text_hash
from qualcode.job import Job
from qualcode.study import Study

CARDS = "[...document.querySelectorAll('#quotes .quote')].map((card) => card.{})"
WORDS = "querySelector('.coded').textContent"


def test_a_person_has_the_word_and_no_probability(small_study: Path, browser: Any) -> None:
    study, words = Study.open(small_study), "sökt jobb i två år. Det är tungt"
    text = present.text(Job(study), "anna.txt")
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
    chips = browser.run(CARDS.format("querySelector('.chip').textContent.trim()"))
    assert chips == ["Jobb\xa0○ ej validerad"]
    browser.run("document.querySelector('#quotes .quote [data-key=v]').click()")
    why = browser.run("document.querySelector('#quotes .quote .why').textContent")
    assert "Kodat av Eva <Ek> (2026-03-01). Anteckning: så säger många" in why
    assert "poäng" not in why.casefold()
    standing = browser.run("document.querySelector('.standing').textContent")
    assert "bedömningar: 1, personer: 1" in standing
    assert browser.complaints == []


def test_another_coders_vote_stands_with_the_words_it_went_by(
    small_study: Path, browser: Any, monkeypatch: Any
) -> None:
    import numpy as np

    from qualcode.coding.llm import LlmCoder
    from qualcode.coding.others import Votes

    def vote(coder: LlmCoder, units: Any, *, progress: Any = None) -> Votes:
        found = np.full((len(units), 2), 0.1)
        quotes = {}
        for row, unit in enumerate(units):
            if "sökt jobb" in unit.text:
                found[row, 0], quotes[row, 0] = 0.9, "sökt <jobb>"
        return Votes(found, quotes)

    monkeypatch.setattr(LlmCoder, "vote", vote)
    llm = "{url: 'http://127.0.0.1:9/v1', model: prov, revision: r1}"
    (small_study / "study.yaml").write_text(f"coders: {{llm: {llm}}}\n", "utf-8")
    finished = run.run(Study.open(small_study), direct=True)
    browser.open((finished.folder / "report.html").as_uri() + "#/citat?kod=jobb")
    browser.run("document.querySelector('#quotes .quote [data-key=v]').click()")
    why = browser.run("document.querySelector('#quotes .quote .why').textContent")
    assert "prov@r1 bedömer sannolikheten till 0,90 utifrån orden ”sökt <jobb>”." in why
    assert browser.complaints == []
