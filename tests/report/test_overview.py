"""The overview's figures: those of the tables, with links to what they count."""

from __future__ import annotations

from collections.abc import Callable

from qualcode.report import material, overview
from qualcode.result import Run


def test_figures_count_what_the_coders_read(run: Run) -> None:
    assert overview.figures(run) == {"sources": "3", "segments": "10", "with_code": "7", "quotes": "8"}


def test_codes_say_how_much_and_how_widely(run: Run) -> None:
    rows = {row["code"].id: row for row in overview.codes(run)}
    safe = rows["trygghet"]
    assert (safe["segments"].count, safe["segments"].share, safe["sources"]) == ("5", "50\u00a0%", "3")
    assert safe["segments"].length == 100.0
    assert rows["jobb"]["segments"].length == 60.0
    assert (safe["largest"], safe["largest_source"]) == ("40\u00a0%", "fokusgrupp-2.vtt")
    assert rows["vuxna"]["segments"].link == "" and rows["vuxna"]["segments"].count == "0"


def test_a_source_is_shaded_by_the_share_of_its_own_segments(run: Run) -> None:
    focus, interview, workshop = overview.sources(run)
    assert focus["name"] == "fokusgrupp-2.vtt"
    safe = [row["cells"][0] for row in (focus, interview, workshop)]
    assert [cell.count for cell in safe] == ["2", "2", "1"]
    assert safe[0].shade == overview.SHADES > safe[2].shade > safe[1].shade > 0
    assert interview["cells"][2].shade == 0


def test_cells_lead_to_the_quotes_that_they_count(run: Run) -> None:
    focus = overview.sources(run)[0]
    assert focus["cells"][0].link == "#/citat?kod=trygghet&kalla=fokusgrupp-2.vtt"
    assert focus["cells"][2].link == ""
    assert overview.address("citat", kod=["a", "b"], alla=1, **{"a.plats": "Norra & södra"}) == (
        "#/citat?kod=a&kod=b&alla=1&a.plats=Norra%20%26%20s%C3%B6dra"
    )


def test_groups_and_places_come_before_other_attributes(
    run_of: Callable[..., Run], coded_doc: Callable
) -> None:
    from qualcode.transcript import Piece

    attributes = {"kön": "man", "Plats": "Alby", "grupp": "unga"}
    run = run_of([coded_doc("a.txt", [Piece("Ja.")], attributes=attributes)])
    assert [name for name, _ in material.attributes(run)] == ["grupp", "Plats", "kön"]


def test_attributes_weigh_segments_and_sources_apart(run: Run) -> None:
    group, place = overview.attributes(run)[0], overview.attributes(run)[-1]
    assert place["name"] == "plats"
    alby, fittja = place["rows"]
    assert (alby["value"], alby["sources"], alby["segments"]) == ("Alby", "2", "5")
    assert (alby["cells"][0].share, alby["cells"][0].more) == ("60\u00a0%", "2 av 2 källor")
    assert (fittja["cells"][1].share, fittja["cells"][1].more) == ("40\u00a0%", "1 av 1 källa")
    assert group["name"] == "plats", "an attribute that tells every source from the others is no group"


def test_attributes_with_many_values_are_no_chart(run_of: Callable[..., Run], coded_doc: Callable) -> None:
    from qualcode.transcript import Piece

    docs = [
        coded_doc(f"s{n}.txt", [Piece("Ja.")], attributes={"datum": str(n // 2), "plats": "Alby"})
        for n in range(2 * overview.MOST_VALUES + 2)
    ]
    assert overview.attributes(run_of(docs)) == []


def test_a_pair_of_codes_is_counted_once_and_never_a_code_with_its_own_subcode(run: Run) -> None:
    rows = {row["code"].id: row["cells"] for row in overview.together(run)}
    assert [cell.count for cell in rows["trygghet"]] == ["5"]
    assert [cell.count for cell in rows["belysning"]] == ["", "2"]
    safe_and_job, light_and_job, _, jobs = rows["jobb"]
    assert (jobs.count, jobs.shade, safe_and_job.shade) == ("3", 0, overview.SHADES)
    assert safe_and_job.count == "1"
    assert safe_and_job.link == "#/citat?kod=jobb&kod=trygghet&alla=1"
    assert (light_and_job.count, light_and_job.link) == ("0", "")
