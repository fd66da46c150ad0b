"""What an input is, by its content and never by its name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from classifier.errors import InputError
from classifier.readers.decoding import byte_order_mark
from classifier.readers.headers import LABEL_COLUMNS, field_of, normalize_header
from classifier.readers.json_values import parse_json
from classifier.readers.opening import HEAD_BYTES, ByteStream, Origin
from classifier.readers.reading import MAX_COMMENT_BYTES

FORMATS = ("csv", "tsv", "jsonl", "json", "html", "xml", "text")
DELIMITERS = (",", "\t", ";", "|")

#: A single column named so is a table; "Comments" or "Content" alone may be a page's heading.
_SINGLE = frozenset(("text", "body", "commenttext", "commentbody", "comment", "tweet", "message"))
_STRONG = frozenset(("text", "body", "commenttext", "commentbody"))
_XML_ROOTS = frozenset(("rss", "feed", "disqus", "rdf:rdf", "channel", "opml"))
_HTML_TAGS = frozenset(
    (
        *("html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "section", "article"),
        *("main", "header", "footer", "nav", "aside", "p", "span", "a", "ul", "ol", "li", "dl", "table", "tbody", "tr"),
        *("td", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "form", "img", "iframe", "noscript"),
        *("center", "font", "b", "i", "em", "strong", "br", "hr", "template", "time", "details", "pre"),
    )
)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:_-]{0,40})[\s/>]")
_LATE_HTML = re.compile(r"^[ \t]{0,20}<(?:!doctype html|html)[\s>]", re.IGNORECASE | re.MULTILINE)
_JSON_OBJECT = re.compile(r'\{\s*["}]')
_JSON_ARRAY = re.compile(r'\[\s*\{\s*["}]')
_PROSE_END = re.compile(r"[.?!:…]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """The format (one of FORMATS) and, for a table, what separates its cells."""

    format: str
    delimiter: str = ","


def sniff(stream: ByteStream, forced: str | None, columns: Mapping[str, str]) -> Sniffed:
    """Decide how to read a stream; nothing of it is consumed.

    ``forced`` is the format that the user named, ``columns`` the headers that the user named (field -> header).
    """
    head, complete = _head(stream, HEAD_BYTES)
    if forced is None and not head.strip():
        if complete:
            raise stream.origin.error("holds nothing but white space; there is nothing to read")
        return Sniffed(format="text")
    if forced == "tsv":
        return Sniffed(format="tsv", delimiter="\t")
    if forced == "csv":
        return Sniffed(format="csv", delimiter=_best_header(head, complete, columns).delimiter)
    if forced is not None:
        return Sniffed(format=forced)
    start = head.lstrip()
    kind = _markup_kind(start) or _json_kind(stream, start, complete)
    if kind:
        return Sniffed(format=kind)
    header = _best_header(head.lstrip("\r\n"), complete, columns)
    if header.is_table():
        return Sniffed(format="tsv" if header.delimiter == "\t" else "csv", delimiter=header.delimiter)
    return Sniffed(format="html" if _LATE_HTML.search(head[:4096]) else "text")


def _head(stream: ByteStream, size: int) -> tuple[str, bool]:
    """The first ``size`` bytes as text, and whether that is all; a wrong byte does not matter here."""
    data = stream.peek(size + 1)
    encoding, skip = byte_order_mark(data)
    text = data[skip:size].decode(encoding or "utf-8", "replace")
    return text, len(data) <= size


def _markup_kind(start: str) -> str | None:
    """Html or xml by the root element, whatever declarations and remarks stand before it."""
    if not start.startswith("<"):
        return None
    at = 0
    is_xml = start.startswith("<?xml")
    while start.startswith(("<!", "<?"), at):
        if start[at : at + 9].lower() == "<!doctype":
            return "html" if start[at + 9 : at + 30].strip().lower().startswith("html") else "xml"
        end = "-->" if start.startswith("<!--", at) else ">"
        at = start.find(end, at)
        if at < 0:
            return "xml" if is_xml else "html"
        at += len(end)
        at += len(start[at : at + 4096]) - len(start[at : at + 4096].lstrip())
    match = _TAG.match(start, at)
    root = match[1].lower() if match else ""
    if root in _XML_ROOTS or (is_xml and root != "html"):
        return "xml"
    return "html" if root in _HTML_TAGS or at > 0 else None


def _json_kind(stream: ByteStream, start: str, complete: bool) -> str | None:
    """Json for one document, jsonl for an object a line; None for text that only begins with a bracket."""
    if _JSON_ARRAY.match(start):
        return "json"
    if start.startswith("[") and complete and _parses(start):
        return "json"
    return _object_kind(stream) if _JSON_OBJECT.match(start) else None


def _object_kind(stream: ByteStream) -> str:
    """A first line that is a whole object, with another line after it: an object a line."""
    size = HEAD_BYTES
    while True:
        head, complete = _head(stream, size)
        first, newline, rest = _first_line(head)
        if complete or (newline and rest.strip()):
            break
        if size > MAX_COMMENT_BYTES:
            return "json"
        size *= 2
    whole = first.rstrip().endswith("}")
    if whole and rest.strip():
        return "jsonl" if rest.lstrip().startswith("{") or _parses(first) else "json"
    return "json"


def _first_line(head: str) -> tuple[str, str, str]:
    text = head.lstrip()
    ends = [at for at in (text.find("\n"), text.find("\r")) if at >= 0]
    at = min(ends, default=len(text))
    return text[:at], text[at : at + 1], text[at + 1 :]


def _parses(text: str) -> bool:
    try:
        parse_json(text, Origin(shown="", name=""))
    except InputError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """A first row as one delimiter cuts it; ``widths``: cells of the whole rows after it; ``blank``: an empty line."""

    delimiter: str
    cells: tuple[str, ...]
    widths: tuple[int, ...]
    named: bool
    blank: bool
    complete: bool

    @property
    def known(self) -> frozenset[str]:
        """The fields, and label columns, that the header names."""
        names = (field_of(cell) or normalize_header(cell) for cell in self.cells)
        return frozenset(name for name in names if name in _KNOWN)

    @property
    def rank(self) -> tuple[bool, bool, int, bool, int]:
        """How well the delimiter cuts, to choose the best one; a header that none cuts is left to the comma."""
        cuts = len(self.cells) > 1
        return self.named, "text" in self.known, len(self.known), cuts and self.consistent, len(self.cells)

    @property
    def consistent(self) -> bool:
        """Whether all rows have as many cells as the header, and there is a row."""
        return bool(self.widths) and set(self.widths) == {len(self.cells)}

    def is_table(self) -> bool:
        """Whether this is a table: a header's names, not a sentence with commas."""
        if self.named:
            return True
        if not all(map(_is_header_cell, self.cells)):
            return False
        if len(self.cells) == 1:
            return self._is_single_column()
        spaced = any(cell[:1].isspace() for cell in self.cells[1:])
        fits = self.widths[0] == len(self.cells) if self.widths else self.complete and not spaced
        if "text" in self.known:
            strong = any(normalize_header(cell) in _STRONG for cell in self.cells)
            return fits or ((strong or len(self.known) > 1) and not spaced)
        if len(self.known) > 1 and self.consistent:
            return True
        return self.consistent and not spaced and not self.blank

    def _is_single_column(self) -> bool:
        name = normalize_header(self.cells[0])
        return name in _STRONG or (name in _SINGLE and not self.blank)


_KNOWN = (
    frozenset(("id", "thread", "parent", "author", "time", "text", "quoted", "truncated", "source")) | LABEL_COLUMNS
)


def _is_header_cell(cell: str) -> bool:
    return len(cell) <= 80 and len(cell.split()) <= 6 and not _PROSE_END.search(cell)


def _best_header(head: str, complete: bool, columns: Mapping[str, str]) -> _Header:
    return max((_header(head, complete, columns, delimiter) for delimiter in DELIMITERS), key=lambda found: found.rank)


def _header(head: str, complete: bool, columns: Mapping[str, str], delimiter: str) -> _Header:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in islice(reader, 200):
            rows.append(row)
        if not complete and len(rows) < 200:
            rows.pop()
    except csv.Error:
        complete = False
    wanted = {normalize_header(name) for name in columns.values()}
    cells = tuple(rows[0]) if rows else ()
    return _Header(
        delimiter=delimiter,
        cells=cells,
        widths=tuple(len(row) for row in rows[1:] if row),
        named=bool(wanted) and wanted <= {normalize_header(cell) for cell in cells},
        blank=[] in rows,
        complete=complete,
    )
