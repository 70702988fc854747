"""What came and went between two runs, as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qualcode.coded import tree_order
from qualcode.differences.wording import Words
from qualcode.messages import message, section
from qualcode.writers.columns import Column, height
from qualcode.writers.workbook import Workbook

if TYPE_CHECKING:
    from qualcode.differences.changed import Differences, Shown
    from qualcode.result import Run

TINTS = {"came": "#d9efe0", "went": "#f7dcd8", "moved": "#fbeecb"}


def write(found: Differences, shown: Shown, path: Path) -> None:
    """The file: counts by code, one row a change, what was said since, and how to read it.

    Args:
        found: The comparison.
        shown: Title and language.
        path: Where to.
    """
    words = Words(found, shown.language)
    titles = section("differences.columns", shown.language)
    # Of a run it uses title, language and codebook.
    with Workbook(path, cast("Run", shown)) as book:
        _codes(book, found, words, titles)
        _changes(book, found, words, titles)
        if found.said:
            _said(book, found, words, titles)
        _reading(book, shown, found, words)


def _codes(book: Workbook, found: Differences, words: Words, titles: dict[str, str]) -> None:
    codes = [code for code in tree_order(found.codebook) if code in found.counts]
    paths = [found.codebook.path(code) for code in codes]
    counts = [found.counts[code] for code in codes]
    chips = {row: book.chip(path) for row, path in enumerate(paths)}
    columns = [
        Column(titles["code"], [words.code(code) for code in codes], width=52, styles=chips),
        *(
            Column(titles[name], [getattr(count, name) for count in counts], "whole", 12)
            for name in ("before", "after", "came", "went", "moved")
        ),
    ]
    book.rows(book.sheet(words.say("codes")), columns)


def _changes(book: Workbook, found: Differences, words: Words, titles: dict[str, str]) -> None:
    shown = found.shown
    paths = [found.codebook.path(each.code) if each.code in found.codebook else "" for each in shown]
    chips = {row: book.chip(path) for row, path in enumerate(paths) if path}
    tints = {
        row: book.format(
            bottom=1, bottom_color="#d5dbe1", align="left", indent=1, bg_color=TINTS[each.action]
        )
        for row, each in enumerate(shown)
    }

    def numbers(side: str, name: str) -> list[Any]:
        return [getattr(getattr(each, side), name) for each in shown]

    edited = [each.before.text if each.edited else "" for each in shown]
    columns = [
        Column(
            titles["action"], [words.say(f"action.{each.action}") for each in shown], width=14, styles=tints
        ),
        Column(titles["code"], [words.code(each.code) for each in shown], width=34, styles=chips),
        Column(titles["quote"], [each.here.text for each in shown], width=60),
        Column(titles["why"], [words.why(each) for each in shown], width=70),
        Column(titles["cause"], [_causes(words, each.groups) for each in shown], width=22),
        Column(titles["speaker"], [each.here.speaker for each in shown], width=13),
        Column(titles["source"], [each.here.source for each in shown], width=26),
        Column(titles["segment"], [each.here.segments[0] for each in shown], "whole", 9),
        Column(titles["score_before"], numbers("before", "score"), "score", 9),
        Column(titles["threshold_before"], numbers("before", "threshold"), "score", 9),
        Column(titles["score_after"], numbers("after", "score"), "score", 9),
        Column(titles["threshold_after"], numbers("after", "threshold"), "score", 9),
        Column(titles["quote_before"], edited, width=44, quiet=True),
        Column(titles["nearest_before"], numbers("before", "nearest"), width=44, quiet=True),
        Column(titles["nearest_after"], numbers("after", "nearest"), width=44, quiet=True),
    ]
    sheet = book.sheet(words.say("list"))
    rows = book.rows(sheet, columns, frozen=2)
    sheet.print_area(0, 0, rows[1], 6)


def _causes(words: Words, groups: tuple[str, ...]) -> str:
    return ", ".join(words.say(f"group.{group}") for group in groups)


def _said(book: Workbook, found: Differences, words: Words, titles: dict[str, str]) -> None:
    known = {None: "unknown", True: "yes", False: "no"}
    columns = [
        Column(titles["coder"], [each.coder for each in found.said], width=20),
        Column(
            titles["judgement"], [words.say(f"judgement.{each.judgement}") for each in found.said], width=12
        ),
        Column(titles["code"], [words.code(each.code) for each in found.said], width=34),
        Column(titles["quote"], [each.quote for each in found.said], width=70),
        Column(titles["source"], [each.source for each in found.said], width=26),
        Column(
            titles["agrees"], [words.say(f"agrees.{known[each.agrees]}") for each in found.said], width=22
        ),
    ]
    # Excel takes 31 characters.
    book.rows(book.sheet(words.say("said")[:31]), columns)


def _reading(book: Workbook, shown: Shown, found: Differences, words: Words) -> None:
    sheet = book.sheet(message("sheets.reading", shown.language))
    sheet.set_column(0, 0, 110)
    sheet.set_row(0, 30)
    book.words(sheet, 0, 0, shown.title, book.format(bold=True, font_size=18))
    lines = [
        words.say("of", before=found.before.name, after=found.after.name),
        *lead(found, words),
        words.say("standing"),
        words.say("specific"),
        message("sheets.about.score", shown.language),
        *(words.say(f"notes.{note}") for note in found.notes),
        "",
        words.say("inputs"),
        *([words.cause(cause) for cause in found.inputs] or [words.say("inputs_none")]),
        *(f"{source.name}: {happened(words, source)}" for source in found.sources),
    ]
    if shown.deidentified:
        left = section("deidentify.left", shown.language)
        lines += ["", left["what"], left["indirect"], left["key"]]
    for row, line in enumerate(lines, 2):
        sheet.set_row(row, height(line, 110))
        book.words(sheet, row, 0, line, book.format(text_wrap=True))


def lead(found: Differences, words: Words) -> list[str]:
    """How much came, went and moved, in a sentence or two."""
    if not found.changes:
        return [words.say("none")]
    counts = {action: len(found.of(action)) for action in ("came", "went", "moved")}  # type: ignore[arg-type]
    return [words.say("lead", **counts), words.say("moved_least", least=words.number(found.least))]


def happened(words: Words, source: Any) -> str:
    """What happened to a source."""
    return ", ".join(words.say(f"source.{each}", before=source.before) for each in source.what)
