"""Counting the n-grams of training texts once, and weighting them for any part of the texts.

scikit-learn's TfidfVectorizer counts anew for every fold and every setting; here one count serves them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from classifier.features import FeatureConfig, Floats, Ints, Vocabulary, bigram_keys, char_ngram_keys
from classifier.text import normalize, words
from classifier.tfidf import segment_sums

Matrix = Any  # scipy.sparse.csr_array has no complete stubs


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often each n-gram stands in each text: ``matrix`` (texts, columns of ``vocabulary``)."""

    config: FeatureConfig
    vocabulary: Vocabulary
    matrix: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """Which columns of the counts a model keeps and their inverse document frequency, learnt from its training rows."""

    keep: Ints
    idf: Floats


def count(texts: Sequence[str], config: FeatureConfig) -> Counts:
    """Count every n-gram of the texts."""
    normalized = [normalize(text) for text in texts]
    vocabulary_words, word_block, bigrams, bigram_block = _count_words([words(text) for text in normalized], config)
    alphabet, chars, char_block = _count_chars([text.split() for text in normalized], config)
    vocabulary = Vocabulary(words=vocabulary_words, bigrams=bigrams, alphabet=alphabet, chars=chars)
    matrix = sp.hstack([word_block, bigram_block, char_block], format="csr", dtype=np.float64)
    return Counts(config=config, vocabulary=vocabulary, matrix=matrix)


def _count_words(texts: Sequence[Sequence[str]], config: FeatureConfig) -> tuple[list[str], Matrix, Ints, Matrix]:
    vocabulary = sorted({word for text in texts for word in text})
    number = {word: i for i, word in enumerate(vocabulary)}
    ids = np.fromiter((number[word] for text in texts for word in text), np.int64)
    text_of = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    block = _table(text_of, ids, (len(texts), len(vocabulary)))
    if config.word_ngrams == 1 or not len(ids):
        return vocabulary, block, np.zeros(0, np.int64), _table(ids[:0], ids[:0], (len(texts), 0))
    keys, place = bigram_keys(ids, text_of)
    bigrams, columns = np.unique(keys, return_inverse=True)
    return vocabulary, block, bigrams, _table(text_of[place], columns, (len(texts), len(bigrams)))


def _count_chars(texts: Sequence[Sequence[str]], config: FeatureConfig) -> tuple[NDArray[np.uint32], Ints, Matrix]:
    none = np.zeros(0, np.int64)
    if config.char_ngrams is None:
        return np.zeros(0, np.uint32), none, _table(none, none, (len(texts), 0))
    tokens = sorted({token for text in texts for token in text})
    number = {token: i for i, token in enumerate(tokens)}
    ids = np.fromiter((number[token] for text in texts for token in text), np.int64)
    text_of = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    alphabet = _alphabet("".join(tokens), config)
    keys, owner = char_ngram_keys(tokens, config, alphabet)
    keys, owner = keys[keys >= 0], owner[keys >= 0]
    chars, columns = np.unique(keys, return_inverse=True)
    in_token = _table(owner, columns, (len(tokens), len(chars)))
    return alphabet, chars, _table(text_of, ids, (len(texts), len(tokens))) @ in_token


def _alphabet(characters: str, config: FeatureConfig) -> NDArray[np.uint32]:
    """The space and the characters of the texts; where they are too many for an n-gram's integer, the commonest."""
    codes = np.frombuffer((" " + characters).encode("utf-32-le", "surrogatepass"), np.uint32)
    alphabet, frequency = np.unique(codes, return_counts=True)
    commonest = np.lexsort((alphabet, -frequency, alphabet != ord(" ")))[: (1 << config.char_bits) - 1]
    return np.sort(alphabet[commonest])


def _table(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Matrix:
    """Occurrences as a sparse table of counts."""
    return sp.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def weigh(counts: Counts, rows: Ints) -> Weighting:
    """Learn from these rows which columns stay (``min_df``) and how they are weighted (smooth idf)."""
    part = counts.matrix[rows]
    df = np.bincount(part.indices, minlength=part.shape[1])
    is_char = np.arange(part.shape[1]) >= counts.vocabulary.n_word_columns
    keep = np.flatnonzero(df >= np.where(is_char, counts.config.char_min_df, counts.config.min_df))
    if not len(keep):  # a handful of texts in which nothing repeats
        keep = np.flatnonzero(df)
    return Weighting(keep=keep, idf=np.log((1 + len(rows)) / (1 + df[keep])) + 1)


def transform(counts: Counts, rows: Ints, weighting: Weighting) -> Matrix:
    """TF-IDF of these rows: (rows, kept columns), each block scaled to length 1 and weighted."""
    matrix = counts.matrix[rows][:, weighting.keep]
    matrix.sort_indices()
    data = matrix.data  # changed in place: of large data every copy counts
    if counts.config.sublinear_tf:
        np.log(data, out=data)
        data += 1
    data *= weighting.idf[matrix.indices]
    boundary = np.searchsorted(weighting.keep, counts.vocabulary.n_word_columns)
    before = np.concatenate([[0], np.cumsum(matrix.indices < boundary)])
    n_words = np.diff(before[matrix.indptr])
    sizes = np.column_stack([n_words, np.diff(matrix.indptr) - n_words]).ravel()  # words, characters, words, ...
    length = np.sqrt(segment_sums(data * data, sizes))
    weight = np.tile([1.0, counts.config.char_weight], len(rows)) / np.where(length > 0, length, 1.0)
    data *= np.repeat(weight, sizes)
    return matrix


def kept_vocabulary(counts: Counts, weighting: Weighting) -> Vocabulary:
    """The vocabulary of the kept columns, with words numbered anew."""
    old, keep = counts.vocabulary, weighting.keep
    n_words, n_word_columns = len(old.words), old.n_word_columns
    kept_words = keep[keep < n_words]
    number = np.full(n_words, -1, np.int64)
    number[kept_words] = np.arange(len(kept_words))
    pairs = old.bigrams[keep[(keep >= n_words) & (keep < n_word_columns)] - n_words]
    return Vocabulary(
        words=[old.words[i] for i in kept_words.tolist()],
        bigrams=(number[pairs >> 32] << 32) | number[pairs & 0xFFFFFFFF],
        alphabet=old.alphabet,
        chars=old.chars[keep[keep >= n_word_columns] - n_word_columns],
    )
