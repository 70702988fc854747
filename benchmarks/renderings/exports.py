"""Transcripts as programs export them: Whisper's and oTranscribe's JSON, web pages, ELAN, TEI."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from pympi import Eaf

from renderings import Rendered, Rendering
from renderings.plain import clock, minutes
from renderings.timed import parts
from renderings.truth import Said, Truth, untimed

FORMATS = ("json", "otr", "html", "eaf", "tei")
TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def render(truths: list[Truth]) -> Rendered:
    """.json, .otr, .html, .eaf and .xml files."""
    for truth in truths:
        yield Rendering("html", "paragraphs", truth.name, ".html", _page(truth), untimed(truth.said))
        if not truth.is_conversation:
            continue
        nobody = tuple(replace(one, speaker=None, role=None) for one in truth.spoken)
        whisper = _json(truth, speakers=False)
        yield Rendering("json", "Whisper", truth.name, ".json", whisper, nobody, speakers=False)
        yield Rendering(
            "json",
            "WhisperX",
            truth.name,
            ".json",
            _json(truth, speakers=True),
            truth.spoken,
            0.002,
            ends=True,
        )
        spoken = tuple(replace(one, ends=None) for one in truth.spoken)
        yield Rendering("otr", "oTranscribe", truth.name, ".otr", _otr(truth), spoken, 1.0)
        yield Rendering("html", "table with times", truth.name, ".html", _table(truth), spoken, 1.0)
        yield Rendering("html", "noScribe", truth.name, ".html", _noscribe(truth), untimed(truth.spoken))
        for layout, (written, resolution) in MARKED.items():
            page = _html(truth, "\n".join(written(one) for one in truth.spoken))
            yield Rendering("html", layout, truth.name, ".html", page, spoken, resolution)
        yield Rendering(
            "eaf", "a tier a speaker", truth.name, ".eaf", _eaf(truth), truth.spoken, 0.002, ends=True
        )
        yield Rendering("tei", "u who", truth.name, ".xml", _tei(truth), untimed(truth.said))
        yield Rendering("tei", "ParlaClarin", truth.name, ".xml", _parla(truth), untimed(truth.spoken))


def _parts(one: Said, tag: str) -> str:
    name = tag.split(" ")[0]
    return "".join(f"<{tag}>{html.escape(paragraph)}</{name}>" for paragraph in one.paragraphs)


def _teams(one: Said) -> str:
    told = f"{int(one.begins) // 60} minuter {int(one.begins) % 60} sekunder"
    return (
        f'<div class="entryHeader"><span class="eventSpeakerName">{html.escape(one.speaker)}</span>'
        f'<span class="screenReaderFriendlyHiddenTag">{told}</span>'
        f'<span aria-hidden="true" class="timestamp">{minutes(one.begins)}</span></div>'
        + _parts(one, 'div class="eventText"')
    )


def _trint(one: Said) -> str:
    at = f'data-m="{int(one.begins * 1000)}"'
    words = "".join(f"<span {at}>{html.escape(word)} </span>" for word in one.text.split())
    return f'<p {at}><span class="speaker" {at}>[{html.escape(one.speaker)}] </span>{words}</p>'


# Elements whose classes say who speaks and when, or say nothing (as pages have them that are copied).
MARKED: dict[str, tuple[Callable[[Said], str], float]] = {
    "Teams, elements": (_teams, 1.0),
    "Trint, words in milliseconds": (_trint, 0.002),
    "spans of name and time": (
        lambda one: (
            f'<span class="name">{html.escape(one.speaker)}</span><span class="time">'
            f"{clock(one.begins)}</span>{_parts(one, 'p')}"
        ),
        1.0,
    ),
    "Zoom, a list": (
        lambda one: (
            f'<li><div class="user-name"><span>{html.escape(one.speaker)}</span></div>'
            f'<div class="timeline">{clock(one.begins)}</div>{_parts(one, "div")}</li>'
        ),
        1.0,
    ),
    "classes that say nothing": (
        lambda one: (
            f'<div class="css-1"><span class="css-2">{html.escape(one.speaker)}</span>'
            f'<span class="css-3">{minutes(one.begins)}</span></div>{_parts(one, "div")}'
        ),
        1.0,
    ),
}


def _json(truth: Truth, *, speakers: bool) -> bytes:
    segments = [
        {
            "id": number,
            "start": part.begins,
            "end": part.ends,
            "text": f" {part.text}",
            **(
                {"speaker": part.one.speaker, "words": _words(part.text, part.begins, part.ends)}
                if speakers
                else {}
            ),
        }
        for number, part in enumerate(parts(truth))
    ]
    whole = {"segments": segments, "language": "sv"}
    if not speakers:
        whole = {"text": "".join(segment["text"] for segment in segments), **whole}
    return json.dumps(whole, ensure_ascii=not speakers).encode("utf-8")


def _words(text: str, begins: float, ends: float) -> list[dict[str, object]]:
    step = (ends - begins) / len(text.split())
    return [
        {
            "word": word,
            "start": round(begins + number * step, 3),
            "end": round(begins + (number + 1) * step, 3),
        }
        for number, word in enumerate(text.split())
    ]


def _otr(truth: Truth) -> bytes:
    rows = []
    for one in truth.spoken:
        stamp = f'<span class="timestamp" data-timestamp="{one.begins}">{minutes(one.begins)}</span>'
        words = "<br />".join(html.escape(paragraph, quote=False) for paragraph in one.paragraphs)
        rows.append(f"<p>{stamp}&nbsp;<b>{html.escape(one.speaker)}</b>: {words}<br /></p>")
    text = "".join(rows)
    return json.dumps({"text": text, "media": "intervju.mp3", "media-time": 12.5}).encode("utf-8")


def _page(truth: Truth) -> bytes:
    rows, depth = [], 0
    for one in truth.said:
        wanted = one.level if one.kind == "note" else 0
        rows += ["<ul>"] * (wanted - depth) + ["</ul>"] * (depth - wanted)
        depth = wanted
        if one.kind == "heading":
            rows.append(f"<h{one.level}>{html.escape(one.text)}</h{one.level}>")
        elif one.kind == "note":
            rows.append(f"<li>{html.escape(one.text)}</li>")
        else:
            first, *more = (html.escape(paragraph) for paragraph in one.paragraphs)
            label = f"<b>{html.escape(one.speaker)}:</b> " if one.speaker else ""
            rows += [f"<p>{label}{first}</p>", *(f"<p>{paragraph}</p>" for paragraph in more)]
    rows += ["</ul>"] * depth
    return _html(truth, "\n".join(rows))


def _table(truth: Truth) -> bytes:
    rows = [
        f"<tr><td>{clock(one.begins)}</td><td>{html.escape(one.speaker)}</td><td>{_broken(one)}</td></tr>"
        for one in truth.spoken
    ]
    return _html(truth, f"<table>{''.join(rows)}</table>")


def _noscribe(truth: Truth) -> bytes:
    rows = [
        f'<p><a name="ts_{int(one.begins * 1000)}_{int(one.ends * 1000)}_{one.speaker[0]}">'
        f"{html.escape(one.speaker)}: {_broken(one)}</a></p>"
        for one in truth.spoken
    ]
    return _html(truth, "\n".join(rows))


def _broken(one: Said) -> str:
    return "<br>".join(html.escape(paragraph) for paragraph in one.paragraphs)


def _html(truth: Truth, body: str) -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8">'
        f"<title>{html.escape(truth.title)}</title><style>p {{ margin: 0 }}</style>"
        f"<script>var intervju = 1 < 2;</script></head>\n<body>\n{body}\n</body></html>\n"
    ).encode()


def _eaf(truth: Truth) -> bytes:
    made = Eaf(author="KÖ")
    made.remove_tier("default")
    for one in truth.spoken:
        if one.speaker not in made.tiers:
            made.add_tier(one.speaker, part=one.speaker)
        made.add_annotation(one.speaker, round(one.begins * 1000), round(one.ends * 1000), one.text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "intervju.eaf"
        made.to_file(str(path))
        return path.read_bytes()


def _tei(truth: Truth) -> bytes:
    """Speech as TEI has it: divisions with heads, `u who`, paragraphs as `seg`."""
    root, body, ids = _corpus(truth)
    division = body
    for one in truth.said:
        if one.kind == "heading":
            division = _add(body, "div")
            _add(division, "head", one.text)
            continue
        said = _add(division, "u")
        said.set("who", f"#{ids[one.speaker]}")
        for paragraph in one.paragraphs:
            _add(said, "seg", paragraph)
    return _xml(root)


def _parla(truth: Truth) -> bytes:
    """Parla-CLARIN: the label is a note before the utterance, and says who."""
    root, body, ids = _corpus(truth)
    division = _add(body, "div")
    for one in truth.spoken:
        _add(division, "note", f"{one.speaker}:").set("type", "speaker")
        said = _add(division, "u")
        said.set("who", f"#{ids[one.speaker]}")
        for paragraph in one.paragraphs:
            _add(said, "seg", paragraph)
    return _xml(root)


def _corpus(truth: Truth) -> tuple[ElementTree.Element, ElementTree.Element, dict[str, str]]:
    root = ElementTree.Element(f"{{{TEI}}}TEI")
    header = _add(root, "teiHeader")
    _add(_add(_add(header, "fileDesc"), "titleStmt"), "title", truth.title)
    people = _add(_add(_add(header, "profileDesc"), "particDesc"), "listPerson")
    ids = {}
    for one in truth.spoken:
        if one.speaker not in ids:
            ids[one.speaker] = f"p{len(ids) + 1}"
            person = _add(people, "person")
            person.set(XML_ID, ids[one.speaker])
            _add(person, "persName", one.speaker)
    return root, _add(_add(root, "text"), "body"), ids


def _add(parent: ElementTree.Element, tag: str, text: str | None = None) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{TEI}}}{tag}")
    made.text = text
    return made


def _xml(root: ElementTree.Element) -> bytes:
    ElementTree.register_namespace("", TEI)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
