"""TF-IDF of texts with numpy alone, equal to scikit-learn's: which n-grams stand where, and what they weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.features import FeatureConfig, Floats, Integers, Ints, Vocabulary, bigram_keys
from classifier.lookup import Index
from classifier.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Parallel arrays: the column of an n-gram, its text, and the first and last token that it touches.

    Tokens (pieces between white space) are numbered through all texts.
    """

    column: Ints
    text: Ints
    first_token: Ints
    last_token: Ints


class Counter:
    """Finds a vocabulary's n-grams in texts; keeps what it learnt of tokens from one batch to the next."""

    def __init__(self, config: FeatureConfig, vocabulary: Vocabulary) -> None:
        self.config, self.vocabulary = config, vocabulary
        self.tokens = Tokens(config, vocabulary)
        self._bigrams = Index(vocabulary.bigrams)

    def __call__(self, texts: Sequence[str]) -> Occurrences:
        """Every n-gram of the vocabulary that stands in the texts, repeated as often as it does; in no set order."""
        tokens, lengths = self.tokens.number(texts)
        text_of = np.repeat(np.arange(len(texts)), lengths)
        column, first, last = self.words(tokens, text_of)
        if self.config.char_ngrams is not None:
            chars, n_chars = self.tokens.chars.gather(tokens)
            column = np.concatenate([column, chars + self.vocabulary.n_word_columns])
            at = np.repeat(np.arange(len(tokens)), n_chars)
            first, last = np.concatenate([first, at]), np.concatenate([last, at])
        return Occurrences(column, text_of[first], first, last)

    def words(self, tokens: Ints, text_of: Ints) -> tuple[Ints, Ints, Ints]:
        """Columns of the words and word pairs of numbered tokens, and the first and last token that each touches."""
        ids, n_words = self.tokens.words.gather(tokens)
        word_token = np.repeat(np.arange(len(tokens)), n_words)
        known = np.flatnonzero(ids >= 0)
        columns, first = ids[known].astype(np.int64), word_token[known]
        if self.config.word_ngrams == 1:
            return columns, first, first
        pairs, at = bigram_keys(ids, text_of[word_token])
        found = self._bigrams.find(pairs)
        hit = np.flatnonzero(found >= 0)
        at = at[hit]
        columns = np.concatenate([columns, found[hit] + len(self.vocabulary.words)])
        return columns, np.concatenate([first, word_token[at]]), np.concatenate([first, word_token[at + 1]])


@dataclass(frozen=True, slots=True)
class Entries:
    """A sparse matrix of TF-IDF values sorted by text: parallel arrays, one entry for each n-gram of a text."""

    text: Ints
    column: Ints
    value: Floats


def tfidf(counter: Counter, idf: Floats, texts: Sequence[str]) -> Entries:
    """TF-IDF of texts, each block scaled to length 1 and weighted; equals scikit-learn's to rounding.

    Source: smooth idf and L2 norm as in scikit-learn's TfidfTransformer.
    """
    return weigh_occurrences(counter, idf, counter(texts), len(texts))


def weigh_occurrences(counter: Counter, idf: Floats, found: Occurrences, n_texts: int) -> Entries:
    """The same from occurrences that were counted before."""
    vocabulary, config = counter.vocabulary, counter.config
    text, column, count = grouped(found.text, found.column, n_texts, vocabulary.n_columns)
    block = 2 * text + (column >= vocabulary.n_word_columns)  # words, characters, words, ...
    sizes = np.bincount(block, minlength=2 * n_texts)
    value = term_frequency(count, config.sublinear_tf) * np.take(idf, column)
    norm = np.sqrt(segment_sums(value * value, sizes))
    weight = np.tile([1.0, config.char_weight], n_texts) / np.where(norm > 0, norm, 1.0)
    return Entries(text, column, value * np.repeat(weight, sizes))


def grouped(
    text: Ints, column: Integers, n_texts: int, n_columns: int, *, repeated: bool = False
) -> tuple[Ints, Ints, Ints]:
    """Text, column and count of each n-gram of each text, or of those that stand there twice or more; sorted."""
    kind: Any = np.uint32 if n_texts * n_columns < 1 << 32 else np.uint64
    keys = text.astype(kind) * kind(n_columns) + column.astype(kind)
    keys.sort()
    again = np.flatnonzero(keys[1:] == keys[:-1])
    if repeated:
        run = np.flatnonzero(np.diff(again, prepend=-2) > 1)
        first, count = again[run], np.diff(run, append=len(again)) + 1
    else:
        fresh = np.ones(len(keys), bool)
        fresh[again + 1] = False
        first = np.flatnonzero(fresh)
        count = np.diff(first, append=len(keys))
    found = keys[first]
    text_of = found // kind(max(1, n_columns))
    return text_of.astype(np.int64), (found - text_of * kind(n_columns)).astype(np.int64), count


_SUBLINEAR = np.concatenate([[0.0], 1.0 + np.log(np.arange(1, 256))])


def term_frequency(count: Ints, sublinear: bool) -> Floats:
    """What a count weighs before idf: the count itself, or 1 + log(count)."""
    if not sublinear:
        return count.astype(np.float64)
    if len(count) and count.max() >= len(_SUBLINEAR):
        return np.asarray(1.0 + np.log(count))
    return np.take(_SUBLINEAR, count)


def segment_sums(values: Floats, sizes: Ints) -> Floats:
    """Sums over consecutive runs of rows: ``values`` (n, ...), ``sizes`` (k,) how long each run is; (k, ...)."""
    sums = np.zeros((len(sizes), *values.shape[1:]))
    filled = sizes > 0
    if len(values):
        sums[filled] = np.add.reduceat(values, (np.cumsum(sizes) - sizes)[filled], axis=0)
    return sums
