"""How wrong the shares of a thread are, and how often their intervals hold the truth, for every method.

    python -m tests.benchmarks.shares [MODEL]

Unseen threads with changed mixes: from the model's held-out predictions (by models that had not seen the thread), half
of the threads teach the corrections, the other half are tested, each with its comments drawn anew to a random mix.
Real debates: the development comments by debate, where there are eight or more.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from classifier.persistence import default_model_path, load_model
from classifier.prevalence import (
    adjusted_count,
    classify_and_count,
    estimate_prevalence,
    expectation_maximization,
    measure_confusion,
    probabilistic_classify_and_count,
)
from tests.benchmarks.common import BENCHMARKS, markdown, rows_of

METHODS = ("counting", "mean probability", "PACC", "EM", "shipped (Bayesian PACC)")


def shares(p, confusion, prior):
    """Every method's shares, and our interval."""
    ours = estimate_prevalence(p, confusion)
    return [
        classify_and_count(p), probabilistic_classify_and_count(p), adjusted_count(p, confusion),
        expectation_maximization(p, prior), ours.share,
    ], ours  # fmt: skip


def bootstrap_covers(p, truth, method, rng) -> np.ndarray:
    """Whether the usual interval, from drawing the comments anew, holds the truth."""
    draws = np.array([method(p[rng.integers(0, len(p), len(p))]) for _ in range(200)])
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return (low <= truth) & (truth <= high)


def unseen_threads(gold, p, thread, rng, n_draws: int = 4):
    """Errors (threads, methods) and coverage of the intervals on held-out threads with changed mixes."""
    n_labels = p.shape[1]
    numbers = rng.permutation(np.unique(thread))
    errors, covered, counted = [], [], []
    for tested in np.array_split(numbers, 2):
        teach = ~np.isin(thread, tested)
        confusion = measure_confusion(gold[teach], p[teach], thread[teach])
        prior = np.bincount(gold[teach], minlength=n_labels) / teach.sum()
        for number in tested:
            rows = np.flatnonzero(thread == number)
            present = np.bincount(gold[rows], minlength=n_labels) > 0
            if len(rows) < 10 or present.sum() < 2:
                continue
            for _ in range(n_draws):
                mix = rng.dirichlet(np.ones(n_labels)) * present
                weight = (mix / mix.sum() / np.bincount(gold[rows], minlength=n_labels).clip(1))[gold[rows]]
                drawn = rng.choice(rows, len(rows), p=weight / weight.sum())
                truth = np.bincount(gold[drawn], minlength=n_labels) / len(drawn)
                found, ours = shares(p[drawn], confusion, prior)
                errors.append([np.abs(share - truth).mean() for share in found])
                covered.append((ours.low <= truth) & (truth <= ours.high))
                counted.append(bootstrap_covers(p[drawn], truth, classify_and_count, rng))
    return np.array(errors), np.mean(covered), np.mean(counted)


def real_debates(model, task):
    """The same on the development comments, a debate at a time."""
    rows = [row for row in rows_of(BENCHMARKS / "real_comments_dev.csv") if row["stance"]]
    confusion, labels = model.confusion(task.name), task.labels
    prior = np.full(len(labels), 1 / len(labels))
    errors, covered, counted = [], [], []
    rng = np.random.default_rng(0)
    for thread in sorted({row["thread"] for row in rows}):
        found = [row for row in rows if row["thread"] == thread]
        if len(found) < 8 or all(row["stance"] == "neutral" for row in found):
            continue
        p = model.predict_proba([row["text"] for row in found])[task.name]
        truth = np.array([np.mean([row["stance"] == label for row in found]) for label in labels])
        estimates, ours = shares(p, confusion, prior)
        errors.append([np.abs(share - truth).mean() for share in estimates])
        covered.append((ours.low <= truth) & (truth <= ours.high))
        counted.append(bootstrap_covers(p, truth, classify_and_count, rng))
    return np.array(errors), np.mean(covered), np.mean(counted)


def main() -> None:
    """Print the study."""
    model = load_model(Path(sys.argv[1]) if len(sys.argv) > 1 else default_model_path())
    task = model.task("stance")
    gold, p, thread = model.heldout.gold["stance"], model.heldout.probabilities["stance"], model.heldout.thread
    rows = gold >= 0
    studies = {
        "held-out threads, changed mixes": unseen_threads(
            gold[rows].astype(int), p[rows].astype(float), thread[rows], np.random.default_rng(0)
        ),
        "real debates (development)": real_debates(model, task),
    }
    table = []
    for name, (errors, covered, counted) in studies.items():
        means = [f"{100 * error:.1f}" for error in errors.mean(axis=0)]
        table.append([f"{name}, n = {len(errors)}", *means, f"{counted:.2f}", f"{covered:.2f}"])
    print("Mean error of a share in points; coverage of 95% intervals (counting with a bootstrap; shipped)\n")
    print(markdown(["threads", *METHODS, "coverage, counting", "coverage, shipped"], table))


if __name__ == "__main__":
    main()
