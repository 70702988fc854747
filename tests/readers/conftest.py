"""One invented interview, written in every format a reader knows."""

from __future__ import annotations

import dataclasses
import io
import itertools
import textwrap
import types
import zipfile
from pathlib import Path

import pytest

from qualcode import readers
from qualcode.transcript import Transcript


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
PLAIN = (".txt", ".md", ".docx", ".odt", ".rtf", ".pdf")
CUES = (".srt", ".vtt")


@pytest.fixture
def write(tmp_path):
    """Write ``INTERVIEW`` (or another) in the format of a suffix; returns the path."""

    def write(suffix: str, interview=INTERVIEW) -> Path:
        path = tmp_path / f"intervju{suffix}"
        data = _WRITERS[suffix](interview)
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return path

    return write


@pytest.fixture
def read(tmp_path):
    """Read bytes or text as a file of the given name."""

    def read(content: bytes | str, name: str = "intervju.txt", settings=None, attributes=None) -> Transcript:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return readers.read(path, name, settings, attributes)

    return read


@pytest.fixture
def turns(read):
    """Speaker and words of each turn of a text file."""

    def turns(content: bytes | str, name: str = "intervju.txt", **rest):
        transcript = read(content, name, **rest)
        return [(turn.speaker, transcript.words(turn)) for turn in transcript.turns]

    return turns


@pytest.fixture
def make():
    """Files by hand: ``make.docx(body)``, ``make.odt(body)``, ``make.pdf(pages)``, ``make.zip(parts)``."""
    return types.SimpleNamespace(docx=make_docx, odt=make_odt, pdf=make_pdf, zip=zipped)


@pytest.fixture
def files() -> Path:
    """The same interview as Word's template and LibreOffice wrote it."""
    return Path(__file__).parent / "files"


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


def zipped(parts: dict[str, str]) -> bytes:
    """A zip package of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def make_docx(body: str, **parts: str) -> bytes:
    """A Word document with the given body, styles as Swedish Word names them, and further parts by name."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    styles = (
        '<w:style w:styleId="Rubrik"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Rubrik2"><w:name w:val="Rubrik 2"/></w:style>'
        '<w:style w:styleId="Egen"><w:name w:val="Min rubrik"/><w:basedOn w:val="Rubrik1"/></w:style>'
        '<w:style w:styleId="Punktlista"><w:name w:val="List Bullet"/></w:style>'
    )
    return zipped(
        {
            "_rels/.rels": f'<Relationships><Relationship Type="{relations}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {word}>{styles}</w:styles>",
            **{
                f"word/{name}.xml": f"<w:{name} {word}>{content}</w:{name}>"
                for name, content in parts.items()
            },
        }
    )


def make_odt(body: str, automatic: str = "") -> bytes:
    """An OpenDocument text with the given body and automatic styles."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"))
    )
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        }
    )


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


def make_pdf(pages, footer: str = "") -> bytes:
    """A PDF of pages of rows (text, size, bold), in Helvetica as every PDF reader has it."""
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>"
    objects += [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    for index, rows in enumerate(pages):
        y, drawn = 780.0, []
        below = [(footer.format(number=index + 1), 9, False)] if footer else []
        for text, size, bold in rows:
            y -= 1.3 * size
            drawn.append(_drawn(text, 72, y, size, bold))
        drawn += [_drawn(text, 72, 40, size, bold) for text, size, bold in below]
        stream = b"\n".join(drawn)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % (6 + 2 * index)
        )
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        out.rfind(b"xref\n0"),
    )
    return bytes(out)


def _drawn(text: str, x: float, y: float, size: float, bold: bool) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F%d %.1f Tf %.1f %.1f Td (%b) Tj ET" % (2 if bold else 1, size, x, y, escaped)


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


_WRITERS = {
    ".txt": _txt,
    ".md": _md,
    ".docx": _docx,
    ".odt": _odt,
    ".rtf": _rtf,
    ".pdf": _pdf,
    ".srt": _srt,
    ".vtt": _vtt,
}
