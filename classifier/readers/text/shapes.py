"""The known shapes of a line that stands over (or under) a comment and names its author or its date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from classifier.readers.marks import bare, clean_name, is_control, without_address, words
from classifier.readers.marks.dates import MAX_MARK, alternatives, date_in_line, find_date, is_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header line says. ``kind`` is its shape: headers of one thread share it.

    ``to``: whom the comment answers; ``rest``: text of the comment on the same line; ``strong``: the shape alone marks
    a comment; ``number``: it shows the comment's number.
    """

    kind: str
    author: str | None = None
    time: str | None = None
    to: str | None = None
    rest: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One comment's header: its lines are ``start`` to ``end`` (exclusive), ``indent`` its text's column."""

    start: int
    end: int
    header: Header
    indent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The headers of a thread in order; ``sure``: their shape alone marks comments."""

    anchors: list[Anchor]
    sure: bool
    kind: str


_SAYS = alternatives(words.SAYS)
_SAYS_LINE = re.compile(
    rf"(?P<author>.{{1,60}}?)\s*(?<!\w)(?P<verb>{_SAYS})(?:\s(?:on|am|le|el)\s(?P<date>.{{4,50}}))?\s?(?P<end>[:：]"
    rf"|\.{{3}}|…)(?P<rest>.{{0,80}})",
    re.IGNORECASE,
)
_AT_SAID = re.compile(
    rf"(?:at|on|am|le|el|à)\s(?P<date>.{{4,40}}?),?\s(?P<author>[^,]{{1,60}}?)\s(?:{_SAYS})\s?(?:[:：]|\.{{3}}|…)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:\[[–—+-]\]\s?)?(?P<author>.{1,60}?)(?:\s?\[[A-Z]{1,3}(?:,\s?[A-Z]{1,3}){0,3}\])?\s+"
    r"(?:\[?score hidden\]?|comment score below threshold|[-–]?\d[\d.,]*k? points?|\d+ children"
    r"|\d+ pts?)(?P<rest>.{0,120})",
    re.IGNORECASE,
)
_CHILDREN = re.compile(r"\(\d+ child(?:ren)?\)|\bpoints?\b.{0,60}(?:\bago\b|\bhidden\b)|^\[[–—+-]\]", re.IGNORECASE)
_POST_BY = re.compile(
    r"(?:re: .{0,90}?)?(?P<by>post\s?by|beitrag\s?von|verfasst von|message\s?par|publié par|mensaje\s?por"
    r"|messaggio\s?da|bericht\s?door|сообщение|by(?=[^|–-]*[»›]))\s?:?\s?"
    r"(?P<author>.{1,50}?)(?:\s?[»›]\s?|\s[|–-]\s)(?P<date>.{4,60})",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:(?P<author>\S.{0,40}?)\s{2,})?(?:post)?(?:posted|verfasst am|posté le):\s?(?P<date>.{8,40}?)\s{1,8}"
    r"(?:post subject|titel|sujet du message|título)\s?:.{0,120}",
    re.IGNORECASE,
)
_COMMENT_BY = re.compile(
    r"(?:comment|commentaire|kommentar|comentario|commento|комментарий)\s(?:by|from|de|von|par|di"
    r"|от)\s?:?\s(?P<author>.{1,50}?)"
    r"(?:\s\[[^\[\]]{1,20}\])?",
    re.IGNORECASE,
)
_PINGBACK = re.compile(
    r"(?:\d{1,4}[.)]\s)?(?:pingback|trackback|ping|mention|webmention)(?:\s(?:from|by|von|de))?\s?[:：]?\s.{3,}"
    r"|(?:pingback|trackback)s?[:：]?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:re:\s.{0,60}?\s)?(?:(?:comment|posted|post|written|submitted|commented|reply|added|kommentar"
    r"|geschrieben|eingetragen|gepostet|verfasst"
    r"|rédigé|posté|publié|écrit|commentaire|comentario|enviado|escrito|publicado|inviato|geplaatst|skrivet|skrevet"
    r"|комментарий|написал)\s)?"
    r"(?P<by>by|von|par|por|da|di|door|av|af|от|autor|author|автор|name|from|user)(?!\w):?\s|#\d{1,6}\s"
    r"|\d{1,5}[.)]\s|[>»›]\s)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"#?\s?\d{1,6}[.)]?|(?:alt|old|default|unread|neu|new|posted|postposted|geschrieben|«?\s?(?:reply|antwort"
    r"|réponse|respuesta|ответ)\s#\d{1,5})",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s[–—-]{1,2}\s?(?P<author>[^–—\n]{2,40}?),?\s(?P<date>\S.{4,40})$")
_JOINT = re.compile(
    r"\s*(?P<joint>(?:[•·|,»›:;/(–—-]|\b(?:on|am|le|el|at|um|den|op|il|em|à|the|du|vom|has|schrieb|wrote|said|says"
    r"|commented|replied|posted|guest|gast|author|mod|op)\b|\s|@)*)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?>(?:[\s•·|,()*\[\]–—:;#№<>»›.…+-]|\d{1,6}(?!\w)|\b(?:edited|last edited|parent|next|prev|root|favorite|flag"
    r"|unvote|hide|story|context|permalink|link|reply|quote|report|share|like"
    r"|stickied comment|stickied|locked|more|child|children|by author|bearbeitet|antworten|antwort|zitieren|melden"
    r"|répondre"
    r"|responder|ответить|rispondi|says|said|wrote|uhr"
    r"|log in to reply|delete|edit|website|profile|email|utc|gmt|top|flagged|dead|on|par|von|por)\b)+)",
    re.IGNORECASE,
)
_BY_TAIL = re.compile(
    r"[\s,|•·–—-]*(?:(?:by|von|par|por|от|da|door|av|af)(?!\w):?\s)(?P<author>.{1,60}?)\s?[:：]?$", re.IGNORECASE
)
_TO = re.compile(
    r"(?P<author>.{1,50}?)\s*(?:>|›|→|▸|➤|⇒|↪|→|\bin reply to\b|\breplied to\b|\breplying to\b|\breply to\b"
    r"|\bantwortet(?: auf)?\b|\ben réponse à\b|\ben respuesta a\b|\bв ответ\b)\s*@?(?P<to>.{1,50})",
    re.IGNORECASE,
)
_TO_LINE = re.compile(
    r"(?:[↪➤→⇒]|in reply to|replying to|reply to|replied to|antwort (?:auf|an)|als antwort auf|antwortet auf"
    r"|en réponse à|répond à|en respuesta a|responde a|в ответ(?: на)?|ответ для"
    r"|in risposta a|in antwoord op|como resposta a)\s?:?\s?@?(?P<to>.{1,50})",
    re.IGNORECASE,
)
_NOT_HEADERS = re.compile(
    r"(?:updated|last updated|published|last edited|edited|last modified|joined|join date|registered|registriert"
    r"|mitglied seit|member since|dabei seit"
    r"|zuletzt|aktualisiert|stand|inscrit|submitted \d|last post|letzter beitrag|last visit|last activity|dołączył"
    r"|зарегистрирован|регистрация|date of birth|copyright|©|page \d|photo|image|source|quote from|zitat von"
    r"|originally posted)(?!\w)",
    re.IGNORECASE,
)


def parse_header(text: str, *, loose: bool = False) -> Header | None:
    """What a line (its bullet taken off) says as the header of a comment; None if it does not read like one.

    ``loose``: names may read like sentences; for lines of a shape that the page is known to have.
    """
    if not text or len(text) > 4000:
        return None
    return _short_header(text, loose) if len(text) <= MAX_MARK else _dated(text, loose)


@lru_cache(maxsize=8192)
def _short_header(text: str, loose: bool) -> Header | None:
    if _NOT_HEADERS.match(text):
        return None
    if len(text) <= MAX_MARK:
        text = text if text.startswith(("[–]", "[-]", "[+]", "[—]")) else without_address(text)
        for shape in (_reddit, _posted, _post_by, _comment_by, _says):
            header = shape(text, loose)
            if header is not None:
                return header
        if is_control(text) and not is_date(text):
            return None
    return _dated(text, loose)


def is_other_date(label: str) -> bool:
    """Whether a label says that its date is not a comment's ("Joined", "Updated")."""
    return _NOT_HEADERS.match(label) is not None


def is_pingback(text: str) -> bool:
    """Whether a line opens a note that another page links here; it is no comment."""
    return len(text) <= MAX_MARK and _PINGBACK.fullmatch(text) is not None


def answered(text: str) -> str | None:
    """Whom a line of its own says the comment answers ("Reply to Ada", "En réponse à Ada")."""
    found = _TO_LINE.fullmatch(text) if len(text) <= 80 else None
    return None if found is None else clean_name(found["to"])


def _reddit(text: str, loose: bool) -> Header | None:
    found = _POINTS.fullmatch(text)
    if found is None or not _CHILDREN.search(text):
        return None
    author = found["author"].removeprefix("[–]").strip()
    name = None if author.casefold() in ("[deleted]", "deleted", "[removed]") else clean_name(author, loose=True)
    if name is None and "delet" not in author.casefold() and "remov" not in author.casefold():
        return None
    return Header(kind="points", author=name, time=_time(found["rest"]), strong=True)


def _time(text: str) -> str | None:
    span = find_date(text)
    return None if span is None else text[span[0] : span[1]]


def _posted(text: str, loose: bool) -> Header | None:
    """phpBB 2: the name, if on the same line, and "Posted: <date> Post subject: <title>"."""
    found = _POSTED.fullmatch(text)
    if found is None:
        return None
    name = clean_name(found["author"] or "", loose=loose)
    return Header(kind="posted", author=name, time=date_in_line(found["date"]), strong=True)


def _post_by(text: str, loose: bool) -> Header | None:
    found = _POST_BY.fullmatch(text)
    time = date_in_line(found["date"]) if found is not None else None
    name = clean_name(found["author"], loose=True) if found is not None and time is not None else None
    return None if name is None else Header(kind="post by", author=name, time=time, strong=True)


def _comment_by(text: str, loose: bool) -> Header | None:
    """ "Comment by: Ada [Visitor]" without a date."""
    found = _COMMENT_BY.fullmatch(text)
    name = clean_name(found["author"], loose=loose) if found is not None else None
    return None if name is None or find_date(text) is not None else Header(kind="comment by", author=name)


def _says(text: str, loose: bool) -> Header | None:
    found = _AT_SAID.fullmatch(text)
    if found is not None and (
        is_date(found["date"]) or re.fullmatch(r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?", found["date"], re.IGNORECASE)
    ):
        name = clean_name(found["author"])
        return None if name is None else Header(kind="says", author=name, time=found["date"], strong=True)
    found = _SAYS_LINE.fullmatch(text)
    if found is None or (found["rest"].strip() and not is_date(found["rest"])):
        return None
    return _said(found, loose)


def _said(found: re.Match[str], loose: bool) -> Header | None:
    author, time = found["author"], found["date"] or found["rest"].strip() or None
    span = find_date(author)
    if span is not None and time is None:
        author, time = f"{author[: span[0]]} {author[span[1] :]}", author[span[0] : span[1]]
        author = _JOINT.sub("", author.strip())
    elif time is not None and not is_date(time):
        return None
    name, to = _who(author, loose or time is not None)
    if name is None:
        return None
    kind = "says" if found["verb"].casefold() not in ("wrote", "writes") or time else "wrote"
    return Header(kind=kind, author=name, time=time, to=to, strong=time is not None)


def _who(text: str, loose: bool) -> tuple[str | None, str | None]:
    """The name, and whom it answers, in what stands before a date."""
    text = text.strip()
    while (lead := _LEAD.match(text)) is not None and lead.end() < len(text):
        text = text[lead.end() :].strip()
    pair = _TO.fullmatch(text)
    if pair is not None and (name := clean_name(pair["author"])) and (to := clean_name(pair["to"])):
        return name, to
    return clean_name(text, loose=loose), None


def _signed(text: str, loose: bool) -> Header | None:
    """A comment of one line with its author and date at the end: "Text – Ada Jan 3 '18 at 14:02"."""
    found = _SIGNED.search(text, max(20, len(text) - 90))
    name = clean_name(found["author"], loose=loose) if found is not None and is_date(found["date"]) else None
    if found is None or name is None:
        return None
    return Header(kind="signed", author=name, time=found["date"], rest=text[: found.start()].strip())


def _dated(text: str, loose: bool) -> Header | None:
    signed = _signed(text, loose) if len(text) > 30 else None
    if signed is not None:
        return signed
    span = find_date(text)
    if span is None:
        plain = date_in_line(text)
        return None if plain is None else Header(kind="date", time=plain)
    before, time, after = text[: span[0]], text[span[0] : span[1]], text[span[1] :]
    tail = _TAIL.match(after)
    rest = after[tail.end() if tail is not None else 0 :].strip()
    if not rest or not after.strip():
        return _before(before, time, after, loose)
    by = _BY_TAIL.fullmatch(after) if len(after) < 80 else None
    name = clean_name(by["author"]) if by is not None else None
    if name is not None and len(before) < 80:
        return Header(kind="date by", author=name, time=time, strong=not before.strip().endswith("on"))
    header = _before(before, time, after[: tail.end() if tail is not None else 0], loose)
    return (
        None
        if header is None or len(rest) < 2
        else replace(header, kind=f"inline {header.kind}", rest=rest, strong=False)
    )


def _before(before: str, time: str, after: str, loose: bool) -> Header | None:
    """A header from what stands before its date; ``after`` holds nothing but click targets and numbers."""
    joint = _JOINT.search(before)
    connector = "" if joint is None else bare_joint(joint["joint"])
    text = before if joint is None else before[: joint.start()]
    number = re.search(r"#\s?\d+", after) is not None
    numbered = _NUMBERED.fullmatch(text.strip())
    if not text.strip() or numbered is not None or is_date(f"{text.strip()} {time}"):
        number = number or (numbered is not None and "#" in text)
        return Header(kind="#date" if number else "date", time=time, strong=number)
    lead = _LEAD.match(text.strip())
    name, to = _who(text, loose or connector == "•" or number)
    if name is None or _NOT_HEADERS.match(name):
        return None
    strong = (
        number
        or connector in ("•", "·")
        or re.search(r"\[[–—-]\]|\b(?:parent|next|prev)\b", after) is not None
        or bare(after).startswith(("said", "says", "wrote"))
    )
    by = "by " if lead is not None and lead["by"] else ""
    return Header(kind=f"{by}name {connector}".strip(), author=name, time=time, to=to, strong=strong)


def bare_joint(text: str) -> str:
    """What joins a name to its date, as one mark."""
    marks = "".join(dict.fromkeys(char for char in text if char in "•·|,»(–—-:"))
    return "" if not marks else marks[0].replace("·", "•").replace("—", "–").replace("-", "–")
