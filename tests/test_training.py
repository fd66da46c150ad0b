"""Training: judged on unseen threads, the same bytes again, and clear words for data that cannot be trained on."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline

from classifier.dataset import Dataset, read_labelled
from classifier.errors import InputError, OutputError
from classifier.features import FeatureConfig
from classifier.metrics import macro_f1
from classifier.persistence import load_model
from classifier.text import WORD_PATTERN, normalize
from classifier.training import TrainingConfig, train, train_file
from classifier.training.calibration import fit_temperature
from classifier.training.counting import count, transform, weigh
from classifier.training.crossvalidation import out_of_fold, split
from classifier.training.regression import FitConfig, class_separation, fit_path

#: No scaling and no weights: what scikit-learn does by itself.
PLAIN = FitConfig(separation=0.0)
QUICK = TrainingConfig(features=(FeatureConfig(char_ngrams=None),), C=(1.0,), n_splits=3, n_resamples=20)


def table(path: Path, rows: list[tuple[str, ...]], header: str = "text,stance") -> str:
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return str(path)


def test_folds_never_part_a_thread_or_equal_texts(tiny_dataset: Dataset) -> None:
    twice = Dataset(items=tiny_dataset.items + tiny_dataset.items[:5], tasks=tiny_dataset.tasks)
    groups = twice.groups()
    assert groups[:5].tolist() == groups[-5:].tolist()
    gold = {"stance": twice.gold("stance")}
    tested = []
    for train_rows, test_rows in split(groups, gold, 3, 0):
        assert not set(groups[train_rows]) & set(groups[test_rows])
        tested += test_rows.tolist()
    assert sorted(tested) == list(range(len(twice)))


def test_out_of_fold_scores_equal_a_pipeline_that_is_fitted_anew_in_every_fold(tiny_dataset: Dataset) -> None:
    rows = np.flatnonzero(tiny_dataset.gold("stance") >= 0)
    y = tiny_dataset.gold("stance")[rows]
    texts = [tiny_dataset.texts[i] for i in rows]
    folds = split(tiny_dataset.groups()[rows], {"stance": y}, 3, 0)
    config = FeatureConfig(char_ngrams=None, min_df=2)
    ours = out_of_fold(count(texts, config), {"stance": y}, {"stance": 3}, folds, C=1.0, fitting=PLAIN)["stance"]
    peer = make_pipeline(
        TfidfVectorizer(
            preprocessor=normalize, token_pattern=WORD_PATTERN, ngram_range=(1, 2), sublinear_tf=True, min_df=2
        ),
        LogisticRegression(C=1.0, class_weight="balanced", max_iter=2000),
    )
    theirs = cross_val_predict(peer, texts, y, cv=folds, method="decision_function")
    np.testing.assert_allclose(ours - ours.mean(axis=1, keepdims=True), theirs, atol=5e-3)
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).mean() > 0.95


def test_the_same_data_give_the_same_bytes(tiny_dataset: Dataset, tmp_path: Path) -> None:
    data = table(
        tmp_path / "data.csv",
        [(f'"{item.comment.text}"', item.labels.get("stance", "")) for item in tiny_dataset.items],
    )
    for name in ("a", "b"):
        train_file([data], str(tmp_path / f"{name}.joblib"), config=QUICK)
    assert (tmp_path / "a.joblib").read_bytes() == (tmp_path / "b.joblib").read_bytes()
    assert load_model(tmp_path / "a.joblib").created["n"] == 68  # six of 72 lack a label, two of these a sentiment


def test_random_labels_score_near_chance_also_with_duplicates() -> None:
    rng = random.Random(5)
    words = ["tanks", "talks", "bridge", "sanction", "envoy", "border", "minister", "treaty", "rocket", "market"]
    rows = [" ".join(rng.choices(words, k=12)) for _ in range(150)] * 3
    labels = [rng.choice("ab") for _ in rows]
    from classifier.schema import Comment, Labelled

    items = tuple(
        Labelled(comment=Comment(text=text, id=str(i), source=f"x.csv:{i}"), labels={"stance": label})
        for i, (text, label) in enumerate(zip(rows, labels, strict=True))
    )
    heldout = train(Dataset(items=items, tasks={"stance": ("a", "b")}), config=QUICK).task("stance").heldout
    assert heldout["macro_f1"] < 0.6


def test_two_labels_and_any_names_train(tmp_path: Path) -> None:
    rows = [("we are in favour " + "so " * i, "Favor ") for i in range(1, 9)]
    rows += [("totally against " + "no " * i, "against") for i in range(1, 9)]
    model, dataset = train_file([table(tmp_path / "d.csv", rows)], str(tmp_path / "m.joblib"), config=QUICK)
    assert dataset.tasks == {"stance": ("against", "favor")}
    p = model.predict_proba(["I am in favour", "against it"])["stance"]
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert p.argmax(axis=1).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "is the table empty"),
        ([("a b c", "")], "no row has both a text and a label"),
        ([("a b c", "x"), ("d e f", "x")], r"d\.csv:2: every stance label is 'x'"),
        ([("a b c", "x"), ("d e f", "y"), ("g h i", "y")], r"d\.csv:2: the stance label 'x' stands on this row alone"),
        ([("a b c", label) for label in "xxyy"], "the same text"),
        ([(f"w{i} b c", f"label{i}") for i in range(150)], "150 different labels"),
    ],
    ids=["no rows", "no labels", "one class", "one example", "all texts equal", "too many labels"],
)
def test_what_cannot_be_trained_is_said_with_its_place(rows: list, message: str, tmp_path: Path) -> None:
    data = table(tmp_path / "d.csv", rows)
    with pytest.raises(InputError, match=message):
        train_file([data], str(tmp_path / "m.joblib"), config=QUICK)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.csv"]


def test_a_table_without_a_label_column_is_refused_with_its_columns(tmp_path: Path) -> None:
    data = table(tmp_path / "d.csv", [("a b", "1")], header="text,likes")
    with pytest.raises(InputError, match=r"no column stance, sentiment or label \(columns: likes\)"):
        read_labelled([data])


def test_the_target_is_checked_before_the_work(tmp_path: Path) -> None:
    data = table(tmp_path / "d.csv", [("a b", "x"), ("c d", "y")])
    with pytest.raises(OutputError, match=r"d\.csv"):
        train_file([data], data, force=True, config=QUICK)


def test_a_column_called_label_trains_when_there_is_no_stance(tmp_path: Path) -> None:
    data = table(tmp_path / "d.csv", [("a b", "x"), ("c d", "y")], header="Text,Label")
    assert list(read_labelled([data]).tasks) == ["label"]
    assert list(read_labelled([data], label_columns={"tone": "Label"}).tasks) == ["tone"]


def test_temperature_undoes_overconfidence() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 1, (4000, 3))
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    gold = np.array([rng.choice(3, p=row) for row in p], np.int8)
    assert fit_temperature(gold, scores * 4) == pytest.approx(4, rel=0.1)


def test_heldout_predictions_in_the_model_give_its_scores(tiny_model) -> None:
    for task in tiny_model.tasks:
        gold = tiny_model.heldout.gold[task.name]
        rows = gold >= 0
        top = tiny_model.heldout.probabilities[task.name].argmax(axis=1)
        assert macro_f1(gold[rows].astype(int), top[rows], 3) == pytest.approx(task.heldout["macro_f1"])


def test_large_data_keep_whole_threads_of_heldout_predictions(tiny_dataset: Dataset, monkeypatch) -> None:
    monkeypatch.setattr("classifier.training.MAX_HELDOUT", 30)
    heldout = train(tiny_dataset, config=replace(QUICK, n_splits=2)).heldout
    assert len(heldout.thread) <= 30
    sizes = {thread: (heldout.thread == thread).sum() for thread in set(heldout.thread.tolist())}
    assert set(sizes.values()) == {9}


def test_features_that_separate_the_labels_are_scaled_up() -> None:
    X = sp.csr_array(np.array([[1.0, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1]]))
    y = np.array([0, 0, 1, 1], np.int8)
    scale = class_separation(X, y, FitConfig(separation=0.5))
    assert scale[0] == pytest.approx(scale[2])
    assert scale[0] > 1 > scale[1]
    np.testing.assert_array_equal(class_separation(X, y, PLAIN), np.ones(3))


def test_a_path_of_settings_equals_single_fits(tiny_dataset: Dataset) -> None:
    counts = count(tiny_dataset.texts, FeatureConfig(char_ngrams=None))
    rows = np.arange(len(tiny_dataset))
    X = transform(counts, rows, weigh(counts, rows))
    y = tiny_dataset.gold("stance")
    path = fit_path(X, y, 3, [1.0, 10.0], FitConfig())
    alone = fit_path(X, y, 3, [10.0], FitConfig())[10.0]
    np.testing.assert_allclose(path[10.0].scores(X), alone.scores(X), atol=0.1)


@pytest.mark.parametrize(("large", "n_features"), [(0, 2), (5000, 1)], ids=["large data", "small data"])
def test_large_data_try_all_features_and_take_the_plainest_setting_within_one_standard_error(
    large: int, n_features: int, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.training.LARGE", large)
    rich, lean = FeatureConfig(char_ngrams=None), FeatureConfig(char_ngrams=None, min_df=2)
    config = TrainingConfig(features=(rich, lean), C=(0.5, 1.0, 2.0), n_splits=3, n_resamples=50)
    model = train(tiny_dataset, config=config)
    grid = model.created["grid"]
    assert len(grid) == 3 * n_features
    best = max(row["stance"] for row in grid if row["features"] == model.created["features"])
    chosen = next(
        row for row in grid if row["features"] == model.created["features"] and row["C"] == model.created["C"]["stance"]
    )
    assert best - chosen["stance"] < (0.1 if large == 0 else 1e-9)
    smaller = [row for row in grid if row["features"] == model.created["features"] and row["C"] < chosen["C"]]
    assert all(row["stance"] < chosen["stance"] for row in smaller)
