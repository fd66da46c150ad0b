"""Finding integers in a sorted array, many at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def find(sorted_keys: NDArray[Any], keys: NDArray[Any]) -> Ints:
    """Position of each key in a sorted array, -1 where it is absent."""
    if not len(sorted_keys):
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.searchsorted(sorted_keys, keys)
    at[at == len(sorted_keys)] = 0
    return np.where(sorted_keys[at] == keys, at, -1).astype(np.int64)


#: 2**64 over the golden ratio.
_ODD = np.uint64(0x9E3779B97F4A7C15)


def slots(keys: NDArray[np.uint64], bits: int) -> Ints:
    """A place among 2**bits for each key; keys that share long runs of bits are spread."""
    mixed = keys * _ODD
    mixed ^= mixed >> np.uint64(32)
    mixed *= _ODD
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


class Index:
    """Finds keys in a sorted array: by bisection at first, by a hash table once there is much to find.

    ``keys``: (n,) increasing, not negative. The table has open addressing; keys that collide too often (a hostile
    vocabulary) stay with bisection.
    """

    _ROUNDS = 100
    _WORTH_IT = 20_000

    def __init__(self, keys: Ints) -> None:
        self._keys = keys
        self._bits = max(4, int(3 * len(keys)).bit_length())
        self._table: tuple[Ints, Ints] | None = None
        self._n_asked = 0

    def find(self, keys: Ints) -> Ints:
        """Position of each key, -1 where it is absent; a negative key is always absent."""
        self._n_asked += len(keys)
        if self._table is None and self._n_asked > self._WORTH_IT:
            self._table = self._build()
        if self._table is None:
            return find(self._keys, keys)
        held, position = self._table
        found = np.full(len(keys), -1, np.int64)
        waiting, slot = np.arange(len(keys)), slots(keys.view(np.uint64), self._bits)
        for _ in range(self._ROUNDS):
            if not len(waiting):
                return found
            here = np.take(held, slot)
            hit = (here == keys[waiting]) & (here >= 0)
            found[waiting[hit]] = np.take(position, slot[hit])
            on = np.flatnonzero(~hit & (here >= 0))
            waiting, slot = waiting[on], (slot[on] + 1) & ((1 << self._bits) - 1)
        found[waiting] = find(self._keys, keys[waiting])
        return found

    def _build(self) -> tuple[Ints, Ints] | None:
        held = np.full(1 << self._bits, -1, np.int64)
        position = np.zeros(1 << self._bits, np.int64)
        waiting, slot = np.arange(len(self._keys)), slots(self._keys.view(np.uint64), self._bits)
        for _ in range(self._ROUNDS):
            free = np.flatnonzero(held[slot] < 0)
            chosen = free[np.unique(slot[free], return_index=True)[1]]
            held[slot[chosen]], position[slot[chosen]] = self._keys[waiting[chosen]], waiting[chosen]
            rest = np.ones(len(waiting), bool)
            rest[chosen] = False
            waiting, slot = waiting[rest], (slot[rest] + 1) & ((1 << self._bits) - 1)
            if not len(waiting):
                return held, position
        self._n_asked = -(1 << 62)  # never again
        return None
