"""Numbers as a person reads them in the outputs' language."""

from __future__ import annotations

from qualcode.wording import decimal

NO_BREAK = "\u00a0"


def count(number: int, language: str = "sv") -> str:
    """A whole number with thousands apart: ``12 345`` in Swedish (no-break space), ``12,345`` in English."""
    return f"{number:,}".replace(",", NO_BREAK) if language == "sv" else f"{number:,}"


def percent(share: float, language: str = "sv") -> str:
    """A share as per cent: ``12 %`` in Swedish, ``12%`` in English.

    Shares below ten per cent keep a decimal unless they are whole, so that small ones can be told apart.
    """
    value = share * 100
    digits = 1 if 0 < value < 9.95 and round(value, 1) != round(value) else 0
    return decimal(value, language, digits) + (f"{NO_BREAK}%" if language == "sv" else "%")
