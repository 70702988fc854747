"""A codebook, its changes and its test in a terminal: 80 columns are enough, colour is extra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from qualcode.codebook.changes import Change
from qualcode.codebook.examples import Outcome, Report
from qualcode.codebook.fingerprints import fingerprint
from qualcode.codebook.model import Code, Codebook

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "renamed": ("~", "yellow")}
_SIGNS |= {"changed": ("~", "yellow"), "moved": ("^", "cyan")}

_WIDTHS = {"pos": 3, "neg": 3, "rules": 5, "sub": 3, "codings": 7}


def tree(codebook: Codebook, codings: Mapping[str, int] | None = None) -> Tree:
    """The codes with a swatch of their colour and counts of examples, rules, subcodes and codings.

    Args:
        codebook: What to show.
        codings: Codings by code id in the latest run, where there is one.
    """
    columns = [name for name in _WIDTHS if name != "codings" or codings is not None]
    head = Text.assemble((codebook.title, "bold"), (f"  {fingerprint(codebook)}", "dim"))
    root = Tree(_row(head, columns, [Text(name, "dim") for name in columns]), guide_style="dim")

    def add(under: Tree, code: Code) -> None:
        # A patch of background needs no character that a Windows console might lack.
        swatch = Style(bgcolor=_color(code, codebook))
        name = Text.assemble(("  ", swatch), " ", (code.name, "bold" if code.parent is None else ""))
        name.append(f"  {code.id}", "dim")
        children = codebook.children(code.id)
        counts = {
            "pos": len(code.examples.positive),
            "neg": len(code.examples.negative),
            "rules": len(code.rules),
            "sub": len(children),
            "codings": (codings or {}).get(code.id, 0),
        }
        numbers = [Text(str(counts[column]) if counts[column] else "·") for column in columns]
        branch = under.add(_row(name, columns, numbers))
        for child in children:
            add(branch, child)

    for theme in codebook.themes:
        add(root, theme)
    return root


def _row(name: Text, columns: Sequence[str], values: Sequence[Text]) -> Table:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(ratio=1)
    for column in columns:
        grid.add_column(justify="right", width=_WIDTHS[column])
    grid.add_row(name, *values)
    return grid


def _color(code: Code, codebook: Codebook) -> str | None:
    """The code's colour, or that of the nearest code above it."""
    colors = [codebook[above].color for above in codebook.lineage(code.id)]
    return next((color for color in reversed(colors) if color), None)


def changes_table(changes: Sequence[Change]) -> Table:
    """Changes, code by code: ``+`` added, ``-`` removed, ``~`` changed, ``^`` moved."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("what", max_width=28, overflow="fold")
    table.add_column("change", ratio=1, overflow="fold")
    code = None
    for change in changes:
        if change.code != code:
            table.add_row(Text(change.code or "codebook", "bold"), "")
            code = change.code
        sign, style = _SIGNS[change.action]
        table.add_row(Text.assemble("  ", (sign, style), f" {change.part}"), _change_text(change))
    return table


def _change_text(change: Change) -> Text:
    if change.action in ("added", "removed"):
        return Text(change.after or change.before, _SIGNS[change.action][1])
    lines = [Text(f"- {change.before}", "red")] if change.before else []
    lines += [Text(f"+ {change.after}", "green")] if change.after else []
    return Text("\n").join(lines)


def report(report: Report, codebook: Codebook, coder: str, least: float) -> RenderableType:
    """Every example that failed, then the counts of each code, and what sums up.

    Args:
        report: What became of the examples.
        codebook: Whose they are.
        coder: What they were asked of.
        least: Which share of them must have come out right.
    """
    parts = _failures(report.failures)
    if parts:
        parts.append(Text())
    parts.append(_tallies(report, codebook))
    passed, failed = len(report.outcomes) - len(report.failures), len(report.failures)
    verdict = Text.assemble(
        (f"{passed} passed", "green" if not failed else ""),
        ", ",
        (f"{failed} failed", "bold red" if failed else ""),
        f" · {coder} · codebook {fingerprint(codebook)}",
    )
    # Not rounded up to what was asked for.
    told = f"{int(1000 * report.share) / 10:g} % came out right; {100 * least:g} % are asked for (--least)."
    asked = [Text(told, "" if report.share >= least else "bold red")] if failed else []
    return Group(*parts, Text(), verdict, *asked)


def _tallies(report: Report, codebook: Codebook) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("code")
    for name in ("positive", "negative", "failed"):
        table.add_column(name, justify="right")
    tallies = report.tallies()
    for code in (code for code in codebook.codes if code.id in tallies):
        tally = tallies[code.id]
        table.add_row(
            codebook.path(code.id),
            f"{tally.positive_passed}/{tally.positive}",
            f"{tally.negative_passed}/{tally.negative}",
            Text(str(tally.failed), "bold red") if tally.failed else Text("·", "dim"),
        )
    return table


def _failures(failures: Sequence[Outcome]) -> list[RenderableType]:
    blocks: list[RenderableType] = []
    for outcome in failures:
        one = outcome.expected
        wanted = f"should be {one.code}" if one.wanted else f"should not be {one.code}"
        head = Text.assemble((str(one.place), "cyan"), "  ", (wanted, "bold"))
        said = Text(f"“{one.text}”")
        if outcome.why:
            said.append(f"\n{outcome.why}", "yellow")
        blocks += [head, Padding(said, (0, 0, 0, 4), expand=False)]
    return blocks
