"""Comments on a page of unknown make: repeated elements that are called like comments or have a comment's parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from classifier.readers.html.dom import Element, Page, ancestors, keys_of
from classifier.readers.html.extract import Reading, read_items
from classifier.readers.html.fields import PROFILE_LINK, Found, read_region
from classifier.readers.html.profiles import Profile
from classifier.readers.html.regions import Region, split_regions
from classifier.readers.html.text import short_text
from classifier.readers.html.words import is_furniture, one_line
from classifier.readers.marks import is_read_more

_GENERIC = Profile(name="unknown", item=(), depth=("@class", r"(?:depth|level|indent|nest(?:ed|ing)?)[-_]*(\d+)"))
#: The same where a comment is a heading and what follows it.
_HEADED = replace(_GENERIC, siblings=True)
_STRONG = re.compile(
    r"(?:.*[-_])?(?:user|reader|single|media|list|one|article|blog|leser|nutzer)?-?_?(?:comments?|kommentare?|commentaires?|comentarios?"
    r"|koment\w{0,5}|commento|commenti|reacties?|opinion|talkback|cmt|leserbrief|lesermeinung|posting|remark|reaction)"
    r"(?:[-_](?:item|body|box|wrap|wrapper|container|block|entry|row|node|inner|single|content|list-?item|card|unit|thread|#|[a-z]#))*$"
    r"|comment(?:item|box|wrap|block|entry|row|body|container)$|(?:commentitem|(?:.*[-_])?single_?comment|commentaire\w{0,4})$"
)
#: What even one element alone may be called; a lone list or box is rather the whole section.
_SINGLE = re.compile(
    r"(?:.*[-_])?(?:comment|kommentar|commentaire|comentario|leserbrief|posting)(?:[-_](?:item|entry|body|node|row|single|#))*$"
)
_WEAK = re.compile(
    r"(?:.*[-_])?(?:message|reply|response|post|answer|antwort|beitrag|reponse|respuesta|respuestas?|mensaje|msg|entry|item|node|thread"
    r"|forum-?post|userpost|topic-?post|feed-?item|contribution|media|row)(?:[-_](?:item|body|box|wrap|wrapper|container|row|inner|#))*$"
)
_SECTION = re.compile(
    r"(?:.*(?:comments|kommentare|commentaires|comentarios|lesermeinungen)|(?:.*[-_])?(?:comment|komment\w*|discussion|disqus_thread"
    r"|responses|replies|opinions|reacties|postings|thread|forum|reactions?|commenti|talkback|conversation|postlist|posts))"
    r"(?:[-_]?(?:list|area|section|container|wrap|wrapper|block|box|thread|stream|content|tree|module|body|inner|#))*$"
)
_ASIDE = re.compile(
    r"(?:.*[-_])?(?:related|teasers?|popular|trending|most-?read|carousel|slider|products?|reviews?|testimonials?|breadcrumbs?|pagination"
    r"|author-?box|author-?bio|recommended|recommendations|newsletter|navigation|navbar|menu|recent-?(?:posts?|comments?)"
    r"|latest-?(?:posts?|comments?|news)|more-?(?:news|stories)|archive|search-?results?|teaser-?list|news-?list)$"
)
_WIDGET = re.compile(r"(?:.*[-_])?(?:widgets?|sidebar|footer|aside)$")
_TITLE = re.compile(r"(?:.*[-_])?(?:title|headline|more-link|read-?more|permalink-title)$")
_HEADERS = frozenset(["dt", "div", "p", "h2", "h3", "h4", "h5", "h6", "header", "tr"])
_ITEM_TAGS = ("li", "div", "article", "section", "tr", "dt", "h3", "h4", "h5")
_ONLY_HEADERS = frozenset(("dt", "h2", "h3", "h4", "h5", "h6"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_MAX_GROUPS = 40
_SAMPLE = 24


@dataclass(frozen=True, slots=True)
class _Group:
    """Elements that may be comments. ``weight``: 3 a strong name, 2 inside a section of comments, 1 a weak name."""

    items: list[Element]
    weight: float
    profile: Profile


def find_comments(page: Page) -> Reading | None:
    """The best group of repeated elements that are comments by name and parts, or None."""
    ranked: list[tuple[float, int, _Group]] = []
    for group in _groups(page):
        tag = group.items[0].tag
        headed = [replace(group, profile=_HEADED)] if tag in _HEADERS else []
        for candidate in headed if tag in _ONLY_HEADERS else [group, *headed]:
            share = _share(candidate)
            if share > 0:
                ranked.append((share * len(group.items) * (1 + group.weight), len(ranked), candidate))
                break
    best: tuple[float, Reading] | None = None
    for _, _, group in sorted(ranked, key=lambda entry: (-entry[0], entry[1]))[:6]:
        reading = _read_alike(page, group)
        complete = sum(found.author is not None and found.time is not None for found in reading.kept)
        score = reading.score * (1 + 0.01 * group.weight) * complete / max(len(reading.kept), 1) + 0.2 * sum(
            found.above is not None for found in reading.kept
        )
        if reading.is_sound and _is_enough(reading, group.weight) and (best is None or score > best[0]):
            best = (score, reading)
    return best[1] if best else None


def _read_alike(page: Page, group: _Group) -> Reading:
    """The comments of a group without headings and forms, which lack what nearly all others have."""
    reading = read_items(page, group.items, group.profile)
    bare = [found.author is None and found.time is None for found in reading.found]
    if any(bare) and 3 * sum(bare) < len(bare) == len(group.items):
        items = [item for item, is_bare in zip(group.items, bare, strict=True) if not is_bare]
        return read_items(page, items, group.profile)
    return reading


def _is_enough(reading: Reading, weight: float) -> bool:
    """A strong name asks for one comment with an author or a time; a weak one for more of everything."""
    kept = reading.kept
    both = sum(found.author is not None and found.time is not None for found in kept)
    if weight >= 3:
        return 2 * both >= len(kept) or sum(found.author is not None for found in kept) >= 0.8 * len(kept) > 1
    return len(kept) >= (3 if weight < 1 else 2 if weight < 2 else 1) and both >= 0.7 * len(kept)


class _Judged:
    """One region of a sample: has it a comment's parts, and what speaks against it?"""

    def __init__(self, region: Region) -> None:
        found = read_region(region, _GENERIC)
        self.parts = (found.author is not None) + (found.time is not None)
        self.has_text = found.left_out is None and bool(found.words.text)
        self.is_teaser, self.is_linked = _teaser_marks(region, found)
        self.has_button = any(
            element.tag in ("a", "button", "span") and is_furniture(one_line(short_text(element, 40)) or "x")
            for element in region.elements[:200]
        )


def _share(group: _Group) -> float:
    """How much of a sample looks like comments, 0 to 1; 0 rejects the group."""
    regions = split_regions(group.items[:_SAMPLE], siblings=group.profile.siblings, limit=4000)
    sample = [_Judged(region) for region in regions]
    texts = [judged for judged in sample if judged.has_text]
    # A strong name outweighs a title that links: comments have subjects, and permalinks of their own.
    against = sum(judged.is_linked or (judged.is_teaser and group.weight < 3) for judged in texts)
    if 2 * len(texts) < len(sample) or 2 * against > len(texts):
        return 0.0
    if group.weight < 1 and 2 * sum(judged.has_button for judged in texts) < len(texts):
        return 0.0
    return sum(judged.parts for judged in texts) / (2 * len(sample))


def _teaser_marks(region: Region, found: Found) -> tuple[bool, bool]:
    """Is there a title or heading that links elsewhere or a link to read on; and are the words mostly links?"""
    linked, teaser = 0, False
    for element in region.elements[:400]:
        href = element.get("href", "") if element.tag == "a" else ""
        if not href or "#" in href or href.startswith("javascript") or PROFILE_LINK.search(href[:200]):
            continue
        text = one_line(short_text(element, 300)) or "x" * (300 * any(map(str.strip, islice(element.itertext(), 60))))
        if text in (found.author, found.time) or len(text) < 4:
            continue
        above = element.getparent()
        headed = above is not None and (above.tag in _HEADINGS or _is_title(above))
        teaser = teaser or headed or is_read_more(text) or _is_title(element)
        linked += len(text)
    return teaser, linked > 0.6 * max(len(found.words.text), 1)


def _is_title(element: Element) -> bool:
    return any(key[0] == "." and _TITLE.match(key[1:]) for key in keys_of(element))


def _groups(page: Page) -> Iterator[_Group]:
    """Candidate groups, the most promising first."""
    sections = _sections(page)
    titled = {above for title in page.index.select("h1") for above in ancestors(title)}
    groups: list[tuple[float, int, list[Element]]] = []
    for key, places in page.index.places.items():
        weight = _name_weight(key)
        if weight is None or (weight < 3 and len(places) < 2):
            continue
        items = [element for place in places if (element := page.index.elements[place]) not in titled]
        if not items or (len(items) == 1 and not _SINGLE.match(key[1:])):
            continue
        weight = max(weight, 2 if _in_section(items[: _SAMPLE // 4], sections) else 0)
        groups.append((weight - _penalty(items[0]), places[0], items))
    groups += [(2.0, 0, items) for items in _siblings(sections)]
    groups.sort(key=lambda group: (-group[0], -min(len(group[2]), 50), group[1]))
    seen: set[tuple[Element, Element, int]] = set()
    for weight, _, items in groups[: 2 * _MAX_GROUPS]:
        same = (items[0], items[-1], len(items))
        if weight >= 0 and same not in seen and len(seen) < _MAX_GROUPS:
            seen.add(same)
            yield _Group(items, weight, _GENERIC)


def _name_weight(key: str) -> float | None:
    if key[0] == "[":
        return None
    if key[0] == "." or (key[0] == "#" and "#" in key[1:]):
        if _ASIDE.match(key[1:]):
            return None
        return 3.0 if _STRONG.match(key[1:]) else 1.0 if _WEAK.match(key[1:]) else 0.0
    return 0.5 if key in ("article", "li", "tr", "dt") else None


def _penalty(item: Element) -> float:
    """Inside a widget or footer costs a little; inside lists of teasers or navigation excludes."""
    worst = 0.0
    for up in (item, *ancestors(item)):
        tokens = [key[1:] for key in keys_of(up) if key[0] in ".#"]
        if up.tag in ("body", "html"):
            break
        if up.tag == "nav" or any(_ASIDE.match(token) for token in tokens):
            return 9.0
        if up.tag in ("aside", "footer") or any(_WIDGET.match(token) for token in tokens):
            worst = 0.4
    return worst


def _sections(page: Page) -> set[Element]:
    """Elements that are called a section of comments."""
    found: set[Element] = set()
    for key, places in page.index.places.items():
        if key[0] in ".#" and _SECTION.match(key[1:]) and len(places) <= 3:
            found.update(page.index.elements[place] for place in places)
    return {element for element in found if element.tag not in ("body", "html", "a", "span", "main", "form")}


def _in_section(items: Sequence[Element], sections: set[Element]) -> bool:
    inside = 0
    for item in items:
        up = item.getparent()
        while up is not None and up not in sections:
            up = up.getparent()
        inside += up is not None
    return bool(sections) and inside == len(items)


def _siblings(sections: set[Element]) -> Iterator[list[Element]]:
    """Children of one parent with one tag, inside a section of comments, whatever their class."""
    groups: list[list[Element]] = []
    for section in sections:
        for element in islice(section.iter("ul", "ol", "div", "section", "tbody", "article", "dl"), 300):
            by_tag: dict[str, list[Element]] = {}
            for child in element:
                by_tag.setdefault(str(child.tag), []).append(child)
            groups += [by_tag[tag] for tag in _ITEM_TAGS if len(by_tag.get(tag, ())) > (tag != "li")]
    groups.sort(key=len, reverse=True)
    yield from groups[:8]
