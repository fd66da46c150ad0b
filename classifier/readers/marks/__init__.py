"""Marks that readers share: is this a name, a control; is a comment cut or deleted.

Every function looks at one line or one comment and takes time linear in its length.
"""

from __future__ import annotations

import re
from functools import lru_cache

from classifier.readers.marks import headings, words
from classifier.readers.marks.dates import MAX_MARK, MONTH, alternatives, date_in_line, find_date, is_date
from classifier.readers.marks.quotes import Opening, leading_mention, opening

__all__ = [
    "Opening",
    "bare",
    "clean_name",
    "date_in_line",
    "find_date",
    "is_control",
    "is_date",
    "is_deleted",
    "is_read_more",
    "leading_mention",
    "opening",
    "split_truncation",
    "without_address",
]


_CONTROL = re.compile(
    rf"(?>(?>\d[\d.,]*+(?:\s?[km](?!\w))?+(?![a-z])|\b"
    rf"(?:{alternatives(re.escape(word) for word in words.CONTROLS)})(?![a-zß-ÿа-я])|[^\w\s])\s*+)++",
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
    r"(?>permalink|embed|save|unsave|parent|report|give award|reply|context|full comments(?: \(\d+\))?|hide|share"
    r"|edit|source|delete|crosspost)+"
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
    r"\s?\[[A-Z]{1,4}(?:,[A-Z]{1,4}){0,3}\]|\s\((?:not verified|nicht überprüft|non vérifié|no verificado"
    r"|не проверено|edited)\)$|\s?\(\s?\d{1,9}\s?\)$|\s\d+\s?pts?$"
)
_NO_NAME = re.compile(
    rf"^{MONTH}\s(?:19|20)\d\d$|^\d{{1,2}}[:.]\d\d|"
    r"https?:|www\.|[{}<>=\\^~]|[!?;…]$|\.\.|…|(?<!\s(?-i:[A-ZА-Я]))(?<!\s(?-i:[A-ZА-Я])\w)(?<!\b[JS]r)\.$|[!?;]\s"
    r"|\w{6,}[.:]\s+\S+\s+\S|\d{5,}\D*\d{5,}|[0-9a-f]{16}",
    re.IGNORECASE,
)
#: Words that no name holds in lower case: a line with one of them is a sentence.
_SENTENCE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "not",
        "to",
        "you",
        "your",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "they",
        "we",
        "my",
        "our",
        "their",
        "his",
        "her",
        "me",
        "us",
        "them",
        "what",
        "how",
        "why",
        "when",
        "where",
        "who",
        "which",
        "there",
        "here",
        "with",
        "for",
        "as",
        "if",
        "but",
        "or",
        "so",
        "than",
        "then",
        "about",
        "into",
        "i",
        "i'm",
        "i’m",
        "don't",
        "don’t",
        "it's",
        "it’s",
        "ich",
        "du",
        "er",
        "wir",
        "ihr",
        "ist",
        "sind",
        "war",
        "hat",
        "haben",
        "wird",
        "nicht",
        "und",
        "mit",
        "für",
        "auf",
        "zu",
        "dass",
        "wie",
        "was",
        "je",
        "tu",
        "il",
        "elle",
        "nous",
        "vous",
        "est",
        "sont",
        "pas",
        "avec",
        "pour",
        "dans",
        "sur",
        "que",
        "qui",
        "ne",
        "se",
        "yo",
        "es",
        "son",
        "está",
        "con",
        "para",
        "por",
        "que",
        "no",
        "se",
        "una",
        "я",
        "ты",
        "он",
        "она",
        "мы",
        "вы",
        "они",
        "это",
        "не",
        "на",
        "что",
        "как",
        "для",
        "с",
        "и",
        "по",
        "к",
        "из",
        "за",
    ]
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
    return _clean_name(text, loose) if len(text) <= MAX_MARK else None


@lru_cache(maxsize=8192)
def _clean_name(text: str, loose: bool) -> str | None:
    text = _TAG.sub("", without_address(text))
    name = " ".join(text.replace("**", "").replace("\\_", "_").strip(" \t*:,|•·»›–—-@'\"“”").split())
    name = next(filter(None, found.groups())) if (found := _PICTURE.fullmatch(name)) is not None else name
    name = _undouble(_GLUED_ROLE.sub("", name[1:-1] if name[:1] + name[-1:] in ("[]", "()", "__") else name))
    if not 1 <= len(name) <= 50 or not any(map(str.isalpha, name)):
        return None
    if not loose and (_NO_NAME.search(name) or _is_sentence(name.split())):
        return None
    label = name.partition(":")[0].casefold().strip()
    return None if label in _NOT_NAMES or is_date(name) or is_control(name) else name


#: What a picture of a person is called.
_PICTURE = re.compile(
    r"(?:u/)?(\S.{0,48}?)(?:['’]s)? (?:avatar|profile (?:picture|photo|image))|u/(\S{1,40})|(?:user )?(?:avatar"
    r"|profile (?:picture|photo|image)) (?:for|of) (\S.{0,48})",
    re.IGNORECASE,
)


def _is_sentence(parts: list[str]) -> bool:
    return len(parts) > 6 or (len(parts) > 1 and not _SENTENCE.isdisjoint(part.strip(",") for part in parts))


#: A forum's rank run together with the name before it ("AdaSenior Member").
_GLUED_ROLE = re.compile(
    r"(?<=[^\s])\s?(?:(?:Senior|Junior|Active|New|Well-Known|Registered|Super|Global|Site)\s(?:Member|User"
    r"|Moderator|Admin)|(?<=[a-z\d])(?:Guest|Gast|Member))$|^(?:Offline|Online)(?=\w)"
)
_NOT_NAMES = frozenset(
    (
        *words.ROLES,
        *words.PROFILE_LABELS,
        *headings.HEADINGS,
        *headings.HINTS,
        *headings.STOPS,
        "i",
        "re",
        "subject",
        "comment by",
    )
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
