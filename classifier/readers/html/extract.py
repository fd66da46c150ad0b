"""Comments of a page by one profile, and how good such a reading is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.readers.html.dom import Element, Page, ancestors
from classifier.readers.html.fields import Found, read_region
from classifier.readers.html.profiles import Profile
from classifier.readers.html.regions import find_items, set_container_parents, set_depth_parents, split_regions

#: Lists of the newest comments of a whole site, and product reviews, are no thread.
_ELSEWHERE = (
    ".recentcomments, .recent-comments, .widget_recent_comments, .latest-comments, .wp-block-latest-comments"
    ", #recentcomments, #recent-comments, .woocommerce-reviews, #reviews"
)
_NEVER = ".review, [itemtype=review], .comment-respond, #respond"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one way of reading found on a page, in page order; items that were left out keep their place."""

    name: str
    found: tuple[Found, ...]

    @property
    def kept(self) -> list[Found]:
        """The comments that are read."""
        return [found for found in self.found if found.left_out is None]

    @property
    def score(self) -> float:
        """The number of comments, less where they lack authors and times."""
        kept = self.kept
        authors = sum(found.author is not None for found in kept)
        times = sum(found.time is not None for found in kept)
        parents = sum(found.above is not None or found.parent_id is not None for found in kept)
        return 0.5 * len(kept) + 0.4 * authors + 0.1 * times + 0.01 * parents

    @property
    def is_sound(self) -> bool:
        """Has at least half of what was read an author or a time?"""
        kept = self.kept
        return 2 * sum(found.author is not None or found.time is not None for found in kept) >= len(kept) > 0


def read_by_profile(page: Page, profile: Profile) -> Reading | None:
    """The best reading of a page by a profile's alternatives, or None where it does not apply."""
    if profile.requires and not any(page.index.select(selector) for selector in profile.requires):
        return None
    best: Reading | None = None
    seen: set[tuple[Element, ...]] = set()
    for selector in profile.item:
        items = find_items(page, profile, selector)
        if not items or tuple(items) in seen:
            continue
        seen.add(tuple(items))
        reading = read_items(page, items, profile)
        if reading.is_sound and (best is None or reading.score > best.score):
            best = reading
    return best


def read_items(page: Page, items: Sequence[Element], profile: Profile) -> Reading:
    """The comments that the given elements are."""
    never, elsewhere = set(page.index.select(_NEVER)), set(page.index.select(_ELSEWHERE))
    if never or elsewhere:
        items = [item for item in items if item not in never and not _is_within(item, elsewhere)]
    regions = split_regions(items, siblings=profile.siblings)
    set_depth_parents(regions, profile)
    set_container_parents(regions)
    found = [read_region(region, profile) for region in regions]
    return Reading(profile.name, tuple(found))


def _is_within(item: Element, elements: set[Element]) -> bool:
    return bool(elements) and (item in elements or any(above in elements for above in ancestors(item)))
