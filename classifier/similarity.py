"""Texts that say the same in almost the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifier.text import normalize, words

#: Jaccard similarity of word triples from which two texts are near-duplicates.
THRESHOLD = 0.7
#: Texts up to which all pairs are looked at.
MAX_EXACT = 1000
_PERMUTATIONS = 64


def near_duplicates(texts: Sequence[str], threshold: float = THRESHOLD) -> Iterator[tuple[int, int, float]]:
    """Pairs (earlier, later) of texts and the Jaccard similarity of their word triples, from ``threshold`` on.

    Up to ``MAX_EXACT`` texts every pair that shares a triple is compared; beyond, candidates come from MinHash and
    locality-sensitive hashing (datasketch; Broder 1997, Leskovec et al. ch. 3). Equal texts of any length are found.
    """
    shingles = [_shingles(text) for text in texts]
    candidates = _by_shared_triples(shingles) if len(texts) <= MAX_EXACT else _by_minhash(shingles, threshold)
    for earlier, later in candidates:
        similarity = _jaccard(shingles[earlier], shingles[later])
        if similarity >= threshold:
            yield earlier, later, similarity


def _by_shared_triples(shingles: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """All pairs that share a triple; loads no library."""
    holders: dict[str, list[int]] = {}
    for later, found in enumerate(shingles):
        yield from ((earlier, later) for earlier in sorted({i for triple in found for i in holders.get(triple, ())}))
        for triple in found:
            holders.setdefault(triple, []).append(later)


def _by_minhash(shingles: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    encoded = ([triple.encode("utf-8", "surrogatepass") for triple in found] for found in shingles)
    index = MinHashLSH(threshold=threshold * 0.8, num_perm=_PERMUTATIONS)
    for later, minhash in enumerate(MinHash.generator(encoded, num_perm=_PERMUTATIONS)):
        if shingles[later]:
            yield from ((earlier, later) for earlier in sorted(index.query(minhash)))
            index.insert(later, minhash)


def _shingles(text: str) -> frozenset[str]:
    found = [word for word in words(normalize(text)) if word[0].isalnum()]
    if len(found) < 3:
        return frozenset([" ".join(found)]) if found else frozenset()
    return frozenset(" ".join(found[i : i + 3]) for i in range(len(found) - 2))


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)
