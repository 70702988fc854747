"""How the study stands behind the page: what is newer than the run, what cannot be read or found."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from qualcode.desk import refusals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.desk.desk import Desk, View
    from qualcode.desk.freshness import Freshness
    from qualcode.desk.rerun import Rerun
    from qualcode.errors import Place

MOST_PLACES = 5


def of(desk: Desk, view: View, coder: str, fresh: Freshness, rerun: Rerun) -> dict[str, Any]:
    """What the page asks for again and again.

    Args:
        desk: The desk.
        view: The run that it shows.
        coder: The reviewer.
        fresh: What is newer.
        rerun: The run that is being made, if one is.
    """
    failed = view.material.manifest.get("failed") or []
    # A file's own name may be somebody's.
    hidden = view.material.study.settings.deidentify.enabled
    made = rerun.state()
    return {
        "run": view.material.run,
        "version": view.version,
        "since": fresh.since(view),
        # Asked for in this order: a run that has just ended lies there already.
        "rerun": {**made, "coming": desk.coming() is not None},
        "not_taken_up": desk.failed,
        "unread": [] if hidden else [str(each.get("source", "")) for each in failed],
        "n_unread": len(failed),
        "undo": desk.can_undo(coder),
        "open": view.voices.open,
        "unreadable": len(view.voices.unreadable_at),
        "unreadable_at": _places(view.voices.unreadable_at, view),
        "argument": argument(view),
    }


def argument(view: View) -> dict[str, Any]:
    """How far the argumentation has been read, and what of people's choices cannot be read or found."""
    claims = view.claims
    problems = claims.problem.problems if claims.problem else []
    return {
        "state": claims.state,
        "readings": claims.readings,
        "problems": len(problems),
        "at": _places((each.where for each in problems if each.where), view),
        "open": claims.open,
        "unreadable": len(claims.unreadable_at),
        "unreadable_at": _places(claims.unreadable_at, view),
    }


def _places(places: Iterable[Place], view: View) -> list[str]:
    """Files of the study with line and column, as one finds them from its folder."""
    return [refusals.shown(each, view.material.study) for each in islice(places, MOST_PLACES)]
