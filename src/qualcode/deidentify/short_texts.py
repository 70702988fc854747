"""Names in what is no running text: speakers' labels, file names, the columns of ``metadata.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from qualcode.deidentify.name_lists import is_elsewhere, is_word, look_up
from qualcode.deidentify.naming import Known, Mention
from qualcode.deidentify.naming_words import CALLED_BY_PART, PARTICLES
from qualcode.readers import words as label_words

_PERSON_COLUMN = re.compile(
    r"intervjuare|interviewer|moderator|samtalsledare|facilitator|respondent|informant|intervjuperson|intervjuad|"
    r"deltagare|participant|namn|name\b|kontakt|contact|tolk|interpreter|transkriber|transcrib|observat|antecknare|"
    r"notes by|utförd av|gjord av|forskare|researcher|ansvarig|uppgiftslämnare",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[,;/&+]|\boch\b|\band\b|\bsamt\b|\bmed\b")
_NO_LABELS = (
    label_words.NOT_SPEAKERS
    | label_words.FUNCTION_WORDS
    | label_words.EVENTS
    | label_words.GREETINGS
    | CALLED_BY_PART
    | frozenset(label_words.PARTS)
)
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_JOINED = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def is_about_people(column: str) -> bool:
    """Whether a column of ``metadata.csv`` names people."""
    return _PERSON_COLUMN.search(column) is not None


def names_in_value(value: str) -> list[str]:
    """The people in ``Anna Berg, Omar (SFI)``, as they are written."""
    found = []
    for part in _PARTED.split(re.sub(r"\([^)]*\)|\d+", " ", value)):
        name = " ".join(_JOINED.findall(part))
        tokens = name.split()
        if tokens and len(tokens) <= 5 and _is_name(tokens):
            found.append(name)
    return found


def name_in_label(label: str) -> str | None:
    """The name that a speaker's label is, as names are written; None for ``I``, ``IP1``, ``Tolk``.

    Examples:
        >>> [name_in_label(label) for label in ("KAJSA", "Björn (SFI)", "Deltagare 2", "MW")]
        ['Kajsa', 'Björn', None, None]
    """
    if label_words.part(label):
        return None
    plain = re.sub(r"\([^)]*\)|\d+", " ", label)
    tokens = _JOINED.findall(plain)
    if not tokens or len(tokens) > 5 or (label_words.is_initials(label) and not _is_given(tokens)):
        return None
    if plain.islower() and _is_small_name(tokens):
        return " ".join(_written(token.upper()) for token in tokens)
    return " ".join(_written(token) for token in tokens) if _is_name(tokens) else None


def _is_small_name(tokens: list[str]) -> bool:
    """*olle:*, *anna-karin:*: no word of its own, or a name that is hardly said as one."""
    lower = [token.casefold() for token in tokens]
    if (
        len(tokens) > 3
        or len(lower[0]) < 2
        or (len(lower[0]) == 2 and not look_up(tokens[0]).given)
        or any(one in _NO_LABELS for one in lower)
    ):
        return False
    if any(is_elsewhere(token) and not look_up(token).given for token in tokens):
        return False
    first = look_up(tokens[0])
    return (first.given or not is_word(lower[0])) and all(
        look_up(token).known or not is_word(token.casefold()) for token in tokens[1:]
    )


def _is_given(tokens: list[str]) -> bool:
    return len(tokens) == 1 and len(tokens[0]) > 2 and look_up(tokens[0]).given


def _is_name(tokens: list[str]) -> bool:
    """Whether words that stand where a name is expected are one."""
    if not all(token[0].isupper() or token.casefold() in PARTICLES for token in tokens):
        return False
    if any(
        look_up(token).known and not (is_elsewhere(token) and not look_up(token).given) for token in tokens
    ):
        return True
    # A surname may be a word (*Tjorven Ask*); a first word that is one is a role (*Moderator Qiqi*).
    return (
        not is_word(tokens[0].casefold())
        and not any(is_elsewhere(token) for token in tokens)
        and all(len(token) > 2 for token in tokens)
    )


def _written(token: str) -> str:
    return (
        "-".join(part.capitalize() for part in token.split("-"))
        if token.isupper() and len(token) > 1
        else token
    )


def initials(names: Iterable[str]) -> dict[str, str]:
    """Whole name by its initials, where only one has them."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        tokens = [part for part in re.split(r"[\s-]+", name) if part.casefold() not in PARTICLES]
        short = {"".join(token[0] for token in tokens), "".join(token[0] for token in name.split())}
        for one in short if len(tokens) > 1 else ():
            found.setdefault(one.upper(), []).append(name)
    return {short: whole[0] for short, whole in found.items() if len(whole) == 1}


def names_of_initials(text: str, labels: Iterable[str]) -> list[str]:
    """Names that a text tells beside the initials which its labels have: ``Karin Ekdal (KE)``, ``KE = Karin
    Ekdal``.

    Args:
        text: Of the source.
        labels: As they are written.
    """
    found: list[str] = []
    for short in dict.fromkeys(label.strip(" .") for label in labels):
        if not (short.isalpha() and short.isupper() and 2 <= len(short) <= 4):
            continue
        before = (text[max(0, at.start() - 80) : at.start()] for at in re.finditer(rf"\s*\({short}\)", text))
        after = (text[at.end() : at.end() + 80] for at in re.finditer(rf"(?<!\w){short}\s*=\s*", text))
        for place, near in [*((-1, each) for each in before), *((0, each) for each in after)]:
            words = [(word.start(), word.end()) for word in re.finditer(r"[^\W\d_][\w'’]*", near)]
            taken = words[-len(short) :] if place else words[: len(short)]
            told = "".join(near[start] for start, _ in taken)
            if told == short and near[taken[0][0] : taken[-1][1]].count("\n") == 0:
                found.append(near[taken[0][0] : taken[-1][1]])
    return list(dict.fromkeys(found))


def names_in_file_name(source: str, known: Known, participants: Iterable[str]) -> list[Mention]:
    """Names in a source's own name, in whatever letters: ``intervju_kajsa-lindgren.docx``.

    Args:
        source: The source's name, with its folders and suffix.
        known: Names known in the study.
        participants: Names of those who speak in this source; they count although they are words too.
    """
    stem = source[: len(source) - len(PurePosixPath(source).suffix)]
    own = {part.casefold() for name in participants for part in re.split(r"[\s-]+", name)} - PARTICLES
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(stem)]
    found: list[Mention] = []
    run: list[tuple[str, int, int]] = []
    for word, start, end in [*tokens, ("", len(stem) + 9, 0)]:
        after_name = bool(run) and re.fullmatch(r"[ _.-]|[ _]-[ _]?", stem[run[-1][2] : start]) is not None
        if word and _names_file(word, known, own, after_name):
            if run and not after_name:
                found.append(_mention(run, stem))
                run = []
            run.append((word, start, end))
        elif run:
            found.append(_mention(run, stem))
            run = []
    return found


def _names_file(word: str, known: Known, own: set[str], after_name: bool) -> bool:
    lower = word.casefold()
    if lower in own or lower.removesuffix("s") in own:
        return True
    entry = look_up(word)
    if is_elsewhere(word) or label_words.part(word) or len(word) < 2:
        return False
    if entry.given and not entry.word:
        return True
    if known.base(word) and (not is_word(lower) or (word[0].isupper() and not word.isupper() and after_name)):
        return True
    if entry.surname and not entry.word:
        return True
    if after_name and word[0].isupper() and not word.isupper():
        return entry.known or entry.likely or not is_word(lower)
    return (
        entry.given
        and word[0].isupper()
        and lower not in ("mars", "maj", "juni", "max", "set", "will", "can", "may", "mark", "media")
    )


def _mention(run: list[tuple[str, int, int]], stem: str) -> Mention:
    last, start, end = run[-1]
    name = look_up(last).name
    end = start + len(name)
    written = [word for word, _, _ in run[:-1]] + [last[: len(name)]]
    as_name = " ".join(word.capitalize() if word.islower() or word.isupper() else word for word in written)
    return Mention(run[0][1], end, as_name, "file_name")


def participants(about: Iterable[tuple[str, str]], labels: Iterable[str]) -> list[str]:
    """Names of those who take part in a source: those whom the metadata name, then those in labels.

    Args:
        about: Columns and values of the metadata, and of a table's rows.
        labels: The speakers' labels.
    """
    found = [name for column, value in about if is_about_people(column) for name in names_in_value(value)]
    found += [name for label in labels if (name := name_in_label(label))]
    return list(dict.fromkeys(found))
