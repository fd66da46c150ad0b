"""Comments of exports, JSON and XML: what a record is, is told by its keys; where its fields stand is data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from classifier.readers.exports.fields import (
    DELETED,
    NOT_HELD,
    OPENING,
    FieldMap,
    People,
    first_id,
    first_name,
    first_text,
    first_time,
    identifier,
    parent_of,
    value_at,
)
from classifier.readers.exports.find import Found, family_of, find_generic, find_known
from classifier.readers.exports.text import Body, body_of, plain_line
from classifier.readers.reading import Tally
from classifier.schema import Comment

__all__ = [
    "FieldMap",
    "json_lines_map",
    "read_export_lines",
    "read_json_export",
    "read_xml_export",
]

#: Columns of labelled rows: such rows are a table, whatever their other keys are.
_LABELS = frozenset(("stance", "sentiment", "label", "annotator"))
_DELETED_MARKS = ("[deleted", "[removed", "[ removed", "[flagged]", "[dead]", "[entfernt]")
#: A body that begins with a mark of deletion and is longer than this is a person's.
_MAX_MARK = 80
_MAX_IDS = 1_000_000
#: Dump lines that are held until it is known what their parents are.
_MAX_HELD = 10_000
_MAX_HELD_CHARACTERS = 20_000_000


def read_json_export(value: object, source: str, tally: Tally) -> Iterator[Comment] | None:
    """The comments of a whole JSON document; None where it is no known export and no wrapper around comments."""
    if _is_labelled(value[0] if isinstance(value, list) and value else value):
        return None
    found = list(find_known(value)) or find_generic(value)
    if not found:
        return None
    tally.format = found[0].field_map.name
    return _Run(source, tally).comments(found)


def json_lines_map(first_record: dict[str, Any]) -> FieldMap | None:
    """The field map of dump lines by their first line; None where it is no known export."""
    found = None if _is_labelled(first_record) else next(find_known(first_record), None)
    return found.field_map if found else None


def read_export_lines(
    records: Iterable[tuple[int, Any]], field_map: FieldMap, source: str, tally: Tally
) -> Iterator[Comment]:
    """The comments of dump lines, (line, record) each, in constant memory; a line may hold one or a whole thread."""
    tally.format = field_map.name
    run = _Run(source, tally)
    comments = (
        comment for line, record in records for comment in run.comments(list(find_known(record, field_map)), line)
    )
    return _without_posts(comments, run) if any(kind.loose for kind in family_of(field_map)) else comments


def _without_posts(comments: Iterator[Comment], run: _Run) -> Iterator[Comment]:
    """Drop parents that are no comments, where the input is short enough to know them all."""
    held: list[Comment] = []
    size = 0
    for comment in comments:
        held.append(comment)
        size += len(comment.text)
        if len(held) >= _MAX_HELD or size >= _MAX_HELD_CHARACTERS:
            yield from held
            yield from comments
            return
    known = run.left_out.union(comment.id for comment in held)
    for comment in held:
        yield comment if comment.parent in known else replace(comment, parent=None)


def read_xml_export(document: bytes, source: str, tally: Tally) -> Iterator[Comment] | None:
    """The comments of an XML export in UTF-8; None where it is no known one. Raises InputError for a DTD of its own."""
    from classifier.readers.exports.xml import read_xml

    groups = read_xml(document, source, tally)
    return None if groups is None else _xml_comments(groups, source, tally)


def _xml_comments(
    groups: Iterable[list[tuple[dict[str, Any], FieldMap]]], source: str, tally: Tally
) -> Iterator[Comment]:
    run = _Run(source, tally)
    for group in groups:
        tally.format = group[0][1].name
        found = [
            Found(record=record, field_map=kind, enclosing=None, above=None, listed=True) for record, kind in group
        ]
        yield from run.comments(found)


def _is_labelled(record: object) -> bool:
    return isinstance(record, dict) and not _LABELS.isdisjoint(record)


@dataclass(slots=True)
class _Run:
    """One input: how many records there were, and the ids of posts and of comments that were left out."""

    name: str
    tally: Tally
    n: int = 0
    posts: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    people: dict[int, dict[str, str]] = field(default_factory=dict)

    def comments(self, found: list[Found], line: int | None = None) -> Iterator[Comment]:
        """The comments of one document, or of one dump line."""
        for item in found:
            self._judge(item)
        comments = [item for item in found if item.reason is None and item.field_map.missing is None]
        openings = {id(item) for item in comments if _is_opening(item)}
        if len(openings) < len(comments):
            for item in comments:
                item.reason = OPENING if id(item) in openings else None
        resolve = _Resolver(found, self.posts, whole=line is None or len(comments) > 1)
        for item in found:
            if item.reason is not None:
                self.tally.left_out[item.reason] += 1
            elif item.field_map.missing is None:
                comment = self._comment(item, resolve, line)
                if comment is not None:
                    yield comment
        self.people.clear()

    def _judge(self, item: Found) -> None:
        """Give the record its id, and the reason for which it is left out."""
        field_map = item.field_map
        if field_map.missing is not None:
            if missing := _missing(item.record, field_map.missing):
                self.tally.left_out[NOT_HELD] += missing
            return
        self.n += 1
        item.id = first_id(item.record, field_map.id) or str(self.n)
        item.reason = next((rule.reason for rule in field_map.left_out if rule.applies(item.record)), None)
        ids = self.posts if item.reason == OPENING else self.left_out
        if item.reason is not None and field_map.loose and len(ids) < _MAX_IDS:
            ids.add(item.id)

    def _comment(self, item: Found, resolve: _Resolver, line: int | None) -> Comment | None:
        field_map, record = item.field_map, item.record
        body, is_deleted = _body(record, field_map)
        if is_deleted or not body.text:
            self.tally.left_out[DELETED if is_deleted else field_map.empty] += 1
            return None
        return Comment(
            text=body.text,
            id=item.id,
            thread=_thread(item) or self.name,
            parent=resolve.parent(item),
            author=first_name(record, field_map.author) or self._listed_name(item, field_map.people),
            time=first_time(record, field_map.time),
            quoted=body.quoted,
            source=f"{self.name}#{item.id}" if line is None else f"{self.name}:{line}",
        )

    def _listed_name(self, item: Found, people: People | None) -> str | None:
        ref = identifier(value_at(item.record, people.ref)) if people else None
        if people is None or ref is None:
            return None
        for wrapper in item.wrappers():
            persons = value_at(wrapper, people.key)
            if isinstance(persons, (dict, list)):
                if id(persons) not in self.people:
                    self.people[id(persons)] = _names(persons, people)
                return self.people[id(persons)].get(ref)
        return None


class _Resolver:
    """Parents in one document: numbers of posts to ids, and answers to what is no comment told apart."""

    def __init__(self, found: list[Found], posts: set[str], *, whole: bool) -> None:
        self._posts = posts
        self._whole = whole
        self._ids = {item.id for item in found if item.id and item.reason != OPENING}
        self._numbers = {
            number: item.id
            for item in found
            if item.field_map.number and (number := identifier(value_at(item.record, item.field_map.number)))
        }

    def parent(self, item: Found) -> str | None:
        """The id of the comment that the record answers, by what it says or by where it stands."""
        field_map = item.field_map
        parent = parent_of(item.record, field_map, item.id)
        if parent is not None and field_map.number:
            parent = self._numbers.get(parent)
        if parent is not None and field_map.loose and not self._is_comment(parent):
            parent = None
        if parent is None and item.enclosing is not None and item.enclosing.reason != OPENING:
            return item.enclosing.id
        return parent

    def _is_comment(self, parent: str) -> bool:
        """In a whole document every comment is known; among dump lines only the posts that were seen."""
        return parent in self._ids if self._whole else parent not in self._posts


def _is_opening(item: Found) -> bool:
    return item.field_map.opening or (item.field_map.root_is_post and not item.listed)


def _body(record: Mapping[str, Any], field_map: FieldMap) -> tuple[Body, bool]:
    """The words of a record, and whether a mark of deletion stands in their place."""
    words, markup = first_text(record, field_map.text)
    start = words[:_MAX_MARK].strip().lower()
    if len(words) <= _MAX_MARK and start.startswith(_DELETED_MARKS) and start.endswith("]"):
        return Body(text=""), True
    body = body_of(words, markup)
    title = value_at(record, field_map.title) if field_map.title else None
    if isinstance(title, str) and title.strip():
        return Body(text=f"{plain_line(title)}\n{body.text}".strip(), quoted=body.quoted), False
    return body, False


def _missing(record: Mapping[str, Any], paths: tuple[str, str]) -> int:
    """How many comments a record tells of that do not stand in it."""
    count = value_at(record, paths[0]) if paths[0] else 0
    count = len(count) if isinstance(count, list) else count
    count = count if isinstance(count, int) and 0 <= count < 10**9 else 0
    if not paths[1]:
        return max(count, 1) if paths[0] else 0
    held = value_at(record, paths[1])
    return max(0, count - (len(held) if isinstance(held, list) else 0))


def _thread(item: Found) -> str | None:
    """The thread of a record, of the one that it answers, or of the wrapper in which it stands."""
    thread = None
    above: Found | None = item
    for _ in range(50):
        if above is None or thread is not None:
            break
        thread = first_id(above.record, above.field_map.thread)
        above = above.enclosing
    if thread is not None:
        return thread
    return next(
        (found for wrapper in item.wrappers() if (found := first_id(wrapper, item.field_map.thread_above))), None
    )


def _names(persons: object, people: People) -> dict[str, str]:
    rows = persons.values() if isinstance(persons, dict) else persons if isinstance(persons, list) else ()
    names: dict[str, str] = {}
    for row in rows:
        ref = identifier(value_at(row, people.id))
        parts = [name for path in people.name if (name := first_name(row, (path,)))]
        if ref and parts:
            names[ref] = " ".join(parts) if people.joined else parts[0]
    return names
