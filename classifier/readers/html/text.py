"""The words of one comment from its elements: paragraphs as lines, quotations apart, buttons and signatures gone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from classifier.readers.html.dom import Element, keys_of
from classifier.readers.html.words import QUOTING, is_furniture, one_line
from classifier.readers.marks import is_read_more, opening, split_truncation

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "button",
        "form",
        "input",
        "select",
        "option",
        "textarea",
        "label",
        "svg",
        "canvas",
        "iframe",
        "object",
        "video",
        "audio",
        "nav",
        "head",
        "link",
        "meta",
        "time-ago",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
#: Class tokens of what stands around the words: buttons, votes, signatures, badges, metadata.
_FURNITURE = re.compile(
    r"^(?:.*[-_])?(?:actions?|action-?bar|toolbar|buttons?|btn|controls?|signature|sig|sharedaddy|share|sharing|social|votes?|voting"
    r"|rating|ratings|likes?|upvote|downvote|karma|report|flag|permalink|reply-?link|reply-?btn|avatar|gravatar|tools|menu|dropdown"
    r"|badges?|tooltip|sr-only|screen-reader-text|screen-reader|visually-?hidden|offscreen|says|comment-?meta|commentmetadata"
    r"|comment-?metadata|meta-?data|awaiting-moderation|moderation|edit-?link|editlink|editedby|lastedit|last-edited|edited|notice"
    r"|comment-?reply|comment-?footer|comment-?header|reactions?|reactionsbar|reportbutton|postlinking|jp-relatedposts|attachbox"
    r"|attachments?|message-lastedit|thumbs?)$"
)
#: Only as the whole token: such words are part of longer names of harmless wrappers.
_FURNITURE_WHOLE = frozenset(("reply", "report", "respond", "links", "ad", "ads", "advert", "user-info", "footer"))
_APART = frozenset(["a", "span", "strong", "b", "em", "small", "time", "bdi", "cite", "abbr"])
#: White space included, more characters than this in one piece are no label.
_LONG = 4000
_QUOTES = frozenset(
    [
        ".bbcodeblock--quote",
        ".bbcodequote",
        ".bbcode_quote",
        ".bbcode_container",
        ".quotebox",
        ".quote",
        ".userquote",
        ".quotecontent",
        ".quotetitle",
        ".quoteheader",
        ".ipsquote",
        ".ipb_quote",
        ".bbquote",
        ".citationbox",
        ".comment-quote",
        ".quoted",
        ".quotation",
        ".forum-quote",
        ".cytat",
        ".zitat",
        ".citation",
    ]
)
_MORE = re.compile(r"(?:read|show|see|view)-?_?more|expand|truncat|ellips|hellip", re.IGNORECASE)
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)[\s\])]*$")
_QUOTE_HEAD = re.compile(r"^(?:quote|zitat|citation|cita|цитата|originally posted by\b.{0,60})\s?:?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A comment's own words, the words of others that it quotes (None without), and whether the page cut it."""

    text: str
    quoted: str | None
    truncated: bool


@dataclass(slots=True)
class _Writer:
    stop: Collection[Element]
    roots: Collection[Element]
    lenient: bool = False
    own: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    quoting: int = 0
    cut_mark: bool = False

    def put(self, text: str | None) -> None:
        if text:
            (self.quotes if self.quoting else self.own).append(text)

    def walk(self, element: Element) -> None:
        """Write an element and what is in it; its tail is the caller's."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or element in self.stop or self._is_dropped(element):
            return
        if tag == "br":
            self.put("\n")
            return
        quote = element not in self.roots and _is_quote(element)
        block = "\n" if tag in _BLOCKS or quote else ""
        if quote:
            self._open_quote()
        self.put(block)
        self.put(_flat(element.text, tag))
        for child in element:
            self.walk(child)
            self.put(_flat(child.tail, tag))
        self.put(block)
        self.quoting -= quote

    def _open_quote(self) -> None:
        """Take the line before a quotation ("Ada wrote:") out of the comment's own words."""
        if not self.quoting:
            self.own.append("\n")
            lines = "".join(self.own[-12:]).rstrip().rsplit("\n", 1)
            if QUOTING.match(one_line(lines[-1])):
                self.quotes.append("\n" + lines[-1])
                self.own[-12:] = [lines[0] if len(lines) > 1 else "", "\n"]
            self.quotes.append("\n")
        self.quoting += 1

    def _is_dropped(self, element: Element) -> bool:
        if element in self.roots:
            return False
        keys = keys_of(element)
        if not self.lenient and any(_is_furniture_key(key) for key in keys):
            return True
        if element.tag in ("a", "span", "div", "p") and len(element) < 3:
            words = one_line(short_text(element, 60))
            return bool(words) and self._is_button(element, keys, words)
        return False

    def _is_button(self, element: Element, keys: Collection[str], words: str) -> bool:
        if is_read_more(words) and (element.tag == "a" or any(_MORE.search(key) for key in keys)):
            self.cut_mark = True
            if words[0] in ".…":
                self.put("…")
            return True
        return element.tag == "a" and is_furniture(words)


def _flat(text: str | None, tag: str) -> str | None:
    if not text:
        return None
    return text if tag == "pre" else one_line_keeping_edges(text)


def one_line_keeping_edges(text: str) -> str:
    """The text with runs of white space as one blank; a blank at an edge stays."""
    words = one_line(text)
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")


def _is_furniture_key(key: str) -> bool:
    return key[0] == "." and (key[1:] in _FURNITURE_WHOLE or _FURNITURE.match(key[1:]) is not None)


def _is_quote(element: Element) -> bool:
    if element.tag == "blockquote":
        return True
    if element.tag in ("a", "li", "span", "i", "td"):
        return False
    return not _QUOTES.isdisjoint(keys_of(element)) or _is_table_quote(element)


def _is_table_quote(element: Element) -> bool:
    """A "Quote:" heading over a one-cell table, as vBulletin 3 and phpBB 2 write it."""
    if element.tag not in ("div", "table"):
        return False
    first = element[0] if len(element) else None
    if first is None or first.tag not in ("div", "tr", "tbody") or len(element) > 3:
        return False
    if element.tag == "div" and (len(element) < 2 or element[1].tag != "table"):
        return False
    head = first if first.tag == "div" else next(iter(element.iter("tr")), first)
    words = one_line(short_text(head, 80))
    return bool(words) and (_QUOTE_HEAD.match(words) is not None or QUOTING.match(words) is not None)


def short_text(element: Element, limit: int, pieces: int = 40) -> str:
    """The text of a small element, blocks on lines of their own; "" once it is longer than ``limit`` characters.

    At most ``pieces`` elements are looked at, so that asking it at every level of a deep page stays linear.
    """
    out: list[str] = []
    left = _collect(element, out, pieces)
    text = "".join(out)
    return text if left >= 0 and len(one_line(text)) <= limit else ""


def _collect(element: Element, out: list[str], left: int) -> int:
    """Append the element's text piece by piece while ``left`` elements may be read; the rest of them is returned."""
    left = left - 1 if len(element.text or "") < _LONG else -1
    block = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
    text = one_line_keeping_edges(element.text or "") if left >= 0 else ""
    # Two elements that touch ("Ada" and "2 hours ago") are two things, though no blank stands between them.
    touching = bool(text.strip()) and bool(out) and not out[-1][-1:].isspace() and element.tag in _APART
    out.append((block or "\n" * touching) + text)
    for child in element:
        if left < 0 or len(child.tail or "") >= _LONG:
            return -1
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            left = _collect(child, out, left)
        if tail := one_line_keeping_edges(child.tail or ""):
            out.append(tail)
    out.append(block)
    return left


def write(roots: Sequence[Element], stop: Collection[Element]) -> Words:
    """The words of the elements without those in ``stop`` (author, time, replies); each root's tail is not read."""
    words = _write(roots, stop, lenient=False)
    if not words.text and not words.quoted:
        words = _write(roots, stop, lenient=True)
    return words


def _write(roots: Sequence[Element], stop: Collection[Element], *, lenient: bool) -> Words:
    writer = _Writer(stop, frozenset(roots), lenient)
    for root in roots:
        writer.put("\n")
        writer.walk(root)
    text, quoted = _lines("".join(writer.own)), _lines("".join(writer.quotes))
    truncated = writer.cut_mark and _ELLIPSIS.search(text) is not None
    text, labelled = split_truncation(text)
    if not text and quoted:
        return Words(quoted, None, truncated)
    if text.startswith(">") and (first := opening(text)) is not None and first.certain:
        text, quoted = first.own, "\n".join(filter(None, (quoted, first.words)))
    return Words(text, quoted or None, truncated or labelled)


def _lines(text: str) -> str:
    lines = [one_line(line) for line in text.split("\n")]
    lines = [line for line in lines if line]
    while lines and is_furniture(lines[-1]):
        lines.pop()
    start = 0
    while start < len(lines) and is_furniture(lines[start]):
        start += 1
    return "\n".join(lines[start:])
