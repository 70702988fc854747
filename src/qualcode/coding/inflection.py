"""The forms a Swedish or English word takes, where a lemmatizer alone would miss some.

A dictionary knows one lemma a form (``händer`` is *hända*, never *hand*) and not every word. So a word is
tried against the declensions and conjugations: those of which the dictionary has a telling form are its own,
and all their forms count. For a word that the dictionary does not have, all forms count that are no other
known word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qualcode.coding.small_words import SMALL_WORDS

Entry = Callable[[str], str | None]
"""Word form → its lemma in the dictionary, or None."""

Paradigm = tuple[tuple[str, ...], tuple[str, ...]]
"""Telling forms (no other declension has them) and further forms."""

VOWELS = frozenset("aeiouyåäöéü")

CHANGED_VOWEL = {
    "and": "änder",
    "bok": "böcker",
    "bonde": "bönder",
    "bot": "böter",
    "brand": "bränder",
    "broder": "bröder",
    "bror": "bröder",
    "dotter": "döttrar",
    "far": "fäder",
    "fot": "fötter",
    "hand": "händer",
    "land": "länder",
    "ledamot": "ledamöter",
    "man": "män",
    "moder": "mödrar",
    "mor": "mödrar",
    "mus": "möss",
    "natt": "nätter",
    "rand": "ränder",
    "rot": "rötter",
    "son": "söner",
    "stad": "städer",
    "stand": "ständer",
    "strand": "stränder",
    "tand": "tänder",
    "tång": "tänger",
}
"""Nouns that change their vowel in the plural; compounds with them follow (``förstad``, ``grannland``)."""


def forms(word: str, entry: Entry, language: str) -> frozenset[str]:
    """All forms of a dictionary form, itself among them.

    Args:
        word: In lower case.
        entry: The dictionary.
        language: ``sv`` or ``en``; any other only has the word itself and its genitive.
    """
    if language == "en":
        return _english(word, entry)
    if language != "sv":
        return frozenset((word, word + "s"))
    if word in SMALL_WORDS:
        return SMALL_WORDS[word]
    if not word.isalpha():
        return frozenset((word, _genitive(word)))
    own = [paradigm for paradigm in _paradigms(word) if _attested(paradigm[0], word, entry)]
    if own:
        found = {form for paradigm in own for part in paradigm for form in part}
    else:
        base = entry(word)
        if base not in (None, word) and entry(base) == base:
            return forms(base, entry, language) | {word}
        candidates = {form for paradigm in _paradigms(word) for part in paradigm for form in part}
        found = {form for form in candidates if (entry(form) or word).startswith(word)}
    found |= set(_changed_vowel(word))
    return frozenset({word, _genitive(word)} | found)


def _attested(telling: Iterable[str], word: str, entry: Entry) -> bool:
    return any(form != word and entry(form) == word for form in telling)


def _changed_vowel(word: str) -> tuple[str, ...]:
    for singular, plural in CHANGED_VOWEL.items():
        if word == singular or (len(word) > len(singular) + 2 and word.endswith(singular)):
            plural = word[: -len(singular)] + plural
            definite = plural + ("nen" if plural.endswith("män") else "en" if plural.endswith("s") else "na")
            return plural, _genitive(plural), definite, definite + "s"
    return ()


def _genitive(form: str) -> str:
    return form if form[-1:] in "sxz" else form + "s"


def _with_genitives(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(form + end for form in forms for end in ("", "" if form[-1] in "sxz" else "s"))


def _paradigms(word: str) -> list[Paradigm]:
    """Every way in which a Swedish word that looks like this can be inflected."""
    return [*_nouns(word), *_verbs(word), *_adjectives(word)]


def _nouns(word: str) -> list[Paradigm]:
    def noun(telling: Iterable[str], further: Iterable[str]) -> Paradigm:
        return _with_genitives(telling), _with_genitives(further)

    stem, last = word[:-1], word[-1]
    if last == "a":
        return [
            noun([stem + "or", stem + "orna"], [word + "n", stem + "er", stem + "era"]),
            noun([word + "t"], [word + "n", word + "na"]),
        ]
    if last == "e":
        return [
            noun([stem + "ar", stem + "arna"], [word + "n"]),
            noun([word + "t"], [word + "n", word + "na"]),
            noun([word + "r", word + "rna"], [word + "n"]),
            noun([stem + "na"] if word.endswith("are") else [], [word + "n", stem + "n"]),
        ]
    found: list[Paradigm] = []
    doubled = word + last if last in "mn" and len(word) > 2 and word[-2] in VOWELS else None
    for base in (word, doubled) if doubled else (word,):
        found += [
            noun([base + "ar", base + "arna"], [base + "en"]),
            noun([base + "er", base + "erna"], [base + "en"]),
            noun([base + "et"], [base + "en", base + "ena"]),
            noun([base + "en"], []),
        ]
    if last in VOWELS:
        found += [
            noun(
                [word + "n"],
                [word + "r", word + "rna", word + "er", word + "erna", word + "ar", word + "arna"],
            ),
            noun([word + "t"], [word + "n", word + "na", word + "er", word + "erna", word + "en"]),
        ]
    if word.endswith(("el", "er", "en", "or", "on", "an", "ar")):
        short = word[:-2] + last
        found += [
            noun([short + "ar", short + "arna"], [word + "n", short + "en"]),
            noun([short + "er", short + "erna"], [word + "n", short + "en"]),
            noun([short + "et", short + "en"], [word + "n", short + "ena"]),
            noun([word + "na"], [word + "n"]),
            noun([word + "er", word + "erna"], [word + "n"]),
        ]
    if word.endswith("um"):
        short = word[:-2]
        found.append(noun([short + "et"], [short + "er", short + "erna", word + "et"]))
    return found


def _verbs(word: str) -> list[Paradigm]:
    if not word.endswith("a"):
        if word[-1] not in VOWELS or len(word) > 4:
            return []
        short = [word + end for end in ("dde", "ddes", "tt", "tts")]
        return [(tuple(short), (word + "r", word + "s", word + "ende", word + "dd", word + "dda"))]
    stem = word[:-1]
    first = [word + end for end in ("r", "de", "des", "t", "ts", "s", "nde", "d", "ndes")]
    first += [stem + end for end in ("it", "its")]
    telling = (word + "r", word + "de")
    found: list[Paradigm] = [(telling, tuple(first))]
    second = [stem + end for end in ("s", "t", "ts", "ande", "d", "da", "ta")]
    for past in ("de", "te"):
        found.append(((stem + past, stem + "er"), (*second, stem + past + "s")))
    if stem.endswith("r"):
        found.append(
            ((stem + "de",), (stem, stem + "t", stem + "ts", stem + "s", stem + "da", stem + "ande"))
        )
    if stem[-2:] in ("mm", "nn"):
        single = stem[:-1]
        found.append(
            (
                (single + "de", stem + "er"),
                (single + "des", single + "d", single + "da", stem + "s", single + "t"),
            )
        )
    return found


def _adjectives(word: str) -> list[Paradigm]:
    last = word[-1]
    if last in "ae":
        return []
    found: list[Paradigm] = []
    bases = [word]
    if word.endswith(("el", "er", "en")):
        bases.append(word[:-2] + last)
    if last in "mn" and len(word) > 2 and word[-2] in VOWELS:
        bases.append(word + last)
    neuters = [word + "t"]
    if last == "d":
        neuters = [word[:-1] + ("tt" if len(word) > 2 and word[-2] in VOWELS else "t")]
    if last in VOWELS:
        neuters.append(word + "tt")
    if word.endswith("en"):
        neuters.append(word[:-1] + "t")
    if word.endswith("ad"):
        found.append(((word[:-1] + "t", word + "e"), (word + "es",)))
    for base in bases:
        telling = (base + "are", base + "ast", base + "a", *neuters)
        found.append((telling, (base + "aste", base + "ares", base + "as", base + "e", base + "es")))
    return found


def _english(word: str, entry: Entry) -> frozenset[str]:
    last, stem = word[-1], word[:-1]
    candidates = {word + end for end in ("s", "'s", "’s", "ed", "ing", "er", "ers")}
    if last == "e":
        candidates |= {word + "d", word + "r", word + "rs", stem + "ing"}
    elif last == "y" and word[-2:-1] not in VOWELS:
        candidates |= {stem + "ies", stem + "ied"}
    elif last in "sxzh":
        candidates.add(word + "es")
    if last not in VOWELS:
        candidates |= {word + last + "ed", word + last + "ing"}
    known = {form for form in candidates if entry(form) in (None, word)}
    return frozenset({word} | known)
