"""What a reviewer does, as the decisions that it amounts to.

=============== ======================================================================================
``accept``      yes to the code on the stretch
``reject``      no to it
``change``      no to it, unless the new one stands below it, and yes to the new ones
``add``         yes to the new ones
``remove``      takes back one's own yes; no where the machine gives the code
``borders``     yes on the new stretch, no on what was cut off, one's own word on the old stretch taken back
``only``        yes to the new ones and no to all others, as of somebody who saw no machine's codes
``memo``        one's own word once more, with what one notes
``withdraw``    one's own word is taken back
=============== ======================================================================================

A quote is of one turn: a stretch over several is judged in each of them, in turns that are not coded
(headings, what interviewers say) only where it stands in no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from qualcode.decisions.decision import Decision, Judgement, now
from qualcode.decisions.on_segments import spoken_of

if TYPE_CHECKING:
    from qualcode.desk.material import Material
    from qualcode.desk.voices import Stretch, Voices

Kind = Literal["accept", "reject", "change", "add", "remove", "borders", "only", "memo", "withdraw"]
ORIGIN, BLIND = "review", "review:blind"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class RefusedError(Exception):
    """What was asked for cannot be done; ``key`` is a message under ``desk.refused``."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Act:
    """Something a reviewer does.

    Attributes:
        kind: What (see above).
        coder: The reviewer's name.
        stretch: Where.
        code: The code it is about; empty for ``add`` and ``only``.
        codes: Codes that are given instead of it or beside it.
        new: The stretch that ``borders`` gives it.
        memo: What they note.
        blind: Whether they see no machine's codes.
    """

    kind: Kind
    coder: str
    stretch: Stretch
    code: str = ""
    codes: tuple[str, ...] = ()
    new: Stretch | None = None
    memo: str = ""
    blind: bool = False


Said = tuple["Stretch", str, Judgement, str]
"""Stretch, code, judgement and memo."""


def decisions(act: Act, material: Material, voices: Voices) -> list[Decision]:
    """The rows that an act adds to ``codings/``; none where they would say what holds already.

    Raises:
        RefusedError: a stretch or a code is not there, or there is nothing to take back.
    """
    for code in (*act.codes, *([act.code] if act.code else [])):
        if code not in material.codebook:
            raise RefusedError("code")
    said = _SAID[act.kind](act, material, voices)
    stretches = [each[0] for each in said]
    if any(not _is_stretch(stretch, material) for stretch in stretches):
        raise RefusedError("stretch")
    made = time_after(voices.last_made(act.coder, stretches))
    rows = [_decision(each, act, material, made) for each in _by_turn(said, act, material, voices)]
    return [row for row in rows if not _holds(row, voices)]


def taken_back(rows: Sequence[Decision], before: Sequence[Decision | None], made: str) -> list[Decision]:
    """The rows that undo others: what held before holds again, and the rest is withdrawn.

    Args:
        rows: What was added.
        before: What the same person said of the same before that, if it held.
        made: The time (:func:`time_after`).
    """
    return [
        replace(row, judgement="withdrawn", made=made, memo="") if held is None else replace(held, made=made)
        for row, held in zip(reversed(rows), reversed(before), strict=True)
    ]


def _accept(act: Act, material: Material, voices: Voices) -> list[Said]:
    return [(act.stretch, act.code, "yes", act.memo)]


def _reject(act: Act, material: Material, voices: Voices) -> list[Said]:
    return [(act.stretch, act.code, "no", act.memo)]


def _change(act: Act, material: Material, voices: Voices) -> list[Said]:
    if not act.codes:
        raise RefusedError("code")
    said: list[Said] = []
    if not any(act.code in material.codebook.lineage(new) for new in act.codes):
        said.append((act.stretch, act.code, "no", act.memo))
    return said + [(act.stretch, new, "yes", act.memo) for new in act.codes]


def _add(act: Act, material: Material, voices: Voices) -> list[Said]:
    if not act.codes:
        raise RefusedError("code")
    return [(act.stretch, new, "yes", act.memo) for new in act.codes]


def _remove(act: Act, material: Material, voices: Voices) -> list[Said]:
    source, start, end = act.stretch
    given = material.by_segment[source]
    by_machine = not act.blind and any(
        act.code in given.get(number, ()) for number in spoken_of(start, end, material.segments[source])
    )
    own = voices.held(act.coder, act.stretch, act.code)
    if own is not None and own.judgement == "yes" and not by_machine:
        return [(act.stretch, act.code, "withdrawn", "")]
    return [(act.stretch, act.code, "no", act.memo)]


def _borders(act: Act, material: Material, voices: Voices) -> list[Said]:
    if act.new is None or act.new[0] != act.stretch[0]:
        raise RefusedError("stretch")
    source, start, end = act.stretch
    _, begins, stops = new = _trimmed(act.new, material)
    if (begins, stops) == (start, end):
        return _accept(act, material, voices)
    said: list[Said] = []
    if voices.held(act.coder, act.stretch, act.code) is not None:
        said.append((act.stretch, act.code, "withdrawn", ""))
    for cut in ((source, start, min(end, begins)), (source, max(start, stops), end)):
        if cut[1] < cut[2] and _has_words(cut, material):
            said.append((_trimmed(cut, material), act.code, "no", act.memo))
    return [*said, (new, act.code, "yes", act.memo)]


def _only(act: Act, material: Material, voices: Voices) -> list[Said]:
    book = material.codebook
    above = {each for code in act.codes for each in book.lineage(code)}
    # No to a code says no to those below it.
    none = [code for code in book.codes if code.id not in above and (code.parent in above or not code.parent)]
    taken: list[Said] = [
        (act.stretch, code, "withdrawn", "")
        for code in book.ids
        if code not in act.codes and code in above and voices.held(act.coder, act.stretch, code)
    ]
    return [
        *taken,
        *((act.stretch, code.id, "no", act.memo) for code in none),
        *((act.stretch, code, "yes", act.memo) for code in book.ids if code in act.codes),
    ]


def _memo(act: Act, material: Material, voices: Voices) -> list[Said]:
    own = voices.held(act.coder, act.stretch, act.code)
    if own is None:
        raise RefusedError("nothing_said")
    return [(act.stretch, act.code, own.judgement, act.memo)]


def _withdraw(act: Act, material: Material, voices: Voices) -> list[Said]:
    if voices.held(act.coder, act.stretch, act.code) is None:
        raise RefusedError("nothing_said")
    return [(act.stretch, act.code, "withdrawn", "")]


_SAID: dict[Kind, Callable[[Act, Material, Voices], list[Said]]] = {
    "accept": _accept, "reject": _reject, "change": _change, "add": _add, "remove": _remove,
    "borders": _borders, "only": _only, "memo": _memo, "withdraw": _withdraw,
}  # fmt: skip


def _by_turn(said: list[Said], act: Act, material: Material, voices: Voices) -> list[Said]:
    """The same turn by turn; what was said of a stretch before is replaced as it was said."""
    found: dict[tuple[Stretch, str], Said] = {}
    for stretch, code, judgement, memo in said:
        whole = judgement == "withdrawn" or voices.held(act.coder, stretch, code) is not None
        for part in [stretch] if whole else _parts(stretch, material):
            # A word that is taken back and given anew is given anew.
            found[part, code] = part, code, judgement, memo
    return list(found.values())


def _parts(stretch: Stretch, material: Material) -> list[Stretch]:
    name, start, end = stretch
    source = material.sources[material.source_numbers[name]]
    parts = source.by_turn(start, end)
    if len(parts) > 1:
        coded = {segment.turn for segment in source.segments if segment.coded}
        parts = [part for part in parts if part[0] in coded] or parts
    if not parts:
        raise RefusedError("stretch")
    return [(name, opens, closes) for _, opens, closes in parts]


def _decision(said: Said, act: Act, material: Material, made: str) -> Decision:
    (source, start, end), code, judgement, memo = said
    quote = material.texts[source][start:end]
    origin = BLIND if act.blind else ORIGIN
    return Decision(
        source, material.hashes[source], start, end, quote, code, judgement, act.coder, made, origin, memo
    )


def _holds(row: Decision, voices: Voices) -> bool:
    held = voices.held(row.coder, (row.source, row.start, row.end), row.code)
    if held is None:
        return row.judgement == "withdrawn"
    return held.judgement == row.judgement and held.memo == row.memo


def _is_stretch(stretch: Stretch, material: Material) -> bool:
    source, start, end = stretch
    return source in material.texts and 0 <= start < end <= len(material.texts[source])


def _has_words(stretch: Stretch, material: Material) -> bool:
    source, start, end = stretch
    return any(map(str.isalnum, material.texts[source][start:end]))


def _trimmed(stretch: Stretch, material: Material) -> Stretch:
    """Without the space at its ends, which a mouse takes along."""
    source, start, end = stretch
    words = material.texts[source][start:end]
    if not words.strip():
        raise RefusedError("stretch")
    return source, start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def time_after(last: str) -> str:
    """The time now, or a second after what was said before of the same words: times tell which one holds.

    Args:
        last: The time of that; empty if nothing was.
    """
    at = now()
    if last < at:
        return at
    try:
        return (datetime.strptime(last, _TIME) + timedelta(seconds=1)).strftime(_TIME)
    except ValueError:
        return last
