"""Lines to turns with speakers and roles: what all formats share once their markup is gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise

from qualcode.readers import head, labels, roles, turns, words
from qualcode.readers.evidence import Evidence, Known
from qualcode.readers.labels import Parsed
from qualcode.readers.lines import Line, Reading, Warned, without_bullet
from qualcode.readers.text import tidy
from qualcode.study import SourceSettings
from qualcode.transcript import Piece, Role

# Below the levels that styles and marks give.
_BOLD_LEVEL = 8
_COUNTED = re.compile(r"\s*(?P<number>\d{1,4})[.)]\s*(?=[^\W\d_]|\[)")
_FEWEST_COUNTED = 5
# Nobody has so many speakers in a conversation; their labels are not compared pairwise.
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Conversation:
    """A file as turns, and what was decided about its lines on the way.

    Attributes:
        pieces: Turns, notes, paragraphs and headings in the order of the file.
        warnings: What a researcher should know.
        lines: As they may be read, in order.
        head: Indexes of lines where nobody speaks, whatever they look like.
        shown: What each speaker is called, by the key of the label.
        evidence: What the speakers were told by.
    """

    pieces: list[Piece]
    warnings: list[Warned]
    lines: list[Parsed] = field(default_factory=list)
    head: frozenset[int] = frozenset()
    shown: dict[str, str] = field(default_factory=dict)
    evidence: Evidence | None = None


def converse(reading: Reading, settings: SourceSettings, attributes: Mapping[str, str]) -> Conversation:
    """Turns, notes, paragraphs and headings in the order of the file, and how they were told.

    Args:
        reading: What the format's module read.
        settings: What a person knows better: labels, names and roles.
        attributes: The source's metadata, which may name the interviewer.
    """
    stated = {words.key(label): role for label, role in settings.roles.items()}
    rename = {words.key(label): name for label, name in settings.rename.items()}
    people = roles.people(attributes)
    if reading.pieces is not None:
        return Conversation(*_with_roles(reading.pieces, stated, people, rename, attributes))
    only = frozenset(words.key(label) for label in settings.labels)
    known = Known(only, frozenset(stated) | frozenset(rename) | frozenset(people) | only)

    lines = _lines(reading)
    parsed = _parse(lines, known)
    # A recording has no head; its first words may sound like one.
    opening = head.Head(frozenset(), {}) if reading.cues else head.find(parsed)
    if opening.people:
        known = Known(only, known.labels | frozenset(opening.people))
        parsed = _parse(lines, known)
    evidence = Evidence(parsed, known, opening.lines)
    speakers = evidence.speakers()
    if evidence.throughout("dash"):
        # Whoever is known to speak before a dash does so too where a colon follows: ``Anna – Alltså: …``.
        known = Known(only, known.labels | speakers)
        parsed = _parse(lines, known)
        evidence = Evidence(parsed, known, opening.lines)
        speakers = evidence.speakers()
    shown = _spellings(parsed, speakers, opening.lines, rename)
    built = turns.build(parsed, shown, head=opening.lines, cues=reading.cues)
    found, warnings = _with_roles(built, stated, {**opening.people, **people}, rename, attributes)
    if only and not only & {words.key(parsed.label or "") for parsed in parsed}:
        warnings.append(("labels_not_found", {"labels": ", ".join(settings.labels)}))
    return Conversation(found, warnings, parsed, opening.lines, shown, evidence)


def _lines(reading: Reading) -> list[Line]:
    """The lines with words in them, tidied, with bullets and headings told that typography alone marks."""
    found: list[Line] = []
    for line in reading.lines:
        cleaned = tidy(line.text)
        if not cleaned.strip():
            continue
        if cleaned != line.text:
            line = replace(line, text=cleaned, bold=len(tidy(line.text[: line.bold])))
        found.append(line if reading.cues else without_bullet(line))
    return _bold_headings(_counted_turns(found))


def _counted_turns(lines: list[Line]) -> list[Line]:
    """The lines with the numbers taken off that count all labelled turns of a file: ``12. Anna: …``."""
    counted = [
        (index, found)
        for index, line in enumerate(lines)
        if line.opens and not (line.heading or line.bullet) and (found := _COUNTED.match(line.text))
    ]
    bare = {
        index: replace(
            lines[index],
            text=lines[index].text[found.end() :],
            bold=max(0, lines[index].bold - found.end()),
            bullet=True,
            counted=found.group().strip(),
        )
        for index, found in counted
    }
    in_order = [int(found["number"]) for _, found in counted] == list(range(1, len(counted) + 1))
    labelled = sum(labels.parse(line).shape in ("colon", "tab", "bracket", "bold") for line in bare.values())
    if len(counted) < _FEWEST_COUNTED or not in_order or labelled < 0.8 * len(counted):
        return lines
    return [bare.get(index, line) for index, line in enumerate(lines)]


def _parse(lines: list[Line], known: Known) -> list[Parsed]:
    parsed = labels.with_times_after([labels.parse(line, known.labels) for line in lines])
    below = labels.stamps_stand_below(parsed)
    for index, (above, one) in enumerate(pairwise(parsed), 1):
        if above.stamp_only and one.shape == "alone" and not below:
            parsed[index] = replace(one, shape="timed")
        elif one.stamp_only and above.shape == "alone" and below:
            parsed[index - 1] = replace(above, shape="timed")
    return _with_whole_labels(parsed, known)


def _with_whole_labels(parsed: list[Parsed], known: Known) -> list[Parsed]:
    """Lines where only a part of the label is bold (**Karin** Öhman:) with all of it, if it comes back."""
    whole: dict[int, Parsed] = {}
    for index, one in enumerate(parsed):
        if one.shape == "bold":
            other = labels.parse(replace(one.line, bold=0), known.labels)
            if other.shape == "colon" and (words.is_name(other.label or "") or words.part(other.label or "")):
                whole[index] = replace(other, line=one.line)
    often = Counter(other.key for other in whole.values())
    return [
        whole[index] if index in whole and often[whole[index].key] > 1 else one
        for index, one in enumerate(parsed)
    ]


def _bold_headings(lines: list[Line]) -> list[Line]:
    """Short lines in bold are headings where most of the file is not bold and they do not come back."""
    bold = [line for line in lines if line.all_bold and line.opens and not line.heading]
    if not bold or len(bold) > 0.4 * len(lines):
        return lines
    often = Counter(line.text for line in bold)
    return [
        replace(line, heading=_BOLD_LEVEL)
        if line.all_bold
        and line.opens
        and not (line.heading or line.bullet or line.cells)
        and often[line.text] == 1
        and len(line.text) <= 80
        and line.text.rstrip()[-1] not in ".,;:!?"
        and labels.parse(line).shape in (None, "alone")
        else line
        for line in lines
    ]


def _spellings(
    parsed: list[Parsed], speakers: Set[str], left_out: frozenset[int], rename: Mapping[str, str]
) -> dict[str, str]:
    """What each speaker's label is shown as, by key."""
    written: dict[str, list[str]] = {}
    for index, one in enumerate(parsed):
        if one.label and one.key in speakers and index not in left_out:
            written.setdefault(one.key, []).append(one.label)
    return {key: rename.get(key) or _spelling(spelled) for key, spelled in written.items()}


def _spelling(labels: Iterable[str]) -> str:
    """The spelling of a label that is written most often, the first of them at a tie."""
    return Counter(labels).most_common(1)[0][0]


def _with_roles(
    built: list[Piece],
    stated: Mapping[str, Role],
    named: Mapping[str, Role],
    rename: Mapping[str, str],
    attributes: Mapping[str, str],
) -> tuple[list[Piece], list[Warned]]:
    called = {
        label: rename.get(words.key(label), label) for label in {turn.speaker for turn in built} if label
    }
    stated, named = (
        {**by_key, **{words.key(rename[key]): role for key, role in by_key.items() if key in rename}}
        for by_key in (stated, named)
    )
    speakers: dict[str, roles.Speaker] = {}
    for turn in built:
        if turn.speaker:
            speaker = called[turn.speaker]
            speakers.setdefault(speaker, roles.Speaker(speaker)).says(turn.text)
    asked = any(turn.role == "interviewer" and not turn.speaker for turn in built)
    told = [("questions_without_label", {"count": str(sum(turn.role == "interviewer" for turn in built))})]
    assigned = roles.assign(
        list(speakers.values()), stated=stated, named=named, attributes=attributes, asked=asked
    )
    found = [
        replace(turn, speaker=called[turn.speaker], role=assigned.by_label[called[turn.speaker]])
        if turn.speaker
        else turn
        for turn in built
    ]
    return found, assigned.warnings + _slips(speakers) + (told if asked else [])


def _slips(speakers: Mapping[str, roles.Speaker]) -> list[Warned]:
    """Labels written once that look like another with a slip of the keys."""
    found: list[Warned] = []
    often = [label for label, speaker in speakers.items() if speaker.turns > 2]
    if len(speakers) > _MOST_COMPARED:
        return []
    for label, speaker in speakers.items():
        if speaker.turns > 1 or len(label) < 4 or any(character.isdigit() for character in label):
            continue
        for other in often:
            if SequenceMatcher(None, label.casefold(), other.casefold()).ratio() >= 0.75:
                found.append(("label_spelled_like", {"label": label, "other": other}))
    return found
