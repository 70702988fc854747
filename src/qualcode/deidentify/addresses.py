"""Addresses with a house number: ``Tomtbergavägen 12 B, 3 tr``, ``145 67 Norsborg``, ``lgh 1203``.

A street alone says little in an area that everybody speaks of, and stays; its house number leads to a door.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from qualcode.deidentify.found import Found
from qualcode.deidentify.naming_words import set_of
from qualcode.deidentify.spoken_numbers import digits_of

_ENDINGS = (
    "vägen|väg|gatan|gata|gränd(?:en)?|stigen|stig|backen|backe|torget|torg|allén|allé|platsen|gången|kajen|leden|ringen|"
    "slingan|svängen|höjden|liden|kroken|esplanaden|promenaden|stranden|strand|terrassen|brinken|brink|sträket|stråket|"
    "lunden|ängen|udden|vreten|hagen|tunet|vallen|viken|bågen|trappan|trappor|planen|parken|dalen|gården|kullen|berget|"
    "åsen|spåret|krogen|tået|bryggan|hamnen|skogen|skogsbacken|rondellen|gärdet|hallen|vreta|hamn|plan|kaj|led|dal|väge"
)
_CAPITAL = r"[A-ZÅÄÖÉÜ]"
_STREET = (
    rf"(?:(?:{_CAPITAL}[\w:.’'-]{{0,25}}[ ]){{0,3}}{_CAPITAL}[\w’'-]{{0,30}}?(?:{_ENDINGS})"
    rf"|(?:{_CAPITAL}[\w:.’'-]{{0,25}}[ ]){{1,3}}(?:(?i:{_ENDINGS})|{_CAPITAL}[\w-]{{0,30}}(?:{_ENDINGS}))"
    rf"|[a-zåäöéü]{{3,30}}?(?:vägen|gatan|gränd(?:en)?|stigen|backen|torget|allén|ringen|slingan|brinken|"
    r"leden|gärdet|höjden|vreten|kroken|svängen|esplanaden|promenaden|stråket)"
    r"|[a-zåäöéü]{4,30}s[ ](?:väg|gata|gränd|torg|allé|stig|backe))"
)
_SPOKEN = r"[a-zåäö]+"
_NUMBER = re.compile(
    rf"(?<!\w)(?P<street>{_STREET})[ ]+(?:nummer[ ]|nr\.?[ ])?"
    rf"(?P<number>\d{{1,4}}(?![\d:.,]?\d)(?:[ ]?[-–][ ]?\d{{1,4}})?(?:[ ]?[A-Za-z](?!\w))?|{_SPOKEN})"
    r"(?P<rest>(?:[ ][a-hA-H](?!\w))?)"
)
_NUMBER_FIRST = re.compile(
    r"(?<!\w)(?:nummer|nr\.?|port|hus)[ ](?P<number>\d{1,3}(?:[ ]?[A-Ha-h])?)[ ]på[ ]"
    rf"(?P<street>{_CAPITAL}[\w’'-]{{0,30}}(?:{_ENDINGS}))(?!\w)"
)
_UNITS = re.compile(
    r"\s*(?:minut|meter|mil\b|km|kilometer|år|procent|%|kr|gånger|dagar|timm|st\b|stycken|person|lägenheter|hus\b|"
    r"veckor|månader|i\s+tre|och\s+en\s+halv|[:/]|som\b|olika|nya|andra|delar|av\s+dem|"
    r"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,?[ ]+(?:(?:\d{1,2}|[a-zåäö]+)[ ]*(?:tr\b|trappor\b|trp\b)|bv\b|nb\b|[Bb]ox[ ]\d+|"
    r"(?:vån(?:ing)?\.?|port|uppgång)[ ]*(?:\d{1,2}\b|[A-H]\b|[a-z]+\b)|"
    r"(?:lgh|lägenhet)\.?[ ]*(?:nr[ ]*|nummer[ ]*)?\d{1,4}))"
    rf"|(?:,?[ ]+(?:S-|SE-)?\d{{3}}[ ]?\d{{2}},?[ ]+{_CAPITAL}\w{{1,30}}(?:[ ]{_CAPITAL}\w{{1,30}})?)"
)
_TOWN = re.compile(
    r"(?<![\w-])(?:S-|SE-)?\d{3}[ ]\d{2},?[ ]+"
    rf"(?P<town>{_CAPITAL}[a-zåäöé]{{2,}}(?:[ ]{_CAPITAL}[a-zåäö]{{2,}})?)(?!\w)"
)
_FLAT = re.compile(
    r"(?<!\w)(?:lgh|lägenhet(?:snummer)?)\.?[ ]*(?:nr\.?[ ]*|nummer[ ]*)?\d{3,4}(?!\d)", re.IGNORECASE
)
_BOX = re.compile(r"(?<!\w)[Bb]ox[ ]\d{1,5}(?!\d)")
_CARE = re.compile(rf"(?<!\w)c/o[ ]+{_CAPITAL}[\w-]+(?:[ ]{_CAPITAL}[\w-]+)?,?[ ]+$")
_NO_STREET = set_of("""
    linje buss sida kapitel punkt vecka fråga bild tabell bilaga rum plan våning hus port spår
""")
_FUNCTION = set_of("""
    och i på till men jag vi det den de som där när så en ett vid från ligger är har nu heter
""")


def find(text: str, is_word: Callable[[str], bool] = lambda word: False) -> Iterator[Found]:
    """Every address in the text; ``about`` is street and house number in small letters.

    Args:
        text: The text.
        is_word: Whether a word in small letters is an ordinary one: *cykelvägen två* is no address.
    """
    for match in _NUMBER.finditer(text):
        street = match["street"]
        number = _house(match["number"])
        if number is None or _UNITS.match(text, match.end()) or street.split()[0].casefold() in _NO_STREET:
            continue
        spoken = not match["number"][0].isdecimal()
        last = street.split()[-1]
        if street[0].islower() and (is_word(last) or len(last) < 7):
            continue
        if (
            len(street.split()) == 1
            and street[0].isupper()
            and is_word(last.casefold())
            and (spoken or _opens(text, match.start()))
        ):
            continue
        if spoken and match["number"] in ("en", "ett"):
            continue
        start, street = _without_opener(text, match.start("street"), street)
        end = _tail(text, match.end())
        care = _CARE.search(text, max(0, start - 80), start)
        if care:
            start = care.start()
        yield Found(
            start,
            end,
            "address",
            "address",
            f"{street.casefold()} {number}{match['rest'].strip()}".casefold(),
        )
    for match in _NUMBER_FIRST.finditer(text):
        about = f"{match['street']} {match['number']}".casefold()
        yield Found(match.start(), match.end(), "address", "address", about)
    for match in _TOWN.finditer(text):
        if not _UNITS.match(" " + match["town"]):
            yield Found(match.start(), match.end(), "address", "address", match.group().casefold())
    for pattern in (_FLAT, _BOX):
        for match in pattern.finditer(text):
            yield Found(
                match.start(), _tail(text, match.end()), "address", "address", match.group().casefold()
            )


def _house(number: str) -> str | None:
    """A house number in digits; None for a year, or a word that is none."""
    if number[0].isdecimal():
        return None if re.fullmatch(r"(?:19|20)\d\d", number) else re.sub(r"\s", "", number)
    return digits_of(number)


def _tail(text: str, end: int) -> int:
    """Where stairs, flat, postal code and town after a house number end."""
    while (more := _TAIL.match(text, end)) is not None:
        end = more.end()
    return end


def _without_opener(text: str, start: int, street: str) -> tuple[int, str]:
    """A street without the word that opens its sentence: *På Albyvägen 3*, *Adressen Krögarvägen 2*."""
    words = street.split(" ")
    while len(words) > 1 and (
        words[0].casefold() in _FUNCTION
        or (
            _opens(text, start)
            and words[0].casefold().endswith(("en", "et", "på", "vid", "till", "från", "i"))
        )
    ):
        start += len(words[0]) + 1
        words = words[1:]
    return start, " ".join(words)


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 20) : start]
    return not before.strip() or before.rstrip(" ")[-1:] in ".!?:\n"
