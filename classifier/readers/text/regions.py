"""Where on a page comments can stand: headings that open a thread, lines that end it, notes that it loads later."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from classifier.readers.marks import bare, headings, words
from classifier.readers.marks.dates import MAX_MARK
from classifier.readers.text.lines import content_of

_HEADINGS = frozenset(headings.HEADINGS)
_HINTS = frozenset(headings.HINTS)
_LABELS = frozenset(words.PROFILE_LABELS)
_COMMENTS = re.compile("com+en[t]|kom+ent|reacti|yorum|комментари", re.IGNORECASE)
#: An input of a form, as w3m draws it.
_FIELD = re.compile(r"\[\s{8,}\]")
_SORTED = re.compile(
    r"(?:sort(?:ed)?(?: comments)? by|sortier(?:t|en) nach|trier par|triés par|ordenar por|сортировать по"
    r"|ordina per)(?!\w)",
    re.IGNORECASE,
)
#: How many answered one comment, not how many wrote on the page.
_REPLIES = re.compile(
    r"(?:view |show |hide |load )?(?:all )?\d+ (?:more )?(?:replies|reply|antworten|réponses?|respuestas?|svar"
    r"|risposte|ответ(?:а|ов)?)"
)
_STOPS = frozenset(headings.STOPS)
_TITLE = (
    r"(?:\s?(?:on|to|for|zu|auf|über|sur|à|en|sobre|a|su|op|till|na|к|на|about|so far)(?!\w).{0,150}"
    r"|\s?[“\"„«].{0,150})?"
)
_COUNT = re.compile(
    rf"(?:all|alle|see all|view all|show all|read all|показать все)?\s?\(?(?P<n>no|one|keine|ein|aucun|un|ningún"
    rf"|нет|\d[\d.,\s]{{0,8}})\)?\s(?:\w{{1,12}}\s)?(?:{headings.COUNTED})(?!\w){_TITLE}[:.]?",
    re.IGNORECASE,
)
_COUNT_LAST = re.compile(
    rf"(?:all|user|reader|alle)?\s?(?:{headings.COUNTED})\s?(?:[:•·"
    rf"|(\[–-]\s?)?(?P<n>\d[\d.,]{{0,8}})\s?[)\]]?(?:\s.{{0,60}})?",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"(?:{headings.COUNTED})\s(?:on|to|zu|sur|en|к)\s[“\"„«].{{2,150}}", re.IGNORECASE)
_LOADED = re.compile(
    r"(?:please )?(?:enable javascript to view the comments|turn on javascript|you need to enable javascript"
    r"|loading comments|comments (?:are )?loading"
    r"|kommentare werden geladen|chargement des commentaires|cargando comentarios|загрузка комментариев"
    r"|комментарии загружаются)",
    re.IGNORECASE,
)
_SYSTEMS = ("Disqus", "Facebook", "Coral", "Livefyre", "Spot.IM", "OpenWeb", "Hyvor", "Viafoura")
#: Notes to writers between a heading and the first comment.
_POLICY = re.compile(
    r"(?:sign in|log in|login|register|please (?:sign|log|be|read|keep|note|enable)|you must|you can follow"
    r"|you need|all comments|comments are|we welcome|we encourage|moderat"
    r"|be the first|this conversation|by commenting|by posting|read our|our comment|community (?:guidelines"
    r"|standards)|the times needs your voice|share your thoughts|write a|add a|add comment|leave a|post a"
    r"|post comment|your email|required fields|cancel reply|submit|have your say|schreib|kommentar (?:schreiben"
    r"|verfassen)|deine e-mail|laisse|ajouter|deja |escribe|добавить|оставить|join the"
    r"|anmelden|bitte (?:melden|beachten|loggen)|um zu kommentieren|connectez-vous|inscrivez-vous|inicia sesión"
    r"|войдите|чтобы оставить)",
    re.IGNORECASE,
)
_SORTING = re.compile(
    r"(?:sort(?:ed)?(?: comments)?(?: by)?|order(?: by)?|sortieren(?: nach)?|trier(?: par)?|ordenar(?: por)?"
    r"|сортировать|oldest|newest|best|top|new|old|hot|popular|most voted|most liked|controversial"
    r"|all|reader picks|nyt picks|best rated|worst rated|most replied|newest first|oldest first|älteste|neueste"
    r"|beliebteste|notify of|subscribe|login|expand all|collapse all|threads|unthreaded|per page|\d+|first|timeline"
    r"|[:•|/,▼▾()\s-])+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """Line numbers of headings (with the count that they announce), of stops, and what loads later.

    ``hints``: headings that an article may have as well ("Discussion").
    ``repeated``: headings of one wording that stand three times or more, as under each entry of a blog's front page.
    """

    headings: dict[int, int | None]
    hints: list[int]
    repeated: list[int]
    stops: list[int]
    loads_later: str | None

    def before(self, line: int) -> list[int]:
        """The headings and hints above a line, those that announce no comments left out."""
        opened = [number for number, count in self.headings.items() if number < line and count != 0]
        return sorted([*opened, *(number for number in self.hints if number < line)])

    def announced(self) -> int | None:
        """The largest number of comments that a heading names."""
        return max((count for count in self.headings.values() if count is not None), default=None)


def find_regions(lines: list[str]) -> Regions:
    """One pass over the page's lines."""
    headings: dict[int, int | None] = {}
    wordings: dict[int, str] = {}
    stops: list[int] = []
    hints: list[int] = []
    later: str | None = None
    for number, line in enumerate(lines):
        if not line or len(line) > 2 * MAX_MARK:
            continue
        text = content_of(line)
        if later is None and _LOADED.match(text):
            later = next((name for name in _SYSTEMS if name.casefold() in text.casefold()), "another server")
        opens, count = (False, None) if _goes_on(lines, number, text) else heading(text)
        if opens:
            headings[number] = count
            wordings[number] = "".join(char for char in bare(text) if not char.isdigit())
        elif bare(text) in _HINTS:
            hints.append(number)
        elif is_stop(text):
            stops.append(number)
    times = Counter(wordings.values())
    often = [number for number, wording in wordings.items() if times[wording] > 2]
    for number in often:
        del headings[number]
    repeated = [number for number in often if _COMMENTS.search(wordings[number])]
    return Regions(headings=headings, hints=hints, repeated=repeated, stops=stops, loads_later=later)


def _goes_on(lines: list[str], number: int, text: str) -> bool:
    """Whether a line is the end of the sentence above it and not a heading."""
    above = lines[number - 1] if number else ""
    return text.endswith((".", ").")) or (text[:1].islower() and len(above) > 40 and not is_stop(content_of(above)))


def heading(text: str) -> tuple[bool, int | None]:
    """Whether a line opens a thread, and how many comments it announces."""
    return _heading(text) if len(text) <= MAX_MARK else (False, None)


@lru_cache(maxsize=8192)
def _heading(text: str) -> tuple[bool, int | None]:
    if text.count("|") > 2:
        text = text.rsplit("|", 1)[1]
    word = bare(text)
    if word in _HEADINGS:
        return True, None
    if len(word) < 40 and "".join(char for char in word if char.isalpha() or char == " ").strip() in _LABELS:
        return False, None
    if _SORTED.match(text) and len(text) < 100:
        return True, None
    for shape in (_COUNT, _COUNT_LAST):
        found = shape.fullmatch(text.strip(" *_:|•»›>-"))
        if found is not None and not _REPLIES.fullmatch(word):
            return True, _number(found["n"])
    return (True, None) if _TITLED.fullmatch(text) else (False, None)


def _number(text: str) -> int:
    digits = "".join(filter(str.isdigit, text))
    return int(digits) if digits else int(text.casefold().strip() in ("one", "ein", "un"))


def is_stop(text: str) -> bool:
    """Whether a line ends the thread: a form, a list of other stories, the foot of the page."""
    return len(text) <= 2 * MAX_MARK and _is_stop(text)


@lru_cache(maxsize=8192)
def _is_stop(text: str) -> bool:
    lowered = text.casefold().strip(" *_•|")
    return lowered.startswith(_STOP_STARTS) or _FIELD.search(lowered) is not None or bare(lowered) in _STOPS


_STOP_STARTS = tuple(headings.STOP_STARTS)


def is_preamble(text: str) -> bool:
    """Whether a line between a heading and the first comment speaks to writers or sorts the comments."""
    return len(text) <= 400 and (_POLICY.match(text) is not None or _SORTING.fullmatch(text[:MAX_MARK]) is not None)
