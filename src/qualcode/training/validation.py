"""Which options to learn with, and what comes of it: cross-validation in which a source is on one side only.

The options are chosen anew within every fold (nested cross-validation; Varma & Simon 2006, *BMC
Bioinformatics* 7), so that no figure is of segments that anything was chosen on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coding.themes import SHARE_BELOW
from qualcode.training.fitting import Fitted, Fitting, Options, fold_of_groups
from qualcode.training.wishes import Wish, choose

PULL = (5.0, 50.0)
EXAMPLES = (1.0, 0.3)
CONTEXT = (0.0, 0.25)

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
    """

    rows: np.ndarray
    probability: np.ndarray
    given: np.ndarray


def thresholds(
    codebook: Codebook, fitted: Fitted, labels: np.ndarray, wishes: Mapping[str, Wish], voters: str
) -> Thresholds:
    """Chooses thresholds by wishes.

    Args:
        codebook: The codebook.
        fitted: What was learnt.
        labels: (n_judged, n_codes), of the judged rows that it was learnt from.
        wishes: By code id.
        voters: ``rules``, ``model`` or ``both``.
    """
    value: dict[str, float] = {}
    chosen = set()
    for column, code_id in enumerate(codebook.ids):
        probability = fitted.left_out[voters][:, column]
        known = ~np.isnan(labels[:, column]) & ~np.isnan(probability)
        usual = fitted.threshold(voters, column)
        line = codebook.lineage(code_id)
        if len(line) > 1 and line[-2] in value:
            usual = round(min(usual, value[line[-2]]) * SHARE_BELOW, 2)
        value[code_id], own = choose(probability[known], labels[known, column], wishes[code_id], usual)
        if own:
            chosen.add(code_id)
    return Thresholds(value, frozenset(chosen))


def loss(fitted: Fitted, labels: np.ndarray, voters: str) -> float:
    """Mean over codes of the log loss on left-out judged segments, as a share of that of the code's mean."""
    parts = []
    for column in range(labels.shape[1]):
        probability = fitted.left_out[voters][:, column]
        known = ~np.isnan(labels[:, column]) & ~np.isnan(probability)
        truth, said = labels[known, column], np.clip(probability[known], 1e-4, 1 - 1e-4)
        if known.sum() and 0 < truth.mean() < 1:
            mean = truth.mean()
            worst = -(mean * np.log(mean) + (1 - mean) * np.log(1 - mean))
            parts.append(-np.mean(truth * np.log(said) + (1 - truth) * np.log(1 - said)) / worst)
    return float(np.mean(parts)) if parts else float("nan")


def select(
    fitting: Fitting, rows: np.ndarray, voters: str, step: Callable[[], None]
) -> tuple[Options, Fitted, list[tuple[Options, float]]]:
    """The options of least :func:`loss` on some rows, what they make of them, and the loss of each.

    Args:
        fitting: The material.
        rows: What may be learnt from.
        voters: Whose probability counts.
        step: Called after each weight of examples.
    """
    joined = fitting.joined
    judged = rows[rows >= joined.n_examples]
    labels = joined.labels[judged]
    contexts = CONTEXT if (~np.isnan(joined.before[judged, 0])).any() else CONTEXT[:1]
    best: tuple[float, Options, Fitted] | None = None
    tried = []
    for examples in EXAMPLES:
        known = fitting.families(rows, Options(examples))
        for pull, context in product(PULL, contexts):
            options = Options(examples, pull, context)
            fitted = fitting.fit(rows, options, known, (voters,))
            lost = loss(fitted, labels, voters)
            tried.append((options, lost))
            if best is None or lost < best[0]:
                best = lost, options, fitted
        step()
    assert best is not None
    return best[1], best[2], tried


def held_out(
    fitting: Fitting,
    wishes: Mapping[str, Wish],
    voters: str,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
) -> HeldOut:
    """Learns as often as there are folds, each time without the sources of one, and codes those.

    Args:
        fitting: The material.
        wishes: By code id.
        voters: ``rules``, ``model`` or ``both``.
        options: How to learn; chosen anew in each fold without.
        progress: Called with steps done and all steps.
    """
    joined = fitting.joined
    folds = fold_of_groups(joined.groups)
    judged = joined.judged
    numbers = sorted(set(folds[judged].tolist()))
    shape = (len(judged), len(joined.codebook.ids))
    probability, given = np.zeros(shape), np.zeros(shape, bool)
    done, every = 0, len(numbers) * len(EXAMPLES)

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, every)

    for number in numbers:
        rows = np.flatnonzero(folds != number)
        if options is None:
            best, fitted, _ = select(fitting, rows, voters, step)
        else:
            best, fitted = options, fitting.fit(rows, options, None, (voters,))
        limits = thresholds(joined.codebook, fitted, joined.labels[fitted.judged], wishes, voters)
        here = np.flatnonzero(folds[judged] == number)
        probability[here] = fitting.predict(fitted, judged[here], best, voters)
        given[here] = codes_given(joined.codebook, probability[here], limits.value)
    return HeldOut(judged, probability, given)


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
    """Columns of the codes that some segments have and some have not, by people; of others nothing can be said.

    Args:
        labels: (n, n_codes), NaN where nothing is known.
    """
    return [
        column
        for column in range(labels.shape[1])
        if (labels[:, column] == 1).any() and (labels[:, column] == 0).any()
    ]
