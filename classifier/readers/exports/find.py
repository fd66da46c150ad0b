"""Finding the records of comments in a JSON document of any shape, in its order and without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from classifier.readers.exports.fields import FieldMap, first_id, first_name, first_text, first_time, value_at
from classifier.readers.exports.maps import GENERIC, SYSTEM_MAPS
from classifier.readers.exports.maps_forums import FORUM_MAPS
from classifier.readers.exports.maps_social import SOCIAL_MAPS

MAPS: tuple[FieldMap, ...] = (*SYSTEM_MAPS, *FORUM_MAPS, *SOCIAL_MAPS)

#: Wrappers are searched for a thread's address or a list of persons no further than this.
_MAX_ABOVE = 12
_TITLES = ("title", "headline")

Above: TypeAlias = "tuple[Mapping[str, Any], Above] | None"
Match: TypeAlias = Callable[[Mapping[str, Any]], FieldMap | None]


@dataclass(slots=True, eq=False, kw_only=True)
class Found:
    """A record in its document.

    ``enclosing``: the record among whose answers it stands; ``above``: the wrappers around it, the innermost first;
    ``listed``: whether it stands in a list; ``id`` and ``reason`` (why it is left out) are filled by the reader.
    """

    record: Mapping[str, Any]
    field_map: FieldMap
    enclosing: Found | None
    above: Above
    listed: bool
    id: str = ""
    reason: str | None = None

    def wrappers(self) -> Iterator[Mapping[str, Any]]:
        """What stands around the record, the innermost first."""
        above = self.above
        for _ in range(_MAX_ABOVE):
            if above is None:
                return
            yield above[0]
            above = above[1]


def family_of(field_map: FieldMap) -> tuple[FieldMap, ...]:
    """The maps of one kind of export: comments, posts and stubs of the same name."""
    return tuple(other for other in MAPS if other.name == field_map.name) or (field_map,)


def find_known(value: object, field_map: FieldMap | None = None) -> Iterator[Found]:
    """The records of a known export; after the first one (or a given map) only those of its kind are looked for."""
    maps = MAPS if field_map is None else family_of(field_map)

    def match(record: Mapping[str, Any]) -> FieldMap | None:
        nonlocal maps
        found = next((candidate for candidate in maps if candidate.matches(record)), None)
        if found is not None and maps is MAPS:
            maps = family_of(found)
        return found

    return _find(value, match)


def find_generic(value: object) -> list[Found]:
    """Comments by their looks, in a wrapper or with answers inside; a plain list of flat rows is a table."""
    found = list(_find(value, lambda record: GENERIC if _looks_like_comment(record) else None))
    threaded = isinstance(value, dict) or any(item.enclosing for item in found)
    return found if threaded and any(item.listed for item in found) else []


def _looks_like_comment(record: Mapping[str, Any]) -> bool:
    """A text, no headline, and two of an id, an author and a time, one of them not the id."""
    if any(record.get(title) for title in _TITLES) or not first_text(record, GENERIC.text)[0]:
        return False
    author, time = first_name(record, GENERIC.author), first_time(record, GENERIC.time)
    return bool((author and time) or ((author or time) and first_id(record, GENERIC.id)))


def _find(value: object, match: Match) -> Iterator[Found]:
    stack: list[tuple[object, Found | None, Above, bool]] = [(value, None, None, False)]
    while stack:
        value, enclosing, above, listed = stack.pop()
        inner: Iterable[object] = ()
        if isinstance(value, list):
            inner, listed = value, True
        elif isinstance(value, dict):
            field_map = match(value)
            if field_map is None or field_map.missing is not None:
                inner, above = value.values(), (value, above)
            if field_map is not None:
                found = Found(record=value, field_map=field_map, enclosing=enclosing, above=above, listed=listed)
                yield found
                if field_map.missing is None:
                    inner, enclosing = [value_at(value, path) for path in field_map.children], found
        items = [item for item in inner if isinstance(item, (dict, list))]
        stack.extend((item, enclosing, above, listed) for item in reversed(items))
