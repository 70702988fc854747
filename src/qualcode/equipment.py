"""What a run works with, each loaded when it is first needed: codebook, pipelines, rules, encoder, coder."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode import pipeline, rulematches
from qualcode.codebook import fingerprint, learning_fingerprint
from qualcode.progress import listener
from qualcode.stagecache import StageCache, key_of

if TYPE_CHECKING:
    import numpy as np
    from spacy.language import Language
    from spacy.tokens import Doc

    from qualcode.carrier import Match
    from qualcode.codebook.model import Codebook
    from qualcode.coding.others import OtherCoder
    from qualcode.coding.rules import RuleCoder
    from qualcode.coding.thememodel import Standing, ThemeModel
    from qualcode.coding.themes import ThemeCoder
    from qualcode.coding.training import TrainingSet
    from qualcode.deidentify.study_view import Deidentified
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Study
    from qualcode.training.trained import Trained
    from qualcode.training.tuned import TunedEncoder


CODEBOOK = "codebook"
"""What is made of the codebook's examples is kept under this, as what is made of a source under its hash."""


class Equipment:
    """What the work on a study needs.

    Args:
        study: The study.
        deidentified: Where its transcripts come from, if it asks for de-identification.

    Attributes:
        seconds: How long loading took, by part.
        beside: A thread for what need not be waited for.
    """

    def __init__(self, study: Study, deidentified: Deidentified | None = None) -> None:
        self.study, self.deidentified = study, deidentified
        self.seconds: dict[str, float] = {}
        self.beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._own = threading.local()
        self._pipelines: dict[str, Language] = {}
        self._rules: dict[tuple[str, tuple[str, ...]], RuleCoder] = {}
        self._rule_keys: dict[str, dict[str, str]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What another process is told; it loads the rest itself when it needs it."""
        if self.deidentified is not None:
            raise TypeError("the key of a de-identified study is for one process")
        return {"study": self.study, "codebook": self.codebook, "fingerprints": self.fingerprints}

    def __setstate__(self, told: dict[str, Any]) -> None:
        self.__init__(told.pop("study"))  # type: ignore[misc]
        self.__dict__ |= told

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook.

        Raises:
            CodebookError: it is not valid.
            SettingsError: ``study.yaml`` names a code that it does not have.
        """
        from qualcode import namedcodes
        from qualcode.codebook import load

        codebook = load(self.study.codebook)
        namedcodes.check(self.study, codebook)
        return codebook

    @cached_property
    def encoder(self) -> CachedEncoder | TunedEncoder:
        """The study's encoder with the study's cache of vectors.

        Raises:
            ModelError: it is not installed, or not what was recorded.
        """
        from qualcode.learnt import encoder_of

        codebook = self.codebook
        with self._timed("model"):
            return encoder_of(
                self.study, codebook, progress=lambda done, total: listener().advance("model", done, total)
            )

    @cached_property
    def training(self) -> TrainingSet:
        """The codebook's examples and labelled texts."""
        from qualcode.coding.training import training_set

        return training_set(self.codebook)

    @cached_property
    def example_vectors(self) -> np.ndarray:
        """Vectors of :attr:`~qualcode.coding.training.TrainingSet.encoded`, (n_encoded, width) float32."""
        encoder, training = self.encoder, self.training
        with self._timed("learn"):
            return encoder.plain.encode(
                training.encoded, progress=lambda done, total: listener().advance("learn", done, total)
            )

    def encode_examples(self) -> None:
        """Has the examples' vectors ready, unless what is learnt from them is known."""
        if not self._learnt.has(CODEBOOK, "themes", key_of(self.fingerprints["learn"])):
            _ = self.example_vectors

    @cached_property
    def themes(self) -> ThemeModel:
        """What is learnt from the examples, without rules."""
        from qualcode.coding.thememodel import ThemeModel

        key = key_of(self.fingerprints["learn"])
        if (data := self._learnt.get(CODEBOOK, "themes", key)) is not None:
            return ThemeModel.from_bytes(data)
        vectors = self.example_vectors
        with self._timed("learn"):
            themes = ThemeModel.learn(self.codebook, self.training, vectors[:, : self.encoder.own])
        self._learnt.put(CODEBOOK, "themes", key, themes.to_bytes())
        return themes

    @cached_property
    def others(self) -> list[OtherCoder]:
        """The coders that the settings name beside rules and themes.

        Raises:
            ModelError, SettingsError: one of them is not there, or its settings are off.
        """
        from qualcode.coding.others import open_others

        return open_others(self.study, self.codebook)

    @cached_property
    def coder(self) -> ThemeCoder:
        """The coder of a run: that learnt from people, or the one that examples teach."""
        if self.trained is None:
            return self.theme_coder
        from qualcode.training.use import coder_of

        return coder_of(self)

    @cached_property
    def theme_coder(self) -> ThemeCoder:
        """The theme coder, learnt from the codebook."""
        encoder, training = self.encoder, self.training
        seen, matches = self._seen(), self.example_matches()
        key = key_of(self.fingerprints["learn"], self.study.settings.coders.themes)
        with self._timed("learn"):
            from qualcode.coding.themes import ThemeCoder

            kept = self._learnt.get(CODEBOOK, "heads", key)
            heads = json.loads(kept) if kept else {}
            name = f"{encoder.name}@{encoder.revision}"
            coder = ThemeCoder(self.codebook, name, training, seen, matches, heads, encoder.learnt)
            if coder.kept.keys() != heads.keys():
                self._learnt.put(CODEBOOK, "heads", key, json.dumps(coder.kept).encode())
            return coder

    @cached_property
    def trained(self) -> Trained | None:
        """The coder learnt from people that the settings name.

        Raises:
            ModelError: there is none of that name, or it learnt with another encoder.
        """
        if not self.study.settings.coders.trained:
            return None
        from qualcode.training.use import trained_of

        return trained_of(self.study, self.encoder)

    def stand(self, doc: Doc, vectors: np.ndarray) -> Standing:
        """Where a Doc's segments that are coded stand by the model.

        Args:
            doc: With segments.
            vectors: (n_coded_segments, width).
        """
        from qualcode.coding.votes import texts_to_code
        from qualcode.learnt import surroundings
        from qualcode.learnt.standing import with_learnt

        texts, learnt = texts_to_code(doc), self.encoder.learnt
        standing = self.themes.standing(texts, vectors)
        around = surroundings.of_doc(doc) if learnt else None
        standing = with_learnt(standing, learnt, texts, vectors, around)
        if self.trained is None:
            return standing
        from qualcode.training.use import stand

        return stand(self, doc, vectors, standing)

    def _seen(self) -> Standing:
        """What the model makes of the examples, each left out in turn."""
        if self.study.settings.coders.themes:
            return self.themes.left_out
        from qualcode.coding.thememodel import Standing

        return Standing.nowhere(*self.training.labels.shape)

    def example_matches(self) -> list[list[Match]]:
        """What the rules find in the training texts."""
        language, key = self.codebook.language, key_of(pipeline.program())

        def search(codes: Sequence[str], texts: Sequence[str]) -> list[list[Match]]:
            from qualcode.coding.rules import match_texts

            docs = self._docs_of(texts, language)
            return match_texts(self.codebook, texts, language, coder=self.rules(language, codes), docs=docs)

        found, keep = rulematches.in_texts(
            self.rule_keys(language), self.training.texts, self._learnt.get(CODEBOOK, "match", key), search
        )
        if keep is not None:
            self._learnt.put(CODEBOOK, "match", key, keep)
        return found

    def _docs_of(self, texts: Sequence[str], language: str) -> list[Doc]:
        from qualcode import packing
        from qualcode.coding.rules import docs_of

        nlp, key = self.pipeline(language), key_of(pipeline.program(), language, list(texts))
        if (data := self._learnt.get(CODEBOOK, "words", key)) is not None:
            docs = packing.unpack(data, nlp.vocab)
            for doc in docs:
                nlp.get_pipe("qualcode_lemmas").recall(doc)
            return docs
        docs = docs_of(texts, nlp)
        self._learnt.put(CODEBOOK, "words", key, packing.pack(docs))
        return docs

    @cached_property
    def cache(self) -> StageCache:
        """What earlier runs made of the study's sources."""
        return StageCache(self.study.private / ("cache-deidentified" if self.deidentified else "cache"))

    @cached_property
    def _learnt(self) -> StageCache:
        """What earlier runs made of the codebook's examples."""
        return StageCache(self.study.private / "learnt")

    def prune(self, sources: Collection[str]) -> None:
        """Removes from the caches what was made of sources that are gone, and what has long not been used.

        Args:
            sources: Hashes of the bytes of all sources there are.
        """
        self.cache.prune(sources)
        self._learnt.prune({CODEBOOK})

    @cached_property
    def fingerprints(self) -> dict[str, list[object]]:
        """By stage, what its work depends on beside the source: program, settings, codebook, model; under
        ``learn``, what is learnt from the codebook."""
        settings, program = self.study.settings, pipeline.program()
        annotate = [program, settings.segmentation.model_dump(mode="json")]
        model = [self.encoder.name, self.encoder.revision]
        learn = [*annotate, learning_fingerprint(self.codebook), *model]
        if self.trained is not None:
            model.append(self.trained.revision)
        stand = [*annotate, learning_fingerprint(self.codebook), *model]
        votes: list[object] = [settings.coders.model_dump(), settings.thresholds]
        votes += [other.fingerprint for other in self.others]
        decide = [*annotate, fingerprint(self.codebook), *votes, *model]
        return {
            "read": [program],
            "annotate": annotate,
            "match": annotate,
            "learn": learn,
            "stand": stand,
            "decide": decide,
            "codings": decide,
        }

    def pipeline(self, language: str) -> Language:
        """The pipeline that makes a Doc with lemmas and segments of a text; no rules are in it."""
        if language not in self._pipelines:
            with self._timed("pipeline"):
                from qualcode.nlp import build_pipeline

                self._pipelines[language] = build_pipeline(self.study.settings, language=language)
        return self._pipelines[language]

    def rule_keys(self, language: str) -> dict[str, str]:
        """See :func:`qualcode.rulematches.rule_keys`."""
        if language not in self._rule_keys:
            self._rule_keys[language] = rulematches.rule_keys(self.codebook, language)
        return self._rule_keys[language]

    def rules(self, language: str, codes: Sequence[str]) -> RuleCoder:
        """The rules of some codes for Docs of :meth:`pipeline`."""
        wanted = (language, tuple(codes))
        if wanted not in self._rules:
            nlp, codebook = self.pipeline(language), rulematches.only(self.codebook, codes)
            with self._timed("rules"):
                from qualcode.coding.rules import RuleCoder

                self._rules[wanted] = RuleCoder(nlp, codebook)
        return self._rules[wanted]

    def loading(self) -> float:
        """Seconds that the calling thread has spent on loading."""
        return getattr(self._own, "seconds", 0.0)

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        spent = time.perf_counter() - started
        self.seconds[part] = self.seconds.get(part, 0.0) + spent
        self._own.seconds = self.loading() + spent
