"""The content decides what an input is, never its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from piping import stream_of

from classifier.errors import ClassifierError
from classifier.readers import expand
from classifier.readers.opening import open_stream
from classifier.readers.sniff import FORMATS, sniff

SHARED = Path(__file__).parents[2] / "shared"
TABLE = b"id,text\n1,a\n"


def sniffed(content: bytes | str, columns: dict[str, str] | None = None) -> str:
    data = content.encode() if isinstance(content, str) else content
    return sniff(stream_of(data), None, columns or {}).format


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param("<!DOCTYPE html>\n<html>", "html", id="doctype"),
        pytest.param("\ufeff\n <HTML lang=en>", "html", id="mark_and_space"),
        pytest.param("<!-- saved from url=(0014)about:internet -->\n<html>", "html", id="remark_first"),
        pytest.param('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C">', "html", id="xhtml"),
        pytest.param('<?xml version="1.0"?><html xmlns="x">', "html", id="xhtml_without_doctype"),
        pytest.param('<div class="comment">Hm</div>', "html", id="fragment"),
        pytest.param("HTTP/1.1 200 OK\nServer: x\n\n<!doctype html>\n<html>", "html", id="headers_first"),
        pytest.param('<?xml version="1.0"?>\n<!-- x -->\n<rss version="2.0">', "xml", id="rss"),
        pytest.param("<rss version='2.0'><channel>", "xml", id="rss_bare"),
        pytest.param('<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', "xml", id="atom"),
        pytest.param('<?xml version="1.0"?><disqus xmlns="x">', "xml", id="disqus"),
        pytest.param('[{"text": "a"}]', "json", id="array"),
        pytest.param("[]", "json", id="array_empty"),
        pytest.param('{\n  "items": [\n    {}\n  ]\n}\n', "json", id="object_pretty"),
        pytest.param('{"id": 1, "children": []}\n', "json", id="object_on_one_line"),
        pytest.param('{"text": "a"}\n{"text": "b"}\n', "jsonl", id="lines"),
        pytest.param('\n{"text": "a"}\n\nbroken\n', "jsonl", id="lines_second_broken"),
        pytest.param('{"text": "a"\n{"text": "b"}\n', "json", id="first_line_broken"),
        pytest.param('{"text": "%s"}\n{"text": "b"}\n' % ("a" * 200_000), "jsonl", id="lines_first_long"),
        pytest.param("text\nHold, I say, the line.\n", "csv", id="one_column"),
        pytest.param('"text"\n"a"\n', "csv", id="one_quoted_column"),
        pytest.param("id,text\n1,a,b\n", "csv", id="ragged_below_a_known_header"),
        pytest.param("text,mood\n1,a,b\n", "csv", id="ragged_below_text"),
        pytest.param("id, text\n1, a\n", "csv", id="space_after_comma"),
        pytest.param("id,mood\n1,x\n2,y\n", "csv", id="no_text_column"),
        pytest.param("ID\tTarget\tTweet\tStance\n1\tPeace\tHm\tNONE\n", "tsv", id="stance_tsv"),
        pytest.param("id;text\n1;one, two, three\n", "csv", id="semicolon_with_commas_inside"),
        pytest.param('text,id\n"%s",1\n' % ("a, b\n" * 40_000), "csv", id="first_cell_long"),
        pytest.param("Hello, world, and good night.\n\nWords.\n", "text", id="sentence"),
        pytest.param("Talks, text and treaty\n\nThe envoy, it seems, left.\n", "text", id="title_with_commas"),
        pytest.param("Comment, Reply, Share\n\nAda says:\nHm, well, no.\n", "text", id="buttons"),
        pytest.param("News|Comment|Sport\n\nThe envoy left.\n", "text", id="navigation"),
        pytest.param("Comments\n\nAda\nHm.\n", "text", id="heading"),
        pytest.param("Comment\n\nAda\nHm.\n", "text", id="heading_of_one"),
        pytest.param("Seoul, 3 May\nTokyo, 4 May\n", "text", id="two_lines_of_a_date"),
        pytest.param("[–] ada 5 points\nHm\n", "text", id="bracket"),
        pytest.param("[1] the first note\n[2] the second\n", "text", id="footnotes"),
        pytest.param("{sighs} Well.\n", "text", id="brace"),
        pytest.param("<3 this\n", "text", id="heart"),
        pytest.param("<ada> hello\n<bo> hi\n", "text", id="chat"),
        pytest.param("Just words\n", "text", id="words"),
    ],
)
def test_the_content_decides_the_format(content: str, form: str) -> None:
    assert sniffed(content) == form


def test_a_named_column_shows_that_a_table_is_one() -> None:
    table = "wer, was er sagt.\nAda, Hm\n"
    assert (sniffed(table), sniffed(table, {"text": "was er sagt."})) == ("text", "csv")


@pytest.mark.parametrize("form", FORMATS)
def test_a_named_format_wins(form: str) -> None:
    assert sniff(stream_of(b"<html>"), form, {}).format == form


def test_sniffing_consumes_nothing() -> None:
    stream = stream_of(TABLE)
    sniff(stream, None, {})
    assert stream.read_all() == TABLE


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"," * 200_000, id="commas"),
        pytest.param(b"<!---->" * 30_000, id="remarks"),
        pytest.param(b"<!" * 100_000, id="declarations"),
        pytest.param(b'"' * 200_001, id="quotes"),
        pytest.param(b"{" * 200_000, id="braces"),
        pytest.param(b'[{"' * 70_000, id="brackets"),
        pytest.param(b"charset=" * 25_000 + b"\xff", id="charsets"),
        pytest.param(b" " * 200_000 + b"x", id="spaces"),
    ],
)
def test_hostile_beginnings_are_sniffed(content: bytes) -> None:
    assert sniffed(content) in FORMATS


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=60) | st.text('[]{}":<!?>/,\n\r\\texhml', max_size=60).map(str.encode))
def test_any_bytes_are_sniffed_or_refused(content: bytes) -> None:
    try:
        form = sniffed(content)
    except ClassifierError:
        assert not content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace"
        ).strip()
        return
    assert form in FORMATS


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize(
    ("folder", "suffixes"),
    [
        ("seeds", {".txt": "text"}),
        ("extraction_dev/pages", {".html": "html", ".txt": "text", ".xml": "xml", ".json": "json"}),
    ],
)
def test_real_pages_are_told_apart(folder: str, suffixes: dict[str, str]) -> None:
    found = {}
    for path in expand([str(SHARED / folder)]):
        with open_stream(path) as stream:
            found[path] = sniff(stream, None, {}).format
    assert found == {path: suffixes[Path(path).suffix] for path in found}
