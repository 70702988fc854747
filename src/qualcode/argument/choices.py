"""What people chose for the dossier: quotes that are pinned or banned, and stances that are confirmed.

    choices.add(study.root, [choices.make(source, start, end, claim, "pin", side, person)])
    held = choices.place(choices.in_force(choices.read(study.root)[0]), texts)

They lie in the study's ``argument/choices.csv``, written and anchored as people's decisions on codes are
(:mod:`qualcode.decisions`): the file is only ever added to; a choice is found again in an edited transcript
by its words, and one that is not found is told and not dropped. Of several choices on one stretch and claim
the latest holds, whoever made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal, cast, get_args

from qualcode.decisions import anchors
from qualcode.decisions.anchors import Placed
from qualcode.decisions.appending import add_rows, off, rows_of, unreadable
from qualcode.decisions.decision import Decision, now, text_hash
from qualcode.errors import CodingsError, Place
from qualcode.writers.cells import unguarded

Action = Literal["pin", "ban", "stance", "withdrawn"]
"""``pin``: it is always shown, on its side, and that side is confirmed. ``ban``: it is never shown under
the claim; it counts as before. ``stance``: its side is confirmed, or set right. ``withdrawn``: what was
chosen before of this stretch and claim no longer holds."""
Side = Literal["supports", "challenges", "both", "neither", ""]
"""Which side a quote stands on; ``neither``: it does not speak to the claim, and counts nowhere. Empty for
a ban and what is withdrawn."""
FOLDER, FILE = "argument", "choices.csv"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of one person on one stretch of text for one claim.

    Attributes:
        source: Name of the source.
        text_hash: Of the source's whole text when it was chosen.
        start: First code point in that text.
        end: After the last one.
        quote: The text between them, to the letter.
        claim: The claim's id.
        action: What was done.
        side: On which side it stands.
        person: Who chose.
        made: When, in UTC.
        memo: What they noted.
    """

    source: str
    text_hash: str
    start: int
    end: int
    quote: str
    claim: str
    action: Action
    side: Side
    person: str
    made: str
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A choice that holds, and where it stands now.

    Attributes:
        choice: As it was made.
        placed: Its stretch in the present texts; ``open`` where it is not found.
    """

    choice: Choice
    placed: Placed


COLUMNS = tuple(field.name for field in fields(Choice))

About = tuple[str, str, int, int, str]
"""The words as they stood when it was made (source, hash of its text, start, end), and the claim; of choices
about the same the later ones hold."""


def file_of(study: Path) -> Path:
    """The file of a study's choices."""
    return study / FOLDER / FILE


def make(
    source: str,
    text: str,
    start: int,
    end: int,
    claim: str,
    action: Action,
    side: Side,
    person: str,
    memo: str = "",
) -> Choice:
    """A choice made now.

    Args:
        source: Name of the source.
        text: The source's whole text as it is.
        start: First code point.
        end: After the last one.
        claim: The claim's id.
        action: What is done.
        side: On which side it stands; empty for a ban and what is withdrawn.
        person: Who chooses.
        memo: What they note.
    """
    quote = text[start:end]
    return Choice(source, text_hash(text), start, end, quote, claim, action, side, person, now(), memo)


def add(study: Path, choices: Sequence[Choice]) -> Path:
    """Adds choices to a study's file; on the disk when it returns.

    Args:
        study: The study's folder.
        choices: In the order in which they were made.

    Raises:
        CodingsError: the file cannot be written; nothing was added.
    """
    path = file_of(study)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        add_rows(path, COLUMNS, map(astuple, choices))
    except OSError as error:
        raise CodingsError(
            f"choices cannot be written ({error.strerror or 'no reason given'}).",
            where=Place(path),
            remedy="Close the program that holds the file (Excel?), or make room on the disk.",
        ) from error
    return path


def read(study: Path) -> tuple[list[Choice], list[CodingsError]]:
    """All choices of a study, and what is wrong with rows that are none; these stay where they are."""
    path = file_of(study)
    if not path.is_file():
        return [], []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return [], [unreadable(path, error)]
    rows = list(rows_of(text, path, _choice))
    problems = [row for row in rows if isinstance(row, CodingsError)]
    return [row for row in rows if isinstance(row, Choice)], problems


def about(choice: Choice) -> About:
    """What it is about."""
    return choice.source, choice.text_hash, choice.start, choice.end, choice.claim


def in_force(choices: Iterable[Choice]) -> list[Choice]:
    """What holds: of each stretch and claim the latest ban or pin, and the latest stance.

    A pin takes a ban's place and the other way round; each says nothing of an earlier stance, but a pin
    confirms the side that it names.
    """
    held: dict[About, dict[str, Choice]] = {}
    ordered = sorted(enumerate(choices), key=lambda each: (each[1].made, each[0]))
    for _, choice in ordered:
        of_choice = held.setdefault(about(choice), {})
        if choice.action == "withdrawn":
            of_choice.clear()
            continue
        if choice.action in ("pin", "ban"):
            of_choice["shown"] = choice
        if choice.action in ("pin", "stance"):
            of_choice["side"] = choice
            pinned = of_choice.get("shown")
            if pinned is not None and pinned.action == "pin" and choice.action == "stance":
                of_choice["shown"] = _sided(pinned, choice.side)
    found: list[Choice] = []
    for of_choice in held.values():
        found += dict.fromkeys(of_choice.values())
    return [choice for choice in found if not (choice.action == "pin" and choice.side == "neither")]


def place(choices: Iterable[Choice], texts: Mapping[str, str]) -> list[Held]:
    """Where choices stand in the sources' present texts; see :func:`qualcode.decisions.anchors.place`.

    Args:
        choices: Those in force.
        texts: Every source's text, by name.
    """
    choices = list(choices)
    stretches = [
        Decision(
            each.source, each.text_hash, each.start, each.end, each.quote,
            each.claim, "yes", each.person, each.made, "review",
        )
        for each in choices
    ]  # fmt: skip
    return [Held(*pair) for pair in zip(choices, anchors.place(stretches, texts), strict=True)]


def of_stretch(held: Iterable[Held], source: str, start: int, end: int, claim: str) -> list[Choice]:
    """What holds of just these words under a claim, though it was perhaps chosen of an earlier text.

    Args:
        held: Choices, as :func:`place` placed them.
        source: Name of the source.
        start: First code point, as the text is now.
        end: After the last one.
        claim: The claim's id.
    """
    return [
        each.choice
        for each in held
        if (spot := each.placed.spot) is not None
        and (spot.source, spot.start, spot.end, each.choice.claim) == (source, start, end, claim)
    ]


def _sided(pinned: Choice, side: Side) -> Choice:
    values = {name: getattr(pinned, name) for name in COLUMNS}
    return Choice(**{**values, "side": side})


def _choice(cells: dict[str, str], where: Place) -> Choice | CodingsError:
    """A row as a choice, or what is wrong with it."""
    try:
        start, end = int(cells["start"]), int(cells["end"])
        words = {name: unguarded(cells[name]).strip() for name in ("source", "claim", "person", "made")}
        quote = unguarded(cells["quote"]).replace("\r\n", "\n")
        action, side = cells["action"].strip().casefold(), cells["side"].strip().casefold()
        hashed, memo = unguarded(cells["text_hash"]), unguarded(cells.get("memo", ""))
    except (KeyError, ValueError):
        return off("the row is not whole, or start or end is no number", where)
    if action not in get_args(Action) or side not in get_args(Side):
        return off(f"“{action}” or “{side}” is no choice", where)
    if not all(words.values()) or not 0 <= start < end or end - start != len(quote):
        return off("source, claim or person is missing, or the quote is not as long as its place", where)
    if action in ("pin", "stance") and not side:
        return off("it does not say on which side the quote stands", where)
    kind, named = cast("Action", action), cast("Side", side)
    return Choice(
        words["source"], hashed, start, end, quote, words["claim"], kind, named, words["person"],
        words["made"], memo
    )  # fmt: skip
