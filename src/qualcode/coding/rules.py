"""The rule coder: what the codebook's rules find in each segment.

>>> from qualcode.codebook.model import Code, Codebook, Rule
>>> rule = Rule(words=("arbete",), **{"except": ("arbete med _ fråga",)})
>>> book = Codebook(title="Prov", codes=(Code(id="jobb", name="Jobb", definition="Arbete.", rules=(rule,)),))
>>> texts = ["Jag har inget arbete.", "Arbetet med den här frågan fortsätter."]
>>> [[match.matched for match in found] for found in match_texts(book, texts)]
[['arbete'], []]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc

from qualcode import carrier
from qualcode.carrier import Found, Match
from qualcode.codebook.model import Codebook
from qualcode.coding.finders import Finders, Stretch
from qualcode.coding.rulebook import CompiledRule, compile_rules
from qualcode.errors import SettingsError
from qualcode.transcript import TURN_BREAK

__all__ = ["Match", "RuleCoder", "make_rules", "match_texts"]

BATCH = 500
"""Texts that share a Doc."""


class RuleCoder:
    """Writes ``doc.spans["matches"]`` for the segments that are coded.

    Args:
        nlp: The pipeline; its language decides how words are inflected.
        codebook: Whose rules are looked for; may be given later with :meth:`use`.

    Attributes:
        nlp: The pipeline.
    """

    def __init__(self, nlp: Language, codebook: Codebook | None = None) -> None:
        self.nlp = nlp
        self._finders = Finders(nlp)
        self._rules: list[CompiledRule] | None = None
        self._by_finder: dict[int, list[int]] = {}
        if codebook is not None:
            self.use(codebook)

    def use(self, codebook: Codebook) -> None:
        """Looks for the rules of this codebook from now on."""
        self._finders = Finders(self.nlp)
        self._rules = compile_rules(codebook, self._finders, self.nlp.lang)
        by_finder: dict[int, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for finder in rule.triggers:
                by_finder[finder].append(number)
        self._by_finder = dict(by_finder)

    def __call__(self, doc: Doc) -> Doc:
        """Keeps in a Doc what the rules find in it."""
        carrier.set_matches(doc, self.matched(doc))
        return doc

    def matched(self, doc: Doc) -> list[Found]:
        """What the rules find in the segments of a Doc that are coded; see :meth:`find`.

        Args:
            doc: With lemmas and segments.
        """
        group = doc.spans["segments"]
        coded = [index for index, coded in enumerate(group.attrs["coded"]) if coded]
        stretches = [(span.start, span.end) for span in group]
        found = self.find(doc, [stretches[index] for index in coded])
        return [(coded[place], start, end, code, rule) for place, start, end, code, rule in found]

    def find(self, doc: Doc, segments: Sequence[Stretch]) -> list[Found]:
        """What the rules find.

        Args:
            doc: A Doc with lemmas.
            segments: First token and token after the last of each segment, in order.

        Returns:
            Place of the segment in ``segments``, first token, token after the last, code and rule; by segment
            and then in the order of the codebook and of the text.

        Raises:
            SettingsError: there is no codebook yet.
        """
        if self._rules is None:
            raise SettingsError(
                "the component 'qualcode_rules' has no codebook.",
                remedy="Give its path in the component's config: {'codebook': 'codebook/forstudie.yaml'}.",
            )
        found: list[Found] = []
        for segment, hits in self._finders.search(doc, segments):
            triggered = {number for finder in hits for number in self._by_finder.get(finder, ())}
            for number in sorted(triggered):
                rule = self._rules[number]
                found += [(segment, start, end, rule.code, rule.name) for start, end in rule.matches(hits)]
        return found


def match_texts(
    codebook: Codebook,
    texts: Sequence[str],
    language: str = "sv",
    *,
    coder: RuleCoder | None = None,
    docs: Sequence[Doc] | None = None,
) -> list[list[Match]]:
    """What a codebook's rules find in texts of which each is one segment.

    Args:
        codebook: Whose rules are looked for.
        texts: The texts; offsets in the matches count from the start of each.
        language: Of the texts.
        coder: One that has these rules already, in a pipeline of that language with lemmas.
        docs: What :func:`docs_of` made of the texts before, with the same vocabulary.

    Returns:
        The matches of each text; their ``segment`` is the text's place in ``texts``.
    """
    if coder is None:
        nlp = spacy.blank(language)
        nlp.add_pipe("qualcode_lemmas")
        coder = RuleCoder(nlp, codebook)
    if docs is None:
        docs = docs_of(texts, coder.nlp)
    found: list[list[Match]] = []
    for first, doc in zip(range(0, len(texts), BATCH), docs, strict=True):
        batch = texts[first : first + BATCH]
        starts = np.cumsum([0, *(len(text) + len(TURN_BREAK) for text in batch)])
        places = np.searchsorted(doc.to_array([IDX]), starts)
        segments = list(pairwise(places.tolist()))
        matches: list[list[Match]] = [[] for _ in batch]
        for segment, start, end, code, rule in coder.find(doc, segments):
            span, begin = doc[start:end], int(starts[segment])
            place = (span.start_char - begin, span.end_char - begin)
            matches[segment].append(Match(first + segment, code, rule, span.text, *place))
        found += matches
    return found


def docs_of(texts: Sequence[str], nlp: Language) -> list[Doc]:
    """Texts as Docs with lemmas, :data:`BATCH` of them in each.

    Args:
        texts: The texts.
        nlp: A pipeline with lemmas.
    """
    lemmas = nlp.get_pipe("qualcode_lemmas")
    batches = (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))
    return [lemmas(nlp.make_doc(TURN_BREAK.join(batch))) for batch in batches]


@Language.factory(
    "qualcode_rules", default_config={"codebook": None}, requires=["doc.spans"], assigns=["doc.spans"]
)
def make_rules(nlp: Language, name: str, codebook: str | None) -> RuleCoder:
    """The factory ``qualcode_rules``; ``codebook`` is the path of the codebook."""
    if codebook is None:
        return RuleCoder(nlp)
    from qualcode.codebook.loading import load

    return RuleCoder(nlp, load(Path(codebook)))
