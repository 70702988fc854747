"""Deciding some segments again, with another codebook or other settings than those of the study now.

It is the program itself that decides, with all that runs have kept: vectors of segments and what was learnt
of examples. So what an edit does to a coding is found by making it, and nothing else, and looking.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode import rulematches
from qualcode.carrier import Match
from qualcode.coding.rules import match_texts
from qualcode.coding.thememodel import Standing
from qualcode.coding.themes import DIGITS
from qualcode.coding.votes import voters_of
from qualcode.encoders.cache import encoder_of
from qualcode.equipment import Equipment
from qualcode.stagecache import StageCache, key_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from qualcode.codebook.model import Codebook
    from qualcode.coding.thememodel import ThemeModel
    from qualcode.encoders import Encoder
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Settings, Study

Text = tuple[str, str]
"""A segment's text and its language."""


@dataclass(frozen=True)
class Decided:
    """What texts get; arrays are (n_texts, n_codes), codes in the order of the codebook.

    Attributes:
        ids: The codes.
        given: Whether a text gets the code, by itself or from a code below it.
        scores: The score that a coding has, or would have.
        thresholds: By code id.
        matches: What the rules find in each text.
        nearest: By code, the text of the nearest example that has the code; empty without one.
        similarity: Its cosine.
    """

    ids: tuple[str, ...]
    given: np.ndarray
    scores: np.ndarray
    thresholds: dict[str, float]
    matches: list[list[Match]]
    nearest: list[list[str]]
    similarity: np.ndarray


class Replay:
    """Decides texts with any codebook and settings.

    Args:
        study: The study, whose caches are read; nothing is added to them but vectors.
    """

    def __init__(self, study: Study) -> None:
        self._study, self._shared = study, _Shared(_Kept(study.private / "learnt"))
        self._matches: dict[tuple[str, str], dict[str, list[Match]]] = {}

    def decide(self, codebook: Codebook, settings: Settings, texts: Sequence[Text]) -> Decided:
        """What some texts get.

        Args:
            codebook: By whose rules and examples.
            settings: Whose encoder, coders and thresholds count.
            texts: The segments.

        Raises:
            ModelError: the encoder is not installed.
        """
        equipment = _Equipment(dataclasses.replace(self._study, settings=settings), codebook, self._shared)
        matches = self._matched(equipment, texts)
        coder = equipment.coder
        words = [text for text, _ in texts]
        if settings.coders.themes and words:
            standing = equipment.themes.standing(words, equipment.encoder.encode(words))
        else:
            standing = Standing.nowhere(len(words), len(codebook.ids))
        voters = voters_of(settings.coders)
        made = coder.judge(standing, matches)
        scores, given = made.of(voters).round(DIGITS), coder.given(made, voters, settings.thresholds)
        return Decided(
            codebook.ids,
            *_with_below(codebook, scores, given),
            {code: coder.threshold(code, voters, settings.thresholds) for code in codebook.ids},
            matches,
            [[coder.example(int(place)) or "" for place in row] for row in made.nearest],
            made.similarity,
        )

    def _matched(self, equipment: Equipment, texts: Sequence[Text]) -> list[list[Match]]:
        """What the rules find, looked for once for each code's rules and text."""
        found: dict[Text, list[Match]] = {text: [] for text in texts}
        for language in sorted({language for _, language in texts}):
            keys = equipment.rule_keys(language)
            words = [text for text, spoken in found if spoken == language]
            for missing, codes in _grouped(words, keys, language, self._matches).items():
                coder = equipment.rules(language, codes)
                for code in codes:
                    self._matches.setdefault((keys[code], language), {}).update(
                        (each, []) for each in missing
                    )
                book = rulematches.only(equipment.codebook, codes)
                for text, matches in zip(
                    missing, match_texts(book, missing, language, coder=coder), strict=True
                ):
                    for match in matches:
                        self._matches[keys[match.code], language][text].append(match)
            for text in words:
                for key in keys.values():
                    found[text, language] += self._matches[key, language][text]
        return [found[text] for text in texts]


def _grouped(
    words: Sequence[str],
    keys: dict[str, str],
    language: str,
    known: dict[tuple[str, str], dict[str, list[Match]]],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Texts in which some codes' rules have not been looked for, each with those codes."""
    by_texts: dict[tuple[str, ...], list[str]] = {}
    for code, key in keys.items():
        missing = tuple(text for text in words if text not in known.get((key, language), {}))
        if missing:
            by_texts.setdefault(missing, []).append(code)
    return {texts: tuple(codes) for texts, codes in by_texts.items()}


def _with_below(codebook: Codebook, scores: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is given and with which score once codes have brought those above them, as
    :func:`qualcode.coding.votes.decide` has it."""
    all_given, best = given.copy(), scores.copy()
    columns = {code: number for number, code in enumerate(codebook.ids)}
    for code, column in columns.items():
        for above in codebook.lineage(code)[:-1]:
            place = columns[above]
            all_given[:, place] |= given[:, column]
            best[:, place] = np.where(
                given[:, column], np.maximum(best[:, place], scores[:, column]), best[:, place]
            )
    return all_given, best


@dataclass
class _Shared:
    """What is the same with any codebook."""

    kept: _Kept
    pipelines: dict[str, Language] = field(default_factory=dict)
    encoders: dict[tuple[str, str | None], _Remembering] = field(default_factory=dict)
    docs: dict[tuple[str, tuple[str, ...]], list[Doc]] = field(default_factory=dict)
    themes: dict[str, ThemeModel] = field(default_factory=dict)


class _Equipment(Equipment):
    """What a run works with, but for another codebook than the study's file holds."""

    def __init__(self, study: Study, codebook: Codebook, shared: _Shared) -> None:
        super().__init__(study)
        self._shared, self._pipelines = shared, shared.pipelines
        self.__dict__ |= {"codebook": codebook, "_learnt": shared.kept}

    @cached_property
    def encoder(self) -> Any:
        """The encoder that the settings name, opened once."""
        named = self.study.settings.encoder
        key = named.name, named.revision
        if key not in self._shared.encoders:
            self._shared.encoders[key] = _Remembering(encoder_of(self.study))
        return self._shared.encoders[key]

    @cached_property
    def themes(self) -> ThemeModel:
        """What is learnt from the examples, once for all codebooks with the same."""
        key = key_of(self.fingerprints["stand"])
        if key not in self._shared.themes:
            self._shared.themes[key] = super().themes
        return self._shared.themes[key]

    def _docs_of(self, texts: Sequence[str], language: str) -> list[Doc]:
        key = language, tuple(texts)
        if key not in self._shared.docs:
            self._shared.docs[key] = super()._docs_of(texts, language)
        return self._shared.docs[key]


class _Remembering:
    """An encoder that looks no text up twice."""

    def __init__(self, encoder: CachedEncoder) -> None:
        self.name, self.revision, self.width = encoder.name, encoder.revision, encoder.width
        self._encoder: Encoder = encoder
        self._vectors: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str], *, progress: Any = None) -> np.ndarray:
        """As any encoder's."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if missing:
            vectors = self._encoder.encode(missing, progress=progress)
            self._vectors.update(zip(missing, vectors, strict=True))
        rows = [self._vectors[text] for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.width)


class _Kept(StageCache):
    """What runs have kept; what is added to it is forgotten with this object."""

    def __init__(self, folder: Any) -> None:
        super().__init__(folder)
        self._added: dict[tuple[str, str, str], bytes] = {}

    def get(self, source: str, stage: str, key: str) -> bytes | None:
        """As of any such cache."""
        return self._added.get((source, stage, key)) or super().get(source, stage, key)

    def has(self, source: str, stage: str, key: str) -> bool:
        """As of any such cache."""
        return (source, stage, key) in self._added or super().has(source, stage, key)

    def put(self, source: str, stage: str, key: str, data: bytes) -> None:
        """Keeps the bytes in memory."""
        self._added[source, stage, key] = data
