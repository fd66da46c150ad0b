"""What to tell about a page whose comments are not in the file: how many it says there are, and who loads them."""

from __future__ import annotations

import re

from classifier.readers.html.dom import Element, Page
from classifier.readers.html.text import short_text
from classifier.readers.html.words import one_line

#: What a page holds that loads its comments later -> the service's name. First match wins.
_SERVICES = (
    ("Disqus", ("disqus.com/embed", "disqus_shortname", "disqus_thread", "disqus_config", ".disqus.com")),
    (
        "Coral",
        (
            "coral-embed",
            "coral.coralproject",
            "createstreamembed",
            "coral_talk",
            "coral_thread",
            "talk.render",
            "data-coral",
        ),
    ),
    ("Facebook", ("fb:comments", "fb-comments", "plugins/comments.php", "plugins/feedback.php")),
    ("Discourse", ("discourse-comments", "discourseembed", "discourse-embed")),
    ("OpenWeb", ("spot.im/launcher", "data-spotim-module", "spotim-conversation", "openweb.com")),
    ("Viafoura", ("viafoura.net", "viafoura.co", "vf-conversations", "vf-comments", "viafoura-comments")),
    ("Livefyre", ("livefyre.com", "livefyre-comments", "livefyre_")),
    ("Hyvor Talk", ("hyvor-talk",)),
    ("Remark42", ("remark42", "remark_config")),
    ("Commento", ("commento.js", 'id="commento"')),
    ("Giscus", ("giscus.app",)),
    ("Utterances", ("utteranc.es",)),
    ("isso", ('id="isso-thread"', "isso/js/embed", "data-isso")),
    ("Cusdis", ("cusdis",)),
    ("FastComments", ("fastcomments",)),
    ("Hypercomments", ("hypercomments",)),
    ("Cackle", ("cackle.me", "mc-container")),
    ("Vuukle", ("vuukle",)),
    ("IntenseDebate", ("intensedebate.com",)),
    ("Gigya", ("gigya.comments", "gigya.socialize.showcommentsui", "commentsui")),
    ("Ghost", ("comments-ui.min.js", "data-ghost-comments", "ghost-comments")),
    ("Waline", ("waline.js", "@waline")),
    ("Jetpack", ("jetpack_remote_comment",)),
)
_NOUN = (
    r"(?:comments?|kommentare?n?|commentaires?|comentarios?|комментари\w{1,3}|responses?|replies|reader comments"
    r"|lesermeinungen|réactions?|reacties|commenti|komentarz\w{0,2}|postings|beiträge zur diskussion)"
)
_COUNTED = re.compile(
    rf"^\W{{0,4}}(?:(?:all|alle|show|view|see|read|zeige|voir|ver|join the|lire)\s(?:the\s|les\s|los\s)?)?"
    rf"(?P<a>\d{{1,3}}(?:[.,\s]\d{{3}})+|\d{{1,6}})"
    rf"\s{{0,2}}\+?\s?{_NOUN}\b.{{0,50}}$|^\W{{0,3}}{_NOUN}\W{{0,3}}\(?\s?(?P<b>\d{{1,6}})\s?\)?\W{{0,3}}$",
    re.IGNORECASE,
)
_COUNTERS = frozenset(["a", "span", "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "button", "li", "strong", "header"])


def note_for(page: Page, stated: int | None) -> str | None:
    """One sentence on comments that are not in the file, or None where nothing says that there are any."""
    lowered = page.source.lower()
    service = next((name for name, marks in _SERVICES if any(mark in lowered for mark in marks)), None)
    count = shown_count(page)
    number = max((n for n in (stated, count) if n), default=0)
    if number:
        said = f"the page says {number} comment{'s' * (number != 1)} but"
        if service:
            return f"{said} loads them later from {service}; save it once they are on the screen"
        return f"{said} none stands in the file; if it loads them later, save it once they are on the screen"
    if service and count is None:
        return f"the page loads its comments later from {service}; save it once they are on the screen"
    return None


def shown_count(page: Page) -> int | None:
    """The number of comments that the page itself shows ("74 comments"); None where it shows none."""
    counts: dict[str, list[int]] = {}
    for element in page.index.elements:
        if element.tag not in _COUNTERS or len(element) > 4 or len(element.text or "") > 200:
            continue
        text = one_line(short_text(element, 60, pieces=8))
        match = _COUNTED.match(text) if any(char.isdigit() for char in text) else None
        if match is not None:
            counts.setdefault(_target(element), []).append(int(re.sub(r"\D", "", match["a"] or match["b"])))
    # A front page counts the comments of many articles: such numbers say nothing of this page.
    numbers = counts.get("", next(iter(counts.values())) if len(counts) == 1 else [])
    return numbers[0] if numbers and len(set(numbers)) < 3 else None


def _target(element: Element) -> str:
    """The page that a count links to, without fragment; "" where it links nowhere."""
    inner = element[0] if len(element) and element[0].tag == "a" else None
    for holder in (inner, element, element.getparent()):
        if holder is not None and (href := holder.get("href")):
            return href.split("#")[0]
    return ""
