"""XML exports: a stream without DTD, entities or network; what the parser would choke on is cleaned before."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import unquote_plus

from lxml import etree

from classifier.errors import InputError
from classifier.readers.exports.feeds import Feed
from classifier.readers.exports.fields import FieldMap, utc_time
from classifier.readers.exports.maps_xml import COMMENTS, DISQUS, STACK_EXCHANGE, WORDPRESS
from classifier.readers.exports.xml_fields import Element, fields_of, local_name, text_of
from classifier.readers.reading import Tally
from classifier.text import printable

#: Records that belong together: one, or those of a whole feed.
Records: TypeAlias = list[tuple[dict[str, Any], FieldMap]]

_ROOTS = frozenset(("rss", "rdf", "feed", "channel", "disqus", "output", "comments", "posts", "livejournal"))
_CHUNK = 1 << 16
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_ODD = re.compile(
    rb"<!\[CDATA\[|[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    rb"|&(?!(?:amp|lt|gt|quot|apos);)(?:#(?P<digits>\d{1,8});|#[xX](?P<hex>[0-9a-fA-F]{1,7});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?"
)
_NOTHING = {
    "WordPress export": "is a WordPress export that holds no comment; export the posts together with their comments",
    "feed": "is a feed of articles, not of comments; save the comments' own feed",
}


def read_xml(document: bytes, source: str, tally: Tally) -> Iterator[Records] | None:
    """The records of an XML export, in groups; None where its root is not that of a known one.

    ``document`` is UTF-8 (a byte order mark and an encoding in the declaration do no harm). Raises InputError for a
    DOCTYPE with declarations of its own. Damage is noted in ``tally``, and what can be read around it is read.
    """
    if has_internal_subset(document):
        raise InputError(f"{printable(source)}: declares a DTD of its own, which is never read; remove its DOCTYPE")
    events = etree.iterparse(
        Cleaned(document),
        events=("start", "end"),
        encoding="utf-8",
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        _, root = next(events)
    except (StopIteration, etree.XMLSyntaxError):
        return None
    if local_name(root) not in _ROOTS:
        return None
    return _Reader(root, tally).records(events)


def has_internal_subset(document: bytes) -> bool:
    """Whether a DOCTYPE before the root declares anything in brackets, or is not closed."""
    at = 0
    while True:
        at = document.find(b"<", at)
        if at < 0:
            return False
        if document.startswith((b"<?", b"<!--"), at):
            end = b"?>" if document.startswith(b"<?", at) else b"-->"
            at = document.find(end, at + 2)
            if at < 0:
                return False
        elif document[at : at + 9].upper() == b"<!DOCTYPE":
            close = document.find(b">", at)
            return close < 0 or b"[" in document[at:close]
        else:
            return False


class Cleaned:
    """A file of the document's bytes without what XML forbids; HTML's entities and lone ampersands become text."""

    def __init__(self, document: bytes) -> None:
        self._pieces = _cleaned(document)

    def read(self, size: int = _CHUNK) -> bytes:
        """Some bytes, b"" at the end."""
        held: list[bytes] = []
        length = 0
        for piece in self._pieces:
            held.append(piece)
            length += len(piece)
            if length >= size:
                break
        return b"".join(held)


def _cleaned(document: bytes) -> Iterator[bytes]:
    at = 3 if document.startswith(b"\xef\xbb\xbf") else 0
    while (match := _ODD.search(document, at)) is not None:
        yield from _sliced(document, at, match.start())
        if match[0] == b"<![CDATA[":
            end = document.find(b"]]>", match.end())
            at = len(document) if end < 0 else end + 3
            for piece in _sliced(document, match.start(), at):
                yield _CONTROL.sub(b"", piece)
        else:
            at = match.end()
            yield _replacement(match)
    yield from _sliced(document, at, len(document))


def _sliced(document: bytes, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _CHUNK):
        yield document[at : min(at + _CHUNK, end)]


def _replacement(match: re.Match[bytes]) -> bytes:
    if match["name"]:
        letters = html.entities.html5.get(match["name"].decode("ascii") + ";")
        return letters.encode() if letters else b"&amp;" + match[0][1:]
    if not match["digits"] and not match["hex"]:
        return b"&amp;" if match[0] == b"&" else b""
    code = int(match["digits"] or match["hex"], 10 if match["digits"] else 16)
    is_allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return b"&#%d;" % code if is_allowed else b""


class _Reader:
    """Takes the records out of the stream of elements and frees what was read."""

    def __init__(self, root: Element, tally: Tally) -> None:
        self._root = root
        self._tally = tally
        self._kind = "feed" if local_name(root) in ("rss", "rdf", "feed", "channel") else ""
        self._feed = Feed(root)
        self._threads: dict[str, str] = {}
        self._link: str | None = None
        self._n = 0

    def records(self, events: Any) -> Iterator[Records]:
        """The groups of records; a feed's are one group, for its answers may stand before what they answer."""
        try:
            for event, element in events:
                if event == "end" and isinstance(element.tag, str):
                    yield from self._take(element)
        except etree.XMLSyntaxError as error:
            self._tally.notes.append(f"line {error.lineno}: the XML is damaged; nothing was read after it")
        if self._kind == "feed" and (group := self._feed.records()):
            self._n += len(group)
            yield group
        damage = next((entry for entry in events.error_log if entry.level_name == "FATAL"), None)
        if damage is not None:
            self._tally.notes.append(f"line {damage.line}: the XML is damaged; comments around it may be missing")
        elif self._n == 0 and self._kind in _NOTHING:
            self._tally.notes.append(_NOTHING[self._kind])

    def _take(self, element: Element) -> Iterator[Records]:
        name = local_name(element)
        parent = element.getparent()
        above = "" if parent is None else local_name(parent)
        record = self._record(element, name, above)
        if record is not None:
            self._n += 1
            yield [record]
        if record is not None or parent is self._root or above == "channel":
            _free(element)

    def _record(self, element: Element, name: str, above: str) -> tuple[dict[str, Any], FieldMap] | None:
        if self._kind in ("feed", "WordPress export"):
            return self._from_feed(element, name, above)
        if name == "post" and above == "disqus":
            record = fields_of(element)
            thread = record.get("thread")
            record["link"] = self._threads.get(thread.get("@id", "")) if isinstance(thread, dict) else None
            return record, DISQUS
        if name == "thread" and above == "disqus":
            self._remember_thread(fields_of(element))
        elif name == "row" and element.get("Id"):
            return fields_of(element), STACK_EXCHANGE
        elif name == "comment":
            record = fields_of(element)
            return {**record, "link": self._link, "utc": utc_time(str(record.get("gmt") or ""))}, COMMENTS
        elif name == "url" and above == "blogpost":
            self._link = unquote_plus(text_of(element))
        return None

    def _from_feed(self, element: Element, name: str, above: str) -> tuple[dict[str, Any], FieldMap] | None:
        if name == "wxr_version":
            self._kind = "WordPress export"
        elif name == "link" and above == "item":
            self._link = text_of(element) or None
        elif name == "comment" and above == "item" and len(element):
            self._kind = "WordPress export"
            record = fields_of(element)
            return {**record, "link": self._link, "utc": utc_time(str(record.get("comment_date_gmt") or ""))}, WORDPRESS
        elif self._kind == "feed":
            self._feed.take(element, name, above)
        return None

    def _remember_thread(self, record: dict[str, Any]) -> None:
        if record.get("@id") and isinstance(record.get("link"), str):
            self._threads[str(record["@id"])] = record["link"]


def _free(element: Element) -> None:
    """Forget a record that was read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
