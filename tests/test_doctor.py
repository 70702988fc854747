"""What the doctor says of a machine and a study; the installation is the one these tests run in."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from qualcode.doctor import Finding, examine
from qualcode.init import make_study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A new study with one source."""
    folder = tmp_path / "studie"
    make_study(folder)
    (folder / "corpus" / "intervju.txt").write_text("Anna: Hur är det?\nKarin: Det är bra.\n", "utf-8")
    return folder


def finding(start: Path, subject: str) -> Finding:
    found = [one for one in examine(start) if one.subject == subject]
    assert len(found) == 1
    return found[0]


def doctor(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qualcode", "doctor", str(folder)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_a_ready_study_lacks_nothing(study: Path) -> None:
    done = doctor(study)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All that is needed is there." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_it_names_versions_and_the_number_of_sources_and_codes(study: Path) -> None:
    assert finding(study, "sources").told.startswith("1 in ")
    assert finding(study, "codebook").told.endswith("32 codes")
    assert finding(study, "Prefect").told == f"{version('prefect')} with fastapi {version('fastapi')}"


def test_settings_that_are_not_valid_are_named_with_their_place(study: Path) -> None:
    (study / "study.yaml").write_text("title: Studie\ncodbook: x.yaml\n", "utf-8")
    done = doctor(study)
    assert done.returncode == 2
    assert "study.yaml:2:1" in done.stdout.replace("\n", "").replace(" ", "")
    assert finding(study, "study").state == "missing"


def test_a_codebook_with_problems_is_named_with_the_first_of_them(study: Path) -> None:
    (study / "codebook" / "forstudie.yaml").write_text("codes:\n- id: jobb\n  nme: Jobb\n", "utf-8")
    found = finding(study, "codebook")
    assert found.state == "missing"
    assert "forstudie.yaml:" in found.told
    assert "codebook check" in found.remedy


def test_an_empty_corpus_lacks_sources(study: Path) -> None:
    (study / "corpus" / "intervju.txt").unlink()
    assert finding(study, "sources").state == "missing"


def test_a_file_that_is_no_source_is_told_and_the_others_count(study: Path) -> None:
    (study / "corpus" / "bild.xyz").write_text("?", "utf-8")
    found = finding(study, "sources")
    assert (found.state, found.told[:4]) == ("ok", "1 in")
    assert "bild.xyz" in found.told


def test_without_a_study_it_says_how_to_make_one_and_nothing_is_missing(tmp_path: Path) -> None:
    found = finding(tmp_path, "study")
    assert found.state == "optional"
    assert "qualcode init" in found.remedy


def test_an_encoder_that_is_not_here_is_missing_with_the_command_that_fetches_it(study: Path) -> None:
    (study / "study.yaml").write_text("encoder:\n  name: owner/svensk-bert\n", "utf-8")
    missing = [one for one in examine(study) if one.subject == "encoder" and one.state == "missing"]
    assert [one.remedy.split(",")[0] for one in missing] == ["Run `qualcode models fetch owner/svensk-bert`"]


def test_another_revision_than_the_installed_one_is_missing(study: Path) -> None:
    (study / "study.yaml").write_text("encoder:\n  revision: 0123abc\n", "utf-8")
    missing = [one.told for one in examine(study) if one.state == "missing"]
    assert missing == ["multilingual-e5-small@0123abc, which study.yaml names, is not here"]


def test_an_encoder_whose_file_was_changed_is_found_by_its_hash(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.encoders import store
    from qualcode.encoders.unpack import NAME, origin

    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "cache"))
    assert "to be unpacked" in finding(study, "encoder").told

    stored = store.save(
        lambda folder: (folder / "model.onnx").write_bytes(b"weights"),
        name=NAME,
        revision=origin().revision,
        kind="encoder",
        origin="a test",
    )
    assert "every hash as recorded" in finding(study, "encoder").told

    file = stored.folder / "model.onnx"
    times = file.stat()
    file.chmod(0o600)
    file.write_bytes(b"Weights")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    found = finding(study, "encoder")
    assert (found.state, "model.onnx missing or not as recorded" in found.told) == ("missing", True)


def test_a_package_of_a_version_that_does_not_fit_is_named(study: Path, tmp_path: Path) -> None:
    too_new = tmp_path / "site" / "fastapi-0.151.0.dist-info"
    too_new.mkdir(parents=True)
    (too_new / "METADATA").write_text("Metadata-Version: 2.1\nName: fastapi\nVersion: 0.151.0\n", "utf-8")
    done = doctor(study, PYTHONPATH=str(too_new.parent))
    told = " ".join(done.stdout.split())
    assert done.returncode == 2
    assert "0.151.0 is installed, <0.151 is needed → pip install 'fastapi<0.151'" in told


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_outputs_that_cannot_be_written_are_missing(study: Path) -> None:
    (study / "outputs").chmod(0o500)
    assert finding(study, "outputs").state == "missing"


def test_it_leaves_nothing_behind(study: Path) -> None:
    before = sorted(study.rglob("*"))
    examine(study)
    assert sorted(study.rglob("*")) == before
