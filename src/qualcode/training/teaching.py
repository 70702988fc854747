"""``qualcode train`` from a study to a folder in ``models/``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qualcode.coding.heads import VOTERS
from qualcode.coding.themes import DIGITS
from qualcode.coding.votes import voters_of
from qualcode.training import curve as curves
from qualcode.training import tuning, validation
from qualcode.training.build import build
from qualcode.training.fitted import Options
from qualcode.training.fitting import Fitting, fold_of_groups
from qualcode.training.folder import CARD, MODEL_CARD, folder_of, save
from qualcode.training.gather import Gathered, gather, test_part
from qualcode.training.joined import Kernels
from qualcode.training.joints import learn_joints
from qualcode.training.next_segments import next_to_code
from qualcode.training.scores import Score, macro, score
from qualcode.training.trained import Trained

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.training.curve import Point, Prospect
    from qualcode.training.tuning import Tuned
    from qualcode.training.wishes import Wish

Progress = Callable[[str, int, int], None]
"""Called with what is done, steps done and all steps."""

NEXT = 20


@dataclass(frozen=True)
class Measured:
    """Agreement with people, by code id, and the mean over codes with its interval."""

    codes: dict[str, Score]
    kappa: tuple[float, tuple[float, float]]
    f1: tuple[float, tuple[float, float]]


@dataclass
class Taught:
    """What came of it.

    Attributes:
        name: The coder's name.
        gathered: What it learnt from.
        n_judged: Segments that it learnt from.
        n_sources: Of how many sources.
        options: By code id, how it learnt what is coded otherwise than without training.
        wishes: By code id.
        voters: Whose thresholds and figures these are.
        trained: The coder.
        after: Of segments whose sources were left out.
        before: Of the same by a run without training.
        others: Names of the other coders that vote.
        together: With them, of the same segments.
        points: The learning curve.
        prospects: By code id, whether more coding would help.
        test: Of the part kept apart, if there was one.
        tested_before: How often that part has been scored before.
        next: Segments to code next: source, number in it, places in its text.
        whole_sources: Cross-validation set whole sources apart.
        tuned: What fine-tuned encoders said, if that was tried.
        frozen: Likewise as ``after``, had it not been tried.
    """

    name: str
    gathered: Gathered
    n_judged: int
    n_sources: int
    options: dict[str, Options]
    wishes: dict[str, Wish]
    voters: str
    trained: Trained
    after: Measured
    before: Measured
    others: list[str] = field(default_factory=list)
    together: Measured | None = None
    points: list[Point] = field(default_factory=list)
    prospects: dict[str, Prospect] = field(default_factory=dict)
    test: Measured | None = None
    tested_before: int = 0
    next: list[tuple[str, int, int]] = field(default_factory=list)
    whole_sources: bool = True
    tuned: Tuned | None = None
    frozen: Measured | None = None


def teach(
    study: Study,
    name: str,
    *,
    test: Sequence[str] = (),
    with_curve: bool = True,
    fine_tune: bool = False,
    progress: Progress | None = None,
) -> Taught:
    """Learns a coder and writes its folder.

    Args:
        study: The study.
        name: What it is to be called.
        test: Sources or random samples that nothing is learnt from, and nothing chosen by.
        with_curve: Also the learning curve.
        fine_tune: Also try whether a fine-tuned encoder does better.
        progress: Hears of the progress.

    Raises:
        QualcodeError: as a run, or the part to test on is not there, or the folder cannot be written.
    """
    from qualcode.training import card, model_card

    folder = folder_of(study, name)
    if fine_tune:
        tuning.require(study)
    wishes_said = study.settings.training
    gathered = gather(study)
    book, segments = gathered.codebook, gathered.segments
    wishes = validation.wishes_of(book, wishes_said.wish, wishes_said.wishes)
    apart = test_part(segments, list(test))
    joined = gathered.joined(segments.judged & ~apart)
    fitting = Fitting(joined, Kernels(joined))
    voters = voters_of(study.settings.coders.model_copy(update={"themes": True}))
    sources = [segments.sources[row] for row in joined.segments]
    columns = validation.measured_codes(joined.labels[joined.judged])
    say = progress or (lambda *_: None)

    rows = np.arange(len(joined.texts))
    frozen = full = validation.held_out(
        fitting, wishes, voters, progress=lambda done, every: say("cross-validation", done, every)
    )
    tuner = tuning.Tuning(fitting) if fine_tune else None
    tuned = tuner.parts(lambda done, every: say("fine-tuning", done, every)) if tuner else None
    fitted = validation.select(fitting, rows, voters, every=VOTERS, tuned=tuned.whole if tuned else None)
    counts = any(head.options.tuned for head in fitted.heads.values())
    if tuner and tuned and counts:
        tuner.pairs(tuned, lambda done, every: say("fine-tuning for figures", done, every))
        full = validation.held_out(fitting, wishes, voters, tuned=tuned.by_part.__getitem__)
    adapted = tuner.everything() if tuner and counts else None
    labels = joined.labels[joined.judged]
    limits = {each: validation.thresholds(joined, fitted, wishes, each) for each in VOTERS}
    encoder = gathered.equipment.encoder
    voted = gathered.voted(joined.segments)
    joints, together = learn_joints(joined, fitted, full, voted, wishes, voters)
    trained = build(
        name, f"{encoder.name}@{encoder.revision}", fitting, fitted, limits, segments, joints, adapted
    )
    usual = gathered.said[voters], _given_without(gathered, voters)
    taught = Taught(
        name,
        gathered,
        len(joined.judged),
        len(set(sources)),
        {book.ids[column]: head.options for column, head in fitted.heads.items()},
        wishes,
        voters,
        trained,
        after=measure(labels, full.given, full.probability, sources, book.ids, columns),
        before=measure(
            labels, usual[1][joined.segments], usual[0][joined.segments], sources, book.ids, columns
        ),
        whole_sources=joined.whole_sources,
        tuned=tuned,
    )
    if tuned is not None:
        taught.frozen = measure(labels, frozen.given, frozen.probability, sources, book.ids, columns)
    if together is not None:
        taught.others = [each.name for each in voted]
        taught.together = measure(labels, together[1], together[0], sources, book.ids, columns)
    if with_curve and columns and len(set(joined.groups[joined.judged].tolist())) > 1:
        taught.points, taught.prospects = _curve(fitting, frozen, taught, sources, columns, say)
    said = _said(gathered, trained, voters)
    if apart.any():
        from qualcode.training.tested import times_before

        part = np.flatnonzero(apart & segments.judged)
        taught.test = measure(
            segments.labels[part],
            said[1][part],
            said[0][part],
            [segments.sources[row] for row in part],
            book.ids,
            validation.measured_codes(segments.labels[part]),
        )
        taught.tested_before = times_before(folder.parent, segments, part, name)
    taught.next = _next(gathered, said[0], trained, voters)
    files = {
        CARD: card.for_programs(taught),
        MODEL_CARD: model_card.for_people(taught, study.settings.outputs.language),
    }
    taught.trained = save(folder, trained, files)
    return taught


def measure(
    labels: np.ndarray,
    given: np.ndarray,
    probability: np.ndarray,
    sources: Sequence[str],
    ids: Sequence[str],
    columns: Sequence[int],
) -> Measured:
    """Figures of all codes that people have judged.

    Args:
        labels: (n, n_codes), NaN where nothing is known.
        given: (n, n_codes) bool.
        probability: (n, n_codes).
        sources: Of each segment.
        ids: Of all codes.
        columns: Of those to measure.
    """
    found = {}
    for column in columns:
        known = ~np.isnan(labels[:, column])
        where = [sources[row] for row in np.flatnonzero(known)]
        found[ids[column]] = score(
            labels[known, column], given[known, column], probability[known, column], where, ids[column]
        )
    parts = [(labels[:, column], given[:, column]) for column in columns]
    nothing = (float("nan"), (float("nan"), float("nan")))
    kappa, f1 = ((macro(parts, sources, name) if parts else nothing) for name in ("kappa", "f1"))
    return Measured(found, kappa, f1)


def _curve(
    fitting: Fitting,
    full: validation.HeldOut,
    taught: Taught,
    sources: Sequence[str],
    columns: Sequence[int],
    say: Progress,
) -> tuple[list[Point], dict[str, Prospect]]:
    judged = fitting.joined.judged
    every = curves.n_steps(len(set(fold_of_groups(fitting.joined.groups)[judged].tolist())))
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        say("learning curve", done, every)

    return curves.curve(fitting, full, taught.wishes, taught.voters, sources, columns, step)


def _given_without(gathered: Gathered, voters: str) -> np.ndarray:
    """What a run without training gives all segments."""
    limits = dict(zip(gathered.codebook.ids, gathered.limits[voters].tolist(), strict=True))
    return validation.codes_given(gathered.codebook, gathered.said[voters].round(DIGITS), limits)


def _said(gathered: Gathered, trained: Trained, voters: str) -> tuple[np.ndarray, np.ndarray]:
    """What the trained coder makes of all segments."""
    from qualcode.training.coder import TrainedCoder

    coder = TrainedCoder(trained, gathered.equipment.theme_coder, [""] * len(trained.learnt_from))
    texts, vectors = gathered.segments.texts, gathered.vectors
    if trained.adapter is not None:
        from qualcode.training.tuned import fine_tuned

        tuned = fine_tuned(gathered.equipment.study, trained.adapter).encode(texts)
        vectors = np.hstack([vectors, tuned])
    standing = coder.stand(gathered.standing, texts, vectors, gathered.before)
    probability = coder.judge(standing, gathered.matches).of(voters)
    limits = {code_id: coder.threshold(code_id, voters, {}) for code_id in gathered.codebook.ids}
    return probability, validation.codes_given(gathered.codebook, probability.round(DIGITS), limits)


def _next(
    gathered: Gathered, probability: np.ndarray, trained: Trained, voters: str
) -> list[tuple[str, int, int]]:
    segments = gathered.segments
    limits = [trained.thresholds[voters][code_id] for code_id in gathered.codebook.ids]
    coded = np.flatnonzero(segments.judged).tolist()
    places = next_to_code(gathered.vectors, probability, limits, n=NEXT, coded=coded)
    return [(segments.sources[place], *segments.places[place]) for place in places]
