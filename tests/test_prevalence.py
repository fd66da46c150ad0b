"""Shares: exact where nothing errs, corrected where the classifier errs, with intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.prevalence import (
    adjusted_count,
    classify_and_count,
    estimate_prevalence,
    expectation_maximization,
    measure_confusion,
    probabilistic_classify_and_count,
)


def simulate(rng: np.random.Generator, mix: np.ndarray, n: int, shift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Gold labels of a thread and a middling classifier's probabilities; ``shift`` moves the thread as a whole."""
    gold = rng.choice(3, n, p=mix)
    scores = 1.2 * np.eye(3)[gold] + rng.normal(0, 1, (n, 3)) + shift * rng.normal(0, 1, 3)
    p = np.exp(scores)
    return gold, p / p.sum(axis=1, keepdims=True)


def heldout(rng: np.random.Generator, shift: float, n_threads: int = 80, n: int = 30):
    threads = [simulate(rng, rng.dirichlet(np.ones(3)), n, shift) for _ in range(n_threads)]
    gold, p = (np.concatenate(part) for part in zip(*threads, strict=True))
    return measure_confusion(gold, p, np.repeat(np.arange(n_threads), n))


def test_a_perfect_classifier_is_believed() -> None:
    gold = np.repeat([0, 1, 2], [60, 30, 10])
    confusion = measure_confusion(gold, np.eye(3)[gold], np.arange(100) % 10)
    found = estimate_prevalence(np.eye(3)[gold], confusion)
    np.testing.assert_allclose(found.share, [0.6, 0.3, 0.1], atol=0.02)
    np.testing.assert_allclose(adjusted_count(np.eye(3)[gold], confusion), [0.6, 0.3, 0.1], atol=1e-9)


def test_corrected_shares_err_less_than_counting_when_the_mix_changes() -> None:
    rng = np.random.default_rng(1)
    confusion = heldout(rng, shift=0.0)
    mix = np.array([0.8, 0.15, 0.05])
    errors = {"ours": [], "counted": [], "averaged": [], "adjusted": [], "em": []}
    for _ in range(20):
        gold, p = simulate(rng, mix, 200)
        truth = np.bincount(gold, minlength=3) / 200
        shares = {
            "ours": estimate_prevalence(p, confusion).share,
            "counted": classify_and_count(p),
            "averaged": probabilistic_classify_and_count(p),
            "adjusted": adjusted_count(p, confusion),
            "em": expectation_maximization(p, np.full(3, 1 / 3)),
        }
        for name, share in shares.items():
            assert share.sum() == pytest.approx(1)
            errors[name].append(np.abs(share - truth).mean())
    mean = {name: np.mean(values) for name, values in errors.items()}
    assert mean["ours"] < 0.5 * mean["counted"]
    assert mean["ours"] < 0.5 * mean["averaged"]
    assert mean["adjusted"] < mean["averaged"]
    assert mean["em"] < mean["averaged"]


@pytest.mark.parametrize("shift", [0.0, 0.7], ids=["threads alike", "threads unlike"])
def test_intervals_cover_the_truth_of_unseen_threads(shift: float) -> None:
    rng = np.random.default_rng(2)
    confusion = heldout(rng, shift)
    hits = []
    for _ in range(60):
        gold, p = simulate(rng, rng.dirichlet(np.ones(3)), 40, shift)
        truth = np.bincount(gold, minlength=3) / 40
        found = estimate_prevalence(p, confusion)
        hits += ((found.low <= truth) & (truth <= found.high)).tolist()
    assert np.mean(hits) >= 0.9


def test_threads_that_differ_more_give_wider_intervals() -> None:
    rng = np.random.default_rng(3)
    _, p = simulate(rng, np.full(3, 1 / 3), 100)
    narrow, wide = (estimate_prevalence(p, heldout(rng, shift)) for shift in (0.0, 1.0))
    assert (wide.high - wide.low > narrow.high - narrow.low).all()


@given(n=st.integers(1, 40), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_shares_sum_to_one_and_lie_in_their_intervals(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    confusion = heldout(rng, 0.3, n_threads=10, n=10)
    _, p = simulate(rng, np.full(3, 1 / 3), n)
    found = estimate_prevalence(p, confusion)
    assert found.share.sum() == pytest.approx(1)
    assert ((found.low >= 0) & (found.low <= found.share) & (found.share <= found.high) & (found.high <= 1)).all()
    again = estimate_prevalence(p, confusion)
    np.testing.assert_array_equal(again.share, found.share)
