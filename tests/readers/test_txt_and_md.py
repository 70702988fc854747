"""Headings, lists and marks in plain text and Markdown."""

import pytest


@pytest.fixture
def kinds(read):
    def kinds(content: str, name: str):
        transcript = read(content, name)
        return [(turn.kind, transcript.words(turn)) for turn in transcript.turns]

    return kinds


def test_a_line_right_above_a_list_is_the_heading_of_its_notes(read):
    transcript = read(
        "Vi sågs i mars.\n\nVad skaver?\n- Mörkt torg\n- Få vuxna ute\n\nVad är bra?\n* Bibblan\n"
    )
    assert [(turn.kind, turn.section, transcript.words(turn)) for turn in transcript.turns] == [
        ("paragraph", (), "Vi sågs i mars."),
        ("heading", (), "Vad skaver?"),
        ("note", ("Vad skaver?",), "Mörkt torg"),
        ("note", ("Vad skaver?",), "Få vuxna ute"),
        ("heading", (), "Vad är bra?"),
        ("note", ("Vad är bra?",), "Bibblan"),
    ]


@pytest.mark.parametrize("bullet", ["-", "*", "+", "•", "–", "1.", "2)", "- [ ]", "○"])
def test_every_common_bullet_is_one(kinds, bullet):
    assert kinds(f"{bullet} Fler lampor\n{bullet} Öppna kiosken\n", "a.txt") == [
        ("note", "Fler lampor"),
        ("note", "Öppna kiosken"),
    ]


def test_a_note_may_go_on_on_the_next_line(kinds):
    assert kinds("- Fler lampor\n  i hela parken\n- Bänkar\n", "a.txt") == [
        ("note", "Fler lampor i hela parken"),
        ("note", "Bänkar"),
    ]


def test_each_line_of_a_file_that_is_not_wrapped_is_a_paragraph(kinds):
    assert kinds("En mening.\nEn till.\n\nOch en.\n", "a.txt") == [
        ("paragraph", "En mening."),
        ("paragraph", "En till."),
        ("paragraph", "Och en."),
    ]


def test_marks_of_markdown_are_taken_off_and_words_stay(kinds):
    text = (
        "# Torget #\n\n> Det är **mycket** mörkt, *så* _där_ snake_case 2*3*4.\n\n"
        "1\\. inte en \\*lista\\*\n\n"
        "```\nordagrant\n```\n\n| Bra | Dåligt |\n|:---|---:|\n| Ljust på dagen här | Mörkt |\n\n"
        "---\n\nSlut.\n"
    )
    assert kinds(text, "a.md") == [
        ("heading", "Torget"),
        ("paragraph", "Det är mycket mörkt, så där snake_case 2*3*4."),
        ("paragraph", "1. inte en *lista*"),
        ("paragraph", "ordagrant"),
        ("paragraph", "Bra"),
        ("paragraph", "Dåligt"),
        ("paragraph", "Ljust på dagen här"),
        ("paragraph", "Mörkt"),
        ("paragraph", "Slut."),
    ]


def test_underlined_lines_and_number_signs_are_headings(read):
    transcript = read("Rapport\n=======\n\nTorget\n------\n\nMörkt.\n\n### Kiosken\n\nStängd.\n", "a.md")
    assert [(turn.kind, turn.section) for turn in transcript.turns] == [
        ("heading", ()),
        ("heading", ("Rapport",)),
        ("paragraph", ("Rapport", "Torget")),
        ("heading", ("Rapport", "Torget")),
        ("paragraph", ("Rapport", "Torget", "Kiosken")),
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter_is_the_files_head_as_it_is_written(read, name):
    transcript = read(
        "---\ntitle: Torget\nintervjuare: Anna Berg\ntags:\n  - a_b_\n---\n\n"
        "Anna: Hur är det?\n\nOmar: Bra.\n\nAnna: Jaha.\n\nOmar: Ja.\n",
        name,
    )
    head, *spoken = [(t.kind, t.speaker, t.role, transcript.words(t)) for t in transcript.turns]
    assert head == ("head", None, None, "title: Torget\nintervjuare: Anna Berg\ntags:\n- a_b_")
    assert spoken[0] == ("speech", "Anna", "interviewer", "Hur är det?")


def test_a_rule_above_text_is_no_front_matter(kinds):
    assert kinds("---\nDet är mörkt vid torget\n---\n\nSlut.\n", "a.txt")[-1] == ("paragraph", "Slut.")


def test_a_dash_that_begins_a_wrapped_row_is_no_bullet(kinds):
    text = (
        "Hälften är fållar, och resten är mer på riktigt\n– kostymer, klänningar och en och annan brudklänning\n"  # noqa: E501
        "som ska bli klar till en lördag i maj eller till\nen söndag i juni.\n"
    )
    assert kinds(text, "a.txt") == [("paragraph", " ".join(text.split()))]


def test_numbers_before_lines_are_words_where_somebody_speaks_and_marks_in_a_list(read):
    said = "I: Vad gör ni?\nR: Tre saker:\n\n1. Vi ringer.\n\n2. Vi väntar.\n\nI: Och sedan?\nR: Inget.\n"
    notes = "# Bord 1\n\n1. Mer ljus\n2. Bänkar\n"
    assert read(said.encode()).text.count("1. Vi ringer.\n2. Vi väntar.") == 1
    assert [turn.kind for turn in read(notes.encode()).turns] == ["heading", "note", "note"]
    assert "1." not in read(notes.encode()).text
