"""The ids that a page gives its comments, and the ids of parents in attributes and reply links."""

from __future__ import annotations

import re

from classifier.readers.html.profiles import Profile
from classifier.readers.html.regions import Region

_REPLY_LINKS = (
    ".in-reply-to@href", ".reply-to@href", ".parent-link@href", ".comment-parent@href", ".comment__origin@href",
    ".reply-to-link@href",
    ".in_reply_to@href", ".wpd-reply-to a@href", ".replied-to@href", ".comment-in-reply-to a@href", ".antwort-auf@href",
    "[rel=in-reply-to]@href",
)  # fmt: skip
_PARENT_ATTRIBUTES = ("@data-parent-id", "@data-parentid", "@data-parent", "@data-parent-comment-id", "@data-reply-to")
_ID_ATTRIBUTES = ("@data-comment-id", "@data-commentid", "@data-post-id", "@data-id", "@id", "a@name")
_TAIL_ID = re.compile(r"(?P<id>\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")


def identify(region: Region, profile: Profile) -> str | None:
    """The page's own id of a comment, None without one."""
    for spec in (*profile.id, *_ID_ATTRIBUTES):
        for value, _ in region.values(spec)[:1]:
            if profile.ident and (match := re.search(profile.ident, value)):
                return match["id"]
            if not profile.ident or spec not in profile.id:
                return bare_id(value)
    return None


def bare_id(value: str) -> str:
    """The number at the end of an id ("comment-12", "#c12", "/posts/12/"), else the id itself."""
    value = value.rsplit("#", 1)[-1].rstrip("/")[-120:]
    match = _TAIL_ID.search(value)
    return match["id"] if match else value


def find_parent_id(region: Region, profile: Profile, own_id: str | None) -> str | None:
    """The page's own id of the comment that this one answers, by attribute or link; None without either."""
    if profile.ident and "parent" in profile.ident:
        match = re.search(profile.ident, region.item.get("id", ""))
        if match and match["parent"].strip("0"):
            return match["parent"]
    for spec in (*profile.parent, *_PARENT_ATTRIBUTES, *_REPLY_LINKS):
        for value, _ in region.values(spec)[:1]:
            if spec.endswith("@href") and "#" not in value and not _TAIL_ID.search(value):
                continue
            parent = bare_id(value)
            if parent not in (own_id, "0", ""):
                return parent
    return None
