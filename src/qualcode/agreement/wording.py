"""Comparisons in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.agreement.bootstrap import RESAMPLES
from qualcode.agreement.comparisons import MACHINE, PEOPLE, Comparison
from qualcode.gate.wording import figure as shown
from qualcode.gate.wording import of_samples
from qualcode.messages import message
from qualcode.wording import coder, decimal

if TYPE_CHECKING:
    from qualcode.agreement.figures import Figure
    from qualcode.agreement.of_study import Result

READING = ("percent", "kappa", "alpha", "sets", "ac1", "precision", "rho", "shared", "blind")


def name_of(person: str, language: str) -> str:
    """A coder's name; people and machine in the language."""
    if person in (PEOPLE, MACHINE):
        return message(f"agreement.appendix.{'people' if person == PEOPLE else 'machine'}", language)
    return person


def title(comparison: Comparison, language: str) -> str:
    """Who is compared."""
    return " – ".join(name_of(person, language) for person in comparison.coders)


def code_name(result: Result, code: str) -> str:
    """A code's name with those above it; of all codes together, that."""
    if not code:
        return message("agreement.appendix.all_codes", result.language)
    book = result.codebook
    return " › ".join(book[each].name for each in book.lineage(code))


def statistic(name: str, language: str) -> str:
    """What a statistic is called."""
    return message(f"agreement.statistics.{name}", language)


def reason(figure: Figure, language: str) -> str:
    """Why there is no figure or no interval, or how it was made; empty without one."""
    return message(f"agreement.why.{figure.why}", language) if figure.why else ""


def figure(found: Figure, language: str) -> str:
    """The figure with its interval; without one, the reason."""
    if found.value is None:
        return reason(found, language) or "–"
    return shown(found, language)


def share(value: float | None, language: str) -> str:
    """A share in per cent."""
    return "" if value is None else f"{decimal(100 * value, language, 0)} %"


def about(result: Result, kind: str, language: str) -> str:
    """What judgements of a kind can tell of."""
    whole = kind == "import" and result.read_whole
    return message(f"agreement.about.{kind}_whole" if whole else f"agreement.about.{kind}", language)


def made(result: Result) -> str:
    """Codebook, fingerprint and machine."""
    machine = ", ".join(coder(name, result.language) for name in result.machine)
    book = result.codebook
    codebook = message("sheets.facts.version", result.language, title=book.title, version=book.version)
    said = message(
        "agreement.appendix.made",
        result.language,
        codebook=codebook,
        fingerprint=result.fingerprint,
        machine=machine,
    )
    return f"{said} {result.run}" if result.run else said


def reading(result: Result) -> list[str]:
    """How to read the figures, a paragraph each."""
    how = message(f"agreement.reading.{result.how}", result.language)
    interval = message("agreement.reading.interval", result.language, resamples=RESAMPLES, how=how)
    found = [message(f"agreement.reading.{name}", result.language) for name in READING]
    if result.unplaced:
        found.append(message("gate.unplaced", result.language, count=result.unplaced))
    if result.learnt:
        found.append(message("gate.learnt", result.language, count=result.learnt))
    found += of_samples(result.lots, result.changed, result.language)
    return [*found[:7], interval, *found[7:]]
