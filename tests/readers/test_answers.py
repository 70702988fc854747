"""Survey answers and workshop notes: one row a response, from text to the tables of a run."""

import csv
import datetime
import io

import openpyxl
import pytest

from qualcode.errors import SourceError
from qualcode.study import SourceSettings

HEADER = ["Nr", "Ålder", "Område", "Hur är det på torget?", "Övriga kommentarer"]
ROWS = [
    ["1", "34", "Fittja", 'Det är mörkt; man säger "akta dig"\noch går hem.', "NA"],
    ["2", "NA", "Alby", "=1+1 lampor räcker inte", "-"],
    ["3", "-", "Fittja", "", ""],
    ["4", "2025-01-01", "Hallunda", "Fler vuxna ute på kvällen", "Tack för att ni frågar oss"],
]
ONE_COLUMN = SourceSettings(text_columns=("Vad ska vi göra?",))
ANSWERS = [
    (2, (HEADER[3],), ROWS[0][3], {"Nr": "1", "Ålder": "34", "Område": "Fittja"}),
    (2, (HEADER[4],), "NA", {"Nr": "1", "Ålder": "34", "Område": "Fittja"}),
    (3, (HEADER[3],), ROWS[1][3], {"Nr": "2", "Ålder": "NA", "Område": "Alby"}),
    (3, (HEADER[4],), "-", {"Nr": "2", "Ålder": "NA", "Område": "Alby"}),
    (5, (HEADER[3],), ROWS[3][3], {"Nr": "4", "Ålder": "2025-01-01", "Område": "Hallunda"}),
    (5, (HEADER[4],), ROWS[3][4], {"Nr": "4", "Ålder": "2025-01-01", "Område": "Hallunda"}),
]


def written(rows, delimiter=";") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book, book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def answers(read):
    """Case, question, words and attributes of each turn."""

    def answers(content, name="enkät.csv", **rest):
        transcript = read(content, name, **rest)
        return [(t.case, t.section[-1:], transcript.words(t), t.attributes) for t in transcript.turns]

    return answers


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_long_texts_are_answers_and_other_columns_describe_them(answers, delimiter, encoding):
    data = written([HEADER, *ROWS], delimiter).encode(encoding)
    # A cell of two rows moves the rows below it down the file, not in the table.
    assert [rest for _, *rest in answers(data)] == [list(rest) for _, *rest in ANSWERS]


def test_the_same_survey_in_excel_says_the_same(answers):
    def fill(book, sheet):
        for number, row in enumerate([HEADER, *ROWS], 1):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column, value or None).data_type = "s" if value else "n"

    assert answers(workbook(fill), "enkät.xlsx") == [(str(line), *rest) for line, *rest in ANSWERS]


def test_rows_without_text_are_counted_and_the_guess_is_told(read):
    warnings = dict(read(written([HEADER, *ROWS]), "a.csv").warnings)
    assert warnings["rows_without_text"] == {"count": "1"}
    assert "Hur är det på torget?" in warnings["columns_guessed"]["text"]
    assert "Ålder" in warnings["columns_guessed"]["attributes"]


def test_the_study_may_say_what_the_columns_are(answers, read):
    settings = SourceSettings(text_columns=("område", "Ålder"), speaker_column="Nr")
    found = read(written([HEADER, *ROWS[:1]]), "a.csv", settings=settings)
    assert [(t.speaker, t.section, found.words(t)) for t in found.turns] == [
        ("1", ("Ålder",), "34"),
        ("1", ("Område",), "Fittja"),
    ]
    assert found.turns[0].attributes == {HEADER[3]: ROWS[0][3], HEADER[4]: "NA"}
    with pytest.raises(SourceError, match="no column Fråga 9"):
        read(written([HEADER, *ROWS]), "a.csv", settings=SourceSettings(text_columns=("Fråga 9",)))


def test_cells_of_excel_are_written_as_they_are_shown(answers):
    def fill(book, sheet):
        sheet.append(["Workshop i mars"])
        sheet.append([])
        sheet.append(["Antal", "Andel", "Dag", "Möte", "Tid", "Med", "Vad ska vi göra?"])
        when = datetime.datetime(2025, 3, 1, 12, 30)
        sheet.append([3.0, 0.25, when.date(), when, when.time(), True, "Sätta upp fler lampor"])
        sheet["B4"].number_format = "0%"
        sheet.append([0.1 + 0.2, 2, None, None, None, None, "=1+1"])

    head, shown, formula = answers(workbook(fill), "a.xlsx", settings=ONE_COLUMN)
    assert head[2] == "Workshop i mars"
    assert list(shown[3].values()) == ["3", "25%", "2025-03-01", "2025-03-01 12:30", "12:30", "TRUE"]
    assert (formula[2], formula[3]["Antal"]) == ("=1+1", "0.3")


def test_cells_that_are_merged_describe_each_of_their_rows(answers):
    def fill(book, sheet):
        for row in (["Bord", "Lapp"], ["Bord 1", "Fler lampor i parken"], [None, "Öppna kiosken igen"]):
            sheet.append(row)
        sheet.append(["Bord 2", "Sommarjobb åt unga"])
        sheet.merge_cells("A2:A3")

    found = answers(workbook(fill), "a.xlsx")
    assert [(words, attributes["Bord"]) for _, _, words, attributes in found] == [
        ("Fler lampor i parken", "Bord 1"),
        ("Öppna kiosken igen", "Bord 1"),
        ("Sommarjobb åt unga", "Bord 2"),
    ]


def test_sheets_are_sections_and_hidden_ones_are_named(read):
    def fill(book, sheet):
        sheet.title = "Bord 1"
        sheet.append(["Lapp"])
        sheet.append(["Fler lampor i parken"])
        other = book.create_sheet("Bord 2")
        other.append(["Lapp"])
        other.append(["Öppna kiosken igen"])
        hidden = book.create_sheet("Telefonlista")
        hidden.append(["Namn"])
        hidden.append(["Någon Annan"])
        hidden.sheet_state = "hidden"

    transcript = read(workbook(fill), "a.xlsx")
    assert [(t.section, transcript.words(t)) for t in transcript.turns] == [
        (("Bord 1", "Lapp"), "Fler lampor i parken"),
        (("Bord 2", "Lapp"), "Öppna kiosken igen"),
    ]
    assert ("hidden_sheets", {"sheets": "Telefonlista"}) in transcript.warnings


def test_a_table_of_speech_is_a_conversation(read):
    rows = [["Talare", "Start", "Slut", "Text"], ["Anna", "00:00:01", "00:00:03", "Hej, hur"]]
    rows += [["Anna", "00:00:03", "00:00:04", "är det?"], ["NA", "00:00:04", "00:00:05", "VIKTIGT: bra."]]
    transcript = read(written(rows), "a.csv")
    assert [(t.speaker, t.begins, t.ends, transcript.words(t)) for t in transcript.turns] == [
        ("Anna", 1.0, 4.0, "Hej, hur är det?"),
        ("NA", 4.0, 5.0, "VIKTIGT: bra."),
    ]


def test_whispers_tables_count_milliseconds(read):
    transcript = read("start\tend\ttext\n0\t2960\tHej och välkommen\n2960\t5000\ttill oss.\n", "a.tsv")
    assert [(t.begins, t.ends, transcript.words(t)) for t in transcript.turns] == [
        (0.0, 5.0, "Hej och välkommen till oss.")
    ]


def test_quotation_marks_that_are_not_doubled_stay(answers):
    found = answers('Namn;Svar\nAnna;"Hej" sa hon till mig på torget\nOmar;ja det var så det var\n')
    assert found[0][2] == '"Hej" sa hon till mig på torget'


def test_a_quotation_mark_that_is_never_closed_is_refused_at_its_row(read):
    with pytest.raises(SourceError) as caught:
        read('Namn;Svar;Mer\nAnna;"Hej; sa hon;\nOmar;ja\n', "a.csv")
    assert (caught.value.reason, str(caught.value.where)) == ("open_quote", "a.csv:2")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("sep=;\na;Svar\n1;ett två tre fyra fem\n", [("ett två tre fyra fem", {"a": "1"})]),
        ("Svar;;Svar\nett två tre fyra fem;x;y\n", [("ett två tre fyra fem", {"B": "x", "Svar (2)": "y"})]),
        ("1;ett två tre fyra fem\n2;sex sju åtta nio tio\n", [("ett två tre fyra fem", {"A": "1"}),
                                                                   ("sex sju åtta nio tio", {"A": "2"})]),
        ("Svar;Nr\nett två tre fyra fem\n", [("ett två tre fyra fem", {"Nr": ""})]),
    ],
)  # fmt: skip
def test_headers_that_are_missing_or_doubled_are_made(answers, content, expected):
    assert [(words, attributes) for _, _, words, attributes in answers(content)] == expected


def test_a_sheet_of_a_person_a_time_and_what_is_said_is_a_conversation(read):
    rows = (
        "Nr;Tidskod;Person;Replik;Anmärkning\n1;00:00:03;Anna;Hur är det?;\n2;00:00:09;Omar;Mörkt.;otydligt\n"
    )
    transcript = read(rows, "a.csv")
    found = [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns]
    assert found == [("Anna", 3.0, "Hur är det?"), ("Omar", 9.0, "Mörkt.")]
    workshop = read(
        "Namn;Text\nAnna;Fler lampor behövs i parken\nOmar;Öppna biblioteket på kvällen\n", "b.csv"
    )
    assert {turn.speaker for turn in workshop.turns} == {None}
