"""Workbooks as Excel opens them."""

import zipfile
from dataclasses import replace

import openpyxl
import pytest

from qualcode import writers
from qualcode.messages import message
from qualcode.transcript import Piece


@pytest.fixture
def matrices(run, tmp_path):
    [path] = writers.all()["matrices.xlsx"].write(run, tmp_path)
    return openpyxl.load_workbook(path)


@pytest.fixture
def quotes(run, tmp_path):
    [path] = writers.all()["quotes.xlsx"].write(run, tmp_path)
    return openpyxl.load_workbook(path)


def header(sheet, row=1):
    return [cell.value for cell in sheet[row]]


def rows(sheet, first=2):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def test_there_is_an_overview_and_a_sheet_a_matrix(matrices):
    assert matrices.sheetnames == [
        "Översikt", "Koder", "Källa × kod", "Egenskap × kod", "Kod × kod", "Stycke × kod", "Kodningar",
    ]  # fmt: skip
    said = {str(cell.value) for row in matrices["Översikt"].iter_rows() for cell in row}
    assert {"Trygg & säker", "möten/tom.txt", "workshop.md: <kontrollera> å, ä och ö."} <= said


def test_the_overview_says_what_a_source_warned_of(run, tmp_path):
    first = run.sources[0]
    run.sources[0] = replace(first, about=replace(first.about, warnings=(("cp1252", {}),)))
    [path] = writers.all()["matrices.xlsx"].write(run, tmp_path)
    found = [(row[0], row[1]) for row in rows(openpyxl.load_workbook(path)["Översikt"]) if row[0]]
    assert ("intervju-2.txt", message("source_warnings.cp1252", "sv")) in found


def test_headers_are_frozen_and_filtered(matrices, quotes):
    for sheet in (*matrices.worksheets[1:], quotes.worksheets[0]):
        assert sheet.freeze_panes and sheet.freeze_panes != "A1", sheet.title
        assert sheet.auto_filter.ref, sheet.title
        assert sheet.print_title_rows, sheet.title


def test_matrices_are_coloured_by_value(matrices):
    for name in ("Källa × kod", "Egenskap × kod", "Kod × kod", "Stycke × kod"):
        kinds = {rule.type for group in matrices[name].conditional_formatting for rule in group.rules}
        assert "colorScale" in kinds, name


def test_the_codes_own_colours_stand_in_the_headers(matrices):
    sheet = matrices["Källa × kod"]
    column = header(sheet, 2).index("Trygghet") + 1
    assert sheet.cell(2, column).fill.fgColor.rgb == "FF1B7F79"
    assert sheet.cell(2, column).alignment.textRotation == 90


def test_counts_and_shares_are_numbers(matrices):
    sheet = matrices["Källa × kod"]
    names = header(sheet, 2)
    first = dict(zip(names[: names.index(None)], rows(sheet, 3)[0], strict=False))
    assert (first["Källa"], first["Stycken"], first["Trygghet"]) == ("intervju-2.txt", 4, 2)
    assert rows(sheet, 3)[0][names.index("Trygghet", names.index(None))] == 0.5
    assert header(sheet, 1)[names.index("Trygghet")] == "Antal stycken med koden"


def test_the_row_over_all_sources_and_a_missing_value_have_names(matrices):
    values = [row[1] for row in rows(matrices["Egenskap × kod"], 3)]
    assert values[0] == "alla källor"
    assert "(saknas)" in values


def test_the_segment_matrix_holds_scores_and_leaves_the_rest_empty(matrices):
    sheet = matrices["Stycke × kod"]
    found = {row[3]: row[4:] for row in rows(sheet)}
    assert found["Det är mörkt vid torget."] == [0.8, 0.8, None, None]
    assert found["På dagen är det fint."] == [None, None, None, None]
    assert len(found) == 15


def test_no_cell_is_a_formula_or_a_link_out(matrices, quotes):
    for book in (matrices, quotes):
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", cell.value
                    assert cell.hyperlink is None or cell.hyperlink.target is None


def test_words_stand_as_they_were_said(quotes, run):
    sheet = quotes["Citat"]
    column = header(sheet).index("Citat")
    assert [row[column] for row in rows(sheet)] == [quote.text for quote in run.quotes if quote.specific]
    assert "- Ja det tycker jag." in {row[column] for row in rows(sheet)}


def test_a_quote_stands_with_question_context_place_and_reason(quotes):
    sheet = quotes["Citat"]
    found = [dict(zip(header(sheet), row, strict=True)) for row in rows(sheet)]
    [quote] = [row for row in found if row["Underkod"] == "Belysning"]
    assert quote["Tema"] == "Trygghet"
    assert quote["Fråga eller inlägg före"] == "I: Hur är det på kvällen?"
    assert quote["Just före"] == "Jag vet inte."
    assert (quote["Talare"], quote["Roll"], quote["Poäng"]) == ("Anna", "respondent", 0.8)
    assert (quote["Plats i källan"], quote["Kodare"], quote["grupp"]) == (
        "tur 2, 00:03:10, s. 4",
        "regler",
        "unga",
    )


def test_a_themes_quote_that_subcodes_cover_is_shown_under_them_alone(run, tmp_path):
    at = next(number for number, quote in enumerate(run.quotes) if quote.code == "trygghet")
    run.quotes[at] = replace(run.quotes[at], specific=False)
    [path] = writers.all()["quotes.xlsx"].write(run, tmp_path)
    codes = {tuple(row[:2]) for row in rows(openpyxl.load_workbook(path)["Citat"])}
    assert ("Trygghet", "Belysning") in codes and ("Trygghet", None) not in codes
    [path] = writers.all()["quotes.md"].write(run, tmp_path)
    assert "källor.\nAlla citat står under underkoderna." in path.read_text("utf-8")
    [path] = writers.all()["quotes.csv"].write(run, tmp_path)
    assert ";trygghet;trygghet;trygghet;" in path.read_text("utf-8-sig")


def test_control_characters_and_words_too_long_for_a_cell_are_written(make_run, tmp_path):
    long = "Så här är det: " + "ord " * 9000 + "slut."
    run = make_run(
        extra=(
            Piece(long, speaker="Bo", role="respondent"),
            Piece("Tecknet \x0b och \x01 hörs.", speaker="Eva", role="respondent"),
        )
    )
    [path] = writers.all()["matrices.xlsx"].write(run, tmp_path)
    sheet = openpyxl.load_workbook(path)["Stycke × kod"]
    assert 400 < max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409
    said = [row[3] for row in rows(sheet)]
    [cut] = [words for words in said if words.startswith("Så här är det")]
    assert len(cut) == 32_767 and "Hela texten står i csv-filen" in cut
    assert any("Tecknet" in words and "hörs." in words for words in said)


def test_dates_in_the_file_do_not_follow_the_clock(run, tmp_path):
    for name in ("matrices.xlsx", "quotes.xlsx"):
        [path] = writers.all()[name].write(run, tmp_path)
        with zipfile.ZipFile(path) as archive:
            assert {item.date_time[0] for item in archive.infolist()} == {1980}
            assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_sheets_speak_english_when_the_study_does(make_run, tmp_path):
    run = make_run(settings="outputs:\n  language: en\n")
    [path] = writers.all()["matrices.xlsx"].write(run, tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Overview"
    assert header(book["Codings"])[:3] == ["Source", "Segment", "Code"]
