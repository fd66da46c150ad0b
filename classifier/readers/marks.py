"""Marks that readers share: is this a date, a name, a control; is a comment cut, deleted, or does it open with a quote.

Every function looks at one line or one comment and takes time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from classifier.readers import marks_words as words

#: A line longer than this is prose: no header, name, date or control is looked for in it.
MAX_MARK = 200


def alternatives(values: Iterable[str]) -> str:
    return "|".join(sorted(set(values), key=len, reverse=True))


MONTH = rf"(?:{alternatives(words.MONTHS)})\.?(?!\w)"
_WEEKDAY = rf"(?:{alternatives(words.WEEKDAYS)})(?!\w)\.?,?"
_NUMBER = r"(?:\d{1,4}|an?|one|few|ein(?:e[mnr]?)?|une?|un[ao]|один|одну)"
_AGE = (
    rf"(?:(?:{alternatives(words.UNITS)})[^\W\d_]{{0,6}}\.?)(?:(?:,\s?|\s)(?:and\s|und\s|et\s|e\s|y\s|и\s)?\d{{1,3}}\s?"
    rf"(?:{alternatives(words.UNITS)})[^\W\d_]{{0,6}}\.?)?"
)
_AROUND = r"(?:about\s|almost\s|over\s|etwa\s|über\s|environ\s|около\s|más\sde\s|a\s)?"
_TIME = (
    r"(?:\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?!\d)(?:\s?(?:[ap]\.?\s?m\b\.?|uhr\b|hrs?\b|h\b|min\b))?|\d{1,2}\s?(?:[ap]m|uhr|h)\b)"
    r"(?:\s?\(?(?:UTC|GMT|[ECMP][SD]?T|CES?T|BST|MSK)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_AT = r"(?:\s?[,;|•·@/–—-]\s?|\s)(?:(?:at|um|à|a\slas|a\sla|alle|às|в|om|o|kl\.?|klo|@|-|–|ore|saat)\s?)?"
_YEAR = r"(?:(?:19|20)\d{2}(?!\d)|['’]\d{2}(?!\d))"
_DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|[.º])?"
_SHORT_AGE = r"\d{1,3}\s?(?:s|m|h|d|w|y|mo|min|hr|hrs|yr|yrs|wk|wks|Std|Tg|J|j|sem|а|ч|дн|нед|мес|г)\.?"
_CORE = (
    r"(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[+-]\d{2}:?\d{2})?)?",
    r"(?<![\d.])\d{1,2}(?P<sep>[./-])\s?\d{1,2}(?P=sep)\s?(?:(?:19|20)\d{2}|\d{2})(?![\d.]\d)",
    rf"{_DAY}(?:\s|-|(?<=\.))(?:de\s|of\s|d['’])?{MONTH}(?!\s\d{{1,2}},\s{_YEAR})(?:,?(?:\s|-)(?:de\s|del\s)?{_YEAR})?",
    rf"(?<!\w){MONTH}\s\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:,?\s{_YEAR})?",
    rf"(?<!\w){MONTH}\s?['’]\d{{2}}(?!\d)",
    rf"(?<!\w)(?:{alternatives(words.AGE_BEFORE)})\s{_AROUND}{_NUMBER}\s?{_AGE}(?:\s(?:{alternatives(words.AGE_AFTER)})(?!\w))?",
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
    rf"\d|(?<!\w)(?:now|moments?|eben|instant|только|{alternatives(words.RELATIVE)}|(?:{alternatives(words.AGE_BEFORE)})\s|{alternatives(words.AGE_AFTER)})(?!\w)",
    re.IGNORECASE,
)
#: A month glued to the name before it ("AdaMay 3, 2018"), as pages look without their style sheet.
_GLUED = re.compile(
    r"(?<=\w)(?=(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d{1,2}(?!\d))"
)
_BARE_AGE = re.compile(rf"(?:{_SHORT_AGE}|{alternatives(words.RELATIVE)})", re.IGNORECASE)
_DATE_PREFIX = re.compile(
    r"(?:(?:posted|commented|written|submitted|added|published|geschrieben|verfasst|erstellt|publié|posté|publicado|опубликовано"
    r"|date|datum|fecha|дата|on|at|am|le|el|den|op|il|vom|от)\b:?\s?|[-–—•·|,(»\s@])*",
    re.IGNORECASE,
)
_DATE_SUFFIX = re.compile(
    r"(?:[\s•·|,()*[\]–—:#№.-]|\d{1,6}(?!\w)|(?:edited|bearbeitet|modifié|editado|изменено|geändert|uhr|by author|last edited)\b)*",
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
    text = text.strip()
    if not text or len(text) > MAX_MARK:
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


_CONTROL = re.compile(
    rf"(?>(?>\d[\d.,]*+(?:\s?[km](?!\w))?+(?![a-z])|\b(?:{alternatives(re.escape(word) for word in words.CONTROLS)})(?![a-zß-ÿа-я])|[^\w\s])\s*+)++",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s?[•·|]\s?")
_GLUED_CONTROL = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
_INNER_NUMBER = re.compile(r"\s\d{1,6}\s")
_PUNCTUATION = re.compile(r"^[\W_]+|[\W_]+$")


def bare(text: str) -> str:
    """A line as the word lists hold it: lower case, no bullets, brackets or closing punctuation."""
    return " ".join(_PUNCTUATION.sub("", text[: MAX_MARK + 1]).casefold().split())


#: Reddit's row of links as a browser copies it.
_RUN_TOGETHER = re.compile(
    r"(?>permalink|embed|save|unsave|parent|report|give award|reply|context|full comments(?: \(\d+\))?|hide|share|edit|source|delete|crosspost)+"
)


def is_control(text: str) -> bool:
    """Whether a whole line is click targets, vote counts or rules ("3 • Reply • Share ›", "12", "----")."""
    text = text.strip()
    if len(text) > MAX_MARK:
        return not any(map(str.isalnum, text[:10_000])) and len(text) <= 10_000
    return _is_short_control(text)


@lru_cache(maxsize=8192)
def _is_short_control(text: str) -> bool:
    return bool(text) and (text[-1] not in ".!?" or not any(map(str.isalpha, text))) and _control(text)


def _control(text: str) -> bool:
    if _RUN_TOGETHER.fullmatch(text) or any(
        _CONTROL.fullmatch(form) for form in (text, _GLUED_CONTROL.sub(" ", text), _INNER_NUMBER.sub(" ", text))
    ):
        return True
    parts = _SEPARATOR.split(text) if _SEPARATOR.search(text) is not None else []
    return (
        len(parts) > 1
        and all(_CONTROL.fullmatch(part) or is_date(part) or not part for part in parts)
        and (any(map(is_control, parts[:2])))
    )


_EMAIL = re.compile(r"(?:[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}['\"]?){1,2}")
_LEAD_IMAGE = re.compile(r"(?:\[[\w.:/ -]{0,40}\]\s?)+(?=\S)")
_TAG = re.compile(
    r"\s?\[[A-Z]{1,4}(?:,[A-Z]{1,4}){0,3}\]|\s\((?:not verified|nicht überprüft|non vérifié|no verificado|не проверено|edited)\)$"
)
_NO_NAME = re.compile(
    rf"^{MONTH}\s(?:19|20)\d\d$|^\d{{1,2}}[:.]\d\d|"
    r"https?:|www\.|[{}<>=\\^~]|[!?;…]$|\.\.|…|(?<!\s(?-i:[A-ZА-Я]))(?<!\s(?-i:[A-ZА-Я])\w)(?<!\b[JS]r)\.$|[!?;]\s|\w{6,}[.:]\s+\S+\s+\S|\d{5,}\D*\d{5,}",
    re.IGNORECASE,
)
#: Words that no name holds in lower case: a line with one of them is a sentence.
_SENTENCE = frozenset(
    "is are was were be been am has have had do does did will would can could should may might must not to you your it its this that these those "
    "he she they we my our their his her me us them what how why when where who which there here with for as if but or so than then about into "
    "i i'm i’m don't don’t it's it’s ich du er wir ihr ist sind war hat haben wird nicht und mit für auf zu dass wie was "
    "je tu il elle nous vous est sont pas avec pour dans sur que qui ne se yo es son está con para por que no se una "
    "я ты он она мы вы они это не на что как для с и по к из за".split()
)


def without_address(text: str) -> str:
    """A line without e-mail addresses and the labels of pictures before its words."""
    if "@" in text:
        text = _EMAIL.sub("", text).strip()
    return text[found.end() :] if (found := _LEAD_IMAGE.match(text)) is not None and text[0] == "[" else text


def clean_name(text: str, *, loose: bool = False) -> str | None:
    """The name that a short line or part of a line shows, or None if it reads like anything else.

    ``loose``: names that read like the start of a sentence pass too ("Finn who reads history").

    >>> clean_name("**Ada Lovelace** :")
    'Ada Lovelace'
    """
    text = _TAG.sub("", without_address(text)) if len(text) <= MAX_MARK else ""
    name = " ".join(text.replace("**", "").replace("\\_", "_").strip(" \t*:,|•·»›–—-@'\"“”").split())
    name = next(filter(None, found.groups())) if (found := _PICTURE.fullmatch(name)) is not None else name
    name = _undouble(_GLUED_ROLE.sub("", name[1:-1] if name[:1] + name[-1:] in ("[]", "()", "__") else name))
    if not 1 <= len(name) <= 50 or not any(map(str.isalpha, name)):
        return None
    if not loose and (_NO_NAME.search(name) or _is_sentence(name.split())):
        return None
    return None if name.casefold() in _NOT_NAMES or is_date(name) or is_control(name) else name


#: What a picture of a person is called.
_PICTURE = re.compile(
    r"(?:u/)?(\S.{0,48}?)(?:['’]s)? (?:avatar|profile (?:picture|photo|image))|u/(\S{1,40})|(?:user )?(?:avatar|profile (?:picture|photo|image)) (?:for|of) (\S.{0,48})",
    re.IGNORECASE,
)


def _is_sentence(parts: list[str]) -> bool:
    return len(parts) > 6 or (len(parts) > 1 and not _SENTENCE.isdisjoint(part.strip(",") for part in parts))


#: A forum's rank run together with the name before it ("AdaSenior Member").
_GLUED_ROLE = re.compile(
    r"(?<=[^\s])\s?(?:(?:Senior|Junior|Active|New|Well-Known|Registered|Super|Global|Site)\s(?:Member|User|Moderator|Admin)|(?<=[a-z\d])(?:Guest|Gast|Member))$"
)
_NOT_NAMES = frozenset(
    (*words.ROLES, *words.PROFILE_LABELS, *words.HEADINGS, *words.STOPS, "i", "re", "subject", "comment by")
)


def _undouble(name: str) -> str:
    """Half of a name that stands twice: the text of an avatar and the name beside it."""
    half = len(name) // 2
    first = name[:half].strip()
    twice = first == name[-half:].strip() and not name[half:-half].strip() if half else False
    return first if twice and len(first) > (1 if " " in name else 3) else name


_ELLIPSIS = r"(?:\.{2,}|…|\[\.{3}\]|\[…\]|\(\.{3}\))"
_MORE = alternatives(re.escape(word) for word in words.READ_MORE)
_CUT = re.compile(
    rf"\s{{0,9}}(?:{_ELLIPSIS}\s{{0,9}}[\[(_*]{{0,2}}\s?(?:{_MORE})\s?(?:»|›|>{{1,3}}|→|…|\.{{3}}|\)|\]|_|\*){{0,4}}"
    rf"|(?:\n\s{{0,9}}|\s{{1,9}})[\[(_*]{{0,2}}(?:{_MORE})\s?(?:»|›|>{{1,3}}|→)[\])_*]{{0,2}}"
    r"|\s\(?(?-i:Read more|Mehr lesen|Weiterlesen|Lire la suite|Leer más|Читать далее)\s?(?:…|\.{3})\)?"
    r")\s{0,9}$",
    re.IGNORECASE,
)
_TAIL_LENGTH = 80
_DOTS = re.compile(r"(?<![.…\s])[\s.…]{1,20}$")
_READ_MORE = frozenset(words.READ_MORE)


def split_truncation(text: str) -> tuple[str, bool]:
    """The text without a "… Read more »" label at its end and the dots before it, and whether there was one."""
    text = text.rstrip()
    tail = max(0, len(text) - _TAIL_LENGTH)
    found = _CUT.search(text, tail)
    if found is None or not text[: found.start()].strip():
        return text, False
    return _DOTS.sub("", text[: found.start()].rstrip()), True


def is_read_more(line: str) -> bool:
    """Whether a whole line is a "Read more" label."""
    return len(line) <= _TAIL_LENGTH and bare(line) in _READ_MORE


_DELETED = re.compile(rf"(?:{words.DELETED})[.\s]*", re.IGNORECASE)


def is_deleted(text: str) -> bool:
    """Whether a whole comment only says that a comment was taken away."""
    text = " ".join(text[:400].split()) if len(text) <= 400 else ""
    return bool(text) and _DELETED.fullmatch(text.strip("*_()\"' ")) is not None


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
_WROTE = re.compile(
    rf"(?P<name>[^\n]{{1,60}}?)\s(?:{alternatives(words.SAYS)})\s?(?:[:：]|\.{{3}})\s*\n?"
    r"|(?:quote|quote from|quote by|originally posted by|zitat von|zitat|citation de|cita de|quoting|цитата)[:\s]\s*(?P<of>[^\n]{0,60})\n",
    re.IGNORECASE,
)


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
