"""The page from a dossier: one document, without scripts, that loads nothing."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from qualcode.argument import phrasing
from qualcode.argument.chart import drawing
from qualcode.argument.chart.wording import Sayings
from qualcode.argument.dossier import KINDS, Dossier
from qualcode.argument.missing import by_kind
from qualcode.argument.reference import stance, weak_codes
from qualcode.argument.xmltext import visible
from qualcode.messages import message
from qualcode.report import embed
from qualcode.wording import decimal

if TYPE_CHECKING:
    from jinja2 import Environment

STYLES = ("base.css", "overview.css", "print.css")
"""Of the report page, whose look this one has."""


def render(dossier: Dossier) -> str:
    """The page; the same dossier gives the same characters."""
    from markupsafe import Markup

    language = dossier.language
    styles = embed.stylesheet(STYLES) + embed.asset("dossier.css", "qualcode.argument.page")
    bind: dict[str, Any] = {
        name: partial(getattr(phrasing, name), language=language)
        for name in ("counted", "standing", "sides", "speaker", "balance", "ground")
    }
    return _templates().get_template("dossier.html.j2").render(
        bind,
        dossier=dossier,
        language=language,
        say=lambda key, **values: message(f"dossier.{key}", language, **values),
        styles=Markup(styles),
        policy=embed.content_policy([styles], []),
        map=Markup(drawing.svg(dossier, inline=True)),
        sayings=Sayings(dossier),
        kinds=[kind for kind in KINDS if dossier.of_kind(kind)],
        evidenced=[part for part in dossier.parts if part.evidenced],
        gaps=by_kind(dossier),
        material=phrasing.material(dossier),
        made_from=phrasing.made_from(dossier),
        on_sides=phrasing.on_sides,
        cell=phrasing.cell,
        concerned=lambda each, part: phrasing.concerned(each, part, language),
        stance=lambda quote: stance(quote, language),
        weak_codes=weak_codes,
        decimal=lambda number: decimal(number, language),
    )  # fmt: skip


@lru_cache
def _templates() -> Environment:
    """Templates in which whatever is said is text, and text that HTML can hold."""
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return embed.templates("qualcode.argument.page", finalize=shown)
