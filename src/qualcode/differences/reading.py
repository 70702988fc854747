"""Why the words at a place are not the same in two runs, or are coded in one and not in the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.differences.changed import Cause
from qualcode.differences.places import SourcePair, Stretch
from qualcode.differences.replay import spoken_in

if TYPE_CHECKING:
    from qualcode.differences.factors import Factors
    from qualcode.differences.heard import Text
    from qualcode.differences.record import RunRecord


def reading_causes(
    pair: SourcePair,
    stretch: Stretch,
    texts: tuple[Sequence[Text], Sequence[Text]],
    runs: tuple[RunRecord, RunRecord],
    factors: Factors,
) -> tuple[Cause, ...]:
    """The reasons; none where coders were given the same.

    Args:
        pair: The source.
        stretch: The place in it.
        texts: The segments of it that coders were given in each run.
        runs: The runs.
        factors: What differs between the runs.
    """
    heard = [
        [
            (source.segments[number].text, spoken_in(run, source.name))
            for _, _, number in side
            if source is not None
        ]
        for side, source, run in zip(texts, (pair.before, pair.after), runs, strict=True)
    ]
    if heard[0] == heard[1]:
        return ()
    if pair.before is None or pair.after is None:
        return (Cause("source", "added" if pair.before is None else "removed", name=pair.name),)
    said = [
        " ".join(source.segments[number].text for number in numbers)
        for source, numbers in ((pair.before, stretch.before), (pair.after, stretch.after))
    ]
    if pair.edited and _letters(said[0]) != _letters(said[1]):
        action = "added" if not said[0] else "removed" if not said[1] else "changed"
        return (Cause("text", action, name=pair.name),)
    # The same words, but cut, attributed or spoken otherwise: by settings, an edit nearby, or the program.
    causes = [
        Cause("cutting", name=name)
        for name in factors.reading
        if name not in ("sources",) or factors.overridden(pair.name)
    ]
    if pair.edited:
        causes.append(Cause("text", "nearby", name=pair.name))
    if not causes:
        causes = [cause for cause in factors.unseen if cause.kind == "program"]
    return tuple(causes) or (Cause("cutting", name=""),)


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)
