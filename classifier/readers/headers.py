"""Which column of a table is which field of a comment: names that are in use, kept as data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.errors import UsageError
from classifier.readers.opening import Origin
from classifier.schema import COMMENT_FIELDS
from classifier.text import printable

#: More columns than this are no table of comments.
MAX_COLUMNS = 10_000

#: Field -> headers, the first that stands wins; lower case, without spaces, hyphens and underscores. Among them those
#: of the New York Times comments (commentBody, userDisplayName, createDate, articleID, ...), the SFU Opinion and
#: Comments Corpus (comment_text, comment_counter, ...), Civil Comments, WordPress tables, SemEval stance files.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "commenttext", "commentbody", "body", "comment", "commentcontent", "content", "message"),
        *("commentmessage", "rawmessage", "fulltext", "tweet", "tweettext", "posttext", "post", "reviewtext"),
        *("review", "argument", "utterance", "comments"),
    ),
    "id": (
        *("id", "commentid", "cid", "messageid", "tweetid", "commentcounter", "idpost"),
        *("argumentid", "utteranceid"),
    ),
    "thread": (
        *("thread", "threadid", "articleid", "article", "articleurl", "storyid", "conversationid", "discussionid"),
        *("topicid", "submissionid", "linkid", "videoid", "commentpostid", "idarticle"),
    ),
    "parent": (
        *("parent", "parentid", "parentcommentid", "commentparent", "replyto", "replytoid", "inreplyto"),
        *("inreplytoid", "inreplytostatusid", "idparentpost"),
    ),
    "author": (
        *("author", "authorname", "commentauthor", "userdisplayname", "displayname", "username", "user"),
        *("screenname", "nickname", "nick", "commenter", "poster", "by", "name"),
    ),
    "time": (
        *("time", "timestamp", "datetime", "date", "createdat", "createdate", "createddate", "created", "createdutc"),
        *("creationdate", "commentdate", "commenttime", "posttime", "postedat", "publishedat", "published"),
    ),
    "quoted": ("quoted",),
    "truncated": ("truncated",),
    "source": ("source",),
}

#: Columns of labelled data: they show that a table is one, and stay columns that are not the comment's own.
LABEL_COLUMNS = frozenset(("stance", "sentiment", "label", "annotator", "target", "topic"))

#: Headers under which 0 says that a comment answers none.
_ZERO_IS_NO_PARENT = frozenset(("commentparent",))

_IGNORED = re.compile(r"[\s_\-\ufeff]+")
_FIELD_OF = {name: field for field, names in SYNONYMS.items() for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where a row's values stand.

    ``headers``: as they are; ``fields``: field -> position; ``extra``: (header, position) of columns that are not ours;
    ``unnamed``: positions of repeated columns without a header, which must stay empty. ``zero_is_no_parent``: a parent
    of 0 means none, as the New York Times and WordPress write it.
    """

    headers: Sequence[str]
    fields: Mapping[str, int]
    extra: tuple[tuple[str, int], ...]
    unnamed: tuple[int, ...] = ()
    zero_is_no_parent: bool = False


def normalize_header(header: str) -> str:
    """A header as it is compared: "Comment Body", "comment_body" and "commentBody" are one."""
    return _IGNORED.sub("", header).casefold()


def field_of(header: str) -> str | None:
    """The field that a header is known to hold."""
    return _FIELD_OF.get(normalize_header(header))


def is_ours(header: str) -> bool:
    """Whether the header is known to hold one of a comment's fields."""
    return field_of(header) is not None


def match_columns(headers: Sequence[str], explicit: Mapping[str, str], origin: Origin, *, line: int = 1) -> Columns:
    """Find the fields among the headers; ``explicit`` (field -> header) wins over the known names.

    Raises InputError where a named header or any text column is missing, or a header stands twice; UsageError for a
    field that comments do not have.
    """
    if len(headers) > MAX_COLUMNS:
        raise origin.error(f"{len(headers):,} columns, more than {MAX_COLUMNS:,}; is this a table?", line=line)
    unnamed = tuple(i for i, header in enumerate(headers) if not header.strip())[1:]
    fields = {field: _explicit_position(headers, field, name, origin, line) for field, name in explicit.items()}
    normal = [normalize_header(header) for header in headers]
    for field, names in SYNONYMS.items():
        if field not in fields and (name := next((name for name in names if name in normal), None)):
            fields[field] = normal.index(name)
            _refuse_twice(headers, normal, fields[field], origin, line)
    if "text" not in fields:
        raise origin.error(f"no text column among {_list(headers)}; name it with --text-column NAME", line=line)
    taken = {*fields.values(), *unnamed}
    extra = tuple((header, i) for i, header in enumerate(headers) if i not in taken)
    twice = next((name for name, n in Counter(name for name, _ in extra).items() if n > 1), None)
    if twice is not None:
        raise origin.error(f'two columns are named "{printable(twice)}"; rename one', line=line)
    parent = normal[fields["parent"]] if "parent" in fields else ""
    zero = parent in _ZERO_IS_NO_PARENT or (parent == "parentid" and "commentbody" in normal)
    return Columns(headers=headers, fields=fields, extra=extra, unnamed=unnamed, zero_is_no_parent=zero)


def _explicit_position(headers: Sequence[str], field: str, name: str, origin: Origin, line: int) -> int:
    if field not in COMMENT_FIELDS:
        raise UsageError(f'"{printable(field)}" is no field of a comment; choose of {", ".join(COMMENT_FIELDS)}')
    if name in headers:
        matches = [i for i, header in enumerate(headers) if header == name]
    else:
        wanted = normalize_header(name)
        matches = [i for i, header in enumerate(headers) if normalize_header(header) == wanted]
    if not matches:
        raise origin.error(f'no column "{printable(name)}" among {_list(headers)}; name one of them', line=line)
    if len(matches) > 1:
        raise origin.error(f'two columns are named "{printable(name)}"; rename one', line=line)
    return matches[0]


def _refuse_twice(headers: Sequence[str], normal: Sequence[str], at: int, origin: Origin, line: int) -> None:
    same = [header for header, name in zip(headers, normal, strict=True) if name == normal[at]]
    if len(same) > 1:
        names = " and ".join(f'"{printable(header)}"' for header in same[:2])
        raise origin.error(f"two columns are named {names}; rename one", line=line)


def _list(headers: Sequence[str]) -> str:
    shown = ", ".join(f'"{printable(header[:60])}"' for header in headers[:20]) or "no columns at all"
    return f"{shown} and {len(headers) - 20:,} more" if len(headers) > 20 else shown
