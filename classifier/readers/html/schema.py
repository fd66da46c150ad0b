"""Comments that a page states as data: schema.org Comment in JSON-LD (microdata is a profile like any other)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree

from classifier.readers.html.dom import Element
from classifier.readers.html.extract import Reading
from classifier.readers.html.fields import Found
from classifier.readers.html.links import bare_id
from classifier.readers.html.text import Words, write
from classifier.readers.html.words import one_line
from classifier.readers.marks import is_deleted

_OPEN = re.compile(r"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_CLOSE = re.compile(r"</script", re.IGNORECASE)
_KINDS = frozenset(("Comment", "UserComments", "CorrectionComment"))
_LISTS = ("comment", "comments")
_MAX_DEPTH = 60


def json_blocks(source: str) -> list[Any]:
    """The JSON-LD values of a page; a broken block is passed over, the page has its markup still."""
    values = []
    start = _OPEN.search(source)
    while start is not None and (end := _CLOSE.search(source, start.end())) is not None:
        with suppress(ValueError, RecursionError):
            values.append(json.loads(source[start.end() : end.start()], strict=False))
        start = _OPEN.search(source, end.end())
    return values


def read_json_ld(blocks: list[Any]) -> Reading | None:
    """The comments in a page's JSON-LD, or None without any; a comment inside another answers it."""
    found: list[Found] = []
    for value in blocks:
        _collect(value, None, found, 0)
    reading = Reading("JSON-LD", tuple(found))
    return reading if reading.is_sound else None


def stated_count(blocks: list[Any]) -> int | None:
    """The largest ``commentCount`` that a page's JSON-LD states."""
    counts = [count for value in blocks for count in _counts(value, 0)]
    return max(counts, default=None)


def _counts(value: Any, depth: int) -> Iterator[int]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        count = value.get("commentCount")
        if str(count).isdigit() and len(str(count)) < 8:
            yield int(str(count))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _counts(inner, depth + 1)


def _collect(value: Any, above: int | None, found: list[Found], depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for inner in value:
            _collect(inner, above, found, depth + 1)
    elif isinstance(value, dict):
        kind = value.get("@type")
        if not _KINDS.isdisjoint([kind] if isinstance(kind, str) else kind if isinstance(kind, list) else ()):
            found.append(_comment(value, above))
            above = len(found) - 1
        for inner in value.values():
            if isinstance(inner, dict | list):
                _collect(inner, above, found, depth + 1)


def _comment(value: dict[str, Any], above: int | None) -> Found:
    text = next(
        (
            value[name]
            for name in ("text", "commentText", "articleBody", "description")
            if isinstance(value.get(name), str)
        ),
        "",
    )
    words = _plain(text)
    ident = value.get("identifier") or value.get("@id") or value.get("url")
    parent = value.get("parentItem")
    parent_id = (
        parent.get("@id") or parent.get("url") if isinstance(parent, dict) and parent.get("@type") in _KINDS else None
    )
    return Found(
        id=bare_id(ident) if isinstance(ident, str) else None,
        author=_name(value.get("author") or value.get("creator")),
        time=next(
            (str(value[name])[:80] for name in ("dateCreated", "datePublished", "commentTime") if value.get(name)), None
        ),
        words=words,
        above=above,
        parent_id=bare_id(parent_id) if isinstance(parent_id, str) else None,
        left_out="empty" if not words.text else "deleted" if is_deleted(words.text) else None,
    )


def _name(author: Any) -> str | None:
    for _ in range(3):
        if isinstance(author, list):
            author = author[0] if author else None
        if isinstance(author, dict):
            author = author.get("name") or author.get("alternateName")
    return one_line(author)[:120] or None if isinstance(author, str) else None


def _plain(text: str) -> Words:
    """The words of a text that may hold markup."""
    element: Element | None = None
    if "<" in text or "&" in text:
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
        try:
            element = etree.fromstring(f"<div>{text}</div>".encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            element = None
    if element is None:
        lines = [line for raw in text.split("\n") if (line := one_line(raw))]
        return Words("\n".join(lines), None, False)
    return write([element], frozenset())
