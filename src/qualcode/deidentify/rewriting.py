"""A transcript with pseudonyms in place of what was found; turns, times and offsets go with the new text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from qualcode.deidentify.findings import Findings
from qualcode.deidentify.found import Found
from qualcode.deidentify.key import Replacement
from qualcode.transcript import TURN_BREAK, Transcript, Turn

Pseudonym = Callable[[Found, str], str]
"""What to write for a stretch and its words."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text after it was rewritten, and what stood in it before."""

    text: str
    replaced: list[Replacement]


def rewritten(text: str, found: Iterable[Found], pseudonym: Pseudonym) -> Rewritten:
    """The text with a pseudonym in place of each stretch; what follows a name, a genitive's *s* too, stays.

    Args:
        text: The text.
        found: Stretches in order, none overlapping another.
        pseudonym: What to write for a stretch.
    """
    parts: list[str] = []
    replaced: list[Replacement] = []
    at = length = 0
    for one in found:
        before, name = text[at : one.start], pseudonym(one, text[one.start : one.end])
        length += len(before)
        replaced.append(Replacement(length, length + len(name), text[one.start : one.end]))
        parts += [before, name]
        length += len(name)
        at = one.end
    return Rewritten("".join([*parts, text[at:]]), replaced)


def transcript(
    original: Transcript, findings: Findings, pseudonym: Pseudonym, *, name: str, clean: Callable[[str], str]
) -> tuple[Transcript, list[Replacement]]:
    """A transcript without what was found in it.

    Args:
        original: As it was read.
        findings: What was found.
        pseudonym: What to write for a stretch.
        name: What the source is called from now on.
        clean: De-identifies the values of warnings.

    Returns:
        The transcript, with what stood where in its text.
    """
    parts: list[str] = []
    turns: list[Turn] = []
    replaced: list[Replacement] = []
    labels = {label: rewritten(label, found, pseudonym).text for label, found in findings.labels.items()}
    sections = {
        heading: rewritten(heading, found, pseudonym).text for heading, found in findings.sections.items()
    }
    responses = {
        (column, value): rewritten(value, found, pseudonym).text
        for (column, value), found in findings.responses.items()
    }
    # A case is called by its sheet, whose name may be somebody's.
    cases = {
        case: str(number) for number, case in enumerate(dict.fromkeys(turn.case for turn in original.turns))
    }
    waiting = iter(findings.text)
    next_one = next(waiting, None)
    position = 0
    for turn in original.turns:
        inside: list[Found] = []
        while next_one is not None and next_one.start < turn.end:
            inside.append(replace(next_one, start=next_one.start - turn.start, end=next_one.end - turn.start))
            next_one = next(waiting, None)
        made = rewritten(original.words(turn), inside, pseudonym)
        position += len(TURN_BREAK) if parts else 0
        turns.append(
            replace(
                turn,
                start=position,
                end=position + len(made.text),
                speaker=labels[turn.speaker] if turn.speaker else turn.speaker,
                section=tuple(sections[heading] for heading in turn.section),
                case=cases[turn.case] if turn.case else "",
                attributes={column: responses[column, value] for column, value in turn.attributes.items()},
            )
        )
        replaced += [
            replace(one, start=one.start + position, end=one.end + position) for one in made.replaced
        ]
        parts.append(made.text)
        position += len(made.text)
    attributes = {
        column: rewritten(value, findings.attributes.get(column, ()), pseudonym).text
        for column, value in original.attributes.items()
    }
    warnings = tuple(
        (key, {detail: labels.get(value) or clean(value) for detail, value in values.items()})
        for key, values in original.warnings
    )
    return (
        Transcript(name, TURN_BREAK.join(parts), tuple(turns), original.sha256, attributes, warnings),
        replaced,
    )
