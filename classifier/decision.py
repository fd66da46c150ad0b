"""From probabilities to a label, or to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.metrics import new_group_bound

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


def precision_thresholds(
    gold: Ints, probabilities: Floats, threads: Ints, labels: tuple[str, ...], wanted: float
) -> Thresholds:
    """For each label the least probability at which it is right often enough in 19 of 20 threads not seen before.

    ``gold``: (n,) positions; ``probabilities``: (n, labels), by models that had not seen the comment's thread;
    ``threads``: (n,) its number. Of the thresholds 0.00, 0.01, ... 0.99 the lowest is taken at which the
    ``new_group_bound`` of the precision is at least ``wanted``; a label without one is never given.
    """
    top = probabilities.argmax(axis=1)
    minimum, precision, given = {}, {}, 0
    for position, label in enumerate(labels):
        rows = np.flatnonzero(top == position)
        minimum[label] = 2.0
        for threshold in np.arange(100) / 100:
            kept = rows[probabilities[rows, position] >= threshold]
            right = gold[kept] == position
            if len(kept) and new_group_bound(right, threads[kept]) >= wanted:
                minimum[label], precision[label] = float(threshold), float(right.mean())
                given += len(kept)
                break
    return Thresholds(minimum=minimum, coverage=given / max(1, len(gold)), precision=precision)
