"""An XML element as a record: names without namespaces, attributes with ``@``, and nothing private."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

#: Elements that no reader looks into.
_PRIVATE = frozenset(
    ("email", "ipaddress", "ip", "comment_author_email", "comment_author_ip", "commentmeta", "remote_addr", "uri")
)


def local_name(element: Element) -> str:
    """The element's name in lower case, without its namespace or an undeclared prefix."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """All text in the element."""
    return "".join(element.itertext()).strip()


def fields_of(element: Element, depth: int = 2) -> dict[str, Any]:
    """The element's attributes and children, the first of a name; a child with parts of its own is a record too."""
    record: dict[str, Any] = {
        f"@{name.rpartition('}')[2].rpartition(':')[2]}": value for name, value in element.items()
    }
    for child in element:
        if not isinstance(child.tag, str) or local_name(child) in _PRIVATE:
            continue
        name = child.tag.rpartition("}")[2].rpartition(":")[2]
        if name not in record:
            has_parts = depth > 1 and (len(child) > 0 or (child.attrib and not child.text))
            record[name] = fields_of(child, depth - 1) if has_parts else text_of(child)
    return record
