"""Texts that say the same in almost the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

#: Jaccard similarity of word triples from which two texts are near-duplicates.
THRESHOLD = 0.7
#: Texts up to which all pairs are looked at.
MAX_EXACT = 1000
_PERMUTATIONS = 64


def near_duplicates(texts: Sequence[Sequence[str]], threshold: float = THRESHOLD) -> Iterator[tuple[int, int, float]]:
    """Each text that nearly repeats an earlier one: (earlier, later, Jaccard similarity of their word triples).

    ``texts``: the words of each. ``earlier`` is the nearest text that repeats none itself: a thousand copies are 999
    rows. Up to ``MAX_EXACT`` texts all that share a triple are compared; beyond, candidates come from MinHash and
    locality-sensitive hashing (datasketch; Broder 1997, Leskovec et al. ch. 3). Equal texts of any length are found.
    """
    shingles = [_shingles(words) for words in texts]
    index: _Triples | _MinHashes = _Triples() if len(texts) <= MAX_EXACT else _MinHashes(threshold)
    for later, found in enumerate(shingles):
        if not found:
            continue
        similarity, earlier = max(
            ((n / (len(shingles[i]) + len(found) - n), -i) for i, n in index.near(found).items()), default=(0.0, 0)
        )
        if similarity >= threshold:
            yield -earlier, later, similarity
        else:
            index.add(later, found)


class _Triples:
    """All texts that share a triple; loads no library."""

    def __init__(self) -> None:
        self._holders: dict[str, list[int]] = {}

    def near(self, found: frozenset[str]) -> dict[int, int]:
        """Text -> how many triples it shares."""
        return Counter(i for triple in found for i in self._holders.get(triple, ()))

    def add(self, number: int, found: frozenset[str]) -> None:
        for triple in found:
            self._holders.setdefault(triple, []).append(number)


class _MinHashes:
    """Texts that are likely near, by MinHash and locality-sensitive hashing."""

    def __init__(self, threshold: float) -> None:
        from datasketch import MinHash, MinHashLSH

        self._new = MinHash
        self._shingles: dict[int, frozenset[str]] = {}
        self._index = MinHashLSH(threshold=threshold * 0.8, num_perm=_PERMUTATIONS)

    def _hash(self, found: frozenset[str]) -> Any:
        minhash = self._new(num_perm=_PERMUTATIONS)
        minhash.update_batch([triple.encode("utf-8", "surrogatepass") for triple in found])
        return minhash

    def near(self, found: frozenset[str]) -> dict[int, int]:
        """Text -> how many triples it shares."""
        return {i: len(found & self._shingles[i]) for i in self._index.query(self._hash(found))}

    def add(self, number: int, found: frozenset[str]) -> None:
        self._index.insert(number, self._hash(found))
        self._shingles[number] = found


def _shingles(words: Sequence[str]) -> frozenset[str]:
    found = [word for word in words if word[0].isalnum()]
    if len(found) < 3:
        return frozenset([" ".join(found)]) if found else frozenset()
    return frozenset(" ".join(found[i : i + 3]) for i in range(len(found) - 2))
