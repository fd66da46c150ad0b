"""Comments and predictions as rows, and rows as JSON lines, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from classifier.errors import OutputError
from classifier.schema import COMMENT_FIELDS, Comment, Prediction
from classifier.text import escape_json

Row = dict[str, Any]

#: Rows that are looked at for the columns of a CSV before its header is written.
CSV_HEAD = 10_000
#: A CSV cell that a spreadsheet would take for a formula begins with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def comment_row(comment: Comment, taken: Sequence[str] = ()) -> Row:
    """A comment's fields, then the columns of its table that are not ours.

    A column whose name is in ``taken`` (a label of ours will stand there) keeps its values as ``input_<name>``.
    """
    row: Row = {name: getattr(comment, name) for name in COMMENT_FIELDS}
    reserved = {*row, *taken}
    for name, value in comment.extra.items():
        free = name
        while free in reserved or (free != name and free in comment.extra):
            free = f"input_{free}"
        row[free] = value
    return row


def prediction_row(prediction: Prediction, tasks: Mapping[str, Sequence[str]]) -> Row:
    """The comment's row, then for each task its label, the probability of each label, and the reasons where asked for.

    ``tasks``: task -> labels in order.
    """
    ours: Row = {}
    for task, labels in tasks.items():
        ours[task] = prediction.labels.get(task)
        probabilities = prediction.probabilities.get(task, {})
        ours.update({f"{task}_{label}": probabilities.get(label) for label in labels})
        if task in prediction.reasons:
            ours[f"{task}_reasons"] = [
                {"ngram": r.ngram, "weight": r.weight, "start": r.start, "end": r.end} for r in prediction.reasons[task]
            ]
    row = comment_row(prediction.comment, taken=tuple(ours))
    ours_before_theirs = {name: row.pop(name) for name in COMMENT_FIELDS}
    return {**ours_before_theirs, **ours, **row}


def to_json(value: object) -> bytes:
    """One JSON value on one line; whatever could steer a terminal is written as an escape, nan and infinity never."""
    return escape_json(_ENCODER.encode(value)).encode("utf-8")


def render(rows: Iterable[Row], form: str, *, excel: bool = False) -> Iterator[bytes]:
    """Rows in one of the formats "jsonl", "json" and "csv"."""
    if form == "csv":
        return render_csv(rows, excel=excel)
    return render_jsonl(rows) if form == "jsonl" else render_json(rows)


def render_jsonl(rows: Iterable[Row]) -> Iterator[bytes]:
    """JSON lines."""
    for row in rows:
        yield to_json(row) + b"\n"


def render_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON array, a row a line."""
    before = b"[\n"
    for row in rows:
        yield before + to_json(row)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def render_csv(rows: Iterable[Row], *, excel: bool = False) -> Iterator[bytes]:
    """CSV (RFC 4180) with the columns of the first rows; ``excel`` adds a byte order mark and neutralises formulas.

    Raises OutputError for a later row with a column that none of the first ``CSV_HEAD`` rows has.
    """
    stream = iter(rows)
    head = list(islice(stream, CSV_HEAD))
    if not head:
        return
    columns = list(dict.fromkeys(name for row in head for name in row))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_cell(name, excel) for name in columns])
    if excel:
        yield b"\xef\xbb\xbf"
    for number, row in enumerate(chain(head, stream), 1):
        if new := [name for name in row if name not in columns]:
            raise OutputError(
                f"row {number} has a column {new[0]!r} that the first {CSV_HEAD:,} lack; use --format jsonl"
            )
        writer.writerow([_cell(row.get(name), excel) for name in columns])
        yield buffer.getvalue().encode("utf-8", "surrogatepass")
        buffer.seek(0)
        buffer.truncate()


def _cell(value: object, excel: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value if excel and value.startswith(FORMULA_STARTS) else value
    return to_json(value).decode("utf-8")
