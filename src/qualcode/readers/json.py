"""JSON of speech recognition and transcription services: Whisper, WhisperX, whisper.cpp, and plain lists of
``{speaker, text, start, end}``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qualcode.errors import Place, SourceError
from qualcode.readers import otr
from qualcode.readers.clocks import Clock, in_milliseconds
from qualcode.readers.jsontext import leaves_left_out, load, number, words_of
from qualcode.readers.lines import Line, Reading, Warned
from qualcode.study import SourceSettings

SUFFIXES = (".json",)

_TEXT = ("text", "transcript", "content", "utterance", "sentence", "said", "words_text", "line", "yttrande")
_SPEAKER = ("speaker", "speaker_label", "speaker_name", "speakerName", "speaker_id", "name", "who", "talare")
_LISTS = ("segments", "utterances", "transcription", "chunks", "turns", "cues", "results", "monologues")
_WORDS = frozenset({"words", "word_segments", "tokens", "alternatives", "items"})
_WORD = ("word", "punctuated_word", "text", "value")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class _Said:
    """A segment as the file has it; ``speaker`` is empty where the file says nothing of it."""

    text: str
    speaker: str
    begins: Any
    ends: Any


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's segments, each with speaker and times as far as it has them.

    Raises:
        SourceError: the file is no JSON (``bad_json``, ``truncated``), or none of speech (``unknown_json``).
    """
    value, warnings = load(data, name, settings.encoding)
    if otr.is_otr(value):
        return otr.reading_of(value, warnings)
    segments = _segments(value)
    if segments is None:
        return _of_plain_text(value, name, warnings)
    said = [one for segment in segments for one in _of_segment(segment)]
    milliseconds = in_milliseconds([(one.begins, one.ends, len(one.text)) for one in said])
    clock = Clock(1000 if milliseconds else 1)
    timed = any(one.begins is not None for one in said)
    any_speaker = any(one.speaker for one in said)
    lines = [
        Line(
            one.text,
            # The space joins a sentence that was cut between two segments.
            glue=" " if timed else "\n",
            speaker=one.speaker if any_speaker else None,
            begins=clock.seconds(one.begins),
            ends=clock.seconds(one.ends),
        )
        for one in said
        if one.text.strip()
    ]
    taken = "\n".join([*(line.text for line in lines), *{line.speaker: "" for line in lines if line.speaker}])
    return Reading(lines, warnings + clock.warnings() + leaves_left_out(value, taken), cues=timed)


def _segments(value: Any) -> list[dict[str, Any]] | None:
    """The list of the segments: the one with a known name, or else the one that lies highest."""
    found: list[tuple[tuple[int, int], list[dict[str, Any]]]] = []
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    for key, each, depth in waiting:
        if isinstance(each, dict) and depth < _DEEPEST:
            waiting += [(name, inner, depth + 1) for name, inner in each.items()]
        elif isinstance(each, list):
            objects = [one for one in each if isinstance(one, dict)]
            if (
                key not in _WORDS
                and objects
                and sum(_text(one) is not None for one in objects) * 2 >= len(each)
            ):
                rank = _LISTS.index(key) if key in _LISTS else len(_LISTS)
                found.append(((rank, depth), objects))
            elif depth < _DEEPEST and key not in _WORDS:
                waiting += [(key, one, depth + 1) for one in objects]
    if not found:
        return None
    best = min(found, key=lambda one: one[0])[0]
    return [segment for rank, objects in found if rank == best for segment in objects]


def _text(segment: dict[str, Any]) -> str | None:
    for key in _TEXT:
        if isinstance(segment.get(key), str):
            return words_of(segment[key])
    spoken = _words(segment)
    return _joined([word for word, _ in spoken]) if spoken else None


def _of_segment(segment: dict[str, Any]) -> Iterator[_Said]:
    """The segment, or its parts where its words have several speakers."""
    text = _text(segment)
    if text is None:
        return
    speaker = _speaker(segment)
    begins, ends = _times(segment)
    spoken = _words(segment)
    speakers = [_speaker(about) for _, about in spoken]
    whole = "".join(text.split()) == "".join("".join(word for word, _ in spoken).split())
    if len({one for one in speakers if one}) < 2 or not whole:
        yield _Said(text, speaker, begins, ends)
        return
    part: list[tuple[str, dict[str, Any]]] = []
    last = speaker
    for (word, about), own in zip(spoken, speakers, strict=True):
        # A word without a speaker belongs to whoever spoke before it.
        if part and own and own != last:
            yield _of_words(part, last)
            part = []
        last = own or last
        part.append((word, about))
    yield _of_words(part, last)


def _of_words(part: list[tuple[str, dict[str, Any]]], speaker: str) -> _Said:
    times = [_times(about) for _, about in part]
    begins = next((begin for begin, _ in times if begin is not None), None)
    ends = next((end for _, end in reversed(times) if end is not None), None)
    return _Said(_joined([word for word, _ in part]), speaker, begins, ends)


def _words(segment: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = segment.get("words")
    if not isinstance(found, list):
        return []
    words: list[tuple[str, dict[str, Any]]] = []
    for one in found:
        if isinstance(one, dict):
            word = next((words_of(one[key]) for key in _WORD if isinstance(one.get(key), str)), "")
            words.append((word, one))
    return words


def _joined(words: list[str]) -> str:
    """Words as a text; some programs write the space before a word, some do not."""
    spaced = any(word[:1] == " " for word in words[1:])
    return ("" if spaced else " ").join(words).strip()


def _speaker(about: dict[str, Any]) -> str:
    for key in _SPEAKER:
        value = about.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("id")
        if isinstance(value, str) and value.strip():
            return words_of(value).strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _times(about: dict[str, Any]) -> tuple[Any, Any]:
    """Begin and end as they are written, by the names that programs give them."""
    pair = about.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:
        return pair[0], pair[1]
    clocks = about.get("timestamps")
    if isinstance(clocks, dict):
        return clocks.get("from"), clocks.get("to")
    begins = _first(about, "start", "begin", "begins", "from", "start_time", "startTime", "start_ts", "ts")
    ends = _first(about, "end", "ends", "to", "end_time", "endTime", "stop", "end_ts")
    if begins is None and not isinstance(pair, list | dict):
        begins = pair if pair is not None else about.get("time")
    if ends is None and (length := number(about.get("duration"))) is not None:
        start = number(begins)
        ends = start + length if start is not None else None
    return begins, ends


def _first(about: dict[str, Any], *keys: str) -> Any:
    return next((about[key] for key in keys if about.get(key) is not None), None)


def _of_plain_text(value: Any, name: str, warnings: list[Warned]) -> Reading:
    """JSON that has its text in one piece, or as a list of rows."""
    texts = [value.get("text")] if isinstance(value, dict) else value if isinstance(value, list) else [value]
    rows = [row for text in texts for row in words_of(text).split("\n")]
    if not any(row.strip() for row in rows):
        raise SourceError("unknown_json", where=Place(name))
    return Reading([Line(row) for row in rows], warnings + leaves_left_out(value, "\n".join(rows)))
