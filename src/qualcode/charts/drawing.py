"""Drawing with matplotlib: greys and numbers, so that a chart can be read in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import PackageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from qualcode.charts.counted import Code, Grid, Strip

DPI = 200
WRAP = 26
"""Most characters of a code's name beside or below a chart, before it goes on with a new line."""
DOUBTFUL_HATCH, FEW_HATCH = "////", "\\\\\\"
SETTINGS = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    # Names come from people: a $ in one is no formula.
    "text.parse_math": False,
    "svg.hashsalt": "qualcode",
    "svg.fonttype": "path",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.dpi": 100,
}


@contextmanager
def settings() -> Iterator[None]:
    """matplotlib as the charts need it, whatever the machine's own settings are.

    Raises:
        PackageError: matplotlib is not installed.
    """
    import logging
    import warnings

    try:
        import matplotlib as mpl
    except ImportError as error:
        raise PackageError(
            "charts are drawn with matplotlib, which is not installed.",
            remedy="Install it with `pip install 'qualcode[charts]'`.",
        ) from error
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    with mpl.rc_context(), warnings.catch_warnings():
        # A name in a script that the typeface lacks is drawn with boxes, and is no reason to complain.
        warnings.filterwarnings("ignore", message="Glyph")
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        yield


def bars(codes: Sequence[Code], numbers: Sequence[int], total: int, words: dict[str, str]) -> Figure:
    """How many sources have each code; hatched where the code was measured and is not validated."""
    figure, axes = _figure(7.5, 1.7 + 0.32 * len(codes), words)
    rows = range(len(codes))
    drawn = axes.barh(
        rows, numbers, color=["#ffffff" if c.doubtful else "#333333" for c in codes], edgecolor="#333333"
    )
    for bar, code in zip(drawn, codes, strict=True):
        if code.doubtful:
            bar.set_hatch(DOUBTFUL_HATCH)
    for row, number in zip(rows, numbers, strict=True):
        axes.text(number + total * 0.01, row, f" {number}", va="center")
    axes.set_yticks(rows, [_wrapped(code.label, 48) for code in codes])
    axes.invert_yaxis()
    axes.set_xlim(0, max(total, 1) * 1.08)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel(words["axis"])
    return figure


def heat(codes: Sequence[Code], grid: Grid, words: dict[str, str]) -> Figure:
    """A grid of numbers, the darker the larger the share; rows of few cases are hatched instead."""
    width, height = 3.4 + 0.55 * len(codes), 3.2 + 0.3 * len(grid.rows)
    figure, axes = _figure(width, height, words)
    few = grid.few or [False] * len(grid.rows)
    shades = [[0.0] * len(codes) if row_is else line for row_is, line in zip(few, grid.shares, strict=True)]
    top = max((share for line in shades for share in line), default=0) or 1
    axes.imshow(shades, cmap="Greys", vmin=0, vmax=top * 1.15, aspect="auto")
    for row in (row for row, row_is in enumerate(few) if row_is):
        axes.axhspan(
            row - 0.5, row + 0.5, facecolor="none", edgecolor="#b0b0b0", hatch=FEW_HATCH, linewidth=0
        )
    for row, (counts, shares) in enumerate(zip(grid.counts, shades, strict=True)):
        for column, (number, share) in enumerate(zip(counts, shares, strict=True)):
            if number is not None:
                ink = "white" if share / top > 0.6 else "black"
                paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if few[row] else None
                place = {"ha": "center", "va": "center"}
                axes.text(column, row, str(number), color=ink, fontsize=8, bbox=paper, **place)
    axes.set_xticks(
        range(len(codes)),
        [_wrapped(code.label) for code in codes],
        rotation=60,
        ha="right",
        rotation_mode="anchor",
    )
    axes.set_yticks(range(len(grid.rows)), [_wrapped(row, 44) for row in grid.rows])
    axes.tick_params(length=0)
    return figure


def strip(codes: Sequence[Code], shown: Strip, words: dict[str, str]) -> Figure:
    """A transcript from left to right, a row a code, a stroke where a segment has it."""
    figure, axes = _figure(8.5, 1.6 + 0.28 * len(codes), words)
    for row, places in enumerate(shown.places):
        axes.broken_barh([(place - 0.5, 1) for place in places], (row - 0.35, 0.7), facecolors="black")
        axes.axhline(row + 0.5, color="#cccccc", linewidth=0.5)
    axes.set_yticks(range(len(codes)), [_wrapped(code.label, 48) for code in codes])
    axes.set_ylim(len(codes) - 0.5, -0.5)
    axes.set_xlim(0.5, shown.length + 0.5)
    further = axes.xaxis.get_major_locator().tick_values(1, shown.length)
    axes.set_xticks([1, *(int(tick) for tick in further if 1 < tick <= shown.length and tick == int(tick))])
    axes.set_xlabel(words["axis"])
    return figure


def save(figure: Figure, stem: Path, title: str) -> list[Path]:
    """Writes ``stem``.svg and .png; the same chart gives the same bytes, whenever it is drawn."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    svg, png = stem.with_name(stem.name + ".svg"), stem.with_name(stem.name + ".png")
    FigureCanvasSVG(figure).print_figure(
        svg, bbox_inches="tight", metadata={"Title": title, "Date": None, "Creator": None}
    )
    FigureCanvasAgg(figure).print_figure(
        png, dpi=DPI, bbox_inches="tight", metadata={"Title": title, "Software": None}
    )
    return [svg, png]


def _figure(width: float, height: float, words: dict[str, str]):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    figure.suptitle(words["title"], fontsize=11, fontweight="bold")
    figure.supxlabel(_wrapped(words["note"], int(width * 13)), fontsize=7.5, ha="left", x=0.01)
    return figure, figure.subplots()


def _wrapped(words: str, width: int = WRAP) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(words, width)) or words
