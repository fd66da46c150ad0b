"""Exports: every comment once, with what the export says of it and nothing private; hostile documents do no harm."""

from __future__ import annotations

import copy
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from extraction import DEVELOPMENT, FIXTURES, Gold, judge, read_gold
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.readers import read
from classifier.readers.exports import (
    json_lines_map,
    read_export_lines,
    read_json_export,
)
from classifier.readers.exports.find import MAPS
from classifier.readers.exports.text import body_of
from classifier.readers.reading import ReadOptions, Tally
from classifier.schema import Comment

EXPORTS = FIXTURES / "exports"


def _pages() -> Iterator[Any]:
    for folder in (FIXTURES, DEVELOPMENT):
        for page in read_gold(folder / "gold.jsonl", "export"):
            yield pytest.param(folder / page["file"], page, id=page["file"])


def _read(path: Path) -> tuple[list[Comment], Tally]:
    tally = Tally(source=str(path))
    return list(read(str(path), ReadOptions(), tally)), tally


def _json(value: object) -> list[Comment] | None:
    comments = read_json_export(value, "x.json", Tally(source="x.json"))
    return None if comments is None else list(comments)


@pytest.mark.parametrize(("path", "page"), list(_pages()))
def test_export_gives_every_comment_its_author_and_its_parent(path: Path, page: Gold) -> None:
    comments, _ = _read(path)
    found = judge(comments, page)
    assert found.f1 == 1
    assert found.authors_right == found.authors
    assert found.parents_right == found.parents


def test_every_fixture_has_its_gold() -> None:
    named = {page["file"] for page in read_gold(FIXTURES / "gold.jsonl", "export")} | {"exports/articles.rss"}
    assert {f"exports/{path.name}" for path in EXPORTS.iterdir()} == named


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("[!a]*")), ids=lambda path: path.name)
def test_mail_and_network_addresses_never_leave_the_parser(path: Path) -> None:
    rows = "\n".join(map(repr, _read(path)[0]))
    assert "mail.example" not in rows
    assert not [start for start in ("198.51.100.", "203.0.113.", "192.0.2.") if start in rows]


@pytest.mark.parametrize(
    ("name", "kind", "left_out"),
    [
        ("wordpress.xml", "WordPress export", {"spam": 1, "pending": 1, "pingbacks": 1, "deleted": 1}),
        ("disqus.xml", "Disqus export", {"spam": 1, "deleted": 1}),
        ("disqus_api.json", "Disqus API", {"pending": 1}),
        ("reddit.rss", "comment feed", {"articles": 1}),
        (
            "reddit_thread.json",
            "Reddit",
            {"more comments that the file does not hold": 5, "opening posts": 1, "deleted": 2},
        ),
        ("hackernews_items.jsonl", "Hacker News", {"opening posts": 1, "deleted": 1, "hidden": 1}),
        ("youtube_api.json", "YouTube API", {"more comments that the file does not hold": 2, "pending": 1}),
        ("discourse.json", "Discourse", {"notices of the software": 1, "deleted": 1, "hidden": 1}),
        ("coral_dump.jsonl", "Coral dump", {"deleted": 1, "pending": 1}),
        ("remark42_backup.jsonl", "remark42", {"deleted": 1}),
        ("commento.json", "Commento", {"pending": 1, "deleted": 1}),
        ("isso.json", "isso", {"deleted": 1, "pending": 1}),
        ("lemmy.json", "Lemmy", {"deleted": 2}),
        ("facebook.json", "Facebook", {"empty": 1}),
        ("guardian.json", "Guardian", {"deleted": 1}),
        ("unknown_system.json", "JSON comments", {"deleted": 1}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_left_out_is_counted_in_plain_words(name: str, kind: str, left_out: dict[str, int]) -> None:
    _, tally = _read(EXPORTS / name)
    assert (tally.format, dict(tally.left_out)) == (kind, left_out)


@pytest.mark.parametrize(
    ("name", "time", "thread", "source"),
    [
        ("wordpress.xml", "2021-03-04T07:15:00Z", "https://gazette.example/2021/03/bridge/", "wordpress.xml#11"),
        ("disqus.xml", "2019-06-01T12:01:00Z", "https://gazette.example/talks", "disqus.xml#4001"),
        ("intensedebate.xml", "2010-04-01T09:00:00Z", "http://gazette.example/old", "intensedebate.xml#31"),
        ("reddit_comments.jsonl", "2022-04-15T05:36:40Z", "t3_qq2", "reddit_comments.jsonl:1"),
        ("hackernews_hits.json", "2021-01-01T00:00:00Z", "900", "hackernews_hits.json#901"),
        ("coral_graphql.json", "2021-06-06T06:06:06.000Z", "https://gazette.example/salt", "coral_graphql.json#g1"),
        ("nyt.json", "2019-01-09T02:13:20Z", "nyt.json", "nyt.json#301"),
        ("guardian.json", "2020-12-31T22:00:00Z", "https://paper.example/world/strait", "guardian.json#7001"),
        ("isso_export.json", "2018-10-29 16:40:12", "/posts/rails", "isso_export.json#1"),
        ("unknown_system.json", "2023-11-14T22:13:20Z", "unknown_system.json", "unknown_system.json#z1"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and "#" not in value else None,
)
def test_time_thread_and_source_are_the_exports_own(name: str, time: str, thread: str, source: str) -> None:
    first = _read(EXPORTS / name)[0][0]
    assert (first.time, first.thread, first.source) == (time, thread, source)


def test_a_time_of_zeros_falls_back_to_the_local_one() -> None:
    comments, _ = _read(EXPORTS / "wordpress.xml")
    assert [comment.time for comment in comments if comment.author == "Jon Varga"] == ["2021-03-04 08:15:00"]


def test_an_answer_to_a_deleted_comment_keeps_its_parent() -> None:
    comments, _ = _read(EXPORTS / "reddit_thread.json")
    assert next(comment.parent for comment in comments if comment.id == "aa3") == "aa2"


@pytest.mark.parametrize(
    ("words", "markup", "text", "quoted"),
    [
        ("<p>One.</p>\n<p>Two<br>three</p>", "html", "One.\nTwo\nthree", None),
        ("<blockquote><p>His.</p></blockquote><p>Mine.</p>", "html", "Mine.", "His."),
        ("<p>Ada wrote:</p><blockquote>His.</blockquote>Mine.", "html", "Mine.", "Ada wrote:\nHis."),
        ("<blockquote>All of it.</blockquote>", "html", "All of it.", None),
        ("I &lt;3 this &amp; that<script>bad()</script>", "html", "I <3 this & that", None),
        ("so <3 much", "html", "so <3 much", None),
        ("<p>a</p><!-- <p>b</p> --><p>c</p>", "html", "a\nc", None),
        ("<pre><code>a\nb</code></pre>", "html", "a\nb", None),
        ('<img class="emoji" alt="😡"> <img alt=":smirk:"> no', "html", "😡 no", None),
        ("one\n\ntwo &amp; <b>three</b>", "lines", "one\ntwo & three", None),
        ("> his\n> too\n\nmine", "markdown", "mine", "his\ntoo"),
        ("his > mine", "markdown", "his > mine", None),
        (">!hidden!< words", "markdown", ">!hidden!< words", None),
        ("&gt; his\n\nmine &amp; &lt;yours&gt; &amp;#x200B;", "escaped", "mine & <yours>", "his"),
        ("&gt; his<p>mine", "marked", "mine", "his"),
        ("> not Markdown <p>", "plain", "> not Markdown <p>", None),
        ("a < b and c > d", "auto", "a < b and c > d", None),
        ("a<br/>b", "auto", "a\nb", None),
    ],
)
def test_bodies_become_plain_text_with_quotations_apart(words: str, markup: Any, text: str, quoted: str | None) -> None:
    body = body_of(words, markup)
    assert (body.text.strip(), body.quoted) == (text, quoted)


_WORDS = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1).map(" ".join)


@given(_WORDS)
def test_escaped_text_comes_back_from_html(words: str) -> None:
    assert body_of(f"<p>{html.escape(words)}</p>", "html").text == words


@given(st.text("<>/!-&; \n\"'=abpz123blockquotedivclassmeta"))
def test_any_markup_is_read(words: str) -> None:
    for markup in ("html", "lines", "marked", "markdown", "escaped", "auto", "plain"):
        body = body_of(words, markup)  # type: ignore[arg-type]
        assert len(body.text) + len(body.quoted or "") <= len(words) + 1


def test_dump_lines_tell_story_from_comment_and_name_their_line() -> None:
    comments, tally = _read(EXPORTS / "hackernews_items.jsonl")
    assert [(comment.parent, comment.source) for comment in comments] == [
        (None, "hackernews_items.jsonl:2"),
        ("701", "hackernews_items.jsonl:3"),
    ]
    assert tally.read == 2


def test_parents_that_the_dump_does_not_hold_are_no_comments_of_it() -> None:
    records = [{"by": "a", "id": 2, "parent": 1, "text": "x", "time": 1, "type": "comment"}]
    records.append({"by": "b", "id": 3, "parent": 2, "text": "y", "time": 2, "type": "comment"})
    field_map = json_lines_map(records[0])
    assert field_map is not None
    lines = read_export_lines(enumerate(records, 1), field_map, "x", Tally(source="x"))
    assert [comment.parent for comment in lines] == [None, "2"]


def test_a_dump_line_may_hold_a_whole_thread(tmp_path: Path) -> None:
    page = json.loads((EXPORTS / "youtube_ytdlp.info.json").read_text(encoding="utf-8"))
    dump = tmp_path / "videos.jsonl"
    dump.write_text(f"{json.dumps(page)}\n{json.dumps({**page, 'webpage_url': 'other'})}\n", encoding="utf-8")
    comments, _ = _read(dump)
    assert [(comment.id, comment.source) for comment in comments] == [
        ("Ugy1", "videos.jsonl:1"),
        ("Ugy1.a", "videos.jsonl:1"),
        ("Ugy1", "videos.jsonl:2"),
        ("Ugy1.a", "videos.jsonl:2"),
    ]
    assert {comment.thread for comment in comments[2:]} == {"other"}


def test_a_dump_line_is_read_alone_and_counted_where_it_is_left_out() -> None:
    record = {"body": "Enough.", "id": "z", "link_id": "t3_q", "parent_id": "t1_y", "author": "a"}
    field_map, tally = json_lines_map(record), Tally(source="x")
    assert field_map is not None
    lines = [(1, record), (2, {**record, "id": "w", "body": "[removed]"})]
    comments = list(read_export_lines(lines, field_map, "x", tally))
    assert [(comment.id, comment.text, comment.source) for comment in comments] == [("z", "Enough.", "x:1")]
    assert tally.left_out == {"deleted": 1}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([], id="empty list"),
        pytest.param({}, id="empty object"),
        pytest.param([{"text": "a", "author": "b", "time": "c"}], id="flat rows"),
        pytest.param({"items": [{"id": 1, "title": "t", "content": "c", "author": "a"}]}, id="articles"),
        pytest.param([{"id": "1", "body": "x", "created_utc": 1, "stance": "dovish"}], id="labelled rows"),
        pytest.param({"version": 3, "rows": [[1, 2], "x"]}, id="something else"),
    ],
)
def test_what_is_no_export_is_left_to_the_tables(value: object) -> None:
    assert _json(value) is None


def test_ids_are_counted_where_the_export_has_none() -> None:
    comments = _json(
        {"comments": [{"author": "a", "text": "x", "date": "1 May"}, {"author": "b", "text": "y", "date": "-"}]}
    )
    assert comments is not None
    assert [comment.id for comment in comments] == ["1", "2"]


@pytest.mark.parametrize(
    "name",
    ["ada@mail.example", "198.51.100.7", "2001:db8::7", "[deleted]", ""],
    ids=["mail", "IPv4", "IPv6", "deleted", "none"],
)
def test_an_address_is_no_name(name: str) -> None:
    comments = _json({"comments": [{"id": 1, "author": name, "text": "x", "date": "1 May"}]})
    assert comments is not None
    assert comments[0].author is None


def test_answers_nested_thousands_deep_are_read_in_order() -> None:
    record: dict[str, Any] = {"body": "0", "id": "0", "created_utc": 1}
    for n in range(1, 3000):
        record = {"body": str(n), "id": str(n), "created_utc": 1, "replies": [record]}
    comments = _json([record])
    assert comments is not None
    assert [comment.id for comment in comments] == [str(n) for n in reversed(range(3000))]
    assert comments[-1].parent == "1"


_JSON_FIXTURES = [
    json.loads(
        path.read_text(encoding="utf-8").splitlines()[-1]
        if path.suffix == ".jsonl"
        else path.read_text(encoding="utf-8")
    )
    for path in sorted(EXPORTS.glob("*.json*"))
]
_HOSTILE = st.sampled_from(
    [None, True, -1, 10**40, 1.5e300, "", " ", "0", "x" * 600, [], {}, [[]], [None], {"$date": {}}, {"a": []}]
)


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)


@settings(max_examples=300)
@given(st.sampled_from(_JSON_FIXTURES), st.data())
def test_a_value_of_the_wrong_kind_anywhere_does_no_harm(page: Any, data: st.DataObject) -> None:
    page = copy.deepcopy(page)
    for _ in range(3):
        holder, key = data.draw(st.sampled_from(list(_places(page)) or [({}, "x")]))
        holder[key] = copy.deepcopy(data.draw(_HOSTILE))
    for comment in _json(page) or []:
        assert comment.text
        assert comment.id
        assert isinstance(comment.author, str | None)
        assert isinstance(comment.time, str | None)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_looked_at_without_harm(value: object) -> None:
    assert all(comment.text for comment in _json(value) or [])


def test_field_maps_name_a_text_or_a_reason() -> None:
    unread = [field_map.name for field_map in MAPS if not (field_map.text or field_map.left_out or field_map.missing)]
    assert unread == []
