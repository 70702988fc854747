"""``qualcode train`` on a study whose people use words that the codebook does not have."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from qualcode import cli
from qualcode.coding.themes import ThemeCoder
from qualcode.encoders.cache import encoder_of
from qualcode.errors import CodingsError, ModelError
from qualcode.job import Job
from qualcode.run import run_direct
from qualcode.study import Study
from qualcode.training.folder import load, names
from qualcode.training.teaching import teach


def _copy(coded, tmp_path: Path):
    shutil.copytree(coded.root, tmp_path / "kopia")
    return replace(coded, root=tmp_path / "kopia")


def test_people_teach_it_what_the_examples_do_not_show(taught) -> None:
    _, found = taught
    before, after = found.before.codes["jobb"], found.after.codes["jobb"]
    assert before.figures["kappa"] < 0.5 < after.figures["kappa"]
    assert after.n == 48 and after.positive == 16
    assert after.intervals["kappa"][0] <= after.figures["kappa"] <= after.intervals["kappa"][1]
    assert 0 <= after.ece < 0.25 and after.brier < before.brier


def test_the_part_kept_apart_teaches_nothing_and_is_scored(taught) -> None:
    coded, found = taught
    assert found.test.codes["jobb"].n == 12 and found.n_sources == 4
    learnt = {row.get("source") for row in load(coded.study, "prov").learnt_from}
    assert learnt == {None, *(f"källa-{number}.txt" for number in range(4))}


def test_its_folder_holds_no_interview_text(taught) -> None:
    coded, _ = taught
    folder = coded.root / "models" / "prov"
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert sorted(path.name for path in folder.iterdir()) == [
        "MODEL_CARD.md",
        "card.yaml",
        "heads.json",
        "weights.safetensors",
    ]
    assert not any(text.encode() in kept for text in coded.spoken)
    assert (coded.root / "models" / ".gitignore").read_text("utf-8") == "*\n"


def test_its_cards_say_what_it_is_worth_and_of_whom_it_learnt(taught) -> None:
    coded, found = taught
    folder = coded.root / "models" / "prov"
    card = yaml.safe_load((folder / "card.yaml").read_text("utf-8"))
    assert card["revision"] == found.trained.revision == load(coded.study, "prov").revision
    assert card["codes"]["jobb"]["judged_by"] == {"Eva": 60}
    assert card["codes"]["jobb"]["scores"]["figures"]["kappa"] == pytest.approx(
        found.after.codes["jobb"].figures["kappa"], abs=1e-4
    )
    assert card["codes"]["trygghet"]["wish_state"] in ("reached", "missed")
    assert len(card["data"]["sources"]) == 5 and card["data"]["codings"].keys() == {"eva.csv"}
    assert [point["n"] for point in card["curve"]] == sorted(point["n"] for point in card["curve"])
    people = (folder / "MODEL_CARD.md").read_text("utf-8")
    assert "48 segment ur 4 källor" in people and "Eva 60" in people
    assert "| Jobb | 48 | 16 |" in people and "precision ≥ 0,90" in people
    assert "vald efter vad study.yaml önskar: Trygghet." in people and "Som utan träning kodas" not in people


def test_a_run_uses_it_and_encodes_nothing_again(taught, tmp_path) -> None:
    coded = _copy(taught[0], tmp_path)
    coded.settings("coders: {trained: prov}\n")
    job = Job(coded.study)
    for stage in (job.read, job.annotate, job.encode, job.decide):
        for name in job.sources:
            stage(name)
    assert job.equipment.encoder.misses == 0
    # What people said would outrank it, and is out of the way here.
    shutil.rmtree(coded.root / "codings")
    finished = run_direct(coded.study)
    coded.settings("")
    alone = run_direct(coded.study)
    given, before = ({row["code"]: row["segments"] for row in each.codes} for each in (finished, alone))
    assert given["jobb"] > before["jobb"]
    table = (finished.folder / "codings.csv").read_text("utf-8-sig")
    assert f"prov@{taught[1].trained.revision}" in table


def test_a_segment_it_learnt_from_is_told_in_words_as_long_as_codings_hold_them(taught, tmp_path) -> None:
    coded = _copy(taught[0], tmp_path)
    coded.settings("coders: {trained: prov}\n")
    examples = taught[1].gathered.equipment.training.texts
    told = Job(coded.study).equipment.coder.example(len(examples))
    assert told in coded.spoken
    shutil.rmtree(coded.root / "codings")
    place = Job(coded.study).equipment.coder.example(len(examples))
    assert place is not None and place.startswith("källa-0.txt, ") and told not in place


def test_trained_anew_it_codes_anew(taught, tmp_path) -> None:
    coded = _copy(taught[0], tmp_path)
    coded.settings("coders: {trained: prov}\n")
    first = run_direct(coded.study)
    assert run_direct(coded.study).unchanged
    found = teach(coded.study, "prov", with_curve=False)
    again = run_direct(coded.study)
    assert found.trained.revision != taught[1].trained.revision and not again.unchanged
    tables = [(each.folder / "codings.csv").read_text("utf-8-sig") for each in (first, again)]
    assert f"prov@{found.trained.revision}" in tables[1] and f"prov@{found.trained.revision}" not in tables[0]


def test_what_it_says_is_what_was_scored(taught) -> None:
    coded, found = taught
    gathered, trained = found.gathered, found.trained
    from qualcode.training.coder import TrainedCoder

    kept = load(coded.study, "prov")
    texts = gathered.segments.texts
    for one in (trained, kept):
        coder = TrainedCoder(one, gathered.equipment.theme_coder, [""] * len(one.learnt_from))
        standing = coder.stand(gathered.standing, texts, gathered.vectors, gathered.before)
        scores = coder.judge(standing, gathered.matches)
        if one is trained:
            first = scores.both
    assert scores.both == pytest.approx(first, abs=1e-5)
    test = np.array([source == "källa-4.txt" for source in gathered.segments.sources])
    given = coder.given(scores, "both", {})[test, 0]
    assert int(given.sum()) == found.test.codes["jobb"].given


def test_training_twice_gives_the_same_and_a_second_look_at_the_test_is_told(taught, tmp_path) -> None:
    coded = _copy(taught[0], tmp_path)
    again = teach(coded.study, "prov", test=["källa-4.txt"], with_curve=False)
    assert again.trained.revision == taught[1].trained.revision
    assert (taught[1].tested_before, again.tested_before) == (0, 1)
    assert "1 gånger förut" in (coded.root / "models/prov/MODEL_CARD.md").read_text("utf-8")


def test_a_changed_codebook_is_told_and_added_codes_go_by_their_examples(taught, tmp_path) -> None:
    coded = _copy(taught[0], tmp_path)
    coded.settings("coders: {trained: prov}\n")
    path = coded.root / "codebook" / "forstudie.yaml"
    book = yaml.safe_load(path.read_text("utf-8"))
    book["codes"][0]["definition"] = "Arbete och lön."
    book["codes"][1] = {
        "id": "odling",
        "name": "Odling",
        "definition": "Att odla.",
        "examples": {
            "positive": ["Vi odlar tomater.", "Hon odlar solrosor."],
            "negative": ["Bussen är sen."],
        },
        "rules": [{"words": ["odla"]}],
    }
    path.write_text(yaml.safe_dump(book, allow_unicode=True), "utf-8")
    finished = run_direct(coded.study)
    told = "\n".join(finished.warnings)
    assert (
        "has not learnt odling" in told and "has learnt trygghet" in told and "of jobb have changed" in told
    )
    given = {row["code"]: row["segments"] for row in finished.codes}
    assert given["odling"] > 0 and given["jobb"] > 0


def test_a_changed_rule_is_no_reason_to_train_anew(taught, tmp_path) -> None:
    coded = _copy(taught[0], tmp_path)
    coded.settings("coders: {trained: prov}\n")
    path = coded.root / "codebook" / "forstudie.yaml"
    path.write_text(path.read_text("utf-8").replace("[jobb, anställning]", "[jobb, hamn]"), "utf-8")
    assert not run_direct(coded.study).warnings


def test_without_codings_it_codes_as_the_examples_teach_and_says_how_to_begin(uncoded) -> None:
    found = teach(uncoded.study, "prov")
    assert found.n_judged == 0 and not found.after.codes
    card = (uncoded.root / "models/prov/MODEL_CARD.md").read_text("utf-8")
    assert "qualcode sample" in card and "Bara" not in card.splitlines()[0]
    encoder = encoder_of(uncoded.study)
    usual = ThemeCoder.learn(found.gathered.codebook, encoder)
    scores = usual.score(found.gathered.segments.texts, found.gathered.vectors, found.gathered.matches)
    uncoded.settings("coders: {trained: prov}\n")
    finished = run_direct(uncoded.study)
    given = {row["code"]: row["segments"] for row in finished.codes}
    assert given["trygghet"] == int(usual.given(scores, "both", {})[:, 1].sum())
    assert len(found.next) == 20


def test_marks_of_yes_from_elsewhere_teach_when_their_coder_read_the_sources_whole(
    uncoded, capsys, monkeypatch
) -> None:
    uncoded.mark("Eva", "import:nvivo.csv")
    monkeypatch.chdir(uncoded.root)
    with pytest.raises(SystemExit) as ended:
        cli.main(["train", "bara-ja", "--no-curve"])
    told = " ".join(capsys.readouterr().out.split())
    assert not ended.value.code and "imported: whole" in told and "kappa" not in told
    assert "imported: whole" in (uncoded.root / "models/bara-ja/MODEL_CARD.md").read_text("utf-8")

    uncoded.settings("people: {imported: whole}\n")
    found = teach(uncoded.study, "helt")
    assert found.after.codes["jobb"].n == len(uncoded.spoken)
    assert found.after.codes["jobb"].figures["kappa"] > found.before.codes["jobb"].figures["kappa"]
    assert "imported: whole" not in (uncoded.root / "models/helt/MODEL_CARD.md").read_text("utf-8")


def test_segments_to_code_next_are_none_that_people_have_coded(taught) -> None:
    assert taught[1].next == []


def test_a_test_part_that_is_not_there_is_told(uncoded) -> None:
    with pytest.raises(CodingsError, match="'annat' is neither a source nor a sample"):
        teach(uncoded.study, "prov", test=["annat"])


@pytest.mark.parametrize("what", ["missing", "cut", "other"])
def test_a_coder_that_cannot_be_used_stops_a_run_before_it_starts(taught, tmp_path, what) -> None:
    coded = _copy(taught[0], tmp_path)
    coded.settings(f"coders: {{trained: {'annan' if what == 'missing' else 'prov'}}}\n")
    weights = coded.root / "models/prov/weights.safetensors"
    heads = coded.root / "models/prov/heads.json"
    if what == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif what == "other":
        heads.write_text(heads.read_text("utf-8").replace("multilingual-e5-small@", "annan@"), "utf-8")
    said = {
        "missing": r"annan.*qualcode train annan.*\(prov\)",
        "cut": "damaged",
        "other": "learnt with the encoder",
    }
    with pytest.raises(ModelError, match=said[what]):
        Job(coded.study)
    assert names(coded.study) == ["prov"]


def test_a_coder_is_listed_by_the_command_with_its_figures(taught, tmp_path, monkeypatch, capsys) -> None:
    from qualcode.cli import main

    coded = _copy(taught[0], tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    with pytest.raises(SystemExit) as ended:
        main(["train", "prov", "--no-curve", "--study", str(coded.root)])
    assert not ended.value.code
    told = capsys.readouterr().out
    assert "jobb" in told and "Macro kappa" in told and "coders: {trained: prov}" in told
    assert Study.open(coded.root).settings.coders.trained is None


def test_a_trained_coder_is_what_evaluate_measures(taught, tmp_path, monkeypatch, capsys) -> None:
    import json

    from qualcode.cli import main

    coded = _copy(taught[0], tmp_path)
    units = [
        {"text": "Han fick en timanställning på lagret.", "codes": ["jobb"]},
        {"text": "Det finns några skift i hamnen.", "codes": ["jobb"]},
        {"text": "Vi odlar tomater på gården.", "codes": []},
        {"text": "Det känns otryggt vid skolan nu.", "codes": ["trygghet"]},
    ]
    path = tmp_path / "facit.jsonl"
    path.write_text("\n".join(json.dumps(unit, ensure_ascii=False) for unit in units), "utf-8")
    monkeypatch.chdir(coded.root)
    recalls = []
    for settings in ("", "coders: {trained: prov}\n"):
        coded.settings(settings)
        with pytest.raises(SystemExit) as ended:
            main(["evaluate", str(path), "--json"])
        assert not ended.value.code
        recalls.append(json.loads(capsys.readouterr().out)[str(path)]["both"]["jobb"]["recall"])
    assert recalls[0] < recalls[1] == 1
