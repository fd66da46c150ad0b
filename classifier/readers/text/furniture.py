"""Whole lines that belong to the page and not to a comment: controls, votes, a box about the author."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.readers.marks import bare, is_control, is_deleted, words
from classifier.readers.marks.dates import alternatives, date_in_line
from classifier.readers.text.lines import content_of
from classifier.readers.text.regions import is_preamble

_LABELS = frozenset(words.PROFILE_LABELS)
_ROLES = frozenset(words.ROLES)
_LABELLED = re.compile(r"(?P<label>[^:：]{1,30})\s?[:：]\s?.{0,60}")
_LABEL_VALUE = re.compile(r"(?:#?\d[\d,.]*\s(?P<after>\w+)|(?P<before>\w+)\s\d[\d,.]*)")
_PRESENCE = re.compile(
    r".{1,50} (?:is (?:offline|online)(?: now)?|ist (?:offline|online)|est (?:hors ligne|en ligne))", re.IGNORECASE
)
_BRACKETED = re.compile(r"(?:\[[^\[\]]{0,60}\]\s?)+|[\W_]+")
_REPLY_WORD = re.compile(
    rf"(?<![^\W\d_])(?:{alternatives(map(re.escape, words.REPLY_CONTROLS))})(?![a-zß-ÿа-я])",
    re.IGNORECASE,
)
#: Controls that only comments have; stories can be shared, liked and reported as well.
ANSWERS = frozenset(
    word
    for word in words.REPLY_CONTROLS
    if word
    not in [
        "top",
        "back to top",
        "share",
        "recommend",
        "report",
        "flag",
        "like",
        "upvote",
        "nach oben",
        "melden",
        "gefällt mir",
        "signaler",
        "alerter",
        "j'aime",
        "j’aime",
        "denunciar",
        "me gusta",
        "curtir",
        "compartir",
        "partager",
        "teilen",
        "segnala",
        "condividi",
        "mi piace",
        "gilla",
        "наверх",
        "вверх",
        "нравится",
        "поделиться",
    ]
)


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


def end_word(text: str) -> str | None:
    """What tells the control line under one comment from other lines: its reply word, or its words without numbers."""
    word = reply_word(text)
    if word is None and len(text) < 60 and is_control(text):
        word = " ".join(re.findall(r"[^\W\d_]+", text.casefold())) or None
    return word


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
