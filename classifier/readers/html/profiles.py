"""The table of comment systems: how each marks a comment, its author, time, body and parent; data, not code.

Selectors are ``tag.class#id[attr^=value]`` with descendants (space) and unions (comma); runs of digits in
classes and ids may stand as ``#``. ``selector@attr`` reads an attribute of the element found, ``@attr`` one of the
comment's own element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One system's markup.

    ``item``: alternatives, of which the one that gives most comments is used. ``closest``: the item is the nearest such
    ancestor of what ``item`` finds. ``siblings``: what follows the item up to the next one belongs to it. ``body``: "."
    is all of the comment without author, time and buttons. ``ident``: a pattern over the item's id, with groups ``id``
    and ``parent``. ``depth``: selector@attribute and pattern of an indentation ("^selector" counts such ancestors).
    ``left_out``: selector -> reason. ``requires``: without one of these on the page the profile does not apply.
    """

    name: str
    item: tuple[str, ...]
    author: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    closest: str = ""
    siblings: bool = False
    id: tuple[str, ...] = ()
    ident: str = ""
    parent: tuple[str, ...] = ()
    depth: tuple[str, str] = ("", "")
    left_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
