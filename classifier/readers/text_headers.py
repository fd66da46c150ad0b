"""The header lines of a thread, learnt from the page itself: one shape that repeats, with an author or a date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifier.readers import marks_words as words
from classifier.readers.marks import MAX_MARK, bare, clean_name, date_in_line, is_control
from classifier.readers.text_lines import bullet_of, content_of, indent_of
from classifier.readers.text_regions import Regions, heading
from classifier.readers.text_shapes import Header, is_other_date, is_pingback, parse_header

#: How many written lines around a date are searched for the name that goes with it.
_REACH = 8
_LABELS = frozenset(words.PROFILE_LABELS)
_NUMBER_LINE = re.compile(r"#\s?\d{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One comment's header: its lines are ``start`` to ``end`` (exclusive), ``indent`` its text's column."""

    start: int
    end: int
    header: Header
    indent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The headers of a thread in order; ``sure``: their shape alone marks comments."""

    anchors: list[Anchor]
    sure: bool
    kind: str


def find_headers(lines: Sequence[str], regions: Regions) -> Headers | None:
    """The page's best repeating header shape, or None if no line reads like a header."""
    groups = _group(_candidates(lines, None))
    ranked = sorted(groups.items(), key=lambda item: -_score(item[0], item[1]))
    for kind, anchors in ranked:
        if kind not in ("date", "#date") and len(anchors) > 1:
            anchors = _candidates(lines, kind)
        kept = _after_heading(anchors, regions)
        sure = _mostly_strong(kept) or (kind == "says" and len(kept) > 1)
        kept = _before_stop(kept, regions, sure)
        if kind in ("date", "#date"):
            kept = _named(lines, kept)
        elif not sure:
            kept = _places(lines, kept)
        if kept and not kind.endswith("date"):
            kept = _with_subjects(lines, kept)
        if kept:
            return Headers(anchors=_with_items(lines, kept), sure=sure, kind=kind)
    return None


def _candidates(lines: Sequence[str], kind: str | None) -> list[Anchor]:
    """Lines that read like headers; of one kind, once the page is known to have it, also less likely ones."""
    found: list[Anchor] = []
    last_end = 0
    for number, line in enumerate(lines):
        if number < last_end or not line or not _may_be_header(line):
            continue
        text = content_of(line) if len(line) < MAX_MARK else _item_text(line)
        header, end = _header_at(lines, number, text, loose=kind is not None)
        if header is None or (header.kind == "date" and _is_labelled(lines, number)):
            continue
        if header.kind == "says" and header.time is None:
            end, header = _with_date(lines, number, header)
        elif header.kind == "date":
            end, header = _with_number(lines, end, header)
        if kind is not None and (header.kind not in (kind, "pingback") or not _likely(lines, number, header)):
            continue
        found.append(Anchor(start=number, end=end, header=header, indent=indent_of(line)))
        last_end = end
    return found


def _is_labelled(lines: Sequence[str], number: int) -> bool:
    """Whether the line above says what else a date is: the day on which a member joined."""
    above = next((lines[at] for at in range(number - 1, max(-1, number - 3), -1) if lines[at]), "")
    return len(above) < 40 and is_other_date(content_of(above))


def _header_at(lines: Sequence[str], number: int, text: str, *, loose: bool) -> tuple[Header | None, int]:
    """The header on a line, or on it and the next one if a terminal wrapped it; and the line after it."""
    if is_pingback(text):
        return Header(kind="pingback"), number + 1
    header = parse_header(text, loose=loose)
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if (header is None or not header.strong) and 50 < len(lines[number]) < 140 and 0 < len(following) < 40:
        joined = parse_header(f"{text} {following}", loose=loose)
        if joined is not None and not joined.rest and (header is None or joined.strong):
            return joined, number + 2
    return header, number + 1


def _likely(lines: Sequence[str], number: int, header: Header) -> bool:
    """Whether a line of the page's known shape is a header although its name reads like a sentence."""
    above = lines[number - 1] if number else ""
    plain = header.strong or clean_name(header.author or "") is not None
    return plain or not above or bullet_of(lines[number]) is not None or is_control(content_of(above))


def _may_be_header(line: str) -> bool:
    return len(line) < 4000 and (any(map(str.isdigit, line[:MAX_MARK])) or line[-1] in ":.…：" or len(line) < 40)


def _item_text(line: str) -> str:
    bullet = bullet_of(line)
    return line.strip() if bullet is None else line[bullet[0] :].split(None, 1)[-1]


def _with_date(lines: Sequence[str], number: int, header: Header) -> tuple[int, Header]:
    """A "Name says:" line together with the date on the next written line, if one stands there."""
    for after in range(number + 1, min(number + 3, len(lines))):
        if lines[after]:
            time = date_in_line(content_of(lines[after]))
            return (number + 1, header) if time is None else (after + 1, replace(header, time=time, strong=True))
    return number + 1, header


def _with_number(lines: Sequence[str], end: int, header: Header) -> tuple[int, Header]:
    """A date together with the comment's number on the next written line, "#3"."""
    for after in range(end, min(end + 5, len(lines))):
        text = content_of(lines[after]).strip(" •")
        if text:
            numbered = _NUMBER_LINE.fullmatch(text) is not None
            return (after + 1, replace(header, kind="#date", strong=True)) if numbered else (end, header)
    return end, header


def _group(candidates: list[Anchor]) -> dict[str, list[Anchor]]:
    """Candidates by shape; notes of other pages' links go with the shape that stands beside them."""
    groups: dict[str, list[Anchor]] = defaultdict(list)
    pings = [anchor for anchor in candidates if anchor.header.kind == "pingback"]
    for anchor in candidates:
        if anchor.header.kind != "pingback":
            groups[anchor.header.kind].append(anchor)
    if "#date" in groups and "date" in groups and len(groups["date"]) > len(groups["#date"]):
        groups["date"] = sorted(groups["date"] + groups.pop("#date"), key=lambda anchor: anchor.start)
    for kind, anchors in groups.items():
        if pings:
            groups[kind] = sorted(anchors + pings, key=lambda anchor: anchor.start)
    return groups


def _score(kind: str, anchors: list[Anchor]) -> float:
    own = [anchor.header for anchor in anchors if anchor.header.kind != "pingback"]
    weight = (
        3.0 if _mostly_strong(anchors) else 2.5 if kind == "says" else 1.5 if kind.startswith(("name", "by")) else 1.0
    )
    if kind.startswith("inline"):
        weight = 0.6
    if kind == "wrote":
        weight = 0.4
    names = {header.author for header in own if header.author}
    if kind.startswith(("name", "by")) and len(names) < 2 <= len(own):
        weight = 0.5
    return weight * len(own)


def _mostly_strong(anchors: Sequence[Anchor]) -> bool:
    own = [anchor for anchor in anchors if anchor.header.kind != "pingback"]
    return 2 * sum(anchor.header.strong for anchor in own) >= len(own) > 0


def _after_heading(anchors: list[Anchor], regions: Regions) -> list[Anchor]:
    """Without the few that stand before the thread's heading: the article's byline, dates of other stories."""
    starts = [anchor.start for anchor in anchors]
    for number in sorted(regions.headings, reverse=True):
        before = bisect_left(starts, number)
        if len(anchors) - before >= max(1, 0.6 * len(anchors)):
            return anchors[before:]
    return anchors


def _before_stop(anchors: list[Anchor], regions: Regions, sure: bool) -> list[Anchor]:
    """Without the few that stand after the thread's end: other stories' dates, "recent comments"."""
    starts = [anchor.start for anchor in anchors]
    for number in regions.stops:
        before = bisect_left(starts, number)
        if 0 < before < len(anchors) and len(anchors) - before <= (0.1 if sure else 0.4) * len(anchors):
            return anchors[:before]
    return anchors


def _named(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """Dates with the name that stands at the same distance above or below each of them, if one does."""
    above = [_neighbours(lines, anchor.start, -1) for anchor in anchors]
    below = [_neighbours(lines, anchor.end - 1, 1) for anchor in anchors]
    if _are_under(lines, anchors, below):
        return anchors
    up, up_rate = _best_place(lines, above)
    down, down_rate = _best_place(lines, below)
    if max(up_rate, down_rate) < 0.5:
        return anchors
    places, place, rows = (above, up, -1) if up_rate >= down_rate - 0.1 else (below, down, 1)
    named: list[Anchor] = []
    for anchor, around in zip(anchors, places, strict=True):
        at = around[place] if place < len(around) else None
        name = None if at is None else _name_at(lines, at, loose=max(up_rate, down_rate) > 0.6)
        if name is None and (at is None or rows < 0):
            named.append(anchor)
        elif rows < 0 and at is not None:
            named.append(
                replace(anchor, start=at, indent=indent_of(lines[at]), header=replace(anchor.header, author=name))
            )
        elif at is not None:
            named.append(replace(anchor, end=at + 1, header=replace(anchor.header, author=name)))
    named = _paired(lines, named) if rows < 0 else named
    return _no_overlap(named, keep_nameless=up_rate < 0.9 and down_rate < 0.9)


def _are_under(lines: Sequence[str], anchors: list[Anchor], below: list[list[int]]) -> bool:
    """Whether each date closes a comment: a name follows on it, and text but no name stands over it."""
    pairs = [(anchor, near[0]) for anchor, near in zip(anchors, below, strict=True) if near]
    if len(anchors) < 3:
        return False
    names = sum(_name_at(lines, at) is not None for _, at in pairs[:-1])
    texts = [_has_text(lines, _neighbours(lines, anchor.start, -1)[:3]) for anchor in anchors]
    return texts[0] and names >= 0.8 * (len(anchors) - 1) and sum(texts) >= 0.8 * len(anchors)


def _has_text(lines: Sequence[str], near: list[int]) -> bool:
    written = [content_of(lines[at]) for at in near]
    return any(len(text) > 60 or text[-1:] in ".!?…" for text in written) and not any(
        heading(text)[0] for text in written
    )


def _paired(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """With the answering author over the answered one, where the name found is that of an earlier author."""
    known: set[str | None] = set()
    paired: list[Anchor] = []
    for anchor in anchors:
        above = anchor.start - 1
        name = _name_at(lines, above) if anchor.header.author in known and above >= 0 and lines[above] else None
        if name is not None and name != anchor.header.author:
            header = replace(anchor.header, author=name, to=anchor.header.author)
            anchor = replace(anchor, start=above, indent=indent_of(lines[above]), header=header)
        known.add(anchor.header.author)
        paired.append(anchor)
    return paired


def _no_overlap(anchors: list[Anchor], *, keep_nameless: bool) -> list[Anchor]:
    """Dates inside another header (the day on which a member joined) and, where names are the rule, without one."""
    kept: list[Anchor] = []
    for anchor in anchors:
        if kept and anchor.start < kept[-1].end:
            if anchor.header.author and not kept[-1].header.author:
                kept.pop()
            elif anchor.start == kept[-1].start or anchor.end <= kept[-1].end:
                kept[-1] = replace(anchor, start=kept[-1].start) if anchor.header.author else kept[-1]
                continue
        if anchor.header.author or keep_nameless or anchor.header.kind == "pingback":
            kept.append(anchor)
    return kept


def _neighbours(lines: Sequence[str], number: int, step: int) -> list[int]:
    """The next written lines above (-1) or below (1) a line, nearest first, without a profile's labels and values."""
    near = [at for n in range(1, 4 * _REACH) if 0 <= (at := number + n * step) < len(lines) and _has_words(lines[at])]
    found: list[int] = []
    skip = False
    for place, at in enumerate(near):
        label = step < 0 and place + 1 < len(near) and bare(lines[near[place + 1]]) in _LABELS
        if not skip and not label:
            found.append(at)
        skip = label
    return found[:_REACH]


def _has_words(line: str) -> bool:
    return any(map(str.isalnum, line[:MAX_MARK]))


def _best_place(lines: Sequence[str], around: list[list[int]]) -> tuple[int, float]:
    """The distance at which most different names stand, and the share of dates that have one there."""
    best, best_value, best_rate = 0, 0.0, 0.0
    for place in range(_REACH):
        names = [name for near in around if place < len(near) and (name := _name_at(lines, near[place])) is not None]
        value = len(set(names)) + 0.5 * len(names) - 0.01 * place
        if len(set(names)) > 1 or len(around) == 1:
            rate = len(names) / len(around)
            if value > best_value * 1.15 and rate >= 0.4:
                best, best_value, best_rate = place, value, rate
    return best, best_rate


def _name_at(lines: Sequence[str], number: int, *, loose: bool = False) -> str | None:
    text = content_of(lines[number])
    if len(text) > 60 or heading(text)[0]:
        return None
    return clean_name(text, loose=loose and len(text) < 40)


def _places(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """Headers of a place and a date, "Lisbon, Portugal | 3 May", with the name on the line above; others as they are."""
    with_comma = sum("," in (anchor.header.author or "") for anchor in anchors)
    if 2 * with_comma < len(anchors):
        return anchors
    above = [next(iter(_neighbours(lines, anchor.start, -1)), None) for anchor in anchors]
    names = [None if at is None or is_control(lines[at]) else _name_at(lines, at) for at in above]
    if sum(name is not None for name in names) < 0.6 * len(names):
        return [_first_part(anchor) for anchor in anchors]
    return [
        anchor if at is None or name is None else replace(anchor, start=at, header=replace(anchor.header, author=name))
        for anchor, at, name in zip(anchors, above, names, strict=True)
    ]


def _first_part(anchor: Anchor) -> Anchor:
    """ "Ada, London, United Kingdom, 2 years ago": the name is what stands before the place."""
    author = anchor.header.author
    if author is None or not anchor.header.kind.endswith(","):
        return anchor
    return replace(anchor, header=replace(anchor.header, author=author.split(",", 1)[0]))


def _with_subjects(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """With the title line over each header, where comments have titles of their own."""
    above = [next(iter(_neighbours(lines, anchor.start, -1)), None) for anchor in anchors]
    titles = [at is not None and _is_subject(content_of(lines[at])) for at in above]
    if len(anchors) < 3 or not titles[0] or sum(titles) < 0.8 * len(titles):
        return anchors
    return [
        replace(anchor, start=at) if title and at is not None else anchor
        for anchor, at, title in zip(anchors, above, titles, strict=True)
    ]


def _is_subject(text: str) -> bool:
    return 0 < len(text) < 80 and text[-1] not in ".!?…" and not is_control(text) and not heading(text)[0]


def _with_items(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """With the list items beside the headers that show no author: where each comment is an item, so are they."""
    bullets = Counter(bullet for anchor in anchors if (bullet := bullet_of(lines[anchor.start])) is not None)
    if len(anchors) < 3 or not bullets:
        return anchors
    (column, mark), count = bullets.most_common(1)[0]
    if count < 0.8 * len(anchors) or not _indented(lines, anchors, column):
        return anchors
    known = {anchor.start for anchor in anchors}
    extra = [
        Anchor(start=at, end=at, header=Header(kind="item"), indent=indent_of(lines[at]))
        for at in range(anchors[0].start, anchors[-1].start)
        if at not in known
        and lines[at]
        and bullet_of(lines[at]) == (column, mark)
        and not is_control(content_of(lines[at]))
    ]
    return sorted(anchors + extra, key=lambda anchor: anchor.start)


def _indented(lines: Sequence[str], anchors: list[Anchor], column: int) -> bool:
    """Whether the text under the headers stands deeper than their bullets."""
    below = [_neighbours(lines, anchor.end - 1, 1) for anchor in anchors]
    deeper = sum(bool(near) and indent_of(lines[near[0]]) > column for near in below)
    return deeper >= 0.9 * len(anchors)
