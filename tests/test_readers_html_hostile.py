"""Web pages in any encoding and of ill will: letters survive, nothing is raised, nothing is invented."""

from __future__ import annotations

import pytest
from html_pages import comment_of, page_of, read_page
from hypothesis import given, settings
from hypothesis import strategies as st


class TestEncoding:
    TEXT = "<p>Die Brücke – „endlich“</p>"

    @pytest.mark.parametrize(
        ("document", "how"),
        [
            (page_of(comment_of(1, TEXT)).replace(b"utf-8", b"iso-8859-1"), {}),
            (page_of(comment_of(1, TEXT)).decode().replace("utf-8", "windows-1252").encode("cp1252"), {}),
            (page_of(comment_of(1, TEXT)).decode().replace("<meta charset=utf-8>", "").encode("cp1252"), {}),
            (b"\xff\xfe" + page_of(comment_of(1, TEXT)).decode().encode("utf-16-le"), {}),
            (b"\xef\xbb\xbf" + page_of(comment_of(1, TEXT)), {}),
            (page_of(comment_of(1, TEXT)).decode().encode("cp1252"), {"encoding": "cp1252"}),
        ],
        ids=["UTF-8 declared otherwise", "declared", "undeclared", "UTF-16 mark", "UTF-8 mark", "argument"],
    )
    def test_letters_survive(self, document: bytes, how: dict[str, str]) -> None:
        (comment,), _ = read_page(document, **how)
        assert comment.text == "Die Brücke – „endlich“"

    def test_windows_1252_as_a_last_resort_is_noted(self) -> None:
        _, tally = read_page(
            page_of(comment_of(1, self.TEXT)).decode().replace("<meta charset=utf-8>", "").encode("cp1252")
        )
        assert tally.notes == ["not UTF-8, read as Windows-1252"]

    @pytest.mark.parametrize("name", ["rot13", "punycode", "no-such", "base64"])
    def test_declared_codecs_that_are_no_encoding_of_text_are_passed_over(self, name: str) -> None:
        (comment,), _ = read_page(
            page_of(comment_of(1, "<p>Brücke</p>")).replace(b"charset=utf-8", f"charset={name}".encode())
        )
        assert comment.text == "Brücke"


_PIECES = [
    "<li class=comment id=comment-7>",
    "<div class='comment'>",
    "<cite class=fn>Ada</cite>",
    "<time>May 3, 2020</time>",
    "<p>words",
    "</li>",
    "</div>",
    "<ul class=children>",
    "</ul>",
    "<blockquote>",
    "</blockquote>",
    "Bob wrote:",
    "<dl id=comments><dt>",
    "<dd>",
    "<article class=message data-author=Bo>",
    "<table><tr id=1 class='athing comtr'>",
    "<td class=ind indent=2>",
    "… <a>Read more</a>",
    "<a href='#comment-7' class=parent-link>",
    "&lt;",
    "\x01",
    "é",
    "<script>",
    "</script>",
    "[deleted]",
    "<h2>9 comments</h2>",
]


class TestHostilePages:
    @pytest.mark.parametrize(
        "document",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"\x00\xff\xfe" * 50, id="bytes"),
            pytest.param(b"<" * 200_000, id="open brackets"),
            pytest.param(b"<div class=comment>" * 20_000, id="nested"),
            pytest.param(b"<table>" * 300 + b"<tr><td>x" * 3000, id="tables"),
            pytest.param(b'<script type="application/ld+json">' * 20_000, id="open scripts"),
            pytest.param(b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script>", id="deep JSON"),
            pytest.param(b"<p>" + b" \n" * 300_000 + b"x", id="white space"),
            pytest.param(b"<blockquote>x" * 250 + b"<p>y" * 5000, id="quotations"),
        ],
    )
    def test_nothing_is_raised_and_nothing_invented(self, document: bytes) -> None:
        assert read_page(document)[0] == []

    def test_entities_of_a_document_type_are_never_expanded(self) -> None:
        head = b'<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        comments, _ = read_page(head + page_of(comment_of(1, "<p>before &a;&f; after</p>")))
        assert "boom" not in comments[0].text
        assert "before" in comments[0].text

    def test_bold_type_that_is_never_closed_costs_no_comment(self) -> None:
        body = "".join(comment_of(n, f"<p><b><i>opened {n}</p>", f"Ada {n}") for n in range(300))
        assert len(read_page(page_of(f"<ol>{body}</ol>"))[0]) == 300

    def test_a_page_that_is_cut_by_the_parser_says_so(self) -> None:
        _, tally = read_page(page_of("<div>" * 400 + comment_of(1, "<p>deep</p>")))
        assert "only up to that place" in tally.notes[0]

    def test_many_comments_are_all_read(self) -> None:
        body = "".join(comment_of(n, f"<p>word {n}</p>", f"Ada {n}") for n in range(3000))
        assert len(read_page(page_of(f"<ol>{body}</ol>"))[0]) == 3000

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(_PIECES), max_size=60))
    def test_torn_markup_gives_sound_comments(self, pieces: list[str]) -> None:
        comments, tally = read_page("".join(pieces).encode())
        assert tally.read == len(comments) == len({comment.id for comment in comments})
        assert all(comment.text.strip() for comment in comments)
        assert {comment.parent for comment in comments} <= {comment.id for comment in comments} | {None}

    @settings(max_examples=100, deadline=None)
    @given(st.binary(max_size=400))
    def test_any_bytes_are_a_page(self, document: bytes) -> None:
        read_page(document)
