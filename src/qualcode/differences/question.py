"""What is asked of the search for reasons, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.decisions.decision import Decision
from qualcode.differences.changed import Action, Cause, Certainty, Standing
from qualcode.differences.replay import Text


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
