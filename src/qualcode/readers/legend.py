"""Lines that say what a transcript's letters and signs mean: ``I = intervjuare``, ``(.) kort paus``."""

from __future__ import annotations

import re

from qualcode.readers import words
from qualcode.transcript import Role

_TITLE = re.compile(
    r"(?:tecken|transkriptions|transkriberings)?(?:förklaring(?:ar)?|nyckel|förkortningar|tecken|legend|key)\s*:\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?P<sign>[^=\n]{1,30}?)\s*=\s*(?P<meaning>[^=\n]{1,100}?)\s*$")
_PARTED = re.compile(r"[,;|\t]|\s{2,}|\s/\s")
_TOLD = re.compile(r"(?P<sign>[^\s:=–—][^:=\n–—]{0,29}?)\s*(?::|\s[–—-])\s+(?P<meaning>\S[^:\n]{0,79})$")
_PART_TOLD = re.compile(
    r"(?P<part>[^\W\d_]{5,})(?:\s+(?:\d{1,2}|[A-ZÅÄÖ]))?\s*(?:$|[,(/]|\boch\b|som\b)", re.IGNORECASE
)
_PERSON_TOLD = re.compile(r"(?:kvinna|man|tjej|kille|flicka|pojke)\s*(?:$|[,(]|\d)", re.IGNORECASE)
# A sign of punctuation or brackets, as transcribers explain it: (.) [...] (( )) … // xxx
_BARE = re.compile(
    r"(?P<sign>[^\w\s]{1,6}|[(\[{<*][^()\[\]{}<>]{0,12}[)\]}>*]+|x{2,4})\s*[:–-]?\s+(?P<meaning>\S.*)$"
)
_EXPLAINS = re.compile(
    r"\b(?:paus\w*|ohör\w+|otydlig\w*|avbr\w+|skratt\w*|beton\w+|utelämn\w+|utesl\w+|kommentar\w*|tystnad\w*"
    r"|överlapp\w*|samtidig\w*|citat\w*|osäker\w*|hörbar\w*|förtydlig\w*|anmärkning\w*)",
    re.IGNORECASE,
)


def meanings(text: str) -> list[tuple[str, str]]:
    """Signs and their meanings, if the line explains nothing but signs; otherwise none.

    Examples:
        >>> meanings("I = intervjuare, R = respondent, kvinna")
        [('I', 'intervjuare'), ('R', 'respondent, kvinna')]
        >>> meanings("[...] ohörbart"), meanings("R: Intervjuaren, sa du?"), meanings("I: Hej!")
        ([('[...]', 'ohörbart')], [], [])
    """
    text = text.strip()
    if title := _TITLE.match(text):
        text = text[title.end() :]
    if not text or len(text) > 300 or text[-1] in "?!":
        return []
    if "=" in text:
        return _equated(text)
    if (told := _TOLD.match(text)) and _tells(told["sign"], told["meaning"]):
        return [(told["sign"], told["meaning"])]
    bare = _BARE.match(text)
    if bare and re.search(r"\d:\d", bare["sign"]):
        # A time stamp, and what was said at it: ``[00:52] Anna: Nä. (skratt)``.
        return []
    if bare and len(bare["meaning"].split()) <= 8 and _EXPLAINS.search(bare["meaning"]):
        return [(bare["sign"], bare["meaning"])]
    return []


def parts(text: str) -> dict[str, Role]:
    """Roles that a legend gives to labels, by the label's key."""
    found: dict[str, Role] = {}
    for sign, meaning in meanings(text):
        first = re.match(r"[^\W\d_]+", meaning)
        part = words.part(first.group()) if first else None
        if part and len(part) > 2 and (role := words.PARTS[part]):
            found[words.key(sign)] = role
    return found


def _equated(text: str) -> list[tuple[str, str]]:
    items: list[str] = []
    position = 0
    pieces = []
    for found in _PARTED.finditer(text):
        pieces.append(text[position : found.end()])
        position = found.end()
    for piece in [*pieces, text[position:]]:
        # What stands between two commas without a sign of its own still tells the last one's meaning.
        if "=" in piece or not items:
            items.append(piece)
        else:
            items[-1] += piece
    bare = [item.strip(" \t,;|.").removesuffix(" /") for item in items]
    found_items = [_ITEM.match(item) for item in bare if item]
    # What follows a colon is said: ``R: a = b``.
    if not found_items or any(
        item is None or len(item["sign"].split()) > 4 or ":" in item["sign"] for item in found_items
    ):
        return []
    return [(item["sign"].strip(), item["meaning"].strip()) for item in found_items if item]


def _tells(sign: str, meaning: str) -> bool:
    """The sign is a label, and the meaning a part in the conversation."""
    if meaning[-1] in ".?!…" or len(sign.split()) > 3:
        return False
    if not (words.part(sign) or words.is_initials(sign) or words.is_name(sign)):
        return False
    told = _PART_TOLD.match(meaning)
    part = words.part(told["part"]) if told else None
    return bool(_PERSON_TOLD.match(meaning)) or (part is not None and part != words.part(sign))
