"""Who answers whom, and which words are somebody else's: on evidence of names, indentation and repeated words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from classifier.readers.marks import clean_name, words
from classifier.readers.marks.dates import alternatives, find_date
from classifier.readers.marks.quotes import Opening, leading_mention, opening
from classifier.readers.text.body import Draft

_WORD = re.compile(r"\w+")
_SPAN = 4
Key = tuple[str, ...]


def split_quotes(drafts: Sequence[Draft], article: Sequence[str]) -> tuple[list[str | None], list[int | None]]:
    """Take quotations off the start of each comment: (quoted words or None, index of the quoted comment or None).

    Words in quotation marks are a quotation only if they stand in another comment or in the article.
    """
    openings = [opening(draft.text) for draft in drafts]
    places = _places([found for found in openings if found is not None], drafts, article)
    quoted: list[str | None] = [None] * len(drafts)
    origin: list[int | None] = [None] * len(drafts)
    for index, (draft, found) in enumerate(zip(drafts, openings, strict=True)):
        if found is None:
            continue
        at = _origins(found, places, index)
        if at or found.certain:
            quoted[index], draft.text = found.quote.strip(), found.own
            draft.to = draft.to or found.name
            origin[index] = max((place for place in at if 0 <= place < index), default=None)
    split_replies(drafts, quoted, origin)
    return quoted, origin


_WROTE = re.compile(
    rf"(?:(?P<name>[^\n:]{{1,60}}?)\s(?:"
    rf"{alternatives(words.SAYS)})\s?[:：]?\s?↑?(?:\s[^\n]{{4,40}}(?=\n))?\s?(?<=[:：↑\d])\s?"
    rf"|(?P<known>[^\n:]{{1,40}})[:：]\s?\n|(?:quote:?\s{{1,3}})?(?:originally posted by|quote from|quote by|quote:"
    r"|quoting|zitat von|zitat:"
    rf"|citation de|cita de"
    r"|цитата:?)\s?(?P<of>[^\n]{0,60}?)(?:\s(?:view post|beitrag anzeigen|wrote|schrieb))?\s?:?\s?\n)\s*",
    re.IGNORECASE,
)
#: What stands under a long quotation in a forum.
_EXPAND = re.compile(
    r"\n(?:click to expand|zum (?:vergrößern|erweitern) anklicken|cliquez pour agrandir|haz clic para expandir"
    r"|нажмите, чтобы раскрыть)[. …]*",
    re.IGNORECASE,
)
#: How much of an earlier comment is compared with what a reply quotes.
_COMPARED = 3000


def split_replies(drafts: Sequence[Draft], quoted: list[str | None], origin: list[int | None]) -> None:
    """Take what follows "Ada wrote:" off the start of each comment, as far as Ada's last comment says the same."""
    latest: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        found = _WROTE.match(draft.text[:300], _dated_end(draft.text)) if quoted[index] is None else None
        if found is not None:
            name = (found["name"] or found["of"] or found["known"] or "").strip(' *_>“"')
            source = _latest(name, latest)
            spoken = (
                found["of"] is not None
                or source is not None
                or (found["name"] is not None and draft.text[: found.end()].endswith("\n"))
            )
            end = (
                None
                if not spoken
                else _quoted_end(draft.text, found.end(), drafts[source].text if source is not None else "")
            )
            if end is not None and draft.text[end:].strip():
                quoted[index], origin[index] = draft.text[:end].strip(), source
                draft.text, draft.to = draft.text[end:].lstrip(' \n.,!?”"'), draft.to or clean_name(name)
        if draft.author is not None:
            latest[_plain(draft.author)] = index


def _dated_end(text: str) -> int:
    """Where the date ends that a quotation begins with: "On 3/4/2021 at 9:12 AM, Ada said:"."""
    span = find_date(text[:80])
    if span is None or span[0] > 4:
        return 0
    return len(text[: span[1]]) + len(text[span[1] : span[1] + 4]) - len(text[span[1] : span[1] + 4].lstrip(" ,)"))


def _quoted_end(text: str, start: int, original: str) -> int | None:
    """Where the quotation that begins at ``start`` ends: after the words of the original, else after the paragraph."""
    expand = _EXPAND.search(text, start)
    if expand is not None:
        return expand.end()
    spoken = list(_WORD.finditer(text, start, start + _COMPARED))
    said = _WORD.findall(original[:_COMPARED].casefold())
    opens = [word[0].casefold() for word in spoken[:3]]
    at = (
        next((n for n in range(len(said) - len(opens) + 1) if said[n : n + len(opens)] == opens), None)
        if opens
        else None
    )
    if at is not None:
        same = 0
        while same < min(len(spoken), len(said) - at) and spoken[same][0].casefold() == said[at + same]:
            same += 1
        return spoken[same - 1].end()
    paragraph = text.find("\n\n", start)
    return None if paragraph < 0 else paragraph


def _keys(quote: str) -> tuple[Key, Key] | None:
    """The first and the last words of a quotation."""
    found = _WORD.findall(quote.casefold())
    return None if not found else (tuple(found[:_SPAN]), tuple(found[-_SPAN:]))


def _places(openings: Sequence[Opening], drafts: Sequence[Draft], article: Sequence[str]) -> dict[Key, list[int]]:
    """Where the first and last words of every quotation stand: indices of comments, -1 for the article."""
    wanted: set[Key] = set()
    for found in openings:
        wanted.update(_keys(found.words) or ())
    places: dict[Key, list[int]] = defaultdict(list)
    if wanted:
        lengths = sorted({len(key) for key in wanted})
        for index, text in _texts(drafts, article):
            for key in _runs(text, lengths):
                if key in wanted and (not places[key] or places[key][-1] != index):
                    places[key].append(index)
    return places


def _texts(drafts: Sequence[Draft], article: Sequence[str]) -> Iterator[tuple[int, str]]:
    for line in article:
        if line:
            yield -1, line
    for index, draft in enumerate(drafts):
        yield index, draft.text


def _runs(text: str, lengths: Sequence[int]) -> Iterator[Key]:
    found = _WORD.findall(text.casefold())
    for length in lengths:
        for at in range(len(found) - length + 1):
            yield tuple(found[at : at + length])


def _origins(found: Opening, places: dict[Key, list[int]], index: int) -> list[int]:
    """A few comments (-1: the article) before this one, or after it, that hold the quotation's first and last words."""
    keys = _keys(found.words)
    if keys is None:
        return []
    first, last = (places.get(key, []) for key in keys)
    at = bisect_left(first, index)
    near = [place for place in (*first[max(0, at - 8) : at + 2], *first[:1]) if place != index]
    return [place for place in near if (cut := bisect_left(last, place)) < len(last) and last[cut] == place]


def find_parents(drafts: Sequence[Draft], origin: Sequence[int | None]) -> list[int | None]:
    """For each comment the index of the one that it answers, or None."""
    nested = _by_indent(drafts)
    latest: dict[str, int] = {}
    parents: list[int | None] = []
    for index, draft in enumerate(drafts):
        parent = nested[index] if nested is not None else None
        if parent is None and draft.to is not None:
            parent = _latest(draft.to, latest)
        if parent is None and (mention := leading_mention(draft.text)) is not None:
            parent = _latest(mention, latest)
        parents.append(origin[index] if parent is None else parent)
        if draft.author is not None:
            latest[_plain(draft.author)] = index
    return parents


def _latest(name: str, latest: dict[str, int]) -> int | None:
    parts = name.split()
    for length in range(min(5, len(parts)), 0, -1):
        found = latest.get(_plain(" ".join(parts[:length])))
        if found is not None:
            return found
    return None


def _plain(name: str) -> str:
    return " ".join(name.casefold().strip(" @.,:;!?").split())


def _by_indent(drafts: Sequence[Draft]) -> list[int | None] | None:
    """Parents by how far the headers stand to the right, if they form a few even levels that begin at the left."""
    levels = sorted({draft.indent for draft in drafts})
    merged: list[int] = []
    for level in levels:
        if not merged or level - merged[-1] > 1:
            merged.append(level)
    if not 2 <= len(merged) <= 12 or drafts[0].indent > merged[0] + 1:
        return None
    stack: list[tuple[int, int]] = []
    parents: list[int | None] = []
    for index, draft in enumerate(drafts):
        while stack and stack[-1][0] >= draft.indent - 1:
            stack.pop()
        parents.append(stack[-1][1] if stack else None)
        stack.append((draft.indent, index))
    return parents


def split_pairs(drafts: Sequence[Draft]) -> None:
    """Part "Ada Bob", the answering and the answered author's names run together, where Bob wrote earlier."""
    known: set[str] = set()
    for draft in drafts:
        name = draft.author
        if name is None:
            continue
        if draft.to is None and name not in known:
            for cut in range(len(name) - 3, 1, -1):
                head, tail = name[:cut], name[cut:]
                if (
                    tail in known
                    and (head.endswith(" ") or (len(tail) > 5 and tail[0] != " "))
                    and not tail.startswith(" ")
                ):
                    draft.author, draft.to = head.strip(), tail
                    break
        known.add(draft.author or name)
