"""Labelled data: rows of comments with one label column a task."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import InputError, UsageError
from classifier.readers import expand, read
from classifier.readers.reading import ReadOptions, Tally
from classifier.schema import COMMENT_FIELDS, TASKS, Comment, Labelled
from classifier.text import fingerprint, printable, squeeze

#: A label column with more labels than this is refused: it is most likely a column of something else.
MAX_LABELS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Labelled comments; ``tasks``: task -> its labels in order; ``tallies``: one for each input."""

    items: tuple[Labelled, ...]
    tasks: Mapping[str, tuple[str, ...]]
    tallies: tuple[Tally, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.items)

    @property
    def texts(self) -> list[str]:
        """The comments' own words."""
        return [item.comment.text for item in self.items]

    def gold(self, task: str) -> NDArray[np.int8]:
        """(n,) position of each comment's label in the task's labels, -1 where it has none."""
        position = {label: i for i, label in enumerate(self.tasks[task])}
        return np.array([position.get(item.labels.get(task, ""), -1) for item in self.items], np.int8)

    def threads(self) -> NDArray[np.int64]:
        """(n,) a number for each comment; the same for comments of one thread, and for comments of equal words."""
        return self._joined(lambda item: [("thread", item.comment.thread)])

    def groups(self) -> NDArray[np.int64]:
        """The same for what may never be parted by a split: threads, and topics where a column ``topic`` names them."""
        return self._joined(lambda item: [("thread", item.comment.thread), ("topic", item.comment.extra.get("topic"))])

    def _joined(self, keys: Callable[[Labelled], list[tuple[str, Any]]]) -> NDArray[np.int64]:
        """Numbers of the sets that form when comments with an equal key (None is none) or equal words are joined."""
        parent = list(range(len(self.items)))

        def root(i: int) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        first: dict[object, int] = {}
        for i, item in enumerate(self.items):
            named = [(kind, str(name)) for kind, name in keys(item) if name is not None]
            for key in [("words", fingerprint(item.comment.text)), *named]:
                parent[root(i)] = root(first.setdefault(key, i))
        return np.unique([root(i) for i in range(len(self.items))], return_inverse=True)[1]

    def digest(self) -> str:
        """SHA-256 of the texts and labels, in order."""
        sha = hashlib.sha256()
        for item in self.items:
            row = "\x1f".join([item.comment.text, *(f"{k}={v}" for k, v in sorted(item.labels.items()))])
            sha.update((row + "\x1e").encode("utf-8", "surrogatepass"))
        return sha.hexdigest()


def clean_label(value: object) -> str:
    """A label as it is compared: one case, no stray spaces; "" where there is none."""
    return squeeze(str(value)).casefold() if value is not None else ""


def read_labelled(
    inputs: Sequence[str],
    *,
    options: ReadOptions | None = None,
    label_columns: Mapping[str, str] | None = None,
    tasks: Sequence[str] = tuple(TASKS),
) -> Dataset:
    """Read labelled data; rows without text or without any label are left out and counted.

    ``label_columns``: task -> column; by default the ``tasks`` that have a column of their name, else ``label``.
    Raises InputError, naming file and line, for rows that cannot be read and where no label column or no row is left.
    """
    options = options or ReadOptions()
    items: list[Labelled] = []
    tallies = []
    for source in expand(inputs):
        tally = Tally(source=source)
        tallies.append(tally)
        comments = list(read(source, options, tally))
        _refuse_reserved(label_columns or {})
        columns = dict(label_columns or _find_label_columns(comments, source, tasks))
        items.extend(_label(comments, columns, tally))
    if not items:
        raise InputError(f"{_names(inputs)}: no row has both a text and a label; fill the label column and try again")
    return Dataset(items=tuple(items), tasks=_label_sets(items), tallies=tuple(tallies))


def _refuse_reserved(label_columns: Mapping[str, str]) -> None:
    for task in label_columns:
        if task in COMMENT_FIELDS:
            raise UsageError(f"a task cannot be called {task!r}, a field of every comment; choose another name for it")


def _find_label_columns(comments: Sequence[Comment], source: str, tasks: Sequence[str]) -> dict[str, str]:
    headers = {squeeze(name).casefold(): name for comment in comments for name in comment.extra}
    found = {task: headers[task] for task in (*tasks, "label") if task in headers}
    if not found:
        others = ", ".join(map(printable, headers.values())) or "none besides the comment's own"
        raise InputError(
            f"{printable(source)}: no column {', '.join(map(printable, tasks))} or label (columns: {others}); "
            "name it with --label-column TASK=NAME"
        )
    return found if found.keys() == {"label"} else {task: name for task, name in found.items() if task != "label"}


def _label(comments: Iterable[Comment], columns: Mapping[str, str], tally: Tally) -> Iterable[Labelled]:
    for comment in comments:
        labels = {task: clean_label(comment.extra.get(column)) for task, column in columns.items()}
        labels = {task: label for task, label in labels.items() if label}
        if not comment.text.strip() or not labels:
            tally.left_out["empty" if labels else "without a label"] += 1
            tally.read -= 1
            continue
        annotator = comment.extra.get("annotator")
        if comment.thread == Path(tally.source).name:  # no row named a thread: the readers put the file's name there
            comment = replace(comment, thread=None)
        yield Labelled(comment=comment, labels=labels, annotator=None if annotator is None else str(annotator))


def _label_sets(items: Sequence[Labelled]) -> dict[str, tuple[str, ...]]:
    seen: dict[str, Counter[str]] = {}
    for item in items:
        for task, label in item.labels.items():
            seen.setdefault(task, Counter())[label] += 1
    for task, labels in seen.items():
        if len(labels) > MAX_LABELS:
            raise InputError(
                f"the column of {printable(task)} holds {len(labels)} different labels, more than {MAX_LABELS}; "
                "is it the right column? Name it with --label-column TASK=NAME"
            )
    return {task: _ordered(task, labels) for task, labels in seen.items()}


def _ordered(task: str, labels: Iterable[str]) -> tuple[str, ...]:
    known = TASKS.get(task, ())
    return (*(label for label in known if label in set(labels)), *sorted(set(labels) - set(known)))


def _names(inputs: Sequence[str]) -> str:
    return ", ".join(map(printable, inputs))
