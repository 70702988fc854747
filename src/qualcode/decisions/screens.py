"""People's decisions in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from qualcode.messages import message

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions.decision import Decision
    from qualcode.decisions.incoming.take_in import Arrived
    from qualcode.decisions.on_segments import Verdict
    from qualcode.decisions.settling import Case
    from qualcode.job import Job

MOST_DISPUTES = 40
LONGEST = 90


def overview(said: Sequence[Decision]) -> Table:
    """Per person and code: how often yes and no, of how many stretches, and when last."""
    table = _table("Coder", "Code", "Yes", "No", "Stretches", "Blind", "Last")
    groups: dict[tuple[str, str], list[Decision]] = {}
    for decision in said:
        groups.setdefault((decision.coder, ""), []).append(decision)
        groups.setdefault((decision.coder, decision.code), []).append(decision)
    for (coder, code), decisions in sorted(groups.items()):
        yes = sum(each.judgement == "yes" for each in decisions)
        stretches = {(each.source, each.text_hash, each.start, each.end) for each in decisions}
        blind = sum(each.blind for each in decisions)
        last = max(each.made for each in decisions)[:10]
        numbers = [yes, len(decisions) - yes, len(stretches), blind]
        cells = [coder if not code else "", code or "all", *map(str, numbers), last]
        table.add_row(*map(Text, cells), style="bold" if not code else "")
    return table


def arrival(one: Arrived) -> str:
    """What came of a file, in a line."""
    taken = one.taken
    coders = ", ".join(sorted({each.coder for each in taken.decisions})) or "nobody"
    parts = [f"{taken.judged} rows judged by {coders}", f"{len(one.new)} new decisions"]
    # Whoever changes a blind judgement may have seen the machine's by then.
    kept = " (for agreement and the gate, what was said first counts)" if taken.sample else ""
    parts += [f"{one.changed} of them changed{kept}"] if one.changed else []
    parts += [f"{one.known} known before"] if one.known else []
    parts += [f"{taken.empty} rows not judged"] if taken.empty else []
    parts += [f"{one.missing} rows that were handed out are not in the sheet"] if one.missing else []
    parts += [f"{taken.unsure} cells unsure, which count as not judged"] if taken.unsure else []
    parts += [f"{taken.notes} notes on rows that were not judged, not taken"] if taken.notes else []
    parts += [f"{len(taken.problems)} refused"] if taken.problems else []
    return f"{taken.path.name}: {', '.join(parts)}."


def summary(new: Sequence[Decision], codebook: Codebook) -> Table:
    """New decisions by code and person: yes / no."""
    coders = sorted({each.coder for each in new})
    table = _table("Code", *coders)
    counts = Counter((each.code, each.coder, each.judgement) for each in new)
    known = [code for code in codebook.ids if any(each.code == code for each in new)]
    for code in [*known, *sorted({each.code for each in new} - set(known))]:
        cells = []
        for coder in coders:
            yes, no = counts[code, coder, "yes"], counts[code, coder, "no"]
            withdrawn = counts[code, coder, "withdrawn"]
            cells.append(f"{yes} yes, {no} no" + (f", {withdrawn} withdrawn" if withdrawn else ""))
        table.add_row(*map(Text, [code, *cells]))
    return table


def standing(counts: Mapping[str, Any]) -> str:
    """How many decisions stand where they did, in a line."""
    told = (
        f"{counts['decisions']} decisions: {counts['exact']} where they were made, {counts['moved']} moved,"
        f" {counts['open']} open."
    )
    if counts["disagree"]:
        held = {"majority": "what most say", "latest": "the last word", "any": "a yes"}[
            counts["disagreement"]
        ]
        told += f" People disagree on {counts['disagree']} segments and codes, where {held} holds."
    return told


def case(one: Case) -> Text:
    """A case with its places."""
    decision = one.decision
    head = Text(f"{one.id}  {'moved' if one.moved else 'open'}", style="yellow" if one.moved else "red")
    head.append(f"  {decision.source} {decision.start}–{decision.end}", style="default")
    head.append(f"  {', '.join(one.codes)} ({', '.join(one.coders)})", style="default")
    head.append(f"\n  {message(f'settle.reasons.{one.reason}', 'en')}", style="default")
    head.append(f"\n  judged: {_short(decision.quote)}", style="dim")
    for number, spot in enumerate(one.spots, 1):
        where = f"{spot.source} {spot.start}–{spot.end}"
        head.append(f"\n  {number}: {_short(spot.text)}  [{where}, {spot.sure:.0%}]", style="default")
    return head


def disputes(verdicts: Iterable[Verdict], sources: Mapping[str, CodedSource]) -> Iterator[Text]:
    """Segments and codes on which people disagree, a line each."""
    said: dict[tuple[str, int, str], list[Verdict]] = {}
    for each in verdicts:
        said.setdefault((each.source, each.segment, each.code), []).append(each)
    found = [(unit, voices) for unit, voices in said.items() if len({each.yes for each in voices}) > 1]
    for (source, number, code), voices in found[:MOST_DISPUTES]:
        segment = sources[source].segments[number - 1]
        who = ", ".join(f"{each.coder} {'yes' if each.yes else 'no'}" for each in voices)
        words = sources[source].text[segment.start : segment.end]
        yield Text(f"disagree  {source} segment {number}  {code}: {who}\n  {_short(words)}")
    if len(found) > MOST_DISPUTES:
        yield Text(f"… and {len(found) - MOST_DISPUTES} more.")


def unread(job: Job) -> list[str]:
    """Sources that could not be read, whose decisions are therefore open."""
    return [f"Could not be read: {problem}" for problem in job.problems]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 1 or column == "Code" else "right")
    return table
