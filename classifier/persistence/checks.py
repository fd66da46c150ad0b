"""What must hold of a model from a file, beyond the shapes of its arrays; a ValueError says what does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import FeatureConfig, Vocabulary
from classifier.model import Heldout, Model, Task

#: Held-out labels are 8-bit positions.
MAX_LABELS = 127
#: Weights beyond this come from no regression and would overflow on the way to a probability.
MAX_WEIGHT = 1e6


def check_tasks(tasks: tuple[Task, ...]) -> None:
    """Names, labels and temperatures, and scores that belong to these labels."""
    names = [task.name for task in tasks]
    ensure(names and all(names) and len(set(names)) == len(names), "a task stands twice or has no name")
    for task in tasks:
        labels = task.labels
        ensure(2 <= len(labels) <= MAX_LABELS and all(labels), "a task has too few or too many labels")
        ensure(len(set(labels)) == len(labels), "a label stands twice")
        ensure(set(task.definitions) <= set(labels), "a label is defined that does not exist")
        ensure(1e-3 <= task.temperature <= 1e3, "a temperature is out of range")
        _check_scores(task.heldout, labels)


def check_model(model: Model) -> None:
    """Vocabulary, weights and held-out predictions."""
    config, vocabulary = model.config, model.vocabulary
    ensure(config.min_df >= 1 and config.char_min_df >= 1, "min_df is below 1")
    ensure(_within(np.float64(config.char_weight), 0, 1e3), "char_weight is out of range")
    _check_bigrams(config, vocabulary)
    _check_chars(config, vocabulary)
    ensure(_within(model.idf, 1e-3, 1e3), "an idf is out of range")
    ensure(_within(model.coefficients, -MAX_WEIGHT, MAX_WEIGHT), "a coefficient is out of range")
    ensure(_within(model.intercepts, -MAX_WEIGHT, MAX_WEIGHT), "an intercept is out of range")
    _check_heldout(model.heldout, model.tasks)
    ensure(_is_increasing(model.fingerprints), "its fingerprints are not in order")


def _check_scores(scores: Mapping[str, Any], labels: tuple[str, ...]) -> None:
    """Scores of these labels, with intervals that have two ends."""
    matrix = scores["confusion"]["matrix"]
    ensure([len(row) for row in matrix] == [len(labels)] * len(labels), "a confusion matrix has the wrong size")
    same = tuple(scores["labels"]) == tuple(scores["confusion"]["labels"]) == labels
    ensure(same, "the scores are those of other labels")
    intervals = [value for name, value in scores.items() if name.endswith("_ci95")]
    ensure(all(len(interval) == 2 for interval in intervals), "an interval does not have two ends")


def _check_bigrams(config: FeatureConfig, vocabulary: Vocabulary) -> None:
    bigrams, last = vocabulary.bigrams, len(vocabulary.words) - 1
    ensure(config.word_ngrams == 2 or not len(bigrams), "it has word pairs that its settings exclude")
    ensure(_is_increasing(bigrams), "its word pairs are not in order")
    ensure(_within(bigrams >> 32, 0, last) and _within(bigrams & 0xFFFFFFFF, 0, last), "a word pair has no such word")


def _check_chars(config: FeatureConfig, vocabulary: Vocabulary) -> None:
    """Every n-gram is of an allowed length and made of characters of the alphabet."""
    alphabet, chars = vocabulary.alphabet, vocabulary.chars
    if config.char_ngrams is None:
        return ensure(not len(chars) and not len(alphabet), "it has character n-grams that its settings exclude")
    (shortest, longest), bits = config.char_ngrams, config.char_bits
    mask = (1 << bits) - 1
    ensure(_is_increasing(alphabet) and _within(alphabet, 0, 0x10FFFF), "its alphabet is not in order")
    ensure(len(alphabet) <= mask, "its alphabet is too large")
    ensure(_is_increasing(chars), "its character n-grams are not in order")
    ensure(
        _within(chars, 1 << bits * (shortest - 1), (1 << bits * longest) - 1),
        "a character n-gram's length is not allowed",
    )
    for place in range(longest):
        rest = chars >> bits * place
        letter = rest & mask
        ensure(_within(letter, 0, len(alphabet)), "a character n-gram has no such character")
        ensure(not ((letter == 0) & (rest > 0)).any(), "a character n-gram has a gap")
    return None


def _check_heldout(heldout: Heldout, tasks: tuple[Task, ...]) -> None:
    ensure(_within(heldout.thread, 0, np.inf), "a held-out thread has no number")
    for task in tasks:
        gold, probabilities = heldout.gold[task.name], heldout.probabilities[task.name]
        ensure(_within(gold, -1, len(task.labels) - 1), "a held-out label does not exist")
        ensure((gold >= 0).any(), "a task has no held-out predictions")
        ensure(_within(probabilities, 0, 1), "a held-out probability is out of range")
        sums = probabilities.sum(axis=1, dtype=np.float64)
        ensure(_within(sums, 1 - 1e-3, 1 + 1e-3), "held-out probabilities do not sum to 1")


def ensure(truth: object, complaint: str) -> None:
    """ValueError with the complaint unless it is true."""
    if not truth:
        raise ValueError(complaint)


def _within(values: NDArray[Any] | np.float64, low: float, high: float) -> bool:
    """Whether all values lie between, ends included; false where one is nan."""
    return not values.size or bool(values.min() >= low and values.max() <= high)


def _is_increasing(values: NDArray[Any]) -> bool:
    """Whether every value is larger than the one before."""
    return bool((values[1:] > values[:-1]).all())
