"""Gold and predicted labels to numbers: plain arrays in, numbers out.

Labels are positions in a label set (0 to ``n_labels`` - 1), given explicitly; -1 as a prediction is an abstention.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A number with its 95% interval."""

    value: float
    low: float
    high: float


def confusion_matrix(gold: Ints, predicted: Ints, n_labels: int) -> NDArray[np.int64]:
    """Counts (gold label, predicted label); abstentions are left out."""
    answered = predicted >= 0
    cells = gold[answered].astype(np.int64) * n_labels + predicted[answered]
    return np.bincount(cells, minlength=n_labels * n_labels).reshape(n_labels, n_labels)


def precision_recall_f1(confusion: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Per label, from a confusion matrix; 0 where a denominator is 0, as scikit-learn's ``zero_division=0``."""
    hits = np.diag(confusion).astype(np.float64)
    predicted, support = confusion.sum(axis=0), confusion.sum(axis=1)
    precision = np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0)
    recall = np.divide(hits, support, out=np.zeros_like(hits), where=support > 0)
    both = predicted + support
    return precision, recall, np.divide(2 * hits, both, out=np.zeros_like(hits), where=both > 0)


def macro_f1(gold: Ints, predicted: Ints, n_labels: int) -> float:
    """Mean F1 over all labels of the set; a label that is neither gold nor predicted counts 0."""
    return float(precision_recall_f1(confusion_matrix(gold, predicted, n_labels))[2].mean())


def accuracy(gold: Ints, predicted: Ints) -> float:
    """Share of predictions that are right, among those made; nan without any."""
    answered = predicted >= 0
    return float((gold[answered] == predicted[answered]).mean()) if answered.any() else float("nan")


def coverage(predicted: Ints) -> float:
    """Share of comments that got a label; nan without any comment."""
    return float((predicted >= 0).mean()) if len(predicted) else float("nan")


def brier(gold: Ints, probabilities: Floats) -> float:
    """Mean squared distance of the probabilities from the truth, summed over labels: 0 to 2 (Brier 1950)."""
    truth = np.eye(probabilities.shape[1])[gold]
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())


def log_loss(gold: Ints, probabilities: Floats) -> float:
    """Mean negative log probability of the true label, in nats."""
    return float(-np.log(np.clip(probabilities[np.arange(len(gold)), gold], 1e-15, 1)).mean())


def ece(gold: Ints, probabilities: Floats, n_bins: int = 10) -> float:
    """Expected calibration error of the top label over equal-width bins of confidence (Naeini et al. 2015)."""
    confidence, top = probabilities.max(axis=1), probabilities.argmax(axis=1)
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    gap = np.bincount(bins, confidence - (top == gold), minlength=n_bins)
    return float(np.abs(gap).sum() / len(gold))


def aurc(gold: Ints, probabilities: Floats) -> float:
    """Area under the risk-coverage curve: mean error of the k most confident over all k (Geifman et al. 2019)."""
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    wrong = (probabilities.argmax(axis=1) != gold)[order]
    return float((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())


def auc(positive: NDArray[np.bool_], score: Floats) -> float:
    """Chance that a positive scores above a negative, ties half (Mann-Whitney); nan where one side is empty."""
    ranks = np.unique(score, return_inverse=True, return_counts=True)
    _, inverse, counts = ranks
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if not n_positive or not n_negative:
        return float("nan")
    return float((rank[positive].sum() - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def new_group_bound(right: NDArray[np.bool_], groups: Ints) -> float:
    """A share that 95% of groups not seen before should exceed, from the shares in the groups that were seen.

    ``right``: (n,) one flag a row; ``groups``: (n,) its group. The mean less 1.645 standard deviations of a new group's
    share: the variance between groups (ANOVA estimator, Fleiss 1981) and that of the mean, with half a right and half a
    wrong row added so that a few rows never look certain.
    """
    _, number = np.unique(groups, return_inverse=True)
    size, hits, n = np.bincount(number), np.bincount(number, right), len(right)
    mean, n_groups = (hits.sum() + 0.5) / (n + 1), len(size)
    between = 0.0
    if 1 < n_groups < n:
        share = hits / size
        outside = (size * (share - share @ size / n) ** 2).sum() / (n_groups - 1)
        inside = (hits * (1 - share)).sum() / (n - n_groups)
        between = max(0.0, (outside - inside) * (n_groups - 1) / (n - (size**2).sum() / n))
    return float(mean - 1.645 * np.sqrt(between + mean * (1 - mean) / (n + 1)))


def bootstrap_interval(
    statistic: Callable[[NDArray[np.int64]], float],
    groups: Ints,
    *,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> Interval:
    """A statistic of rows with its 95% percentile interval, resampling whole groups (Efron & Tibshirani 1993, ch. 13).

    ``statistic`` takes row numbers; ``groups`` (n,) numbers the thread of each row. Resamples in which the statistic is
    nan are left out.
    """
    order = np.argsort(groups, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    rng = np.random.default_rng(random_state)
    values = []
    for _ in range(n_resamples):
        drawn = rng.integers(0, len(members), len(members))
        values.append(statistic(np.concatenate([members[i] for i in drawn])))
    known = [value for value in values if not np.isnan(value)] or [np.nan]
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(value=statistic(np.arange(len(groups))), low=float(low), high=float(high))
