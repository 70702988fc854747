"""How soon the report can be used, and how soon a filter has done its work, with 10,000 quotes.

    python benchmarks/report.py
    python benchmarks/report.py --repeats 5 --write

A run of invented words is written with the shipped codebook: 60 interviews, 10,080 passages with a theme and
a subcode each. Chromium opens the page from disk, in each of its views, and in turn an empty page; a page
can be used when its view is drawn and the browser is free for the next frame. A filter has done its work when
what it leaves has been drawn. The ratios compare with the empty page of the same browser and minute, so that
a busy machine changes them less; the milliseconds are this machine's. `--write` keeps the table in
benchmarks/results/report.md. Exit status 1 if anything takes more than a second.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.carrier import CodingRecord
    from qualcode.codebook.model import Code, Codebook

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "report.md"
N_SOURCES, TURNS = 60, 168
MOST_MILLISECONDS = 1000
QUOTED = (
    "När det gäller {name} så sade vi redan i våras att det inte håller, och nu är vi där för {n}:e gången."
)
REST = "Sedan gick vi hem, och det var inte mer med det den kvällen. Men det var fler än jag som tänkte så."
GROUPS = ("unga", "äldre", "föräldrar", "näringsidkare", "tjänstepersoner")
PLACES = ("Alby", "Fittja", "Hallunda", "Norsborg")
MODEL = "multilingual-e5-small@614241f"
EMPTY = "<!DOCTYPE html><html lang='sv'><meta charset='utf-8'><title>Tom</title><p>Tom.</p></html>"

DRAWN = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)
"""Milliseconds from the start of the navigation until what is there has been drawn."""
OPENED = {
    "overview": "#/oversikt",
    "quotes": "#/citat",
    "quotes of a code and a group": "#/citat?kod=trygghet&a.grupp=unga",
    "comparison of two groups": "#/jamfor?vanster=a.grupp%3Dunga&hoger=a.grupp%3D%C3%A4ldre",
    "sources with strips": "#/kallor",
    "a place in a transcript": "#/kallor?kalla=intervju-30.txt&stycke=200",
}
DONE = {
    "a code": "document.querySelector('#facets .tree input').click()",
    "a group, beside the code": "document.querySelector('[data-facet=\"a.grupp\"] input').click()",
    "a speaker, beside both": "document.querySelector('[data-facet=speakers] input').click()",
    "all filters taken away": "document.querySelector('#chosen li:last-child button').click()",
}
SEARCHED = f"""(async () => {{
  const [field, tally] = ['search', 'tally'].map((id) => document.getElementById(id));
  const before = tally.textContent;
  const begun = performance.now();
  field.focus(), (field.value = 'trygghet'), field.dispatchEvent(new Event('input'));
  while (tally.textContent === before) await new Promise((done) => setTimeout(done));
  return (await {DRAWN}) - begun;
}})()"""


def coded_sources(book: Codebook) -> list[Doc]:
    """The interviews: in each turn a segment with a code and the theme above it, and one without."""
    import spacy

    from qualcode import carrier
    from qualcode.transcript import Piece, assemble

    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments", config={"sentences": 1})
    subcodes = [code for code in book.codes if code.parent]
    docs = []
    for number in range(N_SOURCES):
        given = [subcodes[(number + turn) % len(subcodes)] for turn in range(TURNS)]
        pieces = [
            Piece(
                f"{QUOTED.format(name=code.name.lower(), n=turn)} {REST}",
                speaker=f"Person {number}-{turn % 4}",
                role="respondent",
                begins=20.0 * turn,
            )
            for turn, code in enumerate(given)
        ]
        transcript = assemble(f"intervju-{number}.txt", pieces, data=str(number).encode())
        described = {"grupp": GROUPS[number % 5], "stadsdel": PLACES[number % 4]}
        doc = carrier.doc_of(replace(transcript, attributes=described), nlp)
        carrier.set_codings(doc, list(_codings(given)), codebook="f1ngerprint")
        docs.append(doc)
    return docs


def _codings(given: Sequence[Code]) -> Iterator[CodingRecord]:
    """Of each turn's first segment: the subcode, and the theme that follows from it."""
    from qualcode.carrier import CodingRecord

    coder = f"rules + {MODEL}"
    for turn, code in enumerate(given):
        score = 0.5 + (turn * 7) % 50 / 100
        why = {
            "rules": [{"rule": code.id, "matched": code.name.lower()}], "model": MODEL,
            "model_score": score, "nearest": code.definition[:80], "similarity": 0.8, "implied_by": None,
        }  # fmt: skip
        follows = {**dict.fromkeys(why), "rules": [], "implied_by": code.id}
        segment = 3 * turn
        yield CodingRecord(segment, code.parent, coder, score, 0.4, follows)
        yield CodingRecord(segment, code.id, coder, score, 0.4, why)


def written(folder: Path) -> tuple[Path, int]:
    """Writes the report; gives its path and the number of the passages that the page lists."""
    from qualcode.codebook import load
    from qualcode.result import Run
    from qualcode.study import Settings, Study
    from qualcode.writers import report

    book = load(ROOT / "codebook" / "forstudie.yaml")
    run = Run.of_docs(Study(folder, Settings(title="Stor")), book, coded_sources(book), id="1")
    themes = {code.id for code in book.themes}
    (path,) = report.write(run, folder)
    return path, sum(quote.code in themes for quote in run.quotes)


def driver() -> ModuleType:
    """The tests' browser."""
    path = ROOT / "tests" / "report" / "in_browser" / "conftest.py"
    spec = importlib.util.spec_from_file_location("browser_of_the_report", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(browser: Any, address: str) -> float:
    """Milliseconds from asking for an address until what it shows is drawn."""
    browser.open(address)
    return float(browser.run(DRAWN))


def filtered(browser: Any, page: str) -> dict[str, float]:
    """Milliseconds that each filter takes, one after another as a reader chooses them."""
    browser.open(page + "#/citat")
    found = {}
    for name, done in DONE.items():
        timed = f"const begun = performance.now(); {done}; return {DRAWN}.then((now) => now - begun);"
        found[name] = float(browser.run(f"(() => {{ {timed} }})()"))
    found["a word, with 150 ms of waiting for more"] = float(browser.run(SEARCHED))
    return found


def measure(page: Path, empty: Path, profile: Path, repeats: int) -> dict[str, list[float]]:
    """All times of all repeats, by what was done; the empty page is opened before each."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("This benchmark needs Chromium, and there is none on this machine.")
    browser = driver().Browser(program, profile)
    times: dict[str, list[float]] = {}
    try:
        browser.size(1280, 900)
        for _ in range(repeats):
            for name, address in OPENED.items():
                times.setdefault("empty", []).append(opened(browser, empty.as_uri()))
                times.setdefault(name, []).append(opened(browser, page.as_uri() + address))
            for name, took in filtered(browser, page.as_uri()).items():
                times.setdefault(name, []).append(took)
    finally:
        browser.close()
    return times


def table(times: dict[str, list[float]]) -> str:
    """Medians and the slowest, in milliseconds and as multiples of the empty page's median."""
    rows = ["| what | median, ms | most, ms | × an empty page |", "| --- | --- | --- | --- |"]
    empty = statistics.median(times["empty"])
    for name, all_times in times.items():
        kind = "open: " if name in OPENED else "" if name == "empty" else "filter: "
        said = "an empty page" if name == "empty" else name
        median = statistics.median(all_times)
        rows.append(f"| {kind}{said} | {median:.0f} | {max(all_times):.0f} | {median / empty:.1f} |")
    return "\n".join(rows) + "\n"


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9, help="how often each is done (default: 9)")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/results/report.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page, passages = written(folder)
        (folder / "empty.html").write_text(EMPTY, "utf-8")
        times = measure(page, folder / "empty.html", folder / "profile", asked.repeats)
        size = page.stat().st_size / 1e6
    said = f"{passages:,} quotes in {N_SOURCES} sources, {size:.1f} MB.\n\n{table(times)}"
    print(said)
    if asked.write:
        RESULTS.write_text(said, "utf-8")
    slow = [what for what in times if statistics.median(times[what]) > MOST_MILLISECONDS]
    print(
        f"Over {MOST_MILLISECONDS} ms: {', '.join(slow)}." if slow else f"None over {MOST_MILLISECONDS} ms."
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
