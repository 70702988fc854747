"""English words around names, for interviews with people who do not speak Swedish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qualcode.deidentify import naming_words as of
from qualcode.deidentify.words import Word

TITLES = of.set_of("""
    mr mrs ms miss dr doctor professor sir aunt auntie uncle cousin husband wife son daughter brother sister
    mother father mum mom dad grandma grandpa grandmother grandfather nephew niece friend neighbour neighbor
    boss manager colleague teacher principal nurse counsellor counselor coach imam pastor priest partner
    boyfriend girlfriend landlord caretaker roommate flatmate classmate chairman chairwoman officer little
    old dear guy named
""")
"""English words that stand right before a name."""
LEADERS = of.set_of("chair chairperson head director leader mayor minister bishop president owner")
"""Who somebody is, of which a comma parts the name."""
NAMED = of.set_of("called named")
HELLO = of.set_of("""
    hi hello dear thanks call called ask asked tell told met meet meets visit visited phone phoned email
    emailed text texted know knows knew thank helped saw
""")
GREETINGS = of.set_of("hi hello dear thanks")
OWNERS = of.set_of("my your his her our their the a")
ACTS = of.set_of("""
    says said tells told asks asked thinks thought wants wanted lives lived works worked moved helps helped
    came comes went goes knows knew loves loved drives drove cooks cooked spoke speaks talks talked called
    calls cries cried laughed smiled was is has had does did gave gives got gets taught teaches lost found
    met wrote writes runs ran opened studies studied married died never always also just still and
""")
"""What people do, after a name that opens an English sentence."""
KIN = of.set_of("""
    husband wife son daughter brother sister mother father mum mom dad friend neighbour neighbor boss
    manager teacher house flat apartment car number family parents children kids child boyfriend girlfriend
    partner aunt uncle cousin shop case phone email name job
""")
_WHOM = of.set_of("me him her us them you it")
_CALL = of.set_of("call calls called name named names nickname nicknamed")
_IS = of.set_of("is was")
_I_AM = of.set_of("i'm i’m")


def before(words: Sequence[Word], at: int) -> Literal["introduced", "title", "hello"] | None:
    """What the words before ``words[at]`` announce, as :func:`qualcode.deidentify.cues.before` says it.

    Examples:
        >>> from qualcode.deidentify.words import words_of
        >>> before(words_of("my husband Yared"), 2), before(words_of("My name is Yared"), 3)
        ('title', 'introduced')
    """
    word, last = words[at], words[at - 1] if at else None
    if last is None:
        return None
    if (
        last.lower in TITLES
        and word.gap in (" ", ". ", ", ")
        and (word.gap != ", " or _is_owned(words, at - 1))
    ):
        return "title"
    if word.opens or word.gap not in (" ", ", "):
        return None
    if last.lower in _IS and at > 1 and words[at - 2].lower == "name":
        return "introduced"
    if last.lower in NAMED and word.gap == " ":
        return "introduced"
    if last.lower in _WHOM and at > 1 and words[at - 2].lower in _CALL and word.gap == " " and word.capital:
        return "introduced"
    if last.lower in _I_AM or (last.lower == "am" and at > 1 and words[at - 2].lower == "i"):
        return "hello"
    return "hello" if last.lower in HELLO and (word.gap == " " or last.lower in GREETINGS) else None


def _is_owned(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].lower in OWNERS
