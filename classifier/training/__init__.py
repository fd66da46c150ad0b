"""The training script: labelled comments in, a model file and its honest score out.

``python -m classifier.training DATA... -o MODEL`` and ``classifier train`` call the same ``train_file``.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray

from classifier import __version__
from classifier.dataset import Dataset, read_labelled
from classifier.errors import InputError
from classifier.features import FeatureConfig, Floats
from classifier.files import check_writable
from classifier.metrics import bootstrap_interval, macro_f1
from classifier.model import Heldout, Model, Task, softmax
from classifier.persistence import save_model
from classifier.readers import expand
from classifier.readers.reading import ReadOptions
from classifier.scores import score_task
from classifier.text import fingerprint, printable
from classifier.training.calibration import fit_temperature
from classifier.training.counting import count, kept_vocabulary, transform, weigh
from classifier.training.crossvalidation import Candidate, Gold, Judge, describe, search, split
from classifier.training.regression import FitConfig, fit_path

#: Held-out predictions kept in the model file at most; of larger data whole threads are drawn.
MAX_HELDOUT = 20_000
#: Comments from which all features are tried and the plainest setting within one standard error is taken. With fewer
#: only the first features are, and the best C: the error is so wide that the plainest would always win, and choosing
#: among features costs more than it brings (0.5 points in nested cross-validation on 600 to 900 tweets a target).
LARGE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """What is tried, and how it is judged: features × C (small data: the first features) on held-out groups."""

    features: tuple[FeatureConfig, ...] = (FeatureConfig(), FeatureConfig(min_df=2, char_min_df=3))
    C: tuple[float, ...] = (0.3, 1.0, 3.0)
    fitting: FitConfig = field(default_factory=FitConfig)
    n_splits: int = 5
    n_resamples: int = 1000
    random_state: int = 0


def train_file(
    inputs: Sequence[str],
    output: str,
    *,
    options: ReadOptions | None = None,
    label_columns: Mapping[str, str] | None = None,
    config: TrainingConfig | None = None,
    force: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Model, Dataset]:
    """Read labelled data, train, write the model file whole or not at all.

    Raises InputError for data that cannot be trained on, OutputError for a file that cannot be written.
    """
    check_writable(Path(output), inputs=expand(inputs), force=force)
    dataset = read_labelled(inputs, options=options, label_columns=label_columns)
    progress(f"read {len(dataset):,} labelled comments")
    model = train(dataset, config=config, progress=progress)
    save_model(model, Path(output), force=force)
    return model, dataset


def train(
    dataset: Dataset, *, config: TrainingConfig | None = None, progress: Callable[[str], None] = lambda _: None
) -> Model:
    """Choose the recipe by cross-validation over threads, calibrate it out of fold, fit it on all the data."""
    config = config or TrainingConfig()
    _refuse_untrainable(dataset)
    gold = {task: dataset.gold(task) for task in dataset.tasks}
    n_labels = {task: len(labels) for task, labels in dataset.tasks.items()}
    groups = dataset.groups()
    folds = split(groups, gold, config.n_splits, config.random_state)

    winner, table = search(
        dataset.texts, gold, n_labels, folds,
        features=config.features if len(dataset) >= LARGE else config.features[:1], C=config.C, fitting=config.fitting,
        judge=_judge(dataset, gold, config), progress=progress,
    )  # fmt: skip
    temperatures = {task: fit_temperature(y[y >= 0], winner.scores[task][y >= 0]) for task, y in gold.items()}
    progress("fitting on all comments")
    return _assemble(dataset, gold, dataset.threads(), winner, temperatures, table, config)


def _judge(dataset: Dataset, gold: Gold, config: TrainingConfig) -> Judge:
    """Macro-F1 over the labels of a task, and its standard error over threads (0 for small data)."""
    threads = dataset.threads()

    def value(task: str, scores: Floats) -> float:
        rows = gold[task] >= 0
        return macro_f1(gold[task][rows], scores[rows].argmax(axis=1), len(dataset.tasks[task]))

    def error(task: str, scores: Floats) -> float:
        labelled = np.flatnonzero(gold[task] >= 0)
        if len(labelled) < LARGE:
            return 0.0
        y, top = gold[task][labelled], scores[labelled].argmax(axis=1)
        interval = bootstrap_interval(
            lambda rows: macro_f1(y[rows], top[rows], len(dataset.tasks[task])),
            threads[labelled], n_resamples=min(200, config.n_resamples), random_state=config.random_state,
        )  # fmt: skip
        return (interval.high - interval.low) / (2 * 1.96)

    return Judge(value=value, error=error)


def _refuse_untrainable(dataset: Dataset) -> None:
    for task, labels in dataset.tasks.items():
        rows = [(item.labels[task], item.comment.source) for item in dataset.items if task in item.labels]
        if len(labels) < 2:
            raise InputError(
                f"{rows[0][1]}: every {printable(task)} label is {printable(labels[0])!r}; at least two are needed"
            )
        for label in labels:
            where = [source for found, source in rows if found == label]
            if len(where) < 2:
                raise InputError(
                    f"{where[0]}: the {printable(task)} label {printable(label)!r} stands on this row alone; "
                    "give it more examples or correct it"
                )
    if len(np.unique(dataset.groups())) < 2:
        raise InputError("all comments belong to one thread or have the same text; data from two threads are needed")


def _assemble(
    dataset: Dataset,
    gold: Gold,
    threads: NDArray[np.int64],
    winner: Candidate,
    temperatures: Mapping[str, float],
    table: list[dict[str, object]],
    config: TrainingConfig,
) -> Model:
    counts = count(dataset.texts, winner.features)
    rows = np.arange(len(dataset))
    weighting = weigh(counts, rows)
    X = transform(counts, rows, weighting)
    fitted = {
        task: fit_path(X, y, len(dataset.tasks[task]), [c := winner.C[task]], config.fitting)[c]
        for task, y in gold.items()
    }
    probabilities = {
        task: softmax(scores / temperatures[task]).astype(np.float32) for task, scores in winner.scores.items()
    }
    return Model(
        tasks=tuple(
            Task(
                name=task,
                labels=labels,
                temperature=temperatures[task],
                definitions=_definitions(task, labels),
                heldout=heldout_scores(gold[task], probabilities[task], labels, threads, config),
            )
            for task, labels in dataset.tasks.items()
        ),
        config=winner.features,
        vocabulary=kept_vocabulary(counts, weighting),
        idf=weighting.idf,
        coefficients=np.hstack([fitted[task].coefficients for task in dataset.tasks]),
        intercepts=np.concatenate([fitted[task].intercepts for task in dataset.tasks]),
        heldout=_sample_heldout(gold, probabilities, threads, config),
        fingerprints=np.unique(np.array([fingerprint(text) for text in dataset.texts], np.uint64)),
        created=_created(dataset, winner, table, config),
    )


def heldout_scores(
    gold: NDArray[np.int8],
    probabilities: NDArray[np.float32],
    labels: Sequence[str],
    threads: NDArray[np.int64],
    config: TrainingConfig,
) -> dict[str, Any]:
    """Cross-validated scores of one task as plain values, each with its 95% interval over threads."""
    rows = gold >= 0
    y, p = gold[rows].astype(np.int64), probabilities[rows].astype(np.float64)
    return score_task(
        y, p, p.argmax(axis=1), threads[rows], labels, n_resamples=config.n_resamples, random_state=config.random_state
    )


def _definitions(task: str, labels: Sequence[str]) -> dict[str, str]:
    known = DEFINITIONS.get(task, {})
    return {label: known[label] for label in labels if label in known}


def _sample_heldout(
    gold: Gold, probabilities: Mapping[str, Any], threads: NDArray[np.int64], config: TrainingConfig
) -> Heldout:
    order = np.random.default_rng(config.random_state).permutation(int(threads.max()) + 1)
    sizes = np.cumsum(np.bincount(threads)[order])
    kept = np.isin(threads, order[: max(1, int(np.searchsorted(sizes, MAX_HELDOUT, "right")))])
    return Heldout(
        thread=threads[kept].astype(np.int32),
        gold={task: y[kept] for task, y in gold.items()},
        probabilities={task: p[kept] for task, p in probabilities.items()},
    )


def _created(
    dataset: Dataset, winner: Candidate, table: list[dict[str, object]], config: TrainingConfig
) -> dict[str, Any]:
    return {
        "classifier": __version__,
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "data_sha256": dataset.digest(),
        "data_files": [Path(tally.source).name for tally in dataset.tallies],
        "n": len(dataset),
        "n_threads": len(np.unique(dataset.threads())),
        "features": describe(winner.features),
        "C": dict(winner.C),
        "fitting": asdict(config.fitting),
        "n_splits": config.n_splits,
        "random_state": config.random_state,
        "grid": table,
    }


#: What the labels of the shipped tasks mean, in one sentence each; the codebook in ``data/`` has the rules.
DEFINITIONS: Mapping[str, Mapping[str, str]] = {
    "stance": {
        "hawkish": "for force, strength, pressure, sanctions or a hard line, or against talks, deals and concessions",
        "dovish": "for diplomacy, restraint, easing and arms control, or against force, sanctions, arms sales and war",
        "neutral": "takes neither side: facts, jokes, remarks on persons or the article, off topic, truly balanced",
    },
    "sentiment": {
        "negative": "anger, contempt, fear, pessimism, blame, stinging sarcasm",
        "neutral": "matter-of-fact, sober disagreement or a calm warning, mixed without a winner",
        "positive": "hope, approval, praise, enthusiasm, gratitude, warm humour",
    },
}
