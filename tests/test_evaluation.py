"""Evaluation: the contract's fields, intervals around the values, baselines, warnings and gates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.dataset import Dataset
from classifier.errors import InputError, OutputError
from classifier.evaluation import evaluate, mirrors
from classifier.model import Model
from classifier.reporting.plots import draw
from classifier.reporting.scores import render_task_scores
from classifier.schema import Comment, Labelled
from classifier.scores import score_task


def test_every_score_lies_in_its_interval_and_has_the_fields_of_the_contract(
    tiny_model: Model, tiny_dataset: Dataset
) -> None:
    found = evaluate(tiny_model, tiny_dataset, n_resamples=50)
    for task in ("stance", "sentiment"):
        scores = found.scores["tasks"][task]
        assert {"n", "macro_f1", "macro_f1_ci95", "accuracy", "labels", "confusion", "brier", "ece", "coverage"} <= set(
            scores
        )
        for name in ("macro_f1", "accuracy", "brier", "ece", "aurc", "coverage"):
            low, high = scores[f"{name}_ci95"]
            assert low - 0.05 <= scores[name] <= high + 0.05
        assert scores["confusion"]["labels"] == list(tiny_model.task(task).labels)
        assert np.sum(scores["confusion"]["matrix"]) == scores["n"]
        assert sum(share["gold"] for share in scores["prevalence"].values()) == pytest.approx(1)
    assert "macro-F1" in render_task_scores(found.scores["tasks"])


def test_it_warns_where_the_model_was_trained_on_the_same_texts(tiny_model: Model, tiny_dataset: Dataset) -> None:
    assert any("training data" in warning for warning in evaluate(tiny_model, tiny_dataset, n_resamples=10).warnings)
    fresh = [replace(item, comment=replace(item.comment, text=f"{item.comment.text} x")) for item in tiny_dataset.items]
    other = Dataset(items=tuple(fresh), tasks=tiny_dataset.tasks)
    assert not evaluate(tiny_model, other, n_resamples=10).warnings


def test_errors_come_worst_first(tiny_model: Model) -> None:
    texts = ["no deal ever with the generals", "let the envoys talk", "the map in this piece", "so tired of this"]
    items = tuple(
        Labelled(comment=Comment(text=text, id=str(i), source=f"x.csv:{i}"), labels={"stance": "neutral"})
        for i, text in enumerate(texts)
    )
    found = evaluate(tiny_model, Dataset(items=items, tasks={"stance": ("neutral",)}), n_resamples=10)
    p = [row["probability_of_gold"] for row in found.errors]
    assert p == sorted(p)
    assert {row["gold"] for row in found.errors} == {"neutral"}
    assert found.scores["tasks"]["stance"]["macro_f1"] <= 1


def test_abstaining_lowers_coverage(tiny_model: Model, tiny_dataset: Dataset) -> None:
    minimum = {"stance": dict.fromkeys(("hawkish", "dovish", "neutral"), 0.999)}
    scores = evaluate(tiny_model, tiny_dataset, minimum=minimum, n_resamples=10).scores["tasks"]
    assert scores["stance"]["coverage"] < 1
    assert scores["sentiment"]["coverage"] == 1


def test_a_label_that_the_model_does_not_know_is_named_with_its_line(tiny_model: Model) -> None:
    item = Labelled(comment=Comment(text="a", id="1", source="x.csv:7"), labels={"stance": "bellicose"})
    with pytest.raises(InputError, match=r"x\.csv:7: the model knows no stance label 'bellicose'"):
        evaluate(tiny_model, Dataset(items=(item,), tasks={"stance": ("bellicose",)}))


def test_data_without_the_models_tasks_are_refused(tiny_model: Model) -> None:
    item = Labelled(comment=Comment(text="a", id="1"), labels={"topic": "x"})
    with pytest.raises(InputError, match="labelled for topic, the model knows stance, sentiment"):
        evaluate(tiny_model, Dataset(items=(item,), tasks={"topic": ("x",)}))


def test_agreement_of_people_stands_beside_the_score(tiny_model: Model) -> None:
    items = tuple(
        Labelled(
            comment=Comment(text=f"no deal {i}", id=str(i)),
            labels={"stance": ("hawkish", "dovish")[i % 2 if name == "ann" else i % 3 == 1]},
            annotator=name,
        )
        for name in ("ann", "bob")
        for i in range(12)
    )
    data = Dataset(items=items, tasks={"stance": ("hawkish", "dovish")})
    scores = evaluate(tiny_model, data, n_resamples=10).scores["tasks"]["stance"]
    assert scores["human_agreement"]["n"] == 12
    assert "Krippendorff" in render_task_scores({"stance": scores})


@pytest.mark.parametrize(("same", "expected"), [(True, 1.0), (False, 0.0)], ids=["mirror", "independent"])
def test_mirrors_is_cramers_v(same: bool, expected: float) -> None:
    items = tuple(
        Labelled(
            comment=Comment(text=str(i), id=str(i)),
            labels={"stance": "hd"[i % 2], "sentiment": "np"[i % 2 if same else i // 2 % 2]},
        )
        for i in range(40)
    )
    assert mirrors(Dataset(items=items, tasks={"stance": ("h", "d"), "sentiment": ("n", "p")})) == pytest.approx(
        expected
    )


def test_baselines_are_what_guessing_reaches() -> None:
    gold = np.repeat([0, 1, 2], [60, 30, 10])
    p = np.eye(3)[gold]
    found = score_task(gold, p, gold, np.arange(100), ("a", "b", "c"), n_resamples=20)
    assert found["macro_f1"] == 1
    assert found["baselines"]["majority"]["accuracy"] == pytest.approx(0.6)
    assert found["baselines"]["majority"]["macro_f1"] == pytest.approx(0.75 / 3)
    assert found["baselines"]["stratified"]["accuracy"] == pytest.approx(0.46, abs=0.05)


def test_plots_are_drawn_and_never_overwritten(tiny_model: Model, tiny_dataset: Dataset, tmp_path: Path) -> None:
    found = evaluate(tiny_model, tiny_dataset, n_resamples=10)
    paths = draw(found, tmp_path / "plots")
    assert len(paths) == 6
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)
    with pytest.raises(OutputError, match="--force"):
        draw(found, tmp_path / "plots")
