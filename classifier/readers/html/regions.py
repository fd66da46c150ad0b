"""Which elements belong to which comment, and which comment stands above which: nesting and indentation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from classifier.readers.html.dom import Element, Index, Page, ancestors, keys_of, matches
from classifier.readers.html.profiles import Profile
from classifier.readers.html.text import short_text
from classifier.readers.html.words import one_line

#: A heading and the paragraphs after it are one comment; more than these are something else.
_MAX_SIBLINGS = 200


@dataclass
class Region:
    """One comment's own elements, without those of the comments nested in it; ``above`` is the place of its parent."""

    item: Element
    roots: list[Element]
    elements: list[Element] = field(default_factory=list)
    nested: set[Element] = field(default_factory=set)
    above: int | None = None

    @cached_property
    def index(self) -> Index:
        """The own elements, to be asked by selector."""
        return Index(self.elements)

    def values(self, spec: str) -> list[tuple[str, Element]]:
        """What ``selector``, ``selector@attribute`` or ``@attribute`` finds: value (or short text) and element."""
        selector, _, attribute = spec.partition("@")
        elements = self.index.select(selector) if selector else [self.item]
        if not attribute:
            return [(short_text(element, 200), element) for element in elements]
        return [(one_line(value), element) for element in elements if (value := element.get(attribute))]


def find_items(page: Page, profile: Profile, selector: str) -> list[Element]:
    """The elements that are comments by one of a profile's selectors, in document order."""
    found = page.index.select(selector)
    if not profile.closest:
        return found
    climbed = (next((up for up in ancestors(element) if up.tag == profile.closest), None) for element in found)
    return list(dict.fromkeys(element for element in climbed if element is not None))


def split_regions(items: Sequence[Element], *, siblings: bool = False, limit: int = 10**9) -> list[Region]:
    """A region for each item, in the same order; every element is looked at once, ``limit`` at most under one item."""
    place = {item: number for number, item in enumerate(items)}
    regions = [Region(item, [item]) for item in items]
    if siblings:
        holders = set(place)
        for item in items:
            for above in ancestors(item):
                if above in holders:
                    break
                holders.add(above)
        for region in regions:
            _add_siblings(region, holders)
    done: set[int] = set()
    for region in regions:
        if place[region.item] not in done:
            left = limit
            for root in region.roots:
                left = _walk(root, place[region.item], place, regions, done, left)
    return regions


def _add_siblings(region: Region, holders: Collection[Element]) -> None:
    following = region.item.getnext()
    while following is not None and following not in holders and len(region.roots) < _MAX_SIBLINGS:
        if isinstance(following.tag, str):
            region.roots.append(following)
        following = following.getnext()


def _walk(
    root: Element, owner: int, place: dict[Element, int], regions: list[Region], done: set[int], left: int
) -> int:
    """Give the elements under a root to their comments, ``left`` of them at most; how many may follow is returned."""
    stack = [(root, owner)]
    while stack and (left := left - 1) >= 0:
        element, holder = stack.pop()
        inner = place.get(element)
        if inner is not None and inner != holder:
            regions[holder].nested.add(element)
            regions[inner].above = holder
            holder = inner
        done.add(holder)
        regions[holder].elements.append(element)
        stack.extend((child, holder) for child in reversed(element) if isinstance(child.tag, str))
    return left


def set_depth_parents(regions: Sequence[Region], profile: Profile) -> None:
    """Where the markup does not nest: a comment answers the last one before it that is indented less."""
    if not profile.depth[0]:
        return
    open_regions: list[tuple[int, int]] = []
    for number, region in enumerate(regions):
        depth = _depth(region, *profile.depth)
        if depth is None:
            continue
        while open_regions and open_regions[-1][0] >= depth:
            open_regions.pop()
        if region.above is None and open_regions:
            region.above = open_regions[-1][1]
        open_regions.append((depth, number))


_REPLIES = re.compile(
    r"(?:.*[-_])?(?:children|child|repl(?:y|ies)|indent(?:ed)?|nested|inline-thread|sub-?comments?|responses?|answers?|antworten|kids"
    r"|follow-?ups?|level-?#|depth-?#|reponses|hijos|descendants|subthread)(?:[-_](?:list|container|wrapper|wrap|thread|#))*$"
)


def set_container_parents(regions: Sequence[Region]) -> None:
    """Where comments stand beside a list of their replies: a comment in such a list answers the last one outside it."""
    if any(region.above is not None for region in regions):
        return
    outside: list[tuple[int, int, Element]] = []
    for number, region in enumerate(regions):
        chain = list(ancestors(region.item))
        while outside and outside[-1][0] >= len(chain):
            outside.pop()
        if outside:
            inner = set(ancestors(outside[-1][2]))
            between = [above for above in chain if above not in inner]
            if any(_holds_replies(above) for above in between):
                region.above = outside[-1][1]
        outside.append((len(chain), number, region.item))


def _holds_replies(element: Element) -> bool:
    return element.tag in ("ul", "ol") or any(key[0] == "." and _REPLIES.match(key[1:]) for key in keys_of(element))


def _depth(region: Region, spec: str, pattern: str) -> int | None:
    if spec.startswith("^"):
        return sum(1 for above in ancestors(region.item) if matches(above, (spec[1:],)))
    for part in spec.split(","):
        for value, _ in region.values(part):
            if match := re.search(pattern, one_line(value)):
                return int(match[1][:6])
    return None
