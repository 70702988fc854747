"""Back again: a quote, or any text with pseudonyms, as it was said; by the study's key."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from qualcode.deidentify import pseudonyms
from qualcode.deidentify.key import Key
from qualcode.errors import OutputError, Place
from qualcode.namedrun import named_run
from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as it was said.

    Attributes:
        text: Its words; to the letter where the key has its places.
        speaker: Who said it.
        source: The source's own name.
        place: Where in the source.
        exact: Whether every name stands as it stood; otherwise pseudonyms were turned into whole names.
    """

    text: str
    speaker: str
    source: str
    place: str
    exact: bool


def quote(study: Study, key: Key, identity: str, run: str = "") -> Said:
    """A quote of a run, as it was said.

    Args:
        study: The study.
        key: Its key.
        identity: The quote's id, from ``quotes.csv`` or ``quotes.xlsx``.
        run: A run as a person names it, also one that lies elsewhere; the latest by default.

    Raises:
        SettingsError: there is no run, or none of that name.
        OutputError: it has no quotes, or no such one.
    """
    from qualcode.writers.cells import unguarded

    path = named_run(study, run, anywhere=True) / "quotes.csv"
    if not path.is_file():
        raise OutputError(
            "this run has no quotes to look in.",
            where=Place(path),
            remedy="Let `outputs: formats:` have quotes.csv, and run again, or name another run with --run.",
        )
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["id"] == identity]
    if not rows:
        raise OutputError(
            f"there is no quote {identity} in this run.",
            where=Place(path),
            remedy="Copy the id from its quotes.csv or quotes.xlsx, or name another run with --run.",
        )
    row = {column: unguarded(value or "") for column, value in rows[0].items() if column}
    words, exact = _exactly(key, row["source"], int(row["start"]), row["text"])
    name = key.name_of(row["source"])
    return Said(words, text(key, row["speaker"]), name or text(key, row["source"]), row["place"], exact)


def text(key: Key, words: str) -> str:
    """Any text with each pseudonym turned into what it stands for; those that the key does not know stay."""

    def original(pseudonym: str) -> str:
        kind_and_number = pseudonyms.read(pseudonym)
        return (key.called(*kind_and_number) if kind_and_number else None) or pseudonym

    return pseudonyms.pattern().sub(lambda match: original(match.group()), words)


def _exactly(key: Key, source: str, start: int, words: str) -> tuple[str, bool]:
    """A stretch of a source's text with what stood in it; by whole names where the places do not fit."""
    places = [(match.start() + start, match.end() + start) for match in pseudonyms.pattern().finditer(words)]
    versions = (
        [one for one in version if start <= one.start and one.end <= start + len(words)]
        for version in key.replaced(source)
    )
    inside = next(
        (version for version in versions if [(one.start, one.end) for one in version] == places), None
    )
    if inside is None:
        return text(key, words), not places
    parts, at = [], 0
    for one in inside:
        parts += [words[at : one.start - start], one.original]
        at = one.end - start
    return "".join([*parts, words[at:]]), True
