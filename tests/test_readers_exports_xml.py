"""XML exports: no DTD, no network, damage told of; what XML forbids is cleaned away before it is parsed."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest
from extraction import FIXTURES
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import InputError
from classifier.readers import read
from classifier.readers.exports import read_xml_export
from classifier.readers.exports.xml import read_xml
from classifier.readers.reading import ReadOptions, Tally
from classifier.schema import Comment

EXPORTS = FIXTURES / "exports"

_WORDS = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1).map(" ".join)


def _xml(document: str | bytes, tally: Tally | None = None) -> list[Comment] | None:
    document = document.encode() if isinstance(document, str) else document
    comments = read_xml_export(document, "x.xml", tally or Tally(source="x.xml"))
    return None if comments is None else list(comments)


def _wxr(content: str, *, after: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'
        "<link>https://gazette.example/?p=1&amp;x=2</link><wp:comment><wp:comment_id>1</wp:comment_id>"
        f"<wp:comment_author>Ada</wp:comment_author><wp:comment_content>{content}</wp:comment_content></wp:comment>"
        f"{after}</item></channel></rss>"
    )


def _read(path: Path) -> list[Comment]:
    return list(read(str(path), ReadOptions(), Tally(source=str(path))))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [ <!ENTITY % x SYSTEM "http://dtd.example/x"> %x; ]>',
        '<?xml-stylesheet href="x"?>\n<!-- > -->\n<!doctype rss [\n]>',
    ],
    ids=["entities", "external entities", "after a remark"],
)
def test_a_doctype_with_declarations_is_refused_with_the_files_name(doctype: str) -> None:
    with pytest.raises(InputError, match=r"x\.xml: declares a DTD of its own.*remove its DOCTYPE"):
        _xml(doctype + _wxr("text").partition("?>")[2])


def test_a_doctype_that_only_names_a_dtd_is_not_fetched(tmp_path: Path) -> None:
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY secret "leaked">', encoding="utf-8")
    comments = _xml(f'<!DOCTYPE rss SYSTEM "{dtd.as_uri()}">' + _wxr("a &secret; b").partition("?>")[2])
    assert comments is not None
    assert comments[0].text == "a &secret; b"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("bell\x08 and \x0b tab\tstay", "bell and tab stay"),
        ("&#8;&#xB;&#xFFFF;&#xD83D;kept &#228;", "kept ä"),
        ("<![CDATA[bell\x08 &amp; &nbsp;R&D]]>", "bell & R&D"),
        ("R&D &nbsp; &hellip; &unknown; &", "R&D … &unknown; &"),
        ("not \ufffe\uffffa character", "not a character"),
        ("&lt;b&gt;bold&lt;/b&gt;", "bold"),
    ],
    ids=["control characters", "references to them", "in CDATA", "lone ampersands", "noncharacters", "escaped HTML"],
)
def test_what_xml_forbids_is_taken_out_before_parsing(content: str, text: str) -> None:
    tally = Tally(source="x.xml")
    comments = _xml(_wxr(content), tally)
    assert comments is not None
    assert comments[0].text == text
    assert comments[0].thread == "https://gazette.example/?p=1&x=2"
    assert tally.notes == []


@given(_WORDS, st.sampled_from(["\x00", "\x0b", "\x1f", "\ufffe", "&#3;", "&#xffff;"]))
def test_any_text_survives_the_xml_and_what_is_forbidden_in_it(words: str, forbidden: str) -> None:
    comments = _xml(_wxr(html.escape(html.escape(words)) + forbidden))
    assert comments is not None
    assert [comment.text for comment in comments] == [words]


@pytest.mark.parametrize(
    ("spoil", "ids"),
    [
        (lambda page: page[: page.index("</rss>") - 40], ["1"]),
        (lambda page: page.replace("</channel>", "</chan>"), ["1"]),
    ],
    ids=["cut off", "wrong end tag"],
)
def test_a_damaged_export_is_read_as_far_as_it_goes_and_the_line_is_named(
    spoil: Callable[[str], str], ids: list[str]
) -> None:
    tally = Tally(source="x.xml")
    comments = _xml(spoil(_wxr("text")), tally)
    assert comments is not None
    assert [comment.id for comment in comments] == ids
    assert tally.notes == ["line 1: the XML is damaged; comments around it may be missing"]


@pytest.mark.parametrize("document", ["", "<", "plain", "<html/>", "<?xml version='1.0'?><svg/>"])
def test_other_xml_is_no_export(document: str) -> None:
    assert _xml(document) is None


@settings(max_examples=200)
@given(st.sampled_from(sorted((*EXPORTS.glob("*.xml"), *EXPORTS.glob("*.rss")))), st.data())
def test_any_bytes_in_an_export_do_no_harm(path: Path, data: st.DataObject) -> None:
    page = bytearray(path.read_bytes())
    for _ in range(4):
        at = data.draw(st.integers(0, len(page) - 1))
        page[at : at + data.draw(st.integers(0, 30))] = data.draw(
            st.binary(max_size=8).filter(lambda put: b"[" not in put)
        )
    assert all(comment.text for comment in _xml(bytes(page)) or [])


def test_feeds_of_articles_and_exports_without_comments_say_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a feed of articles, not of comments"):
        _read(EXPORTS / "articles.rss")
    empty = tmp_path / "export.xml"
    empty.write_text(
        '<?xml version="1.0"?><rss xmlns:wp="w"><channel><wp:wxr_version>1.2</wp:wxr_version></channel></rss>'
    )
    with pytest.raises(InputError, match="is a WordPress export that holds no comment"):
        _read(empty)


def test_records_are_freed_as_they_are_read() -> None:
    post = "<post><message>words</message></post>"
    groups = read_xml(f"<disqus>{post * 2000}</disqus>".encode(), "x", Tally(source="x"))
    assert groups is not None
    reader = groups.gi_frame.f_locals["self"]  # type: ignore[attr-defined]
    assert max(len(reader._root) for _ in groups) < 2000
