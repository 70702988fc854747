"""``outputs/dossier/``: what the files hold, and that they appear together or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from qualcode.argument import of_study, output, writers
from qualcode.errors import OutputError
from qualcode.study import Study


@pytest.fixture
def written(study, argued):
    """The folder of the study's dossier as it is written."""
    output.write(argued(), study / "outputs")
    return study / "outputs" / "dossier"


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_every_writer_makes_its_file_and_the_manifest_lists_them(written):
    names = {path.name for path in written.iterdir()}
    assert set(writers.all()) <= names
    about = json.loads((written / "dossier.json").read_text("utf-8"))
    assert {each["file"] for each in about["files"]} == names - {"dossier.json"}
    for each in about["files"]:
        assert hashlib.sha256((written / each["file"]).read_bytes()).hexdigest() == each["sha256"]


def test_the_same_material_gives_the_same_bytes(study, argued):
    files = output.write(argued(), study / "outputs")
    before = {path.name: path.read_bytes() for path in files}
    after = {path.name: path.read_bytes() for path in output.write(argued(), study / "outputs")}
    assert before == after


def test_a_file_that_cannot_be_written_leaves_the_dossier_as_it_was(study, argued, written, monkeypatch):
    before = {path.name: path.read_bytes() for path in written.iterdir()}

    def fail(dossier, folder):
        raise OSError(28, "No space left on device", str(folder / "x.docx"))

    full = {**writers.all(), "x.docx": SimpleNamespace(write=fail)}
    monkeypatch.setattr(writers, "all", lambda: full)
    with pytest.raises(OutputError, match=r"dossier/x\.docx: could not be written \(No space left"):
        output.write(argued(("Förnyelsen ger badplatser.", "Ett annat påstående.")), study / "outputs")
    assert {path.name: path.read_bytes() for path in written.iterdir()} == before
    assert [path.name for path in (study / "outputs").glob(".dossier*")] == []


def test_a_file_that_cannot_be_replaced_brings_back_those_that_were(study, argued, written, monkeypatch):
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    real = output.os.replace

    def held(source, target):
        if str(target).endswith("dossier/quotes.csv") and "before" not in str(source):
            raise PermissionError(13, "Permission denied", str(target))
        real(source, target)

    monkeypatch.setattr(output.os, "replace", held)
    with pytest.raises(OutputError, match=r"quotes\.csv: could not be written"):
        output.write(argued(("Förnyelsen ger badplatser.", "Ett annat påstående.")), study / "outputs")
    assert {path.name: path.read_bytes() for path in written.iterdir()} == before


def test_others_files_stay_and_ones_that_the_dossier_no_longer_has_go(study, argued, written):
    (written / "mitt utkast.docx").write_bytes(b"utkast")
    assert (written / "claim_named.csv").is_file()
    without = ("groups:\n  - id: ungdom\n    name: Ungdomar\n    members:\n"
               '      - attributes: {ålder: ["16–24"]}\n', "")  # fmt: skip
    output.write(argued(without, ("[ungdom, boende", "[boende")), study / "outputs")
    assert (written / "mitt utkast.docx").read_bytes() == b"utkast"
    assert not (written / "claim_named.csv").exists()


def test_links_lead_to_quotes_and_places_that_the_run_has(study, argued):
    dossier = argued()
    quotes = [q for part in dossier.parts for view in part.views for side in view.sides for q in side.quotes]
    ids = {row["id"]: row for row in rows(study / "outputs" / dossier.provenance.run / "quotes.csv")}
    assert quotes
    for quote in quotes:
        page, id_ = re.fullmatch(r"(.*report\.html)#/citat\?id=(q\w{12})", quote.href).groups()
        assert (study / "outputs" / "dossier" / page).resolve().is_file()
        assert ids[id_]["source"] == quote.source
        assert quote.text in ids[id_]["text"]
        assert quote.transcript_href.endswith(f"#/kallor?kalla={quote.source}&stycke={quote.segments[0]}")


def test_a_run_without_a_report_page_gives_no_links(study, argued):
    (study / "outputs" / argued().provenance.run / "report.html").unlink()
    dossier = argued()
    assert {q.href for part in dossier.parts for q in part.local.supports.quotes} == {""}


def test_the_page_says_all_that_the_dossier_has(written, argued):
    page = (written / "dossier.md").read_text("utf-8")
    dossier = argued()
    for part in dossier.parts:
        assert part.text in page
        for view in part.views:
            for side in view.sides:
                for quote in side.quotes:
                    assert quote.text in page
                    assert f"`{quote.id}`" in page
    assert "**Stöder**: 2 källor; grupper: boende 2; platser: Alby 2; 2 röster; 2 citat." in page
    assert "Bara det" not in page
    assert "Oense inom gruppen boende: 2 källor för, 1 källa emot." in page
    assert "- [Det är tomma löften](#tomma)\n  - Reses av 4 källor" in page
    assert "Ingen intervjuare har ställt en fråga som rör det." in page
    for line in dossier.rule.lines:
        assert line in page


def test_a_transcripts_words_are_words_in_markdown_and_csv(study, argued):
    corpus = study / "corpus" / "anna.txt"
    hostile = "=1+1 fick jobb <b>[x](http://y)</b>"
    corpus.write_text(f"Intervjuare: Hur är det?\nAnna: {hostile} och sedan var det bra.\n", "utf-8")
    from qualcode import run

    run.run(Study.open(study), direct=True)
    output.write(of_study.dossier(Study.open(study)), study / "outputs")
    folder = study / "outputs" / "dossier"
    page = (folder / "dossier.md").read_text("utf-8")
    assert "<b>" not in page
    assert "\\[x\\](http" in page
    (cell,) = {row["text"] for row in rows(folder / "quotes.csv") if row["source"] == "anna.txt"}
    assert cell.startswith("'=1+1")
    sheet = load_workbook(folder / "dossier.xlsx")["Citat"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_tables_count_sources_by_group_and_place(written):
    by_group = {(row["claim"], row["group"]): row for row in rows(written / "claim_group.csv")}
    boende = by_group["ger-jobb", "boende"]
    figures = [int(boende[name]) for name in ("sources", "supports", "challenges", "both", "concerned")]
    assert figures == [3, 2, 1, 1, 1]
    by_place = {(row["claim"], row["place"]): row for row in rows(written / "claim_place.csv")}
    assert by_place["ger-jobb", ""]["challenges"] == "1"
    assert by_place["ger-jobb", "Fittja"]["both"] == "1"
    named = {(row["claim"], row["named"]): row for row in rows(written / "claim_named.csv")}
    assert named["ger-jobb", "Ungdomar"]["both"] == "1"


def test_the_map_has_every_claim_with_strength_and_balance_and_what_it_rests_on(argued):
    dossier = argued()
    nodes = {node.id: node for node in dossier.nodes}
    assert list(nodes) == ["hypotes", "ger-jobb", "ger-bad", "tomma", "vardar"]
    assert (nodes["ger-jobb"].strength, nodes["ger-jobb"].balance) == (0.8, 0.0)
    assert (nodes["ger-bad"].strength, nodes["ger-bad"].balance) == (0.0, None)
    assert {id_: node.level for id_, node in nodes.items() if node.level} == {"ger-jobb": 1, "ger-bad": 1}
    assert {(edge.start, edge.end, edge.relation) for edge in dossier.edges} == {
        ("hypotes", "ger-jobb", "rests_on"),
        ("hypotes", "ger-bad", "rests_on"),
        ("tomma", "ger-jobb", "against"),
    }


def test_the_dossier_is_in_the_outputs_language(study):
    settings = (study / "study.yaml").read_text("utf-8") + "outputs: {language: en}\n"
    (study / "study.yaml").write_text(settings, "utf-8")
    output.write(of_study.dossier(Study.open(study)), study / "outputs")
    page = (study / "outputs" / "dossier" / "dossier.md").read_text("utf-8")
    assert page.startswith("# Grounds for the argument: Prov av ett argument")
    assert "**Supports**: 2 sources; groups: boende 2" in page
    assert "## What is missing" in page


def test_names_and_words_in_files_are_composed_characters(written):
    page = (written / "dossier.md").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", page)
