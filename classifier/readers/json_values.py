"""JSON from strangers: no NaN, no infinity, no endless nesting, and every error with its line."""

from __future__ import annotations

import json
import math
import re
from itertools import islice
from typing import Any, NoReturn

from classifier.readers.headers import is_ours
from classifier.readers.opening import Origin

#: Deepest nesting of a row: what is written later must be able to follow it.
MAX_DEPTH = 100

_SPACE = re.compile(r"[ \t\n\r]*")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON; write null")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"the number {digits[:40]} is too large")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen and is_ours(key):
                raise ValueError(f'the key "{key}" stands twice in one object; keep one')
            seen.add(key)
    return value


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_object)


def parse_json(text: str, origin: Origin, *, line: int = 1) -> Any:
    """The value of a whole text that starts at ``line``; raises InputError with the line."""
    value, end, line_of_end = _parse_at(text, _skip(text, 0), origin, line, 0)
    _expect_end(text, end, origin, line_of_end)
    return value


def parse_array(text: str, origin: Origin) -> list[tuple[int, Any]]:
    """(line, value) of each item of a text that is one JSON array; raises InputError with the line."""
    items, end, line = _items(text, _skip(text, 0), origin)
    _expect_end(text, end, origin, line)
    return items


def parse_wrapped(text: str, value: dict[str, Any], origin: Origin) -> list[tuple[int, Any]] | None:
    """(line, item) of the only list of objects in ``value``, the object that ``text`` holds; None without one."""
    lists = {k: v for k, v in value.items() if isinstance(v, list) and v and all(isinstance(item, dict) for item in v)}
    if len(lists) != 1:
        return None
    ((key, wanted),) = lists.items()
    # The key may stand deeper down as well: the list that equals the wanted one is the right one.
    for match in islice(re.finditer(f"{re.escape(json.dumps(key, ensure_ascii=False))}\\s*:\\s*(?=\\[)", text), 20):
        items = _items(text, match.end(), origin)[0]
        if [item for _, item in items] == wanted:
            return items
    return None


def _items(text: str, start: int, origin: Origin) -> tuple[list[tuple[int, Any]], int, int]:
    """The items of the array that opens at ``start``, where it ends, the line of its end."""
    at = start + 1
    line = 1 + text.count("\n", 0, at)
    closing = _skip(text, at)
    items: list[tuple[int, Any]] = []
    while text[closing : closing + 1] != "]":
        first = _skip(text, at)
        line += text.count("\n", at, first)
        value, end, line_of_end = _parse_at(text, first, origin, line, first)
        items.append((line, value))
        closing = _skip(text, end)
        line = line_of_end + text.count("\n", end, closing)
        if text[closing : closing + 1] not in (",", "]"):
            raise origin.error("invalid JSON: a comma or the array's end is missing", line=line)
        at = closing + 1
    return items, closing + 1, line


def _parse_at(text: str, start: int, origin: Origin, line: int, counted: int) -> tuple[Any, int, int]:
    """(value, its end, the line of its end); ``line`` is that of position ``counted``."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as exc:
        at = line + text.count("\n", counted, exc.pos)
        column = exc.pos - text.rfind("\n", 0, exc.pos)
        raise origin.error(f"invalid JSON: {_sentence(exc.msg)} (column {column})", line=at) from exc
    except RecursionError as exc:
        raise origin.error("JSON nested too deep; this is no list of comments", line=line) from exc
    except ValueError as exc:
        problem = "a number with too many digits" if "integer string conversion" in str(exc) else str(exc)
        raise origin.error(f"invalid JSON: {problem}", line=line) from exc
    return value, end, line + text.count("\n", counted, end)


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:]


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _expect_end(text: str, end: int, origin: Origin, line: int) -> None:
    rest = _skip(text, end)
    if rest < len(text):
        line += text.count("\n", end, rest)
        raise origin.error("invalid JSON: more text after the value's end", line=line)


def refuse_depth(value: object, origin: Origin, line: int) -> None:
    """Raise InputError where lists and objects nest deeper than a row may."""
    level = [value]
    depth = 0
    while level := [item for item in level if isinstance(item, (dict, list))]:
        depth += 1
        if depth > MAX_DEPTH:
            raise origin.error(f"JSON nested deeper than {MAX_DEPTH} levels; this is no comment", line=line)
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"
