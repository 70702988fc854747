"""People are compared with each other and with the machine, by how segments came before them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from sklearn.metrics import cohen_kappa_score, precision_score, recall_score
from typer.testing import CliRunner

from qualcode.agreement import of_study, weights
from qualcode.agreement.comparisons import MACHINE, PEOPLE, Comparison
from qualcode.agreement.disagreements import find
from qualcode.agreement.material import Material
from qualcode.agreement.said import by_kind
from qualcode.commands.agreement import app
from qualcode.decisions import read
from qualcode.errors import CodingsError, SettingsError
from qualcode.run import run
from qualcode.study import Study

EVERY = range(60)


def of(found: of_study.Result, *coders: str, kind: str = "random") -> Comparison:
    """The comparison of these coders."""
    [comparison] = [each for each in found.comparisons if each.coders == coders and each.kind == kind]
    return comparison


def given(material: Material, code: str) -> np.ndarray:
    """What the machine gave, segment by segment."""
    return material.machine[:, material.codes.index(code)]


def with_errors(labels: np.ndarray, every: int, at: int = 0) -> np.ndarray:
    """Labels of which every n-th is turned round."""
    wrong = np.arange(len(labels)) % every == at
    return labels ^ wrong


def test_people_and_machine_are_compared_code_by_code(study: Path, material: Material, judge) -> None:
    """The figures are those of scikit-learn on the same judgements."""
    machine = given(material, "trygghet")
    anna, bo = with_errors(machine, 9), with_errors(machine, 14, 3)
    judge("Anna", "trygghet", EVERY, anna)
    judge("Bo", "trygghet", range(40), bo[:40])
    found = of_study.compare(Study.open(study))
    [row] = of(found, "Anna", "Bo").rows
    assert (row.n, row.sources) == (40, 4)
    assert row.figures["kappa"].value == pytest.approx(cohen_kappa_score(anna[:40], bo[:40]))
    [row] = of(found, "Anna", MACHINE).rows
    assert row.n == 60
    assert row.figures["precision"].value == pytest.approx(precision_score(anna, machine))
    assert row.figures["recall"].value == pytest.approx(recall_score(anna, machine))
    weight = np.concatenate([np.full(40, 0.5), np.full(20, 1.0), np.full(40, 0.5)])
    wanted = cohen_kappa_score(
        np.concatenate([anna, bo[:40]]), np.concatenate([machine, machine[:40]]), sample_weight=weight
    )
    [row] = of(found, PEOPLE, MACHINE).rows
    assert row.figures["kappa"].value == pytest.approx(wanted), "each person counts for their part"
    assert row.figures["kappa"].low < wanted < row.figures["kappa"].high


def test_what_was_reviewed_is_never_mixed_with_what_was_coded_blind(
    study: Path, material: Material, judge
) -> None:
    """Of reviewed suggestions only the accepted share is told; a blind judgement stays blind though it was
    changed in review."""
    machine = given(material, "jobb")
    suggested = np.flatnonzero(machine)[:10]
    judge("Anna", "jobb", EVERY, with_errors(machine, 10))
    judge("Anna", "jobb", suggested, np.arange(10) < 7, origin="review", at=5)
    judge("Anna", "jobb", range(8), machine[:8], origin="uncertain:svara", at=6)
    found = of_study.compare(Study.open(study), between=("machine",))
    [blind] = of(found, PEOPLE, MACHINE).rows[:1]
    assert (blind.n, blind.figures["percent"].value) == (60, pytest.approx(54 / 60))
    [reviewed] = [row for row in of(found, PEOPLE, MACHINE, kind="review").rows if row.code == "jobb"]
    assert (reviewed.n, reviewed.figures["precision"].value) == (10, pytest.approx(0.7))
    assert reviewed.figures["kappa"].value is None and reviewed.figures["recall"].value is None
    [unsure] = [row for row in of(found, PEOPLE, MACHINE, kind="uncertain").rows if row.code == "jobb"]
    assert unsure.n == 8


def test_three_people_are_compared_in_pairs_and_all_together(study: Path, material: Material, judge) -> None:
    """And on all codes at once, by sets."""
    for number, name in enumerate(("Anna", "Bo", "Cecilia")):
        for code in ("jobb", "trygghet"):
            judge(name, code, EVERY, with_errors(given(material, code), 11 + number, number))
    found = of_study.compare(Study.open(study), between=("people",))
    assert [each.coders for each in found.comparisons] == [
        ("Anna", "Bo"), ("Anna", "Cecilia"), ("Bo", "Cecilia"), ("Anna", "Bo", "Cecilia"),
    ]  # fmt: skip
    everybody = of(found, "Anna", "Bo", "Cecilia").rows
    assert [row.code for row in everybody][-1] == ""
    assert 0.5 < everybody[-1].figures["alpha"].value < 1
    assert everybody[0].figures["kappa"].why == "two_only"
    pair = of(found, "Anna", "Bo").rows
    kappas = [row.figures["kappa"].value for row in pair if row.code and row.figures["kappa"].value]
    assert pair[-1].figures["kappa"].value == pytest.approx(np.mean(kappas))


def test_what_other_codes_imply_is_no_judgement(study: Path, material: Material, judge) -> None:
    """Whoever was asked for the theme alone has said of its subcode only where it cannot be."""
    judge("Anna", "jobb", EVERY, given(material, "jobb"))
    judge("Bo", "sommarjobb", EVERY, given(material, "sommarjobb"))
    found = of_study.compare(Study.open(study), between=("machine",))
    assert [row.code for row in of(found, "Anna", MACHINE).rows] == ["jobb"]
    assert [row.code for row in of(found, "Bo", MACHINE).rows] == ["sommarjobb"]


def test_imported_codings_take_silence_for_no_in_sources_that_were_coded(
    study: Path, material: Material, judge
) -> None:
    """Nothing is taken for granted of other sources."""
    machine = given(material, "jobb")
    judge("Anna", "jobb", np.flatnonzero(machine[:10]), True, origin="import:maxqda.csv")
    found = of_study.compare(Study.open(study), between=("machine",))
    [row] = [row for row in of(found, PEOPLE, MACHINE, kind="import").rows if row.code == "jobb"]
    assert (row.n, row.figures["percent"].value) == (10, 1.0)


def test_whether_imported_sources_were_read_whole_is_said_as_the_study_states_it(
    study: Path, judge, monkeypatch
) -> None:
    judge("Anna", "jobb", range(5), True, origin="import:maxqda.csv")
    monkeypatch.chdir(study)

    def shown() -> str:
        result = CliRunner().invoke(app, ["--between", "machine"])
        assert result.exit_code == 0
        appendix = (study / "outputs" / "agreement" / "agreement.md").read_text("utf-8")
        return " ".join(f"{result.stdout} {appendix}".split())

    unsure = shown()
    assert "One cannot be sure of that." in unsure and "Det vet man inte säkert." in unsure
    with (study / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\npeople: {imported: whole}\n")
    sure = shown()
    assert "as study.yaml states" in sure and "läst sina källor helt" in sure and "inte säkert" not in sure


def test_places_that_overlap_in_part_are_compared_by_character(
    study: Path, material: Material, judge
) -> None:
    """Of a segment that one codes to a half, half agrees."""
    from dataclasses import replace

    from qualcode.decisions import append

    [whole] = judge("Anna", "jobb", [0], True)
    judge("Anna", "jobb", [1], False)
    half = len(whole.quote) // 2
    append(study / "codings", [
        replace(whole, coder="Bo", end=whole.start + half, quote=whole.quote[:half]),
        replace(whole, coder="Bo", start=whole.start + half, quote=whole.quote[half:], judgement="no"),
    ])  # fmt: skip
    judge("Bo", "jobb", [1], False)
    found = of_study.compare(Study.open(study), between=("people",), codes=["jobb"], by_character=True)
    [row] = of(found, "Anna", "Bo").rows
    lengths = [material.sources[0].segments[material.number_of[at]] for at in (0, 1)]
    total = sum(segment.end - segment.start for segment in lengths)
    assert row.unit == "character"
    assert row.figures["percent"].value == pytest.approx((total - (len(whole.quote) - half)) / total)


def test_a_denser_stratum_counts_for_less(study: Path, material: Material, judge) -> None:
    """By the sample's design, or by how many of each source were drawn where that is gone."""
    judge("Anna", "jobb", [*range(10), 10, 20], True, origin="stratified:skikt")
    said = by_kind(read(study / "codings")[0], material)["random"]
    found = weights.of(study / "codings", said, material)
    assert found is not None
    assert found[[0, 9, 10, 20]].tolist() == [1, 1, 10, 10]
    folder = study / "codings" / "samples" / "skikt"
    folder.mkdir(parents=True)
    units = [
        {"source": each.decision.source, "start": each.decision.start, "end": each.decision.end,
         "weight": 2.0 if number % 2 else 6.0}
        for number, each in enumerate(v for v in said.verdicts if not v.implied)
    ]  # fmt: skip
    (folder / "design.json").write_text(json.dumps({"units": units}), "utf-8")
    designed = weights.of(study / "codings", said, material)
    assert designed is not None and set(designed[designed > 0]) == {2.0, 6.0}


def test_a_settled_segment_keeps_the_weight_of_its_stratum(study: Path, material: Material, judge) -> None:
    """Its place is no longer that of the design; the others' weights must not change for that."""
    judge("Anna", "jobb", [*range(10), 10, 20], True, origin="stratified:skikt")
    said = by_kind(read(study / "codings")[0], material)["random"]
    places = [each.decision for each in said.verdicts if not each.implied]
    dense = places[0].source
    folder = study / "codings" / "samples" / "skikt"
    folder.mkdir(parents=True)
    of = {each.source: 2.0 if each.source == dense else 7.0 for each in places}
    units = [
        {"source": each.source, "start": each.start, "end": each.end, "weight": of[each.source]}
        for each in places[1:]
    ]
    units.append({"source": dense, "start": places[0].start + 5, "end": places[0].end + 5, "weight": 2.0})
    strata = [{"values": {"source": source}, "weight": weight} for source, weight in of.items()]
    design = {"units": units, "stratified_by": ["source"], "strata": strata}
    (folder / "design.json").write_text(json.dumps(design), "utf-8")
    found = weights.of(study / "codings", said, material)
    assert found is not None
    assert found[[0, 9, 10, 20]].tolist() == [2, 2, 7, 7]


def test_a_random_sample_has_no_weights(study: Path, material: Material, judge) -> None:
    """Each of its segments stands for as many."""
    judge("Anna", "jobb", range(12), True)
    said = by_kind(read(study / "codings")[0], material)["random"]
    assert weights.of(study / "codings", said, material) is None


def designed(study: Path, name: str, decisions: list, weight: float, **more: object) -> None:
    """A random sample's design, with what is needed to weight by it."""
    folder = study / "codings" / "samples" / name
    folder.mkdir(parents=True)
    units = [
        {"source": each.source, "start": each.start, "end": each.end, "weight": weight} for each in decisions
    ]
    told = {"units": units, "strata": [{"values": {}, "weight": weight}], **more}
    (folder / "design.json").write_text(json.dumps(told), "utf-8")


def test_a_sample_of_what_an_earlier_one_left_makes_one_random_sample_with_it(
    study: Path, material: Material, judge
) -> None:
    """10 of 60, then 20 of the other 50: each segment had the same chance."""
    designed(study, "ett", judge("Anna", "jobb", range(10), True, origin="random:ett"), 6.0)
    designed(study, "nytt", judge("Anna", "jobb", range(30, 50), True, origin="random:nytt"), 2.5)
    said = by_kind(read(study / "codings")[0], material)["random"]
    assert weights.of(study / "codings", said, material) is None


def test_sources_that_came_after_a_sample_are_weighted_by_the_later_one(
    study: Path, material: Material, judge
) -> None:
    """Ten segments of two sources' twenty; then ten of all sixty, those of sources that came since among
    them."""
    first = {source.name: {"text": "", "segments": 10} for source in material.sources[:2]}
    early = judge("Anna", "jobb", range(0, 20, 2), True, origin="random:ett")
    designed(study, "ett", early, 2.0, frame=first)
    late = judge("Anna", "jobb", range(1, 60, 6), True, origin="random:nytt")
    designed(study, "nytt", late, 6.0)
    said = by_kind(read(study / "codings")[0], material)["random"]
    found = weights.of(study / "codings", said, material)
    assert found is not None
    assert found[[0, 1, 18]] == pytest.approx([1 / (1 - 1 / 2 * 5 / 6)] * 3)
    assert found[[25, 55]].tolist() == [6, 6]


def test_disagreements_are_listed_with_who_said_what(study: Path, material: Material, judge) -> None:
    """People first, then where the machine differs from all of them."""
    machine = given(material, "trygghet")
    judge("Anna", "trygghet", [2, 3], [True, not machine[3]], memo="Tveksamt.")
    judge("Bo", "trygghet", [2, 3], [False, not machine[3]])
    said = by_kind(read(study / "codings")[0], material)
    first, second = find(said, material)
    assert (first.between, first.said, first.memos) == (
        "people", {"Anna": True, "Bo": False}, {"Anna": "Tveksamt."},
    )  # fmt: skip
    assert first.quote == quoted(material, 2)
    assert (second.between, second.machine) == ("machine", bool(machine[3]))


def quoted(material: Material, row: int) -> str:
    source = material.sources[material.source_of[row]]
    segment = source.segments[material.number_of[row]]
    return source.text[segment.start : segment.end]


def test_the_command_prints_tables_and_writes_an_appendix(
    study: Path, material: Material, judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Markdown, a workbook with a sheet a comparison, CSV and JSON; the same input gives the same bytes."""
    monkeypatch.chdir(study)
    monkeypatch.setenv("COLUMNS", "100")
    for number, name in enumerate(("Anna", "=Bo")):
        judge(name, "jobb", EVERY, with_errors(given(material, "jobb"), 13, number))
    shown = CliRunner().invoke(app, [])
    assert shown.exit_code == 0, shown.output
    assert "=Bo – Anna" in shown.output and "κ" in shown.output and "Jobb" in shown.output
    folder = study / "outputs" / "agreement"
    page = (folder / "agreement.md").read_text("utf-8")
    assert "Krippendorff själv sätter gränsen" in page and "omstridda" in page
    assert "| Jobb | 60 |" in page
    book = load_workbook(folder / "agreement.xlsx")
    assert book.sheetnames[:3] == ["Läs mig", "Oenigheter", "1 =Bo – Anna"]
    discussed = [cell.value for cell in book["Oenigheter"][1]]
    assert {"Anna", "=Bo", "Maskinen"} <= set(discussed)
    assert all(cell.data_type != "f" for row in book["Oenigheter"].iter_rows() for cell in row)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    printed = CliRunner().invoke(app, ["--format", "json"])
    told = json.loads(printed.output)
    assert {row["coders"] for row in told["comparisons"]} >= {"=Bo | Anna", "people | machine"}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    printed = CliRunner().invoke(app, ["--format", "csv", "--between", "people", "--code", "jobb"])
    [row] = csv.DictReader(printed.output.splitlines(), delimiter=";")
    assert (row["coders"], row["n"]) == ("'=Bo | Anna", "60")


def test_a_run_is_compared_as_it_was(study: Path, material: Material, judge) -> None:
    """What people have decided since, or in it, is not taken for the machine's."""
    machine = given(material, "trygghet")
    judge("Anna", "trygghet", EVERY, with_errors(machine, 6))
    finished = run(Study.open(study), direct=True)
    now = of_study.compare(Study.open(study), between=("machine",))
    (study / "study.yaml").write_text("title: Prövad studie\nthresholds: {trygghet: 1.0}\n", "utf-8")
    then = of_study.compare(Study.open(study), run=finished.folder.name, between=("machine",))
    assert then.comparisons == now.comparisons
    [row] = of(now, "*people*", MACHINE).rows
    assert row.figures["percent"].value == pytest.approx(50 / 60)
    strict = of_study.compare(Study.open(study), between=("machine",))
    assert strict.comparisons != now.comparisons, "the machine as it is now"


def test_what_is_missing_is_told(study: Path, judge) -> None:
    """Nobody has judged anything; no such code; no such run."""
    with pytest.raises(CodingsError, match=r"nobody has judged.*qualcode sample"):
        of_study.compare(Study.open(study))
    judge("Anna", "jobb", [0], True)
    with pytest.raises(SettingsError, match=r"no code 'job'.*jobb"):
        of_study.compare(Study.open(study), codes=["job"])
    with pytest.raises(SettingsError, match=r"no run '2020'"):
        of_study.compare(Study.open(study), run="2020")


def test_all_codes_together_weigh_several_people_as_each_code_does(
    study: Path, material: Material, judge
) -> None:
    """Whoever judged a segment counts for their part of it."""
    for code in ("jobb", "trygghet"):
        judge("Anna", code, range(20), given(material, code)[:20])
        judge("Bo", code, range(10), 1 - given(material, code)[:10])
    found = of_study.compare(Study.open(study), between=("machine",))
    rows = of(found, PEOPLE, MACHINE).rows
    together = rows[-1]
    assert (together.code, together.n) == ("", 20)
    assert together.figures["percent"].value == pytest.approx((10 * 0.5 + 10) / 20)
    kappas = [row.figures["kappa"].value for row in rows[:-1]]
    assert together.figures["kappa"].value == pytest.approx(np.mean(kappas))


@pytest.mark.parametrize("width", [50, 120])
def test_a_narrow_terminal_leaves_out_figures_and_cuts_none(
    study: Path, material: Material, judge, monkeypatch, width: int
) -> None:
    for name in ("Anna", "Bo"):
        judge(name, "jobb", EVERY, with_errors(given(material, "jobb"), 9, at=name == "Bo"))
    monkeypatch.chdir(study)
    result = CliRunner().invoke(app, [], env={"COLUMNS": str(width)})
    assert result.exit_code == 0
    tables = result.stdout.split("disagreements between people")[0]
    assert ("Too narrow for ρ" in tables) == (width == 50)
    assert not any("…" in line.split()[-1] for line in tables.splitlines() if line.split()[1:])
    [row] = [row for row in of_study.compare(Study.open(study)).comparisons[0].rows if row.code == "jobb"]
    assert f"{row.figures['kappa'].value:.2f}"[1:] in tables
