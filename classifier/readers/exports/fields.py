"""What a field map is, and how a value of a record is read by its path: ids, names, times, the parent's id."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from classifier.readers.exports.text import Markup, plain_line

DELETED = "deleted"
SPAM = "spam"
PENDING = "pending"
HIDDEN = "hidden"
PINGBACKS = "pingbacks"
ARTICLES = "articles"
OPENING = "opening posts"
NOT_HELD = "more comments that the file does not hold"
NOTICES = "notices of the software"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Seconds, milliseconds or microseconds; fourteen digits are a date written together.
_DIGITS = re.compile(r"(?:\d{9,10}|\d{13}|\d{16})(?:\.\d{1,9})?")
_DATABASE_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24}")
_NOBODY = frozenset(("[deleted]", "[removed]", "[entfernt]", "none", "null", "nan"))
_MAX_ID = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """When a record is no comment to be read: the value at ``path`` is true, is ``among``, or is not ``allowed``."""

    reason: str
    path: str
    among: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()

    def applies(self, record: object) -> bool:
        """Whether the record is left out; a value that is absent is allowed."""
        value = value_at(record, self.path)
        if value is None:
            return False
        if not self.among and not self.allowed:
            return value not in (False, "", 0, "false", "0")
        word = str(value).lower()
        return word in self.among if self.among else word not in self.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A list of persons beside the comments: the wrapper's key, the person's id and name, the comment's reference.

    ``joined``: the parts of a name stand apart and are put together.
    """

    key: str
    id: str
    name: tuple[str, ...]
    ref: str
    joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMap:
    """Where one kind of export keeps the fields of a comment; a path is keys joined by dots, the first that holds wins.

    ``keys``, ``any_of``, ``values`` recognise a record: all paths exist, one of the paths exists, the value is among
    those. ``text``: (path, markup); ``title``: put before the text. ``parent_form``: how a parent's id is written.
    ``number``: what ``parent`` refers to where it is not the id. ``loose``: ``parent`` may name a post that is no
    comment. ``children``: where the answers stand. ``thread_above``: the thread's paths in what stands around.
    ``opening``: an opening post, read only where the document holds nothing else. ``missing``: (path of a count
    or of all ids, path of what is there), for a record that only tells of comments. ``root_is_post``: the whole
    document is no comment.
    """

    name: str
    keys: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    text: tuple[tuple[str, Markup], ...] = ()
    title: str = ""
    id: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    parent_form: Literal["plain", "prefixed", "path", "dotted"] = "plain"
    number: str = ""
    author: tuple[str, ...] = ()
    people: People | None = None
    time: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    thread_above: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    loose: bool = False
    opening: bool = False
    root_is_post: bool = False
    missing: tuple[str, str] | None = None
    empty: str = "empty"

    def matches(self, record: Mapping[str, Any]) -> bool:
        """Whether the record is of this kind."""
        return (
            all(_exists(record, path) for path in self.keys)
            and (not self.any_of or any(_exists(record, path) for path in self.any_of))
            and all(str(value_at(record, path)).lower() in allowed for path, allowed in self.values.items())
        )


_ABSENT = object()


@lru_cache(maxsize=2048)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _walk(record: object, path: str) -> object:
    value = record
    for step in _steps(path):
        if isinstance(value, dict):
            value = value.get(step, _ABSENT)
        elif isinstance(value, list) and step in ("0", "-1") and value:
            value = value[int(step)]
        else:
            return _ABSENT
    return value


def _exists(record: object, path: str) -> bool:
    return _walk(record, path) is not _ABSENT


def value_at(record: object, path: str) -> Any:
    """The value at a path; None where it does not exist."""
    value = _walk(record, path)
    return None if value is _ABSENT else value


def first_text(record: object, paths: tuple[tuple[str, Markup], ...]) -> tuple[str, Markup]:
    """The first body that holds words, and its markup."""
    for path, markup in paths:
        words = _words(value_at(record, path))
        if words.strip():
            return words, markup
    return "", "plain"


def _words(value: object) -> str:
    """A text, or the pieces of one in a list (Telegram, OpenWeb)."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    pieces = (piece.get("text") if isinstance(piece, dict) else piece for piece in value)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def identifier(value: object) -> str | None:
    """An id as text: a string, a whole number, or one of the two as MongoDB writes them."""
    if isinstance(value, dict) and len(value) == 1:
        value = next((value[key] for key in ("$oid", "$numberLong", "$numberInt") if key in value), None)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    if isinstance(value, int) and abs(value) >= 10**60:
        return None
    return str(value).strip()[:_MAX_ID] or None


def first_id(record: object, paths: tuple[str, ...]) -> str | None:
    """The first id that is there."""
    return next((found for path in paths if (found := identifier(value_at(record, path)))), None)


def first_name(record: object, paths: tuple[str, ...]) -> str | None:
    """The first name of a person; never an e-mail or network address, nor a mark of a deleted account."""
    for path in paths:
        name = identifier(value_at(record, path))
        if name and (name := plain_line(name)) and not _is_address(name) and name.lower() not in _NOBODY:
            return name
    return None


def _is_address(name: str) -> bool:
    """Whether a name is an e-mail or a network address, which is nobody's to read."""
    if _EMAIL.fullmatch(name):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return not name.isdigit()


def first_time(record: object, paths: tuple[str, ...]) -> str | None:
    """The first time: ISO 8601 in UTC where the export gives an epoch, else as the export writes it."""
    return next((found for path in paths if (found := _time(value_at(record, path)))), None)


def _time(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("$date", value.get("$numberLong"))
        value = value.get("$numberLong") if isinstance(value, dict) else value
    if isinstance(value, str):
        value = value.strip()
        if not _DIGITS.fullmatch(value):
            return None if not value or value.startswith("0000") else plain_line(value[:100])
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e17:
        return None
    return _iso(float(value))


def _iso(epoch: float) -> str | None:
    """Seconds, milliseconds or microseconds since 1970 as ISO 8601; what they are is told by their size."""
    while epoch >= 1e11:
        epoch /= 1000
    if not math.isfinite(epoch):
        return None
    return (_EPOCH + timedelta(seconds=int(epoch))).isoformat().replace("+00:00", "Z")


def utc_time(value: str) -> str | None:
    """A database's time that is known to be UTC ("2019-03-04 12:11:10") as ISO 8601; None for one of zeros."""
    match = _DATABASE_TIME.fullmatch(value.strip())
    if match is None or value.startswith("0000"):
        return None
    return f"{match[1]}T{match[2]}Z"


def parent_of(record: object, field_map: FieldMap, own_id: str | None) -> str | None:
    """The id of what the record answers; None where the export says that it answers none."""
    if field_map.parent_form == "dotted" and not field_map.parent:
        return own_id.partition(".")[0] if own_id and "." in own_id else None
    parent = first_id(record, field_map.parent)
    if parent is None or parent in ("0", "-1", "root", "null", own_id):
        return None
    if field_map.parent_form == "prefixed":
        kind, _, bare = parent.rpartition("_")
        return bare if kind in ("", "t1") else None
    if field_map.parent_form == "path":
        steps = parent.split(".")
        return steps[-2] if len(steps) > 2 else None
    return parent
