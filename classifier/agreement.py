"""How far people who labelled the same comments agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from classifier.features import Floats
from classifier.schema import Labelled
from classifier.text import fingerprint


def agreement(
    items: Sequence[Labelled], task: str, *, n_resamples: int = 500, random_state: int = 0
) -> dict[str, Any] | None:
    """Percent agreement, Krippendorff's alpha with a 95% bootstrap interval, and Cohen's kappa of each pair.

    Comments are the same where their words are. None where no comment has two annotators for this task.
    """
    units: dict[int, dict[str, str]] = defaultdict(dict)
    for item in items:
        if item.annotator is not None and task in item.labels:
            units[fingerprint(item.comment.text)][item.annotator] = item.labels[task]
    shared = [unit for unit in units.values() if len(unit) > 1]
    if not shared:
        return None
    labels = sorted({label for unit in shared for label in unit.values()})
    counts = np.array([[list(unit.values()).count(label) for label in labels] for unit in shared], np.float64)
    rng = np.random.default_rng(random_state)
    resampled = [krippendorff_alpha(counts[rng.integers(0, len(counts), len(counts))]) for _ in range(n_resamples)]
    low, high = np.nanpercentile(resampled, [2.5, 97.5])
    raters = sorted({name for unit in shared for name in unit})
    return {
        "n": len(shared),
        "annotators": raters,
        "percent": _percent(counts),
        "krippendorff_alpha": krippendorff_alpha(counts),
        "krippendorff_alpha_ci95": [float(low), float(high)],
        "cohen_kappa": {
            f"{a} / {b}": kappa for a, b in combinations(raters, 2) if (kappa := _cohen_kappa(shared, a, b)) is not None
        },
    }


def _percent(counts: Floats) -> float:
    """Share of pairs of annotators, comment by comment, that gave the same label."""
    m = counts.sum(axis=1)
    return float(((counts * (counts - 1)).sum(axis=1) / (m * (m - 1))).mean())


def krippendorff_alpha(counts: Floats) -> float:
    """Nominal alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

    ``counts``: (comments, labels) how many annotators gave the label; comments with one annotator are left out. 1 where
    every label is the same.
    """
    counts = counts[counts.sum(axis=1) > 1]
    m = counts.sum(axis=1, keepdims=True)
    agreeing = float((counts * (counts - 1) / (m - 1)).sum())
    totals = counts.sum(axis=0)
    n = float(totals.sum())
    by_chance = float((totals * (totals - 1)).sum()) / (n - 1)
    return 1.0 if n == by_chance else 1 - (n - agreeing) / (n - by_chance)


def _cohen_kappa(units: Sequence[dict[str, str]], a: str, b: str) -> float | None:
    """Cohen 1960 for two annotators; None where they share no comment, 1 where both always give one label."""
    both = [(unit[a], unit[b]) for unit in units if a in unit and b in unit]
    if not both:
        return None
    observed = float(np.mean([x == y for x, y in both]))
    left, right = [x for x, _ in both], [y for _, y in both]
    chance = sum(left.count(label) * right.count(label) for label in set(left)) / len(both) ** 2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)
