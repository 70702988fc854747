"""What stands in OpenDocument texts."""

import pytest


@pytest.fixture
def odt(read, make):
    def odt(body: str, automatic: str = ""):
        transcript = read(make.odt(body, automatic), "intervju.odt")
        found = [(turn.kind, turn.speaker, transcript.words(turn)) for turn in transcript.turns]
        return found, dict(transcript.warnings)

    return odt


def test_spaces_tabs_and_breaks_are_kept_and_the_files_own_line_breaks_are_not(odt):
    found, _ = odt(
        "<text:p>Vi\n   bor<text:s text:c='2'/>här<text:tab/>nu<text:line-break/>och sen.</text:p>"
    )
    assert found == [("paragraph", None, "Vi bor  här\tnu\noch sen.")]


def test_deletions_and_comments_are_left_out_and_told(odt):
    found, warnings = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Struket.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Kvar.<office:annotation><text:p>Kolla!</text:p></office:annotation></text:p>"
    )
    assert found == [("paragraph", None, "Kvar.")]
    assert warnings == {"comments_left_out": {"count": "1"}, "deletions_left_out": {"count": "1"}}


def test_footnotes_are_kept(odt):
    found, _ = odt(
        "<text:p>Texten<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>En fotnot.</text:p></text:note-body></text:note>.</text:p>"
    )
    assert [words for *_, words in found] == ["Texten.", "En fotnot."]


def test_headings_follow_the_style_that_theirs_is_based_on(odt):
    style = '<style:style style:name="P1" style:parent-style-name="Heading_20_2"/>'
    found, _ = odt('<text:p text:style-name="P1">Torget</text:p><text:p>Mörkt.</text:p>', style)
    assert [kind for kind, *_ in found] == ["heading", "paragraph"]


def test_a_table_may_be_a_conversation(odt):
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    said = [("I", "Hur är det?"), ("R", "Bra."), ("I", "Och torget?"), ("R", "Mörkt.")]
    rows = "".join(row.format("".join(map(cell.format, one))) for one in said)
    found, _ = odt(f"<table:table>{rows}</table:table>")
    assert [one[1:] for one in found] == said


def test_hidden_text_is_told(odt):
    style = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    found, warnings = odt('<text:p>Syns.<text:span text:style-name="T1">Syns ej.</text:span></text:p>', style)
    assert found == [("paragraph", None, "Syns.")]
    assert warnings == {"hidden_text": {"count": "1"}}


def test_headers_and_footers_are_left_out_and_named(read, make):
    styles = (
        "<s><master><header><p>Förstudie, sida <n>1</n></p></header><footer><p>2</p></footer></master></s>"
    )
    data = make.zip({"content.xml": "<c><body><text><p>Hej.</p></text></body></c>", "styles.xml": styles})
    transcript = read(data, "a.odt")
    assert transcript.text == "Hej."
    assert transcript.warnings == (("page_furniture", {"text": "Förstudie, sida 1"}),)
