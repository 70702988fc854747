"""README's figures come from a measurement that anyone can repeat, on small invented files here."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import default_coder  # noqa: E402
import evaluate  # noqa: E402
import sib200  # noqa: E402
from proof import default_coder as default_entry  # noqa: E402
from proof import grouped  # noqa: E402
from proof import sib200 as sib200_entry  # noqa: E402
from proof.rows import Row, one, short, to_csv, to_markdown  # noqa: E402
from qualcode.evaluation import figures as figures_of_units  # noqa: E402

CODEBOOK = """\
title: Prov
codes:
  - id: jobb
    name: Jobb
    definition: Arbete som försörjning.
    examples:
      positive: [Jag söker jobb varje dag., Hon fick anställning på ett lager.]
      negative: [Vädret är fint i dag., Vi åt lunch på torget.]
    rules: [{words: [jobb, anställa]}]
  - id: trygghet
    name: Trygghet
    definition: Att känna sig trygg.
    examples:
      positive: [Det känns otryggt vid torget., Där är jag rädd.]
      negative: [Vi läste en bok., Maten var god.]
    rules: [{words: [rädd, otrygg]}]
"""
SAID = {
    "Jag söker jobb men ingen vill anställa mig.": ["jobb"],
    "Det är otryggt vid torget på kvällen, jag vågar inte gå dit.": ["trygghet"],
    "Vi åt lunch och det regnade.": [],
    "Min dotter fick sommarjobb på biblioteket.": ["jobb"],
    "Bussen var sen i morse.": [],
    "Kommunen måste visa oss avtalen.": ["transparens"],
}


def _topics(folder: Path) -> None:
    """Invented sentences in SIB-200's files: nine a topic to learn from, two to measure on."""
    folder.mkdir(parents=True)
    for part, openings in {
        "train": ["I dag", "I går", "Förra året", "I veckan", "Ofta", "Sällan", "Nu", "Snart", "I regel"],
        "test": ["På måndag", "Om ett år"],
    }.items():
        lines = [
            f"{at}\t{topic}\t{opening} talas det om {about.split(': ')[1]}."
            for at, opening in enumerate(openings)
            for topic, about in sib200.TOPICS.items()
        ]
        (folder / f"{part}.tsv").write_text("\n".join(["index_id\tcategory\ttext", *lines]) + "\n", "utf-8")


@pytest.fixture
def call(files: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Calls ``benchmarks/evaluate.py``; exit status, what it said, what it complained of."""

    def called(*arguments: str) -> tuple[int, str, str]:
        places = {"shared": "shared", "study": "studie", "readme": "README.md", "results": "ut"}
        options = [word for name, path in places.items() for word in (f"--{name}", str(files / path))]
        status = evaluate.main([*arguments, *options])
        said = capsys.readouterr()
        return status, said.out, said.err

    return called


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Invented labelled text in the places of the real one, and a README."""
    dialogues = tmp_path / "dialogues.jsonl"
    lines = default_coder.DIALOGUES.read_text("utf-8").splitlines(keepends=True)
    dialogues.write_text("".join(lines[:60]), "utf-8")
    monkeypatch.setattr(default_coder, "DIALOGUES", dialogues)
    (tmp_path / "shared" / "gold").mkdir(parents=True)
    for part in ("written", "spoken"):
        rows = [
            {
                "text": text,
                "codes": codes,
                "disputed": ["demokrati"] if at == 2 else [],
                "source": str(at // 2),
            }
            for at, (text, codes) in enumerate(SAID.items())
        ]
        path = tmp_path / "shared" / "gold" / f"{part}_dev.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    train = [("0", "Vi söker arbete."), ("8", "Bussen var sen i morse."), ("9", "Lönen kom i tid.")]
    (tmp_path / "shared" / "gold" / "written_train.jsonl").write_text(
        "".join(json.dumps({"text": text, "codes": ["jobb"], "source": at}) + "\n" for at, text in train),
        "utf-8",
    )
    _topics(tmp_path / "shared" / "benchmarks" / "sib200_sv")
    (tmp_path / "studie" / "codebook").mkdir(parents=True)
    (tmp_path / "studie" / "study.yaml").write_text("title: Prov\n", "utf-8")
    (tmp_path / "studie" / "codebook" / "forstudie.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "README.md").write_text(
        "Före.\n<!-- measured: gold -->\ngammalt\n<!-- end: gold -->\nEfter.\n", "utf-8"
    )
    return tmp_path


def test_the_table_is_written_and_readme_is_checked_and_put_right(files: Path, call: Any) -> None:
    status, said, _ = call("gold", "--check")
    assert status == 1 and "-gammalt" in said
    assert not (files / "ut").exists()
    assert call("gold", "--write")[0] == 0
    readme = (files / "README.md").read_text("utf-8")
    assert readme.startswith("Före.\n") and readme.endswith("Efter.\n") and "gammalt" not in readme
    assert "| written, both from the codebook |" in readme and "3 transcripts" in readme
    assert "two language models" in readme
    assert call("gold", "--check")[0] == 0
    (files / "README.md").write_text(
        readme.replace("| written, both from the codebook | **", "| written, both from the codebook | **-"),
        "utf-8",
    )
    assert call("gold", "--check")[0] == 1


def test_all_measurements_together_are_one_table_and_the_same_each_time(files: Path, call: Any) -> None:
    assert call()[0] == 0
    first = {each.name: each.read_bytes() for each in (files / "ut").iterdir()}
    assert sorted(first) == ["evaluation.csv", "evaluation.md"]
    assert b"the codebook's examples,both,all,right,8,8,8,1.0000,," in first["evaluation.csv"]
    assert b"spoken,rules alone,macro,kappa,6,3," in first["evaluation.csv"]
    assert b'\nspoken,"default coder, both",macro,kappa,6,3,' in first["evaluation.csv"]
    assert b'SIB-200, Swedish",8 a class,all,accuracy,14,14,' in first["evaluation.csv"]
    call()
    assert {each.name: each.read_bytes() for each in (files / "ut").iterdir()} == first


def test_what_is_missing_is_said_with_the_way_to_name_it(files: Path, call: Any) -> None:
    (files / "shared" / "gold" / "spoken_dev.jsonl").unlink()
    status, said, err = call("examples", "gold")
    assert status == 3
    assert "gold/spoken_dev.jsonl" in err and "make evaluate SHARED=FOLDER" in err
    assert "the codebook's examples" in said, "the others are measured"
    assert call("annat")[0] == 2


def test_figures_of_groups_are_those_of_all_units_together() -> None:
    draw = np.random.default_rng(3)
    labels, given, known = (draw.random(200) < share for share in (0.3, 0.35, 0.9))
    groups = draw.integers(0, 20, 200)
    groups[:20] = np.arange(20)
    by_code = grouped.counts(labels, given, known, groups)
    found = {
        row.figure: row for row in grouped.rows("prov", "en", ["jobb"], [by_code], 200) if row.of == "jobb"
    }
    whole = figures_of_units(labels[known], given[known])
    for name in ("precision", "recall", "f1", "kappa"):
        assert found[name].value == pytest.approx(getattr(whole, name))
        assert found[name].low <= found[name].value <= found[name].high
    assert (found["kappa"].n, found["kappa"].groups, found["kappa"].positive) == (whole.n, 20, whole.positive)


def test_documents_are_drawn_whole() -> None:
    """Units that are equal within a document say no more than one of them."""
    labels, given = np.array([1, 1, 0, 0, 1, 0, 1, 0], bool), np.array([1, 0, 0, 0, 1, 0, 1, 1], bool)
    known, groups = np.ones(8, bool), np.arange(8)

    def width(times: int) -> float:
        repeated = [np.repeat(each, times) for each in (labels, given, known, groups)]
        row = one(grouped.rows("p", "c", ["k"], [grouped.counts(*repeated)], 8), of="k", figure="kappa")
        return row.high - row.low

    assert width(10) == pytest.approx(width(1))


def test_the_tables_are_the_same_each_time_and_say_what_is_not_defined() -> None:
    nothing = float("nan")
    rows = [
        Row("a", "b", "c", "kappa", 3, 2, 1, 0.98765, 0.5, 1.0),
        Row("a", "b", "d", "recall", 3, 2, 0, *[nothing] * 3),
    ]
    assert to_csv(rows).splitlines()[1:] == [
        "a,b,c,kappa,3,2,1,0.9877,0.5000,1.0000",
        "a,b,d,recall,3,2,0,,,",
    ]
    assert to_markdown(rows).splitlines()[2:] == [
        "| a | b | c | kappa | 3 | 2 | 1 | .99 | .50–1.00 |",
        "| a | b | d | recall | 3 | 2 | 0 | – |  |",
    ]
    assert [short(each) for each in (0.0, 1.0, -0.05, 0.999)] == [".00", "1.00", "-.05", "1.00"]


def test_the_default_coder_is_asked_about_documents_that_it_has_not_seen(files: Path) -> None:
    corpus = default_coder.read(
        files / "shared" / "gold", files / "vectors", files / "studie" / "codebook" / "forstudie.yaml"
    )
    folds, texts = default_coder.folds(corpus), corpus.material.texts
    assert (
        sorted(np.concatenate(folds)) == np.flatnonzero(np.isin(corpus.part, default_coder.MEASURED)).tolist()
    )
    written = {row for row, part in enumerate(corpus.part) if part.startswith("written")}

    def documents(rows: np.ndarray) -> set[str]:
        return {corpus.source[row].split(":")[1] for row in rows if row in written}

    for test in folds:
        rest = default_coder._rest(corpus, test)
        assert not documents(rest) & documents(test)
        assert not set(corpus.source[rest]) & set(corpus.source[test])
        assert not {texts[row] for row in rest} & {texts[row] for row in test}
        assert "Lönen kom i tid." in {texts[row] for row in rest}


def test_readme_says_of_the_default_coder_each_code_with_its_interval_and_how_it_was_measured() -> None:
    rows = [
        Row(on, coder, of, "kappa", 5, 3, 2, 0.5, 0.25, 0.75)
        for on in ("written", "spoken")
        for coder in default_entry.CODERS.values()
        for of in ("jobb", "macro")
    ]
    said = default_entry.block(rows)
    assert "| written, default coder, both | **.50** (.25–.75) | **.50** (.25–.75) |" in said
    assert "| spoken, default coder, model alone | .50 (.25–.75) | .50 (.25–.75) |" in said
    assert "3 documents and 3 transcripts, left out whole" in said


def test_accuracy_just_below_an_aim_is_said_to_miss_it() -> None:
    nothing = float("nan")
    rows = [
        row
        for what, value in (("all 701, vector", 0.887), ("all 701, six layers", 0.89))
        for row in (
            Row("s", what, "all", "accuracy", 204, 204, None, value, 0.84, 0.93),
            Row("s", what, "all", "aim", 204, 204, None, 0.89, nothing, nothing),
        )
    ]
    lines = sib200_entry.block(rows).splitlines()
    assert lines[2:] == [
        "| all 701, vector | .887 (.840–.930) | ≥ .89, missed |",
        "| all 701, six layers | .890 (.840–.930) | ≥ .89, reached |",
    ]


def test_the_committed_table_has_the_figures_that_readme_states() -> None:
    table = (ROOT / "benchmarks" / "results" / "evaluation.md").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, figure in (("gold", "kappa"), ("default", "kappa"), ("sib200", "accuracy")):
        block = readme.split(f"<!-- measured: {name} -->")[1].split(f"<!-- end: {name} -->")[0]
        lines = [
            line
            for line in block.splitlines()
            if line.startswith(("| written", "| spoken", "| no", "| 8", "| all"))
        ]
        assert lines, name
        for line in lines:
            cells = [cell.strip().replace("*", "") for cell in line.strip("|").split("|")]
            assert any(_states(cells, row, figure) for row in table.splitlines()), line


def _states(cells: list[str], row: str, figure: str) -> bool:
    """Whether a row of the table has the figure that a line of README ends with."""
    if not row.startswith("| "):
        return False
    on, coder, of, what, *_, value, limits = [cell.strip() for cell in row.strip("|").split("|")]
    if what != figure or of not in ("macro", "all") or cells[0] not in (f"{on}, {coder}", coder):
        return False
    stated = re.findall(r"-?[\d.]+", next(cell for cell in reversed(cells) if "(" in cell))
    measured = [value, *limits.split("–")]
    return len(stated) == 3 and all(
        abs(float(one) - float(other)) < 0.0051 for one, other in zip(stated, measured, strict=True)
    )
