"""Logistic regressions over TF-IDF: how features are scaled, and a path of settings at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from classifier.features import Floats
from classifier.training.counting import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class FitConfig:
    """What is the same for every fit.

    ``balanced``: every label weighs the same in all. ``separation``: how far features are scaled by how well they
    separate the labels, 0 not at all to 1 fully (the interpolation of NB-SVM, Wang & Manning 2012); ``smoothing`` is
    added to each label's sum of a feature before.
    """

    balanced: bool = True
    separation: float = 0.5
    smoothing: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A fitted regression: ``coefficients`` (columns, labels), centred over labels; ``intercepts`` (labels,)."""

    coefficients: Floats
    intercepts: Floats

    def scores(self, X: Matrix) -> Floats:
        """(rows, labels) scores before the softmax."""
        return np.asarray(X @ self.coefficients) + self.intercepts


def fit_path(
    X: Matrix, y: NDArray[np.int8], n_labels: int, grid: Sequence[float], config: FitConfig
) -> dict[float, Linear]:
    """Fit one task for each C of the grid, each fit starting where the one before ended.

    ``X`` (n, columns); ``y`` (n,) positions of labels, -1 unlabelled. A label without an example never wins.
    """
    labelled = y >= 0
    if not labelled.all():
        X, y = X[labelled], y[labelled]
    if len(np.unique(y)) < 2:
        return dict.fromkeys(grid, _constant(X, y, n_labels))
    scale = class_separation(X, y, config)
    scaled = X @ sp.diags(scale)
    regression = LogisticRegression(
        class_weight="balanced" if config.balanced else None, max_iter=2000, tol=1e-4, warm_start=True
    )
    path = {}
    for c in sorted(grid):
        regression.set_params(C=c).fit(scaled, y)
        path[c] = _linear(regression, scale, n_labels)
    return path


def _constant(X: Matrix, y: NDArray[np.int8], n_labels: int) -> Linear:
    """What can be learnt where every example has one label: that label."""
    intercepts = np.full(n_labels, -20.0)
    intercepts[np.unique(y)] = 0.0
    return Linear(coefficients=np.zeros((X.shape[1], n_labels)), intercepts=intercepts)


def class_separation(X: Matrix, y: NDArray[np.int8], config: FitConfig) -> Floats:
    """(columns,) factor of each feature, about 1 on average: larger where its share differs more between labels.

    The spread is the standard deviation over labels of the log of the feature's smoothed share in the label's texts.
    """
    sums = np.stack([np.asarray(X[y == label].sum(axis=0)).ravel() for label in np.unique(y)]) + config.smoothing
    spread = np.log(sums / sums.sum(axis=1, keepdims=True)).std(axis=0)
    return np.asarray(1 - config.separation + config.separation * spread / max(1e-12, float(spread.mean())))


def _linear(regression: LogisticRegression, scale: Floats, n_labels: int) -> Linear:
    """The regression's coefficients for unscaled features, a column for each label of the task."""
    coef, intercept = regression.coef_ * scale, regression.intercept_
    if len(coef) == 1:
        coef, intercept = np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    coefficients = np.zeros((coef.shape[1], n_labels))
    intercepts = np.full(n_labels, -20.0)
    coefficients[:, regression.classes_] = (coef - coef.mean(axis=0)).T
    intercepts[regression.classes_] = intercept - intercept.mean()
    return Linear(coefficients=coefficients, intercepts=intercepts)
