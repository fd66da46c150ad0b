"""Tables of comments, a row a comment: CSV, TSV, JSON lines, an array of objects; what comes in lines is streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from classifier.readers.decoding import too_long
from classifier.readers.headers import Columns, match_columns
from classifier.readers.json_values import kind_of, parse_json, refuse_depth
from classifier.readers.opening import Origin
from classifier.readers.reading import MAX_COMMENT_BYTES, Tally
from classifier.schema import COMMENT_FIELDS, Comment

if TYPE_CHECKING:
    from classifier.readers.exports import FieldMap

#: Headers of rows that differ in their keys are matched anew; so many matches are remembered.
_REMEMBERED = 64
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}


def read_delimited(
    lines: Iterable[str], origin: Origin, tally: Tally, *, delimiter: str, columns: Mapping[str, str]
) -> Iterator[Comment]:
    """Comments of a CSV or TSV, quoted as RFC 4180 says; ``lines`` keep their ends.

    Blank lines are no rows; in a table of one column they are counted as left out. Raises InputError with the line for
    a missing text column, a row of more or fewer cells than the header, a quote left open, a row beyond the limit.
    """
    rows = _rows(lines, origin, delimiter)
    line, header = next(((line, row) for line, row in rows if row), (1, []))
    found = match_columns(header, columns, origin, line=line)
    n = 0
    for line, row in rows:
        if not row:
            tally.left_out["blank line"] += len(header) == 1
            continue
        if len(row) != len(header):
            raise origin.error(_ragged(len(row), len(header)), line=line)
        if any(row[i] for i in found.unnamed):
            raise origin.error("a cell stands under no header; name its column", line=line)
        n += 1
        yield _comment(row, found, origin, line, n)


def _ragged(n_cells: int, n_headers: int) -> str:
    cells = f"{n_cells} cell{'s' * (n_cells != 1)}"
    return f"{cells} where the header has {n_headers}; quote texts that hold the delimiter or a line break"


class _Feed:
    """Hands lines to the csv module, counts them and stops a row that grows without end."""

    def __init__(self, lines: Iterable[str], origin: Origin) -> None:
        self._lines = iter(lines)
        self._origin = origin
        self.number = 0
        self.start = 1
        self._size = 0

    def begin_row(self) -> None:
        self.start = self.number + 1
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self._size += len(line)
        if self._size > MAX_COMMENT_BYTES:
            hint = "is a quote left open? The row is longer than" if self.number > self.start else "is longer than"
            raise too_long(self._origin, self.start, hint)
        return line


def _rows(lines: Iterable[str], origin: Origin, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line of its start, cells) of each row."""
    # The limit is the process's own and low; it is only ever raised, and the feed bounds every row.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_COMMENT_BYTES))
    feed = _Feed(lines, origin)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise origin.error(_quoting(str(exc)), line=feed.start) from exc
        yield feed.start, row


def _quoting(message: str) -> str:
    if "unexpected end" in message:
        return "a quote that opens here is never closed; close it, or double a quote inside a text"
    if "expected after" in message:
        return "text follows a closing quote; double a quote inside a quoted text"
    return f"is no row of a table ({message})"


def read_json_lines(
    lines: Iterable[str], origin: Origin, tally: Tally, *, columns: Mapping[str, str]
) -> Iterator[Comment]:
    """Comments of JSON lines: an object a line, empty lines skipped; dump lines of known exports are known.

    Raises InputError with the line for what is no object, has no text, or breaks JSON's rules or the limits.
    """
    records = _parsed(lines, origin)
    first = next(records, None)
    if first is None:
        return
    field_map = None if columns else _known_export(first[1])
    if field_map is None:
        yield from read_records(chain([first], records), origin, columns=columns)
        return
    from classifier.readers.exports import read_export_lines

    yield from read_export_lines(_checked(chain([first], records), origin), field_map, origin.name, tally)


def _checked(records: Iterable[tuple[int, Any]], origin: Origin) -> Iterator[tuple[int, Any]]:
    for line, record in records:
        _record(record, origin, line)
        yield line, record


def is_own_row(record: object) -> bool:
    """Whether a JSON value is a row that was written here: it has all fields of a comment."""
    return isinstance(record, dict) and all(field in record for field in COMMENT_FIELDS)


def _known_export(record: object) -> FieldMap | None:
    if not isinstance(record, dict) or is_own_row(record):
        return None
    from classifier.readers.exports import json_lines_map

    return json_lines_map(record)


def _parsed(lines: Iterable[str], origin: Origin) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COMMENT_BYTES:
            raise too_long(origin, number)
        record = line.strip(" \t\r\n")
        if record:
            yield number, parse_json(record, origin, line=number)


def read_records(
    records: Iterable[tuple[int, Any]], origin: Origin, *, columns: Mapping[str, str]
) -> Iterator[Comment]:
    """Comments of JSON objects, each with the line where it starts."""
    matcher = _Matcher(columns, origin)
    for n, (line, record) in enumerate(records, 1):
        keys, values = _record(record, origin, line)
        yield _comment(values, matcher.match(keys, line), origin, line, n)


def _record(record: object, origin: Origin, line: int) -> tuple[tuple[str, ...], list[Any]]:
    if not isinstance(record, dict):
        raise origin.error(f"{kind_of(record)} where an object with a text belongs", line=line)
    if any(isinstance(value, (dict, list)) for value in record.values()):
        refuse_depth(record, origin, line)
    return tuple(record), list(record.values())


class _Matcher:
    """Matches the keys of JSON rows, which may differ from row to row, and remembers the last matches."""

    def __init__(self, explicit: Mapping[str, str], origin: Origin) -> None:
        self._explicit = explicit
        self._origin = origin
        self._known: dict[tuple[str, ...], Columns] = {}

    def match(self, keys: tuple[str, ...], line: int) -> Columns:
        if keys not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            # A later row may lack a field, but not its text.
            explicit = {f: name for f, name in self._explicit.items() if not self._known or f == "text" or name in keys}
            self._known[keys] = match_columns(keys, explicit, self._origin, line=line)
        return self._known[keys]


def _comment(row: Sequence[Any], columns: Columns, origin: Origin, line: int, n: int) -> Comment:
    """One row as a comment; a value that cannot be its field's (a list as author) stays with the extra columns."""
    fields: dict[str, Any] = {}
    misfits: list[int] = []
    for field, at in columns.fields.items():
        try:
            fields[field] = _CONVERT.get(field, _optional)(row[at])
        except TypeError:
            if field == "text":
                raise origin.error(f"the text is {kind_of(row[at])}, not a text; correct it", line=line) from None
            misfits.append(at)
    if columns.zero_is_no_parent and fields.get("parent") in ("0", "0.0"):
        fields["parent"] = None
    extra = {header: row[at] for header, at in columns.extra}
    extra.update((columns.headers[at], row[at]) for at in misfits)
    return Comment(
        **{
            **fields,
            "id": fields.get("id") or str(n),
            "thread": fields.get("thread") or origin.name,
            "source": fields.get("source") or f"{origin.name}:{line}",
        },
        extra=extra,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _optional(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return str(value)


def _truncated(value: object) -> bool:
    if value is None or isinstance(value, (bool, str)):
        answer = _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else bool(value)
        if answer is not None:
            return answer
    raise TypeError


_CONVERT = {"text": _text, "truncated": _truncated}
