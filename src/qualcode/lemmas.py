"""What a word form is in the dictionary: lemmas, and which words a language has at all.

``simplemma`` carries the dictionaries (964,000 Swedish forms). Everything is remembered by word form, since a
corpus repeats its words: a form costs about 15 µs once and nothing afterwards.
"""

from __future__ import annotations

from functools import lru_cache

SPOKEN = {
    "asså": ("alltså",),
    "ba": ("bara",),
    "bah": ("bara",),
    "dej": ("dig",),
    "di": ("de",),
    "dom": ("de", "dem"),
    "e": ("är",),
    "ente": ("inte",),
    "int": ("inte",),
    "inge": ("inget",),
    "la": ("lade",),
    "lixom": ("liksom",),
    "mej": ("mig",),
    "mycke": ("mycket",),
    "nåt": ("något",),
    "nåra": ("några",),
    "nån": ("någon",),
    "nånsin": ("någonsin",),
    "nånstans": ("någonstans",),
    "nånting": ("någonting",),
    "nåns": ("någons",),
    "o": ("och",),
    "oxå": ("också",),
    "sa": ("sade",),
    "sej": ("sig",),
    "sen": ("sedan",),
    "ska": ("skall",),
    "sån": ("sådan",),
    "sånt": ("sådant",),
    "såna": ("sådana",),
    "tebaks": ("tillbaka",),
    "tebax": ("tillbaka",),
    "va": ("vad", "var", "vara"),
    "ä": ("är",),
    "å": ("och", "att"),
}
"""Swedish as it is said and transcribed → as the dictionary spells it."""

CORRECTED = {
    "gänget": "gäng",
    "gängen": "gäng",
    "gängens": "gäng",
    "gängets": "gäng",
    "rädd": "rädd",
    "rätt": "rätt",
    "ska": "ska",
    "skall": "ska",
    "skulle": "ska",
}
"""Where the Swedish dictionary has another word than people mean (*gänge*, *rädda*, *skola*)."""


class Lexicon:
    """A language's dictionary.

    Args:
        language: ISO code; a language that ``simplemma`` does not have knows no words and keeps every form.
    """

    def __init__(self, language: str) -> None:
        from simplemma.strategies import DefaultStrategy

        from qualcode.dictionaries import StoredDictionaries
        from qualcode.encoders.store import cache_folder

        self.language = language
        factory = StoredDictionaries(cache_folder() / "dictionaries")
        try:
            self._entries = factory.get_dictionary(language)
            self._strategy = DefaultStrategy(greedy=True, dictionary_factory=factory)
        except ValueError:
            self._entries, self._strategy = {}, None
        self._corrected = CORRECTED if language == "sv" else {}
        self._spoken = SPOKEN if language == "sv" else {}
        self._lemmas: dict[str, str] = {}

    def entry(self, form: str) -> str | None:
        """The lemma the dictionary has for exactly this form, or None where it has not got the form."""
        return self._corrected.get(form) or self._entries.get(form)

    def lemma(self, form: str) -> str:
        """The dictionary form of a word as it stands in a text; of an unknown one, the likeliest."""
        lemma = self._lemmas.get(form)
        if lemma is None:
            lemma = self._lemmas[form] = self._find(form)
        return lemma

    def recall(self, form: str, lemma: str) -> None:
        """What :meth:`lemma` gave in an earlier process."""
        self._lemmas.setdefault(form, lemma)

    def written(self, form: str) -> tuple[str, ...]:
        """How the dictionary spells a lower-case form that is spelled as it is said (``nån`` → ``någon``)."""
        return self._spoken.get(form, ())

    def _find(self, form: str) -> str:
        if not any(map(str.isalpha, form)):
            return form
        lower = form.lower()
        spelled = self._spoken.get(lower)
        if spelled and len(spelled) == 1:
            lower = spelled[0]
        if form.isupper() and len(form) > 1 and self.entry(lower) is None:
            return form
        if self._strategy is None or lower in self._corrected:
            return self._corrected.get(lower, lower)
        if form.istitle() and self.entry(lower) is None and self.entry(form) is not None:
            return self._strategy.get_lemma(form, self.language) or form
        return self._strategy.get_lemma(lower, self.language) or lower


@lru_cache
def lexicon(language: str) -> Lexicon:
    """The language's dictionary, opened once a process."""
    return Lexicon(language)
