"""The shipped model on real comments of debates that it has never seen, beside guessing, VADER and a phrase list.

    python -m tests.benchmarks.transfer [MODEL]

The development files were looked at to learn what the training data lacked. Their labels trained nothing and set no
threshold.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from classifier.decision import decide, label_minimum, precision_thresholds
from classifier.metrics import accuracy, auc, bootstrap_interval, coverage, macro_f1
from classifier.persistence import default_model_path, load_model
from tests.benchmarks.common import BENCHMARKS, markdown, rows_of

LABELS = ("hawkish", "dovish", "neutral")
#: A list that anyone could write down in ten minutes; nothing was tuned.
HAWKISH = re.compile(
    r"\b(bomb|strike|destroy|crush|defeat|deterrence?|strength|strong|weak\w*|appease\w*|threat|enem\w+|terroris\w+|"
    r"sanctions? (?:work|on)|pressure|arm (?:the|them)|defend|never trust|only understand|force|victory|regime)\b", re.I
)  # fmt: skip
DOVISH = re.compile(
    r"\b(peace\w*|talks?|negotiat\w+|diploma\w+|dialogue|cease-?fire|withdraw\w*|bring \w+ home|stop the war|innocent|"
    r"civilians|end the (?:war|embargo|occupation)|none of our business|warmonger\w*|military.industrial|disarm\w*|"
    r"abolish|lies|no more war|stay out|illegal)\b", re.I
)  # fmt: skip


def phrase_scores(texts: list[str]) -> np.ndarray:
    """(n, 3) counts of phrases; half a count for neutral."""
    return np.array([[len(HAWKISH.findall(t)), len(DOVISH.findall(t)), 0.5] for t in texts], float)


def vader_scores(texts: list[str]) -> np.ndarray:
    """(n, 3): the sign of VADER's compound score, negative read as hawkish and positive as dovish."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    compound = np.array([analyzer.polarity_scores(text)["compound"] for text in texts])
    return np.column_stack([-compound, compound, np.full(len(texts), 0.05)])


def interval(statistic, n: int) -> str:
    """A statistic of rows with its 95% bootstrap interval over comments."""
    found = bootstrap_interval(statistic, np.arange(n), n_resamples=1000)
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"


def measure(scores: np.ndarray, gold: np.ndarray) -> list[str]:
    """Three labels, hawkish against dovish (macro-F1 and AUC), and the share of neutral comments called neutral."""
    sided = np.flatnonzero(gold < 2)
    g, s = gold[sided], scores[sided]
    two = s[:, :2].argmax(axis=1)
    cells = [
        interval(lambda rows: macro_f1(gold[rows], scores[rows].argmax(axis=1), 3), len(gold))
        if (gold == 2).any()
        else "",
        interval(lambda rows: macro_f1(g[rows], two[rows], 2), len(g)),
        interval(lambda rows: auc(g[rows] == 0, s[rows, 0] - s[rows, 1]), len(g)),
    ]
    neutral = gold == 2
    return [*cells, f"{(scores[neutral].argmax(axis=1) == 2).mean():.2f}" if neutral.any() else ""]


def main() -> None:
    """Print the table."""
    model = load_model(Path(sys.argv[1]) if len(sys.argv) > 1 else default_model_path())
    order = [model.task("stance").labels.index(label) for label in LABELS]
    for name in ("real_comments_dev", "real_arguments_dev"):
        rows = rows_of(BENCHMARKS / f"{name}.csv")
        texts = [row["text"] for row in rows]
        gold = np.array([LABELS.index(row["stance"]) for row in rows])
        commonest = np.tile(np.bincount(gold, minlength=3) / len(gold), (len(gold), 1))
        methods = {
            "shipped model": np.log(model.predict_proba(texts)["stance"][:, order]),
            "phrase list": phrase_scores(texts),
            "VADER's sign": vader_scores(texts),
            "commonest label": commonest,
        }
        print(f"\n{name}: n = {len(rows)}, of them {(gold < 2).sum()} hawkish or dovish; 95% intervals over comments\n")
        header = ["", "three labels, macro-F1", "hawkish v dovish, macro-F1", "AUC", "neutral called neutral"]
        print(markdown(header, [[name, *measure(scores, gold)] for name, scores in methods.items()]))
        if name == "real_comments_dev":
            report_off_topic(model, rows, order)
            report_sentiment(model, rows)
        report_abstaining(model, rows)


def report_off_topic(model, rows, order) -> None:
    """Comments of threads without a hawkish or dovish comment: the debates about something else."""
    sided = {row["thread"] for row in rows if row["stance"] != "neutral"}
    texts = [row["text"] for row in rows if row["thread"] not in sided]
    called = model.predict_proba(texts)["stance"][:, order].argmax(axis=1) == 2
    print(f"\noff-topic comments called neutral: {called.mean():.2f} (n = {len(texts)})")


def report_sentiment(model, rows) -> None:
    """The tone of the comments that have a tone label."""
    labels = model.task("sentiment").labels
    marked = [row for row in rows if row["sentiment"]]
    gold = np.array([labels.index(row["sentiment"]) for row in marked])
    top = model.predict_proba([row["text"] for row in marked])["sentiment"].argmax(axis=1)
    print(f"sentiment, macro-F1: {interval(lambda r: macro_f1(gold[r], top[r], 3), len(gold))} (n = {len(gold)})")


def report_abstaining(model, rows) -> None:
    """What ``--min-precision`` delivers, and how many comments keep a label."""
    task, heldout = model.task("stance"), model.heldout
    gold = np.array([task.labels.index(row["stance"]) for row in rows])
    probabilities = model.predict_proba([row["text"] for row in rows])["stance"]
    cells = []
    for wanted in (0.7, 0.8, 0.9):
        known = heldout.gold["stance"], heldout.probabilities["stance"], heldout.thread
        found = precision_thresholds(*known, task.labels, wanted)
        label = decide(probabilities, label_minimum(task.labels, found.minimum))
        cells.append([f"{wanted}", f"{accuracy(gold, label):.2f}", f"{coverage(label):.2f}", f"{found.coverage:.2f}"])
    print()
    print(markdown(["--min-precision", "precision", "coverage", "coverage of held-out comments"], cells))


if __name__ == "__main__":
    main()
