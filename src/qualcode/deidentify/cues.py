"""What the words before a word say of it: that it is somebody's name, for sure or perhaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from qualcode.deidentify import english_cues
from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_lists import look_up
from qualcode.deidentify.words import Word

Cue = Literal["introduced", "title", "signed", "hello"]

STRONG: frozenset[Cue] = frozenset(("introduced", "title", "signed"))
"""After these a word is a name though no list has it; after *hello* it may be one."""
_THINGS = of.set_of("""
    nåt något nånting någonting det sak grej program projekt spel app kurs bok film stället ställe
""")
_SOMEBODY = of.set_of("henne honom mig dig hen")
# *hyresgästen Kron*: who somebody is, by an ending that things hardly have.
_PART = re.compile(
    r".{3}(?:gästen|mannen|kvinnan|chefen|ledaren|läraren|isten|listen|logen|sköterskan|biträdet|rådet|sökanden|"
    r"ordföranden|ledamoten|revisorn|suppleanten|kassören|redaktören|inspektören|ingenjören|pedagogen|studenten|"
    r"assistenten|konsulenten|handläggaren|samordnaren|utredaren|granskaren|forskaren|vikarien|praktikanten)$"
)
# *Krister 1, Suad 1*
_COUNTED = re.compile(r"[ :]{1,2}\d{1,3}(?: st| p)?, ")
_QUOTED = re.compile(r",? [\"“”'’]")
_QUOTING = of.set_of("säger kallar kallas kallade heter hette say says call calls called")
_ON_DOOR = of.set_of("det där")
_ADJECTIVES = of.set_of("lilla lill stackars kära snälla gamle gamla unge unga bästa långa")


def before(words: Sequence[Word], at: int, language: str = "sv") -> Cue | None:
    """What the words before ``words[at]`` announce, in Swedish or English.

    Examples:
        >>> from qualcode.deidentify.words import words_of
        >>> before(words_of("Jag heter Rezan"), 2), before(words_of("Gatan heter Rezan"), 2)
        ('introduced', None)
    """
    if at == 0:
        return None
    if language == "en" and (announced := english_cues.before(words, at)):
        return announced
    word, last = words[at], words[at - 1]
    if word.opens and ":" in word.gap and last.lower in of.SIGNED:
        return "signed"
    if _is_introduced(words, at):
        return "introduced"
    if last.lower in of.ABBREVIATED and word.gap == ". ":
        return "signed"
    if word.capital and _QUOTED.fullmatch(word.gap) and last.lower in _QUOTING:
        # *de säger ”Ji”*: one word alone between quotation marks
        after = words[at + 1] if at + 1 < len(words) else None
        if after is None or after.gap[:1] in "\"“”'’":
            return "hello"
    if word.opens:
        return None
    spaced = word.gap in (" ", "\u00a0")
    if last.lower == "namn" and at > 1 and words[at - 2].lower == "vid" and spaced:
        return "introduced"
    if last.lower in ("är", "var") and at > 1 and words[at - 2].lower in of.NAME_WORDS and spaced:
        return "introduced"
    if last.lower in of.TITLES and (spaced or word.gap in (". ", ", ")):
        if last.lower in _ADJECTIVES:
            return "hello" if spaced else None
        of_mine = (at > 1 and words[at - 2].lower in of.SHE_AND_HE) or _is_beside(words, at)
        return "title" if spaced or word.gap == ". " or of_mine else None
    if last.lower in of.HELLO and word.gap in (" ", ", "):
        return "hello"
    if last.lower in of.WHOM and at > 1 and words[at - 2].lower in of.CALLED and spaced:
        return "introduced"
    if _is_called(words, at) and spaced:
        return "introduced"
    if word.capital and spaced and _PART.search(last.lower) and last.capital == last.opens:
        return "title"
    asks = at > 1 and (words[at - 2].lower in of.PRONOUNS or words[at - 2].capital) and not last.opens
    if last.lower == "står" and at > 1 and words[at - 2].lower in _ON_DOOR and spaced and word.capital:
        return "hello"
    if last.lower in of.SPOKE and spaced and not asks:
        return "hello"
    if last.lower == "alltid" and at > 1 and words[at - 2].lower in of.SPOKE and spaced:
        return "hello"
    if last.lower in of.BESIDE and at > 1 and words[at - 2].lower in of.FOLLOWED_BY_NAME and spaced:
        return "hello"
    return None


def _is_called(words: Sequence[Word], at: int) -> bool:
    """*henne kallar vi Lisan*, *kallar vi honom Bagarn*."""
    before = [word.lower for word in words[max(0, at - 4) : at]]
    called = any(word in of.CALLED for word in before[-3:])
    return called and before[-1] in of.PRONOUNS | of.WHOM and any(word in _SOMEBODY for word in before)


def _is_beside(words: Sequence[Word], at: int) -> bool:
    """*Handläggaren, Ros, sa*: between two commas, after who it is."""
    definite = words[at - 1].lower.endswith(("n", "t"))
    return definite and words[at].capital and at + 1 < len(words) and words[at + 1].gap == ", "


def _is_introduced(words: Sequence[Word], at: int) -> bool:
    """*jag heter X*, *hennes chef hette X*, *då hette jag X*; what things are called is no name."""
    place = at - 1
    inverted = False
    for _ in range(3):
        if place < 0 or words[place + 1].opens:
            return False
        lower = words[place].lower
        if lower in of.NAMED:
            break
        if lower in of.PRONOUNS and not inverted:
            inverted = True
        elif lower not in of.FILLERS:
            return False
        place -= 1
    else:
        return False
    if inverted or place == 0 or words[place].opens:
        return True
    subject = place - 1
    while subject > 0 and words[subject].lower in of.FILLERS and not words[subject].opens:
        subject -= 1
    lower = words[subject].lower
    if lower == "som" and subject > 0:
        # The noun that *som* refers to: a street that is called something is nobody.
        noun = words[subject - 1].lower
        if noun in _THINGS:
            return False
        return (
            noun in ("en", "nån", "någon")
            or noun in of.PERSONS
            or noun in of.TITLES
            or noun in of.KIN
            or not noun.endswith(("en", "et", "an"))
        )
    if words[subject].capital and not words[place].opens and words[place].gap == " ":
        # *Carl-Johan heter Adlercreutz*
        entry = look_up(words[subject].text)
        if entry.given and not entry.word:
            return True
    return (
        lower in of.PERSONS or lower in of.TITLES or lower in of.KIN or lower.removesuffix("s") in of.PERSONS
    )


def follows_in_list(words: Sequence[Word], at: int) -> bool:
    """Whether a word stands after another in a list: *X och Y*, *X, Y*."""
    return at > 0 and (
        ((words[at].gap in (", ", " & ", "/") or _COUNTED.fullmatch(words[at].gap)) and not words[at].opens)
        or (at > 1 and words[at - 1].lower in ("och", "samt", "eller") and not words[at].opens)
    )
