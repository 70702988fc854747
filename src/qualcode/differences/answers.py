"""What differs of the coders beside rules and themes, and of the one that was learnt from people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.coding.others import MODULES
from qualcode.differences.changed import Cause, Vote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.coding.kept_votes import KeptVotes
    from qualcode.differences.record import RunRecord


def votes_that_differ(before: RunRecord, after: RunRecord) -> Iterator[Cause]:
    """Of each coder that voted in both runs its votes, as a cause.

    Its name is the coder's kind; its action ``model`` or ``question`` where another model or something else
    was asked, ``again`` where it was asked the same.

    Args:
        before: The earlier run.
        after: The later one.
    """
    asked = [{each["kind"]: each for each in run.manifest.get("others") or ()} for run in (before, after)]
    for kind in MODULES:
        was, now = (each.get(kind) for each in asked)
        if was is None or now is None:
            continue
        action = "question" if _model(was) == _model(now) else "model"
        if was["question"] == now["question"]:
            action = "again"
        yield Cause("votes", action, "", kind, was["name"], now["name"])


def told_by_votes(
    cause: Cause, code: str, ids: dict[str, str], kept: tuple[Sequence[tuple[KeptVotes, int]], ...]
) -> Cause:
    """Votes that differ as they are told of a place.

    Args:
        cause: That they differ.
        code: The code in question.
        ids: By id that a code had, the one it has.
        kept: By run, what the coder said of the place's segments, each with its row.
    """
    return replace(cause, votes=tuple(_surest(side, code, ids) for side in kept))


def _surest(said: Sequence[tuple[KeptVotes, int]], code: str, ids: dict[str, str]) -> Vote:
    found: list[tuple[float, str]] = []
    for votes, row in said:
        (value,) = votes.of(row, [code], ids)
        if value == value:
            words = {ids.get(each, each): quote for (at, each), quote in votes.words.items() if at == row}
            found.append((float(value), words.get(code, "")))
    return max(found) if found else (None, "")


def trained_anew(before: RunRecord, after: RunRecord) -> Cause | None:
    """That the trained coder of both runs has one name, but learnt anew between them: what it said before
    cannot be asked any more."""
    was, now = (run.manifest.get("trained") or {} for run in (before, after))
    if not was or not now or was["name"] != now["name"] or was["revision"] == now["revision"]:
        return None
    return Cause("model", "changed", "", now["name"], was["revision"], now["revision"])


def without_questions(coders: dict[str, Any]) -> dict[str, Any]:
    """Who votes and how much, without what coders beside rules and themes are asked and where: what comes of
    that is seen in their votes."""
    weights = {
        kind: {"weight": coders[kind].get("weight")} for kind in MODULES if coders.get(kind) is not None
    }
    return {**coders, **weights}


def _model(asked: dict[str, Any]) -> str:
    """Which model it is: a language model without a revision has a hash of what it was asked in its name."""
    name, _, revision = asked["name"].rpartition("@")
    return name if asked["question"].startswith(revision) else asked["name"]
