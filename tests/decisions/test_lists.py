"""Codings that come as a plain list, whoever wrote it and with what."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from qualcode.cli import main
from qualcode.decisions import Decision, read

HEADER = "Källa;Citat;Kod;Kodare\r\n"


def bring(folder: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["codings", "import", *arguments, "--study", str(folder)])
    return int(left.value.code or 0)


def write(folder: Path, words: str, name: str = "lista.csv", encoding: str = "utf-8-sig") -> str:
    path = folder / name
    path.write_bytes(words.encode(encoding))
    return str(path)


def said(folder: Path) -> list[Decision]:
    decisions, problems = read(folder / "codings")
    assert not problems
    return decisions


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (HEADER + "anna.txt;Det är tungt att vänta.;jobb;Anna Ek\r\n", "utf-8-sig"),
        ("source,quote,code,coder\nanna.txt,Det är tungt att vänta.,Jobb,Anna Ek\n", "cp1252"),
        ('coder\tcode\tquote\tfil\nAnna Ek\tjobb\t"Det är tungt att vänta."\tanna\n', "utf-8"),
        ("fil;start;end;kod;kodare\nanna.txt;52;75;jobb;Anna Ek\n", "utf-8"),
    ],
)
def test_lists_come_with_semicolons_commas_or_tabs(small_study: Path, words: str, encoding: str) -> None:
    assert bring(small_study, write(small_study, words, encoding=encoding)) == 0
    (decision,) = said(small_study)
    assert (decision.source, decision.quote, decision.code) == ("anna.txt", "Det är tungt att vänta.", "jobb")
    assert (decision.start, decision.end, decision.judgement) == (52, 75, "yes")
    assert (decision.coder, decision.drawn, decision.blind) == ("Anna Ek", "import", False)


def test_a_list_may_be_a_workbook_and_say_no(small_study: Path) -> None:
    book = Workbook()
    book.active.append(["Fil", "Citat", "Tema", "Bedömning", "Anteckning"])
    book.active.append(["bilal", "på kvällen är jag rädd", "trygghet", "Nej", "som ovan"])
    book.active.append(["bilal", "Ingen annan går där.", "trygghet", "osäker", ""])
    book.save(small_study / "lista.xlsx")
    assert bring(small_study, str(small_study / "lista.xlsx"), "--coder", "Bo  Alm") == 0
    (decision,) = said(small_study)
    assert (decision.quote, decision.judgement) == ("På kvällen är jag rädd", "no")
    assert (decision.coder, decision.memo) == ("Bo Alm", "som ovan")


def test_what_is_not_clear_is_told_by_line_and_the_rest_comes_in(
    small_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "anna.txt;Jag har sökt jobb i tre år. Det är tungt att vänta.;jobb;Anna Ek",
        "anna.txt;Jag har sökt jobb;jobbb;Anna Ek",
        "ana.txt;Jag har sökt jobb;jobb;Anna Ek",
        "cecilia.txt;å;jobb;Anna Ek",
        "cecilia.txt;Barnen vattnar.;jobb;rules",
        "cecilia.txt;Barnen vattnar.;trygghet;Anna Ek",
    ]
    assert bring(small_study, write(small_study, HEADER + "\r\n".join(rows))) == 12
    assert [(each.quote, each.code) for each in said(small_study)] == [("Barnen vattnar.", "trygghet")]
    told = capsys.readouterr().err
    near = "Most like it: “Jag har sökt jobb i två år. Det är tungt att vänta.”"
    assert f"lista.csv:2:quote: the quote is not found in anna.txt. {near}" in told
    assert "lista.csv:3:code: the codebook has no code 'jobbb'. Did you mean 'jobb'?" in told
    assert "lista.csv:4:source: there is no source 'ana.txt'. Did you mean 'anna.txt'?" in told
    assert "lista.csv:5:quote: the quote" in told and "lista.csv:6:coder: it does not say who" in told


def test_a_quote_that_stands_twice_needs_its_place(small_study: Path) -> None:
    anna = small_study / "corpus" / "anna.txt"
    anna.write_text(anna.read_text("utf-8") + "Intervjuare: Och?\nAnna: Det är tungt att vänta.\n", "utf-8")
    row = "anna.txt;Det är tungt att vänta.;jobb;Anna Ek"
    assert bring(small_study, write(small_study, f"{HEADER}{row}\r\n")) == 12
    with_place = f"Källa;Citat;Kod;Kodare;start;end\r\n{row};52;75\r\n"
    assert bring(small_study, write(small_study, with_place)) == 0
    assert [each.start for each in said(small_study)] == [52]


def test_the_same_list_adds_nothing_and_a_changed_one_only_what_changed(small_study: Path) -> None:
    header = "källa;citat;kod;bedömning;kodare\n"
    rows = ["anna.txt;Det är tungt att vänta.;jobb;ja;Anna Ek", "anna.txt;sökt jobb;jobb;ja;Anna Ek"]
    path = write(small_study, header + "\n".join(rows))
    assert bring(small_study, path) == bring(small_study, path) == 0
    assert len(said(small_study)) == 2
    # Under another name it says the same.
    assert bring(small_study, write(small_study, header + "\n".join(rows), "kopia.csv")) == 0
    assert len(said(small_study)) == 2
    rows[0] = rows[0].replace(";ja;", ";nej;")
    assert bring(small_study, write(small_study, header + "\n".join(rows))) == 0
    assert [each.judgement for each in said(small_study)] == ["yes", "yes", "no"]


@pytest.mark.parametrize("words", ["", "a;b\n1;2\n", "källa;citat;kod\nanna.txt;sökt jobb;jobb\n"])
def test_a_list_without_its_columns_says_which(
    small_study: Path, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(small_study, write(small_study, words)) == 12
    assert "there is no column" in capsys.readouterr().err


def test_what_is_no_workbook_or_not_there_stops_no_other_file(
    small_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(small_study, HEADER + "anna.txt;sökt jobb;jobb;Anna Ek\r\n")
    bad = write(small_study, "ingen arbetsbok", "ark.xlsx")
    assert bring(small_study, bad, str(small_study / "borta.csv"), good) == 12
    told = capsys.readouterr().err
    assert "ark.xlsx: the workbook cannot be read" in told and "borta.csv: there is no such file" in told
    assert len(said(small_study)) == 1
