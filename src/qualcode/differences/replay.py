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

from qualcode import carrier, packing
from qualcode.carrier import Found, Match
from qualcode.coding.thememodel import Standing
from qualcode.coding.themes import DIGITS
from qualcode.coding.votes import texts_to_code, voters_of
from qualcode.equipment import Equipment
from qualcode.learnt import encoder_of
from qualcode.nlp import build_pipeline
from qualcode.stagecache import StageCache, key_of
from qualcode.writers import codings_spacy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from qualcode.codebook.model import Codebook
    from qualcode.coding.thememodel import ThemeModel
    from qualcode.differences.record import RunRecord
    from qualcode.encoders import Encoder
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Settings, Study
    from qualcode.training.tuned import TunedEncoder

Text = tuple[int, str, int]
"""A segment of a run: 0 for the earlier or 1 for the later one, the source's name, the segment's index."""


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
    """Decides segments of two runs with any codebook and settings.

    Args:
        study: The study, whose caches are read; nothing is added to them but vectors.
        runs: The earlier run and the later one.
        texts: The segments that will be asked about.

    Raises:
        OSError, ValueError: a run has not kept its Docs.
    """

    def __init__(self, study: Study, runs: tuple[RunRecord, RunRecord], texts: Sequence[Text]) -> None:
        self._study, self._shared = study, _Shared(_Kept(study.private / "learnt"))
        self._texts = list(texts)
        self._places: dict[tuple[int, str], list[int]] = {}
        for side, source, segment in self._texts:
            self._places.setdefault((side, source), []).append(segment)
        self._languages = {(side, source): spoken_in(runs[side], source) for side, source in self._places}
        self._docs: dict[tuple[int, str], Doc] = {}
        for side, run in enumerate(runs):
            for language in sorted(set(self._languages.values())):
                wanted = [
                    (at, source) for at, source in self._places
                    if at == side and self._languages[at, source] == language
                ]  # fmt: skip
                self._load(run, side, [source for _, source in wanted], language)
        self._found: dict[tuple[int, str], dict[str, list[Found]]] = {key: {} for key in self._places}

    def _load(self, run: RunRecord, side: int, names: Sequence[str], language: str) -> None:
        """Their Docs, in which only the segments in question are there to be coded."""
        if not names:
            return
        pipeline = build_pipeline(self._study.settings, language=language)
        pipeline = self._shared.pipelines.setdefault(language, pipeline)
        order = [each["source"] for each in run.manifest.get("inputs", ())]
        data = (run.folder / codings_spacy.NAME).read_bytes()
        for doc in packing.some(data, [order.index(name) for name in names], pipeline.vocab):
            name, group = carrier.source(doc).name, doc.spans["segments"]
            wanted = set(self._places[side, name])
            group.attrs["coded"] = [number in wanted for number in range(len(group))]
            self._docs[side, name] = doc

    def decide(self, codebook: Codebook, settings: Settings) -> Decided:
        """What the segments get.

        Args:
            codebook: By whose rules and examples.
            settings: Whose encoder, coders and thresholds count.

        Raises:
            ModelError: the encoder is not installed.
            ValueError: other coders vote, which are not asked again.
        """
        equipment = _Equipment(dataclasses.replace(self._study, settings=settings), codebook, self._shared)
        if equipment.others:
            raise ValueError("what other coders would say is not known")
        coder, voters = equipment.coder, voters_of(settings.coders)
        row_of = {text: row for row, text in enumerate(self._texts)}
        size = (len(self._texts), len(codebook.ids))
        scores, similarity = np.zeros(size), np.zeros(size)
        given, nearest = np.zeros(size, bool), np.full(size, -1)
        matches: list[list[Match]] = [[] for _ in self._texts]
        for (side, source), doc in self._docs.items():
            segments = sorted(set(self._places[side, source]))
            rows = [row_of[side, source, segment] for segment in segments]
            hits = self._matched(equipment, (side, source), doc)
            own = [hits.get(segment, []) for segment in segments]
            made = coder.judge(_standing(equipment, doc), own)
            scores[rows], given[rows] = (
                made.of(voters).round(DIGITS),
                coder.given(made, voters, settings.thresholds),
            )
            nearest[rows], similarity[rows] = made.nearest, made.similarity
            for row, found in zip(rows, own, strict=True):
                matches[row] = found
        return Decided(
            codebook.ids,
            *_with_below(codebook, scores, given),
            {code: coder.threshold(code, voters, settings.thresholds) for code in codebook.ids},
            matches,
            [[coder.example(int(place)) or "" for place in row] for row in nearest],
            similarity,
        )

    def _matched(self, equipment: Equipment, key: tuple[int, str], doc: Doc) -> dict[int, list[Match]]:
        """What the rules find, by segment; each code's rules are looked for once in a Doc."""
        keys, known = equipment.rule_keys(self._languages[key]), self._found[key]
        missing = [code for code, rules in keys.items() if rules not in known]
        if missing:
            known.update({keys[code]: [] for code in missing})
            for row in equipment.rules(self._languages[key], missing).matched(doc):
                known[keys[row[3]]].append(row)
        found: dict[int, list[Match]] = {}
        for rules in keys.values():
            for segment, start, end, code, rule in known[rules]:
                span = doc[start:end]
                match = Match(segment, code, rule, span.text, span.start_char, span.end_char)
                found.setdefault(segment, []).append(match)
        return found


def spoken_in(run: RunRecord, source: str) -> str:
    """A source's language, as a run's settings have it."""
    own = run.settings.get("sources") or {}
    languages = [(own.get(name) or {}).get("language") for name in (source, "*")]
    return str(next(filter(None, languages), run.settings.get("language") or "sv"))


def _standing(equipment: Equipment, doc: Doc) -> Standing:
    """Where a Doc's segments stand, as :class:`qualcode.source.Source` has it."""
    words = texts_to_code(doc)
    if not equipment.study.settings.coders.themes:
        return Standing.nowhere(len(words), len(equipment.codebook.ids))
    return equipment.stand(doc, equipment.encoder.encode(words))


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
    encoders: dict[tuple[str, str | None, bool, str | None], _Remembering] = field(default_factory=dict)
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
        coders = self.study.settings.coders
        key = named.name, named.revision, coders.learnt, coders.trained
        if key not in self._shared.encoders:
            self._shared.encoders[key] = _Remembering(encoder_of(self.study, self.codebook))
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


class _Remembering:
    """An encoder that looks no text up twice."""

    def __init__(self, encoder: CachedEncoder | TunedEncoder) -> None:
        self.name, self.revision, self.width = encoder.name, encoder.revision, encoder.width
        self.learnt, self.own = encoder.learnt, encoder.own
        self.plain = self if encoder.plain is encoder else _Remembering(encoder.plain)
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
