"""Scores as text for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.text import printable


def render_task_scores(scores: Mapping[str, Mapping[str, Any]]) -> str:
    """A block for each task: its name, then its scores."""
    return "\n".join(f"{printable(task).upper()}\n{render_scores(found)}" for task, found in scores.items())


def render_scores(scores: Mapping[str, Any]) -> str:
    """One task: headline scores with 95% intervals, baselines, a row for each label, the confusion matrix."""
    lines = [f"n = {scores['n']:,} in {scores['n_threads']:,} threads; brackets hold 95% intervals over threads"]
    for name, title in (
        ("macro_f1", "macro-F1"),
        ("accuracy", "accuracy"),
        ("brier", "Brier"),
        ("ece", "ECE"),
        ("aurc", "AURC"),
    ):
        lines.append(f"{title:<20} {scores[name]:.3f} {_interval(scores[f'{name}_ci95'])}")
    if scores["coverage"] is not None and scores["coverage"] < 1:
        lines.append(f"{'coverage':<20} {scores['coverage']:.3f} {_interval(scores['coverage_ci95'])}")
    for name, title in (("majority", "commonest label"), ("stratified", "labels drawn by lot")):
        baseline = scores["baselines"][name]
        lines.append(f"{title:<20} {baseline['macro_f1']:.3f} macro-F1, {baseline['accuracy']:.3f} accuracy")
    if agreement := scores.get("human_agreement"):
        alpha = f"{agreement['krippendorff_alpha']:.3f} {_interval(agreement['krippendorff_alpha_ci95'])}"
        lines.append(f"{'people among them':<20} {agreement['percent']:.3f} agreement, Krippendorff's alpha {alpha}")
    return "\n".join([*lines, *_labels(scores), *_confusion(scores["confusion"])]) + "\n"


def _labels(scores: Mapping[str, Any]) -> list[str]:
    lines = [f"{'':<12} precision  recall      F1  support"]
    for label, row in scores["labels"].items():
        numbers = f"{row['precision']:>9.3f} {row['recall']:>7.3f} {row['f1']:>7.3f} {row['support']:>8,}"
        lines.append(f"{printable(label):<12} {numbers}")
    return lines


def _confusion(confusion: Mapping[str, Any]) -> list[str]:
    labels = [printable(label)[:12] for label in confusion["labels"]]
    lines = ["gold \\ model  " + " ".join(f"{label:>12}" for label in labels)]
    for label, row in zip(labels, confusion["matrix"], strict=True):
        lines.append(f"{label:<13}" + " ".join(f"{count:>12,}" for count in row))
    return lines


def _interval(bounds: list[float | None]) -> str:
    low, high = bounds
    return "[no interval]" if low is None or high is None else f"[{low:.3f}, {high:.3f}]"
