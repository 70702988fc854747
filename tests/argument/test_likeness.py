"""What no rule found and is like a claim's sentences is listed to be read, and counts nowhere until somebody
puts it on a side."""

from __future__ import annotations

import csv

import docx
import pytest
from openpyxl import load_workbook

from qualcode.argument import choosing, of_study, output, sheet
from qualcode.argument.writers import dossier_docx, dossier_md
from qualcode.errors import ArgumentError, ModelError
from qualcode.study import Study

BAD = "supports: [{search: [badplats]}]"
LIKE = "    like: {supports: [Min dotter fick ett sommarjobb.], challenges: [Ingen får jobb någonsin.]}\n"
WORDS = "Min dotter har sommarjobb."


@pytest.fixture
def listed(argued):
    """The study's dossier with sentences for a claim that no rule finds anything of."""

    def make(like: str = LIKE, selection: str = "{shortest: 10}"):
        return argued(
            (f"    {BAD}\n", f"    {BAD}\n{like}"), ("claims:\n", f"selection: {selection}\nclaims:\n")
        )

    return make


def texts(dossier):
    return [quote.text for quote in dossier.part("ger-bad").candidates]


def workbook_of(study, dossier):
    """The dossier's workbook, its sheet of quotes, and the sheet's columns by their keys."""
    output.write(dossier, study / "outputs")
    book = load_workbook(study / "outputs" / "dossier" / "dossier.xlsx")
    return book, book["Citat"], {cell.value: cell.column for cell in book["Citat"][1]}


def brought_back(study, book):
    path = study / "outputs" / "dossier" / "dossier.xlsx"
    book.save(path)
    return sheet.take_in(path, of_study.prepare(Study.open(study)), "Eva Lund")


def test_what_is_like_a_sentence_is_listed_and_counts_nowhere(listed):
    dossier = listed()
    part = dossier.part("ger-bad")
    first = part.candidates[0]
    assert (first.text, first.side, first.stance) == (WORDS, "supports", "unread")
    assert first.reason == "Ingen regel; liknar ”Min dotter fick ett sommarjobb.”"
    assert first.source == "cecilia.txt" and first.href
    assert (part.local.supports.standing.quotes, part.n_sources) == (0, 0)
    assert "no_evidence" in [gap.kind for gap in part.gaps]
    assert [quote.rank for quote in part.candidates] == sorted(
        (q.rank for q in part.candidates), reverse=True
    )


def test_without_sentences_or_room_nothing_is_listed_and_no_model_is_asked(argued, listed, monkeypatch):
    assert texts(listed(selection="{shortest: 10, candidates: 0}")) == []
    monkeypatch.setattr("qualcode.encoders.cache.open_encoder", lambda *_, **__: pytest.fail("asked"))
    assert texts(argued((LIKE, ""))) == []


def test_what_a_rule_found_and_what_an_interviewer_asks_is_not_listed(listed):
    asked = "    like: {supports: [Blev det några jobb här?, Hur är det att bo här?]}\n"
    assert not {"Blev det några jobb här?", "Hur är det att bo här?"} & set(texts(listed(asked)))


def test_what_a_rule_finds_is_no_longer_listed(listed, argued):
    assert WORDS in texts(listed())
    dossier = argued(("[{search: [badplats]}]", "[{search: [sommarjobb]}]"))
    assert WORDS not in texts(dossier)
    assert WORDS in [quote.text for quote in dossier.part("ger-bad").local.supports.quotes]


def test_what_somebody_has_spoken_of_makes_room_for_the_next(study, listed):
    found = texts(listed(selection="{shortest: 10, candidates: 3}"))
    assert len(found) == 3 and found[0] == WORDS
    path = study / "codebook" / "argumentation.yaml"
    path.write_text(path.read_text("utf-8").replace("candidates: 3", "candidates: 1"), "utf-8")
    for words in found[:2]:
        prepared = of_study.prepare(Study.open(study))
        (listed_now,) = of_study.dossier(Study.open(study)).part("ger-bad").candidates
        assert listed_now.text == words
        choosing.choose(
            prepared,
            choosing.find(prepared, "ger-bad", [listed_now.id]),
            "ger-bad",
            "stance",
            "neither",
            "Eva Lund",
        )
    assert texts(of_study.dossier(Study.open(study))) == found[2:]


def test_a_missing_model_is_told_and_the_dossier_made(listed, monkeypatch):
    def missing(*_, **__):
        raise ModelError("the model is not installed.")

    monkeypatch.setattr("qualcode.encoders.cache.open_encoder", missing)
    dossier = listed()
    assert texts(dossier) == []
    assert "Stycken att läsa kunde inte listas: the model is not installed." in dossier.notes


def test_an_empty_sentence_is_a_problem_at_its_place(listed):
    with pytest.raises(ArgumentError, match=r"argumentation\.yaml:\d+:23: the sentence is empty\."):
        listed("    like: {supports: ['']}\n")


def test_it_comes_back_from_the_workbook_on_the_side_that_somebody_chose(study, listed):
    book, quotes, keys = workbook_of(study, listed())
    (row,) = [
        cells[0].row
        for cells in quotes.iter_rows(min_row=3)
        if quotes.cell(cells[0].row, keys["text"]).value == WORDS
        and quotes.cell(cells[0].row, keys["claim_id"]).value == "ger-bad"
    ]
    assert quotes.cell(row, keys["listed"]).value == "att läsa"
    assert quotes.cell(row, keys["side"]).value == "kanske: Stöder"
    quotes.cell(row, keys["decision"]).value = "talar emot"
    arrived = brought_back(study, book)
    assert (len(arrived.new), arrived.problems) == (1, [])
    dossier = of_study.dossier(Study.open(study))
    part = dossier.part("ger-bad")
    assert [(q.text, q.confirmed_by) for q in part.local.challenges.quotes] == [(WORDS, "Eva Lund")]
    assert WORDS not in texts(dossier)


def test_a_cell_that_is_no_choice_is_told_and_the_others_are_taken(study, listed):
    book, quotes, keys = workbook_of(study, listed())
    for row, said in ((3, "kanske"), (4, "talar emot"), (5, "nja")):
        quotes.cell(row, keys["decision"]).value = said
    arrived = brought_back(study, book)
    assert len(arrived.new) == 1
    assert ["”kanske“" in str(each) or "“kanske”" in str(each) for each in arrived.problems] == [True, False]
    assert all("dossier.xlsx:Citat:" in str(each) for each in arrived.problems)


def test_tables_list_all_that_counts_and_tell_what_is_shown(study, argued):
    few = ("claims:\n", "selection: {quotes: 1}\nclaims:\n")
    dossier = argued(few)
    output.write(dossier, study / "outputs")
    part = dossier.part("ger-jobb").local.supports
    assert len(part.quotes) == 1 and len(part.rest) == part.standing.quotes - 1 > 0
    with (study / "outputs" / "dossier" / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["claim"] == "ger-jobb"]
    local = [row for row in rows if (row["side"], row["view"]) == ("supports", "local")]
    assert [row["shown"] for row in local] == ["1", *["0"] * len(part.rest)]
    assert [row["text"] for row in local] == [quote.text for quote in (*part.quotes, *part.rest)]


def test_where_nothing_else_is_there_the_document_shows_what_is_to_be_read(listed, tmp_path):
    dossier = listed()
    (path,) = dossier_docx.write(dossier, tmp_path)
    paragraphs = docx.Document(str(path)).paragraphs
    at = next(n for n, p in enumerate(paragraphs) if p.text == WORDS and p.style.name == "Quote")
    assert paragraphs[at + 1].text.startswith("Cecilia (respondent), cecilia.txt")
    assert "Ingen regel; liknar" in paragraphs[at + 1].text
    assert "Att läsa" in [p.text for p in paragraphs[:at] if p.style.name == "Heading 3"]
    dossier_md.write(dossier, tmp_path)
    assert WORDS in (tmp_path / "dossier.md").read_text("utf-8").split('id="ger-bad"')[1].split("###")[0]
