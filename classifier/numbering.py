"""Numbers for the tokens of texts, many at once: numpy finds the white space and looks the tokens up.

A token of up to 23 bytes is three 64-bit integers, its bytes and its length, so that equal integers are equal tokens.
They stand in a hash table with open addressing. Longer tokens, new ones, and those that collide too often go through a
dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.lookup import Ints, slots

Keys = NDArray[np.uint64]

#: Bytes of a token that its integers hold beside its length.
_WIDTH = 23
#: Bytes of several texts looked at in one step at most; a longer text is a step of its own.
_MAX_BYTES = 1 << 22
#: Slots tried for a token before it is left to the dictionary.
_ROUNDS = 50


class Numbering:
    """token -> number, in order of first sight. ``new`` lists the tokens seen since it was last emptied."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self.new: list[str] = []
        self._bits = 12
        self._keys = np.zeros((3, 1 << 11), np.uint64)
        self._table = np.full(1 << self._bits, -1, np.int32)

    def __len__(self) -> int:
        return len(self._numbers)

    def __call__(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Numbers of the tokens of all texts, one after the other, and how many tokens each text has."""
        encoded = [_encoded(text) for text in texts]
        if len(texts) > 1 and sum(map(len, encoded)) > _MAX_BYTES:
            halves = [self(part) for part in (texts[: len(texts) // 2], texts[len(texts) // 2 :])]
            return np.concatenate([half[0] for half in halves]), np.concatenate([half[1] for half in halves])
        data = np.frombuffer(b" ".join([b"", *encoded, b" " * 24]), np.uint8)
        start, length = _tokens(data)
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)) + 1)
        counts = np.diff(np.searchsorted(start, ends), prepend=0)
        keys = _keys(data, start, length)
        numbers = self._find(keys, np.flatnonzero(length <= _WIDTH), len(start))
        self._number_others(data, start, length, keys, numbers)
        return numbers, counts

    def keep(self, numbers: Ints) -> None:
        """Forget all tokens but these, and number them anew in this order."""
        names = list(self._numbers)
        kept = [names[i] for i in numbers.tolist()]
        self._numbers = {name: number for number, name in enumerate(kept)}
        keys = np.zeros((3, max(1024, len(kept))), np.uint64)
        keys[:, : len(kept)] = self._keys[:, numbers]
        self._keys = keys
        self._table.fill(-1)
        self._place(np.flatnonzero(np.fromiter(map(len, kept), np.int64, len(kept)) <= _WIDTH))

    def _find(self, keys: Keys, waiting: Ints, n: int) -> Ints:
        """Numbers of the tokens in the table, -1 for all others."""
        numbers = np.full(n, -1, np.int64)
        slot = slots(_mixed(keys[:, waiting]), self._bits)
        for _ in range(_ROUNDS):
            held = self._table.take(slot)
            same = held >= 0
            for part, wanted in zip(self._keys, keys, strict=True):
                same &= part.take(held) == wanted.take(waiting)
            numbers[waiting[same]] = held[same]
            on = np.flatnonzero(~same & (held >= 0))
            if not len(on):
                break
            waiting, slot = waiting[on], (slot[on] + 1) & (len(self._table) - 1)
        return numbers

    def _number_others(self, data: NDArray[np.uint8], start: Ints, length: Ints, keys: Keys, numbers: Ints) -> None:
        """Fill in the numbers of tokens that the table does not hold, and put the new ones into it."""
        known = len(self)
        firsts: list[int] = []
        others = np.flatnonzero(numbers < 0)
        for i, at, size in zip(others.tolist(), start[others].tolist(), length[others].tolist(), strict=True):
            token = data[at : at + size].tobytes()
            number = self._numbers.setdefault(token, len(self._numbers))
            numbers[i] = number
            if number == known + len(firsts):
                firsts.append(i)
                self.new.append(token.decode("utf-8", "surrogatepass"))
        if firsts:
            self._insert(keys[:, firsts], np.arange(known, known + len(firsts)), length[firsts] <= _WIDTH)

    def _insert(self, keys: Keys, numbers: Ints, fits: NDArray[np.bool_]) -> None:
        if len(self) > len(self._table) // 4:
            self._grow()
        size = self._keys.shape[1]
        if len(self) > size:
            room = np.zeros((3, max(size, len(self) - size)), np.uint64)
            self._keys = np.concatenate([self._keys, room], axis=1)
        self._keys[:, numbers] = keys
        self._place(numbers[fits])

    def _grow(self) -> None:
        """A table four times as large, or what holds all: every token of it is placed anew."""
        held = self._table[self._table >= 0].astype(np.int64)
        while len(self) > (1 << self._bits) // 4:
            self._bits += 2
        self._table = np.full(1 << self._bits, -1, np.int32)
        self._place(held)

    def _place(self, numbers: Ints) -> None:
        """Give every number a free slot at or after its own; one that finds none stays with the dictionary."""
        slot = slots(_mixed(self._keys[:, numbers]), self._bits)
        for _ in range(_ROUNDS):
            free = np.flatnonzero(self._table[slot] < 0)
            self._table[slot[free]] = numbers[free]
            left = np.flatnonzero(self._table[slot] != numbers)
            if not len(left):
                return
            numbers, slot = numbers[left], (slot[left] + 1) & (len(self._table) - 1)


def _encoded(text: str) -> bytes:
    """UTF-8 in which all white space is ASCII."""
    return (text if text.isascii() else " ".join(text.split())).encode("utf-8", "surrogatepass")


def _tokens(data: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Start and length of every run of bytes without ASCII white space (as ``str.split`` knows it)."""
    space = (data == 32) | ((data >= 9) & (data <= 13)) | ((data >= 28) & (data <= 31))
    edges = np.flatnonzero(space[1:] != space[:-1]) + 1
    start, end = edges[::2], edges[1::2]
    return start, end - start


def _keys(data: NDArray[np.uint8], start: Ints, length: Ints) -> Keys:
    """The first 23 bytes of every token and its length as three integers: (3, tokens); bytes beyond its end are 0."""
    keys = np.zeros((3, len(start)), np.uint64)
    rows: Ints | slice = slice(None)
    for part in range(3):
        if part:
            rows = np.flatnonzero(length > 8 * part)
        at, size = start[rows] + 8 * part, length[rows] - 8 * part
        key = np.zeros(len(at), np.uint64)
        for byte in range(8):
            inside = data.take(at + byte).astype(np.uint64) << np.uint64(8 * byte)
            key |= np.where(size > byte, inside, np.uint64(0))
        keys[part, rows] = key
    keys[2] = (keys[2] & np.uint64(2**56 - 1)) | (length.astype(np.uint64) << np.uint64(56))
    return keys


def _mixed(keys: Keys) -> Keys:
    """One integer from the three."""
    mixed: Keys = keys[0] ^ (keys[1] * np.uint64(0xC2B2AE3D27D4EB4F)) ^ (keys[2] * np.uint64(0x165667B19E3779F9))
    return mixed
