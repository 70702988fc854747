"""The same interview says the same, whichever format it is kept in."""

import re

import pytest

from qualcode import readers
from qualcode.study import SourceSettings

PLAIN = (".txt", ".md", ".docx", ".odt", ".rtf", ".pdf")
CUES = (".srt", ".vtt")
TITLE, FIRST, SECOND = "Intervju på biblioteket", "Bakgrund", "Jobb"
SPOKEN = [
    ("Lovisa", "interviewer", 5.0, FIRST, "Hej Goran! Hur länge har du bott i Fittja?"),
    (
        "Goran",
        "respondent",
        9.5,
        FIRST,
        "Alltså så här: det blir väl tio år i höst. Kl. 12:30 varje dag går jag förbi torget.",
    ),
    ("Lovisa", "interviewer", 21.0, FIRST, "Och hur är det där på kvällarna?"),
    (
        "Goran",
        "respondent",
        24.25,
        FIRST,
        "Problemet: det är mörkt. Café Söder har stängt, å då går man inte dit ensam, va.",
    ),
    ("Lovisa", "interviewer", 3601.0, SECOND, "Vad tänker du om jobben som kommunen pratar om?"),
    (
        "Goran",
        "respondent",
        3607.0,
        SECOND,
        "VIKTIGT: de måste gå till oss som bor här. Annars är det bara ord på ett papper.",
    ),
    ("Karin", "respondent", 3615.5, SECOND, "Jag håller med."),
    ("Lovisa", "interviewer", 3620.0, SECOND, "Tack ska ni ha?"),
]


def spoken(transcript):
    return [
        (turn.speaker, turn.role, turn.begins, " ".join(transcript.words(turn).split()))
        for turn in transcript.turns
        if turn.kind == "speech"
    ]


@pytest.mark.parametrize("suffix", PLAIN + CUES)
def test_speakers_roles_times_and_words_are_the_same_in_every_format(write, suffix):
    transcript = readers.read(write(suffix), f"intervju{suffix}")
    assert spoken(transcript) == [(who, role, begins, text) for who, role, begins, _, text in SPOKEN]


@pytest.mark.parametrize("suffix", PLAIN)
def test_headings_are_sections_and_list_items_are_notes_of_nobodys(write, suffix):
    transcript = readers.read(write(suffix), f"intervju{suffix}")
    found = [(t.kind, t.speaker, t.section, transcript.words(t)) for t in transcript.turns]
    assert [(words, section) for kind, _, section, words in found if kind == "heading"] == [
        (TITLE, ()),
        (FIRST, (TITLE,)),
        (SECOND, (TITLE,)),
        ("Lappar på väggen", (TITLE,)),
    ]
    assert [section for kind, _, section, _ in found if kind == "speech"] == [
        (TITLE, section) for *_, section, _ in SPOKEN
    ]
    assert [one for one in found if one[0] == "note"] == [
        ("note", None, (TITLE, "Lappar på väggen"), "Fler lampor i parken"),
        ("note", None, (TITLE, "Lappar på väggen"), "Öppet bibliotek på söndagar"),
    ]


@pytest.mark.parametrize("suffix", PLAIN + CUES)
def test_turns_cover_the_text_and_no_word_is_lost(write, suffix):
    path = write(suffix)
    transcript = readers.read(path, path.name)
    covered = "\n\n".join(transcript.words(turn) for turn in transcript.turns)
    assert covered == transcript.text
    expected = [text for *_, text in SPOKEN]
    if suffix in PLAIN:
        expected += [
            TITLE,
            FIRST,
            SECOND,
            "Lappar på väggen",
            "Fler lampor i parken",
            "Öppet bibliotek på söndagar",
        ]
    words = re.findall(r"\w+", " ".join(expected))
    assert sorted(re.findall(r"\w+", transcript.text)) == sorted(words)


@pytest.mark.parametrize(
    "name",
    [
        "word-template.docx",
        "libreoffice.docx",
        "libreoffice.odt",
        "libreoffice.rtf",
        "libreoffice.pdf",
        "libreoffice.xhtml",
    ],
)
def test_files_that_programs_wrote_say_it_too(files, name):
    transcript = readers.read(files / name, name)
    assert spoken(transcript) == [(who, role, begins, text) for who, role, begins, _, text in SPOKEN]
    assert [(turn.kind, turn.section[1:]) for turn in transcript.turns][-2:] == [
        ("note", ("Lappar på väggen",))
    ] * 2


@pytest.mark.parametrize("suffix", CUES)
def test_cues_of_a_speaker_are_one_turn_that_ends_with_the_last_of_them(write, suffix):
    transcript = readers.read(write(suffix), f"intervju{suffix}")
    assert [turn.ends for turn in transcript.turns][:2] == [5.0 + 2 * 0.5, 9.5 + 3 * 0.5]


@pytest.mark.parametrize("suffix", PLAIN + CUES)
def test_a_study_may_name_speakers_and_roles_in_every_format(write, suffix):
    settings = SourceSettings(rename={"goran": "IP1"}, roles={"Lovisa": "facilitator", "IP1": "participant"})
    transcript = readers.read(write(suffix), f"intervju{suffix}", settings)
    assert {(t.speaker, t.role) for t in transcript.turns if t.speaker} >= {
        ("Lovisa", "facilitator"),
        ("IP1", "participant"),
    }
    assert "Goran" not in {turn.speaker for turn in transcript.turns}


def test_text_formats_say_the_line_and_pdf_says_the_page(write):
    lines = [turn.line for turn in readers.read(write(".txt"), "a.txt").turns]
    pages = [turn.page for turn in readers.read(write(".pdf"), "a.pdf").turns]
    assert lines[0] == 2 and lines == sorted(lines)
    assert pages[0] == 1 and pages[-1] == 2 and pages == sorted(pages)


def test_suffixes_are_told_apart_without_regard_to_case(write, tmp_path):
    path = write(".docx").rename(tmp_path / "INTERVJU.DOCX")
    assert readers.read(path, path.name).turns
    assert " ".join(readers.suffixes()) == (
        ".csv .docx .eaf .htm .html .json .markdown .md .odt .otr .pdf .rtf .srt .tei .tsv .txt .vtt .xhtml "
        ".xlsm .xlsx .xml"
    )


def test_libreoffices_older_pages_say_it_but_for_the_title(files):
    transcript = readers.read(files / "libreoffice.html", "libreoffice.html")
    assert spoken(transcript) == [(who, role, begins, text) for who, role, begins, _, text in SPOKEN]
    assert [(t.kind, t.section) for t in transcript.turns][-2:] == [("note", ("Lappar på väggen",))] * 2
