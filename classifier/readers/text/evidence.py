"""Whether repeating headers are those of comments, and not of other stories, a list of entries or an interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.readers.text.furniture import ANSWERS, reply_word
from classifier.readers.text.lines import bullet_of, content_of
from classifier.readers.text.regions import Regions, heading, is_preamble, is_stop
from classifier.readers.text.shapes import Anchor, Headers

Bodies = Sequence[Sequence[str]]


def believable(lines: Sequence[str], regions: Regions, headers: Headers, bodies: Bodies, mark: str | None) -> bool:
    """Whether the headers are those of comments; ``mark`` is the control that stands under most of them."""
    anchors = headers.anchors
    answered = mark in ANSWERS
    written = sum(any(len(line) > 3 for line in body) for body in bodies)
    if 2 * written < len(anchors) or _is_index(anchors, regions):
        return False
    if headers.sure and (len(anchors) > 1 or answered or bool(regions.before(anchors[0].start))):
        return True
    if _are_alike(anchors) or (not answered and _are_listed(lines, anchors, regions)):
        return False
    opened = bool(regions.before(anchors[0].start))
    if headers.kind.startswith("inline"):
        return _are_items(lines, anchors, evident=opened)
    if answered or (opened and (len(anchors) > 1 or bool(regions.announced()))):
        return True
    return _are_personal(headers, bodies)


def _is_index(anchors: Sequence[Anchor], regions: Regions) -> bool:
    """A page of several entries has a "3 comments" line after each of them."""
    inside = sum(anchors[0].start < number < anchors[-1].start for number in regions.repeated)
    return len(anchors) > 2 and inside >= 0.5 * (len(anchors) - 1)


def _are_alike(anchors: Sequence[Anchor]) -> bool:
    """Names that differ in their ends only are no people: "Release 1", "Release 2"."""
    names = {anchor.header.author for anchor in anchors if anchor.header.author is not None}
    firsts = Counter(name.split()[0] for name in names if " " in name)
    return len(names) > 3 and 2 * max(firsts.values(), default=0) > len(names)


def _are_listed(lines: Sequence[str], anchors: Sequence[Anchor], regions: Regions) -> bool:
    """Whether "Most read", or the like, stands right above and no heading of comments between."""
    first = anchors[0].start
    lists = (number for number in regions.stops if number < first and not is_preamble(content_of(lines[number])))
    above = max(lists, default=-1)
    return 0 <= above > first - 6 and max(regions.before(first), default=-1) < above


def _are_items(lines: Sequence[str], anchors: Sequence[Anchor], *, evident: bool) -> bool:
    """Whether headers with text on the same line are list items, each a comment, as trafilatura writes them."""
    n = len(anchors)
    items = sum(bullet_of(lines[anchor.start]) is not None for anchor in anchors)
    people = len({anchor.header.author for anchor in anchors if anchor.header.author}) > 2
    named = people and len({anchor.header.time for anchor in anchors}) > 1
    return n > 3 and items >= 0.8 * n and (evident or named or sum(map(_ends_in_answer, anchors)) >= 0.6 * n)


def _ends_in_answer(anchor: Anchor) -> bool:
    last = anchor.header.rest[-60:].split()
    return any(reply_word(" ".join(last[-n:])) in ANSWERS for n in (1, 2, 4))


def _are_personal(headers: Headers, bodies: Bodies) -> bool:
    """Without any other mark: short names of several people, each over whole sentences."""
    names = {anchor.header.author for anchor in headers.anchors if anchor.header.author is not None}
    n = len(headers.anchors)
    full = sum(any(map(is_prose, body)) and any(end in line for line in body for end in ".!?…") for body in bodies)
    short = sum(len(name.split()) < 4 for name in names)
    several = n > 3 and len(names) >= max(3, n // 3) and short >= 0.8 * len(names)
    return several and full >= 0.7 * n and not headers.kind.startswith(("by", "wrote", "name ("))


def is_prose(line: str) -> bool:
    """Whether a line reads like a sentence and not like a label, a heading or the end of the thread."""
    text = content_of(line)
    return len(text) > 20 and len(text.split()) > 3 and not is_stop(text) and not heading(text)[0]
