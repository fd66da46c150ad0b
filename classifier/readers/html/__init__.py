"""Comments from a saved web page: known systems' markup, what the page states as data, then what looks like it."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.readers.html.dom import Page, decode, parse
from classifier.readers.html.extract import Reading, read_by_profile
from classifier.readers.html.fields import Found
from classifier.readers.html.generic import find_comments
from classifier.readers.html.later import note_for
from classifier.readers.html.profiles_blogs import BLOGS
from classifier.readers.html.profiles_forums import FORUMS
from classifier.readers.html.profiles_sites import SITES
from classifier.readers.html.schema import json_blocks, read_json_ld, stated_count
from classifier.readers.reading import Tally
from classifier.schema import Comment

PROFILES = (*FORUMS, *SITES, *BLOGS)


def read_html(document: bytes, source: str, tally: Tally, *, encoding: str | None = None) -> Iterator[Comment]:
    """The comments of a page in page order; none for a page without comments, with a note on those it loads later.

    ``source`` is the file's base name, ``encoding`` overrules what the bytes and the page say. Raises nothing: a page
    is what a browser would make of the bytes.
    """
    text, used = decode(document, encoding)
    if used == "cp1252" and encoding is None:
        tally.notes.append("not UTF-8, read as Windows-1252")
    page = parse(text)
    if page is None:
        return
    if page.cut:
        tally.notes.append("the page is nested deeper or larger than can be read: it was read only up to that place")
    blocks = json_blocks(text)
    reading = _best_reading(page, blocks)
    if reading is not None:
        yield from _comments(reading, source, tally)
    if not tally.read and (note := note_for(page, stated_count(blocks))) is not None:
        tally.notes.append(note)


def _best_reading(page: Page, blocks: list[object]) -> Reading | None:
    """The reading with most comments; the generic finder only where no known markup holds any."""
    readings = [read_by_profile(page, profile) for profile in PROFILES]
    readings.append(read_json_ld(blocks))
    known = [reading for reading in readings if reading is not None]
    return max(known, key=lambda reading: reading.score, default=None) or find_comments(page)


def _comments(reading: Reading, source: str, tally: Tally) -> Iterator[Comment]:
    names = _names(reading)
    places = {found.id: place for place, found in enumerate(reading.found) if found.id is not None}
    nested = {found.above for found in reading.found}
    seen: set[tuple[str | None, str | None, str]] = set()
    for place, found in enumerate(reading.found):
        key = (found.author, found.time, found.words.text)
        reason = found.left_out or ("repeated" if found.time and key in seen else None)
        seen.add(key)
        if reason is not None:
            tally.left_out[reason] += not (reason == "empty" and place in nested)
            continue
        above = places.get(found.parent_id, found.above) if found.parent_id else found.above
        tally.read += 1
        yield _comment(found, names[place], _parent_name(reading, names, above, place), source)


def _parent_name(reading: Reading, names: list[str], above: int | None, place: int) -> str | None:
    """The parent's id, if it is read; a wrapper without words passes on to what stands above it."""
    while above is not None and reading.found[above].left_out == "empty" and above != place:
        place, above = above, reading.found[above].above
    return names[above] if above is not None and above != place and reading.found[above].left_out is None else None


def _names(reading: Reading) -> list[str]:
    """The page's own ids where every comment has one of its own, else the order of reading."""
    kept = [found.id for found in reading.found if found.left_out is None]
    if None not in kept and len(set(kept)) == len(kept):
        return [found.id or "" for found in reading.found]
    names, count = [], 0
    for found in reading.found:
        count += found.left_out is None
        names.append(str(count))
    return names


def _comment(found: Found, name: str, parent: str | None, source: str) -> Comment:
    return Comment(
        text=found.words.text,
        id=name,
        thread=source,
        parent=parent,
        author=found.author,
        time=found.time,
        quoted=found.words.quoted,
        truncated=found.words.truncated,
        source=f"{source}#{name}",
    )
