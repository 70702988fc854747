"""What came and went between two runs, as one HTML page that loads nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qualcode.coded import tree_order
from qualcode.differences.changed import GROUPS
from qualcode.differences.screen import FEW, SIGNS
from qualcode.differences.sheet import happened, lead
from qualcode.differences.wording import Words
from qualcode.messages import section
from qualcode.report import embed
from qualcode.report.overview import address
from qualcode.report.page import MARK_SCRIPT, code_styles, templates

if TYPE_CHECKING:
    from qualcode.differences.changed import Change, Differences, Shown, Standing
    from qualcode.differences.record import RunRecord

STYLES = ("base.css", "differences.css")


def write(found: Differences, shown: Shown, path: Path) -> None:
    """The page; links lead from its folder to the runs' reports.

    Args:
        found: The comparison.
        shown: Title and language.
        path: Where to.
    """
    # A lone surrogate can stand in no file.
    path.write_bytes(render(found, shown, path.parent).encode("utf-8", "replace"))


def render(found: Differences, shown: Shown, folder: Path) -> str:
    """The page as one HTML document; the same runs give the same characters.

    Args:
        found: The comparison.
        shown: Title and language.
        folder: Where the page will lie.
    """
    from markupsafe import Markup

    styles = code_styles(shown.codebook) + embed.stylesheet(STYLES)
    script = embed.script(("differences.js",))
    language, words = shown.language, Words(found, shown.language)
    used = {group for change in found.shown for group in change.groups}
    return templates().get_template("differences.html.j2").render(
        found=found,
        title=shown.title,
        language=language,
        words=words,
        text=section("report", language),
        left=section("deidentify.left", language),
        titles=section("differences.columns", language),
        lead=lead(found, words),
        happened=happened,
        few=FEW,
        deidentified=shown.deidentified,
        codes=list(_codes(found, shown)),
        groups=[group for group in GROUPS if group in used],
        rows=list(_rows(found, words, folder)),
        policy=embed.content_policy([styles], [MARK_SCRIPT, script]),
        styles=Markup(styles),
        mark_script=Markup(MARK_SCRIPT),
        script=Markup(script),
    )  # fmt: skip


def _codes(found: Differences, shown: Shown) -> Iterator[dict[str, Any]]:
    book = shown.codebook
    for number, code in enumerate(tree_order(book)):
        count = found.counts.get(code)
        if count is None:
            continue
        counts = {name: getattr(count, name) for name in ("before", "after", "came", "went", "moved")}
        about = {"id": code, "number": number, "name": book[code].name, "level": len(book.lineage(code)) - 1}
        yield {**about, **counts, "changed": count.came or count.went or count.moved}


def _rows(found: Differences, words: Words, folder: Path) -> Iterator[dict[str, Any]]:
    numbers = {code: number for number, code in enumerate(tree_order(found.codebook))}
    for change in found.shown:
        here = change.here
        known = change.code in numbers
        yield {
            "action": change.action,
            "sign": SIGNS[change.action][0],
            "number": numbers.get(change.code, 0),
            "name": words.code(change.code),
            "line": " ".join(found.codebook.lineage(change.code)) if known else change.code,
            "groups": " ".join(change.groups),
            "text": here.text,
            "was": change.before.text if change.edited else "",
            "speaker": here.speaker,
            "source": here.source,
            "segment": words.say(
                "segment", n="–".join(map(str, sorted({here.segments[0], here.segments[-1]})))
            ),
            "why": words.why(change),
            "links": list(_links(found, change, words, folder)),
        }


def _links(found: Differences, change: Change, words: Words, folder: Path) -> Iterator[tuple[str, str]]:
    for run, place, label in (
        (found.after, change.after, "open_after"),
        (found.before, change.before, "open_before"),
    ):
        if (link := _link(run, place, folder)) is not None:
            yield link, words.say(label)


def _link(run: RunRecord, place: Standing, folder: Path) -> str | None:
    report = run.folder / "report.html"
    if not place.segments or not report.is_file():
        return None
    try:
        way = Path(os.path.relpath(report.resolve(), folder.resolve())).as_posix()
    except ValueError:
        # Another drive of Windows.
        way = report.resolve().as_uri()
        return way + address("kallor", kalla=place.source, stycke=place.segments[0])
    return quote(way) + address("kallor", kalla=place.source, stycke=place.segments[0])
