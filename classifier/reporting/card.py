"""What a model is, as plain values and as text for people."""

from __future__ import annotations

from typing import Any

import numpy as np

from classifier.model import Model
from classifier.reporting.scores import render_scores
from classifier.text import printable


def model_card(model: Model, name: str, sha256: str, n_top: int) -> dict[str, Any]:
    """Labels and definitions, held-out scores, training data, strongest n-grams: plain JSON values."""
    return {
        "model": name,
        "sha256": sha256,
        "created": dict(model.created),
        "n_ngrams": model.vocabulary.n_columns,
        "tasks": {
            task.name: {
                "labels": {label: task.definitions.get(label) for label in task.labels},
                "temperature": task.temperature,
                "heldout": dict(task.heldout),
                "strongest": strongest_ngrams(model, task.name, n_top),
            }
            for task in model.tasks
        },
    }


def strongest_ngrams(model: Model, task: str, n: int) -> dict[str, list[str]]:
    """Label -> the ``n`` words and word pairs with the largest coefficient times idf, strongest first."""
    words = model.vocabulary.n_word_columns
    found: dict[str, list[str]] = {}
    for name, part in model.slices():
        if name.name != task:
            continue
        weights = model.coefficients[:words, part] * model.idf[:words, None]
        for i, label in enumerate(name.labels):
            least = np.partition(weights[:, i], -n)[-n] if 0 < n < words else -np.inf
            near_top = np.flatnonzero(weights[:, i] >= least)
            top = near_top[np.argsort(-weights[near_top, i], kind="stable")][:n]
            found[label] = list(model.vocabulary.terms(top.tolist(), model.config.char_bits))
    return found


def render_card(card: dict[str, Any]) -> str:
    """The card for people."""
    created = card["created"]
    lines = [
        f"model      {printable(card['model'])}",
        f"sha256     {card['sha256']}",
        f"made by    classifier {created.get('classifier')}, scikit-learn {created.get('scikit-learn')}",
        f"data       {created.get('n', 0):,} comments in {created.get('n_threads', 0):,} threads, "
        f"sha256 {str(created.get('data_sha256'))[:16]}",
        f"features   {created.get('features')}: {card['n_ngrams']:,} n-grams",
    ]
    for name, task in card["tasks"].items():
        lines += ["", printable(name).upper()]
        for label, definition in task["labels"].items():
            lines.append(f"  {printable(label)}: {printable(definition or 'no definition')}")
            if task["strongest"][label]:
                lines.append(f"      {printable(', '.join(task['strongest'][label]))}")
        lines += ["", *("  " + line for line in render_scores(task["heldout"]).splitlines())]
    return printable("\n".join(lines) + "\n")
