"""``metadata.csv`` as spreadsheets save it."""

import unicodedata

import pytest

from qualcode import metadata
from qualcode.errors import SettingsError

ROWS = "fil;typ;plats\nåsa.txt;intervju;Fittja\nomar.docx;workshop;Alby\n"
EXPECTED = {
    "åsa.txt": {"typ": "intervju", "plats": "Fittja"},
    "omar.docx": {"typ": "workshop", "plats": "Alby"},
}


@pytest.fixture
def load(tmp_path):
    def load(content, how=metadata.load):
        path = tmp_path / "metadata.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return how(path)

    return load


@pytest.mark.parametrize(
    "content",
    [
        ROWS,
        ROWS.encode("utf-8-sig"),
        ROWS.encode("cp1252"),
        "\ufeff".encode("utf-16-le") + ROWS.encode("utf-16-le"),
        ROWS.replace(";", ","),
        ROWS.replace(";", "\t"),
        ROWS.replace("\n", "\r\n"),
        "sep=;\n" + ROWS,
        "\n" + ROWS.replace("\nomar", "\n;;\n\nomar"),
        unicodedata.normalize("NFD", ROWS),
    ]
    + [ROWS.replace("fil;", f"{column};") for column in ("source", "källa", "file", "Källa", "SOURCE")],
)
def test_every_way_of_saving_a_table_gives_the_same(load, content):
    assert load(content) == EXPECTED


def test_values_may_hold_separators_and_line_breaks(load):
    found = load('fil;not\na.txt;"först; sen\nnästa rad"\nb.txt;x\n')
    assert found == {"a.txt": {"not": "först; sen\nnästa rad"}, "b.txt": {"not": "x"}}


def test_no_file_is_no_attributes(tmp_path):
    assert metadata.load(tmp_path / "metadata.csv") == {}


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("fil;typ\na.txt;x\n\nA.TXT;y\n", 4, "described twice \\(first at line 2\\)"),
        ("namn;typ\na.txt;x\n", 1, "no column names the source"),
        ("fil;typ;typ\n", 1, "the column typ stands there twice"),
        ("fil;typ\na.txt;x;y\n", 2, "“y” stands under no column"),
        ("fil;typ\n;x\n", 2, "names no source"),
        ('fil;typ\na.txt;"två\nrader"\nb.txt\na.txt;z\n', 5, "described twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(load, content, line, what):
    with pytest.raises(SettingsError, match=what) as caught:
        load(content)
    assert str(caught.value.where).endswith(f"metadata.csv:{line}")
    assert caught.value.remedy


def test_names_match_in_nfc_without_case_and_without_suffix(load):
    rows = load("fil;typ\nÅSA.TXT;a\nmapp\\omar;b\n", metadata.rows)
    found, warnings = metadata.match(rows, [unicodedata.normalize("NFD", "åsa.txt"), "mapp/omar.docx"])
    assert [one["typ"] for one in found.values()] == ["a", "b"]
    assert warnings == []


def test_a_name_without_suffix_that_fits_two_files_fits_none(load):
    rows = load("fil;typ\na;x\n", metadata.rows)
    found, warnings = metadata.match(rows, ["a.txt", "a.docx"])
    assert found == {"a.txt": {"typ": ""}, "a.docx": {"typ": ""}}
    assert [key for key, _ in warnings] == ["metadata_without_file"] + ["source_without_metadata"] * 2


def test_rows_without_a_file_and_files_without_a_row_are_told(load):
    rows = load(ROWS, metadata.rows)
    _, warnings = metadata.match(rows, ["åsa.txt", "ny.txt"])
    assert warnings == [
        ("metadata_without_file", {"source": "omar.docx", "line": "3"}),
        ("source_without_metadata", {"source": "ny.txt"}),
    ]
