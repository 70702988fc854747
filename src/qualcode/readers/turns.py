"""Lines to turns: where one begins, what joins it, and what stands outside of any."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from qualcode.readers import times
from qualcode.readers.labels import Parsed, stamps_stand_below
from qualcode.readers.lines import Line
from qualcode.transcript import Kind, Piece, Role

# A pause this long after a finished sentence parts cues that say nothing about who speaks (seconds).
_PAUSE = 2.0
# What transcribers note in italics, and nobody asks.
_ASIDE = ("(", "[", "{", "<")
_SENTENCE_ENDS = (".", "!", "?", "…", ".”", "?”", '."', '?"')


def build(
    parsed: list[Parsed], shown: dict[str, str], *, head: frozenset[int] = frozenset(), cues: bool = False
) -> list[Piece]:
    """Turns, notes, paragraphs and headings in the order of the lines; roles are not told yet.

    Args:
        parsed: The file's lines as they may be read.
        shown: What each speaker is called, by the key of the label.
        head: Indexes of lines where nobody speaks, whatever they look like.
        cues: The lines are cues of a recording.
    """
    return _Builder(parsed, shown, head, cues).build()


def begins_turns(
    parsed: list[Parsed], shown: dict[str, str], *, head: frozenset[int] = frozenset(), cues: bool = False
) -> list[bool]:
    """For each line, whether its label is taken for a speaker's; arguments as for :func:`build`."""
    return _Builder(parsed, shown, head, cues).labelled


@dataclass(slots=True)
class _Open:
    """A turn that is being collected."""

    kind: Kind
    speaker: str | None
    line: Line
    begins: float | None = None
    ends: float | None = None
    role: Role | None = None
    parts: list[str] = field(default_factory=list)

    def add(self, text: str, glue: str) -> None:
        text = times.within(text)
        if text.strip():
            if self.parts:
                self.parts.append(glue)
            self.parts.append(text.strip())

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Builder:
    """Walks through the lines and closes a turn when the next one begins."""

    def __init__(self, parsed: list[Parsed], shown: dict[str, str], head: frozenset[int], cues: bool) -> None:
        self.parsed, self.shown, self.head, self.cues = parsed, shown, head, cues
        self.shapes = Counter((one.key, one.shape) for one in parsed if one.label)
        self.keys = Counter(one.key for one in parsed if one.label)
        self.labelled = [self._speaks(index) for index in range(len(parsed))]
        self.stamped = times.stamps_the_file(
            one.begins
            for one, labelled in zip(parsed, self.labelled, strict=True)
            if one.unsure and one.begins is not None and not labelled
        )
        self.below = stamps_stand_below(parsed)
        self.enclosed = self._enclosed()
        self.questions = self._asks_set_off()
        self.found: list[Piece] = []
        self.section: list[tuple[int, str]] = []
        self.open: _Open | None = None
        self.ended: float | None = None
        self.pending: tuple[float | None, float | None] = (None, None)

    def build(self) -> list[Piece]:
        """All pieces in order."""
        for index, one in enumerate(self.parsed):
            if index in self.head:
                self._fact(one)
            elif one.line.heading and not self.labelled[index]:
                self._heading(one)
            elif one.stamp_only and self.below and self._is_silent():
                self._timed(one)
            elif one.stamp_only and (not one.unsure or self.stamped or self._before_label(index)):
                self.pending = (one.begins, one.ends)
            elif self.labelled[index]:
                self._labelled(one)
            else:
                self._unlabelled(one, index)
        self._close()
        return self.found

    def _speaks(self, index: int) -> bool:
        one = self.parsed[index]
        if one.line.speaker is not None:
            return True
        if index in self.head or not one.label or one.key not in self.shown:
            return False
        usual = self.shapes[one.key, one.shape] > 1 or self.keys[one.key] == 1
        if one.shape not in ("colon", "timed") and not usual:
            return False
        return not (one.line.heading and one.shape != "alone") and not self._is_lonely(index)

    def _is_lonely(self, index: int) -> bool:
        """A speaker's name alone on a line, with nothing after it to be said."""
        if self.parsed[index].shape != "alone":
            return False
        follows = self.parsed[index + 1] if index + 1 < len(self.parsed) else None
        return follows is None or bool(follows.line.heading) or follows.key in self.shown

    def _is_silent(self) -> bool:
        """A label has opened a turn, and nothing has been said in it."""
        return self.open is not None and self.open.kind == "speech" and not self.open.parts

    def _timed(self, one: Parsed) -> None:
        """Give the turn that has just opened the time on the line below its label."""
        if self.open.begins is None or self.open.begins == self.ended:
            self.open.begins = one.begins
        self.open.ends = one.ends if self.open.ends is None else self.open.ends

    def _before_label(self, index: int) -> bool:
        return index + 1 < len(self.parsed) and self.labelled[index + 1]

    def _enclosed(self) -> list[bool]:
        """For each line, whether labelled turns stand both before and after it in its section."""
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        sections, section = [], 0
        for index, one in enumerate(self.parsed):
            section += bool(one.line.heading) and not self.labelled[index]
            sections.append(section)
            if self.labelled[index]:
                first.setdefault(section, index)
                last[section] = index
        return [first.get(s, len(sections)) < index < last.get(s, -1) for index, s in enumerate(sections)]

    def _asks_set_off(self) -> frozenset[int]:
        """Indexes of questions that no label opens, in an interview that sets them off in bold or italics.

        Whoever has a label there does not ask.
        """
        if self.cues or self._labels_ask():
            return frozenset()
        for is_set_off in (_is_bold, _is_italic):
            found = {
                index
                for index, one in enumerate(self.parsed)
                if is_set_off(one.line)
                and not (one.line.heading or one.line.bullet or one.line.cells or one.plain[:1] in _ASIDE)
                and not (self.labelled[index] or index in self.head)
            }
            asking = {index for index in found if self.parsed[index].plain.endswith("?")}
            few = len(found) < 0.7 * len(self.parsed) or not any(self.labelled)
            if len(asking) >= 3 and len(asking) >= 0.6 * len(found) and few and len(found) < len(self.parsed):
                return frozenset(asking if is_set_off is _is_bold else found)
        return frozenset()

    def _labels_ask(self) -> bool:
        spoken = [one.text for one, labelled in zip(self.parsed, self.labelled, strict=True) if labelled]
        return sum(text.endswith("?") for text in spoken) > 0.2 * len(spoken)

    def _heading(self, one: Parsed) -> None:
        self._close()
        level, text = one.line.heading, times.within(one.line.text).strip()
        while self.section and self.section[-1][0] >= level:
            self.section.pop()
        self.open = _Open("heading", None, one.line, one.line.begins, one.line.ends)
        self.open.add(text, "")
        self._close()
        self.section.append((level, text))

    def _fact(self, one: Parsed) -> None:
        """A line where the file tells about itself; a time in it is one of day."""
        if one.line.opens or self.open is None or self.open.kind != "head":
            self._close()
            self.open = _Open("head", None, one.line)
        else:
            self.open.parts.append(one.line.glue)
        self.open.parts.append(one.line.text.strip())

    def _labelled(self, one: Parsed) -> None:
        line = one.line
        speaker = self.shown.get(one.key) if line.speaker is None else line.speaker or None
        text = one.text if line.speaker is None else one.plain
        begins, ends = self._times(one)
        follows_on = self.open is not None and self.open.kind == "speech" and self.open.speaker == speaker
        if follows_on and speaker:
            # A label of its own opens a paragraph, though what is said there opens with a small letter.
            self._add(text, line.glue if self.cues else "\n", ends)
            return
        self._close()
        if begins is None and not self.cues:
            # A stamp at the end of one turn is when the next begins.
            begins = self.ended
        self.open = _Open("speech", speaker, line, begins, ends)
        self._add(text, line.glue, ends)

    def _unlabelled(self, one: Parsed, index: int) -> None:
        line = one.line
        stamped = one.begins is not None and (not one.unsure or self.stamped)
        text = one.unstamped if stamped else one.plain
        begins, ends = self._times(one) if stamped or self.pending != (None, None) else (None, None)
        speech = self.open is not None and self.open.kind == "speech"
        if line.cells and not (speech and self.enclosed[index]):
            self._cells(text, line)
        elif line.bullet and not (speech and self.enclosed[index]):
            self._start("note", text, line, begins, ends)
        elif index in self.questions:
            self._asked(text, line, index, begins, ends)
        elif speech and not self.open.role and not (self.cues and self._paused(begins)):
            if begins is not None and self._is_silent() and self.open.begins in (None, self.ended):
                self.open.begins = begins
            self._add(f"{line.counted} {text}" if line.counted else text, line.glue, ends)
        elif self.cues:
            self._start("speech", text, line, begins, ends)
        elif not line.opens and self.open is not None:
            self._add(text, line.glue, ends)
        else:
            self._start("paragraph", text, line, begins, ends)

    def _asked(self, text: str, line: Line, index: int, begins: float | None, ends: float | None) -> None:
        """A question without a label; its second paragraph goes on in it."""
        if index - 1 in self.questions and self.open is not None and self.open.role:
            self._add(text, line.glue, ends)
            return
        self._start("speech", text, line, begins, ends)
        self.open.role = "interviewer"

    def _cells(self, text: str, line: Line) -> None:
        for cell in filter(str.strip, text.split("\t")):
            self._start("note" if line.bullet else "paragraph", cell, line, None, None)

    def _paused(self, begins: float | None) -> bool:
        """Between cues of nobody's: a finished sentence and a pause."""
        if self.open.speaker or self.open.ends is None or begins is None:
            return False
        return begins - self.open.ends >= _PAUSE and self.open.text.endswith(_SENTENCE_ENDS)

    def _times(self, one: Parsed) -> tuple[float | None, float | None]:
        pending, self.pending = self.pending, (None, None)
        return (one.begins, one.ends) if one.begins is not None else pending

    def _start(self, kind: Kind, text: str, line: Line, begins: float | None, ends: float | None) -> None:
        self._close()
        self.open = _Open(kind, None, line, begins, ends)
        self._add(text, line.glue, ends)

    def _add(self, text: str, glue: str, ends: float | None) -> None:
        closing = times.trailing(text) if times.may_hold_time(text[-16:]) else None
        if closing and closing.sure:
            ends = closing.begins if closing.ends is None else closing.ends
        self.open.add(text, glue)
        if ends is not None:
            self.open.ends = max(ends, self.open.ends or 0.0)

    def _close(self) -> None:
        if self.open is not None and self.open.text:
            found = self.open
            if found.kind == "speech":
                self.ended = found.ends
            self.found.append(
                Piece(
                    found.text,
                    kind=found.kind,
                    speaker=found.speaker,
                    role=found.role,
                    section=tuple(text for _, text in self.section),
                    begins=found.begins,
                    ends=found.ends,
                    line=found.line.line,
                    page=found.line.page,
                )
            )
        self.open = None


def _is_bold(line: Line) -> bool:
    return line.all_bold


def _is_italic(line: Line) -> bool:
    return line.italic
