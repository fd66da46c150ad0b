"""Comment feeds, RSS, RDF and Atom: an entry as a record, and the evidence that it is a comment and no article."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from classifier.readers.exports.fields import FieldMap
from classifier.readers.exports.maps_xml import FEED
from classifier.readers.exports.xml_fields import Element, local_name, text_of

#: "Comments on: ...", the title of a feed of comments.
_FEED_TITLE = re.compile(
    r"\s*(?:(?:recent|latest|new|all|neueste|derniers)\s)?(?:comments(?:\s?[:–—-]|\s(?:on|for|to|by)\b|\s*$)"
    r"|(?:kommentare|commentaires|comentarios|comentários|commenti|комментарии|reacties|kommentarer|komentarze)"
    r"(?:\s?[:–—-]|\s[^\W\d_]{1,5}\b|\s*$))",
    re.IGNORECASE,
)
_ENTRY_TITLE = re.compile(
    r"\s*(?:(?:by|von|par|por|от|di|door|av|przez|autor)\s?:\s|re:\s|/?u/\S{1,40} on\s|(?:new )?"
    r"(?:comment|answer|reply|kommentar|commentaires?|comentario|comentário|commento|reactie|komentarz|комментарий)"
    r"\s(?:on|by|to|for|zu|von|auf|sur|par|en|de|em|a|su|di|op|door|do|к|на|от|till|på)\s)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\s*(?:by|von|par|por|от|di|door|av|przez|autor)\s?:\s(?P<name>.{1,100})", re.IGNORECASE)
_ANCHOR = re.compile(
    r"#(?:li-|div-)?(?:comment|komm|cmt|c|post|p|reply|answer|IDComment)[-_]?(?P<id>\d{1,20})$", re.IGNORECASE
)
_PLACE = re.compile(r"/(?:t/[^/\s]+/\d+/\d+|comments/default/\d+|comments/\w+/[^/\s]*/\w+/?|comments/\d+)$")
_MAIL_AND_NAME = re.compile(r"\s*[^\s@()]{1,100}@[^\s()]{1,200}\s{1,5}\((?P<name>[^()]{1,200})\)\s*")
#: WordPress puts "In reply to <a>Ada</a>." before an answer.
_IN_REPLY = re.compile(
    r"\s{0,20}(?:<p>)?[^<>]{2,60}<a\s[^<>]{0,300}#comment-(?P<id>\d{1,20})[\"'][^<>]{0,100}>[^<>]{0,200}</a>\s?\.?"
    r"[ \t]{0,5}(?:</p>|\n|<br)"
)
#: Discourse puts a link to the topic after a post.
_FULL_TOPIC = re.compile(r"<p><a href=\"[^\"<>]{1,500}\">[^<>]{1,60}</a></p>\s*$")
_BLOGGER_ID = re.compile(r"(?:\.post-|/default/|/feeds/\d{1,30}/\d{1,30}/comments/default/)(?P<id>\d{1,30})$")


class Feed:
    """Collects the entries of one feed, and decides at its end which are comments."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._is_comments = False
        self._entries: list[dict[str, Any]] = []
        self._titles: set[str] = set()

    def take(self, element: Element, name: str, above: str) -> None:
        """Look at an element of the feed that has ended."""
        if name == "title" and above in ("channel", "feed") and _FEED_TITLE.match(text_of(element)[:200]):
            self._is_comments = True
        elif name in ("item", "entry"):
            record = _record(element)
            self._titles.add(str(record["title"]))
            if record["kind"] in ("", "comment"):
                self._entries.append(record)

    def records(self) -> list[tuple[dict[str, Any], FieldMap]]:
        """The feed's entries, articles marked as such; none where nothing shows that they are comments."""
        one_title = len(self._titles) == 1 and len(self._entries) > 1 and "" not in self._titles
        if self._is_comments or one_title:
            return [(entry, FEED) for entry in self._entries]
        if not any(entry["evidence"] for entry in self._entries):
            return []
        return [({**entry, "article": not entry["evidence"]}, FEED) for entry in self._entries]


def _record(entry: Element) -> dict[str, Any]:
    parts: dict[str, Element] = {}
    for child in entry:
        parts.setdefault(local_name(child), child)
    link, reply = _link(entry), parts.get("in-reply-to")
    title, ident = _text(parts, "title"), _text(parts, "id") or _text(parts, "guid") or link
    kind, record = _kind(entry, parts), _bodies(parts)
    anchor = _ANCHOR.search(ident) or _ANCHOR.search(link)
    byline = _BYLINE.fullmatch(title[:200])
    evidence = kind == "comment" or reply is not None or anchor or _ENTRY_TITLE.match(title[:200])
    record.setdefault("parent", _parent(entry, parts, reply))
    return {
        **record,
        "title": title,
        "kind": kind,
        "id": _bare_id(anchor["id"] if anchor else ident),
        "author": _author(parts),
        "byline": byline["name"] if byline else None,
        "time": next(
            (text for name in ("pubdate", "published", "date", "updated") if (text := _text(parts, name))), None
        ),
        "thread": _thread(parts, link, reply),
        "status": _text(parts, "status").lower() or None,
        "evidence": bool(evidence or _PLACE.search(link) or ident.startswith("t1_")),
    }


def _thread(parts: dict[str, Element], link: str, reply: Element | None) -> str | None:
    """The address of the page under which the entry stands; None where its link leads to a page of its own."""
    page = (reply.get("href") if reply is not None else None) or (link if "#" in link else "")
    return page.partition("#")[0] or _text(parts, "parent") or None


def _text(parts: dict[str, Element], name: str) -> str:
    return text_of(parts[name]) if name in parts else ""


def _bare_id(ident: str) -> str:
    """Blogger's and Reddit's ids as their answers name them."""
    blogger = _BLOGGER_ID.search(ident)
    return blogger["id"] if blogger else ident.removeprefix("t1_")


def _link(entry: Element) -> str:
    for child in entry:
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or text_of(child)).strip()
    return ""


def _kind(entry: Element, parts: dict[str, Element]) -> str:
    """What Blogger says that an entry is; "" in any other feed."""
    kind = _text(parts, "type").lower()
    for child in entry:
        if local_name(child) == "category" and "blogger/2008/kind#" in child.get("term", ""):
            kind = child.get("term", "").rpartition("#")[2]
    return kind


def _parent(entry: Element, parts: dict[str, Element], reply: Element | None) -> str | None:
    """What the entry answers, a comment or the article."""
    related = next((child.get("href", "") for child in entry if child.get("rel") == "related"), "")
    if _BLOGGER_ID.search(related):
        return _bare_id(related)
    named = _text(parts, "inreplyto") or ((reply.get("ref") or reply.get("href") or "") if reply is not None else "")
    anchor = _ANCHOR.search(named)
    return _bare_id(anchor["id"] if anchor else named) or None


def _author(parts: dict[str, Element]) -> str | None:
    """The person's name; RSS puts an address before it, Atom beside it."""
    creator, author = _text(parts, "creator"), parts.get("author")
    if creator or author is None:
        return creator or None
    name = next((text_of(child) for child in author if local_name(child) == "name"), None)
    if name is None and not len(author):
        name = text_of(author)
        with_mail = _MAIL_AND_NAME.fullmatch(name[:600])
        name = with_mail["name"] if with_mail else name
    return name.removeprefix("/u/") if name else None


def _bodies(parts: dict[str, Element]) -> dict[str, Any]:
    """The entry's words as HTML or plain, and the answered comment where WordPress names it in them."""
    for name in ("encoded", "content", "description", "summary"):
        words = _markup(parts[name]) if name in parts else ""
        if not words.strip():
            continue
        if name in ("content", "summary") and parts[name].get("type", "text") in ("text", "text/plain"):
            return {"plain": words}
        answered = _IN_REPLY.match(words[:2000])
        if answered is None:
            tail = _FULL_TOPIC.search(words, max(0, len(words) - 700)) if "-post-" in _text(parts, "guid") else None
            return {"html": words[: tail.start()] if tail else words}
        return {"html": words[answered.end() :], "parent": answered["id"]}
    return {}


def _markup(element: Element) -> str:
    """Escaped HTML as it is; elements (XHTML) written out again."""
    if not len(element):
        return element.text or ""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (element.text or "") + "".join(children)
