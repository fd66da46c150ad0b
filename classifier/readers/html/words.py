"""The words around a comment on a page: bylines, buttons, pingbacks, in six languages; dates as in ``marks``."""

from __future__ import annotations

import re
from functools import lru_cache

from classifier.readers.marks import find_date, is_control, is_date, is_read_more

_SAYS = (
    r"(?:says?|said|wrote|writes|commented|replied|responded|asked|added|notes?|permalink|schreibt|schrieb|sagt|sagte|meint"
    r"|meinte|kommentierte|kommentiert|antwortete|hat (?:gesagt|geschrieben)|(?:a )?(?:dit|écrit)|a répondu|dice|dijo"
    r"|escribi[óo]|ha scritto|disse|respondió|comentó|пишет|написала?|говорит"
    r"|сказала?|ответила?|zegt|schreef|скрев|skrev)"
)
#: A line of quoting ("Ada wrote:", "On 3 May Ada said:", "Zitat von Ada") that stands before a quotation.
QUOTING = re.compile(
    rf"^(?:.{{1,100}}\s{_SAYS}\s?(?:on .{{1,40}}|am .{{1,40}})?[:：…]|(?:originally posted by|quote(?: from)?|quoting"
    rf"|zitat(?: von)?|zitiere|citation(?: de)?|cita(?: de)?|цитата)\b.{{0,80}})$",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\s+{_SAYS}\b\s?(?:\(.{{0,30}}\))?\s?(?:[:：.…,]*|(?:on|am|le|el|at|um)\b.{{0,60}})$", re.IGNORECASE
)
_BY = re.compile(
    r"^.{0,60}?(?:^|[\s,|·•—–:)-])(?:by|von|par|por|от|автор|author|autor|auteur|name)\s{0,2}:?\s{1,3}(?P<name>\S.{0,100})$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:\d{1,5}[.)]\s+|#\d{1,6}\s+)?(?:(?:[Cc]omment(?:ed)?|[Pp]osted|[Ss]ubmitted|[Ww]ritten|[Kk]ommentar|[Gg]eschrieben|[Gg]epostet"
    r"|[Ee]ingetragen|[Ee]rstellt|[Cc]ommentaire|[Pp]osté|[Pp]ublié|[ÉéEe]crit|[Rr]édigé|[Cc]omentario|[Pp]ublicado|[Ee]nviado"
    r"|[Oo]публиковано|[Rr]eply|[Aa]ntwort)\s{1,2}(?:by|von|par|por|from|de)\b\s{0,2}:?\s{0,3}|(?:[Bb]y|BY|von|Von|[Pp]ar|[Pp]or|[Оо]т)"
    r"\s{0,2}:?\s{1,3}|(?:[Ff]rom|[Dd]e|[Nn]ame|[Aa]uthor|[Aa]uteur|[Aa]utor|[Аа]втор)\s?[:：]\s{0,3})?"
)
_SPLIT = re.compile(r"\s*[|·•»]\s*|\s{2,}|\n")
_NOT_VERIFIED = re.compile(r"\s\((?:not verified|nicht überprüft|non vérifié|no verificado|не проверено)\)")
_TAIL = re.compile(r"(?:[\s,:：;…(|·•—–-]|\.{2,}|\b(?:on|at|am|um|le|el|à|the|wrote|den))+$")
_HANDLE = re.compile(r"^@?[\w.+-]{1,40}$")

_NO_NAMES = frozenset(
    [
        "by",
        "von",
        "par",
        "por",
        "from",
        "de",
        "from:",
        "on",
        "am",
        "le",
        "at",
        "says",
        "said",
        "posted",
        "written",
        "posted",
        "by",
        "submitted",
        "by",
        "written",
        "by",
        "comment",
        "comments",
        "kommentar",
        "kommentare",
        "commentaire",
        "guest:",
        "name",
        "author",
        "autor",
        "auteur",
        "user",
        "member",
        "says:",
        "avatar",
        "new",
        "to",
        "in",
        "reply",
        "to",
        "-",
        "website",
    ]
) | {"posted by", "submitted by", "written by", "in reply to"}

#: Buttons that pages have and text dumps rarely show.
_BUTTONS = frozenset(
    [
        "antworten abbrechen",
        "auf kommentar antworten",
        "ausklappen",
        "einklappen",
        "author",
        "op",
        "moderator",
        "borrar",
        "cancel reply",
        "click to expand",
        "comment link",
        "haut de page",
        "hide comment",
        "kommentar empfehlen",
        "kommentar-link",
        "kommentieren",
        "less",
        "link zum kommentar",
        "loading",
        "log in to comment",
        "responder a este comentario",
        "responder a este comentário",
        "répondre au commentaire",
        "répondre à ce commentaire",
        "this comment was edited",
        "thumb down",
        "thumb up",
        "your comment is awaiting moderation",
        "zum vergrößern anklicken",
        "изменить",
        "скрыть",
    ]
)
_PING = re.compile(r"^\W{0,3}(?:pingback|trackback|ping)\b\s?(?:by|von|de)?\s?:?", re.IGNORECASE)
_AROUND = re.compile(r"[\d\s()\[\]↓↑›»«<>|·•.…:*#+,–—-]+")
_SPACE = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff]+")


def one_line(text: str) -> str:
    """The text with every run of white space (also invisible marks) as one blank."""
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=50_000)
def looks_like_date(text: str) -> bool:
    """Does a short text hold a date, a time stamp or an age such as "3 hours ago"?"""
    return 0 < len(text) <= 90 and (find_date(text) is not None or is_date(text))


@lru_cache(maxsize=50_000)
def is_furniture(line: str) -> bool:
    """Is the whole line a button or a counter ("Reply", "Antworten (3)", "↑ 12"), not words of a person?"""
    if not 0 < len(line) <= 60:
        return False
    bare = _AROUND.sub(" ", line.lower()).strip(" '\"")
    return (
        bare in _BUTTONS
        or (bool(bare) and is_control(line))
        or is_read_more(line)
        or (not bare and any(map("|·•↓↑›".__contains__, line)))
    )


def is_pingback(text: str, author: str | None) -> bool:
    """Is it another site's automatic mention ("Pingback: ...", "[...] excerpt [...]")?"""
    bracketed = text.lstrip().startswith(("[…", "[...", "[&#8230;")) and text.rstrip().endswith(("…]", "...]", "[…]"))
    return bool(_PING.match(text)) or bracketed or bool(author and _PING.match(author) and len(author) > 8)


@lru_cache(maxsize=50_000)
def clean_author(text: str) -> str | None:
    """The name in an author's element or byline ("Posted by Ada on May 3", "Ada says:"), or None without one."""
    line = one_line(text)
    name = _PREFIX.sub("", line)
    if (by := _BY.match(line)) is not None and (looks_like_date(line[: by.start("name")]) or len(line) > 40):
        name = by["name"]
    name = _SAID.sub("", _NOT_VERIFIED.sub("", name))
    span = None if _HANDLE.match(name) else find_date(name)
    if span is not None:
        name = name[: span[0]] if span[0] > 4 else name[span[1] :].lstrip(" ,.:-–—")
    name = _SPLIT.split(name.strip(), maxsplit=1)[0]
    name = _TAIL.sub("", name).strip(" ,:;|·•–—\"'“”«»")
    usable = 0 < len(name) <= 70 and any(char.isalnum() for char in name) and not is_furniture(name)
    usable = usable and name.lower() not in _NO_NAMES and not is_date(name)
    return name if usable and len(name.split()) <= 9 else None


_PREFIXED = re.compile(_PREFIX.pattern[:-1])


def is_byline(line: str) -> bool:
    """Is the whole line a name with a date or a verb of saying ("Posted by: Ada | May 3", "Ada says:")?"""
    if not 3 <= len(line) <= 120:
        return False
    told = _SAID.search(line) is not None and line[-1] in ":：…." and len(line) < 80
    return told or (find_date(line) is not None and (_PREFIXED.match(line) is not None or _BY.match(line) is not None))
