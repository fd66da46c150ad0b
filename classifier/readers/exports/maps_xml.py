"""Field maps of XML exports and feeds, kept as data; ``@`` stands before the name of an attribute."""

from __future__ import annotations

from classifier.readers.exports import fields as why
from classifier.readers.exports.fields import FieldMap, LeftOut
from classifier.readers.exports.maps import DISQUS_LEFT_OUT, kind_rules, status_rules

_UNAPPROVED = LeftOut(reason=why.PENDING, path="comment_approved", among=frozenset(("0",)))

WORDPRESS = FieldMap(
    name="WordPress export",
    keys=("comment_content",),
    text=(("comment_content", "lines"),),
    id=("comment_id",),
    parent=("comment_parent",),
    author=("comment_author",),
    time=("utc", "comment_date"),
    thread=("link",),
    left_out=(*kind_rules("comment_type"), *status_rules("comment_approved"), _UNAPPROVED),
)
DISQUS = FieldMap(
    name="Disqus export",
    keys=("message",),
    text=(("message", "html"),),
    id=("@id", "id"),
    parent=("parent.@id",),
    author=("author.name", "author.username"),
    time=("createdAt",),
    thread=("link", "thread.@id"),
    left_out=DISQUS_LEFT_OUT,
)
STACK_EXCHANGE = FieldMap(
    name="Stack Exchange dump",
    keys=("@Id",),
    text=(("@Text", "plain"), ("@Body", "html")),
    id=("@Id",),
    author=("@UserDisplayName", "@OwnerDisplayName", "@UserId", "@OwnerUserId"),
    time=("@CreationDate",),
    thread=("@PostId", "@ParentId"),
    left_out=(LeftOut(reason=why.OPENING, path="@PostTypeId", among=frozenset(("1",))),),
)
#: ``<comment>`` elements as IntenseDebate and LiveJournal tools write them.
COMMENTS = FieldMap(
    name="XML comments",
    keys=(),
    text=(("text", "lines"), ("body", "lines"), ("content", "lines"), ("message", "lines")),
    id=("@id", "id"),
    parent=("@parentid", "@parentId", "parentid", "parent_id", "parent"),
    author=("name", "author", "author.name", "user", "username", "@posterid"),
    time=("utc", "date", "created", "createdAt"),
    thread=("link",),
    left_out=(
        LeftOut(reason=why.DELETED, path="@state", among=frozenset(("d",))),
        LeftOut(reason=why.HIDDEN, path="@state", among=frozenset(("s",))),
        *status_rules("status"),
    ),
)
FEED = FieldMap(
    name="comment feed",
    keys=(),
    text=(("html", "html"), ("plain", "plain")),
    id=("id",),
    parent=("parent",),
    author=("author", "byline"),
    time=("time",),
    thread=("thread",),
    left_out=(
        LeftOut(reason=why.ARTICLES, path="article"),
        LeftOut(reason=why.SPAM, path="status", among=frozenset(("spam", "spammed"))),
        LeftOut(reason=why.DELETED, path="status", among=frozenset(("deleted", "ghosted", "soft_trashed"))),
        LeftOut(reason=why.PENDING, path="status", among=frozenset(("pending", "draft"))),
    ),
    loose=True,
)
