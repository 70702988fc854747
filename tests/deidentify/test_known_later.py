"""A name that nobody knew of at first: once it is listed, nothing that is kept between runs holds it."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from qualcode import cli, run
from qualcode.deidentify import passphrase
from qualcode.runfolder import latest, runs
from qualcode.study import Study

NAME = "Ängsull"
SAID = """\
I: Vem söker jobb?
R: Ängsull får jobb på lagret. Det finns inga jobb här för oss andra.
I: Varför inte?
R: Vet inte. Vädret är fint i dag, och sten finns det.
"""
FORMS = [
    unicodedata.normalize(form, NAME).encode(code)
    for form in ("NFC", "NFD")
    for code in ("utf-8", "utf-16-le")
] + [json.dumps(NAME)[1:-1].encode()]


def unpacked(data: bytes) -> Iterator[bytes]:
    """Bytes as they are, and what is packed in them: archives, and zlib streams wherever they begin."""
    yield data
    if is_zipfile(io.BytesIO(data)):
        with ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() :])
        except zlib.error:
            continue


def holding(folder: Path) -> list[str]:
    """Files in a folder that hold the name in any form, or are called by it."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if NAME in path.name
        or (path.is_file() and any(form in part for part in unpacked(path.read_bytes()) for form in FORMS))
    ]


@pytest.fixture(scope="module")
def listed_later(tmp_path_factory: pytest.TempPathFactory):
    """A study that was run, whose list got a name, and that was run again: folder, first and second run."""
    folder = tmp_path_factory.mktemp("senare") / "studie"
    from_tests = Path(__file__).with_name("conftest.py").read_text("utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(passphrase.VARIABLE, "en hemlig fras")
        for name in ("corpus", "codebook"):
            (folder / name).mkdir(parents=True)
        codebook = re.search(r'CODEBOOK = """\\\n(.*?)"""', from_tests, re.DOTALL).group(1)
        (folder / "codebook" / "forstudie.yaml").write_text(codebook, "utf-8")
        (folder / "study.yaml").write_text("deidentify: true\n", "utf-8")
        (folder / "corpus" / "samtal.txt").write_text(SAID, "utf-8")
        (folder / "corpus" / "annat.txt").write_text("I: Söker du jobb?\nR: Ja, jobb söker jag.\n", "utf-8")
        first = run.run(Study.open(folder), direct=True)
        assert cli_status("deidentify", folder) == 0
        before = holding(first.folder), holding(folder / ".qualcode"), holding(folder / "deidentified")
        (folder / "deidentify.yaml").write_text(f"always: [{NAME}]\n", "utf-8")
        second = run.run(Study.open(folder), direct=True)
        yield folder, before, first, second


def cli_status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    return left.value.code or 0


def test_no_byte_of_it_is_left_in_the_caches_or_in_the_new_run(listed_later) -> None:
    folder, (in_run, in_caches, in_copies), _, second = listed_later
    assert len(in_run) > 5 and len(in_caches) > 2 and in_copies
    assert holding(folder / ".qualcode") == []
    assert holding(second.folder) == []
    assert "[Person 1] får jobb" in (second.folder / "segments.csv").read_text("utf-8")


def test_what_was_made_of_a_source_without_it_is_still_known(listed_later) -> None:
    _, _, _, second = listed_later
    assert second.cached["decide"] == 1


def test_the_run_names_the_older_run_and_the_copies_that_show_it(listed_later) -> None:
    _, _, first, second = listed_later
    in_manifest = json.loads((second.folder / "manifest.json").read_text("utf-8"))["warnings"]
    for told in (second.warnings, in_manifest):
        named = [line for line in told if first.folder.name in line]
        assert len(named) == 1 and "qualcode deidentify --purge" in named[0]
        assert any("deidentified/" in line for line in told)
    assert not any(NAME in line for line in [*second.warnings, *in_manifest])
    assert not any(second.folder.name in line for line in second.warnings)


def test_purge_asks_and_then_removes_the_older_run_alone(listed_later, capsys, monkeypatch) -> None:
    folder, _, first, second = listed_later
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert cli_status("deidentify", folder, "--purge") == 0
    assert first.folder.name in capsys.readouterr().out and first.folder.is_dir()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli_status("deidentify", folder, "--purge") == 130
    assert "--yes" in capsys.readouterr().out and first.folder.is_dir()
    assert cli_status("deidentify", folder, "--purge", "--yes") == 0
    assert [one.name for one in runs(Study.open(folder))] == [second.folder.name]
    assert latest(Study.open(folder)) == second.folder
    assert cli_status("deidentify", folder, "--purge") == 0
    assert "Nothing was removed" in capsys.readouterr().out
    again = run.run(Study.open(folder), direct=True)
    assert again.unchanged and not any("--purge" in line for line in again.warnings)


def test_copies_written_again_are_told_of_no_more(listed_later) -> None:
    folder, _, _, _ = listed_later
    assert cli_status("deidentify", folder) == 0
    assert holding(folder / "deidentified") == []
    again = run.run(Study.open(folder), direct=True)
    assert not any("deidentified/" in line for line in again.warnings)


def test_a_number_is_looked_for_as_a_whole_and_a_word_that_stays_is_not(read_as) -> None:
    from qualcode.deidentify.older_runs import names_to_look_for

    now = read_as("R: Sten finns på linje 070 och i hus 31, sa [Person 1] klockan 06.")
    assert names_to_look_for({"070-174 06 31", "Sten", "Kajsa Ek", "Bo"}, [now]) == {
        "070 174 06 31",
        "Kajsa Ek",
    }
