"""The learnt coder: weights that come with the program, and what they make of texts."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from importlib import resources
from typing import Self

import numpy as np

from qualcode.codebook.model import Code, Codebook
from qualcode.coding.centring import centred
from qualcode.coding.odds import expit
from qualcode.coding.spelling import WIDTH as N_PIECES
from qualcode.coding.spelling import Spelling
from qualcode.learnt.features import features, of_theme, width
from qualcode.learnt.surroundings import LOOK_BACK, Surroundings

FILE = "forstudie.npz"


@dataclass(frozen=True)
class LearntCoder:
    """Weights and how to apply them.

    Attributes:
        themes: Ids of the codes that it speaks for.
        definitions: :func:`definition_hash` of each.
        layers: Of the encoder whose means over tokens it reads.
        centre: (width,) float32, what is taken from a text's layers.
        by_vector: (1 + width, n_themes) float32, bias first: standardized scores of centred layers.
        pieces: (n,) int32, places of the letter pieces that count.
        idf: (n,) float32, their weights.
        by_letter: (1 + n, n_themes) float32, as ``by_vector`` of the pieces.
        both: (n_themes, 1 + n_features) float64, log-odds by model and rules, bias first.
        model: Likewise by the model alone.
        thresholds: (2, n_themes) float64, from which probability a code is given by both and by the model.
        seen: (n_texts,) uint64, sorted :func:`text_hash` of what it was learnt from.
    """

    themes: tuple[str, ...]
    definitions: tuple[str, ...]
    layers: tuple[int, ...]
    centre: np.ndarray
    by_vector: np.ndarray
    pieces: np.ndarray
    idf: np.ndarray
    by_letter: np.ndarray
    both: np.ndarray
    model: np.ndarray
    thresholds: np.ndarray
    seen: np.ndarray

    @classmethod
    @lru_cache
    def shipped(cls) -> Self:
        """The one that comes with the program."""
        return cls.from_bytes(resources.files(__package__).joinpath(FILE).read_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What :meth:`to_bytes` packed; nothing in it is executed."""
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            about = json.loads(stored["about"].tobytes())
            arrays = {name: stored[name] for name in stored.files if name != "about"}
        floats = {
            name: array.astype(np.float32) for name, array in arrays.items() if array.dtype == np.float16
        }
        named = {name: tuple(about[name]) for name in ("themes", "definitions", "layers")}
        return cls(**named, **(arrays | floats))

    def to_bytes(self) -> bytes:
        """As an ``.npz``; the letters' weights in half precision."""
        about = {name: getattr(self, name) for name in ("themes", "definitions", "layers")}
        arrays = self._arrays()
        arrays |= {name: arrays[name].astype(np.float16) for name in ("idf", "by_letter")}
        file = io.BytesIO()
        coded = np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)
        np.savez_compressed(file, about=coded, **arrays)
        return file.getvalue()

    @cached_property
    def revision(self) -> str:
        """Of all its weights, 8 hex digits."""
        digest = hashlib.sha256(repr((self.themes, self.definitions, self.layers)).encode())
        for array in self._arrays().values():
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:8]

    def themes_of(self, codebook: Codebook) -> dict[str, int]:
        """The codes of a codebook that it speaks for, with their places among its themes."""
        if codebook.language != "sv":
            return {}
        known = dict(zip(self.themes, self.definitions, strict=True))
        return {
            code.id: self.themes.index(code.id)
            for code in codebook.themes
            if known.get(code.id) == definition_hash(code)
        }

    def vector_scores(self, layers: np.ndarray) -> np.ndarray:
        """By the transformer, (n_texts, n_themes) float32, standardized.

        Args:
            layers: (n_texts, width), the texts' layers, each L2-normalized.
        """
        return weighed(centred(layers, self.centre), self.by_vector)

    def features(
        self, texts: Sequence[str], scores: np.ndarray, around: Sequence[Surroundings]
    ) -> np.ndarray:
        """What counts for texts besides rules, (n_texts, n_features) float64; see :func:`features.features`.

        Args:
            texts: The texts.
            scores: Of :meth:`vector_scores`.
            around: Where they stand.
        """
        heard = list(dict.fromkeys(text for one in around for text in one.before))
        place = {text: number for number, text in enumerate(heard)}
        by_letter = self._letter_scores([*texts, *heard])
        before = np.full((len(texts), LOOK_BACK, len(self.themes)), np.nan)
        for number, one in enumerate(around):
            for back, text in enumerate(one.before):
                before[number, back] = by_letter[len(texts) + place[text]]
        return features(scores.astype(np.float64), by_letter[: len(texts)], before, texts, around)

    def probability(self, found: np.ndarray, theme: int, by_rules: np.ndarray | None) -> np.ndarray:
        """(n_texts,) probabilities of a theme.

        Args:
            found: Of :meth:`features`.
            theme: Its place among the themes.
            by_rules: (n_texts, 3), what its rules say; None leaves them out.
        """
        weights = (self.model if by_rules is None else self.both)[theme]
        return expit(weights[0] + of_theme(found, theme, len(self.themes), by_rules) @ weights[1:])

    def has_seen(self, texts: Sequence[str]) -> int:
        """How many of these texts it was learnt from: what it makes of them says nothing of other text."""
        return int(np.isin(np.array([text_hash(text) for text in texts], np.uint64), self.seen).sum())

    def to_decide(self) -> Self:
        """What :meth:`probability` needs, without what finds the features."""
        names = ("centre", "by_vector", "pieces", "idf", "by_letter")
        return replace(self, **{name: getattr(self, name)[:0] for name in names})

    @property
    def n_features(self) -> int:
        """Columns of :meth:`features`."""
        return width(len(self.themes))

    def _arrays(self) -> dict[str, np.ndarray]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    def _letter_scores(self, texts: Sequence[str]) -> np.ndarray:
        return weighed(self._spelling.vectors(texts)[:, self.pieces], self.by_letter)

    @cached_property
    def _spelling(self) -> Spelling:
        weights = np.zeros(N_PIECES)
        weights[self.pieces] = self.idf
        return Spelling(weights)


def weighed(known, weights: np.ndarray) -> np.ndarray:
    """Known figures (n_texts, n) times weights (1 + n, n_themes), bias first."""
    return np.asarray(known @ weights[1:] + weights[0])


def text_hash(text: str) -> int:
    """Of a text's words, whatever stands between them; 64 bits."""
    words = " ".join(re.findall(r"\w+", text.lower()))
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "little")


def definition_hash(code: Code) -> str:
    """Of what a code means: definition and borders; 12 hex digits."""
    meaning = [code.id, code.definition, list(code.include), list(code.exclude)]
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False).encode()).hexdigest()[:12]
