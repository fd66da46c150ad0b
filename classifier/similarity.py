"""Texts that say the same in almost the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifier.text import normalize, words

#: Jaccard similarity of word triples from which two texts are near-duplicates.
THRESHOLD = 0.7
_PERMUTATIONS = 64


def near_duplicates(texts: Sequence[str], threshold: float = THRESHOLD) -> Iterator[tuple[int, int, float]]:
    """Pairs (earlier, later) of texts and the Jaccard similarity of their word triples, from ``threshold`` on.

    Candidates come from MinHash and locality-sensitive hashing (datasketch; Broder 1997, Leskovec et al. ch. 3), every
    one is then compared exactly; equal texts of any length are found too.
    """
    from datasketch import MinHash, MinHashLSH

    shingles = [_shingles(text) for text in texts]
    hashes = MinHash.generator(
        ([triple.encode("utf-8", "surrogatepass") for triple in found] for found in shingles), num_perm=_PERMUTATIONS
    )
    index = MinHashLSH(threshold=threshold * 0.8, num_perm=_PERMUTATIONS)
    for later, minhash in enumerate(hashes):
        if not shingles[later]:
            continue
        for earlier in sorted(index.query(minhash)):
            similarity = _jaccard(shingles[earlier], shingles[later])
            if similarity >= threshold:
                yield earlier, later, similarity
        index.insert(later, minhash)


def _shingles(text: str) -> frozenset[str]:
    found = [word for word in words(normalize(text)) if word[0].isalnum()]
    if len(found) < 3:
        return frozenset([" ".join(found)]) if found else frozenset()
    return frozenset(" ".join(found[i : i + 3]) for i in range(len(found) - 2))


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)
