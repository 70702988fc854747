"""The whole page from a run."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qualcode import cases
from qualcode.messages import message, section
from qualcode.report import colors, embed, material, overview, provenance, validation
from qualcode.report.numerals import count
from qualcode.wording import decimal

if TYPE_CHECKING:
    from jinja2 import Environment

    from qualcode.codebook.model import Codebook
    from qualcode.quotes import Quote
    from qualcode.result import Run

STRONGEST = 3
"""Quotes a theme that stand in the page for readers without scripts."""
MARK_SCRIPT = 'document.documentElement.classList.add("scripted");'


def render(run: Run) -> str:
    """The report as one HTML document; the same run gives the same characters."""
    from markupsafe import Markup

    styles = code_styles(run.codebook) + embed.stylesheet()
    script = embed.script()
    language = run.language
    return templates().get_template("page.html.j2").render(
        run=run,
        language=language,
        text=section("report", language),
        left=section("deidentify.left", language),
        say=lambda key, **values: message(f"report.{key}", language, **values),
        count=lambda number: count(number, language),
        decimal=lambda number: decimal(number, language),
        people=run.manifest.get("people", {}),
        role=lambda name: message(f"roles.{name}", language) if name else "",
        code_name=lambda code: material.code_name(run, code),
        address=overview.address,
        policy=embed.content_policy([styles], [MARK_SCRIPT, script]),
        styles=Markup(styles),
        mark_script=Markup(MARK_SCRIPT),
        script=Markup(script),
        data=Markup(embed.json_block(material.of_run(run))),
        overview=overview,
        few=cases.FEW,
        validation=validation,
        marks=validation.marks(run),
        gate=section("gate", language),
        statistic=message(f"agreement.statistics.{run.study.settings.gate.statistic}", language),
        provenance=provenance,
        thresholds=provenance.thresholds(run),
        strongest=strongest(run),
        numbers={code.id: code.number for code in overview.columns(run)},
    )  # fmt: skip


def strongest(run: Run) -> list[Quote]:
    """The :data:`STRONGEST` quotes of each theme, by score, for readers without scripts."""
    chosen: list[Quote] = []
    for theme in run.codebook.themes:
        of_theme = sorted(
            (quote for quote in run.quotes if quote.code == theme.id),
            key=lambda quote: -1.0 if quote.score is None else -quote.score,
        )
        chosen += of_theme[:STRONGEST]
    return chosen


def prepare() -> None:
    """Has the templates compiled before a page is asked for."""
    for name in templates().list_templates(extensions=["j2"]):
        templates().get_template(name)


@lru_cache
def templates() -> Environment:
    """The pages' templates, in which whatever is said is text."""
    return embed.templates("qualcode.report")


def code_styles(codebook: Codebook) -> str:
    """Each code's colour as ``--c0``, ``--c1`` …, and classes ``.c0`` … that choose it as ``--code``."""
    pairs = colors.of_codes(codebook)
    light = "".join(f"--c{number}:{pair[0]};" for number, pair in enumerate(pairs))
    dark = "".join(f"--c{number}:{pair[1]};" for number, pair in enumerate(pairs))
    classes = "".join(f".c{number}{{--code:var(--c{number})}}" for number in range(len(pairs)))
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{classes}\n"
