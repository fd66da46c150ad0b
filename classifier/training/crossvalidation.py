"""Which features and which C: logistic regressions that are judged on threads they have not seen."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

from classifier.features import FeatureConfig, Floats, Ints
from classifier.training.counting import Counts, count, transform, weigh
from classifier.training.regression import FitConfig, fit_path

Gold = Mapping[str, NDArray[np.int8]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One cell of the grid, and its out-of-fold scores: task -> (n, labels), nan where a row was not labelled."""

    features: FeatureConfig
    C: Mapping[str, float]
    scores: Mapping[str, Floats]


def split(groups: Ints, gold: Gold, n_splits: int, random_state: int) -> list[tuple[Ints, Ints]]:
    """Folds (train rows, test rows) that keep every group whole and the labels of the first task in like numbers."""
    first = next(iter(gold.values()))
    commonest = int(np.bincount(first - first.min()).max())
    n_splits = min(n_splits, len(np.unique(groups)))
    by_label = StratifiedGroupKFold(n_splits=min(n_splits, commonest), shuffle=True, random_state=random_state)
    folds = by_label if commonest > 1 else GroupKFold(n_splits=n_splits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # fewer examples of a label than folds: some folds lack it
        return [(train, test) for train, test in folds.split(first, first, groups) if len(test)]


def out_of_fold(
    counts: Counts,
    gold: Gold,
    n_labels: Mapping[str, int],
    folds: Sequence[tuple[Ints, Ints]],
    *,
    C: float,
    fitting: FitConfig,
) -> dict[str, Floats]:
    """Scores of every row by models that have not seen its group: task -> (n, labels)."""
    return _grid_of_folds(counts, gold, n_labels, folds, [C], fitting)[C]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What is maximised, and how sure it is.

    ``value(task, scores)``: the number for a task's out-of-fold scores; ``error(task, scores)``: its standard error.
    """

    value: Callable[[str, Floats], float]
    error: Callable[[str, Floats], float]


def search(
    texts: Sequence[str],
    gold: Gold,
    n_labels: Mapping[str, int],
    folds: Sequence[tuple[Ints, Ints]],
    *,
    features: Sequence[FeatureConfig],
    C: Sequence[float],
    fitting: FitConfig,
    judge: Judge,
    progress: Callable[[str], None],
) -> tuple[Candidate, list[dict[str, object]]]:
    """Try every setting; choose C for each task and the features for all, by the rule of one standard error.

    Of all settings that come within one standard error of the best the plainest is taken: the smallest C, and the
    features that stand last in ``features`` (Breiman et al. 1984, section 3.4.3). Returns the winner and a row of the
    judge's numbers for each cell.
    """
    candidates: list[tuple[Candidate, float, float]] = []
    table: list[dict[str, object]] = []
    for config in features:
        progress(f"counting n-grams: {describe(config)}")
        cells = _grid_of_folds(count(texts, config), gold, n_labels, folds, C, fitting, progress)
        values = {(task, c): judge.value(task, scores[task]) for c, scores in cells.items() for task in gold}
        table += [
            {"features": describe(config), "C": c, **{task: round(values[task, c], 4) for task in gold}} for c in cells
        ]
        chosen, errors = {}, []
        for task in gold:
            best = max(C, key=lambda c: values[task, c])
            errors.append(judge.error(task, cells[best][task]))
            chosen[task] = min(c for c in C if values[task, c] >= values[task, best] - errors[-1])
        scores = {task: cells[c][task] for task, c in chosen.items()}
        value = float(np.mean([values[task, c] for task, c in chosen.items()]))
        candidates.append((Candidate(features=config, C=chosen, scores=scores), value, float(np.mean(errors))))
    _, best_value, error = max(candidates, key=lambda entry: entry[1])
    return next(candidate for candidate, value, _ in reversed(candidates) if value >= best_value - error), table


def _grid_of_folds(
    counts: Counts,
    gold: Gold,
    n_labels: Mapping[str, int],
    folds: Sequence[tuple[Ints, Ints]],
    grid: Sequence[float],
    fitting: FitConfig,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[float, dict[str, Floats]]:
    """For each C the out-of-fold scores; the TF-IDF of a fold is made once for the whole grid and all tasks."""
    n = counts.matrix.shape[0]
    scores = {c: {task: np.full((n, n_labels[task]), np.nan) for task in gold} for c in grid}
    for number, (train, test) in enumerate(folds, 1):
        weighting = weigh(counts, train)
        X_train, X_test = transform(counts, train, weighting), transform(counts, test, weighting)
        for task, y in gold.items():
            progress(f"fold {number} of {len(folds)}: {task}")
            for c, model in fit_path(X_train, y[train], n_labels[task], grid, fitting).items():
                scores[c][task][test] = model.scores(X_test)
    return scores


def describe(config: FeatureConfig) -> str:
    """Features in a few words."""
    words = f"words 1-{config.word_ngrams} (in {config.min_df} or more texts)"
    if config.char_ngrams is None:
        return words
    shortest, longest = config.char_ngrams
    return f"{words}, characters {shortest}-{longest} (in {config.char_min_df} or more)"
