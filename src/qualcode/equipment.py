"""What a run works with, each loaded when it is first needed: codebook, pipelines, rules, encoder, coder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode import pipeline
from qualcode.codebook import fingerprint
from qualcode.progress import listener
from qualcode.stagecache import StageCache

if TYPE_CHECKING:
    from spacy.language import Language

    from qualcode.codebook.model import Codebook
    from qualcode.coding.rules import RuleCoder
    from qualcode.coding.themes import ThemeCoder
    from qualcode.deidentify.study_view import Deidentified
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Study


class Equipment:
    """What the work on a study needs.

    Args:
        study: The study.
        deidentified: Where its transcripts come from, if it asks for de-identification.

    Attributes:
        seconds: How long loading took, by part.
    """

    def __init__(self, study: Study, deidentified: Deidentified | None = None) -> None:
        self.study, self.deidentified = study, deidentified
        self.seconds: dict[str, float] = {}
        self._pipelines: dict[str, Language] = {}
        self._rules: dict[str, RuleCoder] = {}

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook.

        Raises:
            CodebookError: it is not valid.
        """
        from qualcode.codebook import load

        return load(self.study.codebook)

    @cached_property
    def encoder(self) -> CachedEncoder:
        """The study's encoder with the study's cache of vectors.

        Raises:
            ModelError: it is not installed, or not what was recorded.
        """
        from qualcode.encoders.cache import encoder_of

        with self._timed("model"):
            return encoder_of(
                self.study, progress=lambda done, total: listener().advance("model", done, total)
            )

    @cached_property
    def coder(self) -> ThemeCoder:
        """The theme coder, learnt from the codebook."""
        codebook, encoder = self.codebook, self.encoder
        rules = self.rules(codebook.language)
        with self._timed("learn"):
            from qualcode.coding.themes import ThemeCoder

            return ThemeCoder.learn(
                codebook,
                encoder,
                rules=rules,
                progress=lambda done, total: listener().advance("learn", done, total),
            )

    @cached_property
    def cache(self) -> StageCache:
        """What earlier runs made of the study's sources."""
        return StageCache(self.study.private / ("cache-deidentified" if self.deidentified else "cache"))

    @cached_property
    def fingerprints(self) -> dict[str, list[object]]:
        """By stage, what its work depends on beside the source: program, settings, codebook, model."""
        settings, program = self.study.settings, pipeline.program()
        annotate = [program, settings.segmentation.model_dump(mode="json")]
        decide = [
            fingerprint(self.codebook),
            settings.coders.model_dump(),
            settings.thresholds,
            self.encoder.name,
            self.encoder.revision,
        ]
        return {"read": [program], "annotate": annotate, "decide": [*annotate, *decide]}

    def pipeline(self, language: str) -> Language:
        """The pipeline that makes a Doc with lemmas and segments of a text; no rules are in it."""
        if language not in self._pipelines:
            with self._timed("pipeline"):
                from qualcode.nlp import build_pipeline

                self._pipelines[language] = build_pipeline(self.study.settings, language=language)
        return self._pipelines[language]

    def rules(self, language: str) -> RuleCoder:
        """The codebook's rules for Docs of :meth:`pipeline`."""
        if language not in self._rules:
            nlp, codebook = self.pipeline(language), self.codebook
            with self._timed("rules"):
                from qualcode.coding.rules import RuleCoder

                self._rules[language] = RuleCoder(nlp, codebook)
        return self._rules[language]

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - started
