"""Scores of texts without building their TF-IDF: sums over tokens, corrected where an n-gram repeats.

With every n-gram counted as often as it stands in a text, the score before scaling and the squared length are sums over
the text's tokens, and each distinct token's sums are computed once. Where an n-gram stands n > 1 times the sums hold n
times its part instead of tf(n) times: only those n-grams are looked at again. To rounding the result is that of
``tfidf`` times the coefficients.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifier.features import Floats, Integers, Ints
from classifier.tfidf import Counter, grouped, segment_sums, term_frequency
from classifier.tokens import roomy

#: Tokens whose sums are computed at once: bounds the memory of the step.
_TOKENS_AT_ONCE = 2000


class Scorer:
    """Scores of texts under linear coefficients.

    ``idf``: (columns,); ``coefficients``: (columns, scores). The counter may be shared with others.
    """

    def __init__(self, counter: Counter, idf: Floats, coefficients: Floats) -> None:
        self._counter, self._idf, self._coefficients = counter, idf, coefficients
        self._n_words = counter.vocabulary.n_word_columns
        self._generation, self._n_summed = counter.tokens.generation, 0
        self._token_sums, self._token_squares = np.zeros((0, coefficients.shape[1])), np.zeros(0)

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Scores without intercepts: (n, scores)."""
        tokens, lengths = self._counter.tokens.number(texts)
        text_of = np.repeat(np.arange(len(texts)), lengths)
        scores = self._words(tokens, text_of, len(texts))
        if self._counter.config.char_ngrams is not None:
            scores += self._counter.config.char_weight * self._chars(tokens, text_of, lengths)
        return scores

    def _words(self, tokens: Ints, text_of: Ints, n_texts: int) -> Floats:
        """Words and word pairs are looked up once a text: too few to be worth remembering sums of."""
        columns, first, _ = self._counter.words(tokens, text_of)
        text, column, count = grouped(text_of[first], columns, n_texts, self._n_words)
        tf = self._tf(count)
        sums, squares = self._sums(column, np.bincount(text, minlength=n_texts), tf, tf * tf)
        return _scaled(sums, squares)

    def _chars(self, tokens: Ints, text_of: Ints, lengths: Ints) -> Floats:
        self._sum_new_tokens()
        sums = segment_sums(self._token_sums.take(tokens, axis=0), lengths)
        squares = segment_sums(self._token_squares.take(tokens), lengths)
        chars, n_chars = self._counter.tokens.chars.gather(tokens)
        n_columns = len(self._counter.vocabulary.chars)
        text, column, count = grouped(np.repeat(text_of, n_chars), chars, len(lengths), n_columns, repeated=True)
        tf = self._tf(count)
        sizes = np.bincount(text, minlength=len(lengths))
        more, more_squares = self._sums(column + self._n_words, sizes, tf - count, tf * tf - count)
        return _scaled(sums + more, squares + more_squares)

    def _tf(self, count: Ints) -> Floats:
        return term_frequency(count, self._counter.config.sublinear_tf)

    def _sums(self, columns: Integers, sizes: Ints, tf: Floats, tf_squared: Floats) -> tuple[Floats, Floats]:
        """Sums over runs of columns: of weight times coefficients (runs, scores), of squared weights (runs,)."""
        idf = self._idf.take(columns)
        parts = self._coefficients.take(columns, axis=0)
        parts *= (idf * tf)[:, None]
        return segment_sums(parts, sizes), segment_sums(idf * idf * tf_squared, sizes)

    def _sum_new_tokens(self) -> None:
        """Sums over the character n-grams of every token that was not seen before."""
        known = self._counter.tokens
        if self._generation != known.generation:
            self._generation, self._n_summed = known.generation, 0
        self._token_sums, self._token_squares = (
            roomy(self._token_sums, len(known)),
            roomy(self._token_squares, len(known)),
        )
        for start in range(self._n_summed, len(known), _TOKENS_AT_ONCE):
            new = np.arange(start, min(len(known), start + _TOKENS_AT_ONCE))
            chars, n_chars = known.chars.gather(new)
            once = np.ones(len(chars))
            self._token_sums[new], self._token_squares[new] = self._sums(chars + self._n_words, n_chars, once, once)
        self._n_summed = len(known)


def _scaled(sums: Floats, squares: Floats) -> Floats:
    length = np.sqrt(np.maximum(squares, 0.0))
    return np.asarray(sums / np.where(length > 0, length, 1.0)[:, None])
