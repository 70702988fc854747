"""The parts that training is made of, by themselves."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.codebook import Code, Codebook, Examples
from qualcode.coding.ridge import Ridge
from qualcode.coding.training import training_set
from qualcode.errors import SettingsError
from qualcode.training import next_to_code
from qualcode.training.fitting import fold_of_groups
from qualcode.training.joined import join
from qualcode.training.precision import JudgedRules
from qualcode.training.regression import drawn
from qualcode.training.ridges import GroupedRidge
from qualcode.training.scores import calibration_error, difference, macro, score
from qualcode.training.segments import StudySegments
from qualcode.training.wishes import Wish, choose


def _material(n: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(4)
    vectors = random.normal(size=(n, 6))
    labels = (vectors[:, :2] + random.normal(size=(n, 2)) > 0).astype(float)
    return vectors, labels, np.arange(n) % 5


def _fit(vectors: np.ndarray, labels: np.ndarray, **more: np.ndarray) -> GroupedRidge:
    n = len(vectors)
    usual = {"weights": np.ones(n), "groups": np.full(n, -1), "before": np.full((n, n), np.nan)}
    return GroupedRidge.fit(vectors @ vectors.T, labels, penalty=2.0, **{**usual, **more})


def test_rows_alone_are_left_out_as_in_the_plain_regression() -> None:
    vectors, labels, _ = _material()
    plain = Ridge.fit(vectors @ vectors.T, labels, penalty=2.0)
    assert _fit(vectors, labels).left_out == pytest.approx(plain.left_out, abs=1e-4)


def test_what_a_row_gets_without_its_source_is_what_a_fit_without_it_says() -> None:
    vectors, labels, groups = _material()
    # An unknown label counts as the mean.
    labels[-1] = np.nan
    weights = np.where(np.arange(30) % 2, 1.0, 0.3)
    before = np.roll(vectors, 1, axis=0)
    kernel_before = before @ vectors.T
    kernel_before[3] = np.nan
    whole = _fit(vectors, labels, weights=weights, groups=groups, before=kernel_before)
    out = groups == 2
    rest = ~out
    inverse = np.linalg.inv(vectors[rest] @ vectors[rest].T + np.diag(2.0 / weights[rest]))
    centred = np.where(np.isnan(labels), 0.0, labels - whole.base)[rest]
    dual = inverse @ centred
    assert whole.left_out[out] == pytest.approx(vectors[out] @ vectors[rest].T @ dual + whole.base, abs=1e-3)
    expected = before[out] @ vectors[rest].T @ dual + whole.base
    assert whole.left_out_before[out] == pytest.approx(expected, abs=1e-3)
    assert np.isnan(whole.left_out_before[3]).all()


def test_whole_groups_are_in_one_fold_and_examples_in_none() -> None:
    groups = np.array([-1, -1, *[0] * 9, *[1] * 4, *[2] * 4, 3, 4, 5])
    folds = fold_of_groups(groups, 3)
    assert (folds[:2] == -1).all()
    assert all(len(set(folds[groups == group])) == 1 for group in range(6))
    assert max(np.bincount(folds[2:])) == 9


def test_an_example_taken_out_of_a_source_belongs_to_it() -> None:
    book = Codebook(
        title="Prov",
        codes=(
            Code(
                id="jobb",
                name="Jobb",
                definition="Arbete.",
                examples=Examples(
                    positive=("Jag har sökt jobb i flera år.", "Hon vill ha lön."), negative=("Sol.",)
                ),
            ),
        ),
    )
    texts = ("Solen sken.", "Ja, jag  har sökt jobb i flera år. Det är tungt.", "Regn.")
    nothing = np.full((3, 1), np.nan)
    segments = StudySegments(
        ("a", "b", "c"),
        ((0, 1),) * 3,
        texts,
        ("",) * 3,
        nothing,
        nothing == 0,
        (frozenset(),) * 3,
        {},
        marks_alone=0,
        disagreed=0,
        lost=0,
    )
    examples = training_set(book)
    vectors = np.ones((len(examples.texts), 2))
    matches = [[] for _ in examples.texts]
    joined = join(
        book,
        examples,
        vectors,
        matches,
        segments,
        np.ones((3, 2)),
        np.ones((3, 2)),
        [[]] * 3,
        np.ones(3, bool),
        {"both": np.full((3, 1), 0.5)},
        {"both": np.array([0.5])},
    )
    by_text = dict(zip(joined.texts, joined.groups.tolist(), strict=True))
    assert by_text["Jag har sökt jobb i flera år."] == by_text[texts[1]]
    assert by_text["Hon vill ha lön."] == -1


def test_a_rule_is_worth_what_people_found_where_they_have_judged_it() -> None:
    rule = frozenset({("jobb", "r1")})
    examples = ([rule] * 10, np.ones(10))
    seldom = JudgedRules.learn(*examples, [], np.array([]))
    doubted = JudgedRules.learn(*examples, [rule] * 40, np.array([1.0] * 10 + [0.0] * 30))
    proven = JudgedRules.learn([], np.array([]), [rule] * 40, np.ones(40))
    assert doubted.fared([rule])[0] < -2 < 0 == seldom.fared([rule])[0] < 1 < proven.fared([rule])[0]
    assert proven.fared([frozenset()])[0] == 0
    # A text does not speak for its own rules.
    one = JudgedRules.learn([], np.array([]), [rule], np.array([1.0]))
    assert one.fared([rule], np.array([1.0])) == pytest.approx(0)
    assert one.fared([rule])[0] > 0


def _drawn(n: int, strength: float = 10.0) -> np.ndarray:
    random = np.random.default_rng(0)
    features = np.column_stack([random.normal(size=n) * 4, random.normal(size=n)])
    labels = (random.uniform(size=n) < 1 / (1 + np.exp(1 - 0.5 * features[:, 0] - 2 * features[:, 1]))) * 1.0
    return drawn(features, labels, np.array([0.0, 1.0, 0.0]), np.full(3, strength))


def test_weights_are_the_prior_without_texts_and_what_made_the_labels_with_many() -> None:
    assert _drawn(0).tolist() == [0, 1, 0]
    assert _drawn(20_000) == pytest.approx([-1, 0.5, 2], abs=0.1)
    few, strong = _drawn(40), _drawn(40, 1e6)
    assert -1 < few[0] < 0 and 0 < few[2] < 2
    assert strong == pytest.approx([0, 1, 0], abs=1e-3)


def test_a_distant_start_and_large_figures_do_not_throw_the_weights_off() -> None:
    labels = np.tile([1.0, 0.0, 0.0], 20)
    features = (40 * (labels - 0.4) + np.arange(60) % 7).reshape(-1, 1)
    weights = drawn(features, labels, np.array([25.0, 3.0]), np.array([0.1, 0.1]))
    odds = weights[0] + features @ weights[1:]
    slope = np.column_stack([np.ones(60), features]).T @ (1 / (1 + np.exp(-odds)) - labels)
    assert slope + 0.1 * (weights - [25, 3]) == pytest.approx([0, 0], abs=1e-4)


def _probabilities() -> tuple[np.ndarray, np.ndarray]:
    labels = np.array([0] * 60 + [1] * 40)
    probability = np.concatenate([np.linspace(0.0, 0.7, 60), np.linspace(0.4, 1.0, 40)])
    return probability, labels


@pytest.mark.parametrize(("words", "figure"), [("precision>=0.9", 0), ("recall >= .9", 1)])
def test_a_threshold_reaches_the_wished_for_figure_and_keeps_most_of_the_other(words, figure) -> None:
    probability, labels = _probabilities()
    limit, own = choose(probability, labels, Wish.of(words), 0.5)

    def reached(threshold: float) -> tuple[float, float]:
        given = probability >= threshold
        right = (given & (labels == 1)).sum()
        return right / given.sum(), right / labels.sum()

    assert own and reached(limit)[figure] >= 0.9
    better = [reached(each / 100) for each in range(2, 98)]
    others = [found[1 - figure] for found in better if found[figure] >= 0.9]
    assert reached(limit)[1 - figure] == max(others)


def test_a_wish_that_cannot_be_reached_comes_as_near_as_can_be() -> None:
    random = np.random.default_rng(0)
    labels = np.arange(200) % 2
    limit, own = choose(random.uniform(0.1, 0.9, 200), labels, Wish.of("precision>=0.99"), 0.5)
    assert own and 0.02 <= limit <= 0.97


def test_with_few_segments_the_threshold_is_the_one_without_training() -> None:
    labels = np.array([1] * 9 + [0] * 50)
    assert choose(labels * 0.8, labels, Wish(), 0.37) == (0.37, False)


def test_best_f1_goes_by_half_of_it_and_with_few_segments_by_what_holds_without_training() -> None:
    labels = np.repeat([0, 1], 2000)
    perfect = np.where(labels == 1, 0.8, 0.3)
    assert choose(perfect, labels, Wish(), 0.2) == (pytest.approx(0.5, abs=0.01), True)
    useless = np.full(4000, 0.5)
    assert choose(useless, labels, Wish(), 0.2) == (pytest.approx(1 / 3, abs=0.01), True)
    few = choose(perfect[1970:2030], labels[1970:2030], Wish(), 0.2)
    assert few == (pytest.approx(0.35, abs=0.01), True)


@pytest.mark.parametrize("words", ["precision", "f2", "recall>=1.5", "kappa>=0.6"])
def test_a_wish_that_is_none_is_told(words) -> None:
    with pytest.raises(SettingsError, match=r"precision>=0\.9"):
        Wish.of(words)


def test_figures_are_those_of_the_table_by_hand() -> None:
    labels = np.array([1, 1, 1, 0, 0, 0, 0, 0])
    given = np.array([1, 1, 0, 1, 0, 0, 0, 0], bool)
    found = score(labels, given, np.full(8, 0.5), list("aabbccdd"), "jobb")
    assert (found.n, found.positive, found.given, found.brier) == (8, 3, 3, 0.25)
    expected = {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "kappa": (6 / 8 - 34 / 64) / (1 - 34 / 64)}
    assert found.figures == pytest.approx(expected)
    assert score(labels, given, np.full(8, 0.5), list("aabbccdd"), "jobb") == found


def test_an_interval_is_wider_where_sources_differ() -> None:
    labels = np.tile([1, 0], 60)
    sources = [f"s{number // 12}" for number in range(120)]
    right = np.array([number // 12 % 2 == 0 for number in range(120)])
    apart = score(labels, np.where(right, labels, 1 - labels) == 1, labels * 0.5, sources, "k").intervals[
        "f1"
    ]
    mixed = np.random.default_rng(1).permutation(right)
    even = score(labels, np.where(mixed, labels, 1 - labels) == 1, labels * 0.5, sources, "k").intervals["f1"]
    assert apart[1] - apart[0] > 1.5 * (even[1] - even[0])


def test_probabilities_that_are_shares_have_no_calibration_error() -> None:
    labels = np.tile([1, 0, 0, 0], 50)
    assert calibration_error(np.full(200, 0.25), labels) == pytest.approx(0, abs=1e-9)
    assert calibration_error(np.full(200, 0.85), labels) == pytest.approx(0.6)
    assert np.isnan(calibration_error(np.array([]), np.array([])))


def test_a_mean_over_codes_passes_over_what_is_not_known() -> None:
    labels = np.array([1.0, 0.0, np.nan, 1.0])
    given = np.array([True, False, True, True])
    assert macro([(labels, given), (labels, given)], list("abcd"), "kappa")[0] == 1


def test_a_gain_is_of_the_same_segments() -> None:
    labels = np.tile([1, 0], 50)
    sources = [f"s{number // 10}" for number in range(100)]
    one, other = labels == 1, np.array([number % 4 == 0 for number in range(100)])
    gain, (low, high) = difference(labels, one, [other, other], sources)
    assert gain == pytest.approx(1 - 2 / 3) and low > 0.2 and high < 0.5
    assert difference(labels, one, [one], sources) == (0, (0, 0))


def test_segments_to_code_next_are_unsure_and_unlike_each_other() -> None:
    angles = np.array([0.0, 0.01, 0.02, 1.5, 3.0, 3.01])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])
    probability = np.array([[0.5], [0.5], [0.5], [0.02], [0.45], [0.97]])
    assert next_to_code(vectors, probability, [0.5], n=2) in ([0, 4], [2, 4], [1, 4])
    assert next_to_code(vectors, probability, [0.5], n=1, coded=[0, 1, 2]) == [4]
    everything = next_to_code(vectors, probability, [0.5], n=99, coded=[0])
    assert sorted(everything) == [1, 2, 3, 4, 5]
    assert next_to_code(np.zeros((0, 2)), np.zeros((0, 1)), [0.5], n=3) == []
