"""The dossier in a terminal: claims with their sides, and what people chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from qualcode.argument import phrasing
from qualcode.argument.dossier import KINDS, Dossier

if TYPE_CHECKING:
    from qualcode.argument.choosing import Found
    from qualcode.argument.of_study import Prepared

LONGEST = 60
DONE = {"pin": "pinned", "ban": "banned", "stance": "confirmed", "withdrawn": "withdrawn"}


def overview(dossier: Dossier) -> Table:
    """Every claim with how many sources stand on each side, and its gaps."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Claim", ratio=1, no_wrap=True)
    for name in ("+", "−", "±", "balance", "gaps"):
        table.add_column(name, justify="right", no_wrap=True)
    for kind in KINDS:
        parts = dossier.of_kind(kind)
        if parts:
            table.add_row(Text(f"{kind.capitalize()}s" if kind != "hypothesis" else "Hypothesis", "bold"))
        for part in parts:
            on = phrasing.on_sides(part)
            gaps = sum(gap.kind not in ("unvalidated", "unconfirmed") for gap in part.gaps)
            numbers = [str(number) if number else "·" for number in on.values()]
            cells = [*numbers, phrasing.balance(part.total, "en")] if part.evidenced else ["", "", "", ""]
            table.add_row(Text(f"  {part.label}"), *cells, str(gaps) if gaps else "·")
    return table


def summary(dossier: Dossier) -> Iterator[str]:
    """What is to be known before all else."""
    shown = [q for part in dossier.parts for view in part.views for side in view.sides for q in side.quotes]
    stances = Counter(quote.stance for quote in shown)
    yield (
        f"+ and − are sources. {len(shown)} quotes shown: {stances['suggested']} stances are suggested by the"
        f" machine, {stances['confirmed']} confirmed by people."
    )
    unread = sum(len(part.candidates) for part in dossier.parts)
    if unread:
        yield f"{unread} more passages stand on no side and are worth reading: dossier.html lists them."
    weak = sum(code.status != "validated" for code in dossier.codes)
    if weak:
        yield f"{weak} of {len(dossier.codes)} codes that claims rest on are not validated."
    if dossier.lost:
        yield f"{len(dossier.lost)} choices do not hold just now: `qualcode dossier choices`."


def chosen(prepared: Prepared) -> Table:
    """What people chose, and where it stands."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("claim", "what", "person", "source", "found"):
        table.add_column(name, overflow="fold", no_wrap=name == "what")
    table.add_column("words", ratio=1, no_wrap=True, overflow="ellipsis")
    for each in prepared.chosen:
        choice, placed = each.choice, each.placed
        what = DONE[choice.action] + (f" ({choice.side})" if choice.side else "")
        where = placed.how if choice.claim in prepared.loaded.argumentation else "no such claim"
        table.add_row(choice.claim, what, choice.person, choice.source, where, Text(_short(choice.quote)))
    return table


def choice(found: Found, action: str, side: str, claim: str) -> str:
    """What was just chosen, on a line."""
    where = f" ({side})" if side and action in ("pin", "stance") else ""
    return f"{found.id} {DONE[action]}{where} under {claim}: “{_short(found.text)}”"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
