"""Web pages: every comment once with author and parent, none where there is none, and hostile pages do no harm."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from extraction import DEVELOPMENT, FIXTURES, Gold, Judgement, judge, read_gold
from html_pages import comment_of, page_of, read_page

from classifier.readers.html import PROFILES
from classifier.readers.html.dom import Index, parse
from classifier.readers.html.generic import find_comments
from classifier.readers.html.words import clean_author

PAGES = FIXTURES / "html"
#: The floors hold for exactly these fixtures: whoever changes a page measures again and pins both.
FIXTURES_SHA256 = "d12e8ff8a1ce3b1357c5ee14516fdfe6f1310217561fbaaea3640303684b818d"
FLOORS = {"f1": 1.0, "authors": 1.0, "parents": 1.0}
DEVELOPMENT_FLOORS = {"f1": 0.97, "authors": 0.95, "parents": 0.95}
#: What the generic finder reaches alone on the same pages, without any profile.
GENERIC_FLOORS = {"f1": 0.88, "authors": 0.95, "parents": 0.85}
#: The only way below a floor, said out loud: CLASSIFIER_LOWER_FLOORS_BY=0.02.
LOWERED = float(os.environ.get("CLASSIFIER_LOWER_FLOORS_BY", "0"))


def _pages(*folders: Path) -> Iterator[Any]:
    for folder in folders:
        for page in read_gold(folder / "gold.jsonl", "html"):
            yield pytest.param(folder / page["file"], page, id=page["file"])


def _total(folder: Path) -> Judgement:
    total = Judgement()
    for page in read_gold(folder / "gold.jsonl", "html"):
        total += judge(read_page((folder / page["file"]).read_bytes(), Path(page["file"]).name)[0], page)
    return total


def _hold(total: Judgement, floors: dict[str, float]) -> None:
    assert total.f1 >= floors["f1"] - LOWERED, total
    assert total.authors_right >= (floors["authors"] - LOWERED) * total.authors, total
    assert total.parents_right >= (floors["parents"] - LOWERED) * total.parents, total


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(PAGES.glob("*.html")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class TestGate:
    def test_fixtures_are_those_that_the_floors_were_measured_on(self) -> None:
        assert _digest() == FIXTURES_SHA256

    def test_fixtures_are_read_at_the_floor(self) -> None:
        _hold(_total(FIXTURES), FLOORS)

    @pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the development pages are not here")
    def test_development_pages_are_read_at_the_floor(self) -> None:
        _hold(_total(DEVELOPMENT), DEVELOPMENT_FLOORS)

    def test_generic_finder_alone_holds_its_floor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("classifier.readers.html.PROFILES", ())
        _hold(_total(FIXTURES), GENERIC_FLOORS)

    def test_every_fixture_is_small_and_has_its_gold(self) -> None:
        named = {page["file"] for page in read_gold(FIXTURES / "gold.jsonl", "html")}
        assert {f"html/{path.name}" for path in PAGES.iterdir()} == named
        assert max(path.stat().st_size for path in PAGES.iterdir()) < 20_000


@pytest.mark.parametrize(("path", "page"), list(_pages(FIXTURES)))
def test_page_gives_every_comment_its_author_and_its_parent(path: Path, page: Gold) -> None:
    comments, tally = read_page(path.read_bytes(), path.name)
    found = judge(comments, page)
    assert found.f1 == 1
    assert (found.authors_right, found.parents_right) == (found.authors, found.parents)
    assert tally.read == len(comments)
    assert all(comment.time for comment, gold in zip(comments, page["comments"], strict=True) if gold["time"])


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_ids_are_unique_and_parents_are_comments_of_the_page_before_their_answers(path: Path) -> None:
    comments, _ = read_page(path.read_bytes(), path.name)
    seen: set[str] = set()
    for comment in comments:
        assert comment.id not in seen
        assert comment.parent is None or comment.parent in seen
        assert comment.source == f"{path.name}#{comment.id}"
        assert comment.thread == path.name
        seen.add(comment.id)


class TestPagesWithoutComments:
    @pytest.mark.parametrize(
        ("name", "note"),
        [
            ("none_disqus_en", "the page says 74 comments but loads them later from Disqus"),
            ("none_coral_en", "the page says 12 comments but loads them later from Coral"),
            ("none_facebook_fr", "the page loads its comments later from Facebook"),
            ("none_article_en", None),
            ("none_form_only_de", None),
            ("none_reviews_en", None),
            ("none_index_en", None),
        ],
    )
    def test_there_is_none_and_the_note_says_why(self, name: str, note: str | None) -> None:
        comments, tally = read_page((PAGES / f"{name}.html").read_bytes())
        assert comments == []
        assert [text.split(";")[0] for text in tally.notes] == ([note] if note else [])

    def test_a_count_without_a_known_service_says_that_none_stands_in_the_file(self) -> None:
        _, tally = read_page(page_of("<article><h1>Pier</h1><p>It stands.</p></article><h2>31 Kommentare</h2>"))
        assert tally.notes[0].startswith("the page says 31 comments but none stands in the file")

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param('<div class="comment"><a href="#respond">Leave a comment</a></div>', id="link to the form"),
            pytest.param('<ul><li class="comment">{{author}}</li></ul>', id="template"),
            pytest.param(
                "".join(
                    f'<div class="teaser"><h3><a href="/{n}">Story {n}</a></h3><span class="author">By Al</span>'
                    f"<time>May {n}, 2020</time><p>The pier has a new plank.</p></div>"
                    for n in range(1, 6)
                ),
                id="teasers",
            ),
            pytest.param(
                '<div class="author-box"><span class="author">Al Berg</span><p>Al writes on boats since 3 May 2001.</p></div>',
                id="author box",
            ),
        ],
    )
    def test_furniture_is_no_comment(self, body: str) -> None:
        assert read_page(page_of(f"<article><h1>Pier</h1><p>It stands since 1910.</p></article>{body}"))[0] == []


class TestWords:
    def test_paragraphs_and_breaks_are_lines(self) -> None:
        (comment,), _ = read_page(page_of(comment_of(1, "<p>one  <b>bold</b>\n line</p><p>two<br>three</p>")))
        assert comment.text == "one bold line\ntwo\nthree"

    def test_scripts_buttons_and_signatures_are_left_out(self) -> None:
        body = (
            '<p>kept</p><script>x()</script><div class="signature">Fair winds</div><a href="#">Reply</a><p>Report</p>'
        )
        (comment,), _ = read_page(page_of(comment_of(1, body)))
        assert comment.text == "kept"

    def test_quotations_stand_apart(self) -> None:
        body = "<p>Bob wrote:</p><blockquote><p>Sell the ferry.</p></blockquote><p>Never.</p>"
        (comment,), _ = read_page(page_of(comment_of(1, body)))
        assert (comment.text, comment.quoted) == ("Never.", "Bob wrote:\nSell the ferry.")

    def test_a_comment_that_is_all_quotation_keeps_it_as_its_text(self) -> None:
        (comment,), _ = read_page(page_of(comment_of(1, "<blockquote>Sell the ferry.</blockquote>")))
        assert (comment.text, comment.quoted) == ("Sell the ferry.", None)

    @pytest.mark.parametrize(
        ("body", "text", "truncated"),
        [
            ('<p>It was… <a href="#">Read more »</a></p>', "It was…", True),
            ('Es war<span class="x"><span>… </span><span class="readmore">Mehr</span></span>', "Es war…", True),
            ('<p>It was all.</p><span class="read-more-toggle">Read more</span>', "It was all.", False),
            ("<p>And so on...</p>", "And so on...", False),
        ],
        ids=["link", "wpDiscuz", "toggle over the whole text", "a person's own dots"],
    )
    def test_truncation_is_what_the_page_marks(self, body: str, text: str, truncated: bool) -> None:
        (comment,), _ = read_page(page_of(comment_of(1, body)))
        assert (comment.text, comment.truncated) == (text, truncated)

    def test_what_is_left_out_is_counted(self) -> None:
        comments, tally = read_page((PAGES / "odd_things_en.html").read_bytes())
        assert [comment.truncated for comment in comments] == [False, False, False, True]
        assert tally.left_out == {"deleted": 1, "pingbacks": 2}

    def test_an_answer_to_a_deleted_comment_has_no_parent(self) -> None:
        answer = f"<ul>{comment_of(2, '<p>I saw it.</p>', 'Bob')}</ul>"
        outer = comment_of(1, "<p>This comment has been removed.</p>").replace("</li>", f"{answer}</li>")
        comments, tally = read_page(page_of(f"<ol>{outer}</ol>"))
        assert [(comment.id, comment.parent) for comment in comments] == [("2", None)]
        assert tally.left_out == {"deleted": 1}

    def test_a_comment_that_stands_twice_is_read_once(self) -> None:
        comments, tally = read_page(page_of(comment_of(1, "<p>Best one.</p>") + comment_of(1, "<p>Best one.</p>")))
        assert len(comments) == 1
        assert tally.left_out == {"repeated": 1}

    @pytest.mark.parametrize(
        ("shown", "name"),
        [
            ("Posted by: Ada Berg | May 3, 2010 at 10:12 AM", "Ada Berg"),
            ("Comment by Joe — May 3, 2006 @ 9:00 am", "Joe"),
            ("Le 12 mars 2012 à 10:22, par Luc", "Luc"),
            ("On May 3, 2012 at 4pm, John Smith said:", "John Smith"),
            ("#3 Maria schrieb am 3.5.2012:", "Maria"),
            ("von Klaus am 3. Mai 2012 um 12:00 Uhr", "Klaus"),
            ("Иван пишет:", "Иван"),
            ("Paul Pimm - der Herr des Kosmos", "Paul Pimm - der Herr des Kosmos"),
            ("Lore K.", "Lore K."),
            ("De Niro", "De Niro"),
            ("14 hours ago", None),
            ("Reply", None),
        ],
    )
    def test_name_is_taken_from_a_byline(self, shown: str, name: str | None) -> None:
        assert clean_author(shown) == name


class TestProfiles:
    def test_names_are_unique(self) -> None:
        assert len({profile.name for profile in PROFILES}) == len(PROFILES)

    @pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
    def test_selectors_and_patterns_are_sound(self, profile: Any) -> None:
        page = parse("<p class=a>x</p>")
        assert page is not None
        specs = (*profile.author, *profile.time, *profile.body, *profile.id, *profile.parent)
        for selector in (*profile.item, *profile.requires, *profile.drop, *profile.left_out, *specs):
            assert page.index.select(selector.partition("@")[0] or "p") is not None
        assert not profile.ident or "(?P<id>" in profile.ident
        assert not profile.depth[1] or re.compile(profile.depth[1]).groups == 1

    def test_selectors_know_tags_classes_ids_attributes_and_descendants(self) -> None:
        page = parse('<ul id="l"><li class="a b-12" id="c-7" data-x="Yes"><b itemprop="author">x</b></li></ul><b>y</b>')
        assert page is not None
        index: Index = page.index
        for selector in ("li", ".a", ".b-#", ".b-12", "#c-#", "li.a[data-x=yes]", "[data-x^=ye]", "ul li.a", "p, .a"):
            assert [element.tag for element in index.select(selector)] == ["li"], selector
        assert [element.text for element in index.select("li b")] == ["x"]
        assert [element.text for element in index.select("[itemprop=author]")] == ["x"]
        assert index.select("li.c") == index.select("b li") == []

    def test_the_generic_finder_finds_nothing_on_an_empty_page(self) -> None:
        page = parse("<p>words</p>")
        assert page is not None
        assert find_comments(page) is None
