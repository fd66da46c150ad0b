"""The memory of tokens: every distinct token of the texts is taken apart once and found again by number.

A text is split at white space. All that its n-grams need depends on single tokens (character n-grams within word
boundaries do; words never cross white space).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import FeatureConfig, Ints, Vocabulary, char_ngram_keys
from classifier.lookup import Index
from classifier.numbering import Numbering
from classifier.text import normalize_tokens, words

#: Tokens remembered before the rare ones are forgotten: bounds the memory of a stream that never repeats itself.
MAX_TOKENS = 90_000
#: Pieces (words and character n-grams) remembered for those tokens at most.
MAX_PIECES = 1_300_000


class Pieces:
    """For each token number the list of integers (word numbers, columns) that it was taken apart into."""

    def __init__(self) -> None:
        self._values, self._bounds = np.zeros(1024, np.int32), np.zeros(1024, np.int64)
        self.n_values, self._n_tokens = 0, 0

    def append(self, values: NDArray[np.int32], lengths: Ints) -> None:
        """Add the pieces of further tokens: all values in order, and how many each token has."""
        self._values = roomy(self._values, self.n_values + len(values))
        self._bounds = roomy(self._bounds, self._n_tokens + len(lengths) + 1)
        self._values[self.n_values : self.n_values + len(values)] = values
        self._bounds[self._n_tokens + 1 : self._n_tokens + len(lengths) + 1] = self.n_values + np.cumsum(lengths)
        self.n_values += len(values)
        self._n_tokens += len(lengths)

    def gather(self, tokens: Ints) -> tuple[NDArray[np.int32], Ints]:
        """Pieces of a sequence of tokens in order, and how many each has."""
        starts = self._bounds.take(tokens)
        counts = self._bounds.take(tokens + 1) - starts
        ends = np.cumsum(counts)
        index = np.repeat(starts - ends + counts, counts)
        index += np.arange(len(index))
        return self._values.take(index), counts

    def sizes(self, tokens: Ints) -> Ints:
        """How many pieces each token has; none where nothing was ever added."""
        if not self._n_tokens:
            return np.zeros(len(tokens), np.int64)
        return self._bounds.take(tokens + 1) - self._bounds.take(tokens)

    def of(self, tokens: Ints) -> Pieces:
        """The pieces of these tokens, numbered anew in this order."""
        chosen = Pieces()
        if self._n_tokens:
            chosen.append(*self.gather(tokens))
        return chosen


def roomy(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The array, or a longer copy where it has no room for ``size`` items."""
    if size <= len(array):
        return array
    longer = np.zeros((max(size, 2 * len(array)), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


class Tokens:
    """Numbers tokens and keeps what they are made of from one batch of texts to the next.

    ``words``: word numbers of each token (-1: not in the vocabulary); ``chars``: positions of its character n-grams in
    the vocabulary's block. ``generation`` grows when rare tokens are forgotten and numbers start anew.
    """

    def __init__(self, config: FeatureConfig, vocabulary: Vocabulary) -> None:
        self._config, self._alphabet = config, vocabulary.alphabet
        self._word_numbers = {word: number for number, word in enumerate(vocabulary.words)}
        self._char_index = Index(vocabulary.chars)
        self.generation = 0
        self._numbers, self.words, self.chars = Numbering(), Pieces(), Pieces()
        self._uses = np.zeros(0, np.int64)

    def _forget(self) -> None:
        """Keep the tokens that came more than once, the commonest first, up to half of the room."""
        uses = self._uses[: len(self)]
        common = np.argsort(-uses, kind="stable")
        common = common[uses[common] > 1][: MAX_TOKENS // 2]
        size = self.words.sizes(common) + self.chars.sizes(common)
        common = common[np.cumsum(size) <= MAX_PIECES // 2]
        self._numbers.keep(common)
        self.words, self.chars = self.words.of(common), self.chars.of(common)
        self._uses = np.ones(len(common), np.int64)
        self.generation += 1

    def __len__(self) -> int:
        """How many tokens are known."""
        return len(self._numbers)

    def number(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Numbers of the tokens of all texts, one after the other, and how many tokens each text has."""
        if len(self._numbers) > MAX_TOKENS or self.words.n_values + self.chars.n_values > MAX_PIECES:
            self._forget()
        numbers, lengths = self._numbers(texts)
        self._learn()
        self._uses = roomy(self._uses, len(self))
        self._uses[: len(self)] += np.bincount(numbers, minlength=len(self))
        return numbers, lengths

    def _learn(self) -> None:
        new, self._numbers.new = normalize_tokens(self._numbers.new), []
        if not new:
            return
        found = list(map(words, new))
        ids = np.array([self._word_numbers.get(word, -1) for parts in found for word in parts], np.int32)
        self.words.append(ids, np.fromiter(map(len, found), np.int64, len(new)))
        if self._config.char_ngrams is not None:
            self._learn_chars(new)

    def _learn_chars(self, new: Sequence[str]) -> None:
        split = [token.split() for token in new]
        part_of = np.repeat(np.arange(len(new)), np.fromiter(map(len, split), np.int64, len(new)))
        keys, owner = char_ngram_keys([part for parts in split for part in parts], self._config, self._alphabet)
        at = self._char_index.find(keys)
        token_of = part_of[owner[at >= 0]]
        order = np.argsort(token_of, kind="stable")
        self.chars.append(at[at >= 0][order].astype(np.int32), np.bincount(token_of, minlength=len(new)))
