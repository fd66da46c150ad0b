"""Field maps of comment systems, newspapers and blogs, kept as data; the order is that in which they are tried."""

from __future__ import annotations

from classifier.readers.exports import fields as why
from classifier.readers.exports.fields import FieldMap, LeftOut, People

_WAITING = frozenset(("hold", "unapproved", "pending", "premod", "system_withheld"))
_REFUSED = frozenset(("trash", "post-trashed", "deleted", "rejected"))
_PINGS = frozenset(("pingback", "trackback", "webmention"))
_COMMENT_TYPES = frozenset(("", "comment", "review", "webmention_comment", *_PINGS))


def status_rules(path: str) -> tuple[LeftOut, ...]:
    """What WordPress, Coral and their kin write as the status of a comment that is not shown."""
    return (
        LeftOut(reason=why.SPAM, path=path, among=frozenset(("spam",))),
        LeftOut(reason=why.PENDING, path=path, among=_WAITING),
        LeftOut(reason=why.DELETED, path=path, among=_REFUSED),
    )


def kind_rules(path: str) -> tuple[LeftOut, ...]:
    """What WordPress and its plugins keep among the comments: other sites' mentions, notes on orders and the like."""
    return (
        LeftOut(reason=why.PINGBACKS, path=path, among=_PINGS),
        LeftOut(reason=why.NOTICES, path=path, allowed=_COMMENT_TYPES),
    )


DISQUS_LEFT_OUT = (
    LeftOut(reason=why.DELETED, path="isDeleted", among=frozenset(("true",))),
    LeftOut(reason=why.SPAM, path="isSpam", among=frozenset(("true",))),
    LeftOut(reason=why.PENDING, path="isApproved", among=frozenset(("false",))),
)
_CORAL_LEFT_OUT = (
    LeftOut(reason=why.DELETED, path="deleted"),
    LeftOut(reason=why.DELETED, path="deletedAt"),
    LeftOut(reason=why.DELETED, path="deleted_at"),
    *status_rules("status"),
)

SYSTEM_MAPS: tuple[FieldMap, ...] = (
    FieldMap(
        name="WordPress API",
        keys=("content.rendered", "author_name"),
        text=(("content.rendered", "html"),),
        id=("id",),
        parent=("parent",),
        author=("author_name",),
        time=("date_gmt", "date"),
        thread=("post",),
        left_out=(*kind_rules("type"), *status_rules("status")),
    ),
    FieldMap(
        name="WordPress.com API",
        keys=("ID", "content", "author.name"),
        any_of=("post", "parent"),
        values={"type": frozenset(("comment", "pingback", "trackback", "none"))},
        text=(("content", "html"), ("raw_content", "lines")),
        id=("ID",),
        parent=("parent.ID",),
        author=("author.name",),
        time=("date",),
        thread=("post.ID",),
        left_out=(*kind_rules("type"), *status_rules("status")),
    ),
    FieldMap(
        name="Blogger",
        keys=("content.$t", "author.0.name.$t", "thr$in-reply-to"),
        text=(("content.$t", "html"),),
        id=("id.$t",),
        author=("author.0.name.$t",),
        time=("published.$t",),
        thread=("thr$in-reply-to.href",),
    ),
    FieldMap(
        name="Disqus API",
        keys=("author.name", "createdAt", "isSpam"),
        any_of=("message", "raw_message"),
        text=(("message", "html"), ("raw_message", "lines")),
        id=("id",),
        parent=("parent",),
        author=("author.name", "author.username"),
        time=("createdAt",),
        thread=("thread", "thread.id"),
        left_out=DISQUS_LEFT_OUT,
    ),
    FieldMap(
        name="Coral dump",
        keys=("revisions.-1.body", "status"),
        text=(("revisions.-1.body", "html"),),
        id=("id", "_id"),
        parent=("parentID",),
        author=("author.username", "authorID"),
        time=("createdAt",),
        thread=("storyID",),
        left_out=_CORAL_LEFT_OUT,
    ),
    FieldMap(
        name="Talk dump",
        keys=("body", "asset_id"),
        text=(("body", "auto"),),
        id=("id", "_id"),
        parent=("parent_id",),
        author=("user.username", "author_id"),
        time=("created_at",),
        thread=("asset_id",),
        left_out=_CORAL_LEFT_OUT,
    ),
    FieldMap(
        name="Coral GraphQL",
        keys=("id", "body"),
        any_of=("author.username", "user.username", "story.id", "asset.id", "replies.edges", "replies.nodes"),
        text=(("body", "auto"),),
        id=("id",),
        parent=("parent.id",),
        author=("author.username", "user.username"),
        time=("createdAt", "created_at"),
        thread=("story.id", "asset.id"),
        thread_above=("story.url", "asset.url", "story.id", "asset.id"),
        children=("replies",),
        left_out=_CORAL_LEFT_OUT,
        empty=why.DELETED,
    ),
    FieldMap(
        name="remark42",
        keys=("id", "pid", "user"),
        any_of=("text", "orig"),
        text=(("text", "html"), ("orig", "markdown")),
        id=("id",),
        parent=("pid",),
        author=("user.name",),
        time=("time",),
        thread=("locator.url",),
        left_out=(LeftOut(reason=why.DELETED, path="delete"), LeftOut(reason=why.DELETED, path="deleted")),
    ),
    # The first line of a remark42 backup.
    FieldMap(name="remark42", keys=("version", "users", "posts"), missing=("", "")),
    FieldMap(
        name="Commento",
        keys=("commentHex",),
        any_of=("html", "markdown"),
        text=(("html", "html"), ("markdown", "markdown")),
        id=("commentHex",),
        parent=("parentHex",),
        people=People(key="commenters", id="commenterHex", name=("name",), ref="commenterHex"),
        time=("creationDate",),
        thread=("path", "url"),
        left_out=(
            LeftOut(reason=why.DELETED, path="deleted"),
            LeftOut(reason=why.SPAM, path="state", among=frozenset(("flagged",))),
            *status_rules("state"),
        ),
    ),
    FieldMap(
        name="isso",
        keys=("id", "text", "mode", "created"),
        text=(("text", "html"),),
        id=("id",),
        parent=("parent",),
        author=("author",),
        time=("created",),
        thread=("uri",),
        children=("replies",),
        left_out=(
            LeftOut(reason=why.PENDING, path="mode", among=frozenset(("2",))),
            LeftOut(reason=why.DELETED, path="mode", among=frozenset(("4",))),
        ),
    ),
    FieldMap(
        name="isso export",
        keys=("text", "author", "created", "remote_addr"),
        text=(("text", "auto"),),
        id=("id",),
        parent=("parent",),
        author=("author",),
        time=("created",),
        thread_above=("id", "uri"),
    ),
    FieldMap(
        name="New York Times",
        keys=("commentBody", "commentID"),
        text=(("commentBody", "html"),),
        id=("commentID",),
        parent=("parentID",),
        author=("userDisplayName",),
        time=("createDate", "approveDate"),
        thread=("assetURL", "articleID", "assetID"),
        children=("replies",),
        left_out=(LeftOut(reason=why.PENDING, path="status", allowed=frozenset(("approved", ""))),),
    ),
    FieldMap(
        name="Guardian",
        keys=("id", "body", "userProfile"),
        text=(("body", "html"),),
        id=("id",),
        parent=("responseTo.commentId",),
        author=("userProfile.displayName",),
        time=("isoDateTime", "date"),
        thread=("discussion.webUrl",),
        thread_above=("webUrl", "key"),
        children=("responses",),
        left_out=(LeftOut(reason=why.DELETED, path="status", allowed=frozenset(("visible",))),),
    ),
    FieldMap(
        name="Livefyre",
        keys=("content.bodyHtml", "content.id"),
        text=(("content.bodyHtml", "html"),),
        id=("content.id",),
        parent=("content.parentId",),
        people=People(key="authors", id="id", name=("displayName",), ref="content.authorId"),
        time=("content.createdAt",),
        children=("childContent",),
        left_out=(LeftOut(reason=why.DELETED, path="vis", allowed=frozenset(("1",))),),
    ),
    FieldMap(
        name="Waline",
        keys=("objectId", "comment", "nick"),
        text=(("orig", "markdown"), ("comment", "html")),
        id=("objectId",),
        parent=("pid",),
        author=("nick",),
        time=("insertedAt", "time"),
        thread=("url",),
        children=("children",),
        left_out=status_rules("status"),
    ),
    FieldMap(
        name="Artalk",
        keys=("id", "content", "nick", "rid"),
        text=(("content_marked", "html"), ("content", "markdown")),
        id=("id",),
        parent=("rid",),
        author=("nick",),
        time=("date",),
        thread=("page_key",),
        left_out=(LeftOut(reason=why.PENDING, path="is_pending", among=frozenset(("true",))),),
    ),
    FieldMap(
        name="OpenWeb",
        keys=("content.0.text", "user_id"),
        text=(("content", "auto"),),
        id=("id",),
        parent=("parent_id",),
        author=("user_display_name",),
        people=People(key="users", id="id", name=("display_name", "user_name"), ref="user_id"),
        time=("written_at",),
        children=("replies",),
        left_out=(LeftOut(reason=why.DELETED, path="deleted"), LeftOut(reason=why.HIDDEN, path="rejected")),
    ),
)

#: For what is no known export: an object with a text and two of an id, an author, a time, below some wrapper.
GENERIC = FieldMap(
    name="JSON comments",
    keys=(),
    text=(
        *(("text", "auto"), ("body", "auto"), ("content", "auto"), ("message", "auto"), ("comment", "auto")),
        *(("commentText", "auto"), ("comment_text", "auto"), ("commentBody", "auto"), ("comment_body", "auto")),
        *(("content.rendered", "html"), ("bodyHtml", "html"), ("body_html", "html"), ("html", "html")),
    ),
    id=("id", "_id", "commentId", "comment_id", "commentID", "uuid", "key", "cid"),
    parent=(
        "parentId",
        "parent_id",
        "parentID",
        "parentCommentId",
        "parent_comment_id",
        "parent",
        "parent.id",
        "replyTo",
    ),
    author=(
        *("author", "author.name", "author.displayName", "author.username", "authorName", "author_name"),
        *("displayName", "display_name", "userName", "username", "user_name", "nickname", "nick", "user", "user.name"),
        *(
            "user.displayName",
            "user.display_name",
            "user.username",
            "user.nickname",
            "from",
            "from.name",
            "creator.name",
        ),
        *("owner.name", "owner.username", "commenter", "commenter.name", "poster", "by", "name"),
    ),
    time=(
        *("createdAt", "created_at", "created", "createdOn", "createDate", "dateCreated", "date", "time", "timestamp"),
        *("postedAt", "posted_at", "publishedAt", "published", "datePublished", "date_created"),
    ),
    children=(
        "replies",
        "children",
        "comments",
        "answers",
        "responses",
        "childComments",
        "child_comments",
        "subComments",
    ),
    left_out=(
        LeftOut(reason=why.DELETED, path="deleted"),
        LeftOut(reason=why.DELETED, path="isDeleted"),
        LeftOut(reason=why.DELETED, path="is_deleted"),
        LeftOut(reason=why.DELETED, path="removed"),
        LeftOut(reason=why.SPAM, path="isSpam"),
        LeftOut(reason=why.SPAM, path="is_spam"),
        *status_rules("status"),
    ),
    loose=True,
    root_is_post=True,
)
