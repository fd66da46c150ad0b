"""When a label is given: its own least probability, and the one from which new threads may expect a precision."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.decision import decide, precision_thresholds
from classifier.metrics import new_group_bound


def test_each_label_has_its_own_minimum() -> None:
    p = np.array([[0.6, 0.4], [0.3, 0.7], [0.1, 0.9]])
    assert decide(p, np.array([0.7, 0.8])).tolist() == [-1, -1, 1]
    assert decide(p).tolist() == [0, 1, 1]


def calibrated(threads: np.ndarray, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Gold labels that are right as often as their probability says, more often in some threads than in others."""
    rng = np.random.default_rng(0)
    p0 = rng.uniform(0.5, 1, len(threads))
    ease = rng.choice([-spread, spread], int(threads.max()) + 1)[threads]
    return (rng.uniform(size=len(threads)) > p0 + ease).astype(int), np.column_stack([p0, 1 - p0])


def test_precision_thresholds_keep_what_was_right_often_enough() -> None:
    gold, p = calibrated(np.arange(4000), 0)
    found = precision_thresholds(gold, p, np.arange(4000), ("a", "b"), 0.9)
    assert found.precision["a"] >= 0.9
    assert found.minimum["a"] == pytest.approx(0.82, abs=0.05)  # above 0.8 the mean is 0.9
    assert found.minimum["b"] > 1
    assert found.coverage == pytest.approx(0.36, abs=0.1)


def test_threads_that_differ_raise_the_threshold() -> None:
    threads = np.arange(4000) % 100
    alike, unlike = (
        precision_thresholds(*calibrated(threads, spread), threads, ("a", "b"), 0.75).minimum["a"]
        for spread in (0.0, 0.15)
    )
    assert unlike > alike + 0.1


@pytest.mark.parametrize("wanted", [0.6, 0.7, 0.8])
def test_nineteen_of_twenty_new_threads_get_the_precision_asked_for(wanted: float) -> None:
    rng = np.random.default_rng(1)
    share, p = rng.beta(16, 4, 4000), np.full((8000, 2), [0.9, 0.1])  # 0.8 right on average
    seen = np.repeat(np.arange(400), 20)
    gold = (rng.uniform(size=8000) > share[seen]).astype(int)
    given = precision_thresholds(gold, p, seen, ("a", "b"), wanted).minimum["a"] <= 1
    assert given == ((share[400:] >= wanted).mean() >= 0.95)


def test_a_precision_that_was_never_reached_gives_no_label() -> None:
    gold, p = np.arange(400) % 2, np.column_stack([np.full(400, 0.9), np.full(400, 0.1)])
    assert precision_thresholds(gold, p, np.arange(400), ("a", "b"), 0.8).minimum == {"a": 2.0, "b": 2.0}


def test_a_few_right_rows_are_not_a_promise() -> None:
    assert new_group_bound(np.ones(3, bool), np.arange(3)) < 0.75
    assert new_group_bound(np.ones(3000, bool), np.arange(3000)) > 0.99


def test_the_bound_lies_where_new_groups_fall() -> None:
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(500), rng.integers(1, 40, 500))
    share = rng.beta(40, 10, 500)
    bound = new_group_bound(rng.uniform(size=len(groups)) < share[groups], groups)
    assert (rng.beta(40, 10, 20_000) >= bound).mean() == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    "groups", [np.zeros(50, int), np.arange(50), np.arange(50) // 7], ids=["one", "single", "some"]
)
def test_rows_alike_in_every_group_leave_only_the_error_of_the_mean(groups: np.ndarray) -> None:
    right = np.arange(50) % 2 == 0
    assert new_group_bound(right, groups) == pytest.approx(0.5 - 1.645 * np.sqrt(0.25 / 51))
