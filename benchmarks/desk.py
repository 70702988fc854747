"""How long the review desk takes to answer, with 10,000 quotes and 5,000 decisions on them.

    python benchmarks/desk.py

A study of invented words is written as a run writes it, and asked for over HTTP as the page asks. Times are
in milliseconds of this machine, for what the desk does; what the browser draws comes on top.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

N_SOURCES, TURNS, SENTENCES = 40, 84, 3
REPEATS = 15
SENTENCE = "Det var mörkt vid tunneln när jag gick hem från jobbet den {n}:e kvällen, och ingen lampa lyste."
CODES = ("trygghet", "jobb")
CLAIMS = 20
ARGUMENT = "title: Argument\nclaims:\n" + "".join(
    f"  - {{id: p{number}, name: Påstående {number}, text: Det är så., challenges: [{{search: [tunnel]}}],"
    f" supports: [{{codes: [{CODES[number % 2]}], score: {number / 25}}}]}}\n"
    for number in range(CLAIMS)
)


def study(folder: Path) -> int:
    """Writes a study with a run and an argumentation; gives the number of its quotes."""
    import spacy

    from qualcode import carrier, runfolder, writers
    from qualcode.codebook.model import Code, Codebook
    from qualcode.result import Run
    from qualcode.study import Outputs, Settings, Study
    from qualcode.transcript import Piece, assemble
    from qualcode.writers import used_codebook

    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments", config={"sentences": 1})
    docs = []
    for number in range(N_SOURCES):
        pieces = [
            Piece(
                " ".join(SENTENCE.format(n=SENTENCES * turn + at) for at in range(SENTENCES)),
                speaker=f"P{turn % 4}",
                role="participant",
            )
            for turn in range(TURNS)
        ]
        name = f"grupp-{number}.txt"
        doc = carrier.doc_of(assemble(name, pieces, data=name.encode()), nlp)
        why = {"rules": [{"rule": "mörker", "matched": "mörkt"}], "model_score": 0.7, "nearest": "Mörkt."}
        records = [
            carrier.CodingRecord(segment, code, "rules", 0.5 + (segment * 7 + at) % 50 / 100, 0.5, why)
            for segment in range(0, TURNS * SENTENCES, 2)
            for at, code in enumerate(CODES)
        ]
        carrier.set_codings(doc, records, codebook="f1ngerprint")
        docs.append(doc)
    (folder / "corpus").mkdir()
    (folder / "codebook").mkdir()
    (folder / "codebook" / "argumentation.yaml").write_text(ARGUMENT, "utf-8")
    (folder / "study.yaml").write_text("title: Stor\n", "utf-8")
    codes = tuple(Code(id=code, name=code.title(), definition=f"Om {code}.") for code in CODES)
    book = Codebook(title="Två koder", codes=codes)
    settings = Settings(title="Stor", outputs=Outputs(formats=("codings.spacy",)))
    found = Study(folder, settings)
    run = Run.of_docs(found, book, docs, id="2026-01-01_12-00-00")
    with runfolder.writing(found, run.id) as place:
        used_codebook.write(book, place)
        writers.write(run, place)
        runfolder.publish(found, place)
    return run.n_quotes


def main() -> None:
    """Measures and prints."""
    from qualcode.desk.desk import Desk
    from qualcode.desk.server import DeskServer, listen
    from qualcode.study import Study

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        n_quotes = study(folder)
        begun = time.perf_counter()
        desk = Desk(Study.open(folder))
        print(f"{n_quotes} quotes in {N_SOURCES} sources; opened in {time.perf_counter() - begun:.1f} s\n")
        server = DeskServer(desk, listen())
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        home = server.address.partition("/?")[0]
        with httpx.Client(
            base_url=home, headers={"X-Reviewer": "Anna", "Origin": home}, follow_redirects=True, timeout=60
        ) as http:
            http.get(server.address)
            begun = time.perf_counter()
            while http.get("/api/state").json()["argument"]["state"] == "reading":
                time.sleep(0.1)
            print(f"argumentation with {CLAIMS} claims read in {time.perf_counter() - begun:.1f} s\n")
            measure("nothing judged yet", http, desk)
            judge(desk, 5000)
            measure("5,000 decisions by one person", http, desk)
        server.stop()
        thread.join()


def judge(desk: Any, number: int) -> None:
    """Adds decisions as somebody would have made them."""
    from qualcode.decisions import Decision, append

    with desk.view() as view:
        hashes = view.material.hashes
        rows = [
            Decision(
                quote.source, hashes[quote.source], quote.start, quote.end, quote.text, quote.code,
                "yes" if at % 3 else "no", "Anna",
                f"2026-01-02T{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}Z", "review",
            )
            for at, quote in enumerate(view.material.quotes[:number])
        ]  # fmt: skip
    append(desk.study.codings, rows)


def measure(title: str, http: httpx.Client, desk: Any) -> None:
    """Asks for everything several times, and prints how long that took."""
    run = http.get("/api/state").json()["run"]
    ids = http.post("/api/line", json={}).json()["ids"]
    quotes = [http.get(f"/api/quotes/{id_}").json() for id_ in ids[-REPEATS:]]

    def body(at: int, kind: str) -> dict[str, Any]:
        quote = quotes[at % REPEATS]
        start, end = quote["start"] - quote["opens"], quote["end"] - quote["opens"]
        place = {
            "source": quote["source"], "start": quote["start"], "end": quote["end"],
            "words": quote["text"][start:end],
        }  # fmt: skip
        return {"run": run, "kind": kind, "place": place, "code": quote["code"]}

    def side(at: int) -> dict[str, Any]:
        row = quotes[at % REPEATS]["claims"][0]
        place = {key: row[key] for key in ("source", "start", "end", "words")}
        return {"run": run, "kind": "stance", "claim": row["claim"], "side": "supports", "place": place}

    asked: dict[str, Callable[[int], httpx.Response]] = {
        "the page": lambda at: http.get("/"),
        "the whole line": lambda at: http.post("/api/line", json={"status": "open"}),
        "the line, uncertain first": lambda at: http.post("/api/line", json={"order": "uncertain"}),
        "the line of a code and score": lambda at: http.post("/api/line", json={"codes": [0], "low": 0.6}),
        "the line blind, mixed": lambda at: http.post(
            "/api/line", json={"order": "mixed"}, headers={"X-Blind": "1"}
        ),
        "100 rows of it": lambda at: http.post("/api/rows", json={"ids": ids[100 * at : 100 * at + 100]}),
        "a quote": lambda at: http.get(f"/api/quotes/{ids[at * 600]}"),
        "a transcript": lambda at: http.get(f"/api/sources/{at}"),
        "its margin": lambda at: http.get(f"/api/sources/{at}/margin"),
        "a decision": lambda at: http.post("/api/acts", json=body(at, "accept" if at % 2 else "reject")),
        "undo": lambda at: http.post("/api/undo", json={}),
        "the line of sides to confirm": lambda at: http.post("/api/line", json={"status": "stance"}),
        "a side confirmed": lambda at: http.post("/api/stances", json=side(at)),
        "progress": lambda at: http.get("/api/progress"),
        "agreement (first, then as known)": lambda at: http.get("/api/agreement"),
        "what is new": lambda at: http.get("/api/state"),
    }
    print(f"{title:42} median      most")
    for what, ask in asked.items():
        times = []
        for at in range(REPEATS):
            begun = time.perf_counter()
            answer = ask(at)
            times.append(1000 * (time.perf_counter() - begun))
            assert answer.status_code == 200, answer.text
        print(f"  {what:40} {statistics.median(times):6.0f}    {max(times):6.0f}")
    print()


if __name__ == "__main__":
    main()
