"""The features of a model: their settings, their vocabulary, and n-grams as integers.

A bigram is a pair of word numbers, a character n-gram the positions of its characters in the model's alphabet. Looking
them up is exact: keys are compared in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.lookup import find

Ints = NDArray[np.int64]
Integers = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureConfig:
    """What is counted and how it is weighted; equal to a FeatureUnion of two TfidfVectorizers.

    ``word_ngrams``: word n-grams up to this length (1 or 2). ``char_ngrams``: shortest and longest character n-gram
    within word boundaries (scikit-learn's ``char_wb``), or None. ``min_df``, ``char_min_df``: an n-gram stands in at
    least so many texts. ``char_weight``: factor of the character block after each block is scaled to length 1.
    """

    word_ngrams: int = 2
    char_ngrams: tuple[int, int] | None = (2, 5)
    min_df: int = 1
    char_min_df: int = 2
    sublinear_tf: bool = True
    char_weight: float = 1.0

    def __post_init__(self) -> None:
        if self.word_ngrams not in (1, 2):
            raise ValueError(f"word_ngrams is 1 or 2, not {self.word_ngrams}")
        if self.char_ngrams is not None and not (
            1 <= self.char_ngrams[0] <= min(3, self.char_ngrams[1]) and self.char_ngrams[1] <= 6
        ):
            raise ValueError(f"char_ngrams starts at 1 to 3 and ends at 6 or below, not {self.char_ngrams}")

    @property
    def char_bits(self) -> int:
        """Bits for one character in the integer of a character n-gram."""
        return 0 if self.char_ngrams is None else min(21, 63 // self.char_ngrams[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The n-grams of a model, each block sorted; columns are numbered through words, bigrams, character n-grams.

    ``words``: list of words (column = position). ``bigrams``: first word's number << 32 | second's. ``alphabet``: code
    points; ``chars``: character n-grams as positions in the alphabet plus one, ``FeatureConfig.char_bits`` bits each.
    """

    words: Sequence[str]
    bigrams: Ints
    alphabet: NDArray[np.uint32]
    chars: Ints

    @property
    def n_word_columns(self) -> int:
        """Columns of the word block: words and bigrams."""
        return len(self.words) + len(self.bigrams)

    @property
    def n_columns(self) -> int:
        """Columns in all."""
        return self.n_word_columns + len(self.chars)

    def terms(self, columns: Iterable[int], char_bits: int) -> Iterator[str]:
        """The n-grams of these columns as text; character n-grams keep the spaces of word boundaries."""
        n_words, mask = len(self.words), (1 << char_bits) - 1
        for column in columns:
            if column < n_words:
                yield self.words[column]
            elif column < self.n_word_columns:
                key = int(self.bigrams[column - n_words])
                yield f"{self.words[key >> 32]} {self.words[key & 0xFFFFFFFF]}"
            else:
                key, ngram = int(self.chars[column - self.n_word_columns]), ""
                while key:
                    ngram, key = chr(self.alphabet[(key & mask) - 1]) + ngram, key >> char_bits
                yield ngram


#: Code points below it are looked up in a table: the alphabets of Europe and the general punctuation.
_COMMON = 0x2100


def char_ngram_keys(tokens: Sequence[str], config: FeatureConfig, alphabet: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Character n-grams of tokens as integers, and the number of the token that each belongs to.

    An n-gram with a character outside the alphabet has the key -1.
    """
    if config.char_ngrams is None or not tokens:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    joined = " " + "  ".join(tokens) + " "
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, tokens), np.int64, len(tokens)) + 2
    owner = np.repeat(np.arange(len(tokens)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))  # characters up to the token's end
    letter = _letters(alphabet, codes)
    known = letter > 0
    shortest, longest = config.char_ngrams
    keys, owners = [], []
    key, valid = np.zeros(len(codes), np.int64), np.ones(len(codes), bool)
    for n in range(1, longest + 1):
        size = len(codes) - n + 1
        if size <= 0:
            break
        key, valid = (key[:size] << config.char_bits) | letter[n - 1 :], valid[:size] & known[n - 1 :]
        if n >= shortest:
            inside = left[:size] >= n
            keys.append(np.where(valid, key, -1)[inside])
            owners.append(owner[:size][inside])
    return np.concatenate(keys), np.concatenate(owners)


def _letters(alphabet: NDArray[np.uint32], codes: NDArray[np.uint32]) -> Ints:
    """Position of each character in the alphabet plus one; 0 outside it. A table answers for the common code points."""
    low = min(_COMMON, int(alphabet[-1]) + 1) if len(alphabet) else 0
    table = find(alphabet, np.arange(low, dtype=np.uint32)) + 1
    letter = np.zeros(len(codes), np.int64)
    common = codes < low
    letter[common] = table.take(codes[common])
    letter[~common] = find(alphabet, codes[~common]) + 1
    return letter


def bigram_keys(word_ids: Integers, text_of: Ints) -> tuple[Ints, Ints]:
    """Pairs of neighbouring words of one text as integers, and the place of each pair; unknown words make no pair."""
    first, second = word_ids[:-1], word_ids[1:]
    place = np.flatnonzero((text_of[:-1] == text_of[1:]) & (first >= 0) & (second >= 0))
    return (first[place].astype(np.int64) << 32) | second[place], place
