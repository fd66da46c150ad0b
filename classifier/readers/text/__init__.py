"""Reads the comments of a page saved as text: from w3m, lynx, html2text, an extractor, or copied and pasted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifier.readers.marks import is_deleted
from classifier.readers.reading import Tally
from classifier.readers.text.blocks import find_blocks
from classifier.readers.text.body import Draft, body_of
from classifier.readers.text.evidence import believable, is_prose
from classifier.readers.text.furniture import without_preamble
from classifier.readers.text.headers import find_headers
from classifier.readers.text.learned import end_mark, lead_names, without_common_ends, without_repeated
from classifier.readers.text.lines import plain_lines, wrap_width
from classifier.readers.text.regions import Regions, find_regions
from classifier.readers.text.replies import find_parents, split_pairs, split_quotes
from classifier.readers.text.shapes import Anchor, Headers
from classifier.schema import Comment


def read_text(document: str, source: str, tally: Tally) -> Iterator[Comment]:
    """Yield the comments of a text dump in page order; none for an article alone (``tally.notes`` says why).

    Known header shapes come first, then the page's own repeating header line, then blocks after a comment heading.
    """
    lines = plain_lines(document)
    regions = find_regions(lines)
    headers = find_headers(lines, regions)
    drafts = _from_headers(lines, regions, headers) if headers is not None else []
    announced = regions.announced() or 0
    if headers is None or not drafts or (not headers.sure and len(drafts) < min(4, announced)):
        blocks = find_blocks(lines, regions)
        drafts = blocks if abs(len(blocks) - announced) < abs(len(drafts) - announced) or not drafts else drafts
    first = min((draft.line for draft in drafts), default=0)
    yield from _comments(drafts, lines[:first], source, tally)
    found = tally.read + sum(tally.left_out.values())
    if tally.read == 0:
        tally.notes.append(_why_none(regions))
    elif announced > found:
        tally.notes.append(f"the page says {announced} comments, the saved text holds {found}")


def _why_none(regions: Regions) -> str:
    count = regions.announced()
    if regions.loads_later is not None:
        shown = "its comments" if not count else f"{count} comments"
        return f"the page loads {shown} later from {regions.loads_later}, so the saved text holds none"
    if count:
        return f"the page says {count} comments, but the saved text holds none of them"
    if regions.headings:
        return "there is a heading for comments, but no comment under it"
    return "no comment heading and no repeating line with an author or a date was found: it reads like an article alone"


def _from_headers(lines: Sequence[str], regions: Regions, headers: Headers) -> list[Draft]:
    anchors = headers.anchors
    bodies = [
        [anchor.header.rest, *body] if anchor.header.rest else body
        for anchor, body in zip(anchors, _bodies(lines, regions, anchors), strict=True)
    ]
    bodies = without_repeated(bodies)
    mark = end_mark(bodies)
    if not believable(lines, regions, headers, bodies, mark):
        return []
    drafts: list[Draft] = []
    width = wrap_width(lines)
    for order, (anchor, body) in enumerate(zip(anchors, bodies, strict=True)):
        header = anchor.header
        draft = Draft(line=anchor.start + 1, indent=anchor.indent, author=header.author, time=header.time, to=header.to)
        draft.pingback = header.kind == "pingback"
        following = anchors[order + 1].header.author if order + 1 < len(anchors) else None
        body_of(draft, body, mark, width, last=order == len(anchors) - 1, next_author=following)
        drafts.append(draft)
    lead_names(drafts)
    without_common_ends(drafts)
    return drafts


def _bodies(lines: Sequence[str], regions: Regions, anchors: Sequence[Anchor]) -> list[Sequence[str]]:
    """The lines that belong to each header: those after it, or before it where headers stand under their comments."""
    starts = [anchor.start for anchor in anchors]
    last = anchors[-1].end
    stop = next((number for number in regions.stops if number >= last), len(lines))
    ends = [*starts[1:], len(lines)]
    after = [lines[anchor.end : end] for anchor, end in zip(anchors, ends, strict=True)]
    opened = max(regions.before(starts[0]), default=None)
    if opened is None and anchors[0].header.kind == "date":
        opened = max(0, starts[0] - 40)
    if opened is None or len(anchors) < 2 or any(is_prose(line) for line in lines[last:stop]):
        return after
    opened += 1 + without_preamble(lines[opened + 1 : starts[0]])
    if not any(is_prose(line) for line in lines[opened : starts[0]]):
        return after
    return [lines[begin:end] for begin, end in zip([opened, *(a.end for a in anchors[:-1])], starts, strict=True)]


def _comments(drafts: list[Draft], article: Sequence[str], source: str, tally: Tally) -> Iterator[Comment]:
    kept: list[Draft] = []
    for draft in drafts:
        reason = (
            "pingback" if draft.pingback else "deleted" if is_deleted(draft.text) else None if draft.text else "empty"
        )
        if reason is None:
            kept.append(draft)
        else:
            tally.left_out[reason] += 1
    if not kept:
        return
    split_pairs(kept)
    quoted, origin = split_quotes(kept, article)
    parents = find_parents(kept, origin)
    for index, draft in enumerate(kept):
        parent = parents[index]
        tally.read += 1
        yield Comment(
            id=str(index + 1),
            thread=source,
            parent=None if parent is None else str(parent + 1),
            author=draft.author,
            time=draft.time,
            text=draft.text,
            quoted=quoted[index],
            truncated=draft.truncated,
            source=f"{source}:{draft.line}",
        )
