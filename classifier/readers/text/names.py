"""Whose header it is: the names above or below dates, at the distance that the page keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from classifier.readers.marks import bare, clean_name, is_control, words
from classifier.readers.marks.dates import MAX_MARK
from classifier.readers.text.lines import content_of, indent_of
from classifier.readers.text.regions import heading, is_stop
from classifier.readers.text.shapes import Anchor

#: How many written lines around a date are searched for the name that goes with it.
_REACH = 8
_LABELS = frozenset(words.PROFILE_LABELS)


def named(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """Dates with the name that stands at the same distance above or below each of them, if one does."""
    above = [neighbours(lines, anchor.start, -1) for anchor in anchors]
    below = [neighbours(lines, anchor.end - 1, 1) for anchor in anchors]
    if _are_under(lines, anchors, below):
        return anchors
    up, up_rate, up_value = _best_place(lines, above)
    down, down_rate, down_value = _best_place(lines, below)
    if max(up_rate, down_rate) < 0.5:
        return anchors
    upwards = up_rate >= down_rate - 0.1 and (up <= down or down_rate < up_rate - 0.1)
    upwards = upwards and down_value < 1.2 * up_value
    places, place, rows = (above, up, -1) if upwards else (below, down, 1)
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
    if _goes_on_after(lines, anchors[-1].end):
        return False
    texts = [_has_text(lines, neighbours(lines, anchor.start, -1)[:3]) for anchor in anchors]
    return texts[0] and names >= 0.8 * (len(anchors) - 1) and sum(texts) >= 0.8 * len(anchors)


def _goes_on_after(lines: Sequence[str], number: int) -> bool:
    """Whether written text follows on a line before the thread ends."""
    for at in neighbours(lines, number - 1, 1):
        text = content_of(lines[at])
        if is_stop(text):
            return False
        if len(text) > 60 or (len(text) > 20 and text[-1] in ".!?…"):
            return True
    return False


def _has_text(lines: Sequence[str], near: list[int]) -> bool:
    written = [content_of(lines[at]) for at in near]
    return any(len(text) > 60 or text[-1:] in ".!?…" for text in written) and not any(
        heading(text)[0] for text in written
    )


def _paired(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """With the answering author over the answered one, where the name found is that of an earlier author."""
    known: set[str | None] = set()
    paired: list[Anchor] = []
    over = Counter(lines[anchor.start - 1] for anchor in anchors if anchor.start)
    for anchor in anchors:
        above = anchor.start - 1
        name = _name_at(lines, above) if anchor.header.author in known and above >= 0 and lines[above] else None
        if name is not None and name != anchor.header.author and 2 * over[lines[above]] <= len(anchors):
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


def neighbours(lines: Sequence[str], number: int, step: int) -> list[int]:
    """The next written lines above (-1) or below (1) a line, nearest first, without a profile's labels and values."""
    near = [at for n in range(1, 4 * _REACH) if 0 <= (at := number + n * step) < len(lines) and _has_words(lines[at])]
    found: list[int] = []
    skip = False
    for place, at in enumerate(near):
        label = step < 0 and place + 1 < len(near) and bare(lines[near[place + 1]]) in _LABELS
        if not skip and not label and not is_control(content_of(lines[at])):
            found.append(at)
        skip = label
    return found[:_REACH]


def _has_words(line: str) -> bool:
    return any(map(str.isalnum, line[:MAX_MARK]))


def _best_place(lines: Sequence[str], around: list[list[int]]) -> tuple[int, float, float]:
    """The distance at which most different names stand, the share of dates that have one there, and how good it is."""
    best, best_value, best_rate = 0, 0.0, 0.0
    for place in range(_REACH):
        names = [name for near in around if place < len(near) and (name := _name_at(lines, near[place])) is not None]
        value = len(set(names)) + 0.5 * len(names) - 0.01 * place
        if len(set(names)) > 1 or len(around) == 1:
            rate = len(names) / len(around)
            if value > best_value * 1.15 and rate >= 0.4:
                best, best_value, best_rate = place, value, rate
    return best, best_rate, best_value


def _name_at(lines: Sequence[str], number: int, *, loose: bool = False) -> str | None:
    text = content_of(lines[number])
    above = lines[number - 1] if number else ""
    goes_on = 50 < len(above) < 140 and above[-1] not in ".!?…:"
    if len(text) > 60 or text.endswith("___") or goes_on or heading(text)[0]:
        return None
    return clean_name(text, loose=loose and len(text) < 40)


def placed(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """Headers of a place and a date, "Lisbon, Portugal | 3 May", with the name from the line above."""
    with_comma = sum("," in (anchor.header.author or "") for anchor in anchors)
    places = {anchor.header.author for anchor in anchors}
    if 2 * with_comma < len(anchors) and (len(anchors) < 3 or len(places) > 1):
        return anchors
    above = [next(iter(neighbours(lines, anchor.start, -1)), None) for anchor in anchors]
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


def with_subjects(lines: Sequence[str], anchors: list[Anchor]) -> list[Anchor]:
    """With the title line over each header, where comments have titles of their own."""
    above = [next(iter(neighbours(lines, anchor.start, -1)), None) for anchor in anchors]
    titles = [
        at is not None and _is_subject(content_of(lines[at])) and (at == 0 or len(lines[at - 1]) < 50) for at in above
    ]
    if len(anchors) < 3 or not titles[0] or sum(titles) < 0.8 * len(titles):
        return anchors
    return [
        replace(anchor, start=at) if title and at is not None else anchor
        for anchor, at, title in zip(anchors, above, titles, strict=True)
    ]


def _is_subject(text: str) -> bool:
    return 0 < len(text) < 80 and text[-1] not in ".!?…" and not is_control(text) and not heading(text)[0]
