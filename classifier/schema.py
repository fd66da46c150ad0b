"""The nouns that everything passes around: a comment, a labelled comment, a prediction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Tasks of the shipped model and their labels, in the order in which they are shown (codebook in ``data/``).
TASKS: Mapping[str, tuple[str, ...]] = {
    "stance": ("hawkish", "dovish", "neutral"),
    "sentiment": ("negative", "neutral", "positive"),
}

#: The fields of a comment as they stand in every row that is written, in this order.
COMMENT_FIELDS = ("id", "thread", "parent", "author", "time", "text", "quoted", "truncated", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What one person wrote in a thread.

    ``text`` is the comment's own words; words of others that it quotes stand in ``quoted``. ``parent`` is the ``id``
    of the comment that it answers. ``parent``, ``author`` and ``time`` are None without evidence, never guessed.
    ``source`` names the file and the line or element. ``extra`` holds columns of an input table that are not ours.
    """

    text: str
    id: str
    thread: str | None = None
    parent: str | None = None
    author: str | None = None
    time: str | None = None
    quoted: str | None = None
    truncated: bool = False
    source: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A comment with the labels that people gave it: task -> label; a task that is absent was not labelled."""

    comment: Comment
    labels: Mapping[str, str]
    annotator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One n-gram's part in a label: ``weight`` is its signed share of the label's centred log-odds score.

    ``start`` and ``end`` are character positions in the comment's text (end exclusive) of its first occurrence.
    """

    ngram: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A comment with what the model says of it.

    ``labels``: task -> label, None where the model abstains or the comment has no text; ``probabilities``:
    task -> label -> probability (they sum to 1), empty for a comment without text.
    """

    comment: Comment
    labels: Mapping[str, str | None]
    probabilities: Mapping[str, Mapping[str, float]]
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
