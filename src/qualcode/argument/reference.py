"""The reference under a quote: its stance, who says it and where, how sure its codes are."""

from __future__ import annotations

from qualcode.argument import phrasing
from qualcode.argument.dossier_quotes import Quote
from qualcode.argument.xmltext import line
from qualcode.messages import message
from qualcode.wording import decimal


def stance(quote: Quote, language: str) -> str:
    """The sign of a quote's stance and its meaning: ``○ maskinens förslag``."""
    if quote.stance == "confirmed":
        words = message("dossier.stances.confirmed", language, person=line(quote.confirmed_by))
    else:
        words = message("dossier.reading.suggested", language)
    return f"{phrasing.mark(quote)} {words}"


def reference(quote: Quote, language: str) -> str:
    """The whole reference in a line, without link."""
    parts = [line(phrasing.whence(quote, language)), stance(quote, language)]
    if quote.score is not None:
        parts.append(message("dossier.page.score", language, score=decimal(quote.score, language)))
    return " · ".join([*parts, quote.id])


def weak_codes(quote: Quote) -> str:
    """Names of its codes that are not validated; empty where all are."""
    return ", ".join(line(code.name) for code in quote.codes if code.status != "validated")
