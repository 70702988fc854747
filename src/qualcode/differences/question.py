"""What is asked of the search for reasons, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.decisions.decision import Decision
from qualcode.differences.changed import Action, Cause, Certainty, Standing
from qualcode.differences.heard import Text


@dataclass
class Question:
    """A coding that came, went or moved, whose reason is asked for.

    Attributes:
        action: Which of the three.
        code: The code's id as it is now.
        sides: How it stood in each run.
        texts: The segments of each run that coders look at.
        reading: Why the text is not the same, if it is not.
        said: What a person had said of it by each run.
        causes: The answer.
        certainty: How it was found.
    """

    action: Action
    code: str
    sides: tuple[Standing, Standing]
    texts: tuple[tuple[Text, ...], tuple[Text, ...]]
    reading: tuple[Cause, ...] = ()
    said: tuple[Decision | None, Decision | None] = (None, None)
    causes: tuple[Cause, ...] = ()
    certainty: Certainty = "unknown"


def same_words(questions: Iterable[Question]) -> dict[Text, Text]:
    """Of segments of either run the one of the other that has the same words at the same place."""
    found: dict[Text, Text] = {}
    for question in questions:
        before, after = question.texts
        if question.sides[0].text == question.sides[1].text and len(before) == len(after):
            found |= dict(zip(before, after, strict=True)) | dict(zip(after, before, strict=True))
    return found
