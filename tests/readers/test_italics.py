"""Questions in italics without a label, in every format that has italics."""

import pytest

ANSWERS = ("Tio år.", "Fint på dagen.", "Då går jag inte dit.")
ASKED = ("Hur länge har du bott här?", "Vad tycker du om torget?", "Och på kvällen?")


def _docx(make):
    rows = (
        f"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{asked}</w:t></w:r></w:p><w:p><w:r><w:t>{said}</w:t></w:r></w:p>"
        for asked, said in zip(ASKED, ANSWERS, strict=True)
    )
    return make.docx("".join(rows))


def _odt(make):
    italic = (
        '<style:style style:name="K" style:family="paragraph"><style:text-properties fo:font-style="italic"/>'
        "</style:style>"
    )
    rows = (
        f'<text:p text:style-name="K">{asked}</text:p><text:p>{said}</text:p>'
        for asked, said in zip(ASKED, ANSWERS, strict=True)
    )
    return make.odt("".join(rows), italic)


def _rows(pattern: str) -> str:
    return "".join(pattern.format(asked=asked, said=said) for asked, said in zip(ASKED, ANSWERS, strict=True))


def _rtf(make):
    text = _rows("{{\\i {asked}}}\\par {said}\\par\n").encode("cp1252")
    return b"{\\rtf1\\ansi\\ansicpg1252 " + text + b"}"


def _html(make):
    return "<html><style>.k {font-style: italic}</style>" + _rows(
        '<p><span class="k">{asked}</span></p><p>{said}</p>'
    )


def _md(make):
    return _rows("_{asked}_\n\n{said}\n\n")


WRITERS = {".docx": _docx, ".odt": _odt, ".rtf": _rtf, ".html": _html, ".md": _md}


@pytest.mark.parametrize("suffix", WRITERS)
def test_questions_in_italics_are_the_interviewers(read, make, suffix):
    transcript = read(WRITERS[suffix](make), f"a{suffix}")
    found = [(turn.kind, turn.role, transcript.words(turn)) for turn in transcript.turns]
    assert found == [
        one
        for asked, said in zip(ASKED, ANSWERS, strict=True)
        for one in (("speech", "interviewer", asked), ("paragraph", None, said))
    ]


def test_what_all_is_in_italics_asks_nothing(read):
    transcript = read("".join(f"<p><i>{text}</i></p>" for text in (*ASKED, *ANSWERS)), "a.html")
    assert {turn.role for turn in transcript.turns} == {None}
