"""A code counts when the machine agrees with people as far as the study demands; every output says so."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from openpyxl import load_workbook
from sklearn.metrics import cohen_kappa_score

from qualcode import flowrun
from qualcode.agreement import learnt, of_study
from qualcode.agreement.material import Material
from qualcode.errors import FlowError, NothingToCodeError
from qualcode.gate.judging import judge as decide
from qualcode.gate.settings import Gate
from qualcode.gate.standing import Standing
from qualcode.run import Finished, run
from qualcode.study import Study
from qualcode.terminal import summary

CODE = "jobb"


def standing(table: list[int], **gate: object) -> Standing:
    """Of a code with this cross-table: neither, machine only, people only, both."""
    cells = np.repeat(np.arange(4), table)
    people, machine = cells // 2, cells % 2 == 1
    sources = np.arange(len(cells)) % 12
    found = decide([CODE], machine[:, None], people[None, :, None], sources, Gate(**gate))  # type: ignore[arg-type]
    return found[CODE]


@pytest.mark.parametrize(
    ("table", "gate", "status", "why"),
    [
        ([60, 2, 2, 36], {}, "validated", ""),
        ([50, 10, 10, 30], {}, "below", "low"),
        ([80, 2, 2, 6], {}, "below", "wide"),
        ([30, 1, 0, 18], {}, "untested", "few"),
        ([30, 1, 0, 18], {"segments": 40}, "validated", ""),
        ([100, 0, 0, 0], {}, "untested", "nobody"),
        ([0, 0, 0, 100], {}, "untested", "everybody"),
        ([90, 0, 10, 0], {}, "below", "never_given"),
        ([90, 10, 0, 0], {}, "below", "people_never"),
        ([98, 0, 1, 2], {}, "untested", "too_rare"),
        ([96, 2, 2, 1], {}, "below", "low"),
        ([47, 0, 0, 3], {}, "below", "wide"),
        ([80, 2, 2, 6], {"bound": "value"}, "validated", ""),
        ([60, 2, 2, 36], {"codes": {"jobb": {"statistic": "precision", "least": 0.9}}}, "below", "wide"),
        ([60, 2, 2, 36], {"codes": {"annan": {"least": 0.99}}}, "validated", ""),
        ([60, 2, 2, 36], {"resample": "sources"}, "validated", ""),
    ],
)
def test_where_a_code_stands(table: list[int], gate: dict[str, object], status: str, why: str) -> None:
    """By the lower limit of the interval, on enough segments; what cannot be told is not yet validated."""
    found = standing(table, **gate)
    assert (found.status, found.why) == (status, why)


def test_few_sources_are_too_few_to_be_resampled_whole() -> None:
    """An interval for sources like these needs more than three of them."""
    machine = np.arange(100) % 3 == 0
    people = machine[None, :, None].astype(int)
    gate = Gate(resample="sources")
    found = decide([CODE], machine[:, None], people, np.arange(100) % 3, gate)[CODE]
    assert (found.status, found.why) == ("untested", "one_source")


def code(folder: Path, **more: bool) -> Finished:
    return run(Study.open(folder), direct=True, **more)


def validation(finished: Finished) -> dict[str, dict[str, str]]:
    """``validation.csv`` by code."""
    with (finished.folder / "validation.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code_id"]: row for row in csv.DictReader(file, delimiter=";")}


@pytest.fixture
def judged(study: Path, material: Material, judge: Callable[..., object]) -> Path:
    """Two people agree well with the machine on *jobb*, and badly on *trygghet*; nobody has judged
    *sommarjobb*."""
    for name, part in (("Anna", range(60)), ("Bo", range(30, 60))):
        for which, every in (("jobb", 20), ("trygghet", 4)):
            machine = material.machine[list(part), material.codes.index(which)]
            wrong = np.arange(len(machine)) % every == 1
            judge(name, which, part, machine ^ wrong)
    return study


def test_without_people_nothing_is_validated_and_all_outputs_say_so(study: Path) -> None:
    """In words, not only in colour."""
    finished = code(study)
    assert {row["validation"]["status"] for row in finished.codes} == {"untested"}
    assert {row["status"] for row in validation(finished).values()} == {"untested"}
    page = (finished.folder / "quotes.md").read_text("utf-8")
    assert "○ Inte validerad än: människor har bedömt 0 av minst 50 stycken." in page
    report = (finished.folder / "report.html").read_text("utf-8")
    assert "0 av 3 koder är validerade" in report and "inte validerad än" in report
    book = load_workbook(finished.folder / "matrices.xlsx")
    header = [cell.value for cell in book["Källa × kod"][2]]
    assert "○ Jobb (ej validerad)" in header
    sheet = load_workbook(finished.folder / "quotes.xlsx")["Citat"]
    column = [cell.value for cell in sheet[1]].index("Validering")
    assert {row[column].value for row in sheet.iter_rows(min_row=2)} == {"○ inte validerad än"}


def test_figures_are_those_of_the_machine_although_people_outrank_it(
    judged: Path, material: Material
) -> None:
    """The run holds what people said; the gate measures what the machine had given."""
    finished = code(judged)
    rows = validation(finished)
    assert {which: row["status"] for which, row in rows.items()} == {
        "jobb": "validated", "sommarjobb": "untested", "trygghet": "below",
    }  # fmt: skip
    machine = material.machine[:, material.codes.index("jobb")]
    anna = machine ^ (np.arange(60) % 20 == 1)
    bo = machine[30:] ^ (np.arange(30) % 20 == 1)
    weights = np.concatenate([np.ones(30), np.full(60, 0.5)])
    wanted = cohen_kappa_score(
        np.concatenate([anna, bo]), np.concatenate([machine, machine[30:]]), sample_weight=weights
    )
    assert float(rows["jobb"]["kappa"]) == pytest.approx(wanted, abs=1e-4)
    assert (rows["jobb"]["n"], rows["jobb"]["people"], rows["jobb"]["sources"]) == ("60", "2", "6")
    with (finished.folder / "codings_machine.csv").open(encoding="utf-8-sig", newline="") as file:
        own = [row for row in csv.DictReader(file, delimiter=";") if row["code_id"] == "jobb"]
    assert len(own) == machine.sum()
    with (finished.folder / "codings.csv").open(encoding="utf-8-sig", newline="") as file:
        held = [row for row in csv.DictReader(file, delimiter=";") if row["code_id"] == "jobb"]
    assert {(row["source"], row["segment"]) for row in held} != {
        (row["source"], row["segment"]) for row in own
    }


def test_the_estimated_prevalence_stands_beside_the_count(judged: Path, material: Material) -> None:
    """All segments were judged, so that it is what people found, with no interval left but their own
    difference."""
    finished = code(judged)
    row = validation(finished)["trygghet"]
    assert int(row["raw_segments"]) == material.machine[:, material.codes.index("trygghet")].sum()
    low, estimated, high = (float(row[name]) for name in ("estimated_low", "estimated", "estimated_high"))
    assert low <= estimated <= high and estimated != int(row["raw_segments"])
    sheet = load_workbook(finished.folder / "matrices.xlsx")["Koder"]
    header = [cell.value for cell in sheet[1]]
    shown = {row[1].value or row[0].value: row for row in sheet.iter_rows(min_row=2)}
    cell = shown["Trygghet"][header.index("Uppskattat antal")]
    assert cell.value == pytest.approx(estimated, abs=0.1)
    report = (finished.folder / "report.html").read_text("utf-8")
    assert "Uppskattad förekomst" in report
    codes = json.loads((finished.folder / "manifest.json").read_text("utf-8"))["codes"]
    assert {row["code"]: row["validation"]["status"] for row in codes} == {
        "jobb": "validated", "jobb/sommarjobb": "untested", "trygghet": "below",
    }  # fmt: skip


def test_the_status_follows_the_machine_and_what_people_say(judged: Path, judge) -> None:
    """Another threshold is another machine; a new judgement makes a new run."""
    assert code(judged).unchanged is False
    assert code(judged).unchanged is True
    settings = judged / "study.yaml"
    settings.write_text("title: Prövad studie\nthresholds: {jobb: 1.0}\n", "utf-8")
    strict = validation(code(judged))
    assert strict["jobb"]["status"] == "below"
    settings.write_text("title: Prövad studie\ngate: {least: 0.99}\n", "utf-8")
    assert validation(code(judged))["jobb"]["status"] == "below"
    settings.write_text("title: Prövad studie\n", "utf-8")
    first = code(judged)
    judge("Cecilia", "sommarjobb", range(60), False)
    assert code(judged).unchanged is False
    assert validation(first)["sommarjobb"]["reason"] == "few"
    judge("Dora", "jobb", range(9), False, origin="review", at=30)
    code(judged)
    # It replaces nothing that holds, but it was said blind.
    judge("Dora", "jobb", range(9), True, at=10)
    assert code(judged).unchanged is False


def test_the_same_decisions_give_the_same_bytes(judged: Path) -> None:
    """Intervals are drawn by lot, and the same lots are drawn."""
    one, other = code(judged, force=True), code(judged, force=True)
    for path in one.folder.iterdir():
        if path.name != "manifest.json":
            assert path.read_bytes() == (other.folder / path.name).read_bytes(), path.name


def test_a_strict_run_leaves_out_what_is_not_validated_and_says_so(judged: Path) -> None:
    """From tables, quotes, workbooks, report and Docs."""
    from spacy.vocab import Vocab

    from qualcode import carrier, packing

    finished = code(judged, strict=True)
    assert [row["code"] for row in finished.codes] == ["jobb"]
    for name in ("codings.csv", "quotes.csv"):
        with (finished.folder / name).open(encoding="utf-8-sig", newline="") as file:
            assert {row["code_id"] for row in csv.DictReader(file, delimiter=";")} == {"jobb"}, name
    header = (finished.folder / "matrix_source_code.csv").read_text("utf-8-sig").splitlines()[0]
    assert "trygghet" not in header
    docs = packing.unpack((finished.folder / "codings.spacy").read_bytes(), Vocab())
    assert {record.code for doc in docs for record in carrier.codings(doc)} == {"jobb"}
    for name in ("quotes.md", "report.html"):
        page = (finished.folder / name).read_text("utf-8")
        assert "Den här körningen är strikt" in page and re.search(r"utelämnade \(.*Trygghet", page), name
    book = load_workbook(finished.folder / "matrices.xlsx")
    told = " ".join(str(cell.value) for row in book["Översikt"].iter_rows() for cell in row if cell.value)
    assert "Den här körningen är strikt" in told
    assert code(judged).unchanged is False, "an ordinary run is another"
    with (finished.folder / "codings_machine.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["code_id"] for row in csv.DictReader(file, delimiter=";")} > {"jobb", "trygghet"}


def test_a_theme_stays_above_the_validated_code_below_it(study: Path, material: Material, judge) -> None:
    """It has what that brings, and nothing of its own."""
    place = material.codes.index("sommarjobb")
    judge("Anna", "sommarjobb", range(60), material.machine[:, place])
    (study / "study.yaml").write_text("gate: {strict: true, least: 0.3}\n", "utf-8")
    finished = code(study)
    counts = {row["code"]: row["segments"] for row in finished.codes}
    with (finished.folder / "codings_machine.csv").open(encoding="utf-8-sig", newline="") as file:
        own = [row["code_id"] for row in csv.DictReader(file, delimiter=";")]
    assert own.count("jobb") == material.machine[:, material.codes.index("jobb")].sum()
    assert counts == {"jobb": material.machine[:, place].sum(), "jobb/sommarjobb": counts["jobb/sommarjobb"]}
    assert counts["jobb"] == counts["jobb/sommarjobb"] > 0


def test_a_strict_run_of_nothing_is_refused(study: Path) -> None:
    """It would be empty; the remedy says how to get on."""
    with pytest.raises(NothingToCodeError, match=r"no code is validated.*qualcode sample"):
        code(study, strict=True)


def test_a_flow_that_knows_of_no_strict_runs_is_told_so(study: Path) -> None:
    """Rather than coding everything."""
    old = SimpleNamespace(parameters=SimpleNamespace(properties={"study": {}, "force": {}}))
    with pytest.raises(FlowError, match=r"code_corpus\.py: this flow knows of no strict runs"):
        flowrun._call(old, Study.open(study).strictly(), False)


def test_a_strict_run_goes_through_prefect(judged: Path) -> None:
    """As any other."""
    finished = run(Study.open(judged), direct=False, strict=True)
    assert [row["code"] for row in finished.codes] == ["jobb"]


def test_the_terminal_says_where_each_code_stands(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the figure, and how many have each status."""
    from rich.console import Console

    console = Console(width=100, no_color=True)
    summary(code(judged), Study.open(judged), console, console)
    shown = capsys.readouterr().out
    assert re.search(r"Jobb +\d+ +6 +✓ κ \.\d\d \(\.\d\d–", shown)
    assert re.search(r"Sommarjobb +\d+ +\d+ +○ 0 of 50", shown)
    assert "✓ 1 validated · ✗ 1 not reached · ○ 1 not yet validated" in shown


def test_a_trained_coder_is_not_tested_on_what_it_learnt_from(
    judged: Path, material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such segments do not count; what is left is too little, and outputs say why."""
    learnt_from = [{"text": "0" * 16}]
    for row in range(45):
        source = material.sources[material.source_of[row]]
        segment = source.segments[material.number_of[row]]
        words = source.text[segment.start : segment.end]
        key = hashlib.sha256(words.encode()).hexdigest()[:16]
        learnt_from.append({"text": key, "source": source.name, "start": 0, "end": 1})
    folder = judged / "models" / "min"
    folder.mkdir(parents=True)
    (folder / "heads.json").write_text(json.dumps({"learnt_from": learnt_from}), "utf-8")
    monkeypatch.setattr(learnt, "folder", lambda study: folder)
    finished = code(judged)
    row = validation(finished)["jobb"]
    assert (row["status"], row["reason"], row["n"]) == ("untested", "few", "15")
    assert "har lärt av prövar den inte och räknas inte (45)" in (finished.folder / "quotes.md").read_text(
        "utf-8"
    )
    assert "Siffrorna gäller då resten av materialet" in (finished.folder / "quotes.md").read_text("utf-8")
    compared = of_study.compare(Study.open(judged), between=("machine",))
    assert compared.learnt == 45
    assert {row.n for each in compared.comparisons for row in each.rows} <= {15}


def test_prevalence_adds_what_the_coder_learnt_from_to_the_estimate_of_the_rest() -> None:
    """Of 100 segments it learnt from the 40 hard ones, of which people gave the code to 30; of the others 30
    were drawn, and people gave it to 6 of them."""
    seen, held, machine = (np.zeros(100, bool) for _ in range(3))
    seen[:40], held[:30] = True, True
    machine[:10], machine[40:52] = True, True
    people = np.full((1, 100, 1), -1)
    people[0, 40:100:2, 0] = machine[40:100:2]
    learnt_from = seen, held[:, None]
    found = decide(
        [CODE], machine[:, None], people, np.arange(100) % 12, Gate(segments=30), None, learnt_from
    )
    estimated = found[CODE].prevalence
    assert estimated is not None
    assert (estimated.segments, estimated.of, estimated.raw) == (30 + 12, 100, 22)
    assert 30 < estimated.low <= 42 <= estimated.high


def test_a_coder_that_was_trained_here_is_tested_on_the_sample_that_was_kept_apart(
    study: Path, material: Material, judge
) -> None:
    """By ``qualcode train`` and the settings, nothing else."""
    from qualcode.training.teaching import teach

    for which in ("jobb", "trygghet"):
        machine = material.machine[:, material.codes.index(which)]
        judge("Anna", which, range(30), machine[:30], origin="random:apart")
        judge("Anna", which, range(30, 60), machine[30:], origin="random:taught")
    teach(Study.open(study), "min", test=["apart"], with_curve=False)
    (study / "study.yaml").write_text("coders: {trained: min}\ngate: {segments: 30}\n", "utf-8")
    assert learnt.folder(Study.open(study)) == study / "models" / "min"
    finished = code(study)
    assert (validation(finished)["jobb"]["n"], validation(finished)["trygghet"]["n"]) == ("30", "30")
    assert "räknas inte (30)" in (finished.folder / "quotes.md").read_text("utf-8")
