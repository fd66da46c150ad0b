"""A web page as a tree that can be asked by class, id and tag: decoding, parsing, small selectors, in linear time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

#: What browsers read when a page declares these (WHATWG Encoding Standard, section 4.2).
_WEB_NAMES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_WEB_NAMES |= {"iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "utf-16": "utf-8"}
#: UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Of Python's codecs some are no encodings of text (rot13), some take quadratic time (punycode).
_TEXT_CODEC = re.compile(
    r"utf-?(8|16|32)|iso-?(8859|2022)|windows-|cp-?\d|koi8|shift|sjis|euc|gb|big5|latin|us-ascii|ascii|mac", re.I
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: Marks that people forget to close: left out only when a page is too deep for the parser.
_INLINE = re.compile(r"</?(?:font|b|i|u|em|strong|small|big|s|strike|tt|center)\b[^<>]*>", re.IGNORECASE)
_DROPPED = ("script", "style", "template", "svg", "canvas", "iframe", "object", "select", "textarea")
_DIGITS = re.compile(r"\d+")
_COMPOUND = re.compile(r"(?P<tag>[a-z][\w-]*)|\.(?P<cls>[\w#-]+)|#(?P<id>[\w#:-]+)|\[(?P<attr>[^\]]+)\]", re.IGNORECASE)
_ATTR = re.compile(r"(?P<name>[\w:-]+)(?:(?P<op>[*^]?=)(?P<value>.*))?")


def decode(document: bytes, encoding: str | None = None) -> tuple[str, str]:
    """A page's text and the name of the encoding used: the argument, byte order mark, UTF-8, declared, cp1252."""
    for mark, marked in _BOMS:
        if document.startswith(mark) and encoding is None:
            return document.decode(marked, "replace"), marked
    if encoding is not None:
        return document.decode(_known(encoding) or "utf-8", "replace"), encoding
    declared = _META.search(document, 0, 8192)
    name = _known(declared.group(1).decode("ascii")) if declared else None
    if name is not None and name.startswith("iso2022"):
        return document.decode(name, "replace"), name
    try:
        return document.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return (document.decode(name, "replace"), name) if name else _undeclared(document)


def _undeclared(document: bytes) -> tuple[str, str]:
    """UTF-8 with a few torn characters stays UTF-8; anything else is cp1252."""
    text = document.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    return (text, "utf-8") if whole > 4 * broken else (document.decode("cp1252", "replace"), "cp1252")


def _known(name: str) -> str | None:
    if not _TEXT_CODEC.match(name):
        return None
    try:
        return codecs.lookup(_WEB_NAMES.get(name.lower(), name)).name
    except LookupError:
        return None


@lru_cache(maxsize=100_000)
def _keys(tag: str, classes: str, ident: str, prop: str, kind: str) -> frozenset[str]:
    keys = {tag}
    for token in classes.lower().split():
        keys |= {"." + token, "." + _DIGITS.sub("#", token)}
    if ident:
        keys |= {"#" + ident.lower(), "#" + _DIGITS.sub("#", ident.lower())}
    keys |= {"itemprop=" + token.lower() for token in prop.split()}
    keys |= {"itemtype=" + re.split("[/:#]", token.lower())[-1] for token in kind.split()}
    return frozenset(keys)


_NO_KEYS: dict[str, frozenset[str]] = {}


def keys_of(element: Element) -> frozenset[str]:
    """Tag, ``.class``, ``#id`` (each also with runs of digits as ``#``), ``itemprop=x`` and ``itemtype=x``."""
    tag = str(element.tag)
    if not element.attrib:
        return _NO_KEYS.setdefault(tag, frozenset((tag,))) if len(_NO_KEYS) < 10_000 else frozenset((tag,))
    get = element.get
    kind = get("itemtype") or get("typeof") or ""
    return _keys(tag, get("class", ""), get("id", "")[:200], get("itemprop", ""), kind)


@dataclass(frozen=True, slots=True)
class _Compound:
    keys: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]
    anchor: str

    def matches(self, element: Element, keys: frozenset[str]) -> bool:
        return self.keys <= keys and all(_attribute(element, *test) for test in self.attributes)


#: Attributes by which a selector without class, id or tag may ask.
_INDEXED = frozenset(
    [
        "class",
        "component",
        "data-author",
        "data-role",
        "data-spmark",
        "data-spot-im-class",
        "data-test-id",
        "data-testid",
        "data-tippy-content",
        "data-user-card",
        "id",
        "property",
        "rel",
        "slot",
        "typeof",
    ]
)


def _attribute(element: Element, name: str, op: str, value: str) -> bool:
    have = element.get(name)
    if have is None:
        return False
    have = have.lower()
    return {"": True, "=": have == value, "^=": have.startswith(value), "*=": value in have}[op]


@lru_cache(maxsize=4096)
def _compile(selector: str) -> tuple[tuple[_Compound, ...], ...]:
    """``tag.class#id[attr^=value]`` with descendants (space) and unions (comma); digits of ids may stand as ``#``."""
    return tuple(tuple(_compound(part) for part in chain.split()) for chain in selector.split(","))


def _compound(part: str) -> _Compound:
    keys: list[str] = []
    attributes: list[tuple[str, str, str]] = []
    for match in _COMPOUND.finditer(part):
        kind, value = str(match.lastgroup), match.group(str(match.lastgroup)).lower()
        if kind != "attr":
            keys.append({"tag": "", "cls": ".", "id": "#"}[kind] + value)
        elif value.startswith(("itemprop=", "itemtype=")):
            keys.append(value)
        elif (test := _ATTR.match(value)) is not None:
            attributes.append((test["name"], test["op"] or "", test["value"] or ""))
    if keys:
        anchor = max(keys, key=lambda key: (key[0] in ".#" or "=" in key, len(key)))
    else:
        anchor = next(("[" + name for name, _, _ in attributes if name in _INDEXED), "*")
    return _Compound(frozenset(keys), tuple(attributes), anchor)


@lru_cache(maxsize=4096)
def _single_key(selector: str) -> str | None:
    """The key of a selector that is nothing but one tag, class or id: the index answers it at once."""
    chains = _compile(selector)
    compound = chains[0][0]
    plain = len(chains) == 1 and len(chains[0]) == 1 and not compound.attributes and len(compound.keys) == 1
    return compound.anchor if plain else None


def matches(element: Element, selectors: Iterable[str]) -> bool:
    """Does the element itself match one of the selectors?"""
    return any(
        _chain_matches(element, keys_of(element), chain) for selector in selectors for chain in _compile(selector)
    )


def _chain_matches(element: Element, keys: frozenset[str], chain: Sequence[_Compound]) -> bool:
    if not chain[-1].matches(element, keys):
        return False
    above = element.getparent()
    for compound in reversed(chain[:-1]):
        while above is not None and not compound.matches(above, keys_of(above)):
            above = above.getparent()
        if above is None:
            return False
        above = above.getparent()
    return True


class Index:
    """Elements in document order that can be asked by selector without walking them all."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.elements = list(elements)
        self.keys = [keys_of(element) for element in self.elements]
        self.places: dict[str, list[int]] = {}
        for place, keys in enumerate(self.keys):
            for key in keys:
                self.places.setdefault(key, []).append(place)
            if len(keys) > 1 or self.elements[place].attrib:
                for name in self.elements[place].keys():  # noqa: SIM118 (an element is no dictionary)
                    if name in _INDEXED:
                        self.places.setdefault("[" + name, []).append(place)

    def select(self, selector: str) -> list[Element]:
        """The elements that match, in document order."""
        if (simple := _single_key(selector)) is not None:
            return [self.elements[place] for place in self.places.get(simple, ())]
        found: set[int] = set()
        for chain in _compile(selector):
            anchor = chain[-1].anchor
            places = self.places.get(anchor, ()) if anchor != "*" else range(len(self.elements))
            found.update(place for place in places if _chain_matches(self.elements[place], self.keys[place], chain))
        return [self.elements[place] for place in sorted(found)]


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its root, its elements by selector, the raw text, and whether the parser had to give up."""

    root: Element
    index: Index
    source: str
    cut: bool


def parse(text: str) -> Page | None:
    """The page's tree, or None for a document without any element. No entity, no network, no huge tree."""
    text = _CONTROL.sub(" ", text)
    root, cut = _tree(text)
    if cut:
        root, cut = _tree(_INLINE.sub("", text))
    if root is None:
        return None
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    return Page(root, Index(element for element in root.iter() if isinstance(element.tag, str)), text, cut)


def _tree(text: str) -> tuple[Element | None, bool]:
    # HTMLParser knows no entity declarations, so there is nothing to expand; depth and size limits stay on.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def ancestors(element: Element) -> Iterator[Element]:
    """Parent, grandparent and so on up to the root (at most the parser's depth limit)."""
    above = element.getparent()
    while above is not None:
        yield above
        above = above.getparent()
