"""What people's folders really hold: links, pipes, locks, odd names. Each is a source, a skip or a reason."""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from qualcode import corpus, readers, run
from qualcode.errors import SettingsError, SourceError
from qualcode.study import Study

SAID = "Anna: Hon är arbetslös och söker jobb.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "corpus").mkdir()
    return Study(tmp_path)


@pytest.fixture
def put(study: Study):
    def put(name: str, words: str | None = None) -> Path:
        path = study.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Anna: {name}\n" if words is None else words, encoding="utf-8", errors="replace")
        return path

    return put


def _reasons(study: Study) -> list[tuple[str, str]]:
    return [(problem.reason, str(problem.where)) for problem in corpus.survey(study).problems]


@pytest.mark.parametrize(
    "name",
    [
        "intervju med Åsa & Örjan.txt",
        "”citat” och 'apostrof'.txt",
        '"rak".txt',
        "=SUMMA(A1).txt",
        "-rf.txt",
        "{klamrar} [bold] $HOME `x` %s.txt",
        "möte 🙂.txt",
        "å" * 100 + ".txt",
    ],
)
def test_a_name_is_a_name_whatever_is_in_it(study, put, name) -> None:
    path = put(name)
    found = corpus.survey(study)
    assert list(found.sources) == [name]
    assert readers.read(path, name).name == name


def test_a_name_stored_as_macos_stores_it_is_the_same_name_and_finds_its_row(study, put) -> None:
    put(unicodedata.normalize("NFD", "möte/Åsa.txt"))
    put("metadata.csv", "fil;plats\nmöte/Åsa.txt;Alby\n")
    found = corpus.survey(study)
    assert found.attributes == {"möte/Åsa.txt": {"plats": "Alby"}}
    assert found.warnings == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="such names cannot be there")
@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"intervju \xe5.txt", "intervju \\xe5.txt"), (b"rad\nbruten.txt", "rad\\x0abruten.txt")],
)
def test_a_name_that_is_no_text_is_refused_and_can_be_shown(study, name, shown) -> None:
    with open(os.path.join(os.fsencode(study.corpus), name), "w") as file:
        file.write(SAID)
    (problem,) = corpus.survey(study).problems
    assert (problem.reason, str(problem.where)) == ("bad_name", shown)
    str(problem).encode("utf-8")


def test_files_of_one_name_in_two_folders_are_two_sources(study, put) -> None:
    put("alby/intervju.txt")
    put("fittja/intervju.txt")
    put("metadata.csv", "fil;plats\nalby/intervju.txt;Alby\nfittja/intervju.txt;Fittja\n")
    found = corpus.survey(study)
    assert {name: row["plats"] for name, row in found.attributes.items()} == {
        "alby/intervju.txt": "Alby",
        "fittja/intervju.txt": "Fittja",
    }


def test_files_that_differ_in_their_suffix_alone_are_both_read_and_said_to_be_alike(study, put) -> None:
    put("intervju.txt")
    put("intervju.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHej.\n")
    found = corpus.survey(study)
    assert list(found.sources) == ["intervju.txt", "intervju.vtt"]
    assert found.warnings == [("same_stem", {"source": "intervju.vtt", "other": "intervju.txt"})]


def test_a_recording_with_its_transcript_beside_it_is_nothing_to_speak_of(study, put) -> None:
    put("ett.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHej.\n")
    put("ett.m4a")
    put("två.m4a")
    assert corpus.survey(study).warnings == [("recording", {"source": "två.m4a"})]


def test_a_folder_called_like_a_file_is_looked_into_and_said_to_be_one(study, put) -> None:
    put("anteckningar.txt/dag 1.txt")
    found = corpus.survey(study)
    assert list(found.sources) == ["anteckningar.txt/dag 1.txt"]
    assert found.warnings == [("folder_like_a_file", {"source": "anteckningar.txt"})]


def test_links_that_go_round_in_a_circle_are_named(study, put) -> None:
    put("a.txt")
    (study.corpus / "runt.txt").symlink_to("runt.txt")
    (study.corpus / "mapp").mkdir()
    (study.corpus / "mapp" / "upp").symlink_to("..")
    found = corpus.survey(study)
    assert list(found.sources) == ["a.txt"]
    assert [(one.reason, str(one.where)) for one in found.problems] == [("broken_link", "runt.txt")]
    assert found.warnings == [("linked_folder", {"source": "mapp/upp"})]


def test_metadata_is_not_read_through_a_link_out_of_the_corpus(study, put, tmp_path) -> None:
    put("a.txt")
    (tmp_path / "hemlig.csv").write_text("fil;plats\na.txt;Alby\n", "utf-8")
    (study.corpus / "metadata.csv").symlink_to(tmp_path / "hemlig.csv")
    assert corpus.survey(study).attributes == {"a.txt": {}}
    assert _reasons(study) == [("outside", "metadata.csv")]


def test_a_corpus_that_is_itself_a_link_is_read(tmp_path) -> None:
    (tmp_path / "nätverk").mkdir()
    (tmp_path / "nätverk" / "a.txt").write_text(SAID, "utf-8")
    (tmp_path / "corpus").symlink_to(tmp_path / "nätverk", target_is_directory=True)
    assert list(corpus.survey(Study(tmp_path)).sources) == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are none")
def test_pipes_and_sockets_are_not_opened(study, put, monkeypatch) -> None:
    put("a.txt")
    os.mkfifo(study.corpus / "rör.txt")
    monkeypatch.chdir(study.corpus)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("sockel.txt")
        assert _reasons(study) == [("no_file", "rör.txt"), ("no_file", "sockel.txt")]
    with pytest.raises(SourceError, match="may not be read"):
        readers.read(study.corpus / "rör.txt", "rör.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="there are none")
def test_the_watch_does_not_wait_for_a_pipe(study, put) -> None:
    from qualcode.watch import snapshot

    path = put("a.txt")
    os.mkfifo(study.corpus / "rör.txt")
    assert list(snapshot(study)) == [path]


def test_tables_about_sources_that_are_not_read_are_said_not_to_be(study, put) -> None:
    put("a.txt")
    put("mapp/metadata.csv", "fil;plats\na.txt;Alby\n")
    put("metadata.xlsx", "PK")
    found = corpus.survey(study)
    assert found.problems == []
    assert found.warnings == [
        ("metadata_elsewhere", {"source": "mapp/metadata.csv"}),
        ("metadata_as_sheet", {"source": "metadata.xlsx"}),
    ]


def test_a_table_that_is_not_valid_is_an_error_of_the_study(study, put) -> None:
    put("a.txt")
    put("metadata.csv", "fil;plats\na.txt;Alby\nA.TXT;Fittja\n")
    with pytest.raises(SettingsError, match=r"metadata\.csv:3: A\.TXT is described twice"):
        corpus.survey(study)


def test_a_file_without_the_right_to_read_it_is_named_and_the_others_go_on(study, put, monkeypatch) -> None:
    closed, other = put("stängd.txt"), put("öppen.txt")
    opened = Path.open

    def open_unless_closed(path: Path, *arguments: object, **options: object):
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_unless_closed)
    assert list(corpus.survey(study).sources) == ["stängd.txt", "öppen.txt"]
    with pytest.raises(SourceError, match=r"^stängd\.txt: The file may not be read"):
        readers.read(closed, "stängd.txt")
    assert readers.read(other, "öppen.txt").turns


def test_a_file_that_is_gone_when_it_is_read_is_said_to_be(study, put) -> None:
    path = put("a.txt")
    found = corpus.survey(study)
    path.unlink()
    with pytest.raises(SourceError, match="no longer there"):
        readers.read(found.sources["a.txt"], "a.txt")


def test_a_file_that_grows_while_it_is_read_is_refused_and_tried_again(study, put, monkeypatch) -> None:
    path = put("a.txt", SAID)
    status, grown = os.fstat, []

    def grow(number: int) -> os.stat_result:
        before = status(number)
        if not grown:
            grown.append(path.write_text(SAID * 3, "utf-8"))
        return before

    monkeypatch.setattr(os, "fstat", grow)
    with pytest.raises(SourceError) as refused:
        readers.read(path, "a.txt")
    assert refused.value.reason == "changing"
    assert run.may_pass(refused.value)
    assert readers.read(path, "a.txt").text.count("arbetslös") == 3


def test_a_run_over_a_nasty_folder_codes_what_can_be_read_and_names_the_rest(tmp_path) -> None:
    folder = tmp_path / "studie"
    (folder / "corpus").mkdir(parents=True)
    (folder / "study.yaml").write_text("codebook: kodbok.yaml\n", "utf-8")
    (folder / "kodbok.yaml").write_text(
        "title: Prov\ncodes:\n- id: jobb\n  name: Jobb\n  definition: Arbete och försörjning.\n"
        "  examples:\n    positive: [Hon söker arbete., Han fick en anställning.]\n"
        "    negative: [Solen skiner.]\n  rules:\n  - words: [arbetslös]\n",
        "utf-8",
    )
    for name in ("=1+1.txt", "”Åsa” (kopia).txt", "mapp/intervju.txt", "x.txt/y.txt"):
        path = folder / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{SAID}Per: {path.stem}.\n", "utf-8")
    for name in (".DS_Store", "~$intervju.docx", "Thumbs.db", ".~lock.a.odt#", "a.part"):
        (folder / "corpus" / name).write_bytes(b"\0\1\2")
    (folder / "corpus" / "tom.txt").write_text("", "utf-8")
    (folder / "corpus" / "dubbel.txt").write_text(
        (folder / "corpus" / "=1+1.txt").read_text("utf-8"), "utf-8"
    )
    (folder / "corpus" / "ut.txt").symlink_to(folder / "study.yaml")
    (folder / "corpus" / "borta.txt").symlink_to("ingenstans.txt")
    expected = {"tom.txt", "ut.txt", "borta.txt"}
    if sys.platform != "win32":
        os.mkfifo(folder / "corpus" / "rör.txt")
        expected.add("rör.txt")
    command = [sys.executable, "-m", "qualcode", "run", "--direct"]
    ended = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert ended.returncode == 3, ended.stderr
    assert "Traceback" not in ended.stderr
    for name in expected:
        assert f"  {name}: " in ended.stderr
    assert "dubbel.txt is the same file as =1+1.txt" in ended.stderr
    assert not any(name in ended.stderr for name in ("DS_Store", "~$", "Thumbs", "lock", "a.part"))
    with (folder / "outputs" / "latest" / "codings.csv").open(encoding="utf-8-sig") as file:
        coded = {row["source"].removeprefix("'") for row in csv.DictReader(file, delimiter=";")}
    assert coded == {"=1+1.txt", "”Åsa” (kopia).txt", "mapp/intervju.txt", "x.txt/y.txt"}
