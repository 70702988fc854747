"""Builds the spaCy pipeline: words, lemmas, sentences and segments, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qualcode import spacyimport  # noqa: F401

# isort: split
import spacy
from spacy.attrs import LEMMA, ORTH
from spacy.language import Language
from spacy.tokens import Doc

from qualcode.lemmas import lexicon

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Settings


def build_pipeline(
    settings: Settings, codebook: Codebook | None = None, *, language: str | None = None
) -> Language:
    """A pipeline that turns a source's text into a Doc with segments and, given a codebook, rule matches.

    Args:
        settings: The study's; its language and segmentation count.
        codebook: Whose rules are looked for.
        language: Of the sources, if not the study's.
    """
    nlp = spacy.blank(language or settings.language)
    nlp.add_pipe("qualcode_lemmas")
    cut = settings.segmentation
    config = {"sentences": cut.sentences, "characters": cut.characters, "roles": list(cut.roles)}
    nlp.add_pipe("qualcode_segments", config=config)
    if codebook is not None:
        rules = nlp.add_pipe("qualcode_rules")
        rules.use(codebook)
    return nlp


class Lemmas:
    """Gives every token its lemma from ``simplemma``'s dictionaries.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("sv")
        >>> _ = nlp.add_pipe("qualcode_lemmas")
        >>> [token.lemma_ for token in nlp("Trygghetsvandringarna började")]
        ['trygghetsvandring', 'börja']
    """

    def __init__(self, nlp: Language) -> None:
        self._strings = nlp.vocab.strings
        self._language = nlp.lang
        self._by_form: dict[int, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Gives each token its lemma."""
        if not len(doc):
            return doc
        forms, places = np.unique(doc.to_array([ORTH]), return_inverse=True)
        known = self._by_form
        lemmas = [known.get(form) or self._learn(form) for form in forms.tolist()]
        column = np.array(lemmas, dtype=np.uint64)[places.ravel()]
        return doc.from_array([LEMMA], column.reshape(-1, 1))

    def recall(self, doc: Doc) -> None:
        """Remembers the lemmas of a Doc that went through here in an earlier process."""
        words = doc.to_array([ORTH, LEMMA])
        _, places = np.unique(words[:, 0], return_index=True)
        strings, known = self._strings, lexicon(self._language)
        for form, lemma in words[places].tolist():
            self._by_form.setdefault(form, lemma)
            known.recall(strings[form], strings[lemma])

    def _learn(self, form: int) -> int:
        lemma = self._strings.add(lexicon(self._language).lemma(self._strings[form]))
        self._by_form[form] = lemma
        return lemma


@Language.factory("qualcode_lemmas", assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """The factory ``qualcode_lemmas``."""
    return Lemmas(nlp)
