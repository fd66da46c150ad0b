"""Reads JSON from a file that is not trusted: bounded, without NaN, and of the form that is expected."""

from __future__ import annotations

import json
from math import isfinite
from types import UnionType
from typing import Any

#: Nested deeper than this is refused; what this project writes is nested five deep.
MAX_DEPTH = 20


def parse(text: str) -> Any:
    """The value of a JSON text; ValueError for what strict JSON does not know, and for deep nesting."""
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite, parse_int=_bounded
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for one in level for child in _children(one)]
    if level:
        raise ValueError("nested too deeply")
    return value


def require(value: object, form: Any, where: str) -> None:
    """ValueError, naming the place, unless the value has the form.

    Forms: ``str``; ``float`` (finite); ``int`` (0 to 2^53); ``object`` (anything); ``float | None`` and the like;
    ``[form]`` a list of any length; ``{str: form}`` any keys; ``{"a": form, "b": form}`` these keys and no others.
    """
    if isinstance(form, list) and isinstance(value, list):
        for item in value:
            require(item, form[0], where)
    elif isinstance(form, dict) and isinstance(value, dict):
        forms = dict.fromkeys(value, form[str]) if str in form else form
        if value.keys() != forms.keys():
            raise ValueError(f"{where} does not have the entries that it should have")
        for key, item in value.items():
            require(item, forms[key], f"{where} {key}" if forms is form else where)
    elif not _is(value, form):
        raise ValueError(f"{where} is not of the right type")


def _is(value: object, form: Any) -> bool:
    if form is int:
        return type(value) is int and 0 <= value < 1 << 53
    if form is float:
        return type(value) in (int, float)
    if isinstance(form, UnionType):
        return any(_is(value, one) for one in form.__args__)
    return isinstance(form, type) and isinstance(value, form)


def _children(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an entry stands twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError("a number is too large")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError("a number is too large")
    return int(digits)
