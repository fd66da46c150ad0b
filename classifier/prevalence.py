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
    overall = probabilities.mean(axis=0)
    mean = np.tile(overall, (n_labels, 1))
    within = np.tile(np.cov(probabilities, rowvar=False, bias=True), (n_labels, 1, 1))
    number = np.unique(threads, return_inverse=True)[1]
    deviation = np.zeros((int(number.max()) + 1, n_labels, n_labels))
    for label in range(n_labels):
        rows = gold == label
        if not rows.any():
            continue
        p = probabilities[rows]
        mean[label], within[label] = p.mean(axis=0), np.cov(p, rowvar=False, bias=True)
        deviation[:, label] = _shrunken_deviations(p - mean[label], number[rows], len(deviation))
    flat = deviation.reshape(len(deviation), -1)
    between = (flat.T @ flat / len(flat)).reshape(n_labels, n_labels, n_labels, n_labels)
    return Confusion(mean=mean, within=within, between=between)


def _shrunken_deviations(p: Floats, number: Ints, n_threads: int) -> Floats:
    """How far each thread's mean lies from the overall one, less what chance alone explains: (threads, labels)."""
    count = np.bincount(number, minlength=n_threads).astype(np.float64)
    total = np.stack([np.bincount(number, column, minlength=n_threads) for column in p.T], axis=1)
    seen = count > 0
    raw = total[seen] / count[seen, None]
    chance = (p.var(axis=0) / count[seen, None]).mean(axis=0)
    observed = np.maximum((raw**2).mean(axis=0), 1e-12)
    deviation = np.zeros((n_threads, p.shape[1]))
    deviation[seen] = raw * np.sqrt(np.clip(1 - chance / observed, 0.1, 1))
    return deviation


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
    Given a mix, the thread's mean probabilities are normal around the held-out means, with the variance of single
    comments over n and the variance between held-out threads: the interval holds both the uncertainty of the comments
    and that of the classifier in a thread that it has never seen. Source: the model of Ziegler & Czyż 2024, "Bayesian
    quantification with black-box estimators", with the term between threads added.
    """
    n, n_labels = probabilities.shape
    mixes = np.random.default_rng(random_state).dirichlet(np.ones(n_labels), N_DRAWS)
    expected = mixes @ confusion.mean
    variance = np.einsum("di,iab->dab", mixes, confusion.within) / n
    variance += np.einsum("di,iajb,dj->dab", mixes, confusion.between, mixes)
    residual = probabilities.mean(axis=0) - expected
    reduced, covariance = residual[:, :-1], variance[:, :-1, :-1] + 1e-9 * np.eye(n_labels - 1)
    solved = np.linalg.solve(covariance, reduced[:, :, None])[:, :, 0]
    log_weight = -0.5 * ((reduced * solved).sum(axis=1) + np.linalg.slogdet(covariance)[1])
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    bounds = np.array([_weighted_quantiles(mixes[:, i], weight) for i in range(n_labels)])
    return Prevalence(share=weight @ mixes, low=bounds[:, 0], high=bounds[:, 1], method="bayesian_pacc")


def _weighted_quantiles(values: Floats, weight: Floats) -> Floats:
    order = np.argsort(values)
    return np.asarray(np.interp([0.025, 0.975], np.cumsum(weight[order]), values[order]))


def _onto_simplex(point: Floats) -> Floats:
    """The nearest point with no negative part and sum 1 (Duchi et al. 2008)."""
    descending = np.sort(point)[::-1]
    excess = (np.cumsum(descending) - 1) / np.arange(1, len(point) + 1)
    return np.asarray(np.maximum(point - excess[np.flatnonzero(descending > excess)[-1]], 0.0))
