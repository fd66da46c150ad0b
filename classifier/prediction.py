"""Comments in, predictions out, in order and in constant memory however many there are.

An archive that outgrows one machine is labelled on a cluster by the same function (the ``cluster`` extra)::

    with Client("tcp://scheduler:8786"), joblib.parallel_config(backend="dask"):
        for prediction in predict(model, comments, jobs=-1):
            ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np

from classifier.decision import decide, label_minimum
from classifier.explanation import explain
from classifier.model import Model
from classifier.schema import Comment, Prediction, Reason

#: Comments in one batch: a task of its own where there are several processes; a stream stays in constant memory.
BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionConfig:
    """When to abstain and how much to explain.

    ``minimum``: task -> label -> least probability (absent: 0). ``n_reasons``: how many n-grams a comment.
    """

    minimum: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    n_reasons: int = 0


def predict_batch(model: Model, config: PredictionConfig, comments: list[Comment]) -> list[Prediction]:
    """Label one batch; comments without text get no label and no probabilities."""
    written = [i for i, comment in enumerate(comments) if comment.text.strip()]
    probabilities = model.predict_proba([comments[i].text for i in written])
    chosen = {
        task.name: decide(probabilities[task.name], label_minimum(task.labels, config.minimum.get(task.name, {})))
        for task in model.tasks
    }
    row_of = {i: row for row, i in enumerate(written)}
    return [
        _prediction(model, config, comment, probabilities, chosen, row_of.get(i)) for i, comment in enumerate(comments)
    ]


def _prediction(
    model: Model,
    config: PredictionConfig,
    comment: Comment,
    probabilities: Mapping[str, np.ndarray[tuple[int, int], np.dtype[np.float64]]],
    chosen: Mapping[str, np.ndarray[tuple[int], np.dtype[np.int64]]],
    row: int | None,
) -> Prediction:
    if row is None:
        return Prediction(comment=comment, labels=dict.fromkeys(model.task_names), probabilities={})
    labels: dict[str, str | None] = {}
    reasons: dict[str, tuple[Reason, ...]] = {}
    for task in model.tasks:
        at = int(chosen[task.name][row])
        labels[task.name] = task.labels[at] if at >= 0 else None
        if config.n_reasons:
            top = task.labels[int(probabilities[task.name][row].argmax())]
            reasons[task.name] = explain(model, comment.text, task.name, top, config.n_reasons)
    return Prediction(
        comment=comment,
        labels=labels,
        probabilities={
            task.name: dict(zip(task.labels, probabilities[task.name][row].tolist(), strict=True))
            for task in model.tasks
        },
        reasons=reasons,
    )


def batches(comments: Iterable[Comment], size: int = BATCH) -> Iterator[list[Comment]]:
    """Comments in lists of ``size``, the last one shorter."""
    stream = iter(comments)
    while batch := list(islice(stream, size)):
        yield batch


def predict(
    model: Model, comments: Iterable[Comment], config: PredictionConfig | None = None, *, jobs: int = 1
) -> Iterator[Prediction]:
    """Label comments in order.

    ``jobs`` > 1 spreads batches over processes with joblib; ``joblib.parallel_config`` around the call chooses another
    backend (a Dask cluster, say), and the rows are the same.
    """
    one = partial(predict_batch, model, config or PredictionConfig())
    if jobs == 1:
        for batch in batches(comments):
            yield from one(batch)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, return_as="generator", pre_dispatch="2*n_jobs")
    for done in parallel(delayed(one)(batch) for batch in batches(comments)):
        yield from done
