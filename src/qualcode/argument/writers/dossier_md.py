"""``dossier.md``: the whole dossier, to read and to paste."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from qualcode.argument import phrasing
from qualcode.argument.dossier import KINDS, Dossier
from qualcode.argument.dossier_tables import MapNode, Table
from qualcode.argument.missing import by_kind
from qualcode.argument.writers import md_claim
from qualcode.messages import message
from qualcode.writers.markdown import shown

NAME = "dossier.md"


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    path.write_text("\n".join(_page(dossier)), "utf-8", newline="\n")
    return [path]


def _page(dossier: Dossier) -> Iterator[str]:
    language = dossier.language
    say = partial(message, language=language)
    yield f"# {shown(say('dossier.title', title=dossier.title))}"
    yield ""
    yield f"*{shown(dossier.study)}*"
    yield ""
    if dossier.memo:
        yield shown(dossier.memo)
        yield ""
    for note in dossier.notes:
        yield f"- {shown(note)}"
    yield f"- {shown(phrasing.material(dossier))}"
    yield f"- {say('dossier.page.legend')}"
    yield ""
    yield from _overview(dossier)
    for kind in KINDS:
        if parts := dossier.of_kind(kind):
            yield f"## {say(f'dossier.chapters.{kind}')}"
            yield ""
            if kind == "objection":
                yield from _objections(dossier)
            for part in parts:
                yield from md_claim.claim(part, dossier)
    yield from _gaps(dossier)
    yield f"## {say('dossier.page.tables')}"
    yield ""
    yield say("dossier.tables.help")
    yield ""
    for table in dossier.tables:
        yield from _table(table, language)
    yield f"## {say('dossier.page.map')}"
    yield ""
    yield from _map(dossier)
    yield from _ground(dossier)


def _overview(dossier: Dossier) -> Iterator[str]:
    language = dossier.language
    say = partial(message, language=language)
    yield f"## {say('dossier.page.overview')}"
    yield ""
    yield say("dossier.page.overview_help")
    yield ""
    names = ("claim", "supports", "challenges", "both", "strength", "balance", "views")
    yield _line([say(f"dossier.page.column_{name}") for name in names])
    yield _line(["---", "---:", "---:", "---:", "---:", "---:", "---"])
    for part in dossier.parts:
        if not part.evidenced:
            continue
        on = phrasing.on_sides(part)
        label = f"[{shown(part.label)}](#{part.id})"
        kind = say(f"dossier.kinds.{part.kind}")
        yield _line([
            f"{label} ({kind.lower()})", *(str(number) for number in on.values()),
            f"{round(100 * part.strength)} %", phrasing.balance(part.total, language),
            say(f"dossier.contrasts.{part.contrast}"),
        ])  # fmt: skip
    yield ""


def _objections(dossier: Dossier) -> Iterator[str]:
    language = dossier.language
    say = partial(message, language=language)
    for each in dossier.objections:
        raised, answered = (
            shown(phrasing.standing(one, language)) if one.quotes else say("dossier.page.nobody")
            for one in (each.raised_by, each.answered_by)
        )
        yield f"- [{shown(each.label)}](#{each.id})"
        yield f"  - {say('dossier.page.raised_by')} {raised}."
        if each.unanswered:
            yield f"  - {say('dossier.page.unanswered')}"
        else:
            yield f"  - {say('dossier.page.answered_by')} {answered}."
    yield ""


def _gaps(dossier: Dossier) -> Iterator[str]:
    language = dossier.language
    yield f"## {message('dossier.page.gaps', language)}"
    yield ""
    if not dossier.gaps:
        yield message("dossier.page.gaps_none", language)
        yield ""
    for kind, found in by_kind(dossier):
        yield f"### {message(f'dossier.gap_headings.{kind}', language)}"
        yield ""
        yield from (f"- {shown(gap.text)}" for gap in found)
        if not found:
            yield message("dossier.page.gaps_all", language)
        yield ""


def _table(table: Table, language: str) -> Iterator[str]:
    unknown = message("dossier.tables.unknown", language)
    yield f"### {table.title}"
    yield ""
    names = [shown(name or unknown) for name in table.columns]
    yield _line([message("dossier.tables.claim", language), *names])
    yield _line(["---", *[":---:"] * len(names)])
    yield _line([f"*{message('dossier.tables.sources', language)}*", *map(str, table.sources)])
    for row in table.rows:
        yield _line([md_claim.link(row.claim), *map(phrasing.cell, row.cells)])
    yield ""


def _map(dossier: Dossier) -> Iterator[str]:
    language, nodes = dossier.language, {node.id: node for node in dossier.nodes}
    below: dict[str, list[str]] = {}
    for edge in dossier.edges:
        below.setdefault(edge.start, []).append(edge.end if edge.relation == "rests_on" else f"!{edge.end}")
    seen: set[str] = set()

    def line(node: MapNode) -> str:
        figures = f"{round(100 * node.strength)} %, {phrasing.balance(node.balance, language)}"
        again = " …" if node.id in seen and below.get(node.id) else ""
        return f"[{shown(node.label)}](#{node.id}) ({figures}){again}"

    def walk(id_: str, depth: int) -> Iterator[str]:
        node = nodes[id_]
        yield f"{'  ' * depth}- {line(node)}"
        if id_ in seen:
            return
        seen.add(id_)
        for other in below.get(id_, ()):
            if other.startswith("!"):
                word = message("dossier.relations.against", language)
                yield f"{'  ' * (depth + 1)}- {word} [{shown(nodes[other[1:]].label)}](#{other[1:]})"
            else:
                yield from walk(other, depth + 1)

    for node in dossier.nodes:
        if not node.level:
            yield from walk(node.id, 0)
    yield ""


def _ground(dossier: Dossier) -> Iterator[str]:
    language = dossier.language
    say = partial(message, language=language)
    yield f"## {say('dossier.page.codes')}"
    yield ""
    for code in dossier.codes:
        yield f"- **{shown(code.name)}** ({shown(code.path)}): {shown(code.text)}"
    yield ""
    yield f"## {say('dossier.page.rule')}"
    yield ""
    yield from (f"{number}. {line}" for number, line in enumerate(dossier.rule.lines, 1))
    yield ""
    yield f"## {say('dossier.page.provenance')}"
    yield ""
    yield from (f"- {shown(words)}" for words in phrasing.made_from(dossier))
    yield ""
    if dossier.lost:
        yield f"## {say('dossier.page.lost')}"
        yield ""
        for each in dossier.lost:
            words = " ".join(each.text.split())
            action, why = say(f"dossier.actions.{each.action}"), say(f"dossier.lost.{each.reason}")
            whose = ", ".join(map(shown, (each.claim, each.source, each.person)))
            yield f"- {action} ({whose}): ”{shown(words)}” {why}"
        yield ""


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
