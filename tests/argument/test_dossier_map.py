"""The map of claims as a picture: who stands where, in shapes and words, the same each time."""

from __future__ import annotations

import itertools
import struct
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from tests.argument.rendered import hostile

from qualcode.argument.chart import drawing, layout, lettering, png
from qualcode.argument.dossier_tables import MapEdge, MapNode
from qualcode.argument.writers import map_svg

SVG = "{http://www.w3.org/2000/svg}"


def node(id_, kind="claim", level=1):
    return MapNode(id_, kind, id_, id_, 0.5, 0.0, 1, 1, 0, level)


def words_of(element):
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


@pytest.fixture
def drawn(argued):
    return ET.fromstring(drawing.svg(argued()))


def test_every_claim_has_its_kind_name_and_sources_on_both_sides(argued, drawn):
    dossier = argued()
    boxes = drawn.findall(f"{SVG}g[@class='map-node']")
    assert len(boxes) == len(dossier.nodes)
    for one, box in zip(dossier.nodes, boxes, strict=True):
        said = words_of(box)
        assert one.label in " ".join(said)
        if dossier.part(one.id).evidenced and one.balance is not None:
            for sign, number in (("+", one.supports), ("−", one.challenges)):
                assert (f"{sign}{number}" if number else "0") in said
    jobs = next(box for box in boxes if "Det ger jobb" in words_of(box))
    assert any("% · " in words and words.endswith("luckor") for words in words_of(jobs))
    assert "−0" not in words_of(drawn)


def test_bars_are_as_long_as_there_are_sources_and_told_apart_by_stripes(argued, drawn):
    for one, box in zip(argued().nodes, drawn.findall(f"{SVG}g[@class='map-node']"), strict=True):
        widths = {
            side: [float(bar.get("width")) for bar in box.findall(f"{SVG}rect[@class='map-{side}']")]
            for side in ("support", "challenge")
        }
        assert bool(widths["support"]) == bool(one.supports)
        if one.supports and one.challenges:
            ratio = widths["support"][0] / widths["challenge"][0]
            assert ratio == pytest.approx(one.supports / one.challenges, rel=0.01)
    striped = drawn.findall(f".//{SVG}path[@class='map-stripe']")
    assert len(striped) == len(drawn.findall(f".//{SVG}rect[@class='map-challenge']")) > 1
    assert all(path.get("d").count("M") > 2 for path in striped)


def test_an_objection_has_dashes_and_a_line_of_its_own(argued, drawn):
    edges = drawn.findall(f"{SVG}g[@class='map-edge']")
    dashed = [edge for edge in edges if edge.find(f"{SVG}path[@stroke-dasharray]") is not None]
    counts = Counter(edge.relation for edge in argued().edges)
    assert len(dashed) == counts["against"] == 1 and len(edges) - len(dashed) == counts["rests_on"] == 2


def test_kinds_differ_in_shape_not_only_in_colour():
    kinds = ("hypothesis", "question", "claim", "objection", "measure")
    shapes = [drawing.outline(kind, drawing.Box(0, 0, 200, 60)) for kind in kinds]
    assert len(set(shapes)) == len(kinds)


def test_a_screen_reader_is_told_all_that_the_picture_says(argued, drawn):
    assert drawn.get("role") == "img"
    about = drawn.find(f"{SVG}desc").text
    for one in argued().nodes:
        assert one.label in about
    assert "Vilar på: Det ger jobb; Det ger bad." in about and "Riktas mot: Det ger jobb." in about


def test_nothing_lies_upon_anything_else_and_what_is_rested_on_stands_to_the_right(argued):
    dossier = argued()
    heights = {one.id: 40.0 for one in dossier.nodes}
    placed = layout.of(dossier.nodes, dossier.edges, heights)
    for column in range(placed.n_columns):
        tops = sorted(placed.tops[id_] for id_, own in placed.columns.items() if own == column)
        assert all(below - above >= 40 for above, below in itertools.pairwise(tops))
    assert placed.columns["hypotes"] < placed.columns["ger-jobb"] < placed.columns["tomma"]
    assert placed.columns["vardar"] == placed.columns["tomma"]


def test_lines_do_not_cross_where_they_need_not():
    nodes = [node("a", level=0), node("b", level=0), node("x"), node("y")]
    edges = [MapEdge("a", "y", "rests_on"), MapEdge("b", "x", "rests_on")]
    tops = layout.of(nodes, edges, {one.id: 40 for one in nodes}).tops
    assert (tops["a"] < tops["b"]) == (tops["y"] < tops["x"])


def test_a_long_line_goes_around_what_stands_between():
    nodes = [
        node("h", "hypothesis", 0),
        *(node(f"c{number}") for number in range(4)),
        node("o", "objection", 0),
    ]
    edges = [MapEdge("h", f"c{number}", "rests_on") for number in range(4)] + [MapEdge("o", "h", "against")]
    placed = layout.of(nodes, edges, {one.id: 50 for one in nodes})
    ((column, y),) = placed.passing[4]
    assert column == 1
    assert all(not placed.tops[f"c{number}"] < y < placed.tops[f"c{number}"] + 50 for number in range(4))


def test_claims_that_rest_on_each_other_in_one_column_are_drawn(argued):
    nodes = [node("a", "measure", 0), node("b", "objection", 0)]
    placed = layout.of(nodes, [MapEdge("b", "a", "against")], {"a": 40, "b": 40})
    assert placed.columns == {"a": 0, "b": 0}


def test_long_names_break_into_lines_and_lose_nothing():
    words = "Förnyelsen av miljonprogramsområdena " + "ö" * 90
    lines = lettering.wrapped(words, 13.5, 200)
    assert len(lines) > 2 and all(lettering.width(line, 13.5) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_an_empty_map_and_one_claim_are_pictures_too(argued):
    from dataclasses import replace

    dossier = argued()
    for nodes in ((), dossier.nodes[:1]):
        ET.fromstring(drawing.svg(replace(dossier, nodes=nodes, edges=())))


def test_hostile_words_are_words(argued):
    picture = drawing.svg(hostile(argued()))
    picture.encode()
    read = ET.fromstring(picture)
    assert not [element for element in read.iter() if element.tag.endswith("script")]
    said = " ".join(words_of(read))
    assert "alert(1)" in said and "\u202e" not in picture and "␇" in picture


def test_both_files_are_written_alike_each_time_and_the_png_is_for_print(argued, tmp_path):
    dossier = argued()
    files = map_svg.write(dossier, tmp_path)
    assert [path.name for path in files] == ["map.svg", "map.png"]
    before = [path.read_bytes() for path in files]
    assert [path.read_bytes() for path in map_svg.write(dossier, tmp_path)] == before
    width, height = struct.unpack(">II", before[1][16:24])
    svg_width, svg_height = drawing.size(before[0].decode())
    assert (width, height) == pytest.approx((svg_width * png.ZOOM, svg_height * png.ZOOM), abs=2)


def test_the_map_speaks_english(argued):
    dossier = argued(("title: Prov", "title: Prov"))
    from dataclasses import replace

    assert "is raised against" in drawing.svg(replace(dossier, language="en"))
