"""Speed and memory beside peers, in one run: medians of interleaved repetitions, CPU time.

    python -m tests.benchmarks.speed [--quick]

Peers that are not installed are left out. The comments are those of data/, drawn with replacement and varied by a number,
so that texts repeat their words as real ones do and no text repeats. fastText and Vowpal Wabbit read their own files and
are given theirs; every model answers the one task ``stance``, ours both tasks in the same pass.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.pipeline import FeatureUnion, Pipeline
from threadpoolctl import threadpool_limits

from classifier.dataset import Dataset, read_labelled
from classifier.features import FeatureConfig
from classifier.persistence import save_model
from classifier.training import TrainingConfig, train
from tests.benchmarks.common import ROOT, markdown

Predict = Callable[[Sequence[str]], object]

#: The program that anyone writes first.
OBVIOUS = """
import sys, joblib, typer, csv
def main(path: str):
    pipeline = joblib.load(sys.argv[2])
    texts = [row["text"] for row in csv.DictReader(open(path))]
    for text, label in zip(texts, pipeline.predict(texts)):
        print(label, text[:60])
typer.run(lambda path, model: main(path))
"""


def words_pipeline(C: float = 1.0) -> Pipeline:
    """TF-IDF of word 1-2 grams and logistic regression."""
    return Pipeline([
        ("tfidf", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
        ("regression", LogisticRegression(C=C, class_weight="balanced", max_iter=2000)),
    ])  # fmt: skip


def union_pipeline(C: float = 1.0) -> Pipeline:
    """The same with character 2-5 grams beside."""
    union = FeatureUnion([
        ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
        ("chars", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)),
    ])  # fmt: skip
    return Pipeline([("tfidf", union), ("regression", words_pipeline(C)["regression"])])


def hashing_pipeline() -> Pipeline:
    """Hashed word 1-2 grams."""
    return Pipeline([
        ("hashing", HashingVectorizer(ngram_range=(1, 2))), ("regression", words_pipeline()["regression"]),
    ])  # fmt: skip


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


#: Runs a command and tells its CPU seconds and peak memory in MB. A small process of its own: a child's peak counts from
#: the fork, when it still holds the pages of its parent.
LAUNCHER = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
sys.exit(done.returncode)
"""


def cpu_of_command(command: Sequence[str], **more: Any) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of a command."""
    done = subprocess.run([sys.executable, "-S", "-c", LAUNCHER, *command], stdout=subprocess.PIPE, check=True, **more)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def interleaved(tasks: dict[str, Callable[[], float]], repetitions: int) -> dict[str, float]:
    """Median of each task's measurements, taken in turns."""
    seen: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(repetitions):
        for name, measure in tasks.items():
            seen[name].append(measure())
    return {name: statistics.median(values) for name, values in seen.items()}


def draw(texts: Sequence[str], n: int) -> list[str]:
    """``n`` comments from these, each made its own by a number."""
    rng = np.random.default_rng(0)
    return [f"{texts[i]} {number}" for number, i in enumerate(rng.integers(0, len(texts), n))]


def cold_start(folder: Path, fitted: Pipeline, repetitions: int) -> None:
    """One thread of 20 comments, from the shell to the last row."""
    joblib.dump(fitted, folder / "obvious.joblib")
    (folder / "obvious.py").write_text(OBVIOUS, encoding="utf-8")
    texts = draw(["We should talk to them before it is too late, and not threaten them with bombs again."], 20)
    (folder / "thread.csv").write_text("text\n" + "\n".join(f'"{text}"' for text in texts) + "\n", encoding="utf-8")
    commands = {
        "classifier classify": [sys.executable, "-m", "classifier", "classify", str(folder / "thread.csv")],
        "obvious program": [
            sys.executable,
            *(str(folder / name) for name in ("obvious.py", "thread.csv", "obvious.joblib")),
        ],
    }
    found = interleaved({name: lambda c=c: cpu_of_command(c, cwd=ROOT)[0] for name, c in commands.items()}, repetitions)
    rows = [[name, f"{value:.2f}", f"{value / found['obvious program']:.2f}"] for name, value in found.items()]
    print("\nCold start, 20 comments\n\n" + markdown(["", "CPU s", "ratio"], rows))


def fasttext_peers(
    folder: Path, texts: Sequence[str], labels: Sequence[str], dims: Sequence[int] = (16, 100)
) -> dict[str, Predict]:
    """fastText models of some sizes, where it is installed."""
    if importlib.util.find_spec("fasttext") is None:
        return {}
    import fasttext

    file = folder / "fasttext.txt"
    file.write_text(
        "".join(f"__label__{label} {' '.join(text.split())}\n" for text, label in zip(texts, labels, strict=True))
    )
    models = {dim: fasttext.train_supervised(str(file), dim=dim, wordNgrams=2, verbose=0, thread=1) for dim in dims}
    # its own predict() breaks on numpy 2; the method below is what it calls
    return {
        f"fastText, dim {dim}": lambda batch, m=m: [
            m.f.predict(" ".join(t.split()) + "\n", 1, 0.0, "strict") for t in batch
        ]
        for dim, m in models.items()
    }


def fasttext_fit(labels: Sequence[str], texts: Sequence[str]) -> None:
    """One fit of fastText of 100 dimensions, where it is installed."""
    if importlib.util.find_spec("fasttext") is None:
        return
    with tempfile.TemporaryDirectory() as scratch:
        fasttext_peers(Path(scratch), texts, labels, dims=(100,))


def vw_peer(texts: Sequence[str], labels: Sequence[str]) -> dict[str, Predict]:
    """Vowpal Wabbit, one against all, word pairs, where it is installed."""
    if importlib.util.find_spec("vowpalwabbit") is None:
        return {}
    from vowpalwabbit import Workspace

    names = sorted(set(labels))
    space = Workspace(f"--oaa {len(names)} --ngram 2 --quiet -b 20")

    def line(text: str) -> str:
        return "| " + text.replace(":", " ").replace("|", " ").replace("\n", " ")

    for text, label in zip(texts, labels, strict=True):
        space.learn(f"{names.index(label) + 1} {line(text)}")
    return {"Vowpal Wabbit": lambda batch: [space.predict(line(text)) for text in batch]}


def vader_peer() -> dict[str, Predict]:
    """VADER, where it is installed."""
    if importlib.util.find_spec("vaderSentiment") is None:
        return {}
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return {"VADER (first 2,000)": lambda batch: [analyzer.polarity_scores(text) for text in batch[:2000]]}


def throughput(folder: Path, data: Dataset, n: int, repetitions: int) -> None:
    """Labelling many comments in one process."""
    texts, labels = data.texts, [item.labels["stance"] for item in data.items]
    batch = draw(texts, n)
    quick = {"C": (1.0,), "n_splits": 2, "n_resamples": 10}
    ours = {
        name: train(data, config=TrainingConfig(features=(FeatureConfig(char_ngrams=chars),), **quick))  # type: ignore[arg-type]
        for name, chars in (("classifier, words", None), ("classifier, words + characters", (2, 5)))
    }
    save_model(ours["classifier, words + characters"], folder / "ours.joblib")
    predict: dict[str, Predict] = {name: model.predict_proba for name, model in ours.items()}
    for name, pipeline in (
        ("scikit-learn, words", words_pipeline()), ("scikit-learn, words + characters", union_pipeline()),
        ("scikit-learn, hashed words", hashing_pipeline()),
    ):  # fmt: skip
        predict[name] = pipeline.fit(texts, labels).predict_proba
    predict |= fasttext_peers(folder, texts, labels) | vw_peer(texts, labels) | vader_peer()
    found = interleaved({name: lambda p=p: cpu(lambda: p(batch)) for name, p in predict.items()}, repetitions)
    rows = []
    for name, seconds in found.items():
        size = 2000 if "VADER" in name else n
        peer = "scikit-learn, words" + (" + characters" if "characters" in name else "")
        rows.append([name, f"{size / seconds:,.0f}", f"{(size / seconds) / (n / found[peer]):.1f}"])
    mean = np.mean([len(text.split()) for text in batch])
    header = ["", "comments a CPU second", "times scikit-learn with the like features"]
    print(f"\nThroughput, {n:,} comments of {mean:.0f} words on average\n\n" + markdown(header, rows))


def grid(data: Dataset, sizes: Sequence[int]) -> None:
    """Training with the recipe's grid against GridSearchCV over a Pipeline, once each."""
    rows = []
    for n in sizes:
        rng = np.random.default_rng(0)
        index = rng.integers(0, len(data), n)
        items = [data.items[i] for i in index]
        numbered = tuple(
            replace(
                item,
                comment=replace(item.comment, text=f"{item.comment.text} {k}", thread=str(k % 200), extra={}),
                labels={"stance": item.labels["stance"]},
            )
            for k, item in enumerate(items)
        )
        part = Dataset(items=numbered, tasks={"stance": data.tasks["stance"]})
        C = TrainingConfig().C
        ours = cpu(lambda part=part: train(part, config=TrainingConfig(features=(FeatureConfig(),), n_resamples=10)))
        y = part.gold("stance")
        search = GridSearchCV(
            union_pipeline(),
            {"regression__C": list(C)},
            cv=StratifiedGroupKFold(5, shuffle=True, random_state=0),
            scoring="f1_macro",
        )
        theirs = cpu(lambda part=part, search=search, y=y: search.fit(part.texts, y, groups=part.groups()))
        fast = cpu(lambda part=part: fasttext_fit([i.labels["stance"] for i in part.items], part.texts))
        rows.append([f"{n:,}", f"{ours:.1f}", f"{theirs:.1f}", f"{theirs / ours:.1f}", f"{fast:.1f}"])
    print(f"\nTraining, one task, words + characters, {len(C)} values of C, 5 folds\n")
    header = ["comments", "classifier, CPU s", "GridSearchCV, CPU s", "times faster", "fastText, one fit, CPU s"]
    print(markdown(header, rows))


def growth(folder: Path, texts: Sequence[str], sizes: Sequence[int]) -> None:
    """JSON lines through a pipe: CPU time and peak memory as the input grows."""
    rows = []
    for n in sizes:
        file = folder / f"{n}.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            for start in range(0, n, 50_000):
                stream.writelines(json.dumps({"text": t}) + "\n" for t in draw(texts, min(50_000, n - start)))
        with file.open("rb") as stream:
            seconds, memory = cpu_of_command(
                [sys.executable, "-m", "classifier", "classify", "-q", "-"], stdin=stream, cwd=ROOT
            )
        file.unlink()
        rows.append([f"{n:,}", f"{seconds:.1f}", f"{n / seconds:,.0f}", f"{memory:.0f}"])
    print("\nGrowth, JSON lines through a pipe to JSON lines\n")
    print(markdown(["comments", "CPU s", "comments a CPU second", "peak MB"], rows))


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer repetitions")
    quick = parser.parse_args().quick
    threadpool_limits(1)  # in this process: nobody's CPU time counts threads that wait
    data = read_labelled(sorted(map(str, (ROOT / "data").glob("*.jsonl"))))
    stanced = Dataset(items=tuple(i for i in data.items if "stance" in i.labels), tasks=data.tasks)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        fitted = words_pipeline().fit(stanced.texts, [item.labels["stance"] for item in stanced.items])
        cold_start(folder, fitted, 5)
        throughput(folder, stanced, 10_000 if quick else 100_000, 3 if quick else 5)
        growth(folder, stanced.texts, (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000))
        grid(stanced, (3_000,) if quick else (3_000, 30_000))


if __name__ == "__main__":
    main()
