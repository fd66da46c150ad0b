"""Metrics equal scikit-learn's where it has them; intervals cover what they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from classifier import metrics

N_LABELS = 3


@st.composite
def predictions(draw: st.DrawFn):
    n = draw(st.integers(2, 60))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    return rng.integers(0, N_LABELS, n), rng.dirichlet(np.ones(N_LABELS), n)


@given(predictions())
@settings(deadline=None)
def test_scores_equal_scikit_learn(case) -> None:
    gold, p = case
    top = p.argmax(axis=1)
    labels = range(N_LABELS)
    expected = sk.precision_recall_fscore_support(gold, top, labels=labels, zero_division=0)[:3]
    confusion = metrics.confusion_matrix(gold, top, N_LABELS)
    np.testing.assert_array_equal(confusion, sk.confusion_matrix(gold, top, labels=labels))
    np.testing.assert_allclose(metrics.precision_recall_f1(confusion), expected)
    assert metrics.macro_f1(gold, top, N_LABELS) == pytest.approx(expected[2].mean())
    assert metrics.accuracy(gold, top) == pytest.approx(sk.accuracy_score(gold, top))
    assert metrics.log_loss(gold, p) == pytest.approx(sk.log_loss(gold, p, labels=labels))
    truth = np.eye(N_LABELS)[gold]
    assert metrics.brier(gold, p) == pytest.approx(np.square(truth - p).sum() / len(gold))


@given(predictions())
@settings(deadline=None)
def test_auc_equals_scikit_learn_also_with_ties(case) -> None:
    gold, p = case
    positive, score = gold == 0, np.round(p[:, 0], 1)
    ours = metrics.auc(positive, score)
    if positive.all() or not positive.any():
        assert np.isnan(ours)
    else:
        assert ours == pytest.approx(sk.roc_auc_score(positive, score))


def test_abstentions_count_for_coverage_and_not_for_accuracy() -> None:
    gold, predicted = np.array([0, 1, 2, 0]), np.array([0, -1, -1, 1])
    assert metrics.coverage(predicted) == 0.5
    assert metrics.accuracy(gold, predicted) == 0.5
    assert metrics.confusion_matrix(gold, predicted, 3).sum() == 2


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    gold = np.array([0] * 8 + [1] * 2)
    sure = np.tile([0.8, 0.2], (10, 1))
    assert metrics.ece(gold, sure) == pytest.approx(0)
    assert metrics.ece(gold, np.tile([0.95, 0.05], (10, 1))) == pytest.approx(0.15)


def test_risk_coverage_rewards_knowing_what_one_does_not_know() -> None:
    gold = np.array([0, 0, 1, 1])
    knows = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.55, 0.45]])
    assert metrics.aurc(gold, knows) == pytest.approx((0 + 0 + 1 / 3 + 2 / 4) / 4)
    assert metrics.aurc(gold, knows[::-1]) > metrics.aurc(gold, knows)


def test_bootstrap_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for trial in range(100):
        groups = np.repeat(np.arange(40), 5)
        sample = np.repeat(rng.normal(0, 1, 40), 5)  # five rows that repeat their thread's value
        interval = metrics.bootstrap_interval(
            lambda rows, sample=sample: float(sample[rows].mean()), groups, n_resamples=200, random_state=trial
        )
        assert interval.low <= interval.value <= interval.high
        hits += interval.low <= 0 <= interval.high
    assert 86 <= hits <= 100
