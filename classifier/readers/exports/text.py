"""The words of a comment's body in an export, HTML, Markdown or plain, own and quoted words apart, in linear time."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Literal

from classifier.text import squeeze

#: ``lines``: HTML whose line ends count, as WordPress stores it; ``marked``: HTML with "> " quotations, as on Hacker
#: News; ``escaped``: Markdown in which & < > are written as entities, as Reddit gives it; ``auto``: not known.
Markup = Literal["plain", "html", "lines", "marked", "markdown", "escaped", "auto"]

# Ends at the next "<" at the latest, so that many open tags cost no more than one.
_TAG = re.compile(r"<(?:!--(?P<comment>)|(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,30})(?P<attributes>[^<>]*)>)")
_KNOWN_TAG = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|u|s|span|blockquote|ul|ol|li|pre|code|img|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_LINE_TAG = re.compile(r"<(?:p|br|div|ul|ol|li|h[1-6]|pre|table)\b", re.IGNORECASE)
_ALT = re.compile(r"\balt\s?=\s?(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CLASS = re.compile(r"\bclass\s?=\s?(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLANK = re.compile(r"[^\S\n]+")
_QUOTE_LINE = re.compile(r"[ \t]{0,3}(?:>(?!!)[ \t]?)+")
_ATTRIBUTION = re.compile(r"[^\n]{1,120}(?:wrote|said|writes|says|schrieb|sagte|écrit|escribió|пишет|написала?) ?:")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff]")

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "figure"),
        *("figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
_SKIPPED = frozenset(("script", "style", "template", "svg", "iframe", "object", "noscript", "video", "audio"))
_QUOTES = frozenset(("blockquote", "aside"))
#: Classes of what a forum's software adds to a body: sizes of pictures, polls.
_SKIPPED_CLASSES = frozenset(("meta", "poll", "quote-inline"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A comment's own words, and the words of others that it quotes (None without)."""

    text: str
    quoted: str | None = None


def body_of(words: str, markup: Markup) -> Body:
    """Read a body as its export writes it."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if markup == "auto":
        markup = "html" if _KNOWN_TAG.search(words) else "plain"
    if markup == "plain":
        return Body(text=_trim(words))
    if markup in ("markdown", "escaped"):
        return _split_quotes(_unescape_basic(words) if markup == "escaped" else words)
    body = _from_html(words, keep_lines=markup == "lines" or not _LINE_TAG.search(words))
    return _split_quotes(body.text) if markup == "marked" else body


def plain_line(words: str) -> str:
    """A name or title on one line, its entities and invisible marks resolved."""
    return squeeze(_INVISIBLE.sub("", _unescape(words)))


def plain_text(words: str) -> str:
    """HTML as text with its quotations where they stand."""
    body = _from_html(words, keep_lines=False, apart=False)
    return body.text


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _unescape_basic(text: str) -> str:
    """Undo Reddit's escaping once; the blanks that people then write as entities become blanks."""
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.replace("&#x200B;", "").replace("&nbsp;", " ")


@dataclass(slots=True)
class _Writer:
    keep_lines: bool
    apart: bool
    own: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    quoting: int = 0
    verbatim: int = 0
    skipping: str = ""
    skip_depth: int = 0

    def put(self, text: str) -> None:
        (self.quotes if self.quoting and self.apart else self.own).append(text)

    def words(self, text: str) -> None:
        if text and not self.skipping:
            text = _unescape(text)
            self.put(text if self.keep_lines or self.verbatim else text.replace("\n", " "))

    def tag(self, name: str, attributes: str, *, ends: bool) -> None:
        if self.skipping:
            self._skip(name, ends, attributes)
            return
        if not ends and (name in _SKIPPED or _is_added(name, attributes)):
            if not attributes.endswith("/"):
                self.skipping, self.skip_depth = name, 1
            return
        if name == "img" and not ends:
            self.put(_emoji(attributes))
        if name in _BLOCKS:
            self.put("\n")
        if name == "pre":
            self.verbatim = max(0, self.verbatim + (-1 if ends else 1))
        if name in _QUOTES:
            self.quoting = max(0, self.quoting + (-1 if ends else 1))
            self.put("\n")

    def _skip(self, name: str, ends: bool, attributes: str) -> None:
        if name == self.skipping and not attributes.endswith("/"):
            self.skip_depth += -1 if ends else 1
            if self.skip_depth == 0:
                self.skipping = ""


def _is_added(name: str, attributes: str) -> bool:
    if name not in ("div", "aside", "span") or "class" not in attributes:
        return False
    match = _CLASS.search(attributes)
    return match is not None and not _SKIPPED_CLASSES.isdisjoint((match[1] or match[2] or "").split())


def _emoji(attributes: str) -> str:
    """What a picture of an emoji stands for; other pictures have no words."""
    match = _ALT.search(attributes)
    alt = _unescape((match[1] or match[2] or "") if match else "")
    return alt if 0 < len(alt) <= 12 and not any(char.isalnum() or char.isspace() for char in alt) else ""


def _from_html(words: str, *, keep_lines: bool, apart: bool = True) -> Body:
    writer = _Writer(keep_lines, apart)
    at = 0
    while (match := _TAG.search(words, at)) is not None:
        writer.words(words[at : match.start()])
        if match["comment"] is not None:
            end = words.find("-->", match.end())
            at = len(words) if end < 0 else end + 3
        else:
            at = match.end()
            writer.tag(match["name"].lower(), match["attributes"], ends=bool(match["end"]))
    writer.words(words[at:])
    text, quoted = _lines("".join(writer.own)), _lines("".join(writer.quotes))
    return _body(text, quoted)


def _body(text: str, quoted: str) -> Body:
    """Where all was quoted, the quotation is what the person posted."""
    if not text:
        return Body(text=quoted)
    if quoted:
        head, newline, rest = text.partition("\n")
        if newline and _ATTRIBUTION.fullmatch(head):
            text, quoted = rest, f"{head}\n{quoted}"
    return Body(text=text, quoted=quoted or None)


def _lines(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _trim(text: str) -> str:
    return text.strip(" \t\n\f\v\ufeff\u200b")


def _split_quotes(text: str) -> Body:
    """Lines that begin with ">" are quoted; ">!" hides words of one's own."""
    if ">" not in text:
        return Body(text=_trim(text))
    own: list[str] = []
    quotes: list[str] = []
    for line in text.split("\n"):
        match = _QUOTE_LINE.match(line)
        if match is None:
            own.append(line)
        else:
            quotes.append(line[match.end() :])
    return _body(_trim("\n".join(own)), _trim("\n".join(quotes)))
