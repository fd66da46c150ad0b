"""Comments without header lines: after a comment heading, told apart by controls, wide gaps, list items or lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from classifier.readers.marks import clean_name
from classifier.readers.text.body import Draft, body_of
from classifier.readers.text.furniture import ANSWERS, is_furniture, reply_word, without_preamble
from classifier.readers.text.lines import bullet_of, content_of, indent_of, wrap_width
from classifier.readers.text.regions import Regions, is_stop

_PROSE = re.compile(r"\w[^\n]{25,}|\w.{0,200}[.!?…]")
Block = tuple[int, int]


def find_blocks(lines: Sequence[str], regions: Regions) -> list[Draft]:
    """The comments of the part after the last comment heading; empty without a heading or a pattern."""
    start = _start(lines, regions)
    if start is None:
        by_control = [] if regions.repeated else _by_control(lines, 0, len(lines), ANSWERS)
        return _drafts(lines, _without_article(lines, by_control)) if len(by_control) >= 3 else []
    end = next(
        (number for number in range(start, len(lines)) if lines[number] and is_stop(content_of(lines[number]))),
        len(lines),
    )
    return _drafts(lines, _best(lines, start, end, regions))


def _start(lines: Sequence[str], regions: Regions) -> int | None:
    """The first line after the last heading that has words before the next stop."""
    for number in sorted(regions.headings, reverse=True):
        if regions.headings[number] == 0:
            continue
        start = number + 1
        start += without_preamble(lines[start : start + 60])
        stop = next((stop for stop in regions.stops if stop >= start), len(lines))
        if any(_PROSE.match(content_of(line)) for line in lines[start : min(stop, start + 200)] if line):
            return start
    return None


def _best(lines: Sequence[str], start: int, end: int, regions: Regions) -> list[Block]:
    by_control = _by_control(lines, start, end)
    by_gap, wide = _by_gap(lines, start, end)
    ways = [by_control, by_gap, _by_item(lines, start, end), _by_line(lines, start, end)]
    if not wide:
        ways.append(_by_gap(lines, start, end, least=1)[0])
    announced = regions.announced()
    items = ways[2]
    if len(items) > 1 and (_is_indented(lines, items) or (announced and 0.4 * announced <= len(items) <= announced)):
        return items
    if announced:
        near = [way for way in ways if abs(len(way) - announced) <= max(1, 0.2 * announced)]
        if near:
            return min(near, key=lambda way: abs(len(way) - announced))
    if len(by_control) >= 2:
        return by_control
    if wide:
        return by_gap
    article = sum(len(line) > 120 for line in lines[:start]) >= 2 or sum(len(line) > 50 for line in lines[:start]) >= 8
    if len(items) >= 2 and article:
        return items
    return by_gap if article and len(by_gap) >= 3 else []


def _by_control(lines: Sequence[str], start: int, end: int, allowed: frozenset[str] | None = None) -> list[Block]:
    """Blocks that each end at a line of controls with the same first word: "Reply"."""
    marks = ((number, reply_word(content_of(lines[number]))) for number in range(start, end) if lines[number])
    found = [(number, mark) for number, mark in marks if mark is not None and (allowed is None or mark in allowed)]
    if not found:
        return []
    best = Counter(mark for _, mark in found).most_common(1)[0][0]
    blocks: list[Block] = []
    first = start
    for number, mark in found:
        if mark == best:
            if any(lines[at] and not is_furniture(content_of(lines[at])) for at in range(first, number)):
                blocks.append((first, number))
            first = number + 1
    return blocks


def _without_article(lines: Sequence[str], blocks: list[Block]) -> list[Block]:
    """Without the first block if it is longer than comments are: nothing says where the article ends in it."""
    sizes = [sum(map(len, lines[first:end])) for first, end in blocks]
    return blocks if sizes[0] <= 2 * sorted(sizes)[len(sizes) // 2] else blocks[1:]


def _by_gap(lines: Sequence[str], start: int, end: int, least: int | None = None) -> tuple[list[Block], bool]:
    """Blocks between the widest runs of blank lines that repeat; whether these are wider than the others."""
    gaps = _gaps(lines, start, end)
    widths = Counter(width for _, width in gaps)
    repeated = [width for width, count in widths.items() if count >= 2]
    if not repeated:
        return ([(start, end)] if start < end else []), False
    widest = max(repeated) if least is None else least
    cuts = [(at, width) for at, width in gaps if width >= widest]
    blocks: list[Block] = []
    first = start
    for at, width in cuts:
        blocks.append((first, at))
        first = at + width
    blocks.append((first, end))
    blocks = [block for block in blocks if any(lines[block[0] : block[1]])]
    return (_at_names(lines, blocks) if least is None else blocks), widest > 1


def _gaps(lines: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Where blank lines stand between written ones: (first blank line, how many)."""
    gaps: list[tuple[int, int]] = []
    last = None
    for number in range(start, end):
        if lines[number]:
            if last is not None and number - last > 1:
                gaps.append((last + 1, number - last - 1))
            last = number
    return gaps


def _at_names(lines: Sequence[str], blocks: list[Block]) -> list[Block]:
    """Blocks cut once more before each lone name line that has words on both sides."""
    cut: list[Block] = []
    for first, end in blocks:
        for number in range(first + 1, end):
            if _is_lone_name(lines, number, end) and any(lines[first:number]):
                cut.append((first, number))
                first = number
        cut.append((first, end))
    return cut


def _is_lone_name(lines: Sequence[str], number: int, end: int) -> bool:
    text = lines[number]
    if not text or len(text) > 50 or lines[number - 1] or number + 2 >= end or lines[number + 1]:
        return False
    name = clean_name(text)
    if name is None or name != text.strip():
        return False
    parts = name.split()
    return (len(parts) == 1 and len(name) > 2) or (
        len(parts) < 5 and all(part[0].isupper() or part[0].isdigit() for part in parts)
    )


def _by_item(lines: Sequence[str], start: int, end: int) -> list[Block]:
    """Blocks that each begin at a list item whose further lines stand deeper, or are one line of a flat list."""
    items = [number for number in range(start, end) if lines[number] and bullet_of(lines[number]) is not None]
    items = [number for number in items if not is_furniture(content_of(lines[number]))]
    if len(items) < 2 or any(lines[at] and bullet_of(lines[at]) is None for at in range(start, items[0])):
        return []
    return [(at, after) for at, after in zip(items, [*items[1:], end], strict=True)]


def _is_indented(lines: Sequence[str], items: list[Block]) -> bool:
    """Whether some items go on in further lines, and all of these stand deeper than the first item's bullet."""
    column = (bullet_of(lines[items[0][0]]) or (0, ""))[0]
    further = [line for first, end in items for line in lines[first + 1 : end] if line]
    return bool(further) and all(len(line) - len(line.lstrip()) > column for line in further)


def _by_line(lines: Sequence[str], start: int, end: int) -> list[Block]:
    """Blocks between single line ends, where blank lines stand only inside comments."""
    blocks: list[Block] = []
    first = start
    for number in range(start + 1, end):
        if lines[number] and lines[number - 1]:
            blocks.append((first, number))
            first = number
    return [*blocks, (first, end)] if first < end else blocks


def _drafts(lines: Sequence[str], blocks: list[Block]) -> list[Draft]:
    named = _named(lines, blocks)
    drafts: list[Draft] = []
    width = wrap_width(lines)
    for order, (first, end) in enumerate(blocks):
        written = [number for number in range(first, end) if lines[number]]
        start = next((number for number in written if not is_furniture(content_of(lines[number]))), first)
        draft = Draft(line=start + 1, indent=indent_of(lines[start]))
        name = clean_name(content_of(lines[start])) if named or _is_lone_name(lines, start, end) else None
        if name is not None and any(lines[start + 1 : end]) and len(lines[start]) < 80:
            draft.author = name
            start += 1
        body = [
            lines[start][indent_of(lines[start]) :].rjust(len(lines[start])) if start < end else "",
            *lines[start + 1 : end],
        ]
        body_of(draft, body, None, width, last=order == len(blocks) - 1)
        drafts.append(draft)
    return drafts


def _named(lines: Sequence[str], blocks: list[Block]) -> bool:
    """Whether most blocks begin with a name on a line of its own."""
    count = 0
    for first, end in blocks:
        written = (
            content_of(lines[number])
            for number in range(first, end)
            if lines[number] and not is_furniture(content_of(lines[number]))
        )
        top, below = next(written, ""), next(written, "")
        count += bool(below) and len(top) < 60 and clean_name(top) is not None
    return len(blocks) > 1 and count >= 0.7 * len(blocks)
