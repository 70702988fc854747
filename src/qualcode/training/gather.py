"""All that is learnt from, out of a study: segments, what people said, vectors, what the rules found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.carrier import Match
from qualcode.coding.heads import VOTERS
from qualcode.coding.thememodel import Standing
from qualcode.errors import CodingsError, NothingToCodeError, Place, SourceError
from qualcode.training.joined import Joined, join
from qualcode.training.segments import StudySegments, study_segments

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coding.others import Voted
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.equipment import Equipment
    from qualcode.study import Study
    from qualcode.training.tuned import TunedEncoder


@dataclass(frozen=True)
class Gathered:
    """A study as ``qualcode train`` sees it.

    Attributes:
        equipment: What a run would work with, without a trained coder.
        segments: With what people said.
        vectors: (n_segments, width).
        before: (n_segments, width), of what stands before each; NaN without.
        matches: What the rules found in each.
        standing: Where they stand without training.
        said: By voters, (n_segments, n_codes), probabilities without training.
        limits: By voters, (n_codes,), thresholds without training.
        problems: Sources that could not be read, and rows of ``codings/`` that are none.
    """

    equipment: Equipment
    segments: StudySegments
    vectors: np.ndarray
    before: np.ndarray
    matches: list[list[Match]]
    standing: Standing
    said: dict[str, np.ndarray]
    limits: dict[str, np.ndarray]
    problems: list[str]

    @property
    def codebook(self) -> Codebook:
        """The study's."""
        return self.equipment.codebook

    def joined(self, use: np.ndarray) -> Joined:
        """Examples with some of the segments.

        Args:
            use: (n_segments,) bool.
        """
        equipment = self.equipment
        return join(
            self.codebook,
            equipment.training,
            equipment.example_vectors[: len(equipment.training.texts), : self.vectors.shape[1]],
            equipment.example_matches(),
            self.segments,
            self.vectors,
            self.before,
            self.matches,
            use,
            {voters: apart(self.codebook, each) for voters, each in self.said.items()},
            self.limits,
        )

    def voted(self, segments: np.ndarray) -> list[Voted]:
        """What other coders, if the study names any, say of some segments.

        Args:
            segments: Their places.
        """
        from qualcode.coding.others import Unit, ask

        if not self.equipment.others:
            return []
        about = self.segments
        units = [Unit(about.sources[row], about.texts[row], about.before[row]) for row in segments.tolist()]
        return ask(self.equipment.others, units)


def gather(study: Study) -> Gathered:
    """Reads, cuts and encodes a study's sources, with what earlier runs made of them, and joins decisions.

    Raises:
        NothingToCodeError: no source can be read.
        SettingsError, CodebookError, ModelError, PassphraseError, KeyDamagedError: as a run.
    """
    from qualcode import coded, decisions
    from qualcode.job import Job

    job = Job(untrained(study))
    for stage in (job.read, job.annotate):
        for name in job.sources:
            try:
                stage(name)
            except SourceError:
                continue
    if not job.sources:
        raise NothingToCodeError("none of the sources could be read.", where=Place(job.study.corpus))
    said, wrong = decisions.read(study.codings)
    sources = [job.source(name) for name in job.sources]
    views = [coded.source(source.doc()) for source in sources]
    segments = study_segments(
        views,
        decisions.in_force(said),
        job.equipment.codebook,
        read_whole=study.settings.people.imported == "whole",
    )
    encoder = job.equipment.encoder
    vectors = np.vstack([source.vectors() for source in sources])[:, : encoder.own]
    matches: list[list[Match]] = []
    for source, view in zip(sources, views, strict=True):
        found: dict[int, list[Match]] = defaultdict(list)
        for index, _, _, code, rule in source.matched():
            found[index].append(Match(index, code, rule, "", 0, 0))
        matches += [found[segment.index] for segment in view.segments if segment.coded]
    problems = [str(each) for each in (*job.problems, *wrong)]
    before = vectors_before(segments.before, encoder)
    standing = Standing.joined([source.standing() for source in sources])
    scores = [source.scores()[1] for source in sources]
    said = {voters: np.vstack([each.of(voters) for each in scores]) for voters in VOTERS}
    coder, ids = job.equipment.coder, job.equipment.codebook.ids
    limits = {voters: np.array([coder.threshold(each, voters, {}) for each in ids]) for voters in VOTERS}
    return Gathered(job.equipment, segments, vectors, before, matches, standing, said, limits, problems)


def apart(codebook: Codebook, probability: np.ndarray) -> np.ndarray:
    """(n, n_codes): of each code, its probability where a text has the code above it.

    Args:
        codebook: The codebook.
        probability: (n, n_codes), as such.
    """
    out = probability.copy()
    for column, code_id in enumerate(codebook.ids):
        for above in codebook.lineage(code_id)[:-1][-1:]:
            out[:, column] /= np.maximum(probability[:, codebook.ids.index(above)], 1e-12)
    return np.minimum(out, 1.0)


def vectors_before(texts: Sequence[str], encoder: CachedEncoder | TunedEncoder) -> np.ndarray:
    """Vectors of what stands before segments, (n_segments, width); NaN where nothing does.

    Args:
        texts: What stands before each, or nothing.
        encoder: The study's.
    """
    has = np.array([bool(text) for text in texts])
    out = np.full((len(texts), encoder.own), np.nan)
    if has.any():
        out[has] = encoder.plain.encode([text for text in texts if text])[:, : encoder.own]
    return out


def test_part(segments: StudySegments, names: list[str]) -> np.ndarray:
    """(n_segments,) bool: the part that nothing is learnt from.

    Args:
        segments: The study's.
        names: Of sources, or of random samples (``NAME`` for what was drawn as ``random:NAME``).

    Raises:
        CodingsError: one of them is neither.
    """
    out = np.zeros(len(segments.sources), bool)
    for name in names:
        drawn = np.array([_drawn_as(name, each) for each in segments.sampled], bool)
        part = np.array([source == name for source in segments.sources], bool) | drawn
        if not part.any():
            raise CodingsError(
                f"{name!r} is neither a source nor a sample that people have coded.",
                remedy="Name a file in corpus/, or a sample as `qualcode sample` called it.",
            )
        out |= part
    return out


def _drawn_as(name: str, origins: frozenset[str]) -> bool:
    return any(
        origin == name
        or (origin.partition(":")[0] in ("random", "stratified") and origin.partition(":")[2] == name)
        for origin in origins
    )


def untrained(study: Study) -> Study:
    """The study as it would run without what ``qualcode train`` makes.

    Args:
        study: The study.
    """
    from dataclasses import replace

    coders = study.settings.coders
    changed = {"trained": None, "themes": True}
    settings = study.settings.model_copy(update={"coders": coders.model_copy(update=changed)})
    return replace(study, settings=settings)
