"""How Swedish puts words together: what a compound can begin with, and what it can go on with."""

from __future__ import annotations

from qualcode.coding.inflection import VOWELS
from qualcode.lemmas import Lexicon

SHORTEST = 3
"""A word or stem of fewer letters is not looked for inside compounds."""

_SHORT_PARTS = """
    app bil bok by chef dag del fri fru gud hem hot hus hyr höj jul jur jäv kod kår kök lag led lån lös
    lön mat mål mod mur mån nät ort ras rik råd rån rum sak sal syn tal tid val van vit vän väg åk år ö
    öl öar öde
"""
_ENDINGS = """
    ade ades ande anden andena ander andes andet are aren arens arna arnas ares ars ast aste dom else
    elsen elser elserna ena enas ende enden endet ens erar erad erade erande eras erat ering eringar
    eringen eri erier eriet erna ernas ers essa ets het heten hetens heter heterna inna innan innor isk
    iska iskt ism ismen ist isten ister isterna itet lar lare lig liga ligare ligast ligen ligt lighet
    ligheten ligheter mässig ning ningar ningarna ningen ningens orna ornas ors sam samma samt sel skap
    skapen skapet ster tion tionen tioner
"""
_PREFIXES = """
    an av be bort de en ent er fram från för före i in lik med miss mot ned ner om på re sam som till
    und under upp ur ut å åter över
"""

SHORT_PARTS = frozenset(_SHORT_PARTS.split())
"""Parts of three letters or less that do stand in compounds; other short ones are endings more often."""

ENDINGS = frozenset(_ENDINGS.split())
"""Endings that look like words (``liga``, ``heter``, ``ande``) but make no compound."""

PREFIXES = frozenset(_PREFIXES.split())
"""What changes a word rather than specifying it: *ansvar* is no *svar*, *samarbete* no *arbete*."""

SHORT_HEADS = frozenset(("bo", "by", "el", "eu", "is", "it", "ny", "när", "o", "sjö", "tv", "ö"))
"""First parts of a few letters; ``o`` (*otrygghet*) is none, but turns a word without leaving its subject."""

_PIECES = """
    anslag avslag bakslag bankrutt barndom beslag bolag brottare domän egendom frisyr frisör förslag
    hotell inslag kravall kännedom lagra lagring marker market metropol nederlag ohyra oråd område
    parker partik sjukdom snapshot underlag ungdom utslag valborg valnöt valross valspråk valthorn
    överslag
"""
PIECES = tuple(_PIECES.split())
"""Stretches that look like compounds of other words; no part begins or ends inside them."""


class Compounds:
    """Tells compounds from words that merely contain other words.

    Args:
        lexicon: The Swedish dictionary.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, bool] = {}

    def is_head(self, head: str, form: str) -> bool:
        """Whether a compound can begin with ``head``, its linking letter included, in the word ``form``."""
        if head.endswith("-"):
            return True
        if head in PREFIXES:
            return False
        if len(head) <= SHORTEST:
            return head in SHORT_HEADS or head in SHORT_PARTS
        if self._ends_in_prefix(head):
            return False
        if self._is_base(head) or self._is_linked(head) or self._is_compound(head):
            return True
        return self._lexicon.entry(form) is None and not VOWELS.isdisjoint(head)

    def is_tail(self, form: str, start: int) -> bool:
        """Whether the word ``form`` can be a compound whose next part begins at ``start``."""
        if form[start] == "-":
            return True
        tail = form[start:]
        if self._is_part(tail):
            return True
        last = form[start - 1]
        # Of three like consonants in a row only two are written: jobb + byte → jobbyte.
        if form[start - 2] == last and last not in VOWELS and self._is_part(last + tail):
            return True
        if self._is_compound(tail):
            return True
        if len(tail) < 5 or tail in ENDINGS or VOWELS.isdisjoint(tail[:-2]):
            return False
        return (
            self._lexicon.entry(form) is None and self._lexicon.entry(self._lexicon.lemma(tail)) is not None
        )

    def _ends_in_prefix(self, head: str) -> bool:
        """Whether what follows the head is itself changed by a prefix (*avtalsförslag* is no *slag*)."""
        if self._lexicon.entry(head) is not None:
            return False
        for size in range(2, min(len(head) - 3, 6)):
            if head[-size:] in PREFIXES:
                rest = head[:-size]
                if self._is_base(rest) or self._is_linked(rest) or self._is_compound(rest):
                    return True
        return False

    def _is_part(self, part: str) -> bool:
        if part in ENDINGS:
            return False
        if len(part) <= SHORTEST:
            return part in SHORT_PARTS
        return self._lexicon.entry(part) is not None

    def _is_base(self, head: str) -> bool:
        """Whether it is a known word, but not one in the passive or genitive (*förs* in *förslag*)."""
        return self._is_part(head) and (not head.endswith("s") or self._lexicon.entry(head) in (None, head))

    def _is_linked(self, head: str) -> bool:
        entry = self._lexicon.entry
        if head[-1] in "se" and len(head) > 3 and head[:-1] not in PREFIXES and entry(head[:-1]) == head[:-1]:
            return True
        if head[-1] in "ou" and entry(head[:-1] + "a") is not None:
            return True
        return head[-1] not in VOWELS and any(entry(head + vowel) is not None for vowel in "ae")

    def _is_compound(self, part: str) -> bool:
        known = self._known.get(part)
        if known is None:
            known = self._known[part] = any(
                self._is_part(part[cut:]) and (self._is_base(part[:cut]) or self._is_linked(part[:cut]))
                for cut in range(4, len(part) - 3)
            )
        return known


def whole_pieces(form: str) -> list[tuple[int, int]]:
    """Start and end of the stretches of a word that no compound parts."""
    return [(form.index(piece), form.index(piece) + len(piece)) for piece in PIECES if piece in form]


def stems(word: str) -> set[str]:
    """How a Swedish word can look as a first part, with its linking letter (``skola`` → ``skol``)."""
    stem, last = word[:-1], word[-1]
    found = {word}
    if last not in "sxz":
        found.add(word + "s")
    if last == "a":
        found |= {stem, stem + "o", stem + "u", stem + "e", stem + "es", word + "ns"}
    elif last == "e":
        found |= {stem, stem + "s", stem + "a"}
    elif len(word) > 3:
        found |= {word + "e", word + "a"}
    return {form for form in found if len(form) >= SHORTEST}
