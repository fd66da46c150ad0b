"""From probabilities to a label, or to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The least probability with which each label is given: label -> 0 to 1 (above 1: never given).

    ``coverage`` is the share of held-out comments that still got a label, ``precision`` how many of those were right.
    """

    minimum: Mapping[str, float] = field(default_factory=dict)
    coverage: float = 1.0
    precision: Mapping[str, float] = field(default_factory=dict)


def decide(probabilities: Floats, minimum: Floats | float = 0.0) -> NDArray[np.int64]:
    """(n,) position of the most probable label, -1 (abstain) where its probability is below its minimum.

    ``probabilities``: (n, labels); ``minimum``: one number or one for each label.
    """
    top = probabilities.argmax(axis=1)
    floor = np.broadcast_to(np.asarray(minimum, np.float64), probabilities.shape[1])
    confident = probabilities[np.arange(len(top)), top] >= floor[top]
    return np.where(confident, top, -1)


def label_minimum(labels: Sequence[str], minimum: Mapping[str, float]) -> Floats:
    """(labels,) the least probability of each label, 0 for those without one."""
    return np.array([minimum.get(label, 0.0) for label in labels])


def precision_thresholds(gold: Ints, probabilities: Floats, labels: tuple[str, ...], wanted: float) -> Thresholds:
    """For each label the least probability at which held-out predictions of it were right often enough.

    ``gold``: (n,) positions; ``probabilities``: (n, labels), by models that had not seen the comment's thread. The
    share of right ones among the held-out predictions at or above the threshold is at least ``wanted``, also at every
    higher threshold that keeps 20 or more of them; a label that never gets there is never given.
    """
    top = probabilities.argmax(axis=1)
    minimum, precision, given = {}, {}, 0
    for position, label in enumerate(labels):
        rows = np.flatnonzero(top == position)
        order = rows[np.argsort(-probabilities[rows, position], kind="stable")]
        right = np.cumsum(gold[order] == position) / np.arange(1, len(order) + 1)
        failing = np.flatnonzero(right[19:] < wanted)
        kept = 19 + int(failing[0]) if len(failing) else len(order)
        if kept < 20:
            minimum[label] = 2.0
            continue
        minimum[label] = float(probabilities[order[kept - 1], position])
        precision[label], given = float(right[kept - 1]), given + kept
    return Thresholds(minimum=minimum, coverage=given / max(1, len(gold)), precision=precision)
