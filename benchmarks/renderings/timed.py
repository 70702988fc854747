"""Subtitles by webvtt-py and srt, as Teams, Zoom, Whisper, WhisperX and noScribe cut them into cues."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import srt
import webvtt

from renderings import Rendered, Rendering
from renderings.truth import Said, Truth

FORMATS = ("vtt", "srt")
WIDTH = 58


@dataclass(frozen=True)
class Part:
    """A stretch of a turn that is one cue."""

    one: Said
    text: str
    begins: float
    ends: float
    first: bool


def render(truths: list[Truth]) -> Rendered:
    """.vtt and .srt files."""
    for truth in truths:
        if not truth.is_conversation:
            continue
        for layout, (label, overlap) in VOICES.items():
            data = _vtt(parts(truth, overlap), label)
            yield _cues("vtt", layout, truth, data, overlap=overlap)
        yield _cues("vtt", "CRLF, BOM", truth, _crlf(_vtt(parts(truth), VOICES["<v Name>…</v>"][0])))
        yield _cues("vtt", "noScribe", truth, _noted(_vtt(parts(truth), VOICES["<v Name>"][0])))
        yield from _two_in_a_cue(truth)
        yield _cues("vtt", "Teams, identifiers", truth, _identified(parts(truth)))
        for layout, label in LABELS.items():
            data = _srt(parts(truth), label)
            yield _cues("srt", layout, truth, data.encode("utf-8"))
            if layout == "Name:":
                yield _cues("srt", "CRLF, BOM", truth, _crlf(data.encode("utf-8")))
                yield _cues("srt", "cp1252 CRLF", truth, data.replace("\n", "\r\n").encode("cp1252"))
        spoken = tuple(replace(one, speaker=None, role=None) for one in truth.spoken)
        whisper = _srt(parts(truth), lambda part: part.text).encode("utf-8")
        yield Rendering("srt", "Whisper", truth.name, ".srt", whisper, spoken, speakers=False)
        whisper = _vtt(parts(truth), lambda part: html.escape(part.text, quote=False))
        yield Rendering("vtt", "Whisper", truth.name, ".vtt", whisper, spoken, speakers=False)


def parts(truth: Truth, overlap: float = 0.0) -> list[Part]:
    """Turns cut in mid-sentence after some fifty characters, times in proportion.

    Args:
        truth: The transcript.
        overlap: Seconds by which a turn begins before the one before it has ended.
    """
    found = []
    for one in truth.spoken:
        words, cuts, line = one.text.split(), [], ""
        for word in words:
            if line and len(line) + len(word) > WIDTH:
                cuts.append(line)
                line = ""
            line = f"{line} {word}".strip()
        cuts.append(line)
        length, clock, total = one.ends - one.begins, one.begins, sum(map(len, cuts))
        for number, cut in enumerate(cuts):
            ends = one.ends if number == len(cuts) - 1 else round(clock + length * len(cut) / total, 3)
            found.append(Part(one, cut, clock, round(ends + overlap, 3), number == 0))
            clock = ends
    return found


def _cues(format: str, layout: str, truth: Truth, data: bytes, *, overlap: float = 0.0) -> Rendering:
    expected = tuple(replace(one, ends=round(one.ends + overlap, 3)) for one in truth.spoken)
    return Rendering(format, layout, truth.name, f".{format}", data, expected, 0.002, ends=True)


def _vtt(cues: list[Part], say: Callable[[Part], str]) -> bytes:
    made = webvtt.WebVTT()
    for part in cues:
        made.captions.append(webvtt.Caption(_stamp(part.begins), _stamp(part.ends), say(part)))
    stream = io.StringIO()
    made.write(stream)
    return stream.getvalue().encode("utf-8")


def _srt(cues: list[Part], say: Callable[[Part], str]) -> str:
    return srt.compose(
        srt.Subtitle(None, timedelta(seconds=part.begins), timedelta(seconds=part.ends), say(part))
        for part in cues
    )


def _stamp(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def _crlf(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")


def _noted(data: bytes) -> bytes:
    note = b"NOTE\nTranscribed with noScribe version 0.6\n\nNOTE\nmedia: C:\\intervju.m4a\n"
    return b"WEBVTT Intervju\n\n" + note + data.removeprefix(b"WEBVTT")


def _identified(cues: list[Part]) -> bytes:
    """Teams' cues have names of their own, and settings after their times."""
    made = webvtt.WebVTT()
    for number, part in enumerate(cues):
        caption = webvtt.Caption(
            _stamp(part.begins),
            _stamp(part.ends),
            f"<v {part.one.speaker}>{_escaped(part)}</v>",
            identifier=f"5f0b7a3e-91c4-4d43-8f0e-0c2d9e1b7a55/{number}-0",
        )
        made.captions.append(caption)
    stream = io.StringIO()
    made.write(stream)
    return stream.getvalue().encode("utf-8")


def _two_in_a_cue(truth: Truth) -> Iterator[Rendering]:
    """A short turn shares its cue with the one after it, each with its voice."""
    made, waiting, expected = webvtt.WebVTT(), [], []
    for one in truth.spoken:
        waiting.append(one)
        if len(one.text) < 12:
            continue
        begins, ends = waiting[0].begins, one.ends
        made.captions.append(webvtt.Caption(_stamp(begins), _stamp(ends), "\n".join(map(_voice, waiting))))
        expected += [replace(each, begins=begins, ends=ends) for each in waiting]
        waiting = []
    stream = io.StringIO()
    made.write(stream)
    data = stream.getvalue().encode("utf-8")
    yield Rendering("vtt", "two voices in a cue", truth.name, ".vtt", data, tuple(expected), 0.002, ends=True)


def _voice(one: Said) -> str:
    text = html.escape(" ".join(one.paragraphs), quote=False)
    return f"<v {one.speaker}>{text}</v>"


def _escaped(part: Part) -> str:
    return html.escape(part.text, quote=False)


VOICES: dict[str, tuple[Callable[[Part], str], float]] = {
    "<v Name>…</v>": (lambda part: f"<v {part.one.speaker}>{_escaped(part)}</v>", 0.0),
    "<v Name>": (lambda part: f"<v {part.one.speaker}>{_escaped(part)}", 0.0),
    "Teams, overlapping": (lambda part: f"<v {part.one.speaker}>{_escaped(part)}</v>", 0.9),
    "Zoom": (lambda part: f"{part.one.speaker}: {_escaped(part)}", 0.0),
    "label in the first cue only": (
        lambda part: f"{part.one.speaker}: {_escaped(part)}" if part.first else _escaped(part), 0.0
    ),
}  # fmt: skip
LABELS: dict[str, Callable[[Part], str]] = {
    "Name:": lambda part: f"{part.one.speaker}: {part.text}",
    "WhisperX": lambda part: f"[{part.one.speaker}]: {part.text}",
    "label in the first cue only": lambda part: (
        f"{part.one.speaker}: {part.text}" if part.first else part.text
    ),
    "<i>": lambda part: f"{part.one.speaker}: <i>{part.text}</i>",
}
