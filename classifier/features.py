"""TF-IDF: its settings, its vocabulary, and a transform with numpy alone that equals scikit-learn's.

A text is split at white space once. All that its n-grams need depends on single tokens (character n-grams within word
boundaries do; words never cross white space), so every distinct token is taken apart once and found again by number.
N-grams are integers: a bigram is a pair of word numbers, a character n-gram the positions of its characters in the
model's alphabet. Looking them up is exact; nothing is hashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.lookup import Index, find
from classifier.text import normalize_token, words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Tokens remembered before the memory of tokens is emptied: bounds the memory of a stream that never repeats itself.
MAX_TOKENS = 60_000
#: Pieces (words and character n-grams) remembered for those tokens before it is emptied.
MAX_PIECES = 1_000_000


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
    letter = find(alphabet, codes) + 1
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


def bigram_keys(word_ids: Ints, text_of: Ints) -> tuple[Ints, Ints]:
    """Pairs of neighbouring words of one text as integers, and the place of each pair; unknown words make no pair."""
    first, second = word_ids[:-1], word_ids[1:]
    place = np.flatnonzero((text_of[:-1] == text_of[1:]) & (first >= 0) & (second >= 0))
    return (first[place] << 32) | second[place], place


class Pieces:
    """For each token number the list of integers (word numbers, columns) that it was taken apart into."""

    def __init__(self) -> None:
        self._values: list[Ints] = []
        self._lengths: list[Ints] = []

    def append(self, values: Ints, lengths: Ints) -> None:
        """Add the pieces of further tokens: all values in order, and how many each token has."""
        self._values.append(values)
        self._lengths.append(lengths)

    def gather(self, tokens: Ints) -> tuple[Ints, Ints]:
        """Pieces of a sequence of tokens in order, and how many each has."""
        if len(self._values) > 1:
            self._values, self._lengths = [np.concatenate(self._values)], [np.concatenate(self._lengths)]
        lengths = self._lengths[0]
        starts = np.cumsum(lengths) - lengths
        counts = lengths[tokens]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        index = np.repeat(starts[tokens] - (ends - counts), counts) + np.arange(total)
        return self._values[0][index], counts

    @property
    def size(self) -> int:
        """How many pieces are held."""
        return sum(map(len, self._values))


class _Numbers(dict[str, int]):
    """token -> number, given out in order of first sight; ``new`` lists the tokens seen since it was last emptied."""

    def __init__(self) -> None:
        self.new: list[str] = []

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        self.new.append(token)
        return number


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
    """Counts a vocabulary's n-grams in texts; keeps what it learnt of tokens from one batch to the next."""

    def __init__(self, config: FeatureConfig, vocabulary: Vocabulary) -> None:
        self.config, self.vocabulary = config, vocabulary
        self._bigrams = Index(vocabulary.bigrams)
        self._word_numbers = {word: number for number, word in enumerate(vocabulary.words)}
        self._forget()

    def _forget(self) -> None:
        self._numbers, self._words, self._chars = _Numbers(), Pieces(), Pieces()

    def __call__(self, texts: Sequence[str]) -> Occurrences:
        """Every n-gram of the vocabulary that stands in the texts, repeated as often as it does; in no set order."""
        tokens, text_of = self._tokens(texts)
        if not len(tokens):
            nothing = np.zeros(0, np.int64)
            return Occurrences(nothing, nothing, nothing, nothing)
        position = np.arange(len(tokens))
        word_ids, n_words = self._words.gather(tokens)
        word_token = np.repeat(position, n_words)
        known = word_ids >= 0
        columns, first, last = [word_ids[known]], [word_token[known]], [word_token[known]]
        if self.config.word_ngrams == 2:
            pairs, at = bigram_keys(word_ids, text_of[word_token])
            found = self._bigrams.find(pairs)
            at = at[found >= 0]
            columns.append(found[found >= 0] + len(self.vocabulary.words))
            first.append(word_token[at])
            last.append(word_token[at + 1])
        if self.config.char_ngrams is not None:
            chars, n_chars = self._chars.gather(tokens)
            columns.append(chars)
            first.append(np.repeat(position, n_chars))
            last.append(first[-1])
        first_token = np.concatenate(first)
        return Occurrences(np.concatenate(columns), text_of[first_token], first_token, np.concatenate(last))

    def _tokens(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        if len(self._numbers) > MAX_TOKENS or self._words.size + self._chars.size > MAX_PIECES:
            self._forget()
        numbers: list[int] = []
        lengths = []
        for text in texts:
            tokens = text.split()
            numbers.extend(map(self._numbers.__getitem__, tokens))
            lengths.append(len(tokens))
        self._learn()
        return np.array(numbers, np.int64), np.repeat(np.arange(len(texts)), lengths)

    def _learn(self) -> None:
        new = [normalize_token(token) for token in self._numbers.new]
        self._numbers.new = []
        if not new:
            return
        known = self._word_numbers
        per_token = [words(token) for token in new]
        ids = [known.get(word, -1) for found in per_token for word in found]
        self._words.append(np.array(ids, np.int64), np.fromiter(map(len, per_token), np.int64, len(new)))
        if self.config.char_ngrams is None:
            return
        parts = [part for token in new for part in token.split()]
        part_of = np.repeat(np.arange(len(new)), [len(token.split()) for token in new])
        keys, owner = char_ngram_keys(parts, self.config, self.vocabulary.alphabet)
        at = find(self.vocabulary.chars, keys)
        token_of = part_of[owner[at >= 0]]
        order = np.argsort(token_of, kind="stable")
        columns = at[at >= 0][order] + self.vocabulary.n_word_columns
        self._chars.append(columns, np.bincount(token_of, minlength=len(new)))


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
    keys = found.text * vocabulary.n_columns + found.column
    keys.sort()
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    count = np.diff(first, append=len(keys))
    keys = keys[first]
    starts = np.arange(n_texts) * vocabulary.n_columns
    bounds = np.column_stack([starts, starts + vocabulary.n_word_columns]).ravel()  # words, characters, words, ...
    sizes = np.diff(np.searchsorted(keys, bounds), append=len(keys))
    text = np.repeat(np.arange(n_texts), sizes.reshape(-1, 2).sum(axis=1))
    column = keys - text * vocabulary.n_columns
    value = _tf(count, config.sublinear_tf) * np.take(idf, column)
    norm = np.sqrt(segment_sums(value * value, sizes))
    weight = np.tile([1.0, config.char_weight], n_texts) / np.where(norm > 0, norm, 1.0)
    return Entries(text, column, value * np.repeat(weight, sizes))


_SUBLINEAR = np.concatenate([[0.0], 1.0 + np.log(np.arange(1, 256))])


def _tf(count: Ints, sublinear: bool) -> Floats:
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
