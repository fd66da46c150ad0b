"""Dates, time stamps and ages as pages write them, in a dozen languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from classifier.readers.marks import words

#: A line longer than this is prose: no header, name, date or control is looked for in it.
MAX_MARK = 200


def alternatives(values: Iterable[str]) -> str:
    """A regular expression for any of these, the longest first."""
    return "|".join(sorted(set(values), key=lambda value: (-len(value), value)))


MONTH = rf"(?:{alternatives(words.MONTHS)})\.?(?!\w)"
_WEEKDAY = rf"(?:{alternatives(words.WEEKDAYS)})(?!\w)\.?,?"
_NUMBER = r"(?:\d{1,4}|an?|one|few|ein(?:e[mnr]?)?|une?|un[ao]|один|одну)"
_AGE = (
    rf"(?:(?:{alternatives(words.UNITS)})[^\W\d_]{{0,6}}\.?)(?:(?:,\s?|\s)(?:and\s|und\s|et\s|e\s|y\s|и\s)?\d{{1,3}}\s?"
    rf"(?:{alternatives(words.UNITS)})[^\W\d_]{{0,6}}\.?)?"
)
_AROUND = r"(?:about\s|almost\s|over\s|etwa\s|über\s|environ\s|около\s|más\sde\s|a\s)?"
_TIME = (
    r"(?:\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?!\d)(?:\s?(?:[ap]\.?\s?m(?![a-z])\.?|uhr\b|hrs?\b|h\b|min\b))?"
    r"|\d{1,2}\s?(?:[ap]m|uhr|h)\b)"
    r"(?:\s?\(?(?:UTC|GMT|[ECMP][SD]?T|CES?T|BST|MSK)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_AT = r"(?:\s?[,;|•·@/–—-]\s?|\s)(?:(?:at|um|à|a\slas|a\sla|alle|às|в|om|o|kl\.?|klo|@|-|–|ore|saat)\s?)?"
_YEAR = r"(?:(?:19|20)\d{2}(?!\d)|['’]\d{2}(?!\d))"
_DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|[.º])?"
_SHORT_AGE = r"\d{1,3}\s?(?:s|m|h|d|w|y|mo|min|hr|hrs|yr|yrs|wk|wks|Std|Tg|J|j|sem|а|ч|дн|нед|мес|г)\.?"
_CORE = (
    r"(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z"
    r"|[+-]\d{2}:?\d{2})?)?",
    r"(?<![\d.])\d{1,2}(?P<sep>[./-])\s?\d{1,2}(?P=sep)\s?(?:(?:19|20)\d{2}|\d{2})(?![\d.]\d)",
    rf"{_DAY}(?:\s|-|(?<=\.))(?:de\s|of\s|d['’])?{MONTH}(?!\s\d{{1,2}},\s{_YEAR})(?:,?(?:\s|-)(?:de\s|del\s)?{_YEAR})?",
    rf"(?<!\w){MONTH}\s\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:,?\s{_YEAR})?",
    rf"(?<!\w){MONTH}\s?['’]\d{{2}}(?!\d)",
    rf"(?<!\w)(?:{alternatives(words.AGE_BEFORE)})\s"
    rf"{_AROUND}{_NUMBER}\s?{_AGE}(?:\s(?:{alternatives(words.AGE_AFTER)})(?!\w))?",
    rf"(?<!\w){_AROUND}{_NUMBER}\s?{_AGE}\s(?:{alternatives(words.AGE_AFTER)})(?!\w)",
    rf"(?<!\w){_SHORT_AGE}\sago(?!\w)",
    rf"(?<!\w)(?:{alternatives(words.RELATIVE)})(?:{_AT}|,?\s){_TIME}",
    rf"(?<!\w){_WEEKDAY}{_AT}{_TIME}",
    r"(?<!\w)(?:just now|a moment ago|moments ago|gerade eben|à l['’]instant|только что)(?!\w)",
    r"(?:19|20)\d{2}年\s?\d{1,2}月\s?\d{1,2}日",
)
_DATE = re.compile(
    rf"(?:(?<!\w){_WEEKDAY}\s?)?(?:(?<!\d){_TIME}(?:,\s?|\s)(?:on\s|am\s|le\s|el\s|-\s|–\s|\|\s)?(?:{_WEEKDAY}\s?)?)?"
    rf"(?:{'|'.join(_CORE)})(?:{_AT}{_TIME})?",
    re.IGNORECASE,
)
#: No date is without a digit or one of these words; this is looked for first because it is fast.
_DATE_HINT = re.compile(
    rf"\d|(?<!\w)(?:now|moments?|eben|instant|только|{alternatives(words.RELATIVE)}"
    rf"|(?:{alternatives(words.AGE_BEFORE)})\s|{alternatives(words.AGE_AFTER)})(?!\w)",
    re.IGNORECASE,
)
#: A month glued to the name before it ("AdaMay 3, 2018"), as pages look without their style sheet.
_GLUED = re.compile(
    r"(?<=\w)(?=(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d{1,2}(?!\d))"
    rf"|(?<=[^\W\d_])(?=\d{{1,2}}\s(?:"
    rf"{alternatives(words.UNITS)})[^\W\d_]{{0,6}}\s(?:{alternatives(words.AGE_AFTER)})(?!\w))"
)
_BARE_AGE = re.compile(
    rf"(?:{_SHORT_AGE}|\d{{1,2}}\s{_AGE}|{alternatives(words.RELATIVE)}|{MONTH}\s(?:19|20)\d\d)", re.IGNORECASE
)
_DATE_PREFIX = re.compile(
    r"(?:#\d{1,6}\s|(?:posted|commented|written|submitted|added|published|geschrieben|verfasst|erstellt|publié"
    r"|posté|publicado"
    r"|опубликовано"
    r"|date|datum|fecha|дата|on|at|am|le|el|den|op|il|vom|от)\b:?\s?|[-–—•·|,(»\s@])*",
    re.IGNORECASE,
)
_DATE_SUFFIX = re.compile(
    r"(?:\[[\w.-]{1,20}\]|[\s•·|,()*[\]–—:#№.-]|\d{1,6}(?!\w)|(?:edited|bearbeitet|modifié|editado|изменено"
    r"|geändert|uhr|by author"
    r"|last edited|edit|delete|reply|permalink|link|report|löschen|bearbeiten|modifier|supprimer|eliminar)\b)*",
    re.IGNORECASE,
)


def find_date(text: str) -> tuple[int, int] | None:
    """Where the first date, time stamp or age stands in a line (start, end), or None; long lines hold none."""
    return _find_date(text[:MAX_MARK])


@lru_cache(maxsize=8192)
def _find_date(text: str) -> tuple[int, int] | None:
    if _DATE_HINT.search(text) is None:
        return None
    found = _DATE.search(text)
    glued = _GLUED.search(text)
    if glued is not None and (found is None or found.start() > glued.start()):
        again = _DATE.match(" " + text[glued.end() :], 1)
        if again is not None:
            return glued.end(), glued.end() + again.end() - 1
    return None if found is None else found.span()


def is_date(text: str) -> bool:
    """Whether a line is a date or an age and nothing else ("3 May 2018 at 14:02 #2", "vor 2 Jahren", "5 y")."""
    return date_in_line(text) is not None


def date_in_line(text: str) -> str | None:
    """The date of a line that is nothing but a date, its number and its "edited"; None for any other line."""
    return _date_in_line(text.strip()) if len(text) <= MAX_MARK else None


@lru_cache(maxsize=8192)
def _date_in_line(text: str) -> str | None:
    if not text:
        return None
    bare = text.strip("()[]•·|,- ")
    if _BARE_AGE.fullmatch(bare):
        return bare
    start = _end(_DATE_PREFIX, text, 0)
    span = find_date(text)
    if span is None or span[0] > start or _end(_DATE_SUFFIX, text, span[1]) != len(text):
        return None
    return text[span[0] : span[1]]


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return position if found is None else found.end()
