"""The model predicts what scikit-learn predicts, and its explanations add up."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from classifier.dataset import Dataset
from classifier.explanation import explain, highlight, ngram_places
from classifier.model import Model
from classifier.reporting.card import strongest_ngrams
from classifier.text import WORD_PATTERN, normalize

TEXTS = st.text(max_size=80) | st.sampled_from(["no deal!!", "Let the envoys TALK 👏", "#LiftTheBlockade now", ""])


@pytest.fixture(scope="module")
def features(tiny_dataset: Dataset, tiny_model: Model) -> FeatureUnion:
    """scikit-learn's vectorizers with the settings of the tiny model, fitted on its data."""
    config = tiny_model.config
    return FeatureUnion([
        ("words", TfidfVectorizer(
            preprocessor=normalize, token_pattern=WORD_PATTERN, ngram_range=(1, 2), sublinear_tf=True
        )),
        ("chars", TfidfVectorizer(
            preprocessor=normalize, analyzer="char_wb", ngram_range=config.char_ngrams, min_df=config.char_min_df,
            sublinear_tf=True,
        )),
    ]).fit(tiny_dataset.texts)  # fmt: skip


@given(text=TEXTS)
@settings(deadline=None, max_examples=80)
def test_scores_equal_scikit_learn_features_times_our_coefficients(
    text: str, tiny_model: Model, features: FeatureUnion
) -> None:
    union = features
    theirs = {name: i for i, name in enumerate(union.get_feature_names_out())}
    boundary = tiny_model.vocabulary.n_word_columns
    order = [theirs[f"{'words' if i < boundary else 'chars'}__{term}"] for i, term in enumerate(tiny_model.terms)]
    expected = union.transform([text]).toarray()[:, order] @ tiny_model.coefficients + tiny_model.intercepts
    np.testing.assert_allclose(tiny_model.decision_function([text]), expected, atol=1e-9)


def test_one_pass_gives_both_tasks_and_batches_change_nothing(tiny_model: Model, tiny_dataset: Dataset) -> None:
    texts = tiny_dataset.texts * 20
    together = tiny_model.predict_proba(texts)
    assert list(together) == ["stance", "sentiment"]
    for task, p in together.items():
        np.testing.assert_allclose(p.sum(axis=1), 1)
        np.testing.assert_array_equal(p[:5], tiny_model.predict_proba(texts[:5])[task])
    assert tiny_model.predict_proba([])["stance"].shape == (0, 3)


@given(text=TEXTS)
@settings(deadline=None, max_examples=80)
def test_contributions_sum_to_the_score(text: str, tiny_model: Model) -> None:
    for task, part in tiny_model.slices():
        parts, always = tiny_model.contributions(text, task.name)
        total = always + sum((p for _, p in parts), np.zeros(len(task.labels)))
        score = tiny_model.decision_function([text])[0, part] / task.temperature
        np.testing.assert_allclose(total, score, atol=1e-9)


@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=80)
def test_token_weights_sum_to_the_score(texts: list[str], tiny_model: Model) -> None:
    task, part = next(tiny_model.slices())
    spans = highlight(tiny_model, texts, "stance", ["dovish"] * len(texts))
    scores = tiny_model.decision_function(texts)[:, part] - tiny_model.intercepts[part]
    for text, found, score in zip(texts, spans, scores / task.temperature, strict=True):
        assert [text[start:end] for start, end, _ in found] == text.split()
        assert sum(weight for _, _, weight in found) == pytest.approx(score[1], abs=1e-9)


@given(text=TEXTS)
@settings(deadline=None, max_examples=80)
def test_every_reason_stands_where_it_says(text: str, tiny_model: Model) -> None:
    reasons = explain(tiny_model, text, "stance", "hawkish", 5)
    weights = [abs(reason.weight) for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    for reason in reasons:
        assert 0 <= reason.start < reason.end <= len(text)


def test_places_are_those_of_the_first_occurrence() -> None:
    places = ngram_places("No DEAL, no deal!", (2, 3))
    assert places["no"] == (0, 2)
    assert places["no deal"] == (0, 7)
    assert places["deal !"] == (12, 17)
    assert places[" de"] == (3, 5)


def test_known_share_tells_another_language(tiny_model: Model) -> None:
    assert tiny_model.known_share([["no", "deal", "with", "the", "generals"]]) == 1
    assert tiny_model.known_share(["ganz andere Wörter stehen hier".lower().split()]) < 0.2
    assert np.isnan(tiny_model.known_share([[]]))


def test_threads_of_one_process_may_share_a_model(tiny_model: Model) -> None:
    batches = [[f"no deal {i} {j}, bomb word{i * j} them" for j in range(30)] for i in range(40)]
    expected = [tiny_model.decision_function(batch) for batch in batches]
    shared = pickle.loads(pickle.dumps(tiny_model))
    with ThreadPoolExecutor(4) as pool:
        for ours, theirs in zip(pool.map(shared.decision_function, batches), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_a_model_that_was_used_is_not_sent_with_what_it_remembers(tiny_model: Model) -> None:
    before = len(pickle.dumps(tiny_model))
    tiny_model.predict_proba([f"token{i}" for i in range(5000)])
    assert len(pickle.dumps(tiny_model)) == before


def test_equally_strong_ngrams_are_named_in_the_order_of_the_vocabulary(tiny_model: Model) -> None:
    level = replace(tiny_model, coefficients=np.ones_like(tiny_model.coefficients), idf=np.ones_like(tiny_model.idf))
    words = list(level.vocabulary.terms(range(4), level.config.char_bits))
    assert strongest_ngrams(level, "stance", 4)["hawkish"] == words
    assert strongest_ngrams(level, "stance", 0)["hawkish"] == []
