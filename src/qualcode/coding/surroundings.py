"""What stands right before a segment: the question it answers, or what the same person said before."""

from __future__ import annotations

from qualcode.coded import CodedSource


def before(source: CodedSource) -> list[str]:
    """For each segment that is coded, the segment before it; empty where there is none.

    Nothing stands before what opens a source, follows a heading, or answers a question in a table (the row
    above is somebody else's).

    Args:
        source: With turns and segments.
    """
    found = []
    for segment in source.segments:
        if segment.coded:
            found.append(_before(source, segment.index))
    return found


def _before(source: CodedSource, index: int) -> str:
    if not index:
        return ""
    here, other = source.segments[index], source.segments[index - 1]
    turn, of_other = source.turns[here.turn], source.turns[other.turn]
    if turn.index != of_other.index:
        apart = turn.section != of_other.section or of_other.kind in ("heading", "head")
        if apart or (turn.kind == "note" and turn.case):
            return ""
    return other.text
