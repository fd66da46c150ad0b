"""Why a label: the n-grams of a text, their part in the score, and where in the text they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from classifier.model import Model
from classifier.schema import Reason
from classifier.text import normalize_token, words

_TOKEN = re.compile(r"\S+")
Span = tuple[int, int]


def explain(model: Model, text: str, task: str, label: str, n: int) -> tuple[Reason, ...]:
    """The ``n`` n-grams that moved this label's score most, strongest first; positive weights speak for the label.

    Weights are parts of the label's centred score (log-odds against the geometric mean of all labels), in nats; the
    parts of all n-grams and the intercept sum to the score.
    """
    contributions, _ = model.contributions(text, task)
    position = model.task(task).labels.index(label)
    weights = np.array([part[position] for _, part in contributions])
    places = ngram_places(text, model.config.char_ngrams)
    strongest = np.argsort(-np.abs(weights), kind="stable")[:n]
    return tuple(
        Reason(
            ngram=contributions[i][0],
            weight=float(weights[i]),
            start=places[contributions[i][0]][0],
            end=places[contributions[i][0]][1],
        )
        for i in strongest.tolist()
    )


def highlight(
    model: Model, texts: Sequence[str], task: str, labels: Sequence[str]
) -> list[list[tuple[int, int, float]]]:
    """For each text its tokens as (start, end, weight for the label ``labels[i]``), in order, without overlap.

    For people: the n-grams of ``explain`` overlap, tokens do not; see ``Model.token_weights``.
    """
    names = model.task(task).labels
    weights = model.token_weights(texts, task, [names.index(label) for label in labels])
    return [
        [(*match.span(), weight) for match, weight in zip(_TOKEN.finditer(text), found.tolist(), strict=True)]
        for text, found in zip(texts, weights, strict=True)
    ]


def ngram_places(text: str, char_ngrams: tuple[int, int] | None) -> dict[str, Span]:
    """First place in the text of every n-gram that the features can count: n-gram -> (start, end)."""
    places: dict[str, Span] = {}
    for ngram, start, end in _occurrences(text, char_ngrams):
        places.setdefault(ngram, (start, end))
    return places


def _occurrences(text: str, char_ngrams: tuple[int, int] | None) -> Iterator[tuple[str, int, int]]:
    """Every n-gram with its start and end."""
    previous: tuple[str, Span] | None = None
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        normalized = normalize_token(match.group())
        for word in words(normalized):
            span = _inside(word, match.group(), start, end)
            yield word, *span
            if previous is not None:
                first, first_span = previous
                yield f"{first} {word}", first_span[0], max(span[1], first_span[1])
            previous = (word, span)
        if char_ngrams is not None:
            for part in normalized.split():
                yield from _char_occurrences(f" {part} ", match.group(), start, end, char_ngrams)


def _char_occurrences(
    padded: str, token: str, start: int, end: int, char_ngrams: tuple[int, int]
) -> Iterator[tuple[str, int, int]]:
    same = padded[1:-1] == token.lower() and len(token.lower()) == len(token)
    for n in range(char_ngrams[0], min(char_ngrams[1], len(padded)) + 1):
        for at in range(len(padded) - n + 1):
            span = (max(start, start + at - 1), min(end, start + at - 1 + n)) if same else (start, end)
            yield padded[at : at + n], *span


def _inside(word: str, token: str, start: int, end: int) -> Span:
    """Where a word stands in its token; the whole token where normalising changed its length."""
    lowered = token.lower()
    at = lowered.find(word) if len(lowered) == len(token) else -1
    return (start + at, start + at + len(word)) if at >= 0 else (start, end)
