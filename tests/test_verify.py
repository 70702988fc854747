"""Nothing is written that does not equal the source's text."""

from dataclasses import replace

import pytest

from qualcode import carrier, verify
from qualcode.errors import OutputError
from qualcode.result import Run
from qualcode.study import Study
from qualcode.transcript import Piece


@pytest.fixture
def docs(coded_doc):
    pieces = [
        Piece("Hur är det där?", speaker="I", role="interviewer"),
        Piece("Jag vet inte. Det är mörkt. Så är det.", speaker="Anna", role="respondent"),
    ]
    return [coded_doc("a.txt", pieces, {3: {"trygghet": 0.9}})]


@pytest.fixture
def run(docs, small_codebook, tmp_path):
    return Run.of_docs(Study(tmp_path), small_codebook, docs, id="1")


def test_an_exact_run_passes(run):
    verify.run(run)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Det är ljust."},
        {"end": 45},
        {"before": "Jag vet. "},
        {"after": " Så var det."},
        {"question": "Hur är det?"},
        {"question_start": 1},
        {"source": "b.txt"},
        {"start": -13},
    ],
)
def test_a_quote_that_is_not_the_sources_words_is_refused(run, change):
    run.quotes[0] = replace(run.quotes[0], **change)
    with pytest.raises(OutputError, match=r"quotes"):
        verify.run(run)


@pytest.mark.parametrize("table", ["segments", "codings", "segment_code"])
def test_a_row_that_is_not_the_sources_words_is_refused(run, table):
    frame = getattr(run.tables, table)
    frame.loc[frame.index[-1], "text"] += "!"
    with pytest.raises(OutputError, match=table):
        verify.run(run)


def test_a_coding_that_no_table_shows_is_refused(run):
    run.tables = replace(run.tables, codings=run.tables.codings.iloc[:0])
    with pytest.raises(OutputError, match="1 codings became 0 rows"):
        verify.run(run)


def test_a_code_that_the_codebook_does_not_have_is_refused(docs, small_codebook, tmp_path):
    record = carrier.codings(docs[0])[0]
    carrier.set_codings(docs[0], [replace(record, code="okänd")], codebook="f")
    with pytest.raises(OutputError, match="'okänd'"):
        verify.run(Run.of_docs(Study(tmp_path), small_codebook, docs, id="1"))


def test_two_quotes_with_one_id_are_refused(run):
    run.quotes.append(run.quotes[0])
    with pytest.raises(OutputError, match="same id"):
        verify.run(run)
