"""Checking labelled data against kept libraries, and choosing what to label next."""

from __future__ import annotations

import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from classifier.agreement import agreement, krippendorff_alpha
from classifier.dataset import Dataset
from classifier.labelling import check, confident_mislabels, sample
from classifier.model import Model
from classifier.schema import Comment, Labelled
from classifier.similarity import near_duplicates
from classifier.text import normalize, words


def labelled(text: str, label: str, *, thread: str = "t", annotator: str | None = None, **extra: str) -> Labelled:
    comment = Comment(text=text, id=text, thread=thread, source=f"x.csv:{abs(hash(text)) % 99}", extra=extra)
    return Labelled(comment=comment, labels={"stance": label}, annotator=annotator)


@given(st.lists(st.lists(st.sampled_from([0, 1, 2, None]), min_size=3, max_size=3), min_size=4, max_size=20))
@settings(deadline=None)
def test_alpha_equals_the_krippendorff_package(units: list) -> None:
    counts = np.array([[unit.count(label) for label in range(3)] for unit in units], float)
    shared = counts[counts.sum(axis=1) > 1]
    if len(shared) == 0 or (shared.sum(axis=0) > 0).sum() < 2:
        return  # the package refuses what has no variation
    expected = krippendorff.alpha(value_counts=shared, level_of_measurement="nominal")
    assert krippendorff_alpha(counts) == pytest.approx(expected)


def test_kappa_equals_scikit_learn_and_percent_is_the_share_of_equal_pairs() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.choice(["x", "y"], 50), rng.choice(["x", "y"], 50)
    items = [
        labelled(f"comment number {i}", label, annotator=name)
        for name, labels in (("ann", a), ("bob", b))
        for i, label in enumerate(labels)
    ]
    found = agreement(items, "stance")
    assert found is not None
    assert found["n"] == 50
    assert found["percent"] == pytest.approx((a == b).mean())
    assert found["cohen_kappa"]["ann / bob"] == pytest.approx(cohen_kappa_score(a, b))
    low, high = found["krippendorff_alpha_ci95"]
    assert low < found["krippendorff_alpha"] < high


def test_without_a_second_annotator_there_is_no_agreement() -> None:
    assert agreement([labelled("a", "x", annotator="ann"), labelled("b", "x")], "stance") is None


@pytest.mark.parametrize("exact", [0, 1000], ids=["by MinHash", "all pairs"])
def test_near_duplicates_are_those_whose_word_triples_overlap(exact: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.similarity.MAX_EXACT", exact)
    long = "the quick brown fox jumps over the lazy dog and runs far away from the noisy farm"
    texts = [
        long,
        "something else entirely is written in this one",
        long.replace("noisy", "quiet"),
        long.upper(),
        "yes",
        "Yes!",
    ]
    found = {(a, b): similarity for a, b, similarity in near_duplicates([words(normalize(text)) for text in texts])}
    assert found[0, 3] == 1
    assert found[4, 5] == 1
    assert 0.7 <= found[0, 2] < 1
    assert not any(1 in pair for pair in found)


def test_mislabels_are_found_as_cleanlab_finds_them() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from cleanlab.filter import find_label_issues

    rng = np.random.default_rng(1)
    truth = rng.integers(0, 3, 600)
    scores = 2.5 * np.eye(3)[truth] + rng.normal(0, 1, (600, 3))
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    given = truth.copy()
    wrong = rng.choice(600, 40, replace=False)
    given[wrong] = (truth[wrong] + 1) % 3
    ours = {row for row, _, _ in confident_mislabels(given, p)}
    theirs = set(np.flatnonzero(find_label_issues(given, p, filter_by="confident_learning", n_jobs=1)))
    assert theirs <= ours  # theirs sets aside rows whose own label is the most probable one
    assert len(ours - theirs) <= 0.1 * len(ours)
    assert len(ours & set(wrong)) >= 30


def test_check_names_every_kind_of_damage() -> None:
    rng = np.random.default_rng(2)
    words = [
        "tanks",
        "talks",
        "bridge",
        "sanction",
        "envoy",
        "border",
        "minister",
        "treaty",
        "rocket",
        "market",
        "peace",
        "army",
    ]
    items = [
        labelled(" ".join(rng.choice(words, 14)), ("hawkish", "dovish")[i % 2], thread=f"t{i % 6}", split="train")
        for i in range(60)
    ]
    items.append(labelled(items[0].comment.text, "dovish", thread="t9", split="train"))  # a duplicate that disagrees
    items.append(labelled("one that nobody else wrote like this", "warlike", thread="t1", split="test"))
    found = check(Dataset(items=tuple(items), tasks={"stance": ("hawkish", "dovish", "warlike")}))
    assert found["exact_duplicates"]["n"] == 1
    assert found["label_conflicts"]["n"] == 1
    assert found["unknown_labels"]["examples"][0]["label"] == "warlike"
    assert found["leaks"]["examples"] == [{"thread": "t1", "splits": ["test", "train"]}]
    assert set(found["failed"]) >= {"unknown_labels", "exact_duplicates", "label_conflicts", "leaks"}
    assert len(found["repeated_5grams"]) == 10


def test_check_passes_clean_data(tiny_dataset: Dataset) -> None:
    clean = Dataset(items=tiny_dataset.items[::24], tasks=tiny_dataset.tasks)
    assert check(clean)["failed"] == []


def test_sample_leaves_out_what_is_labelled_for_every_task(tiny_model: Model) -> None:
    done, half = dict.fromkeys(tiny_model.task_names, "hawkish"), {tiny_model.task_names[0]: "hawkish"}
    comments = [
        Comment(id=name, text=f"no deal {name}", extra=extra)
        for name, extra in zip("abc", [done, half, {}], strict=True)
    ]
    assert {comment.id for comment, _ in sample(tiny_model, comments, 10)} == {"b", "c"}


def test_sample_takes_the_doubtful_and_some_at_random_and_nothing_twice(tiny_model: Model) -> None:
    comments = [Comment(text=f"no deal ever {i}", id=str(i)) for i in range(30)]
    comments += [Comment(text="no deal ever 3", id="again"), Comment(text=" ", id="empty")]
    chosen = sample(tiny_model, comments, 10)
    assert [why for _, why in chosen] == ["doubtful"] * 5 + ["random"] * 5
    ids = [comment.id for comment, _ in chosen]
    assert len(set(ids)) == 10
    assert not {"again", "empty"} & set(ids)
    margins = {}
    for comment in comments[:30]:
        p = tiny_model.predict_proba([comment.text])
        margins[comment.id] = np.mean([np.diff(np.sort(q[0])[-2:])[0] for q in p.values()])
    assert set(ids[:5]) == set(sorted(margins, key=margins.__getitem__)[:5])
    assert len(sample(tiny_model, comments, 100)) == 30
