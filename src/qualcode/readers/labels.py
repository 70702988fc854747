"""Where a line may begin with a speaker's label, in the ways labels are really written.

``parse`` only says what *could* be a label. A colon in speech (``Alltså så här: …``, ``VIKTIGT: …``,
``Problemet: …``) looks the same as one after a name, so ``evidence`` decides over the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from qualcode.deidentify import pseudonyms
from qualcode.readers import times, words
from qualcode.readers.lines import Line

Shape = Literal["colon", "bracket", "paren", "tab", "bold", "dash", "alone", "timed"]
_LONGEST = 40

_STAMPED = re.compile(
    r"(?P<label>[^:\t\n(\[]{1,40}?(?:\((?![\d:.,\s]*\d:\d)[^():\n]{1,30}\))?)"
    r"\s*[\[(](?P<time>[\d:.,\s>–-]*\d:\d[^\])]*)[\])]\s*:\s*"
)
_COLON = re.compile(r"(?P<label>[^:\t\n]{1,60}?)[ ]?:[*_]{0,2}(?=\s|$|[*_])\s*")
_TIGHT = re.compile(r"(?P<label>[^\W\d_][^:\t\n]{0,39}?):(?=[^\s\d/:])")
_BRACKET = re.compile(r"[\[<{](?:v\s+)?(?P<label>[^\W\d_][^\[\]<>{}:\t\n]{0,39})[\]>}]\s*")
_PAREN = re.compile(r"\((?P<label>[^\W\d_][^():\t\n]{0,39}(?:\([^():\t\n]{1,30}\))?)\)\s+(?=\S)")
_TAB = re.compile(r"(?P<label>[^\t\n:]{1,40}?):?\s*\t\s*(?=\S)")
_DASH = re.compile(
    r"(?P<label>[^\W\d_](?:[^:;>|\t\n–—-]|(?<=\w)-(?=\w)){0,39}?)(?:\s+(?:[–—-]|--|\|)|[>;])\s+(?=\S)"
)
# ``Anna 0:12``, ``Anna - 00:12``, ``Anna | 00:00:12 – 00:00:15``
_AT_TIME = re.compile(
    r"(?P<label>[^\W\d_][^:\t\n]{0,39}?)(?:\s+|\s*,\s*|\s*[–—|·•]\s*|\s+-\s+)"
    r"(?P<time>\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s*[–—-]\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?)$"
)
_AFTER_STAMP = re.compile(r"[–—-]\s+(?=\S)")
_SENTENCE = re.compile(r"[!?;,\"”“»…=/\\|]|\.\s+[^\W\d_]{4}|\.\S")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line as it may be read: time stamps and a possible label taken off.

    Attributes:
        line: The line.
        text: What is left if the label is one (or there is none).
        plain: What is left if the label is none after all, and an unsure stamp none either.
        unstamped: What is left if only the stamp counts.
        label: The possible label as written, without its punctuation.
        key: What makes spellings of the label the same.
        shape: How the label is set off from what is said.
        begins: Seconds, from a stamp before or after the label.
        ends: Seconds.
        unsure: The stamp is one that could be a time of day, if the label is none.
        stamp_only: Nothing stands on the line but a time stamp.
    """

    line: Line
    text: str
    plain: str
    unstamped: str
    label: str | None = None
    key: str = ""
    shape: Shape | None = None
    begins: float | None = None
    ends: float | None = None
    unsure: bool = False
    stamp_only: bool = False


class _Found(NamedTuple):
    label: str
    rest: str
    shape: Shape
    stamp: times.Stamp | None = None


def parse(line: Line, known: frozenset[str] = frozenset()) -> Parsed:
    """The line with its possible label.

    Args:
        line: One line, already tidied.
        known: Keys of labels that are certain, whatever they look like.
    """
    whole = line.text.strip()
    text, plain, stamp = whole, whole, None
    # ``@0:03 - Anna``
    opening = whole[1:] if whole[:1] == "@" and whole[1:2].isdigit() else whole
    if times.may_hold_time(whole) and (stamp := times.leading(opening)):
        text = stamp.text
        if dash := _AFTER_STAMP.match(text):
            text = text[dash.end() :]
        plain = text if stamp.sure else whole
    elif (told := times.in_words(whole)) is not None:
        stamp, text = times.Stamp(float(told), None, "", sure=False), ""
    if stamp and not text:
        return Parsed(
            line, "", plain, "", begins=stamp.begins, ends=stamp.ends, unsure=not stamp.sure, stamp_only=True
        )
    bold = max(0, line.bold - (len(line.text.rstrip()) - len(text)))
    found = _find(text, bold, stamp is not None, known)
    if found and found.shape == "bold" and not _plausible(found.label, known):
        # Only a part of the label is bold.
        found = _find(text, 0, stamp is not None, known)
    if found and not _plausible(found.label, known):
        # A colon further on is one in what is said.
        found = _dashed(text) if found.shape == "colon" else None
        if found and not _plausible(found.label, known):
            found = None
    after = found.stamp if found else None
    if (
        found
        and not after
        and found.shape in ("colon", "tab", "bold")
        and times.may_hold_time(found.rest[:40])
    ):
        after = times.leading(found.rest)
        if after and (after.sure or (stamp is None and found.rest[0] in "(<" and after.text)):
            found = found._replace(rest=after.text)
        else:
            after = None
    stamp = stamp or after
    begins, ends = (stamp.begins, stamp.ends) if stamp else (line.begins, line.ends)
    unsure = stamp is not None and not stamp.sure
    if not found:
        return Parsed(line, text, plain, text, begins=begins, ends=ends, unsure=unsure)
    stop = "." if words.ends_in_initial(found.label.strip(" *_[]<>{}")) else ""
    label = found.label.strip(" *_<>{}.@") + stop
    if not (label.startswith("[") and pseudonyms.read(label)):
        # The brackets of what de-identification writes for a speaker, ``[Person 2]``, are part of the label.
        label = label.strip(" *_[]<>{}.@") + stop
    return Parsed(line, found.rest, plain, text, label, words.key(label), found.shape, begins, ends, unsure)


def stamps_stand_below(parsed: Sequence[Parsed]) -> bool:
    """Whether time stamps on lines of their own stand under the names of those who speak, and not above.

    Args:
        parsed: All lines of a file.
    """
    stamps = above = after = 0
    for before, one in pairwise(parsed):
        stamps += one.stamp_only and not before.stamp_only
        above += one.stamp_only and _stands_alone(before)
        after += before.stamp_only and _stands_alone(one)
    return stamps >= 2 and above >= 0.8 * stamps and above > after


def with_times_after(parsed: list[Parsed]) -> list[Parsed]:
    """The lines with ``Anna: 0:12`` read as a name and a time, if so most names stand; else it is an answer.

    Args:
        parsed: All lines of a file.
    """
    labelled = [index for index, one in enumerate(parsed) if one.label and one.shape in ("colon", "bracket")]
    timed: dict[int, times.Stamp] = {}
    for index in labelled:
        rest = parsed[index].text
        if parsed[index].begins is None and len(rest) <= _LONGEST and times.may_hold_time(rest):
            stamp = times.leading(rest)
            if stamp and not stamp.text:
                timed[index] = stamp
    if len(timed) < 3 or len(timed) < 0.6 * len(labelled):
        return parsed
    return [
        replace(one, text="", shape="timed", begins=timed[index].begins, ends=timed[index].ends)
        if index in timed
        else one
        for index, one in enumerate(parsed)
    ]


def _stands_alone(one: Parsed) -> bool:
    return bool(one.label) and one.shape in ("alone", "colon", "timed") and not one.text


def _find(text: str, bold: int, timed: bool, known: frozenset[str]) -> _Found | None:
    """The possible label at the text's beginning."""
    bracketed = "(" in text[:_LONGEST] or "[" in text[:_LONGEST]
    if bracketed and (found := _STAMPED.match(text)) and (stamp := times.leading(found["time"])):
        return _Found(found["label"], text[found.end() :], "colon", stamp)
    after = text[bold:].strip()
    # Bold words before nothing but a time are Teams' ``Name   0:05``.
    timed_alone = bool(after) and times.may_hold_time(after) and (at := times.leading(after)) and not at.text
    if bold and after and not timed_alone and ":" not in text[:bold] and not after.startswith(":"):
        return _Found(text[:bold].strip(), after.strip("–—- "), "bold")
    if text[:1] in "[<{" and (found := _BRACKET.match(text)):
        rest = text[found.end() :]
        if not rest.startswith(":"):
            return _Found(found["label"], rest, "bracket")
    if text[:1] == "(" and (found := _PAREN.match(text)):
        return _Found(found["label"], text[found.end() :], "paren")
    if (dashed := _dashed(text)) and words.key(dashed.label) in known:
        return dashed
    for pattern, shape in ((_COLON, "colon"), (_TAB, "tab")):
        if found := pattern.match(text):
            return _Found(found["label"], text[found.end() :], shape)
    if len(text) <= 2 * _LONGEST and times.may_hold_time(text):
        # f4's ``#00:01:02-3#`` closes what is said; it stands after no name.
        if (stamp := times.trailing(text)) and not text.endswith("#"):
            return _Found(stamp.text, "", "timed", stamp)
        if (found := _AT_TIME.match(text)) and (stamp := times.leading(found["time"])):
            return _Found(found["label"], "", "timed", stamp)
    qualified = len(text) <= 2 * _LONGEST and words.without_qualifier(text) != text
    # ``Respondent 3 – Kista`` is a label, and nothing that a respondent says.
    if not qualified:
        if found := _TIGHT.match(text):
            return _Found(found["label"], text[found.end() :], "colon")
        if dashed:
            return dashed
    if len(text) <= _LONGEST or qualified or words.key(text) in known:
        return _Found(text, "", "timed" if timed else "alone")
    return None


def _dashed(text: str) -> _Found | None:
    """A label before a dash, and what it tells of the speaker after another one."""
    found = _DASH.match(text)
    if found is None:
        return None
    told = _DASH.match(text, found.end())
    whole = text[: told.end("label")] if told else ""
    if words.without_qualifier(whole) == found["label"] != whole:
        return _Found(whole, text[told.end() :], "dash")
    return _Found(found["label"], text[found.end() :], "dash")


def _plausible(label: str, known: frozenset[str]) -> bool:
    """Short, no sentence, and with a letter in it."""
    label = label.strip(" *_[]<>{}")
    plain = words.key(label)
    if plain in known:
        return True
    if (bare := words.without_qualifier(label)) != label:
        told = bool(words.part(bare) or words.is_initials(bare) or words.is_name(bare))
        return told and _plausible(bare, known)
    if (
        len(label) > _LONGEST
        or not plain
        or not plain[0].isalpha()
        or _SENTENCE.search(words.without_titles(label).strip(" ."))
    ):
        return False
    if words.part(label) or len(plain) == 1:
        return True
    split = plain.split()
    return len(split) <= 5 and not any(word in words.FUNCTION_WORDS for word in split)
