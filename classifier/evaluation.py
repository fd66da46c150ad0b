"""A model against gold labels: every score with its interval, beside what guessing would reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.agreement import agreement
from classifier.dataset import Dataset
from classifier.decision import decide, label_minimum
from classifier.errors import InputError
from classifier.model import Model, Task
from classifier.prevalence import classify_and_count, estimate_prevalence
from classifier.schema import Labelled
from classifier.scores import score_task
from classifier.text import fingerprint, printable

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Share of evaluated texts that stand in the training data beyond which a score says little.
MAX_OVERLAP = 0.01
#: Cramér's V of stance and sentiment beyond which the one mirrors the other.
MIRROR = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """``scores``: plain JSON values as in the contract. ``errors``: misclassified comments, worst first."""

    scores: dict[str, Any]
    errors: list[dict[str, Any]]
    warnings: list[str]
    gold: Mapping[str, Ints]
    probabilities: Mapping[str, Floats]


def evaluate(
    model: Model,
    dataset: Dataset,
    *,
    minimum: Mapping[str, Mapping[str, float]] | None = None,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> Evaluation:
    """Judge a model on labelled comments, task by task, with 95% bootstrap intervals over threads.

    ``minimum``: task -> label -> least probability, below which the model abstains. Raises InputError where the
    data hold none of the model's tasks, or a label that the model does not know.
    """
    shared = [task for task in model.tasks if task.name in dataset.tasks]
    if not shared:
        raise InputError(
            f"the data are labelled for {', '.join(map(printable, dataset.tasks))}, "
            f"the model knows {', '.join(model.task_names)}; name columns with --label-column TASK=NAME"
        )
    everything = model.predict_proba(dataset.texts)
    threads_of = dataset.threads()
    scores: dict[str, Any] = {}
    errors: list[dict[str, Any]] = []
    gold_of, p_of = {}, {}
    for task in shared:
        gold = _gold_positions(dataset, task)
        rows = np.flatnonzero(gold >= 0)
        y, p, threads = gold[rows], everything[task.name][rows], threads_of[rows]
        predicted = decide(p, label_minimum(task.labels, (minimum or {}).get(task.name, {})))
        scores[task.name] = score_task(
            y, p, predicted, threads, task.labels, n_resamples=n_resamples, random_state=random_state
        )
        scores[task.name]["prevalence"] = _prevalence(model, task, y, p)
        if agreement := _human_agreement(dataset, task.name):
            scores[task.name]["human_agreement"] = agreement
        errors += _errors(task, [dataset.items[i] for i in rows], y, p)
        gold_of[task.name], p_of[task.name] = y, p
    errors.sort(key=lambda row: row["probability_of_gold"])
    return Evaluation(
        scores={"n": len(dataset), "tasks": scores},
        errors=errors,
        warnings=_warnings(model, dataset),
        gold=gold_of,
        probabilities=p_of,
    )


def _prevalence(model: Model, task: Task, gold: Ints, probabilities: Floats) -> dict[str, dict[str, Any]]:
    estimate = estimate_prevalence(probabilities, model.confusion(task.name))
    counted = classify_and_count(probabilities)
    return {
        label: {
            "gold": float((gold == i).mean()),
            "counted": float(counted[i]),
            "estimate": float(estimate.share[i]),
            "estimate_ci95": [float(estimate.low[i]), float(estimate.high[i])],
        }
        for i, label in enumerate(task.labels)
    }


def _gold_positions(dataset: Dataset, task: Task) -> Ints:
    for item in dataset.items:
        label = item.labels.get(task.name)
        if label is not None and label not in task.labels:
            raise InputError(
                f"{item.comment.source}: the model knows no {task.name} label {printable(label)!r} "
                f"(it knows {', '.join(task.labels)}); correct the label or use another model"
            )
    position = {label: i for i, label in enumerate(task.labels)}
    return np.array([position.get(item.labels.get(task.name, ""), -1) for item in dataset.items], np.int64)


def _errors(task: Task, items: list[Labelled], gold: Ints, probabilities: Floats) -> list[dict[str, Any]]:
    top = probabilities.argmax(axis=1)
    return [
        {
            "id": items[i].comment.id,
            "thread": items[i].comment.thread,
            "source": items[i].comment.source,
            "text": items[i].comment.text,
            "task": task.name,
            "gold": task.labels[gold[i]],
            "predicted": task.labels[top[i]],
            "probability_of_gold": float(probabilities[i, gold[i]]),
            "probability_of_predicted": float(probabilities[i, top[i]]),
        }
        for i in np.flatnonzero(top != gold).tolist()
    ]


def _human_agreement(dataset: Dataset, task: str) -> dict[str, Any] | None:
    """How far several annotators agree on the same comments; None unless the data say who labelled what."""
    return agreement(dataset.items, task)


def _warnings(model: Model, dataset: Dataset) -> list[str]:
    prints = np.array([fingerprint(text) for text in dataset.texts], np.uint64)
    overlap = float(np.isin(prints, model.fingerprints).mean())
    found = []
    if overlap > MAX_OVERLAP:
        found.append(f"{overlap:.0%} of these comments stand in the model's training data: the scores are too good")
    if {"stance", "sentiment"} <= dataset.tasks.keys() and mirrors(dataset) > MIRROR:
        found.append("stance merely mirrors sentiment in these labels: the scores cannot tell the two apart")
    return found


def mirrors(dataset: Dataset) -> float:
    """Cramér's V of stance and sentiment among comments that have both: 0 independent, 1 the one gives the other."""
    stance, sentiment = dataset.gold("stance"), dataset.gold("sentiment")
    rows = (stance >= 0) & (sentiment >= 0)
    if not rows.any():
        return 0.0
    n = np.zeros((len(dataset.tasks["stance"]), len(dataset.tasks["sentiment"])))
    np.add.at(n, (stance[rows], sentiment[rows]), 1)
    n = n[n.sum(axis=1) > 0][:, n.sum(axis=0) > 0]
    if min(n.shape) < 2:
        return 0.0
    expected = n.sum(axis=1, keepdims=True) * n.sum(axis=0) / n.sum()
    return float(np.sqrt(((n - expected) ** 2 / expected).sum() / n.sum() / (min(n.shape) - 1)))
