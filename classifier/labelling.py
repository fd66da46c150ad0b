"""What is wrong with labelled data, and which comments to label next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from classifier.agreement import agreement
from classifier.dataset import Dataset
from classifier.features import FeatureConfig, Floats, Ints
from classifier.model import Model, softmax
from classifier.schema import TASKS, Comment, Labelled
from classifier.similarity import near_duplicates
from classifier.text import fingerprint, normalize, words
from classifier.training.calibration import fit_temperature
from classifier.training.counting import count
from classifier.training.crossvalidation import out_of_fold, split
from classifier.training.regression import FitConfig

#: Examples that a report shows of each finding; the counts are always complete.
N_SHOWN = 20
#: Share of near-duplicates from which the gate fails.
MAX_NEAR_DUPLICATES = 0.01


def check(dataset: Dataset, *, random_state: int = 0) -> dict[str, Any]:
    """Everything that can be found wrong with labelled data, as plain JSON values.

    ``failed`` lists the findings that close the gate: unknown labels, exact duplicates, label conflicts, leaks across
    a split, too many near-duplicates.
    """
    report: dict[str, Any] = {
        "n": len(dataset),
        "files": [tally.source for tally in dataset.tallies],
        "left_out": dict(sum((tally.left_out for tally in dataset.tallies), Counter())),
        "labels": {task: _label_counts(dataset, task) for task in dataset.tasks},
        "unknown_labels": _unknown_labels(dataset),
        **_duplicates(dataset),
        "leaks": _leaks(dataset),
        "repeated_5grams": _repeated_5grams(dataset.texts),
        "balance_by_thread": {task: _balance(dataset, task) for task in dataset.tasks},
        "likely_mislabels": {task: mislabels(dataset, task, random_state=random_state) for task in dataset.tasks},
        "agreement": {
            task: found for task in dataset.tasks if (found := agreement(_by_file(dataset), task)) is not None
        },
    }
    near = report["near_duplicates"]["n"] / max(1, len(dataset))
    report["failed"] = [
        name for name in ("unknown_labels", "exact_duplicates", "label_conflicts", "leaks") if report[name]["n"]
    ] + (["near_duplicates"] if near >= MAX_NEAR_DUPLICATES else [])
    return report


def _label_counts(dataset: Dataset, task: str) -> dict[str, int]:
    counts = Counter(item.labels.get(task, "") for item in dataset.items)
    return {label: counts[label] for label in dataset.tasks[task]} | ({"(missing)": counts[""]} if counts[""] else {})


def _unknown_labels(dataset: Dataset) -> dict[str, Any]:
    """Labels of the shipped tasks that the codebook does not have."""
    rows = [
        {"source": item.comment.source, "task": task, "label": label}
        for item in dataset.items
        for task, label in item.labels.items()
        if task in TASKS and label not in TASKS[task] and set(TASKS[task]) & set(dataset.tasks[task])
    ]
    return {"n": len(rows), "examples": rows[:N_SHOWN]}


def _duplicates(dataset: Dataset) -> dict[str, Any]:
    exact: list[dict[str, Any]] = []
    near: list[dict[str, Any]] = []
    conflicts: list[dict[str, Any]] = []
    prints = [fingerprint(text) for text in dataset.texts]
    for a, b, similarity in near_duplicates([words(normalize(text)) for text in dataset.texts]):
        first, second = dataset.items[a], dataset.items[b]
        if _same_unit_other_annotator(first, second):
            continue
        row = {"sources": [first.comment.source, second.comment.source], "similarity": round(similarity, 3)}
        (exact if prints[a] == prints[b] else near).append(row)
        if any(first.labels[task] != second.labels[task] for task in first.labels.keys() & second.labels.keys()):
            conflicts.append(row | {"labels": [dict(first.labels), dict(second.labels)]})
    return {
        name: {"n": len(rows), "examples": rows[:N_SHOWN]}
        for name, rows in (("exact_duplicates", exact), ("near_duplicates", near), ("label_conflicts", conflicts))
    }


def _same_unit_other_annotator(a: Labelled, b: Labelled) -> bool:
    return a.annotator is not None and b.annotator is not None and a.annotator != b.annotator


def _leaks(dataset: Dataset) -> dict[str, Any]:
    """Threads that stand on two sides of a split: in two values of a ``split`` column."""
    sides: dict[str, set[str]] = defaultdict(set)
    for item in dataset.items:
        if item.comment.extra.get("split") and item.comment.thread:
            sides[item.comment.thread].add(str(item.comment.extra["split"]))
    rows = [{"thread": thread, "splits": sorted(found)} for thread, found in sides.items() if len(found) > 1]
    return {"n": len(rows), "examples": rows[:N_SHOWN]}


def _repeated_5grams(texts: Sequence[str], n_shown: int = 10) -> list[dict[str, Any]]:
    """The five-word sequences that stand in most texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        found = words(normalize(text))
        counts.update({" ".join(found[i : i + 5]) for i in range(len(found) - 4)})
    return [{"ngram": ngram, "texts": n} for ngram, n in counts.most_common(n_shown)]


def _balance(dataset: Dataset, task: str) -> list[dict[str, Any]]:
    """Label counts of the threads whose largest label is most overrepresented, among threads of ten or more."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for item in dataset.items:
        if task in item.labels and item.comment.thread:
            table[item.comment.thread][item.labels[task]] += 1
    rows = [
        {"thread": thread, "largest_share": round(max(n.values()) / n.total(), 3), "labels": dict(n.most_common())}
        for thread, n in table.items()
        if n.total() >= 10
    ]
    return sorted(rows, key=lambda row: float(str(row["largest_share"])), reverse=True)[:N_SHOWN]


def _by_file(dataset: Dataset) -> list[Labelled]:
    """Items with the file as annotator where several files label without naming one."""
    if len(dataset.tallies) < 2 or any(item.annotator for item in dataset.items):
        return list(dataset.items)
    return [
        Labelled(comment=item.comment, labels=item.labels, annotator=(item.comment.source or "").rpartition(":")[0])
        for item in dataset.items
    ]


def mislabels(dataset: Dataset, task: str, *, random_state: int = 0) -> dict[str, Any]:
    """Labels that models which have not seen the thread doubt, by confident learning (Northcutt et al. 2021).

    A comment is doubted when another label's out-of-fold probability reaches the mean probability of the comments that
    bear that label, and exceeds that of its own; the widest margin comes first.
    """
    gold = dataset.gold(task)
    rows = np.flatnonzero(gold >= 0)
    groups = dataset.groups()[rows]
    if len(np.unique(groups)) < 2 or len(np.unique(gold[rows])) < 2:
        return {"n": 0, "examples": []}
    y = {task: gold[rows]}
    counts = count([dataset.texts[i] for i in rows], FeatureConfig(char_ngrams=None))
    folds = split(groups, y, 5, random_state)
    n_labels = {task: len(dataset.tasks[task])}
    scores = out_of_fold(counts, y, n_labels, folds, C=1.0, fitting=FitConfig())[task]
    doubted = confident_mislabels(y[task], softmax(scores / fit_temperature(y[task], scores)))
    labels = dataset.tasks[task]
    examples = [
        {
            "source": dataset.items[rows[i]].comment.source,
            "given": labels[int(y[task][i])],
            "suggested": labels[suggested],
            "margin": round(margin, 3),
            "text": dataset.items[rows[i]].comment.text,
        }
        for i, suggested, margin in doubted[:N_SHOWN]
    ]
    return {"n": len(doubted), "examples": examples}


def confident_mislabels(gold: Ints | np.ndarray[Any, Any], probabilities: Floats) -> list[tuple[int, int, float]]:
    """(row, suggested label, margin) of labels that are likely wrong, widest margin first.

    ``gold`` (n,), ``probabilities`` (n, labels) out of fold.
    """
    n_labels = probabilities.shape[1]
    threshold = np.array([
        probabilities[gold == k, k].mean() if (gold == k).any() else np.inf for k in range(n_labels)
    ])  # fmt: skip
    own = probabilities[np.arange(len(gold)), gold]
    confident = np.where(probabilities >= threshold, probabilities, -1.0)
    suggested = confident.argmax(axis=1)
    doubted = np.flatnonzero((confident.max(axis=1) > own) & (suggested != gold))
    margin = probabilities[doubted, suggested[doubted]] - own[doubted]
    order = np.argsort(-margin, kind="stable")
    return [(int(doubted[i]), int(suggested[doubted[i]]), float(margin[i])) for i in order]


def sample(model: Model, comments: Sequence[Comment], n: int, *, random_state: int = 0) -> list[tuple[Comment, str]]:
    """Comments to label next, with the reason: half where the model is least sure, half at random, none twice.

    The doubtful half teaches most (margin sampling, Scheffer et al. 2001); the random half keeps the labels usable for
    measuring. Comments without text, repetitions and rows that have a label for every task are never chosen.
    """
    seen: set[int] = set()
    pool = []
    for comment in comments:
        key = fingerprint(comment.text)
        labelled = all(comment.extra.get(task) for task in model.task_names)
        if comment.text.strip() and key not in seen and not labelled:
            seen.add(key)
            pool.append(comment)
    probabilities = model.predict_proba([comment.text for comment in pool])
    margin = np.mean([np.diff(np.sort(p, axis=1)[:, -2:], axis=1)[:, 0] for p in probabilities.values()], axis=0)
    n = min(n, len(pool))
    doubtful = np.argsort(margin, kind="stable")[: (n + 1) // 2].tolist()
    rest = np.setdiff1d(np.arange(len(pool)), doubtful)
    random = np.random.default_rng(random_state).permutation(rest)[: n - len(doubtful)].tolist()
    return [(pool[i], "doubtful") for i in doubtful] + [(pool[i], "random") for i in sorted(random)]
