"""Regression, calibration and thresholds, against figures worked out by other means."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qualcode.coding.calibration import Calibration, choose_threshold, cohens_kappa
from qualcode.coding.ridge import Ridge


def test_left_out_predictions_are_those_of_a_regression_without_the_text() -> None:
    random = np.random.default_rng(3)
    vectors = random.normal(size=(12, 4))
    labels = (vectors[:, :1] > 0).astype(float)
    kernel = vectors @ vectors.T
    fitted = Ridge.fit(kernel, labels, penalty=0.7)
    for left in range(12):
        rest = np.delete(np.arange(12), left)
        inverse = np.linalg.inv(kernel[np.ix_(rest, rest)] + 0.7 * np.eye(11))
        dual = inverse @ (labels[rest] - fitted.base)
        expected = kernel[left, rest] @ dual + fitted.base
        assert fitted.left_out[left] == pytest.approx(expected, abs=1e-4)


def test_an_unknown_label_pulls_nowhere() -> None:
    labels = np.array([[1.0], [0.0], [np.nan]])
    fitted = Ridge.fit(np.eye(3), labels, penalty=1.0)
    assert fitted.base == pytest.approx([0.5])
    assert fitted.dual[2] == pytest.approx(0)


def test_without_texts_the_prior_stands_and_with_many_they_decide() -> None:
    prior = np.array([-1.0, 2.0])
    empty = Calibration.fit(np.zeros((0, 1)), np.zeros(0), prior)
    assert empty.weights == pytest.approx(prior)
    features = np.repeat([[0.0], [1.0]], 500, axis=0)
    labels = np.concatenate([np.ones(150), np.zeros(350), np.ones(25), np.zeros(475)])
    learnt = Calibration.fit(features, labels, prior).probability(np.array([[0.0], [1.0]]))
    assert learnt == pytest.approx([0.3, 0.05], abs=0.02)


def test_positive_examples_do_not_count_as_if_speech_had_the_code_as_often() -> None:
    features, prior = np.zeros((100, 1)), np.array([-1.0, 1.0])
    mostly = Calibration.fit(features, np.array([1.0] * 80 + [0.0] * 20), prior)
    assert mostly.probability(np.zeros((1, 1)))[0] < 0.3


def test_kappa_is_scikit_learns() -> None:
    random = np.random.default_rng(1)
    one, other = random.random(200) < 0.3, random.random(200) < 0.4
    assert cohens_kappa(one, other) == pytest.approx(cohen_kappa_score(one, other))
    assert cohens_kappa(np.ones(3), np.ones(3)) == 0


def test_a_threshold_is_learnt_only_from_enough_texts() -> None:
    few = np.array([1.0] * 5 + [0.0] * 50)
    assert choose_threshold(few * 0.2 + 0.1, few) == 0.5
    many = np.array([1.0] * 50 + [0.0] * 50)
    assert choose_threshold(many * 0.2 + 0.1, many) < 0.5
