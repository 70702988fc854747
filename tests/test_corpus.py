"""What in ``corpus/`` is a source."""

import unicodedata

import pytest

from qualcode import corpus
from qualcode.study import Study


@pytest.fixture
def study(tmp_path):
    (tmp_path / "corpus").mkdir()
    return Study(tmp_path)


@pytest.fixture
def put(study):
    def put(name: str, content: str | None = None):
        path = study.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name if content is None else content, encoding="utf-8")
        return path

    return put


def test_sources_are_found_in_all_folders_in_the_order_of_their_names(study, put):
    paths = [put(name) for name in ("a.txt", "b/c.DOCX", "ö.vtt")]
    assert list(corpus.survey(study).sources) == ["a.txt", "b/c.DOCX", "ö.vtt"]
    assert corpus.find_sources(study) == paths


@pytest.mark.parametrize(
    "name",
    [
        "~$tervju.docx",
        ".~lock.intervju.odt#",
        ".DS_Store",
        "intervju.docx~",
        "#intervju.txt#",
        "intervju.txt.swp",
        "intervju.docx.part",
        "intervju.docx.crdownload",
        "__MACOSX/intervju.txt",
        "._intervju.docx",
        "Thumbs.db",
        "desktop.ini",
        ".git/a.txt",
        "README.md",
        "readme.txt",
        "~WRL0001.tmp",
    ],
)
def test_what_programs_leave_behind_is_passed_over_in_silence(study, put, name):
    put("a.txt")
    put(name)
    found = corpus.survey(study)
    assert list(found.sources) == ["a.txt"]
    assert (found.problems, found.warnings) == ([], [])


def test_other_suffixes_are_problems_and_recordings_are_warnings(study, put):
    for name in ("a.txt", "b.doc", "c", "d.MP3", "e.jpg"):
        put(name)
    found = corpus.survey(study)
    assert [(one.reason, str(one.where)) for one in found.problems] == [
        ("unknown_format", "b.doc"),
        ("unknown_format", "c"),
    ]
    assert found.warnings == [("recording", {"source": "d.MP3"}), ("picture", {"source": "e.jpg"})]


def test_the_same_file_twice_is_a_source_once_and_said(study, put):
    put("a.txt", "Hej.")
    put("kopia av a.txt", "Hej.")
    put("tom.txt", "")
    put("tom också.txt", "")
    found = corpus.survey(study)
    assert list(found.sources) == ["a.txt", "tom också.txt", "tom.txt"]
    assert found.warnings == [("duplicate", {"source": "kopia av a.txt", "same_as": "a.txt"})]


def test_links_out_of_the_corpus_are_not_followed(study, put, tmp_path):
    outside = tmp_path / "hemligt"
    outside.mkdir()
    (outside / "a.txt").write_text("Hej.")
    put("b.txt")
    for link, target in (
        ("länk.txt", outside / "a.txt"),
        ("mapp", outside),
        ("borta.txt", study.corpus / "x.txt"),
    ):
        (study.corpus / link).symlink_to(target)
    found = corpus.survey(study)
    assert list(found.sources) == ["b.txt"]
    assert [(one.reason, str(one.where)) for one in found.problems] == [
        ("outside", "mapp"),
        ("broken_link", "borta.txt"),
        ("outside", "länk.txt"),
    ]


def test_links_within_the_corpus_are_the_same_file(study, put):
    put("b.txt")
    (study.corpus / "a.txt").symlink_to("b.txt")
    found = corpus.survey(study)
    assert list(found.sources) == ["b.txt"]
    assert found.warnings == [("duplicate", {"source": "a.txt", "same_as": "b.txt"})]


def test_names_that_only_differ_in_how_their_letters_are_stored_are_refused(study, put):
    put("ö.txt", "Ett.")
    put(unicodedata.normalize("NFD", "ö.txt"), "Två.")
    found = corpus.survey(study)
    assert list(found.sources) == ["ö.txt"]
    assert [one.reason for one in found.problems] == ["same_name"]


def test_sources_get_their_rows_and_files_that_are_no_source_are_not_called_missing(study, put):
    put("a.txt", "Ett.")
    put("b.txt", "Ett.")
    put("c.doc")
    put("d.mp3")
    put("e.txt")
    put("Metadata.csv", "fil;plats\na.txt;Fittja\nb.txt;Alby\nc.doc;x\nd.mp3;x\nf.txt;x\n")
    found = corpus.survey(study)
    assert found.attributes == {"a.txt": {"plats": "Fittja"}, "e.txt": {"plats": ""}}
    assert [key for key, _ in found.warnings] == [
        "recording",
        "duplicate",
        "metadata_without_file",
        "source_without_metadata",
    ]


def test_a_study_without_a_corpus_has_no_sources(tmp_path):
    assert corpus.survey(Study(tmp_path)).sources == {}
