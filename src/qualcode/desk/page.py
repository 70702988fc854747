"""The page: its frame, its styles and its scripts, all from this package."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qualcode.messages import message, section
from qualcode.report import embed

if TYPE_CHECKING:
    from jinja2 import Environment

    from qualcode.desk.desk import View

SHARED_STYLES, SHARED_SCRIPTS = ("base.css",), ("dom.js", "gauge.js")
"""What the desk has in common with the report, so that the two look and speak alike."""
STYLES = (
    "desk.css", "line.css", "quote.css", "transcript.css", "figures.css", "claims.css", "low.css",
    "contrast.css",
)  # fmt: skip
SCRIPTS = (
    "server.js", "codes.js", "choice.js", "said.js", "unsaved.js", "picker.js", "quote.js", "why.js",
    "claims.js", "line.js", "filters.js", "transcript.js", "marking.js", "acts.js", "search.js", "figures.js",
    "study.js", "who.js", "keys.js", "start.js",
)  # fmt: skip


def html(view: View, reviewer: str, locked: bool) -> str:
    """The page for a run.

    Args:
        view: The run.
        reviewer: Who reviews, if the command line said so.
        locked: Whether everybody is blind.
    """
    language = view.material.language
    study = view.material.study
    return templates().get_template("desk.html.j2").render(
        language=language,
        title=study.settings.title or study.root.resolve().name,
        text=section("desk", language),
        say=lambda key, **values: message(f"desk.{key}", language, **values),
        data=_markup(embed.json_block(data(view, reviewer, locked))),
    )  # fmt: skip


def data(view: View, reviewer: str, locked: bool) -> dict[str, Any]:
    """What the scripts need from the start."""
    material = view.material
    book, language = material.codebook, material.language
    codes = [book[code] for code in material.code_numbers]
    return {
        "language": language,
        "messages": section("desk.page", language),
        "roleNames": section("roles", language),
        "run": material.run,
        "reviewer": reviewer,
        "locked": locked,
        "codes": [
            {
                "id": code.id,
                "name": code.name,
                "parent": material.code_numbers.get(code.parent or "", -1),
                "definition": code.definition,
                "include": code.include,
                "exclude": code.exclude,
                "positive": code.examples.positive,
                "negative": code.examples.negative,
                "memo": code.memo,
            }
            for code in codes
        ],
        "sources": [
            {
                "name": source.name,
                "segments": sum(segment.coded for segment in source.segments),
            }
            for source in material.sources
        ],
        "attributes": [[name, _values(name, view)] for name in material.attributes],
    }


def style() -> str:
    """All of the page's own styles."""
    return "\n".join([embed.stylesheet(SHARED_STYLES), *map(_asset, STYLES)])


def code_colors(view: View) -> str:
    """The codes' colours."""
    from qualcode.report.page import code_styles

    return code_styles(view.material.codebook)


@lru_cache
def script() -> str:
    """All of the page's scripts in one scope, in the order in which they build on each other."""
    return embed.in_one_scope([*map(embed.asset, SHARED_SCRIPTS), *map(_asset, SCRIPTS)])


@lru_cache
def templates() -> Environment:
    """The page's templates, in which whatever is said is text."""
    return embed.templates("qualcode.desk")


def _values(name: str, view: View) -> list[str]:
    from qualcode.coded import natural

    line = view.line
    found = {each.attributes.get(name, "") for blind in (False, True) for each in line.entries(blind)}
    return sorted(found, key=natural)


def _asset(name: str) -> str:
    return embed.asset(name, "qualcode.desk")


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)
