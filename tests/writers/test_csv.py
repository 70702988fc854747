"""Tables as .csv: read by Swedish Excel and by programs, and never run."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import writers
from qualcode.writers import tabular
from qualcode.writers.cells import LIMIT, fitted, guarded, unguarded

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture
def folder(run, tmp_path):
    for name in ("codings.csv", "matrices.csv", "quotes.csv"):
        writers.all()[name].write(run, tmp_path)
    return tmp_path


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_file_starts_with_a_bom_and_uses_semicolons(folder):
    for path in folder.glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.splitlines()[0].count(b";") >= 6


def test_pandas_reads_numbers_as_numbers_with_nothing_but_the_separator(folder, run):
    for name in ("codings", "segments"):
        found = pd.read_csv(folder / f"{name}.csv", sep=";")
        table = getattr(run.tables, name)
        assert list(found) == list(table)
        assert found["start"].tolist() == table["start"].tolist()
    scores = pd.read_csv(folder / "codings.csv", sep=";")["score"]
    assert scores.tolist() == run.tables.codings["score"].tolist()
    matrix = pd.read_csv(folder / "matrix_attribute_code.csv", sep=";", keep_default_na=False)
    assert matrix["trygghet:share"].tolist() == run.tables.attribute_code["trygghet:share"].tolist()


def test_what_is_not_there_is_empty_and_whole_numbers_have_no_decimals(folder):
    first = rows(folder / "segments.csv")[0]
    assert (first["page"], first["line"], first["begins"], first["coded"]) == ("", "", "3", "0")
    assert rows(folder / "segments.csv")[1]["begins"] == "190.4"


def test_no_cell_starts_as_a_formula(folder):
    cells = 0
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                for cell in row:
                    assert not cell.startswith(FORMULA_STARTS), (path.name, cell)
                    cells += 1
    assert cells > 500


def test_guarded_words_stay_readable_and_come_back_exactly(folder, texts):
    found = rows(folder / "codings.csv")
    [dash] = [row for row in found if row["text"].endswith("- Ja det tycker jag.")]
    assert dash["text"] == "'- Ja det tycker jag."
    for name in ("codings.csv", "segments.csv", "quotes.csv"):
        for row in rows(folder / name):
            assert unguarded(row["text"]) == texts[row["source"]][int(row["start"]) : int(row["end"])]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n aå＝"), max_size=8) | st.text(max_size=20))
def test_guarding_is_undone_without_doubt(words):
    cell = guarded(words)
    assert unguarded(cell) == words
    assert not cell.startswith(FORMULA_STARTS)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_a_quote_has_its_question_and_context_in_columns_of_their_own(folder):
    quote = next(row for row in rows(folder / "quotes.csv") if row["code"] == "trygghet/belysning")
    assert quote["question"] == "Hur är det på kvällen?"
    assert (quote["before"], quote["text"]) == ("Jag vet inte. ", "Det är mörkt vid torget.")
    assert (quote["place"], quote["grupp"], quote["plats"]) == ("tur 2, 00:03:10, s. 4", "unga", "'=Alby")


def test_a_table_without_rows_still_has_its_header(run, tmp_path):
    run.quotes.clear()
    [path] = writers.all()["quotes.csv"].write(run, tmp_path)
    assert path.read_text("utf-8-sig").startswith("id;theme;code;")
    path = tabular.write_frame(run.tables.codings.iloc[:0], tmp_path / "tom.csv")
    assert path.read_text("utf-8-sig").startswith("source;turn;segment;")


def test_long_words_are_cut_for_excel_only_and_say_so():
    assert fitted("å" * LIMIT, "!") == "å" * LIMIT
    for words in ("å" * (LIMIT + 1), "😀" * (LIMIT // 2 + 1)):
        cut = fitted(words, " [avkortat]")
        assert len(cut.encode("utf-16-le")) // 2 <= LIMIT
        assert cut.endswith(" [avkortat]") and words.startswith(cut.removesuffix(" [avkortat]"))
