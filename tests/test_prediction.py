"""Rows in equal rows out, in order, whatever the comments hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import prediction
from classifier.decision import decide, precision_thresholds
from classifier.model import Model
from classifier.prediction import PredictionConfig, predict
from classifier.schema import Comment


def comments(texts: list[str]) -> list[Comment]:
    return [Comment(text=text, id=str(i)) for i, text in enumerate(texts)]


@given(texts=st.lists(st.text(max_size=30), max_size=12))
@settings(deadline=None, max_examples=50)
def test_rows_out_equal_rows_in(texts: list[str], tiny_model: Model) -> None:
    found = list(predict(tiny_model, comments(texts)))
    assert [row.comment.text for row in found] == texts
    for row in found:
        assert bool(row.probabilities) == bool(row.comment.text.strip())
        for p in row.probabilities.values():
            assert sum(p.values()) == pytest.approx(1)


def test_batches_and_processes_give_the_same_rows(tiny_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = comments([f"no deal {i}" if i % 3 else "let them talk" for i in range(25)])
    whole = list(predict(tiny_model, rows))
    monkeypatch.setattr(prediction, "BATCH", 4)
    assert list(predict(tiny_model, rows, jobs=2)) == whole


def test_a_comment_without_text_gets_no_label_and_no_probability(tiny_model: Model) -> None:
    (row,) = predict(tiny_model, comments([" \n "]))
    assert row.labels == {"stance": None, "sentiment": None}
    assert row.probabilities == {}


def test_below_the_minimum_the_model_abstains_and_keeps_its_probabilities(tiny_model: Model) -> None:
    config = PredictionConfig(minimum={"stance": dict.fromkeys(("hawkish", "dovish", "neutral"), 1.0)}, n_reasons=2)
    (row,) = predict(tiny_model, comments(["no deal, ever"]), config)
    assert row.labels["stance"] is None
    assert row.labels["sentiment"] is not None
    assert row.probabilities["stance"]
    assert len(row.reasons["stance"]) == 2


def test_each_label_has_its_own_minimum() -> None:
    p = np.array([[0.6, 0.4], [0.3, 0.7], [0.1, 0.9]])
    assert decide(p, np.array([0.7, 0.8])).tolist() == [-1, -1, 1]
    assert decide(p).tolist() == [0, 1, 1]


def test_precision_thresholds_keep_what_was_right_often_enough() -> None:
    rng = np.random.default_rng(0)
    p0 = rng.uniform(0.5, 1, 4000)
    gold = (rng.uniform(size=4000) > p0).astype(int)  # the label is right as often as its probability says
    p = np.column_stack([p0, 1 - p0])
    found = precision_thresholds(gold, p, ("a", "b"), 0.9)
    assert found.precision["a"] >= 0.9
    assert found.minimum["a"] == pytest.approx(0.8, abs=0.05)  # above 0.8 the mean is 0.9
    assert found.minimum["b"] > 1
    assert found.coverage == pytest.approx(0.4, abs=0.08)


def test_a_precision_that_was_never_reached_gives_no_label() -> None:
    gold, p = np.arange(400) % 2, np.column_stack([np.full(400, 0.9), np.full(400, 0.1)])
    assert precision_thresholds(gold, p, ("a", "b"), 0.8).minimum == {"a": 2.0, "b": 2.0}
