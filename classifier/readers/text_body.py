"""From the lines between two headers to one comment: furniture around its words falls away by whole lines."""

from __future__ import annotations

import os.path
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from classifier.readers import marks_words as words
from classifier.readers.marks import (
    bare,
    clean_name,
    date_in_line,
    is_control,
    is_deleted,
    is_read_more,
    split_truncation,
)
from classifier.readers.text_lines import content_of, paragraphs, without_side
from classifier.readers.text_regions import is_preamble, is_stop
from classifier.readers.text_shapes import answered

_LABELS = frozenset(words.PROFILE_LABELS)
_ROLES = frozenset(words.ROLES)
_LABELLED = re.compile(r"(?P<label>[^:：]{1,30})\s?[:：]\s?.{0,60}")
_LABEL_VALUE = re.compile(r"(?:#?\d[\d,.]*\s(?P<after>\w+)|(?P<before>\w+)\s\d[\d,.]*)")
_WORKS = re.compile(
    r"(?:works at|studied at|student at|lives in|university of|from|works for|arbeitet bei|travaille chez|trabaja en)\s.{2,60}",
    re.IGNORECASE,
)
_PROFILE_ROW = re.compile(
    r"(?P<name>.{1,50}?)(?:(?:senior|junior|active|new|registered|well-known) (?:member|user))?\s?(?:join date|joined|registriert(?: seit)?|dabei seit):"
    r".{1,100}?(?:posts|beiträge):\s?[\d.,]+.{0,200}",
    re.IGNORECASE,
)
_PRESENCE = re.compile(
    r".{1,50} (?:is (?:offline|online)(?: now)?|ist (?:offline|online)|est (?:hors ligne|en ligne))", re.IGNORECASE
)
_RULE = re.compile(r"\s*(?:_{15,25}|-- ?)\s*")
_LONG_RULE = re.compile(r"\s*[_━─=-]{30,}\s*")
_SIGNATURE = re.compile(r"(?<=\S)\s?_{10,}")
_BRACKETED = re.compile(r"(?:\[[^\[\]]{0,60}\]\s?)+|[\W_]+")
_REPLY_WORD = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(sorted(map(re.escape, words.REPLY_CONTROLS), key=len, reverse=True))})(?![a-zß-ÿа-я])",
    re.IGNORECASE,
)
#: Controls that only comments have; stories can be shared, liked and reported as well.
ANSWERS = frozenset(
    word
    for word in words.REPLY_CONTROLS
    if word
    not in "top;back to top;share;recommend;report;flag;like;upvote;nach oben;melden;gefällt mir;signaler;alerter;j'aime;j’aime"
    ";denunciar;me gusta;curtir;compartir;partager;teilen;segnala;condividi;mi piace;gilla;наверх;вверх;нравится;поделиться".split(
        ";"
    )
)
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


def is_furniture(text: str) -> bool:
    """Whether a line at the edge of a comment (its bullet taken off) belongs to the page and not to the comment."""
    if not text or is_control(text) or _BRACKETED.fullmatch(text[:300]):
        return not is_deleted(text)
    if len(text) > 80:
        return False
    word = bare(text)
    return (
        word in _ROLES
        or word in _LABELS
        or _is_profile(text)
        or _PRESENCE.fullmatch(text) is not None
        or date_in_line(text) is not None
    )


def _is_profile(text: str) -> bool:
    labelled = _LABELLED.fullmatch(text)
    if labelled is not None and labelled["label"].strip().casefold() in _LABELS:
        return True
    valued = _LABEL_VALUE.fullmatch(text)
    return valued is not None and (valued["after"] or valued["before"]).casefold() in _LABELS


def reply_word(text: str) -> str | None:
    """The first control that ends comments on a line of nothing but controls, else None."""
    if len(text) > 200 or not is_control(text):
        return None
    found = [mark.casefold() for mark in _REPLY_WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))]
    if not found and text.startswith("permalink"):
        return "permalink"
    return next((mark for mark in found if mark in ANSWERS), found[0] if found else None)


def end_mark(bodies: Sequence[Sequence[str]]) -> str | None:
    """The control that stands under most of the comments: the first of them ends a comment. None if there is none."""
    seen: Counter[str] = Counter()
    for body in bodies:
        marks: set[str] = set()
        written = False
        for line in body:
            if line and len(line) < 200 and (mark := reply_word(content_of(line))) is not None:
                if written:
                    marks.add(mark)
            elif line and not is_furniture(content_of(line)):
                written = True
        seen.update(marks)
    if len(bodies) < 2 or not seen:
        return None
    best = max(seen.values())
    return next(mark for mark, count in seen.items() if count == best) if best >= 0.6 * len(bodies) else None


def without_repeated(bodies: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The bodies with every line blanked that stands word for word in half of them: the page says it, not people."""
    times = Counter(text for body in bodies for text in {content_of(line) for line in body if 0 < len(line) < 200})
    often = {
        text
        for text, count in times.items()
        if count >= max(3, 0.5 * len(bodies)) and not is_control(text) and not is_deleted(text)
    }
    if not often:
        return list(bodies)
    return [[" " if 0 < len(line) < 200 and content_of(line) in often else line for line in body] for body in bodies]


def lead_names(drafts: Sequence[Draft]) -> None:
    """Take the author from the first line of each text, where no header names one and most texts begin with a name."""
    firsts = [draft.text.split("\n", 1)[0] if len(draft.text) < 100_000 else "" for draft in drafts]
    names = [
        clean_name(first) if len(first) < 60 and first != draft.text else None
        for first, draft in zip(firsts, drafts, strict=True)
    ]
    if (
        len(drafts) < 3
        or any(draft.author for draft in drafts)
        or sum(name is not None for name in names) < 0.6 * len(drafts)
    ):
        return
    for draft, first, strict in zip(drafts, firsts, names, strict=True):
        name = strict or (clean_name(first, loose=True) if len(first) < 40 else None)
        if name is not None and first != draft.text:
            draft.author, draft.text = name, draft.text[len(first) :].lstrip()


def without_common_ends(drafts: Sequence[Draft]) -> None:
    """Take off what most texts begin with or end with, word for word: the page's own labels beside each comment."""
    texts = [draft.text for draft in drafts if draft.text]
    if len(texts) < 4:
        return
    head, count = Counter(text[:20] for text in texts).most_common(1)[0]
    if count >= 0.6 * len(texts) and len(head) == 20:
        common = os.path.commonprefix([text[:300] for text in texts if text.startswith(head)])
        for draft in drafts:
            draft.text = draft.text.removeprefix(common).lstrip()
    tail, count = Counter(" ".join(text[-60:].split(" ")[-4:]) for text in texts).most_common(1)[0]
    if count >= 0.6 * len(texts) and is_control(tail):
        for draft in drafts:
            draft.text = draft.text.removesuffix(tail).rstrip()


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
        elif _is_title(text):
            at += _title_rest(lines, at)
        elif bare(text) in _LABELS and not is_control(text):
            at += 1 + _blank(lines, at + 1)
        elif not (is_furniture(text) or _WORKS.fullmatch(text) or (draft.author and clean_name(text) == draft.author)):
            break
        at += 1
    return list(lines[at:])


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
        if (at and mark is not None and reply_word(text) == mark) or (at and _RULE.fullmatch(line)):
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


def without_preamble(lines: Sequence[str]) -> int:
    """How many lines after a heading speak to writers or sort the comments."""
    at = 0
    speaks = False
    while at < len(lines):
        text = content_of(lines[at])
        speaks = bool(text) and (
            is_preamble(text) or (speaks and len(lines[at - 1]) > 50 and lines[at - 1][-1] not in ".!?…")
        )
        if text and not speaks and not is_control(text):
            break
        at += 1
    return at


__all__ = ["Draft", "body_of", "end_mark", "is_deleted", "is_furniture", "reply_word", "without_preamble"]
