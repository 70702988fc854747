"""The component that cuts turns into segments, the units that are coded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from qualcode import carrier
from qualcode.sentences import Stretch, sentences
from qualcode.transcript import TURN_BREAK

REST_WORDS = 3
"""A sentence of fewer words (``Mm.``, ``Ja, precis.``) does not stand alone and does not count as one."""

REST_CHARACTERS = 18
"""… unless it is at least this long."""

DEFAULTS = {"sentences": 3, "characters": 320, "roles": ["respondent", "participant", "facilitator"]}


class Segments:
    """Sets sentence starts and ``doc.spans["segments"]``.

    Turns come from ``doc.spans["turns"]``; where there are none, every paragraph is a turn of no speaker.

    Args:
        sentences: Most sentences in a segment.
        characters: A segment is not extended beyond this many code points by a further sentence.
        roles: Whose turns are coded; turns of no known role always are, headings and heads never.
    """

    def __init__(self, *, sentences: int, characters: int, roles: Sequence[str]) -> None:
        self.sentences, self.characters, self.roles = sentences, characters, frozenset(roles)

    def __call__(self, doc: Doc) -> Doc:
        """Cuts a Doc's turns into segments."""
        if "turns" not in doc.spans:
            carrier.set_paragraphs(doc, paragraphs(carrier.text(doc)))
        views = doc.spans["turns"].attrs["turns"]
        text = carrier.text(doc)
        starts: list[int] = []
        pieces: list[Stretch] = []
        turn_of: list[int] = []
        coded: list[bool] = []
        for index, (turn, view) in enumerate(zip(doc.spans["turns"], views, strict=True)):
            begin, words = turn.start_char, text[turn.start_char : turn.end_char]
            found = sentences(words)
            starts.extend(begin + start for start, _ in found)
            heading = view["kind"] == "heading"
            parts = [(0, len(words))] if heading else self.cut(words, found)
            pieces.extend((begin + start, begin + end) for start, end in parts)
            turn_of.extend([index] * len(parts))
            spoken = view["kind"] not in ("heading", "head")
            coded.extend([spoken and (view["role"] is None or view["role"] in self.roles)] * len(parts))

        places = doc.to_array([IDX]).astype(np.int64)
        marks = np.full(len(doc), -1, dtype=np.int64)
        marks[np.searchsorted(places, starts)] = 1
        if len(marks):
            marks[0] = 1
            doc.from_array([SENT_START], marks.reshape(-1, 1).astype(np.uint64))
        firsts = np.searchsorted(places, [start for start, _ in pieces])
        lasts = np.searchsorted(places, [end for _, end in pieces])
        spans = [Span(doc, int(a), int(b)) for a, b in zip(firsts, lasts, strict=True)]
        attrs = {"turn": turn_of, "coded": coded}
        doc.spans["segments"] = SpanGroup(doc, name="segments", spans=spans, attrs=attrs)
        return doc

    def cut(self, text: str, found: list[Stretch]) -> list[Stretch]:
        """The segments of a turn: as few as the limits allow, and then as even as can be.

        Args:
            text: The turn's words.
            found: Its sentences.
        """
        units = _join_rests(text, found)
        if len(units) <= 1 or (len(units) <= self.sentences and self._fits(units[0], units[-1])):
            return [(units[0][0], units[-1][1])] if units else []
        best: list[tuple[tuple[int, int, int], int]] = [((0, 0, 0), 0)]
        for end in range(1, len(units) + 1):
            choices = []
            for start in range(end - 1, max(end - self.sentences, 0) - 1, -1):
                if start < end - 1 and not self._fits(units[start], units[end - 1]):
                    break
                (segments, counts, lengths), _ = best[start]
                length = units[end - 1][1] - units[start][0]
                cost = (segments + 1, counts + (end - start) ** 2, lengths + length**2)
                choices.append((cost, start))
            best.append(min(choices))
        parts: list[Stretch] = []
        end = len(units)
        while end:
            start = best[end][1]
            parts.append((units[start][0], units[end - 1][1]))
            end = start
        return parts[::-1]

    def _fits(self, first: Stretch, last: Stretch) -> bool:
        return last[1] - first[0] <= self.characters


def _join_rests(text: str, found: list[Stretch]) -> list[Stretch]:
    """Sentences with the tiny ones joined to the next, or to the one before where there is no next."""
    units: list[Stretch] = []
    waiting: int | None = None
    for start, end in found:
        if waiting is not None:
            start, waiting = waiting, None
        if end - start < REST_CHARACTERS and len(text[start:end].split()) < REST_WORDS:
            waiting = start
        else:
            units.append((start, end))
    if waiting is not None:
        units[-1:] = [(units[-1][0] if units else waiting, found[-1][1])]
    return units


def paragraphs(text: str) -> list[Stretch]:
    """Where the paragraphs of a text without turns stand."""
    found: list[Stretch] = []
    position = 0
    for block in text.split(TURN_BREAK):
        words = block.strip()
        if words:
            start = position + len(block) - len(block.lstrip())
            found.append((start, start + len(words)))
        position += len(block) + len(TURN_BREAK)
    return found


@Language.factory("qualcode_segments", default_config=DEFAULTS, assigns=["token.is_sent_start", "doc.spans"])
def make_segments(nlp: Language, name: str, sentences: int, characters: int, roles: list[str]) -> Segments:
    """The factory ``qualcode_segments``."""
    return Segments(sentences=sentences, characters=characters, roles=roles)
