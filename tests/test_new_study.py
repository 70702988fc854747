"""``qualcode init``: a study that can be run as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError
from qualcode.init import make_study
from qualcode.run import run
from qualcode.study import Study


def test_a_new_study_is_complete_and_runs_with_its_own_source(tmp_path) -> None:
    make_study(tmp_path / "min-studie")
    study = Study.open(tmp_path / "min-studie")
    assert [code.id for code in load(study.codebook).themes][:2] == ["jobb", "trygghet"]
    assert (study.root / "flows" / "code_corpus.py").is_file()
    assert (study.root / "prefect.yaml").is_file()
    (study.corpus / "intervju.txt").write_text("Anna: Jag har varit arbetslös i två år nu.\n", "utf-8")
    finished = run(study, direct=True)
    assert finished.exit_status == 0
    found = {code["code"]: code["segments"] for code in finished.codes}
    assert found["jobb"] == 1


def test_every_format_that_can_be_read_is_told(tmp_path, monkeypatch, capsys) -> None:
    from qualcode.cli import main
    from qualcode.readers import suffixes

    monkeypatch.chdir(tmp_path)
    for command in (["init", "ny"], ["run", "--direct"]):
        with pytest.raises(SystemExit):
            main(command)
        told = capsys.readouterr()
        assert all(suffix in told.out + told.err for suffix in (*suffixes(), ".xlsx"))
        monkeypatch.chdir(tmp_path / "ny")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path) -> None:
    (tmp_path / "anteckning.txt").write_text("viktigt", "utf-8")
    with pytest.raises(QualcodeError) as refused:
        make_study(tmp_path)
    assert refused.value.exit_status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["anteckning.txt"]


def test_what_people_say_stays_out_of_version_control(tmp_path) -> None:
    made = make_study(tmp_path / "min-studie")
    assert Path("codings/.gitkeep") in made
    ignored = (tmp_path / "min-studie" / ".gitignore").read_text("utf-8").splitlines()
    assert "codings/*" in ignored
