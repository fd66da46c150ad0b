"""One comment from its region of the page: by the profile's selectors, else by what such parts are usually called."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from classifier.readers.html.dom import Element, keys_of
from classifier.readers.html.links import find_parent_id, identify
from classifier.readers.html.profiles import Profile
from classifier.readers.html.regions import Region
from classifier.readers.html.text import Words, short_text, write
from classifier.readers.html.words import clean_author, is_byline, is_furniture, is_pingback, looks_like_date, one_line
from classifier.readers.marks import date_in_line, find_date, is_deleted

_AUTHOR_BEST = re.compile(
    r"(?:.*[-_])?(?:user-?name|nick-?name|nick|display-?name|screen-?name|author-?name|commenter-?name|commentator-?name|poster-?name"
    r"|profile-?name|community-?name|fn|full-?name|login|author-?link|comment-?user|user-?link)$"
)
_AUTHOR_GOOD = re.compile(
    r"(?:.*[-_])?(?:comment-?author|commenter|commentator|author|auteur|autor|verfasser|poster|user|username-?\w*|pseudo|name|by|byline"
    r"|from|person|owner|creator|member|nutzer|writer|who|avtor|usuario|\w{1,4}user)$|.*__(?:author|user|name)\w*$|comment(?:author|user|name)\w*$"
)
_TIME_NAME = re.compile(
    r"(?:.*[-_])?(?:date|time|datetime|date-?time|timestamp|timeago|time-?ago|relative-?time|ago|age|datum|zeit|fecha|hora|data|posted"
    r"|published|created|when|pubdate|post-?date|comment-?date|comment-?time|metadata|meta|created-?at)$|.*(?:date|timestamp)$"
)
_BODY_NAME = re.compile(
    r"(?:.*(?:content|text|body|message|msg|inhalt|txt)|(?:.*[-_])?(?:copy|description|entry|texte|texto|nachricht|words|comentario|markdown"
    r"|md|richtext|bubble|paragraph))$"
)
PROFILE_LINK = re.compile(
    r"(?:/(?:users?|u|profiles?|members?|people|author|authors|person|nutzer|benutzer|profil|perfil|~|@)[/\w~@?=.-]"
    r"|(?:member|profile|memberlist|user)\.php|\buser\?id=|[?&](?:u|uid|user|userid|user_id|member)=|^/?~)"
)
_LINES = frozenset(
    ["div", "p", "span", "header", "footer", "li", "td", "th", "dt", "small", "em", "h3", "h4", "h5", "h6", "cite", "a"]
)
_BOLD = frozenset(["b", "strong", "h3", "h4", "h5", "h6", "dt", "th"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A comment as the page shows it.

    ``above`` is the parent's place in the list that it stands in, ``parent_id`` the page's own id of the parent;
    ``left_out`` says in plain words why it is no comment to be read.
    """

    id: str | None
    author: str | None
    time: str | None
    words: Words
    above: int | None = None
    parent_id: str | None = None
    left_out: str | None = None


def read_region(region: Region, profile: Profile) -> Found:
    """The comment in a region."""
    author, author_element = _author(region, profile)
    time, time_element = _time(region, profile, author)
    aside = {element for element in (author_element, time_element) if element is not None}
    words, rest_author = _words(region, profile, aside, author)
    author = author or rest_author
    own_id = identify(region, profile)
    return Found(
        id=own_id,
        author=author,
        time=time,
        words=words,
        above=region.above,
        parent_id=find_parent_id(region, profile, own_id),
        left_out=_reason(region, profile, words, author),
    )


def _reason(region: Region, profile: Profile, words: Words, author: str | None) -> str | None:
    for selector, reason in profile.left_out.items():
        if region.index.select(selector):
            return reason
    if not words.text:
        return "empty"
    if is_deleted(words.text):
        return "deleted"
    return "pingbacks" if is_pingback(words.text, author) else None


def _author(region: Region, profile: Profile) -> tuple[str | None, Element | None]:
    for spec in profile.author:
        for value, element in region.values(spec):
            name = value if "@" in spec else _name_of(element, value)
            if name:
                return name[:120], element if element is not region.item else None
    return _usual_author(region)


def _name_of(element: Element, text: str) -> str | None:
    """The name in an element: of several elements in it the first one's ("Ada" before a badge or "in reply to Bob")."""
    while (
        len(element) and not (element.text or "").strip() and not any((child.tail or "").strip() for child in element)
    ):
        inner = next((child for child in element if one_line(short_text(child, 100))), None)
        if inner is None:
            break
        element = inner
    return _name_in(short_text(element, 100)) or _name_in(text)


def _name_in(text: str) -> str | None:
    return next((name for line in text.split("\n") if (name := clean_author(line))), None)


def _usual_author(region: Region) -> tuple[str | None, Element | None]:
    """The element that is most like an author's by name, link or place; None without evidence."""
    best: tuple[int, str, Element] | None = None
    for element in region.elements:
        rank = _author_rank(element)
        if element is region.item or rank <= (best[0] if best else 0):
            continue
        text = short_text(element, 100)
        if (name := _name_of(element, text)) and not (rank < 4 and looks_like_date(name)):
            best = (rank, name, element)
    return (best[1], best[2]) if best else _placed_author(region)


def _placed_author(region: Region) -> tuple[str | None, Element | None]:
    """A byline near the top or bottom, or a name in bold type that opens a comment."""
    near = region.elements[1:25] + region.elements[25:][-12:]
    for element in near:
        line = one_line(short_text(element, 120)) if element.tag in _LINES else ""
        if is_byline(line) and (name := clean_author(line)):
            return name, element
    for element in region.elements[0 if len(region.roots) > 1 else 1 : 9]:
        text = one_line(short_text(element, 40)) if element.tag in _BOLD else ""
        if text and len(text.split()) <= 4 and text[-1] not in "!?" and not looks_like_date(text):
            return clean_author(text), element
    return None, None


def _author_rank(element: Element) -> int:
    keys = keys_of(element)
    if "itemprop=author" in keys or "itemprop=creator" in keys or element.get("rel") == "author":
        return 5
    tokens = [key[1:] for key in keys if key[0] == "."]
    if any(_AUTHOR_BEST.match(token) for token in tokens):
        return 4
    if any(_AUTHOR_GOOD.match(token) for token in tokens) or element.tag == "cite":
        return 3
    if element.tag == "a" and PROFILE_LINK.search(element.get("href", "")[:200]):
        return 2
    return 0


def _time(region: Region, profile: Profile, author: str | None) -> tuple[str | None, Element | None]:
    for spec in profile.time:
        for value, element in region.values(spec):
            shown = value if "@" in spec else _moment(element, value)
            if shown:
                return shown[:80], element if element is not region.item else None
    for element in region.elements:
        if element is not region.item and _is_time(element) and (shown := _moment(element, short_text(element, 80))):
            return shown, element
    return _bare_time(region, author)


def _is_time(element: Element) -> bool:
    if element.tag in ("time", "abbr", "relative-time") or element.get("datetime"):
        return True
    return any(key[0] == "." and _TIME_NAME.match(key[1:]) for key in keys_of(element))


def _bare_time(region: Region, author: str | None) -> tuple[str | None, Element | None]:
    """A small element that is nothing but a date or an age."""
    for element in region.elements[1:]:
        if element.tag in _LINES and len(element) < 3:
            text = one_line(short_text(element, 90))
            shown = _shown_date(text) if text else None
            if shown is not None and len(text) - len(shown) < (30 if author is None else 30 + len(author)):
                return shown, element
    return None, None


def _moment(element: Element, text: str) -> str | None:
    for name in ("datetime", "title", "content", "data-datetime", "data-time", "data-timestamp", "data-utime"):
        value = element.get(name, "")[:80]
        if value and (looks_like_date(value) or value.isdigit()):
            return value
    return _shown_date(one_line(text))


def _shown_date(text: str) -> str | None:
    """The date in a short text, as shown."""
    span = find_date(text)
    return text[span[0] : span[1]] if span is not None else date_in_line(text)


def _words(
    region: Region, profile: Profile, aside: Collection[Element], author: str | None
) -> tuple[Words, str | None]:
    dropped = [element for selector in profile.drop for element in region.index.select(selector)]
    for spec in (*profile.body, "?", "."):
        roots = [root for root in _body_roots(region, spec, aside) if root is region.item or root not in dropped]
        if not roots:
            continue
        stop = region.nested.union(element for element in (*dropped, *aside) if element not in roots)
        words = write(roots, stop)
        if not words.text:
            words = write(roots, region.nested.union(element for element in aside if element not in roots))
        text, name = _trim(words.text, author)
        if text:
            return Words(text, words.quoted, words.truncated), name
    return Words("", None, False), None


def _body_roots(region: Region, spec: str, aside: Collection[Element]) -> list[Element]:
    if spec == ".":
        return region.roots
    if spec == "?":
        return _usual_body(region, aside)
    chosen: dict[Element, None] = {}
    for element in region.index.select(spec):
        if element.getparent() not in chosen and not any(up in chosen for up in _up_to(element, region.item)):
            chosen[element] = None
    return list(chosen)


def _up_to(element: Element, item: Element) -> list[Element]:
    above: list[Element] = []
    up = element.getparent()
    while up is not None and up is not item and len(above) < 12:
        above.append(up)
        up = up.getparent()
    return above


def _usual_body(region: Region, aside: Collection[Element]) -> list[Element]:
    """The elements named like a comment's text; of several the one with most of it."""
    named = [
        element
        for element in region.elements[:400]
        if element is not region.item and any(key[0] == "." and _BODY_NAME.match(key[1:]) for key in keys_of(element))
    ]
    stop = region.nested.union(aside)
    best = max(named[:12], key=lambda element: len(write([element], stop).text), default=None)
    for element in named[:12] if best is not None else ():
        if best in _up_to(element, region.item) and not _has_outside(best, element, stop):
            best = element
    return [] if best is None else [best]


def _has_outside(outer: Element, inner: Element, stop: Collection[Element]) -> bool:
    """Does the outer element hold sentences of its own beside the inner one?"""
    rest = write([outer], {*stop, inner}).text
    return any(len(line) > 24 and not _is_edge(line, None, last=False) for line in rest.split("\n"))


def _trim(text: str, author: str | None) -> tuple[str, str | None]:
    """Without lines of furniture at either end (name, date, counter, byline); and the name in a byline."""
    lines = text.split("\n")
    name: str | None = None
    for end in (0, -1):
        for _ in range(6):
            if not lines or not _is_edge(lines[end], author, last=end == -1):
                break
            line = lines.pop(end)
            name = name or (clean_author(line) if is_byline(line) else None)
    return "\n".join(lines), name


def _is_edge(line: str, author: str | None, *, last: bool) -> bool:
    if len(line) > 120:
        return False
    if author and line.lower().strip(" :,") in (author.lower(), f"by {author.lower()}", f"von {author.lower()}"):
        return not last
    if is_furniture(line) or re.fullmatch(r"#?\s?\d{1,6}[.)]?", line):
        return not last or not line[:1].isdigit() or len(line) > 4
    if len(line) < 60 and date_in_line(line) is not None:
        return True
    return is_byline(line) and (author is None or author.lower() in line.lower())
