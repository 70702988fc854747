"""Measures what `qualcode train` adds to the coder that comes with the program, with few codings and many.

    python benchmarks/training.py ../shared/gold

The coder that comes with the program has learnt from this same coded text. So for each material it is made
anew without it, without the documents that its passages were cut from and without equal texts; then the
material's codes are taken for people's codings. Documents or transcripts are put into five parts, and each
part is coded by a coder that was trained on codings of the others, all of them or so many drawn at random
(three draws).
What holds without training is asked about the same segments. The codes are those of language models that read
the codebook, not of people. Intervals draw whole documents (of the four materials 1,136, 272, 5 and 23) anew;
with five transcripts they are rough. `--write` keeps the table in benchmarks/results/training.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import asked
import default_coder
from qualcode.coding.rules import match_texts
from qualcode.coding.training import training_set
from qualcode.learnt.coder import LearntCoder
from qualcode.learnt.making import learn
from qualcode.training import validation
from qualcode.training.fitting import Fitting, fold_of_groups
from qualcode.training.joined import Joined, Kernels, join
from qualcode.training.scores import DRAWS
from qualcode.training.segments import StudySegments

MATERIALS = {
    "written, 1,500 passages": ("written_train",),
    "written and spoken, 447 units": ("written_dev", "spoken_dev"),
    "spoken, 165 units of 5 transcripts": ("spoken_dev",),
    "spoken, 656 units of 23 dialogues": ("dialogues",),
}
SIZES = (50, 100, 200, 500)
REPEATS = 3
WIDTH = 384
RESULTS = Path(__file__).parent / "results" / "training.md"


@dataclass(frozen=True)
class Material:
    """Coded text that stands for a study.

    Attributes:
        joined: As `qualcode train` joins it to the codebook's examples.
        sources: Of each judged row, its document or transcript as a number.
        columns: Of the themes.
        texts: The judged texts.
    """

    joined: Joined
    sources: np.ndarray
    columns: list[int]
    texts: Sequence[str]

    @property
    def labels(self) -> np.ndarray:
        """(n_judged, n_themes)."""
        return self.joined.labels[self.joined.judged][:, self.columns]


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "gold")
    corpus = default_coder.read(chosen.gold, chosen.vectors)
    lines = [
        "| material | codings | codes that changed | without | trained | difference (95 % interval) |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, parts in MATERIALS.items():
        made = material(corpus, parts)
        for size in (*SIZES, None):
            if size is None or size < 0.75 * len(made.sources):
                lines.append(row(name, made, size))
                print(lines[-1], flush=True)
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def material(corpus: default_coder.Corpus, parts: Sequence[str]) -> Material:
    """A material, with what a coder that has not learnt from it makes of it.

    Args:
        corpus: All coded text.
        parts: Which of it.
    """
    book, all_of_it = corpus.codebook, corpus.material
    rows = np.flatnonzero(np.isin(corpus.part, parts))
    rest = default_coder._rest(corpus, rows)
    coder = learn(all_of_it.part(rest), corpus.themes, default_coder._definitions(corpus))
    own = all_of_it.part(rows)
    columns = [book.ids.index(theme) for theme in corpus.themes]
    without = np.zeros((len(rows), len(book.ids)))
    limits = np.full(len(book.ids), 0.5)
    without[:, columns], limits[columns] = shipped(coder, own), coder.thresholds[0]
    labels = np.full(without.shape, np.nan)
    labels[:, columns] = own.labels
    places = {text: at for at, text in enumerate(all_of_it.texts)}
    before = np.full((len(rows), WIDTH), np.nan)
    for at, one in enumerate(own.around):
        if one.before and one.before[0] in places:
            before[at] = all_of_it.vectors[places[one.before[0]], -WIDTH:]
    training = training_set(book)
    examples = [places[text] for text in training.texts]
    study = StudySegments(
        sources=tuple(corpus.source[rows]),
        places=((0, 0),) * len(rows),
        texts=tuple(own.texts),
        before=("",) * len(rows),
        labels=labels,
        natural=~np.isnan(labels),
        sampled=(frozenset(),) * len(rows),
        coders={},
        marks_alone=0,
        disagreed=0,
        lost=0,
    )
    joined = join(
        book,
        training,
        all_of_it.vectors[examples][:, -WIDTH:],
        match_texts(book, training.texts, book.language),
        study,
        own.vectors[:, -WIDTH:],
        before,
        match_texts(book, own.texts, book.language),
        np.ones(len(rows), bool),
        {"both": without},
        {"both": limits},
    )
    _, sources = np.unique(corpus.source[rows], return_inverse=True)
    return Material(joined, sources, columns, own.texts)


def shipped(coder: LearntCoder, own: default_coder.Material) -> np.ndarray:
    """(n_texts, n_themes): probabilities by a coder as it comes with the program, with rules."""
    found = coder.features(own.texts, coder.vector_scores(own.vectors), own.around)
    return np.column_stack(
        [coder.probability(found, theme, own.by_rules[:, theme]) for theme in range(len(coder.themes))]
    )


def trained(
    made: Material, fitting: Fitting, size: int | None, seed: int, *, tuned=None
) -> tuple[np.ndarray, float]:
    """What held-out rows are given, (n_judged, n_themes) bool, and how many themes were coded otherwise."""
    joined = fitting.joined
    folds, judged = fold_of_groups(joined.groups), joined.judged
    wishes = validation.wishes_of(joined.codebook, "f1", {})
    given, built = np.zeros(made.labels.shape, bool), []
    random = np.random.default_rng((3, seed))
    for number in sorted(set(folds[judged].tolist())):
        others = judged[folds[judged] != number]
        if size is not None:
            others = np.sort(random.permutation(others)[:size])
        examples = np.flatnonzero(folds[: joined.n_examples] != number)
        rows, here = np.concatenate([examples, others]), np.flatnonzero(folds[judged] == number)
        said = tuned(number) if tuned else None
        fitted = validation.select(fitting, rows, "both", tuned=said)
        limits = validation.thresholds(joined, fitted, wishes, "both")
        own = fitting.predict(fitted, judged[here], "both", said)
        by_id = [limits.value[joined.codebook.ids[column]] for column in made.columns]
        given[here] = own[:, made.columns] >= by_id
        built.append(len(fitted.heads))
    return given, float(np.mean(built))


def row(name: str, made: Material, size: int | None) -> str:
    """A line of the table."""
    joined = made.joined
    fitting = Fitting(joined, Kernels(joined))
    before = joined.without["both"][joined.judged][:, made.columns] >= joined.limits["both"][made.columns]
    found = [trained(made, fitting, size, seed) for seed in range(1 if size is None else REPEATS)]
    usual, after = kappa(made, [before])[0], kappa(made, [given for given, _ in found])[0]
    low, high = difference(made, before, [given for given, _ in found])
    n = str(size) if size else f"all of the other parts ({round(len(made.sources) * 0.8)})"
    changed = np.mean([built for _, built in found])
    cells = (name, n, f"{changed:.1f} of {len(made.columns)}", f"{usual:.3f}", f"{after:.3f}")
    return f"| {' | '.join(cells)} | {after - usual:+.3f} ({low:+.3f} to {high:+.3f}) |"


def kappa(
    made: Material, given: Sequence[np.ndarray], times: np.ndarray | None = None
) -> tuple[float, np.ndarray]:
    """Mean over themes and over ``given`` of Cohen's kappa; and of each draw of sources, if they are told.

    Args:
        made: The material.
        given: Of each repeat, (n_judged, n_themes) bool.
        times: (n_draws, n_sources), how often each source is in a draw.
    """
    every = np.ones((1, made.sources.max() + 1)) if times is None else times
    values = []
    for each in given:
        for theme in range(each.shape[1]):
            known = ~np.isnan(made.labels[:, theme])
            truth, said = made.labels[known, theme] == 1, each[known, theme]
            cells = np.zeros((every.shape[1], 4))
            kind = np.where(truth, np.where(said, 0, 2), np.where(said, 1, 3))
            np.add.at(cells, (made.sources[known], kind), 1)
            both, alone, missed, neither = (every @ cells).T
            n = both + alone + missed + neither
            observed = (both + neither) / n
            chance = ((both + alone) * (both + missed) + (missed + neither) * (alone + neither)) / n**2
            values.append((observed - chance) / np.maximum(1 - chance, 1e-12))
    mean = np.mean(values, axis=0)
    return float(mean[0]), mean


def difference(made: Material, before: np.ndarray, after: Sequence[np.ndarray]) -> tuple[float, float]:
    """95 % interval of the difference in macro kappa; both are drawn together."""
    n = int(made.sources.max()) + 1
    times = np.random.default_rng(7).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    apart = kappa(made, after, times)[1] - kappa(made, [before], times)[1]
    low, high = np.percentile(apart, [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    main()
