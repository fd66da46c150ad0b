"""The plain recipe on somebody else's data: SemEval-2016 stance, five targets, one model a target, no special settings.

    python -m tests.benchmarks.semeval

Trained on train + val as ``classifier train`` does it. The official score pools the predictions of all targets and
averages the F1 of favor and against; the mean over targets tells more, since the pooled one is high for each target's
commonest label already.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import numpy as np

from classifier.metrics import confusion_matrix, precision_recall_f1
from classifier.training import train_file
from tests.benchmarks.common import BENCHMARKS, markdown, need

LABELS = ("none", "against", "favor")


def load(folder: Path, part: str) -> list[tuple[str, str]]:
    """(text, label) rows of one part of one target."""
    texts = (folder / f"{part}_text.txt").read_text(encoding="utf-8").splitlines()
    labels = (folder / f"{part}_labels.txt").read_text(encoding="utf-8").split()
    return [(text, LABELS[int(label)]) for text, label in zip(texts, labels, strict=True)]


def score(gold: np.ndarray, predicted: np.ndarray) -> float:
    """Mean F1 of against and favor, in percent."""
    return 100 * float(precision_recall_f1(confusion_matrix(gold, predicted, 3))[2][1:].mean())


def main() -> None:
    """Train and score every target."""
    all_gold, all_predicted, all_majority, rows = [], [], [], []
    for folder in sorted(path for path in need(BENCHMARKS / "tweeteval_stance").iterdir() if path.is_dir()):
        training, test = load(folder, "train") + load(folder, "val"), load(folder, "test")
        with tempfile.TemporaryDirectory() as scratch:
            data = Path(scratch) / "train.csv"
            with data.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([("text", "stance"), *training])
            model, _ = train_file([str(data)], str(Path(scratch) / "m.joblib"))
        labels = model.task("stance").labels
        top = model.predict_proba([text for text, _ in test])["stance"].argmax(axis=1)
        predicted = np.array([LABELS.index(labels[i]) for i in top])
        gold = np.array([LABELS.index(label) for _, label in test])
        commonest = max(LABELS, key=[label for _, label in training].count)
        majority = np.full(len(gold), LABELS.index(commonest))
        rows.append([folder.name, len(test), f"{score(gold, predicted):.1f}", f"{score(gold, majority):.1f}"])
        all_gold.append(gold)
        all_predicted.append(predicted)
        all_majority.append(majority)
    pooled = [np.concatenate(part) for part in (all_gold, all_predicted, all_majority)]
    means = [f"{np.mean([float(row[i]) for row in rows]):.1f}" for i in (2, 3)]
    rows.append(["mean over targets", "", *means])
    rows.append(["official (pooled)", len(pooled[0]), *(f"{score(pooled[0], part):.1f}" for part in pooled[1:])])
    print(markdown(["target", "n", "classifier train", "commonest label"], rows))


if __name__ == "__main__":
    main()
