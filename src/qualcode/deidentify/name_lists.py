"""What is known of a word alone: is it a given name, a surname, a place, an ordinary word?

The lists lie in ``data/`` with their origin; ordinary words are those of ``simplemma``'s dictionary, and
surnames beyond the list are told by their endings. A name that is a word too says nothing alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from qualcode.deidentify.naming_words import set_of

_SURE_ENDINGS = re.compile(
    r"(?:[a-zåäöéü]{2,})(?:sson|sdotter|qvist|kvist|quist|ström|gren|feldt|felt|blom|hjelm|hielm|skiöld|sköld|stierna|stjärna|stjerna|crantz|"
    r"krantz|swärd|svärd|stråle|crona|enius|elius|ander|oğlu|oglu|zade|zadeh|zada|pour|nejad|nezhad|doost|khani|khah|ović|ovic|ević|evic|"
    r"[^aeiou]ić|[^aeiou]ic|owski|owska|ewski|ewska|iński|ińska|inski|inska|ński|ńska|cki|cka|wicz|wiczówna|czyk|czak|enko|chuk|czuk|shvili|adze|"
    r"escu|eanu|opoulos|opoulou|akis|idis|iadis|yan|jian|inen|änen|(?<!i)onen|unen|ánski|sén|lén|rén|dén|mér|bér|löf)$"
)
_SURE_BEGINNINGS = re.compile(r"(?:O[’']|D[’']|Mc|Mac|Al-|El-|Abu-|Ben-)[A-ZÅÄÖ][a-zåäö]")
_LIKELY_ENDINGS = re.compile(
    r"(?:[a-zåäöéü]{2,})(?:berg|lund|dahl|dal|man|mark|holm|borg|stedt|strand|strandh|sjö|roth|rot|wall|vall|bäck|beck|näs|nes|skog|rud|rup|"
    r"lin|ell|én|stam|stål|ståhl|fors|ås|eus|ius|hag|hage|malm|rud|nder|ist|oja|ala|ola|lä|la|ner|ler|ov|ova|ev|eva|uk|aj|qi|iqi|aku)$"
)
_DOUBLE = re.compile(r"[-–]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as a name.

    Attributes:
        name: As it is written, without a genitive's ending.
        given: It is a known given name.
        surname: It is a known surname, or has an ending that only surnames have.
        likely: It has an ending that surnames often have, and places too.
        word: It is an ordinary word as well.
    """

    name: str
    given: bool
    surname: bool
    likely: bool
    word: bool

    @property
    def known(self) -> bool:
        """Whether it is a name at all."""
        return self.given or self.surname


@lru_cache
def names(file: str) -> frozenset[str]:
    """The words of a list in ``data/``, as they are written."""
    text = resources.files(__package__).joinpath("data", f"{file}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache
def _keys(file: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in names(file))


@lru_cache(maxsize=65536)
def is_word(word: str, language: str = "sv") -> bool:
    """Whether a word is an ordinary Swedish one, or one of the source's language.

    A capital makes a name of what is hardly ever said as a word (*Lotta*, *Eva*).
    """
    from qualcode.lemmas import lexicon

    lower = word.casefold()
    if word[:1].isupper() and (lower in _NO_WORDS or lower in _NAMES_WITH_CAPITALS):
        return False
    known = lexicon("sv").entry(lower) is not None or (
        language != "sv" and lexicon(language).entry(lower) is not None
    )
    return known or lower in _keys("also_words") or lower in _SPOKEN


def hardly_a_word(word: str) -> bool:
    """Whether a word in small letters is in the dictionary and said as a name alone (*lasse*)."""
    return word in _NO_WORDS or (word.endswith("s") and word[:-1] in _NO_WORDS)


_NO_WORDS = set_of("""
    agnes ann beda bianca britt ebba emma ester eva helen helga inger lena lotta maja sibylla signe tora
    tova tove tuva valborg veronika viktoria allan alvar axel benjamin börje ebbe enar fabian finn göran
    göte hannes henry jon jöns karsten kasper klas knut lasse ludde måns mårten noa oliver svea ulf åke lea
    laura anna henna sirpa osman kostas bojan dejan enes milan elsa agneta sven helge klara-maria jack lisen
    kalle nisse olle micke mackan rebecka hafsa mercedes alfred staffan calle agne jonte matts kåre östen åse
    bengan kickan tindra lotten silas
""")
"""Names that the dictionary holds as words or forms of words that nobody says."""
_NAMES_WITH_CAPITALS = set_of("""
    affe agnar agne aina alf alfons amin ammar anas ante armas bente bram calle crystal darren dieter
    dille dirk donna evan fia firas frans gina gino gita gitta gitte hanne hanns horst hulda iman ina
    inge iver jake james jama jana jenka jeppe jonte joppe kaj karen karl karolin kickan bengan kim
    kricke kyle kåre lina linas lisa lise lotten lotte mads maks mara mats matts meja milo mira mogens
    moje murat musa nasir natti nick nicke noppe ola ole palle pascal pepe petar pim pirre puck putte
    pyret pär pål ragge randa rene rick ruffe rune runa ryan sabbe samer sanne sari sejda serena sibylle
    sidar silke staffan stella stewart stian stickan svenne tage talat teddy tess tim tina tindra vicke
    vilde åse åsne östen älva seth elton levi
""")
"""Names that with a capital are hardly anything else, even where they open a sentence."""
_SPOKEN = set_of("""
    asså aa ah aha aj ba bah dom dem eh ehm fan ha haha hm hmm ja jaa jaha jajamän jo joo jao lixom mm mmm
    na nae nja nä nån nåt oj okej ok oki ska typ va vafan weh wallah öh öhm nåja jaså just tja tjo sa såna e
    ä å o the and of you is are my mig dig sej mej dej tolk amen visst can do will long hung hong do to so
    no hon han hans vi ni du jag de nu son van von af la le les des del dos das bin al el abu umm
""")


@lru_cache(maxsize=65536)
def look_up(word: str, language: str = "sv") -> Entry:
    """A word as a name, in whatever letters and with or without a genitive's *s*."""
    plain = re.sub(r"[’'´:]s$|[’'´]$", "", word)
    cut = plain[-1:] in "sS" and len(plain) > 3 and not _is_base_form(plain)
    for name in (plain, plain[:-1]) if cut else (plain,):
        found = _exactly(name, language)
        if found.known:
            return found
    shorter = plain[:-1] if plain[-1:] in "sS" and len(plain) > 3 else plain
    likely = not is_word(shorter, language) and _LIKELY_ENDINGS.match(shorter.casefold()) is not None
    name = shorter if likely and not _LIKELY_ENDINGS.match(plain.casefold()) else plain
    return Entry(name, False, False, likely, is_word(plain, language))


@lru_cache(maxsize=65536)
def is_definite_compound(word: str) -> bool:
    """Whether a word that no dictionary has is a thing that was named by putting words together.

    Examples:
        >>> is_definite_compound("Klimaträttsutredningen"), is_definite_compound("Getinge")
        (True, False)
    """
    lower = word.casefold()
    if len(lower) < 9 or not lower.endswith(("en", "et", "én", "an", "na", "ns", "ts")):
        return False
    for cut in range(3, len(lower) - 4):
        first, last = lower[:cut], lower[cut:]
        if (
            is_word(last)
            and last not in _keys("given_names")
            and (len(last) > 6 or any(is_word(part) for part in (first, first.removesuffix("s"))))
        ):
            return True
    return False


def _is_base_form(word: str) -> bool:
    """Whether a word that ends in *s* is a word of its own (*polis*), no genitive."""
    from qualcode.lemmas import lexicon

    return len(word) > 4 and lexicon("sv").entry(word.casefold()) == word.casefold()


def _exactly(name: str, language: str) -> Entry:
    key = name.casefold()
    given, surname = key in _keys("given_names"), key in _keys("surnames")
    if not given and _DOUBLE.search(name):
        written = [part for part in _DOUBLE.split(name) if part]
        parts = [part.casefold() for part in written]
        capitals = all(one[0].isupper() and len(one) > 1 for one in written)
        # *Anna-Rut*, *Nyckel-Lasse*
        given = (
            len(parts) > 1 and capitals and parts[-1] in _keys("given_names") and not is_word(written[-1])
        ) or (
            len(parts) > 1
            and parts[0] in _keys("given_names")
            and all(
                part in _keys("given_names") or (one[0].isupper() and len(one) > 2 and not is_word(part))
                for one, part in zip(written, parts, strict=True)
            )
        )
        surname = surname or (len(parts) > 1 and all(_is_surname(part) for part in parts))
    word = is_word(name, language) and "-" not in name
    told = _SURE_ENDINGS.match(key) or _SURE_BEGINNINGS.match(name)
    surname = surname or (not word and told is not None and not is_elsewhere(name))
    return Entry(name, given, surname, False, word)


def _is_surname(part: str) -> bool:
    return (
        part in _keys("surnames")
        or _SURE_ENDINGS.match(part) is not None
        or part in ("al", "el", "abu", "ben")
    )


@lru_cache(maxsize=65536)
def is_elsewhere(word: str) -> bool:
    """Whether a capitalized word is known as a place, an authority, a firm, a feast, …, and not as a name.

    Examples:
        >>> is_elsewhere("Albys"), is_elsewhere("Tomtbergavägen"), is_elsewhere("Fatima")
        (True, True, False)
    """
    key = re.sub(r"[’':]s$", "", word.casefold())
    others = (key, key[:-1]) if key.endswith("s") else (key,)
    if any(one in _keys("places") or one in _keys("other_names") for one in others):
        return True
    return (
        _PLACE_ENDING.search(key) is not None
        and key not in _keys("given_names")
        and key not in _keys("surnames")
    )


_PLACE_ENDING = re.compile(
    r".{3}(?:vägen|gatan|gränd|gränden|stigen|torget|allén|skolan|skola|gymnasiet|parken|sjön|kyrkan|moskén|centrum|kommun|kommunen|län|region|förening|"
    r"föreningen|bolaget|byggen|hem|hallen|huset|gården|badet|stationen|leden|bron|linjen|partiet|verket|myndigheten|nämnden|kontoret|förvaltningen|"
    r"rådet|museet|biblioteket|kanalen|tunneln|projektet|planen|stan|staden|köping|hult|stad|sund|viken|udden|ängen|backen|byn|höjden|kulla|berga|tuna|lagen|balken|"
    r"banken|kassan|fonden|bladet|tidningen|posten|akuten|kliniken|kooperativet|stiftelsen|arenan|plan|hamnen|sjukhuset|vården|dagen|veckan|affären|kiosken|salongen|pizzerian)s?$"
)
