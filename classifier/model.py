"""The model: texts in, probabilities and reasons out. No file access, and nothing but numpy is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import FeatureConfig, Floats, Vocabulary
from classifier.prevalence import Confusion, measure_confusion
from classifier.scoring import Scorer
from classifier.tfidf import Counter, tfidf, weigh_occurrences

#: Texts scored at once: many enough for numpy, few enough that what is made on the way stays in the processor's cache.
BATCH = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One question that the model answers, e.g. ``stance``.

    ``definitions``: label -> what it means. ``temperature`` divides the scores before the softmax (calibration, Guo et
    al. 2017). ``heldout``: scores measured when the model was trained, as plain JSON values.
    """

    name: str
    labels: tuple[str, ...]
    temperature: float = 1.0
    definitions: Mapping[str, str] = field(default_factory=dict)
    heldout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heldout:
    """Predictions for the training data by models that had not seen their thread.

    ``thread``: (n,) number of the thread. ``gold``: task -> (n,) position of the label, -1 where
    unlabelled; ``probabilities``:
    task -> (n, labels), calibrated.
    """

    thread: NDArray[np.int32]
    gold: Mapping[str, NDArray[np.int8]]
    probabilities: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, kw_only=True)
class Model:
    """A linear model for one or more tasks over one vocabulary.

    ``idf``: (columns,). ``coefficients``: (columns, labels of all tasks side by side), centred over each task's labels;
    ``intercepts``: (labels of all tasks,). ``fingerprints``: sorted 64-bit fingerprints of the training texts.
    ``created``: what made it (version, command, data hash), as plain JSON values.
    """

    tasks: tuple[Task, ...]
    config: FeatureConfig
    vocabulary: Vocabulary
    idf: Floats
    coefficients: Floats
    intercepts: Floats
    heldout: Heldout
    fingerprints: NDArray[np.uint64]
    created: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _counter(self) -> Counter:
        return Counter(self.config, self.vocabulary)

    @property
    def _lock(self) -> Lock:
        """Held while texts are counted: what is remembered of tokens is shared by the threads of a process."""
        lock: Lock = self.__dict__.setdefault("_lock_of_tokens", Lock())
        return lock

    def __getstate__(self) -> dict[str, Any]:
        """The model without what it remembers of texts: other processes begin anew."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._counter, self.idf, self.coefficients)

    def task(self, name: str) -> Task:
        """The task of this name; KeyError without one."""
        for task in self.tasks:
            if task.name == name:
                return task
        raise KeyError(name)

    @property
    def task_names(self) -> tuple[str, ...]:
        """Names of the tasks, in order."""
        return tuple(task.name for task in self.tasks)

    def slices(self) -> Iterator[tuple[Task, slice]]:
        """Each task with its columns in the coefficients."""
        start = 0
        for task in self.tasks:
            yield task, slice(start, start + len(task.labels))
            start += len(task.labels)

    def decision_function(self, texts: Sequence[str]) -> Floats:
        """Scores of texts: (n, labels of all tasks side by side), before temperature and softmax."""
        with self._lock:
            return self.intercepts + self._scorer(texts)

    def predict_proba(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Probabilities of labels: task -> (n, labels), rows sum to 1, columns in the order of the task's labels."""
        chunks = [self.decision_function(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        scores = np.concatenate(chunks) if chunks else np.zeros((0, len(self.intercepts)))
        return {task.name: softmax(scores[:, part] / task.temperature) for task, part in self.slices()}

    def token_weights(self, texts: Sequence[str], task: str, positions: Sequence[int]) -> list[Floats]:
        """For each text the part of each of its tokens in the score of one label (``positions[i]`` for text i).

        Tokens are the pieces between white space. Every n-gram's part is shared out evenly over its occurrences, a word
        pair's also over its two tokens, so that the weights of a text sum to the score without the intercept.
        """
        chunks = range(0, len(texts), BATCH // 5)
        parts = [self._token_weights(texts[i : i + BATCH // 5], task, positions[i : i + BATCH // 5]) for i in chunks]
        return [weights for part in parts for weights in part]

    def _token_weights(self, texts: Sequence[str], task: str, positions: Sequence[int]) -> list[Floats]:
        found, part = next((task_, part) for task_, part in self.slices() if task_.name == task)
        with self._lock:
            occurrences = self._counter(texts)
        entries = weigh_occurrences(self._counter, self.idf, occurrences, len(texts))
        coefficients = self.coefficients[entries.column, part.start + np.asarray(positions, np.int64)[entries.text]]
        weight = entries.value * coefficients / found.temperature
        keys = entries.text * self.vocabulary.n_columns + entries.column
        at = np.searchsorted(keys, occurrences.text * self.vocabulary.n_columns + occurrences.column)
        each = weight[at] / np.bincount(at, minlength=len(keys))[at] / 2
        lengths = [len(text.split()) for text in texts]
        total = np.bincount(occurrences.first_token, each, minlength=sum(lengths))
        total += np.bincount(occurrences.last_token, each, minlength=sum(lengths))
        return np.split(total, np.cumsum(lengths)[:-1])

    def confusion(self, task: str) -> Confusion:
        """How the model's probabilities answer to true labels in threads that it had not seen."""
        gold, p = self.heldout.gold[task], self.heldout.probabilities[task]
        rows = gold >= 0
        return measure_confusion(gold[rows], p[rows].astype(np.float64), self.heldout.thread[rows])

    def known_share(self, texts: Sequence[Sequence[str]]) -> float:
        """Share of the texts' words (each text as the list of its words) in the vocabulary, 0 to 1; nan without any."""
        found = [word in self._word_set for words in texts for word in words]
        return sum(found) / len(found) if found else float("nan")

    @cached_property
    def _word_set(self) -> frozenset[str]:
        return frozenset(self.vocabulary.words)

    def contributions(self, text: str, task: str) -> tuple[list[tuple[str, Floats]], Floats]:
        """Every n-gram of a text with its part in each label's score, and the part that is always there.

        Parts: (labels,). They sum to the scores of ``decision_function`` divided by the temperature.
        """
        found, part = next((task_, part) for task_, part in self.slices() if task_.name == task)
        with self._lock:
            entries = tfidf(self._counter, self.idf, [text])
        parts = self.coefficients[entries.column, part] * entries.value[:, None] / found.temperature
        names = self.vocabulary.terms(entries.column.tolist(), self.config.char_bits)
        return list(zip(names, parts, strict=True)), self.intercepts[part] / found.temperature

    @property
    def terms(self) -> Iterator[str]:
        """Every n-gram of the vocabulary as text, in column order."""
        return self.vocabulary.terms(range(self.vocabulary.n_columns), self.config.char_bits)


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores: (n, labels), rows sum to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
