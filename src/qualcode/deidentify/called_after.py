"""What is called after somebody and is nobody: streets, churches, firms, dishes (*Maria församling*)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_lists import look_up
from qualcode.deidentify.words import Word

if TYPE_CHECKING:
    from qualcode.deidentify.naming import Known

_STREET = re.compile(r".{3}(?:vägen|gatan|leden|gränden|torget|parken|skolan|gymnasiet|stigen|allén)s?$")
_FIRMS = ("AB", "HB", "KB", "FC", "BK")
_OWNED = of.set_of("""
    konditori krog gatukök frisering damfrisering herrfrisering hörna ark frestelse minne kyrka kapell
    begravningsbyrå värdshus biljard stiftelse grotta hjälte fest källa akademi galleri antikvariat
""")
"""After a genitive these make a firm, a church or a dish of it: *Ingrids konditori*, *Noaks ark*."""
_INSTITUTIONS = of.set_of("""
    salong salongen frisörsalong kvinnojouren kvinnojour tjejjouren tjejjour stiftelsen förskolan skolan
    restaurang restaurangen pizzeria pizzerian café caféet kafé kaféet konditori konditoriet hotell hotellet
    villa kapellet kyrkan båten färjan stormen orkanen operation kvarteret huset herrgården krogen puben
    baren bageri bageriet butiken stugan gården gymnasiet vandrarhemmet
""")
"""With a capital before a name these make an institution of it: *Salong Birgit*."""
_SAINTS = of.set_of("sankt sankta saint st")
_ALWAYS = of.set_of("""
    salong restaurang pizzeria café kafé hotell kvinnojouren kvinnojour tjejjouren tjejjour stiftelsen stormen
    orkanen
""")
"""Where they open a sentence too."""


def is_so(words: Sequence[Word], at: int, known: Known, language: str) -> bool:
    """Whether a name is a part of what is called after somebody, by the words beside it.

    Args:
        words: The turn's words.
        at: Index of the name, or of the last word of one.
        known: Names that are known in the study: they stay names beside most of these words.
        language: The source's language.
    """
    word = words[at]
    is_known = known.base(word.text) is not None
    if at and _follows_what_it_is(words, at, is_known):
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.gap != " ":
        return False
    if after.text in _FIRMS or (after.capital and _STREET.search(after.lower)):
        return True
    genitive = _ends_in_s(word, known, language)
    if after.capital and genitive and after.lower in _OWNED | of.SHOPS:
        # *Roffes Bil*
        return not is_known
    if (after.capital and language != "en") or is_known:
        return False
    if after.lower in of.STREETS or (after.lower in _OWNED and genitive):
        return True
    return after.lower in of.PUBLIC and not genitive


def _follows_what_it_is(words: Sequence[Word], at: int, is_known: bool) -> bool:
    """*Sankt Olof*, *S:t Gabriel*, *Salong Birgit*."""
    word, before = words[at], words[at - 1]
    if before.capital and word.gap == " " and word.lower in of.SHOPS:
        return True
    if before.lower in _SAINTS and word.gap in (" ", ". "):
        return True
    if before.lower in ("t", "ta") and before.gap == ":" and words[at - 2].lower == "s":
        return True
    named = before.capital and word.gap == " " and before.lower in _INSTITUTIONS
    return named and not is_known and (not before.opens or before.lower in _ALWAYS)


def _ends_in_s(word: Word, known: Known, language: str) -> bool:
    base = known.base(word.text) or word.text
    return word.lower.endswith("s") and min(len(look_up(word.text, language).name), len(base)) < len(
        word.text
    )
