"""What people's codings add to what holds without training, for each code by itself.

Without training a segment has a probability for each code: by the coder that comes with the program, or by
what the codebook's examples teach. A logistic regression starts from its log-odds (weight 1, bias 0) and is
drawn there, so that without codings it says the same and with many what they say. Beside them it weighs where
the segment stands among examples and judged segments (:class:`~qualcode.training.ridges.GroupedRidge`, by
vector and by letters), what people found wrong with the probability in segments like it (a regression of what
is left), and how much better or worse its rules fared in judged segments than in examples. All of that is
what a judged segment would get had its source been left out. What a head is worth is found by learning all of
it anew without a part of the sources (:meth:`Fitting.parts`), never by how it does on what it learnt from.

``benchmarks/training.py`` measures what this adds. Six layers of the encoder instead of the last were tried
on the same coded text and were no better.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import logit

from qualcode.coding.rulefeatures import RuleHits, rules_by_code
from qualcode.coding.thememodel import PENALTIES, families
from qualcode.training.fitted import Family, Fitted, Head, Options, Part
from qualcode.training.joined import Joined, Kernels
from qualcode.training.precision import JudgedRules
from qualcode.training.regression import drawn, probability
from qualcode.training.ridges import GroupedRidge
from qualcode.training.wishes import ENOUGH

FOLDS = 5
EXAMPLES = 0.3
"""Weight of an example in the regressions, where a judged segment has 1."""

MOST = 5.0
"""Log-odds without training count no further: beyond, a single judged segment would weigh for hundreds."""

STEEP = 4.0
"""Log-odds for a small difference of probability near one half."""

BIAS, ITSELF, OTHERS = 3.0, 30.0, 10.0
"""How strongly the weights are drawn to the prior: bias, log-odds without training, all others."""

WRONG = 0.5
"""Prior weight of what people found wrong in segments like it, by vector and by letters each."""


class Fitting:
    """Fits heads on parts of a material.

    Args:
        joined: The material.
        kernels: Its kernels.
    """

    def __init__(self, joined: Joined, kernels: Kernels) -> None:
        self.joined, self.kernels = joined, kernels
        self._hits = rules_by_code(joined.codebook, joined.matches)

    def enough(self, rows: np.ndarray) -> list[int]:
        """Columns of the codes that enough judged rows have and have not; the others are left as they are."""
        judged = rows[rows >= self.joined.n_examples]
        labels = np.where(self.joined.natural[judged], self.joined.labels[judged], np.nan)
        least = np.minimum((labels == 1).sum(axis=0), (labels == 0).sum(axis=0))
        return np.flatnonzero(least >= ENOUGH).tolist()

    def families(self, rows: np.ndarray, voters: Sequence[str], of: np.ndarray | None = None) -> list[Family]:
        """The regressions of the codes that can be learnt.

        Args:
            rows: Which rows to learn from.
            voters: Whose probability without training they go by.
            of: The rows that have to be :meth:`enough`, where ``rows`` are a part of them that only tries
                what is learnt from all.
        """
        able = set(self.enough(rows if of is None else of))
        return [
            self._family(rows, above, columns, voters)
            for above, columns in families(self.joined.codebook)
            if able.intersection(columns)
        ]

    def _family(
        self, rows: np.ndarray, above: int | None, columns: list[int], voters: Sequence[str]
    ) -> Family:
        joined = self.joined
        labels = joined.labels
        member = rows if above is None else rows[labels[rows, above] == 1]
        member = member[~np.isnan(labels[np.ix_(member, columns)]).all(axis=1)]
        judged = member[member >= joined.n_examples]
        weights = np.where(member < joined.n_examples, EXAMPLES, 1.0)
        truth = labels[np.ix_(judged, columns)]
        left = np.hstack([truth - joined.without[each][np.ix_(judged, columns)] for each in voters])
        ridges, wrong = [], []
        for kind, penalty in enumerate(PENALTIES):
            ridges.append(
                self._ridge(kind, member, labels[np.ix_(member, columns)], penalty, weights, kind == 0)
            )
            wrong.append(self._ridge(kind, judged, left, penalty, np.ones(len(judged)), False))
        by_voters = {
            each: tuple(ridge.part(slice(at * len(columns), (at + 1) * len(columns))) for ridge in wrong)
            for at, each in enumerate(voters)
        }
        centres = tuple(ridge.left_out.mean(axis=0) for ridge in ridges)
        spreads = tuple(np.maximum(ridge.left_out.std(axis=0), 1e-6) for ridge in ridges)
        return Family(above, columns, member, judged, tuple(ridges), centres, spreads, by_voters)

    def _ridge(
        self, kind: int, rows: np.ndarray, labels: np.ndarray, penalty: float, weights: np.ndarray, near: bool
    ) -> GroupedRidge:
        within = np.ix_(rows, rows)
        return GroupedRidge.fit(
            self.kernels.same[kind][within],
            labels,
            penalty=penalty,
            weights=weights,
            groups=self.joined.groups[rows],
            before=self.kernels.before[within] if near else np.empty((0, 0)),
        )

    def features(
        self, family: Family, rows: np.ndarray, voters: str, context: float, tuned: np.ndarray | None
    ) -> np.ndarray:
        """(n_rows, n_family_codes, n_features) of judged rows, without what rules say.

        Left out for rows that the family learnt from, as it stands for others.

        Args:
            family: The regressions.
            rows: Judged rows.
            voters: ``rules``, ``model`` or ``both``.
            context: Of :class:`Options`.
            tuned: (n_all_rows, n_codes), what a fine-tuned encoder says of rows it has not learnt from.
        """
        columns = family.columns
        found = [without_training(self.joined.without[voters][np.ix_(rows, columns)])]
        if voters != "rules":
            for kind, ridge in enumerate(family.ridges):
                raw = self._said(ridge, kind, family.rows, rows)
                scaled = (raw - family.centres[kind]) / family.spreads[kind]
                if kind == 0 and context:
                    near = self._said_before(ridge, family.rows, rows)
                    near = (near - family.centres[0]) / family.spreads[0]
                    scaled = scaled + context * np.where(np.isnan(near), 0.0, near)
                found.append(scaled)
            for kind, ridge in enumerate(family.wrong[voters]):
                found.append(STEEP * self._said(ridge, kind, family.judged, rows))
            if tuned is not None:
                found.append(tuned[np.ix_(rows, columns)])
        return np.stack(found, axis=2)

    def _said(self, ridge: GroupedRidge, kind: int, learnt: np.ndarray, rows: np.ndarray) -> np.ndarray:
        out = self.kernels.same[kind][np.ix_(rows, learnt)] @ ridge.dual + ridge.base
        own = _places(learnt, rows)
        out[own >= 0] = ridge.left_out[own[own >= 0]]
        return out

    def _said_before(self, ridge: GroupedRidge, learnt: np.ndarray, rows: np.ndarray) -> np.ndarray:
        out = self.kernels.before[np.ix_(rows, learnt)] @ ridge.dual + ridge.base
        own = _places(learnt, rows)
        out[own >= 0] = ridge.left_out_before[own[own >= 0]]
        return out

    def parts(self, rows: np.ndarray, voters: Sequence[str]) -> list[Part]:
        """Some rows without one part of their sources after the other, with the regressions of the rest.

        Args:
            rows: Which rows to learn from.
            voters: As :meth:`families`.
        """
        groups, found = self.joined.groups, []
        judged = rows[rows >= self.joined.n_examples]
        folds = fold_of_groups(groups[judged])
        for number in sorted(set(folds.tolist())):
            here = judged[folds == number]
            rest = rows[~np.isin(groups[rows], np.unique(groups[here]))]
            found.append(Part(here, rest, self.families(rest, voters, rows)))
        return found

    def fit(
        self,
        rows: np.ndarray,
        options: Options,
        known: list[Family],
        parts: Sequence[Part],
        voters: Sequence[str],
        tuned: np.ndarray | None = None,
    ) -> Fitted:
        """Learns the heads of all codes that can be learnt.

        Args:
            rows: What to learn from.
            options: How.
            known: Regressions of the same rows.
            parts: Of the same rows.
            voters: Whose probabilities are wanted.
            tuned: As :meth:`features`.
        """
        joined = self.joined
        judged = rows[rows >= joined.n_examples]
        found = Fitted(known, {}, judged, {each: joined.without[each][judged].copy() for each in voters})
        able = set(self.enough(rows))
        for family in known:
            found.heads |= self._heads(family, rows, able, options, voters, tuned)
        place = {row: number for number, row in enumerate(judged.tolist())}
        for part in parts:
            heads = {
                column: head
                for family in part.families
                for column, head in self._heads(family, part.rest, able, options, voters, tuned).items()
            }
            apart = Fitted(part.families, heads, part.rest)
            at = [place[row] for row in part.here.tolist()]
            for each in voters:
                found.own[each][at] = self.predict(apart, part.here, each, tuned)
        for column in set(range(len(joined.codebook.ids))) - set(found.heads):
            for each in voters:
                found.own[each][:, column] = joined.without[each][judged, column]
        return found

    def _heads(
        self,
        family: Family,
        rows: np.ndarray,
        able: set[int],
        options: Options,
        voters: Sequence[str],
        tuned: np.ndarray | None,
    ) -> dict[int, Head]:
        """The heads of a family's codes that are able to be learnt, by column, from some rows."""
        joined, judged = self.joined, rows[rows >= self.joined.n_examples]
        extra = tuned if options.tuned else None
        features = {each: self.features(family, judged, each, options.context, extra) for each in voters}
        found: dict[int, Head] = {}
        for place, column in enumerate(family.columns):
            if column not in able:
                continue
            truth = joined.labels[judged, column]
            known = np.isin(judged, family.rows) & ~np.isnan(truth)
            natural = known & joined.natural[judged, column]
            rules = self._rules(column, rows, judged, truth, known)
            fared = rules.fared(self.hits(column, judged), np.where(known, truth, 0.0), known)
            weights = {}
            for each, made in features.items():
                design = made[:, place] if each == "model" else np.column_stack([made[:, place], fared])
                weights[each] = drawn(design[natural], truth[natural], *_prior(each, options))
            found[column] = Head(options, weights, rules)
        return found

    def _rules(
        self, column: int, rows: np.ndarray, judged: np.ndarray, truth: np.ndarray, known: np.ndarray
    ) -> JudgedRules:
        examples = rows[rows < self.joined.n_examples]
        labels = self.joined.labels[examples, column]
        there = ~np.isnan(labels)
        return JudgedRules.learn(
            self.hits(column, examples[there]),
            labels[there],
            self.hits(column, judged[known]),
            truth[known],
        )

    def hits(self, column: int, rows: np.ndarray) -> list[frozenset[tuple[str, str]]]:
        """The rules that speak for a code in some rows."""
        found: RuleHits = self._hits.get(self.joined.codebook.ids[column], {})
        return [found.get(row, frozenset()) for row in rows.tolist()]

    def predict(
        self, fitted: Fitted, rows: np.ndarray, voters: str, tuned: np.ndarray | None = None
    ) -> np.ndarray:
        """(n_rows, n_codes) probabilities, each where it has the code above it, of judged rows that it was
        not learnt from."""
        out = self.joined.without[voters][rows].copy()
        for family in fitted.families:
            for place, column in enumerate(family.columns):
                head = fitted.heads.get(column)
                if head is None:
                    continue
                extra = tuned if head.options.tuned else None
                made = self.features(family, rows, voters, head.options.context, extra)[:, place]
                if voters != "model":
                    made = np.column_stack([made, head.rules.fared(self.hits(column, rows))])
                out[:, column] = probability(head.weights[voters], made)
        return out


def without_training(probability_: np.ndarray) -> np.ndarray:
    """Log-odds of a probability without training, as they count."""
    with np.errstate(divide="ignore"):
        return np.clip(logit(probability_), -MOST, MOST)


def _prior(voters: str, options: Options) -> tuple[np.ndarray, np.ndarray]:
    """Prior weights, bias first, and how strongly they hold: what holds without training, and nothing else
    but what people found wrong in segments like it."""
    others = [] if voters == "rules" else [0.0, 0.0, WRONG, WRONG, *[0.0] * options.tuned]
    if voters != "model":
        others = [*others, WRONG if voters == "rules" else 0.0]
    prior = np.array([0.0, 1.0, *others])
    return prior, options.pull * np.array([BIAS, ITSELF, *[OTHERS] * len(others)])


def _places(learnt: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Of each row its place among those learnt from, −1 for others."""
    at = {row: number for number, row in enumerate(learnt.tolist())}
    return np.array([at.get(row, -1) for row in rows.tolist()], int)


def fold_of_groups(groups: np.ndarray, n_folds: int = FOLDS) -> np.ndarray:
    """(n_rows,) number of the fold of each row, −1 for rows of no group: whole groups, as even as can be."""
    sizes = {group: int((groups == group).sum()) for group in np.unique(groups[groups >= 0]).tolist()}
    load = np.zeros(n_folds, int)
    fold_of: dict[int, int] = {-1: -1}
    for group in sorted(sizes, key=lambda each: (-sizes[each], each)):
        fold_of[group] = int(load.argmin())
        load[fold_of[group]] += sizes[group]
    return np.array([fold_of[group] for group in groups.tolist()], int)
