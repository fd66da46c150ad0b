"""Rows in equal rows out, in order, whatever the comments hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import prediction
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
