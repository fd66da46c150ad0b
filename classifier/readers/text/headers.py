"""The header lines of a thread, learnt from the page itself: one shape that repeats, with an author or a date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from classifier.readers.marks import clean_name, is_control
from classifier.readers.marks.dates import MAX_MARK, date_in_line
from classifier.readers.text.lines import bullet_of, content_of, indent_of
from classifier.readers.text.names import named, neighbours, placed, with_subjects
from classifier.readers.text.regions import Regions
from classifier.readers.text.shapes import Anchor, Header, Headers, is_other_date, is_pingback, parse_header

_NUMBER_LINE = re.compile(r"#\s?\d{1,6}")


def find_headers(lines: Sequence[str], regions: Regions) -> Headers | None:
    """The page's best repeating header shape, or None if no line reads like a header."""
    groups = _group(_candidates(lines, None))
    ranked = sorted(groups.items(), key=lambda item: -_score(item[0], item[1]))
    for kind, anchors in ranked:
        if kind not in ("date", "#date") and len(anchors) > 1:
            anchors = _candidates(lines, kind)
        kept = _after_heading(anchors, regions)
        sure = _mostly_strong(kept) or (kind in ("says", "comment by") and len(kept) > 1)
        kept = _before_stop(kept, regions, sure)
        if kind in ("date", "#date"):
            kept = named(lines, kept)
        elif not sure:
            kept = placed(lines, kept)
        if kept and not kind.endswith("date"):
            kept = with_subjects(lines, kept)
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
    if (header is None or not header.strong) and 40 < len(lines[number]) < 140 and 0 < len(following) < 40:
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
        3.0
        if _mostly_strong(anchors)
        else 2.5
        if kind in ("says", "comment by")
        else 1.5
        if kind.startswith(("name", "by"))
        else 1.0
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
    for number in sorted([*regions.headings, *regions.hints], reverse=True):
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
    below = [neighbours(lines, anchor.end - 1, 1) for anchor in anchors]
    deeper = sum(bool(near) and indent_of(lines[near[0]]) > column for near in below)
    return deeper >= 0.9 * len(anchors)
