"""From the lines between two headers to one comment: furniture around its words falls away by whole lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from classifier.readers.marks import bare, clean_name, is_control, is_read_more, split_truncation, words
from classifier.readers.marks.dates import MAX_MARK, alternatives, date_in_line
from classifier.readers.text.furniture import end_word, is_furniture
from classifier.readers.text.lines import content_of, paragraphs, without_side
from classifier.readers.text.regions import is_stop
from classifier.readers.text.shapes import answered

_LABELS = frozenset(words.PROFILE_LABELS)
_RANKS = frozenset(words.ROLES)
_WORKS = re.compile(
    r"(?:works at|studied at|student at|lives in|university of|from|works for|arbeitet bei|travaille chez"
    r"|trabaja en)\s.{2,60}",
    re.IGNORECASE,
)
#: A label and its value in a column left of the comment's only line.
_SIDE_LABEL = re.compile(
    rf"\s*(?:{alternatives(map(re.escape, words.PROFILE_LABELS))}):\s\S.{{0,25}}?\s{{2,}}(?=\S)", re.IGNORECASE
)
_PROFILE_ROW = re.compile(
    r"(?P<name>.{1,50}?)(?:(?:senior|junior|active|new|registered|well-known) (?:member|user))?\s?(?:join date"
    r"|joined|registriert(?: seit)?|dabei seit):"
    r".{1,100}?(?:posts|beiträge):\s?[\d.,]+.{0,200}",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:_{15,25}|-- ?)\s*")
_LONG_RULE = re.compile(r"\s*[_━─=-]{30,}\s*")
_SIGNATURE = re.compile(r"(?<=\S)\s?_{10,}")
_INLINE_CONTROL = re.compile(
    r"\s?(?:_(?:reply|permalink|link)_|\|\s?(?:reply|permalink|link|antworten))\s*$", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """A comment in the making: what its header says and its words; ``line`` is the number of its first line."""

    line: int
    indent: int
    author: str | None = None
    time: str | None = None
    to: str | None = None
    text: str = ""
    truncated: bool = False
    side: list[str] = field(default_factory=list)
    pingback: bool = False


def body_of(
    draft: Draft,
    body: Sequence[str],
    mark: str | None,
    width: int | None,
    *,
    last: bool,
    next_author: str | None = None,
) -> None:
    """Fill a draft with the words of its lines; an empty text means that nothing was written there.

    ``mark``: the control that ends comments; ``width``: where a terminal wrapped the lines.
    """
    lines, draft.side = without_side(body)
    lines = _from_start(draft, lines)
    lines = _cut(lines, mark, last=last)
    text = paragraphs(_to_end(draft, lines, next_author, width), width)
    text = _SIGNATURE.split(text, maxsplit=1)[0]
    if text.startswith(">") and all(line.startswith(">") or not line for line in text.split("\n")):
        text = "\n".join(line.lstrip("> ") for line in text.split("\n"))
    text, draft.truncated = split_truncation(_INLINE_CONTROL.sub("", text))
    rest = _to_end(draft, text.split("\n"), next_author, None, read_more=True)
    draft.text = "\n".join(rest).strip().strip("_ " if text.endswith("_") else None)
    if draft.author is None:
        draft.author = next((name for text in draft.side if (name := clean_name(text))), None)


def _from_start(draft: Draft, lines: Sequence[str]) -> list[str]:
    """Without the furniture between the header and the words; it may say whom the comment answers and when."""
    at = 0
    while at < len(lines):
        text = content_of(lines[at])
        to = answered(text)
        if to is not None:
            draft.to = draft.to or to
        elif draft.time is None and (time := date_in_line(text)) is not None:
            draft.time = time
        elif (profile := _PROFILE_ROW.fullmatch(text[:400])) is not None:
            draft.author = draft.author or clean_name(profile["name"])
        elif (label := _SIDE_LABEL.match(lines[at][:MAX_MARK])) is not None:
            return [lines[at][label.end() :], *lines[at + 1 :]]
        elif _is_title(text):
            at += _title_rest(lines, at)
        elif bare(text) in _LABELS and not is_control(text):
            at += 1 + _blank(lines, at + 1)
        elif not (
            is_furniture(text)
            or _is_teaser(lines, at)
            or _is_ranked(draft, text)
            or _WORKS.fullmatch(text)
            or (draft.author and clean_name(text) == draft.author)
        ):
            break
        at += 1
    return list(lines[at:])


def _is_teaser(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a title that the page made of the first words of the comment under it."""
    below = next((line for line in lines[at + 1 : at + 4] if line), "").strip()
    text = lines[at].strip()
    return 8 < len(text) < 60 and len(below) > len(text) and below.startswith(text)


def _is_ranked(draft: Draft, text: str) -> bool:
    """Whether a line is the author's name run together with a rank."""
    author = draft.author
    return author is not None and text.startswith(author) and bare(text[len(author) :]) in _RANKS


def _blank(lines: Sequence[str], at: int) -> int:
    return int(at < len(lines) and not lines[at])


def _title_rest(lines: Sequence[str], at: int) -> int:
    """How many lines after a "Re:" line still belong to the title that a terminal wrapped."""
    for rest in (1, 2):
        if at + rest + 1 < len(lines) and lines[at + rest] and _LONG_RULE.fullmatch(lines[at + rest + 1]):
            return rest + 1
    wrapped = 55 < len(lines[at]) < 140 and at + 2 < len(lines) and 0 < len(lines[at + 1]) < 70
    return int(wrapped and not lines[at + 2])


def _is_title(text: str) -> bool:
    return len(text) < 160 and text[:3].casefold() in ("re:", "aw:")


def _cut(lines: list[str], mark: str | None, *, last: bool) -> list[str]:
    """Up to the control that ends a comment, a signature's rule or, for the last comment, the end of the thread."""
    bullets = 0
    for at, line in enumerate(lines):
        if not line:
            continue
        text = content_of(line)
        if (at and mark is not None and end_word(text) == mark) or (at and _RULE.fullmatch(line)):
            return lines[:at]
        if last and (is_stop(text) or _is_menu(text) or (at > 2 and not any(lines[at - 3 : at]))):
            return lines[:at]
        bullets = bullets + 1 if last and text != line.strip() and len(text.split()) < 5 else 0
        if bullets == 4:
            return _before_list(lines[: at + 1])
    return lines


def _is_menu(text: str) -> bool:
    """Whether a line is a row of short links: "FAQ | Lists | Contact"."""
    cells = text.split("|") if text.count("|") > 2 else []
    return bool(cells) and all(len(cell.split()) < 4 for cell in cells)


def _before_list(lines: list[str]) -> list[str]:
    """Without the list of short items at the end (the page's foot)."""
    at = len(lines) - 1
    while at > 0 and (not lines[at] or content_of(lines[at]) != lines[at].strip()):
        at -= 1
    return lines[: at + 1]


def _to_end(
    draft: Draft, lines: list[str], next_author: str | None, width: int | None, *, read_more: bool = False
) -> list[str]:
    """Without the furniture under the words: votes, controls, the next comment's avatar, a date."""
    end = len(lines)
    while end > 1:
        text = content_of(lines[end - 1])
        if text and width is not None and _goes_on(lines[end - 2], text, width):
            break
        if draft.time is None and text and (time := date_in_line(text)) is not None:
            draft.time = time
        elif not (
            is_furniture(text) or _is_title(text) or (read_more and is_read_more(text)) or _is_author(text, next_author)
        ):
            break
        end -= 1
    if end == 1 and (is_furniture(content_of(lines[0])) or (read_more and is_read_more(lines[0]))):
        end = 0
    return lines[:end]


def _goes_on(above: str, text: str, width: int) -> bool:
    """Whether a line is the wrapped end of the sentence above it."""
    open_end = above[-1:].isalnum() or not any(map(str.isalpha, text))
    return bool(above) and open_end and width - len(above) - 1 < len(text.split(None, 1)[0])


def _is_author(text: str, author: str | None) -> bool:
    return author is not None and len(text) < 120 and clean_name(text) == author
