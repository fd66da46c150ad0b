"""One self-contained HTML page for a thread: shares, labelled comments with their words marked, limits, the card."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from classifier.explanation import highlight
from classifier.model import Model
from classifier.reporting.summary import METHODS, headline, percent
from classifier.reporting.table import Depth
from classifier.schema import Prediction
from classifier.summary import Thread
from classifier.text import printable

#: Tokens marked in a comment at most, and the least part in the score (nats) for which one is marked.
MAX_MARKS = 6
MIN_MARK = 0.1
#: Steps of the confidence filter in percent.
CONFIDENCES = (0, 50, 65, 80)

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def render_page(
    model: Model, threads: Sequence[Thread], summaries: Sequence[Mapping[str, Any]], card: Mapping[str, Any]
) -> str:
    """The page. Nothing is loaded from outside and no script runs; the style sheet is allowed by its hash alone."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    style += "".join(_filter_rules(len(task.labels), i) for i, task in enumerate(model.tasks))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode()
    tasks = [{"name": task.name, "labels": list(task.labels), "definitions": task.definitions} for task in model.tasks]
    return _TEMPLATES.get_template("page.html").render(
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        tasks=tasks,
        confidences=CONFIDENCES,
        threads=[
            {"summary": summary, "headlines": _headlines(summary), "comments": _comments(model, thread)}
            for thread, summary in zip(threads, summaries, strict=True)
        ],
        methods=METHODS,
        card=card,
        percent=percent,
        show=printable,
    )


def _headlines(summary: Mapping[str, Any]) -> dict[str, str]:
    return {task: headline(summary, task) for task in summary["shares"]}


def _comments(model: Model, thread: Thread) -> list[dict[str, Any]]:
    depth = Depth()
    marked = _marked_texts(model, thread.predictions)
    return [
        {
            "comment": prediction.comment,
            "depth": depth(prediction.comment),
            "text": text,
            "verdicts": [_verdict(prediction, task.name, task.labels) for task in model.tasks],
        }
        for prediction, text in zip(thread.predictions, marked, strict=True)
    ]


def _verdict(prediction: Prediction, task: str, labels: Sequence[str]) -> dict[str, Any]:
    """A task's label with its place in the label set (for its colour) and its confidence step (for the filter)."""
    probabilities = prediction.probabilities.get(task)
    if not probabilities:
        return {"task": task, "label": None, "place": "none", "p": None, "step": 0}
    top = max(labels, key=lambda label: probabilities[label])
    p = probabilities[top]
    label = prediction.labels[task]
    return {
        "task": task,
        "label": label,
        "place": "none" if label is None else list(labels).index(label),
        "p": p,
        "step": max(step for step in CONFIDENCES if 100 * p >= step),
    }


def _marked_texts(model: Model, predictions: Sequence[Prediction]) -> list[Markup]:
    """Each comment's text, escaped, with the tokens marked that spoke most for the first task's most probable label."""
    task = model.tasks[0]
    rows = [i for i, prediction in enumerate(predictions) if prediction.probabilities]
    tops = [max(task.labels, key=lambda label: predictions[i].probabilities[task.name][label]) for i in rows]
    spans = highlight(model, [predictions[i].comment.text for i in rows], task.name, tops)
    found = dict(zip(rows, spans, strict=True))
    return [_mark(prediction.comment.text, found.get(i, [])) for i, prediction in enumerate(predictions)]


def _mark(text: str, spans: Sequence[tuple[int, int, float]]) -> Markup:
    parts: list[str] = []
    at = 0
    for start, end, level in _marked_spans(spans):
        parts += [escape(printable(text[at:start])), f'<mark class="m{level}">']
        parts += [escape(printable(text[start:end])), "</mark>"]
        at = end
    return Markup("".join([*parts, escape(printable(text[at:]))]))


def _marked_spans(spans: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, int]]:
    """The strongest tokens as (start, end, level 1 or 2), neighbours of one level joined."""
    strongest = sorted((weight for _, _, weight in spans), reverse=True)[:MAX_MARKS]
    floor = max(MIN_MARK, strongest[-1] if strongest else 0.0)
    joined: list[tuple[int, int, int]] = []
    neighbour = False
    for start, end, weight in spans:
        level = 2 if weight >= 3 * MIN_MARK else 1
        if weight < floor:
            neighbour = False
        elif neighbour and joined[-1][2] == level:
            joined[-1] = (joined[-1][0], end, level)
        else:
            joined.append((start, end, level))
            neighbour = True
    return joined


def _filter_rules(n_labels: int, task: int) -> str:
    """Rules that hide the comments of other labels while a label's radio button is on; they need no script."""
    rules = [
        f"body:has(#t{task}-{label}:checked) .comment:not(.t{task}-{label}){{display:none}}\n"
        for label in [*range(n_labels), "none"]
    ]
    if task == 0:
        rules += [
            f"body:has(#c{step}:checked) .comment.c{lower}{{display:none}}\n"
            for step in CONFIDENCES
            for lower in CONFIDENCES
            if lower < step
        ]
    return "".join(rules)
