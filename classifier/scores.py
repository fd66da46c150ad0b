"""The scores of one task: each with its interval, beside what guessing would reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier import metrics

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def score_task(
    gold: Ints,
    probabilities: Floats,
    predicted: Ints,
    threads: Ints,
    labels: Sequence[str],
    *,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> dict[str, Any]:
    """Scores of one task as plain values: ``gold``, ``predicted`` (-1 abstains) and ``threads`` (n,)."""
    n_labels, position = len(labels), np.arange(len(labels))
    present = np.isin(position, gold) | np.isin(position, predicted)
    confusion = metrics.confusion_matrix(gold, predicted, n_labels)

    def f1_of(rows: Ints, answers: Ints) -> float:
        answered = answers[rows] >= 0
        values = metrics.precision_recall_f1(metrics.confusion_matrix(gold[rows], answers[rows], n_labels))[2]
        return float(values[present].mean()) if answered.any() else float("nan")

    wanted: dict[str, Callable[[Ints], float]] = {
        "macro_f1": lambda rows: f1_of(rows, predicted),
        "accuracy": lambda rows: metrics.accuracy(gold[rows], predicted[rows]),
        "brier": lambda rows: metrics.brier(gold[rows], probabilities[rows]),
        "ece": lambda rows: metrics.ece(gold[rows], probabilities[rows]),
        "aurc": lambda rows: metrics.aurc(gold[rows], probabilities[rows]),
        "coverage": lambda rows: metrics.coverage(predicted[rows]),
    }
    found: dict[str, Any] = {"n": len(gold), "n_threads": len(np.unique(threads))}
    for name, statistic in wanted.items():
        interval = metrics.bootstrap_interval(statistic, threads, n_resamples=n_resamples, random_state=random_state)
        found[name] = _plain(interval.value)
        found[f"{name}_ci95"] = [_plain(interval.low), _plain(interval.high)]
    found["labels"] = _per_label(confusion, gold, labels)
    found["confusion"] = {"labels": list(labels), "matrix": confusion.tolist()}
    found["baselines"] = _baselines(gold, n_labels, present, random_state)
    return found


def _per_label(confusion: NDArray[np.int64], gold: Ints, labels: Sequence[str]) -> dict[str, dict[str, float]]:
    precision, recall, f1 = metrics.precision_recall_f1(confusion)
    return {
        label: {
            "precision": float(precision[i]),
            "recall": float(recall[i]),
            "f1": float(f1[i]),
            "support": int((gold == i).sum()),
        }
        for i, label in enumerate(labels)
    }


def _baselines(gold: Ints, n_labels: int, present: NDArray[np.bool_], random_state: int) -> dict[str, dict[str, float]]:
    """Always the commonest label; and labels drawn by their shares in this data (mean of 20 draws)."""
    shares = np.bincount(gold, minlength=n_labels) / len(gold)
    rng = np.random.default_rng(random_state)
    guesses = {
        "majority": [np.full(len(gold), shares.argmax())],
        "stratified": [rng.choice(n_labels, len(gold), p=shares) for _ in range(20)],
    }

    def f1(guess: Ints) -> float:
        return float(metrics.precision_recall_f1(metrics.confusion_matrix(gold, guess, n_labels))[2][present].mean())

    return {
        name: {
            "macro_f1": float(np.mean([f1(draw) for draw in draws])),
            "accuracy": float(np.mean([metrics.accuracy(gold, draw) for draw in draws])),
        }
        for name, draws in guesses.items()
    }


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
