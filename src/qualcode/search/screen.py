"""Hits in the terminal and as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from qualcode import wording
from qualcode.errors import OutputError, Place, SettingsError
from qualcode.located import nearest
from qualcode.search.hits import Hit, Hits
from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.codebook.model import Codebook

NAMES, SPEAKERS = 24, 12
"""Most characters of a source's name and a speaker's label."""
NAMED = 12
"""So many names are told where one is not found."""
GAPS = 10
"""Cells between the six columns."""
COLUMNS = (
    "source", "turn", "start", "end", "speaker", "role", "begins", "section", "codes", "left", "match",
    "right",
)  # fmt: skip


def known(asked: Iterable[str], there: Collection[str], what: str) -> set[str]:
    """What is asked for as the run spells it; capitals do not matter.

    Args:
        asked: Words of a person.
        there: What there is in the run.
        what: What it is: ``source``, ``speaker`` …

    Raises:
        SettingsError: there is none of that name, which is no finding.
    """
    folded = {name.casefold(): name for name in there}
    found: set[str] = set()
    for each in asked:
        if each.casefold() not in folded:
            near, names = nearest(each, there), sorted(filter(None, there))
            some = f"There are: {', '.join(names[:NAMED])}{' …' if len(names) > NAMED else ''}."
            some = some if names else "It has none."
            raise SettingsError(
                f"the run has no {what} '{each}'.", remedy=f"Did you mean '{near}'?" if near else some
            )
        found.add(each if each in there else folded[each.casefold()])
    return found


def attributes(asked: Iterable[str], there: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """``name=value``, several of one name together.

    Args:
        asked: Words of a person.
        there: The run's attributes with their values.

    Raises:
        SettingsError: one has no ``=``, or the run has no such attribute or value.
    """
    found: dict[str, set[str]] = {}
    for each in asked:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise SettingsError(
                f"'{each}' is no attribute with a value.", remedy="Write it as in --attribute plats=Fittja."
            )
        (own,) = known([name.strip()], there, "attribute")
        found.setdefault(own, set()).update(known([value.strip()], there[own], f"value of {own}:"))
    return found


def codes(codebook: Codebook, asked: Iterable[str]) -> set[str]:
    """Ids of the codes, and of all under them.

    Raises:
        SettingsError: the codebook has no such code.
    """
    found: set[str] = set()
    for each in asked:
        if each not in codebook:
            raise SettingsError(
                f"there is no code '{each}'.", remedy=f"There are: {', '.join(codebook.ids)}."
            )
        found |= {code for code in codebook.ids if each in codebook.lineage(code)}
    return found


def show(hits: Hits, codebook: Codebook, console: Console, *, limit: int) -> None:
    """Keyword in context, and how often in how many sources."""
    shown = hits[:limit]
    names = _fitting((hit.source for hit in shown), min(NAMES, console.width // 5))
    speakers = _fitting((hit.speaker or "" for hit in shown), min(SPEAKERS, console.width // 10))
    turns = _fitting((str(hit.turn + 1) for hit in shown), 8)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Source", style="dim", width=max(names, 6), no_wrap=True)
    table.add_column("Turn", justify="right", style="dim", width=max(turns, 4), no_wrap=True)
    table.add_column("Speaker", style="dim", width=max(speakers, 7), no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", style="bold", no_wrap=True)
    table.add_column("", no_wrap=True)
    longest = max((cell_len(hit.match) for hit in shown), default=0)
    room = console.width - max(names, 6) - max(turns, 4) - max(speakers, 7) - longest - GAPS
    side = max(8, room // 2)
    for hit in shown:
        left, right = (" ".join(part.split()) for part in (hit.left, hit.right))
        table.add_row(
            Text(hit.source), str(hit.turn + 1), Text(hit.speaker or ""),
            Text(left if len(left) <= side else "…" + left[-side + 1 :]), Text(hit.match),
            Text(right if len(right) <= side else right[: side - 1] + "…"),
        )  # fmt: skip
    if shown:
        console.print(table)
    sources = {source for source, *_ in hits.places}
    if not hits:
        console.print("Nothing found.")
        return
    more = f"; {limit} shown, --limit shows more" if len(hits) > limit else ""
    plural = "s" if len(hits) > 1 else ""
    console.print(f"{len(hits)} hit{plural} in {len(sources)} source{'s' if len(sources) > 1 else ''}{more}")


def _fitting(words: Iterable[str], most: int) -> int:
    return min(most, max(map(cell_len, words), default=0))


def write(hits: Sequence[Hit], codebook: Codebook, path: Path) -> Path:
    """All hits as .csv, in the format of :mod:`qualcode.writers.tabular`; attributes come last.

    Raises:
        OutputError: the file cannot be written.
    """
    names = list(dict.fromkeys(name for hit in hits for name in hit.attributes))
    rows = [
        (
            hit.source, hit.turn + 1, hit.start, hit.end, hit.speaker or "", hit.role or "", hit.begins,
            wording.section(hit.section), "; ".join(map(codebook.path, hit.codes)),
            hit.left, hit.match, hit.right, *(hit.attributes.get(name, "") for name in names),
        )
        for hit in hits
    ]  # fmt: skip
    columns = [cells(column) for column in zip(*rows, strict=True)] if rows else []
    header = [*COLUMNS, *(f"{name}_" if name in COLUMNS else name for name in names)]
    try:
        return write_rows(header, zip(*columns, strict=True), path)
    except OSError as error:
        raise OutputError(
            f"could not be written: {error.strerror}.", where=Place(path), remedy="Choose another place."
        ) from error
