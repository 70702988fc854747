"""``study.yaml``: found from where one stands, every setting optional."""

from __future__ import annotations

import pytest

from qualcode.errors import SettingsError
from qualcode.study import Settings, Study


@pytest.fixture
def study(tmp_path, monkeypatch):
    """Writes ``study.yaml`` and opens the study."""
    monkeypatch.chdir(tmp_path)

    def open_with(content: str) -> Study:
        (tmp_path / "study.yaml").write_text(content, "utf-8")
        return Study.find()

    return open_with


def test_an_empty_file_gives_a_study_with_all_its_folders(study, tmp_path):
    found = study("")
    assert found.settings == Settings()
    assert (found.corpus, found.outputs) == (tmp_path / "corpus", tmp_path / "outputs")
    assert found.codebook == tmp_path / "codebook/forstudie.yaml"


def test_a_study_is_found_from_any_folder_in_it(study, tmp_path, monkeypatch):
    study("title: Vandringen")
    (tmp_path / "corpus/2024").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "corpus/2024")
    assert Study.find().settings.title == "Vandringen"
    assert Study.find().root == tmp_path


def test_without_a_study_one_is_told_how_to_make_one(tmp_path):
    with pytest.raises(SettingsError, match="qualcode init"):
        Study.find(tmp_path)


def test_a_misspelt_setting_is_shown_with_the_right_one(study):
    with pytest.raises(SettingsError) as caught:
        study("segmentation:\n  sentence: 2\n")
    assert str(caught.value) == (
        "study.yaml:2:3: unknown key 'sentence' in 'segmentation'. Did you mean 'sentences'?"
    )


def test_every_wrong_setting_is_told_at_once(study):
    with pytest.raises(SettingsError) as caught:
        study("runner: {mode: prefekt}\noutputs: {language: se}\nencoder: {batch: 0}\n")
    said = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in said] == ["study.yaml:1:16", "study.yaml:2:21", "study.yaml:3:18"]
    assert caught.value.exit_status == 2


def test_a_speakers_label_that_yaml_misreads_must_be_quoted(study):
    with pytest.raises(SettingsError, match=r"study\.yaml:4:7: YAML reads the unquoted `No` as"):
        study("sources:\n  a.txt:\n    roles:\n      No: respondent\n")


def test_a_sources_own_settings_stand_before_those_for_all(study):
    found = study(
        "sources:\n"
        "  '*': {roles: {I: interviewer, R: respondent}, language: sv, labels: [I, R]}\n"
        "  anna.txt: {roles: {R: participant}, language: en}\n"
    )
    own, other = found.source_settings("anna.txt"), found.source_settings("bo.txt")
    assert own.roles == {"I": "interviewer", "R": "participant"}
    assert (own.language, own.labels) == ("en", ("I", "R"))
    assert other.roles["R"] == "respondent"


def test_a_section_whose_lines_are_all_commented_out_counts_as_empty(study):
    assert study("runner:\n  # mode: direct\ntitle: x\n").settings.runner == Settings().runner


@pytest.mark.parametrize(
    ("written", "enabled"),
    [
        ("", False),
        ("deidentify: true", True),
        ("deidentify: false", False),
        ("deidentify: {keep: [phone]}", True),
    ],
)
def test_deidentification_is_asked_for_by_a_word_or_by_its_options(study, written, enabled) -> None:
    assert study(written + "\n").settings.deidentify.enabled is enabled
