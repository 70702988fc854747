"""A head learnt from examples and judged segments: regressions, then a calibration for each code.

The calibration goes by what judged segments would get had their source been left out. It is drawn towards
the calibration that examples alone give, so that with few labels it is that one, and with many their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from qualcode.coding.calibration import ENOUGH, Calibration, choose_threshold, cross_fitted
from qualcode.coding.heads import PRIORS, TRUST, VOTERS
from qualcode.coding.rulefeatures import WIDTH, RuleHits, rules_by_code
from qualcode.coding.thememodel import PENALTIES, families
from qualcode.training.joined import Joined, Kernels
from qualcode.training.precision import JudgedRules
from qualcode.training.ridges import GroupedRidge

FOLDS = 5


@dataclass(frozen=True, slots=True, order=True)
class Options:
    """What cross-validation chooses.

    Attributes:
        examples: Weight of an example, where a judged segment has 1.
        pull: How strongly what examples say of a calibration holds against judged segments.
        context: Share at which what stands before a segment speaks for its codes.
    """

    examples: float = 1.0
    pull: float = 1.0
    context: float = 0.0


@dataclass(frozen=True)
class Family:
    """Codes that are told apart from each other, with their regressions by vector and by letters."""

    above: int | None
    columns: list[int]
    rows: np.ndarray
    ridges: tuple[GroupedRidge, GroupedRidge]
    centres: tuple[np.ndarray, np.ndarray]
    spreads: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Head:
    """How a code's features become a probability, by voters; ``weights[0]`` is the bias."""

    precision: JudgedRules
    weights: dict[str, np.ndarray]
    above: int | None


@dataclass
class Fitted:
    """What was learnt from some rows.

    Attributes:
        families: The regressions.
        heads: By column.
        judged: The judged rows among those it was learnt from.
        left_out: By voters, (n_judged, n_codes): what each would get had its source been left out; NaN where
            its label is not known.
        examples: By voters and column, features and labels of the examples.
    """

    families: list[Family]
    heads: dict[int, Head]
    judged: np.ndarray
    left_out: dict[str, np.ndarray]
    examples: dict[tuple[str, int], tuple[np.ndarray, np.ndarray]]

    def threshold(self, voters: str, column: int) -> float:
        """The threshold that examples alone give, as a run without training has it."""
        features, truth = self.examples[voters, column]
        return choose_threshold(cross_fitted(features, truth, PRIORS[voters]), truth)


class Fitting:
    """Fits heads on parts of a material.

    Args:
        joined: The material.
        kernels: Its kernels.
    """

    def __init__(self, joined: Joined, kernels: Kernels) -> None:
        self.joined, self.kernels = joined, kernels
        self._hits = rules_by_code(joined.codebook, joined.matches)

    def families(self, rows: np.ndarray, options: Options) -> list[Family]:
        """The regressions.

        Args:
            rows: Which rows to learn from.
            options: Of which the weight of examples plays a part here.
        """
        return [
            self._family(rows, above, columns, options) for above, columns in families(self.joined.codebook)
        ]

    def _family(self, rows: np.ndarray, above: int | None, columns: list[int], options: Options) -> Family:
        labels = self.joined.labels
        member = rows if above is None else rows[labels[rows, above] == 1]
        member = member[~np.isnan(labels[np.ix_(member, columns)]).all(axis=1)]
        weights = np.where(member < self.joined.n_examples, options.examples, 1.0)
        within = np.ix_(member, member)
        ridges, centres, spreads = [], [], []
        for kind, kernel in enumerate(self.kernels.same):
            fitted = GroupedRidge.fit(
                kernel[within],
                labels[np.ix_(member, columns)],
                penalty=PENALTIES[kind],
                weights=weights,
                groups=self.joined.groups[member],
                before=self.kernels.before[within] if kind == 0 else np.empty((0, 0)),
            )
            ridges.append(fitted)
            centres.append(fitted.left_out.mean(axis=0) if len(member) else np.zeros(len(columns)))
            spreads.append(
                np.maximum(fitted.left_out.std(axis=0), 1e-6) if len(member) else np.ones(len(columns))
            )
        return Family(above, columns, member, tuple(ridges), tuple(centres), tuple(spreads))  # type: ignore[arg-type]

    def features(self, family: Family, rows: np.ndarray, options: Options) -> tuple[np.ndarray, np.ndarray]:
        """By vector and by letters, each (n_rows, n_family_codes): left out for rows that the family learnt
        from, as it stands for others."""
        at = {row: number for number, row in enumerate(family.rows.tolist())}
        own = np.array([at.get(row, -1) for row in rows.tolist()], int)
        learnt, others = own >= 0, rows[own < 0]
        out = []
        for kind in (0, 1):
            ridge = family.ridges[kind]
            raw = np.empty((len(rows), len(family.columns)))
            raw[learnt] = ridge.left_out[own[learnt]]
            raw[~learnt] = self.kernels.same[kind][np.ix_(others, family.rows)] @ ridge.dual + ridge.base
            scaled = (raw - family.centres[kind]) / family.spreads[kind]
            if kind == 0 and options.context:
                near = np.full(raw.shape, np.nan)
                near[learnt] = ridge.left_out_before[own[learnt]]
                near[~learnt] = self.kernels.before[np.ix_(others, family.rows)] @ ridge.dual + ridge.base
                around = (near - family.centres[0]) / family.spreads[0]
                scaled = scaled + options.context * np.where(np.isnan(around), 0.0, around)
            out.append(scaled)
        return out[0], out[1]

    def fit(
        self,
        rows: np.ndarray,
        options: Options,
        known: list[Family] | None = None,
        voters: tuple[str, ...] = VOTERS,
    ) -> Fitted:
        """Learns from some rows.

        Args:
            rows: Which.
            options: How.
            known: Regressions of the same rows and weight of examples.
            voters: For whom a calibration is needed.
        """
        n_codes = len(self.joined.codebook.ids)
        judged = rows[rows >= self.joined.n_examples]
        left = {each: np.full((len(judged), n_codes), np.nan) for each in voters}
        found = Fitted(known or self.families(rows, options), {}, judged, left, {})
        for family in found.families:
            by_vector, by_letter = self.features(family, rows, options)
            for place, column in enumerate(family.columns):
                model = np.column_stack([by_vector[:, place], by_letter[:, place]])
                self._head(found, family, column, rows, model, options.pull)
        return found

    def _head(
        self,
        found: Fitted,
        family: Family,
        column: int,
        rows: np.ndarray,
        model: np.ndarray,
        pull: float,
    ) -> None:
        joined = self.joined
        truth, member = joined.labels[rows, column], np.isin(rows, family.rows)
        is_judged = rows >= joined.n_examples
        example = member & ~is_judged & ~np.isnan(truth)
        usable = member & is_judged & ~np.isnan(truth)
        precision, rules = self._rules(column, rows, truth, example, usable)
        features = {"rules": rules, "model": model, "both": np.column_stack([model, rules])}
        natural = usable & joined.natural[rows, column]
        folds = fold_of_groups(joined.groups[rows])
        weights = {}
        for voters in found.left_out:
            made = features[voters]
            found.examples[voters, column] = made[example], truth[example]
            prior = self._prior(voters, features, truth, example)
            weights[voters] = _calibrated(made, truth, natural, prior, pull)
            own = np.full(len(rows), np.nan)
            for number in range(FOLDS):
                here = is_judged & ~np.isnan(truth) & (folds == number)
                if here.any():
                    learnt = _calibrated(made, truth, natural & ~here, prior, pull)
                    own[here] = _probability(learnt, made[here])
            left = own[is_judged]
            if family.above is not None:
                left = left * found.left_out[voters][:, family.above]
            found.left_out[voters][:, column] = left
        found.heads[column] = Head(precision, weights, family.above)

    def _rules(
        self, column: int, rows: np.ndarray, truth: np.ndarray, example: np.ndarray, usable: np.ndarray
    ) -> tuple[JudgedRules, np.ndarray]:
        hits = self.hits(column)
        matched = [hits.get(row, frozenset()) for row in rows.tolist()]
        some = np.array([bool(each) for each in matched])
        parts = [np.flatnonzero(part & some).tolist() for part in (example, usable, ~example & ~usable)]
        of = [[matched[place] for place in part] for part in parts]
        precision = JudgedRules.learn(of[0], truth[parts[0]], of[1], truth[parts[1]])
        features = np.zeros((len(rows), WIDTH))
        for part, found, judged in zip(parts[:2], of, (False, True), strict=False):
            features[part] = precision.features(found, truth[part], judged=judged)
        features[parts[2]] = precision.features(of[2])
        return precision, features

    def _prior(
        self, voters: str, features: dict[str, np.ndarray], truth: np.ndarray, example: np.ndarray
    ) -> np.ndarray:
        """Weights that examples alone give, as :class:`qualcode.coding.themes.ThemeCoder` learns them."""

        def learnt(which: str) -> np.ndarray:
            return Calibration.fit(features[which][example], truth[example], PRIORS[which]).weights

        if voters != "both" or truth[example].sum() < ENOUGH:
            return learnt(voters)
        alone = np.concatenate([learnt("model"), np.zeros(WIDTH)])
        return TRUST * learnt("both") + (1 - TRUST) * alone

    def hits(self, column: int) -> RuleHits:
        """By row, the rules that speak for a code."""
        return self._hits.get(self.joined.codebook.ids[column], {})

    def predict(self, fitted: Fitted, rows: np.ndarray, options: Options, voters: str) -> np.ndarray:
        """(n_rows, n_codes) probabilities of rows that it was not learnt from."""
        out = np.zeros((len(rows), len(self.joined.codebook.ids)))
        for family in fitted.families:
            by_vector, by_letter = self.features(family, rows, options)
            for place, column in enumerate(family.columns):
                head, hits = fitted.heads[column], self.hits(column)
                rules = head.precision.features([hits.get(row, frozenset()) for row in rows.tolist()])
                model = np.column_stack([by_vector[:, place], by_letter[:, place]])
                features = {"rules": rules, "model": model, "both": np.column_stack([model, rules])}[voters]
                above = 1.0 if head.above is None else out[:, head.above]
                out[:, column] = _probability(head.weights[voters], features) * above
        return out


def _calibrated(
    features: np.ndarray, truth: np.ndarray, which: np.ndarray, prior: np.ndarray, pull: float
) -> np.ndarray:
    return Calibration.fit(features[which], truth[which], prior, balance=False, strength=pull).weights


def _probability(weights: np.ndarray, features: np.ndarray) -> np.ndarray:
    return np.asarray(expit(weights[0] + features @ weights[1:]))


def fold_of_groups(groups: np.ndarray, n_folds: int = FOLDS) -> np.ndarray:
    """(n_rows,) number of the fold of each row, −1 for rows of no group: whole groups, as even as can be."""
    sizes = {group: int((groups == group).sum()) for group in np.unique(groups[groups >= 0]).tolist()}
    load = np.zeros(n_folds, int)
    fold_of: dict[int, int] = {-1: -1}
    for group in sorted(sizes, key=lambda each: (-sizes[each], each)):
        fold_of[group] = int(load.argmin())
        load[fold_of[group]] += sizes[group]
    return np.array([fold_of[group] for group in groups.tolist()], int)
