"""Writers are found by name, chosen by the study, and write a run whole."""

import hashlib
import json
from dataclasses import replace
from types import ModuleType

import pytest

from qualcode import writers
from qualcode.errors import OutputError, SettingsError

FILES = {
    "codings.csv",
    "segments.csv",
    "matrix_segment_code.csv",
    "matrix_source_code.csv",
    "matrix_attribute_code.csv",
    "matrix_code_code.csv",
    "matrix_codes.csv",
    "matrices.xlsx",
    "quotes.csv",
    "quotes.xlsx",
    "quotes.md",
    "codings.spacy",
    "report.html",
    "manifest.json",
}


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_every_writer_is_called_what_it_writes():
    for name, writer in writers.all().items():
        assert isinstance(writer, ModuleType)
        assert name == writer.NAME
        assert callable(writer.write)


def test_another_package_can_bring_a_writer(run, tmp_path, monkeypatch):
    (tmp_path / "antal_writer.py").write_text(
        "NAME = 'antal.txt'\n"
        "def write(run, folder):\n"
        "    path = folder / NAME\n"
        "    path.write_text(str(len(run.quotes)))\n"
        "    return [path]\n"
    )
    info = tmp_path / "antal-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: antal\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[qualcode.writers]\nantal = antal_writer\n")
    monkeypatch.syspath_prepend(tmp_path)
    writers.all.cache_clear()
    try:
        written = writers.write(run, tmp_path / "ut")
    finally:
        monkeypatch.undo()
        writers.all.cache_clear()
    assert (tmp_path / "ut" / "antal.txt").read_text() == str(len(run.quotes))
    assert written[-1].name == "manifest.json"


def test_all_outputs_are_written(run, tmp_path):
    written = writers.write(run, tmp_path / "ut")
    assert {path.name for path in written} == FILES
    assert all(path.is_file() for path in written)
    assert written[-1].name == "manifest.json"


def test_the_same_input_gives_the_same_bytes_in_whatever_order_it_comes(make_run, tmp_path):
    writers.write(make_run(), tmp_path / "ett")
    writers.write(make_run(reverse=True), tmp_path / "två")
    one, two = hashes(tmp_path / "ett"), hashes(tmp_path / "två")
    assert set(one) == FILES
    assert {name for name in one if one[name] != two[name]} <= {"manifest.json"}


def test_a_study_chooses_its_formats_and_the_manifest_always_comes(make_run, tmp_path):
    run = make_run(settings="outputs:\n  formats: [quotes.md]\n")
    assert [path.name for path in writers.write(run, tmp_path)] == ["quotes.md", "manifest.json"]


def test_an_unknown_format_is_refused_with_the_nearest_name():
    with pytest.raises(SettingsError, match=r"Did you mean 'quotes\.xlsx'\?"):
        writers.chosen(("quote.xlsx",))


def test_nothing_is_written_when_a_quote_is_not_exact(run, tmp_path):
    run.quotes[0] = replace(run.quotes[0], text="Påhittat.")
    with pytest.raises(OutputError):
        writers.write(run, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_a_file_that_cannot_be_written_is_an_error_with_a_remedy(run, tmp_path):
    (tmp_path / "codings.csv").mkdir()
    with pytest.raises(OutputError, match=r"codings\.csv.*Close the file"):
        writers.write(run, tmp_path)


def test_a_table_that_a_writer_spoiled_is_found_when_it_is_read_back(run, tmp_path, monkeypatch):
    writer = writers.all()["quotes.csv"]
    monkeypatch.setitem(writer.COLUMNS, "text", lambda quote: quote.text[:-1])
    with pytest.raises(OutputError, match=r"quotes\.csv"):
        writers.write(run, tmp_path)


def test_the_manifest_says_what_went_in_and_what_came_out(run, tmp_path):
    writers.write(run, tmp_path / "ut")
    manifest = json.loads((tmp_path / "ut" / "manifest.json").read_text("utf-8"))
    assert {output["file"]: output["sha256"] for output in manifest["outputs"]} == {
        name: digest for name, digest in hashes(tmp_path / "ut").items() if name != "manifest.json"
    }
    assert [item["source"] for item in manifest["inputs"]] == [
        "intervju-2.txt",
        "intervju-10.txt",
        "workshop.md",
    ]
    assert manifest["inputs"][0]["sha256"] == hashlib.sha256(b"intervju-2.txt").hexdigest()
    assert manifest["failed"][0]["source"] == "möten/tom.txt"
    assert (manifest["failed"][0]["reason"], manifest["warnings"]) == ("empty", run.warnings)
    assert manifest["codebook"]["fingerprint"] == "f1ngerprint"
    assert manifest["counts"]["codings"] == len(run.tables.codings)
    assert {"python", "qualcode", "spacy", "pandas", "prefect", "onnxruntime"} <= set(manifest["versions"])
    assert manifest["settings"]["title"] == "Trygg & säker"
    assert manifest["host"] == "dator"
    assert manifest["timings"]["read"] == 0.5 and manifest["timings"]["writers"]["quotes.csv"] >= 0


def test_times_and_hosts_stand_in_no_other_file(make_run, tmp_path):
    run = make_run()
    run.manifest |= {"host": "värddatorn-xyz", "started": "2031-01-02T03:04:05"}
    for path in writers.write(run, tmp_path):
        said = b"v\xc3\xa4rddatorn-xyz" in path.read_bytes() or b"2031-01-02" in path.read_bytes()
        assert said == (path.name == "manifest.json"), path.name
