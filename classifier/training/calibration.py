"""Temperatures that turn out-of-fold scores into honest probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from classifier.features import Floats
from classifier.metrics import log_loss
from classifier.model import softmax


def fit_temperature(gold: NDArray[np.int8], scores: Floats) -> float:
    """The temperature with the least log loss on out-of-fold scores (Guo et al. 2017); never outside 1/20 to 20.

    ``gold``: (n,) positions of labels; ``scores``: (n, labels).
    """
    found = minimize_scalar(
        lambda log_t: log_loss(gold, softmax(scores / np.exp(log_t))), bounds=(-3, 3), method="bounded"
    )
    return float(np.exp(found.x))
