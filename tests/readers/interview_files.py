"""One invented interview, written in every format a reader knows."""

from __future__ import annotations

import dataclasses
import itertools
import textwrap

from files_by_hand import make_docx, make_odt, make_pdf


@dataclasses.dataclass(frozen=True)
class Said:
    """A turn (with a speaker), a heading (``#``), or a sticky note (``-``) of the invented interview."""

    who: str
    text: str
    begins: float | None = None


INTERVIEW = (
    Said("#", "Intervju på biblioteket"),
    Said("##", "Bakgrund"),
    Said("Lovisa", "Hej Goran! Hur länge har du bott i Fittja?", 5.0),
    Said(
        "Goran", "Alltså så här: det blir väl tio år i höst. Kl. 12:30 varje dag går jag förbi torget.", 9.5
    ),
    Said("Lovisa", "Och hur är det där på kvällarna?", 21.0),
    Said("Goran", "Problemet: det är mörkt. Café Söder har stängt, å då går man inte dit ensam, va.", 24.25),
    Said("##", "Jobb"),
    Said("Lovisa", "Vad tänker du om jobben som kommunen pratar om?", 3601.0),
    Said("Goran", "VIKTIGT: de måste gå till oss som bor här. Annars är det bara ord på ett papper.", 3607.0),
    Said("Karin", "Jag håller med.", 3615.5),
    Said("Lovisa", "Tack ska ni ha?", 3620.0),
    Said("##", "Lappar på väggen"),
    Said("-", "Fler lampor i parken"),
    Said("-", "Öppet bibliotek på söndagar"),
)


def clock(seconds: float, comma: str = ".") -> str:
    whole = int(seconds)
    thousandths = round((seconds - whole) * 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{comma}{thousandths:03}"


def _txt(interview) -> str:
    rows = []
    for said in interview:
        if said.who.startswith("#"):
            rows += [
                "",
                f"{said.text}",
                "=" * len(said.text) if said.who == "#" else "-" * len(said.text),
                "",
            ]
        elif said.who == "-":
            rows.append(f"- {said.text}")
        else:
            rows.append(f"[{clock(said.begins)}] {said.who}: {said.text}")
    return "\r\n".join(rows)


def _md(interview) -> str:
    rows = []
    for said in interview:
        if said.who[0] in "#-":
            rows.append(f"{said.who} {said.text}\n")
        else:
            rows.append(f"**{said.who}:** [{clock(said.begins)}] {said.text}\n")
    return "\n".join(rows)


def _docx(interview) -> bytes:
    rows = []
    for said in interview:
        text = f"<w:r><w:t>{said.text}</w:t></w:r>"
        if said.who[0] in "#-":
            style = {"#": "Rubrik", "##": "Rubrik1", "-": "Punktlista"}[said.who]
            rows.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text}</w:p>')
        else:
            rows.append(
                f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{said.who}</w:t></w:r>"
                f"<w:r><w:t> ({clock(said.begins)}): </w:t></w:r>{text}</w:p>"
            )
    return make_docx("".join(rows))


def _odt(interview) -> bytes:
    rows = []
    for said in interview:
        if said.who.startswith("#"):
            rows.append(f'<text:h text:outline-level="{len(said.who)}">{said.text}</text:h>')
        elif said.who == "-":
            rows.append(
                f"<text:list><text:list-item><text:p>{said.text}</text:p></text:list-item></text:list>"
            )
        else:
            rows.append(
                f"<text:p>[{clock(said.begins)}]\n  "
                f'<text:span text:style-name="T1">{said.who}:</text:span> {said.text}</text:p>'
            )
    bold = '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    return make_odt("".join(rows), bold)


def _rtf_text(text: str) -> str:
    """Letters beyond ASCII by turns as ``\\'xx`` and as ``\\uN``, as Word and macOS write them."""
    forms = itertools.cycle((lambda c: f"\\'{c.encode('cp1252').hex()}", lambda c: f"\\u{ord(c)}?"))
    return "".join(next(forms)(c) if ord(c) > 127 else f"\\{c}" if c in "\\{}" else c for c in text)


def _rtf(interview) -> str:
    rows = [
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}",
        r"{\stylesheet{\s0 Normal;}{\s1\f0\b heading 1;}{\s2 Rubrik 2;}}{\info{\author Ingen}}",
    ]
    for said in interview:
        text = _rtf_text(said.text)
        if said.who.startswith("#"):
            rows.append(rf"\pard\plain\s{len(said.who)}\b {text}\b0\par")
        elif said.who == "-":
            rows.append(rf"{{\pntext\f0\'b7\tab}}\pard\plain {text}\par")
        else:
            rows.append(rf"\pard\plain {{\b {said.who}:}} [{clock(said.begins)}]\tab {text}\par")
    return "\n".join(rows) + "}"


def _pdf(interview) -> bytes:
    rows: list[tuple[str, float, bool]] = []
    for said in interview:
        if said.who.startswith("#"):
            rows += [(said.text, 20 - 3 * len(said.who), True), ("", 11, False)]
        elif said.who == "-":
            rows.append((f"• {said.text}", 11, False))
        else:
            wrapped = textwrap.wrap(
                f"{said.who}: [{clock(said.begins)}] {said.text}", 60, break_on_hyphens=False
            )
            rows += [(row, 11, False) for row in wrapped] + [("", 11, False)]
    half = next(i for i, row in enumerate(rows) if row[0] == "Jobb")
    return make_pdf([rows[:half], rows[half:]], footer="Förstudie, sida {number}")


def _cues(interview):
    """Cues of at most six words, half a second each: who, begin, end, words, and whether it is the first."""
    spoken = [said for said in interview if said.begins is not None]
    for said in spoken:
        words = said.text.split()
        parts = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
        step = 0.5
        for index, part in enumerate(parts):
            begins = said.begins + index * step
            yield said.who, begins, begins + step, part, index == 0


def _srt(interview) -> str:
    return "\n".join(
        f"{number}\n{clock(begins, ',')} --> {clock(ends, ',')}\n{f'{who}: ' if first else ''}{part}\n"
        for number, (who, begins, ends, part, first) in enumerate(_cues(interview), 1)
    )


def _vtt(interview) -> str:
    return "WEBVTT\n\nNOTE gjord för hand\n\n" + "\n".join(
        f"{clock(begins)} --> {clock(ends)} align:start\n<v {who}>{part}</v>\n"
        for who, begins, ends, part, _ in _cues(interview)
    )


WRITERS = {
    ".txt": _txt,
    ".md": _md,
    ".docx": _docx,
    ".odt": _odt,
    ".rtf": _rtf,
    ".pdf": _pdf,
    ".srt": _srt,
    ".vtt": _vtt,
}
