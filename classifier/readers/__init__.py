"""Comments in: from a file, a folder or standard input, whatever form they were saved in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from classifier.errors import InputError, UsageError
from classifier.readers.decoding import decode_document, decode_lines, decode_page
from classifier.readers.headers import field_of
from classifier.readers.json_values import kind_of, parse_array, parse_json, parse_wrapped
from classifier.readers.opening import ByteStream, Origin, expand, open_stream
from classifier.readers.reading import MAX_COMMENT_BYTES, ReadOptions, Tally
from classifier.readers.sniff import FORMATS, Sniffed, sniff
from classifier.readers.tables import is_own_row, read_delimited, read_json_lines, read_records
from classifier.schema import Comment
from classifier.text import printable

__all__ = ["FORMATS", "expand", "read"]


def read(source: str, options: ReadOptions, tally: Tally) -> Iterator[Comment]:
    """Yield the comments of one input: a path, or "-" for standard input.

    Tables and JSON lines are streamed in constant memory, other documents are read whole. Fills ``tally`` on the way.
    Raises InputError for what cannot be read and, after the last comment, where there was none; UsageError for a
    format or a field that does not exist.
    """
    if options.format is not None and options.format not in FORMATS:
        raise UsageError(f'"{printable(options.format)}" is no format; choose of {", ".join(FORMATS)}')
    with open_stream(source) as stream:
        sniffed = sniff(stream, options.format, options.columns)
        tally.format = sniffed.format
        n = 0
        for n, comment in enumerate(_comments(stream, sniffed, options, tally), 1):
            _refuse_long(comment, stream.origin)
            tally.read = n
            yield comment
        if n == 0:
            raise _nothing(stream.origin, tally)


def _comments(stream: ByteStream, sniffed: Sniffed, options: ReadOptions, tally: Tally) -> Iterator[Comment]:
    origin, columns = stream.origin, options.columns
    if sniffed.format in ("csv", "tsv"):
        lines = decode_lines(stream, tally)
        return read_delimited(lines, origin, tally, delimiter=sniffed.delimiter, columns=columns)
    if sniffed.format == "jsonl":
        return read_json_lines(decode_lines(stream, tally), origin, tally, columns=columns)
    if sniffed.format == "json":
        return _json_document(decode_document(stream, tally), origin, options, tally)
    if sniffed.format == "html":
        from classifier.readers.html import read_html

        return read_html(decode_page(stream, tally), origin.name, tally, encoding="utf-8")
    if sniffed.format == "xml":
        return _xml_document(decode_page(stream, tally), origin, tally)
    from classifier.readers.text import read_text

    return read_text(decode_document(stream, tally), origin.name, tally)


def _xml_document(document: bytes, origin: Origin, tally: Tally) -> Iterator[Comment]:
    from classifier.readers.exports import read_xml_export

    comments = read_xml_export(document, origin.name, tally)
    if comments is None:
        raise origin.error("is XML, but no export that is known (WordPress, Disqus, RSS, Atom); save it as HTML or CSV")
    return comments


def _json_document(text: str, origin: Origin, options: ReadOptions, tally: Tally) -> Iterator[Comment]:
    """A known export, else an array of rows, also inside an object, or one row alone."""
    is_array = text.lstrip().startswith("[")
    line = 1 + text.count("\n", 0, len(text) - len(text.lstrip()))
    rows: list[tuple[int, Any]] = parse_array(text, origin) if is_array else [(line, parse_json(text, origin))]
    value = [row for _, row in rows] if is_array else rows[0][1]
    if not options.columns and not is_own_row(rows[0][1] if rows else None):
        from classifier.readers.exports import read_json_export

        comments = read_json_export(value, origin.name, tally)
        if comments is not None:
            return comments
    if isinstance(value, dict) and not any(field_of(key) == "text" and isinstance(value[key], str) for key in value):
        rows = parse_wrapped(text, value, origin) or rows
    elif not isinstance(value, (dict, list)):
        raise origin.error(f"is JSON of {kind_of(value)} alone; comments are a list of objects")
    return read_records(rows, origin, columns=options.columns)


def _refuse_long(comment: Comment, origin: Origin) -> None:
    # A character takes one to four bytes: only in between they must be counted.
    if len(comment.text) * 4 <= MAX_COMMENT_BYTES:
        return
    if len(comment.text.encode("utf-8", "surrogatepass")) > MAX_COMMENT_BYTES:
        raise origin.error(
            f"the comment at {printable(comment.source or comment.id)} is longer than {MAX_COMMENT_BYTES:,} bytes, "
            "the limit of a comment; split it"
        )


def _nothing(origin: Origin, tally: Tally) -> InputError:
    """Why there is no comment: what a reader noted, what was left out, or what this format lacks."""
    notes = [note for note in tally.notes if "Windows-1252" not in note and "\ufffd" not in note]
    if notes:
        tally.notes.remove(notes[-1])
        return origin.error(notes[-1])
    if tally.left_out:
        counted = ", ".join(f"{n} {reason}" for reason, n in tally.left_out.most_common())
        return origin.error(f"holds no comment that can be read: {counted}")
    if tally.format in ("csv", "tsv", "jsonl", "json"):
        return origin.error("holds no row of a comment; is the table empty?")
    return origin.error("no comment found; save the page with its comments shown, or force a reader with --from")
