"""The reference under a quote: its stance, who says it, and whether its codes are validated."""

from __future__ import annotations

from qualcode.argument import phrasing
from qualcode.argument.dossier_quotes import Quote
from qualcode.argument.xmltext import line
from qualcode.messages import message

WEAK = "◇"
"""A quote one of whose codes is not validated."""


def stance(quote: Quote, language: str) -> str:
    """The sign of a quote's stance and its meaning: ``○ maskinens förslag``."""
    if quote.stance == "unread":
        return message("dossier.stances.unread", language)
    if quote.stance == "confirmed":
        words = message("dossier.stances.confirmed", language, person=line(quote.confirmed_by))
    else:
        words = message("dossier.reading.suggested", language)
    return f"{phrasing.mark(quote)} {words}"


def marks(quote: Quote, language: str) -> str:
    """The signs alone, as the legend explains them, and who confirmed: ``○◇``, ``● bekräftat av Eva``."""
    signs = stance(quote, language) if quote.stance == "confirmed" else phrasing.mark(quote)
    return f"{signs}{WEAK}" if weak_codes(quote) and quote.stance != "confirmed" else signs


def before_place(quote: Quote, language: str) -> str:
    """Who says it, with a comma after; empty in notes and documents."""
    name = line(phrasing.speaker(quote, language))
    return f"{name}, " if name else ""


def weak_codes(quote: Quote) -> str:
    """Names of its codes that are not validated; empty where all are."""
    return ", ".join(line(code.name) for code in quote.codes if code.status != "validated")
