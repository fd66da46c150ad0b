"""From the probabilities of a thread's comments to the shares of its labels, with intervals.

Counting predicted labels is biased wherever the classifier errs. Every method here but counting and averaging corrects
with what was measured on held-out threads: how the probabilities of each true label are spread, and how much that
differs from thread to thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

#: Draws from the prior with which the posterior is computed.
N_DRAWS = 8000
#: Degrees of freedom of the t distribution of a thread's mean probabilities: threads are odd more often than a normal
#: distribution has it, and with normal tails the intervals cover too little (measured: 0.87 for 0.95).
TAIL = 4.0
#: Comments of a label from which a thread tells something of the differences between threads.
MIN_COUNT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How probabilities answer to true labels on held-out threads.

    ``mean``: (labels, labels), row = true label, the mean probability of each label. ``within``: (labels, labels,
    labels), for each true label the covariance of the probabilities of single comments. ``between``: (labels, labels,
    labels, labels), covariance over threads of the mean of true label i at label a with that of true label j at label
    b, as [i, a, j, b].
    """

    mean: Floats
    within: Floats
    between: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence:
    """Shares of labels, summing to 1, with 95% intervals: each (labels,); ``method`` names how they were found."""

    share: Floats
    low: Floats
    high: Floats
    method: str


def measure_confusion(gold: Ints, probabilities: Floats, threads: Ints) -> Confusion:
    """Measure a classifier on held-out comments: ``gold`` (n,), ``probabilities`` (n, labels), ``threads`` (n,).

    A label that was never gold is taken to be answered as all comments are on average.
    """
    n_labels = probabilities.shape[1]
    mean = np.tile(probabilities.mean(axis=0), (n_labels, 1))
    within = np.tile(np.cov(probabilities, rowvar=False, bias=True), (n_labels, 1, 1))
    number = np.unique(threads, return_inverse=True)[1]
    count = np.zeros((int(number.max()) + 1, n_labels))
    deviation = np.zeros((len(count), n_labels, n_labels))
    for label in range(n_labels):
        rows = gold == label
        if rows.any():
            p = probabilities[rows]
            mean[label], within[label] = p.mean(axis=0), np.cov(p, rowvar=False, bias=True)
            count[:, label] = np.bincount(number[rows], minlength=len(count))
            np.add.at(deviation[:, label], number[rows], p - mean[label])
    deviation /= np.maximum(count, 1)[:, :, None]
    return Confusion(mean=mean, within=within, between=_between(deviation, count, within))


def _between(deviation: Floats, count: Floats, within: Floats) -> Floats:
    """Covariances of the threads' means over the threads that have both labels, less what chance alone explains.

    ``deviation``: (threads, labels, labels) mean of a thread's true label less the overall mean; ``count``: (threads,
    labels). Made positive semidefinite.
    """
    n_labels = count.shape[1]
    seen = (count >= MIN_COUNT).astype(np.float64)
    both = np.maximum(seen.T @ seen, 1)
    flat = (deviation * seen[:, :, None]).reshape(len(count), -1)
    covariance = (flat.T @ flat) / np.kron(both, np.ones((n_labels, n_labels)))
    for label in range(n_labels):
        own = slice(label * n_labels, (label + 1) * n_labels)
        chance = (seen[:, label] / np.maximum(count[:, label], 1)).sum() / both[label, label]
        covariance[own, own] -= within[label] * chance
    values, vectors = np.linalg.eigh(covariance)
    positive = (vectors * np.maximum(values, 0)) @ vectors.T
    return np.asarray(positive.reshape(n_labels, n_labels, n_labels, n_labels))


def classify_and_count(probabilities: Floats) -> Floats:
    """Share of comments for which each label is the most probable: (labels,)."""
    return np.bincount(probabilities.argmax(axis=1), minlength=probabilities.shape[1]) / len(probabilities)


def probabilistic_classify_and_count(probabilities: Floats) -> Floats:
    """Mean probability of each label: (labels,). Source: Bella et al. 2010."""
    return np.asarray(probabilities.mean(axis=0))


def adjusted_count(probabilities: Floats, confusion: Confusion) -> Floats:
    """PACC: the shares under which the held-out means give this thread's mean probabilities (Bella et al. 2010).

    Least squares, then the nearest point of the simplex.
    """
    solved = np.linalg.lstsq(confusion.mean.T, probabilities.mean(axis=0), rcond=None)[0]
    return _onto_simplex(solved)


def expectation_maximization(probabilities: Floats, prior: Floats, n_iterations: int = 200) -> Floats:
    """EM for a changed label mix: Saerens, Latinne & Decaestecker 2002. ``prior``: (labels,) shares in training."""
    share = prior.copy()
    for _ in range(n_iterations):
        posterior = probabilities * (share / np.maximum(prior, 1e-12))
        posterior /= np.maximum(posterior.sum(axis=1, keepdims=True), 1e-300)
        share = posterior.mean(axis=0)
    return np.asarray(share)


def estimate_prevalence(probabilities: Floats, confusion: Confusion, *, random_state: int = 0) -> Prevalence:
    """Shares of a thread's labels with 95% intervals, by a Bayesian form of PACC.

    ``probabilities``: (n, labels) of the thread's comments. Every mix of labels is as likely as any other beforehand.
    Given a mix, the thread's mean probabilities are t-distributed around the held-out means, with the variance of
    single comments over n and the variance between held-out threads: the interval holds both the uncertainty of the
    comments and that of the classifier in a thread that it has never seen. Source: Ziegler & Czyż 2024, "Bayesian
    quantification with black-box estimators"; the term between threads is added.
    """
    n, n_labels = probabilities.shape
    mixes = np.random.default_rng(random_state).dirichlet(np.ones(n_labels), N_DRAWS)
    expected = mixes @ confusion.mean
    variance = np.einsum("di,iab->dab", mixes, confusion.within) / n
    variance += np.einsum("di,iajb,dj->dab", mixes, confusion.between, mixes)
    residual = probabilities.mean(axis=0) - expected
    reduced, covariance = residual[:, :-1], variance[:, :-1, :-1] + 1e-9 * np.eye(n_labels - 1)
    solved = np.linalg.solve(covariance, reduced[:, :, None])[:, :, 0]
    distance = (reduced * solved).sum(axis=1)
    log_weight = -0.5 * np.linalg.slogdet(covariance)[1]
    log_weight -= 0.5 * (TAIL + n_labels - 1) * np.log1p(distance / TAIL)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    bounds = np.array([_densest_interval(mixes[:, i], weight) for i in range(n_labels)])
    # n comments have shares in steps of 1/n, and a label may have none of them or all
    low, high = np.floor(bounds[:, 0] * n) / n, np.ceil(bounds[:, 1] * n) / n
    return Prevalence(share=weight @ mixes, low=low, high=high, method="bayesian_pacc")


def _densest_interval(values: Floats, weight: Floats, mass: float = 0.95) -> tuple[float, float]:
    """The shortest interval that holds this much of the weight."""
    order = np.argsort(values)
    values, cumulative = values[order], np.cumsum(weight[order])
    starts = np.flatnonzero(cumulative <= cumulative[-1] * (1 - mass))
    starts = np.concatenate([[0], starts + 1])
    before = np.where(starts > 0, cumulative[starts - 1], 0.0)
    ends = np.minimum(np.searchsorted(cumulative, before + mass * cumulative[-1] - 1e-12), len(values) - 1)
    best = int(np.argmin(values[ends] - values[starts]))
    return float(values[starts[best]]), float(values[ends[best]])


def _onto_simplex(point: Floats) -> Floats:
    """The nearest point with no negative part and sum 1 (Duchi et al. 2008)."""
    descending = np.sort(point)[::-1]
    excess = (np.cumsum(descending) - 1) / np.arange(1, len(point) + 1)
    return np.asarray(np.maximum(point - excess[np.flatnonzero(descending > excess)[-1]], 0.0))
