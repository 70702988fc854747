"""Which options to learn with, and what comes of it: cross-validation in which a source is on one side only.

One choice is to leave a code as it is without training. The options are chosen anew within every fold (nested
cross-validation; Varma & Simon 2006, *BMC Bioinformatics* 7), so that no figure is of segments that anything
was chosen on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coding.calibration import cohens_kappa
from qualcode.training.fitted import Fitted, Options
from qualcode.training.fitting import Fitting, fold_of_groups
from qualcode.training.joined import Joined
from qualcode.training.wishes import Wish, choose

PULL = (1.0, 3.0)
CONTEXT = (0.0, 0.25)
SURE = 1.0
"""Standard errors by which what was learnt must lessen the loss before a code is coded otherwise than without
training (the rule of one standard error; Breiman et al. 1984, *Classification and Regression Trees*)."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Thresholds:
    """Thresholds of all codes.

    Attributes:
        value: By code id.
        chosen: Ids of the codes whose threshold was chosen on judged segments.
    """

    value: dict[str, float]
    chosen: frozenset[str]


@dataclass(frozen=True)
class HeldOut:
    """What judged segments get by coders that learnt from other sources alone.

    Attributes:
        rows: Of the material.
        probability: (n_rows, n_codes).
        given: (n_rows, n_codes) bool.
        without: By fold, (n_rows, n_codes): what the other rows get by coders that saw neither that fold nor
            their own; NaN for the fold itself.
    """

    rows: np.ndarray
    probability: np.ndarray
    given: np.ndarray
    without: dict[int, np.ndarray] = field(default_factory=dict)


def thresholds(joined: Joined, fitted: Fitted, wishes: Mapping[str, Wish], voters: str) -> Thresholds:
    """Chooses thresholds by wishes.

    A code that is left as it is without training keeps its threshold, unless the study wishes for a precision
    or a recall.

    Args:
        joined: The material.
        fitted: What was learnt of it.
        wishes: By code id.
        voters: ``rules``, ``model`` or ``both``.
    """
    value: dict[str, float] = {}
    chosen = set()
    labels = joined.labels[fitted.judged]
    left_out = together(joined.codebook, fitted.own[voters])
    for column, code_id in enumerate(joined.codebook.ids):
        value[code_id] = float(joined.limits[voters][column])
        if column not in fitted.heads and wishes[code_id].figure == "f1":
            continue
        known = ~np.isnan(labels[:, column])
        probability = left_out[known, column]
        value[code_id], own = choose(probability, labels[known, column], wishes[code_id], value[code_id])
        if own:
            chosen.add(code_id)
    return Thresholds(value, frozenset(chosen))


def together(codebook: Codebook, own: np.ndarray) -> np.ndarray:
    """(n_rows, n_codes): probabilities as such, of those where a row has the code above."""
    out = own.copy()
    columns = {code_id: number for number, code_id in enumerate(codebook.ids)}
    for code_id in sorted(codebook.ids, key=lambda each: len(codebook.lineage(each))):
        for above in codebook.lineage(code_id)[:-1][-1:]:
            out[:, columns[code_id]] *= out[:, columns[above]]
    return out


def select(
    fitting: Fitting,
    rows: np.ndarray,
    voters: str,
    *,
    every: Sequence[str] = (),
    tuned: np.ndarray | None = None,
) -> Fitted:
    """Learns from some rows, each code with the options of least loss on rows whose source was left out.

    A code that none of them makes better beyond chance is left as it is without training.

    Args:
        fitting: The material.
        rows: What may be learnt from.
        voters: Whose probability counts.
        every: For whom it is to be learnt, with the options that are best for ``voters``.
        tuned: (n_all_rows, n_codes), what a fine-tuned encoder says of rows it has not learnt from.
    """
    joined = fitting.joined
    judged = rows[rows >= joined.n_examples]
    contexts = CONTEXT if (~np.isnan(joined.before[judged, 0])).any() else CONTEXT[:1]
    all_voters = list(dict.fromkeys([voters, *every]))
    known, parts = fitting.families(rows, all_voters), fitting.parts(rows, all_voters)
    best = Fitted(known, {}, judged, {each: joined.without[each][judged].copy() for each in all_voters})
    better: dict[int, tuple[float, float]] = {}
    for by_tuned, pull, context in product((False, True)[: 1 + (tuned is not None)], PULL, contexts):
        fitted = fitting.fit(rows, Options(pull, context, by_tuned), known, parts, all_voters, tuned)
        for column, head in fitted.heads.items():
            own = fitted.own[voters][:, column]
            gain = gained(joined, judged, column, joined.without[voters][judged, column], own)
            if gain[0] <= max(SURE * gain[1], better.get(column, (0.0, 0.0))[0]):
                continue
            if worse_given(joined, judged, column, joined.without[voters][judged, column], own, voters):
                continue
            if by_tuned and column in best.heads and not best.heads[column].options.tuned:
                # It has to be encoded a second time, so it must be worth it.
                over = gained(joined, judged, column, best.own[voters][:, column], own)
                if over[0] <= SURE * over[1]:
                    continue
            better[column], best.heads[column] = gain, head
            for each in all_voters:
                best.own[each][:, column] = fitted.own[each][:, column]
    return best


def gained(
    joined: Joined, judged: np.ndarray, column: int, before: np.ndarray, after: np.ndarray
) -> tuple[float, float]:
    """By how much the log loss of a code is less, summed over judged rows, and its standard error, for which
    sources, not rows, are independent.

    Args:
        joined: The material.
        judged: Rows of it.
        column: Of the code.
        before: (n_judged,) probabilities.
        after: Likewise.
    """
    known = ~np.isnan(joined.labels[judged, column]) & joined.natural[judged, column]
    truth = joined.labels[judged[known], column]
    less = _loss(truth, before[known]) - _loss(truth, after[known])
    _, source = np.unique(joined.groups[judged[known]], return_inverse=True)
    by_source = np.bincount(source, less)
    n = len(by_source)
    if n < 2:
        return 0.0, 0.0
    return float(by_source.sum()), float(by_source.std(ddof=1) * np.sqrt(n))


def worse_given(
    joined: Joined, judged: np.ndarray, column: int, before: np.ndarray, after: np.ndarray, voters: str
) -> bool:
    """Whether a code would be given with less agreement (kappa) with people beyond chance, however much surer
    it is: less by more than the difference's standard error (jackknife over sources).

    Args:
        joined: The material.
        judged: Rows of it.
        column: Of the code.
        before: (n_judged,) probabilities; they count from the threshold without training on.
        after: Likewise, from the threshold of best F1 on that would be chosen on them.
        voters: Whose they are.
    """
    known = ~np.isnan(joined.labels[judged, column]) & joined.natural[judged, column]
    truth, limit = joined.labels[judged[known], column] == 1, float(joined.limits[voters][column])
    chosen, _ = choose(after[known], truth, Wish(), limit)
    given = before[known] >= limit, after[known] >= chosen

    def less(rows: np.ndarray) -> float:
        one, other = (cohens_kappa(truth[rows], each[rows]) for each in given)
        return one - other

    sources = joined.groups[judged[known]]
    without = np.array([less(sources != source) for source in np.unique(sources)])
    n = len(without)
    error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    return less(np.ones(len(truth), bool)) > SURE * float(error)


def _loss(truth: np.ndarray, said: np.ndarray) -> np.ndarray:
    said = np.clip(said, 1e-4, 1 - 1e-4)
    return -(truth * np.log(said) + (1 - truth) * np.log(1 - said))


def held_out(
    fitting: Fitting,
    wishes: Mapping[str, Wish],
    voters: str,
    *,
    tuned: Callable[[int], np.ndarray] | None = None,
    progress: Progress | None = None,
) -> HeldOut:
    """Learns as often as there are folds, each time without the sources of one, and codes those.

    Args:
        fitting: The material.
        wishes: By code id.
        voters: ``rules``, ``model`` or ``both``.
        tuned: By the fold that is left out, what a fine-tuned encoder says that has seen neither it nor the
            row's own source, (n_all_rows, n_codes).
        progress: Called with steps done and all steps.
    """
    joined = fitting.joined
    folds = fold_of_groups(joined.groups)
    judged = joined.judged
    numbers = sorted(set(folds[judged].tolist()))
    shape = (len(judged), len(joined.codebook.ids))
    probability, given = np.zeros(shape), np.zeros(shape, bool)
    without: dict[int, np.ndarray] = {}
    for done, number in enumerate(numbers, start=1):
        said = tuned(number) if tuned else None
        fitted = select(fitting, np.flatnonzero(folds != number), voters, tuned=said)
        limits = thresholds(joined, fitted, wishes, voters)
        here = np.flatnonzero(folds[judged] == number)
        without[number] = np.full(shape, np.nan)
        without[number][folds[judged] != number] = together(joined.codebook, fitted.own[voters])
        own = fitting.predict(fitted, judged[here], voters, said)
        probability[here] = together(joined.codebook, own)
        given[here] = codes_given(joined.codebook, probability[here], limits.value)
        if progress:
            progress(done, len(numbers))
    return HeldOut(judged, probability, given, without)


def codes_given(codebook: Codebook, probability: np.ndarray, limits: Mapping[str, float]) -> np.ndarray:
    """(n_rows, n_codes) bool: what is given at these thresholds, with all codes above what is given."""
    given = probability >= [limits[code_id] for code_id in codebook.ids]
    columns = {code_id: number for number, code_id in enumerate(codebook.ids)}
    for code_id in codebook.ids:
        for above in codebook.lineage(code_id)[:-1]:
            given[:, columns[above]] |= given[:, columns[code_id]]
    return given


def wishes_of(codebook: Codebook, usual: str, by_code: Mapping[str, str]) -> dict[str, Wish]:
    """By code id, what the study wishes; a code under another wishes what that one does.

    Raises:
        SettingsError: a wish is none.
    """
    found: dict[str, Wish] = {}
    for code_id in codebook.ids:
        said = [by_code[each] for each in codebook.lineage(code_id) if each in by_code]
        found[code_id] = Wish.of(said[-1] if said else usual)
    return found


def measured_codes(labels: np.ndarray) -> list[int]:
    """Columns of the codes that some segments have and some have not, by people; of others nothing is known.

    Args:
        labels: (n, n_codes), NaN where nothing is known.
    """
    return [
        column
        for column in range(labels.shape[1])
        if (labels[:, column] == 1).any() and (labels[:, column] == 0).any()
    ]
