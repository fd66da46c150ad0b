"""What a thread says as a whole: honest shares, who answers whom, and where the model should not be believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.features import Floats
from classifier.model import Model
from classifier.prevalence import Prevalence, classify_and_count, estimate_prevalence
from classifier.schema import Prediction
from classifier.similarity import near_duplicates
from classifier.text import normalize, words

#: Share of words that the model has seen below which a thread is outside what it knows (English text of other topics
#: stays above 0.9, other languages fall far below).
MIN_KNOWN = 0.75
#: Share of comments with two central-bank words from which the words hawkish and dovish are likely meant otherwise.
MAX_CENTRAL_BANK = 0.25
CENTRAL_BANK = frozenset((
    "fed", "fomc", "ecb", "boe", "boj", "powell", "lagarde", "yellen", "bernanke", "inflation", "disinflation",
    "monetary", "macroprudential", "taper", "tapering", "easing", "tightening", "yields", "bonds", "treasuries", "bps",
    "quantitative", "hike", "hikes",
))  # fmt: skip
#: Share of comments that take no side from which a thread may not be about the question at all (debates about schools,
#: taxes and pets lie near 0.9, debates about war below 0.5).
MAX_NEUTRAL = 0.75
#: Share of the comments by the three most active writers from which shares by writer are given too.
FEW_WRITERS = 0.5
N_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The labelled comments of one thread."""

    name: str
    predictions: tuple[Prediction, ...]


def split_threads(predictions: Iterable[Prediction]) -> list[Thread]:
    """Predictions by thread, in order of first sight."""
    found: dict[str, list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        found[prediction.comment.thread or ""].append(prediction)
    return [Thread(name=name, predictions=tuple(rows)) for name, rows in found.items()]


def summarize(model: Model, thread: Thread) -> dict[str, Any]:
    """One thread as plain JSON values.

    ``shares``: task -> label -> estimate with 95% interval beside the bare count. ``warnings``: sentences on where the
    numbers should not be believed. Comments without text are counted as ``n_empty`` and in nothing else.
    """
    rows = [prediction for prediction in thread.predictions if prediction.probabilities]
    summary: dict[str, Any] = {
        "thread": thread.name,
        "n": len(rows),
        "n_empty": len(thread.predictions) - len(rows),
        "n_truncated": sum(row.comment.truncated for row in rows),
        **_writers(rows),
        "shares": {},
        "warnings": [],
    }
    if not rows:
        return summary
    estimates = {}
    for task in model.tasks:
        p = probability_matrix(rows, task.name, task.labels)
        estimates[task.name] = estimate_prevalence(p, model.confusion(task.name))
        summary["shares"][task.name] = _shares(task.labels, p, estimates[task.name])
        summary["abstained"] = summary.get("abstained", {}) | {
            task.name: sum(row.labels[task.name] is None for row in rows)
        }
    first = model.tasks[0]
    texts = [words(normalize(row.comment.text)) for row in rows]
    summary |= {
        "method": estimates[first.name].method,
        "cross_table": _cross_table(rows, model),
        "top_level_and_replies": _by_place(rows, first.name),
        "answers": _answers(rows, first.name),
        "by_writer": _by_writer(rows, first.name, summary["share_of_top_3_writers"]),
        "near_identical": _near_identical(rows, texts),
        "examples": _examples(rows, first.name, first.labels),
    }
    summary["warnings"] = _warnings(model, texts, summary, estimates)
    return summary


def probability_matrix(rows: Sequence[Prediction], task: str, labels: Sequence[str]) -> Floats:
    """(n, labels) probabilities of predictions, columns in the order of ``labels``."""
    return np.array([[row.probabilities[task][label] for label in labels] for row in rows])


def _shares(labels: Sequence[str], probabilities: Floats, estimate: Prevalence) -> dict[str, dict[str, Any]]:
    counted = classify_and_count(probabilities)
    return {
        label: {
            "estimate": float(estimate.share[i]),
            "ci95": [float(estimate.low[i]), float(estimate.high[i])],
            "counted": float(counted[i]),
        }
        for i, label in enumerate(labels)
    }


def _writers(rows: Sequence[Prediction]) -> dict[str, Any]:
    authors = Counter(row.comment.author for row in rows if row.comment.author is not None)
    top = sum(count for _, count in authors.most_common(3))
    return {
        "n_writers": len(authors),
        "n_without_author": len(rows) - authors.total(),
        "most_active": [{"author": author, "n": count} for author, count in authors.most_common(3)],
        "share_of_top_3_writers": top / authors.total() if authors else None,
    }


def _cross_table(rows: Sequence[Prediction], model: Model) -> dict[str, Any] | None:
    """Comments by the labels of the first two tasks; None for a model with one task."""
    if len(model.tasks) < 2:
        return None
    first, second = model.tasks[:2]
    counts = Counter((row.labels[first.name], row.labels[second.name]) for row in rows)
    return {
        "rows": {first.name: list(first.labels)},
        "columns": {second.name: list(second.labels)},
        "n": [[counts[a, b] for b in second.labels] for a in first.labels],
    }


def _by_place(rows: Sequence[Prediction], task: str) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = {"top_level": Counter(), "replies": Counter()}
    for row in rows:
        place = "top_level" if row.comment.parent is None else "replies"
        table[place][row.labels[task] or "(none)"] += 1
    return {place: dict(counts) for place, counts in table.items()}


def _answers(rows: Sequence[Prediction], task: str) -> list[dict[str, Any]]:
    """How often a comment of one label answers one of another, most often first."""
    label_of = {row.comment.id: row.labels[task] for row in rows}
    pairs = Counter(
        (row.labels[task] or "(none)", label_of[row.comment.parent] or "(none)")
        for row in rows
        if row.comment.parent is not None and row.comment.parent in label_of
    )
    return [{"reply": reply, "to": to, "n": n} for (reply, to), n in pairs.most_common()]


def _by_writer(rows: Sequence[Prediction], task: str, top_share: float | None) -> dict[str, Any] | None:
    """Shares with one vote a writer, where three write half of a thread that is mostly signed; None elsewhere."""
    n_signed = sum(row.comment.author is not None for row in rows)
    if top_share is None or top_share < FEW_WRITERS or n_signed < max(10, len(rows) / 2):
        return None
    votes: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.comment.author is not None:
            for label, p in row.probabilities[task].items():
                votes[label][row.comment.author].append(p)
    return {label: float(np.mean([np.mean(p) for p in writers.values()])) for label, writers in votes.items()}


def _near_identical(rows: Sequence[Prediction], texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Groups of comments that say the same in almost the same words: their ids, the earliest first."""
    groups: dict[int, list[str]] = {}
    for earlier, later, _ in near_duplicates(texts):
        groups.setdefault(earlier, [rows[earlier].comment.id]).append(rows[later].comment.id)
    return list(groups.values())


def _examples(rows: Sequence[Prediction], task: str, labels: Sequence[str]) -> dict[str, Any]:
    """Ids of the comments most typical of each label, and of those nearest the fence."""
    p = probability_matrix(rows, task, labels)
    ranked = np.sort(p, axis=1)
    fence = np.argsort(ranked[:, -1] - ranked[:, -2], kind="stable")[:N_EXAMPLES]
    top = p.argmax(axis=1)
    typical = {}
    for i, label in enumerate(labels):
        order = np.argsort(-p[:, i], kind="stable")
        typical[label] = [rows[j].comment.id for j in order if top[j] == i][:N_EXAMPLES]
    return {"typical": typical, "nearest_the_fence": [rows[j].comment.id for j in fence]}


def _warnings(
    model: Model, texts: Sequence[Sequence[str]], summary: Mapping[str, Any], estimates: Mapping[str, Prevalence]
) -> list[str]:
    found = []
    known = model.known_share(texts)
    if known < MIN_KNOWN:
        found.append(f"the model knows only {known:.0%} of the words: this is not the kind of English it learnt from")
    bank = sum(len(CENTRAL_BANK.intersection(words)) > 1 for words in texts) / len(texts)
    if bank >= MAX_CENTRAL_BANK:
        found.append(
            f"{bank:.0%} of the comments speak of central banks, where hawkish and dovish mean something else: "
            "these labels are about force and diplomacy"
        )
    neutral = summary["shares"].get("stance", {}).get("neutral", {"counted": 0.0})["counted"]
    if neutral >= MAX_NEUTRAL:
        found.append(f"{neutral:.0%} of the comments take no side: is this thread about force and diplomacy at all?")
    for task in model.tasks:
        if sentence := undecided(task.labels, estimates[task.name]):
            found.append(f"{task.name}: {sentence}")
    if summary["near_identical"]:
        copies = sum(len(group) - 1 for group in summary["near_identical"])
        found.append(f"{copies} comments nearly repeat an earlier one: copied posts?")
    if summary["by_writer"]:
        found.append(
            f"the three most active writers wrote {summary['share_of_top_3_writers']:.0%} of the signed comments"
        )
    return found


def undecided(labels: Sequence[str], estimate: Prevalence) -> str | None:
    """A sentence where the two largest shares cannot be told apart, None where they can."""
    first, second = np.argsort(-estimate.share, kind="stable")[:2].tolist()
    if estimate.low[first] > estimate.high[second]:
        return None
    return f"the intervals of {labels[first]} and {labels[second]} overlap: which is larger cannot be told"
