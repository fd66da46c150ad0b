"""How a comment opens: with somebody's name, or with words of somebody else."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a comment opens: ``name`` is whom it speaks to (@name), ``quote`` all that stands before its ``own`` words.

    ``words``: the quoted words alone.

    ``certain``: marked as a quotation (lines with ">", "X wrote:"); otherwise only words in quotation marks, which are
    a quotation only if somebody else wrote them.
    """

    name: str | None
    quote: str
    words: str
    own: str
    certain: bool


_PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "”": "”", "'": "'"}
_MENTION = re.compile(r"@\s?([\w.'’-]{1,40}(?:[^\S\n][\w.'’-]{1,40}){0,4})\s?[:,–—-]?\s*")


def leading_mention(text: str) -> str | None:
    """Up to five words after an @ at the very start: the name may be any first part of them."""
    found = _MENTION.match(text)
    return None if found is None else found[1]


def opening(text: str) -> Opening | None:
    """The quotation at the start of a comment, or None; ``own`` is never empty."""
    mention = _MENTION.match(text)
    if text.startswith(">"):
        return _angle_quote(text)
    start, name = 0, None
    if mention is not None:
        start, name = _after_mention(text, mention)
    return _mark_quote(text, start, name)


def _after_mention(text: str, mention: re.Match[str]) -> tuple[int, str]:
    quote = min(
        (at for mark in _PAIRS if (at := text.find(mark, mention.start(1), mention.end() + 2)) >= 0), default=-1
    )
    return (mention.end(), mention[1]) if quote < 0 else (quote, text[mention.start(1) : quote].strip(" :,-–—\n"))


def _angle_quote(text: str) -> Opening | None:
    lines = text.split("\n")
    end = 0
    while end < len(lines) and (lines[end].startswith(">") or not lines[end].strip()):
        end += 1
    own = "\n".join(lines[end:]).strip()
    quote = "\n".join(line.lstrip("> ") for line in lines[:end]).strip()
    return Opening(name=None, quote=quote, words=quote, own=own, certain=True) if own and quote else None


def _mark_quote(text: str, start: int, name: str | None) -> Opening | None:
    closers = _PAIRS.get(text[start : start + 1])
    if closers is None:
        return None
    end = min((at for mark in closers if (at := text.find(mark, start + 1, start + 5000)) > 0), default=-1)
    if end < 0:
        return None
    rest = text[end + 1 :]
    own = rest.lstrip(" .,;:!?…\n–—-") if rest[:3].strip(" .,;:!?…–—-\n") == "" else rest.strip()
    sentence = (
        "\n" in rest[:3] or text[end - 1] in ".!?,…" or len(text[start:end].split()) > 5 or not rest[:2].strip(" ?!.")
    )
    if not own or not sentence:
        return None
    return Opening(name=name, quote=text[: end + 1], words=text[start + 1 : end], own=own, certain=False)
