"""What deciding again works with: a run's equipment for another codebook, with nothing done twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.equipment import Equipment
from qualcode.learnt import encoder_of
from qualcode.stagecache import StageCache, key_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from qualcode.codebook.model import Codebook
    from qualcode.coding.thememodel import ThemeModel
    from qualcode.encoders import Encoder
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Study
    from qualcode.training.tuned import TunedEncoder


@dataclass
class Shared:
    """What is the same with any codebook."""

    kept: Kept
    pipelines: dict[str, Language] = field(default_factory=dict)
    encoders: dict[tuple[str, str | None, bool, str | None], Remembering] = field(default_factory=dict)
    docs: dict[tuple[str, tuple[str, ...]], list[Doc]] = field(default_factory=dict)
    themes: dict[str, ThemeModel] = field(default_factory=dict)


class EquipmentAgain(Equipment):
    """What a run works with, but for another codebook than the study's file holds."""

    def __init__(self, study: Study, codebook: Codebook, shared: Shared) -> None:
        super().__init__(study)
        self._shared, self._pipelines = shared, shared.pipelines
        # Coders beside rules and themes are not asked: what they said is known, or cannot be known.
        self.__dict__ |= {"codebook": codebook, "_learnt": shared.kept, "others": []}

    @cached_property
    def encoder(self) -> Any:
        """The encoder that the settings name, opened once."""
        named = self.study.settings.encoder
        coders = self.study.settings.coders
        key = named.name, named.revision, coders.learnt, coders.trained
        if key not in self._shared.encoders:
            self._shared.encoders[key] = Remembering(encoder_of(self.study, self.codebook))
        return self._shared.encoders[key]

    @cached_property
    def themes(self) -> ThemeModel:
        """What is learnt from the examples, once for all codebooks with the same."""
        key = key_of(self.fingerprints["learn"])
        if key not in self._shared.themes:
            self._shared.themes[key] = super().themes
        return self._shared.themes[key]

    def _docs_of(self, texts: Sequence[str], language: str) -> list[Doc]:
        key = language, tuple(texts)
        if key not in self._shared.docs:
            self._shared.docs[key] = super()._docs_of(texts, language)
        return self._shared.docs[key]


class Remembering:
    """An encoder that looks no text up twice."""

    def __init__(self, encoder: CachedEncoder | TunedEncoder) -> None:
        self.name, self.revision, self.width = encoder.name, encoder.revision, encoder.width
        self.learnt, self.own = encoder.learnt, encoder.own
        self.plain = self if encoder.plain is encoder else Remembering(encoder.plain)
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


class Kept(StageCache):
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
