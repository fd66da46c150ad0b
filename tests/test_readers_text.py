"""Reading comments from text dumps: invented pages of every shape, pages of other projects where present, hostile text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from extraction import DEVELOPMENT, FIXTURES, Judgement, judge, read_gold
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.readers.reading import Tally
from classifier.readers.text import read_text
from classifier.schema import Comment

SEEDS = DEVELOPMENT.parent / "seeds"
PAGES = read_gold(FIXTURES / "gold.jsonl", "text")
DUMPS = read_gold(DEVELOPMENT / "gold.jsonl", "text")


def read(document: str, source: str = "page.txt") -> tuple[list[Comment], Tally]:
    tally = Tally(source=source)
    return list(read_text(document, source, tally)), tally


def read_file(path: Path) -> tuple[list[Comment], Tally]:
    return read(path.read_text(encoding="utf-8"), path.name)


def name_of(page: Any) -> str:
    return Path(page["file"]).stem


class TestInventedPages:
    @pytest.mark.parametrize("page", [pytest.param(page, id=name_of(page)) for page in PAGES])
    def test_every_comment_is_found_with_its_author_and_parent(self, page: Any) -> None:
        comments, _ = read_file(FIXTURES / page["file"])
        found = judge(comments, page)
        assert found.matched == found.extracted == found.required
        assert found.authors_right == found.authors
        assert found.parents_right == found.parents

    @pytest.mark.parametrize("page", [pytest.param(page, id=name_of(page)) for page in PAGES if page["n"]])
    def test_only_cut_comments_are_flagged(self, page: Any) -> None:
        comments, _ = read_file(FIXTURES / page["file"])
        cut = [entry.get("truncated", False) for entry in page["comments"]]
        assert [comment.truncated for comment in comments] == cut

    @pytest.mark.parametrize("page", [pytest.param(page, id=name_of(page)) for page in PAGES if page["n"]])
    def test_no_author_is_made_up(self, page: Any) -> None:
        comments, _ = read_file(FIXTURES / page["file"])
        shown = [entry["author"] is not None for entry in page["comments"]]
        assert [comment.author is not None for comment in comments] == shown

    def test_the_gold_holds_pages_of_every_kind(self) -> None:
        assert len(PAGES) >= 30
        assert sum(page["n"] == 0 for page in PAGES) >= 5


@pytest.mark.skipif(not DUMPS, reason="pages of other projects are not here")
class TestPagesOfOtherProjects:
    def test_dumps_are_read_at_the_goal(self) -> None:
        total = Judgement()
        for page in DUMPS:
            comments, _ = read_file(DEVELOPMENT / page["file"])
            total += judge(comments, page)
        assert total.f1 >= 0.90
        assert total.authors_right >= 0.95 * total.authors > 0

    @pytest.mark.parametrize("page", [pytest.param(page, id=name_of(page)) for page in DUMPS if not page["n"]])
    def test_an_article_gives_no_comment_and_a_reason(self, page: Any) -> None:
        comments, tally = read_file(DEVELOPMENT / page["file"])
        assert comments == []
        assert len(tally.notes) == 1

    def test_the_thread_of_the_seed_page_is_read_whole(self) -> None:
        comments, _ = read_file(next(SEEDS.glob("002_*")))
        assert len(comments) == 17
        assert sum(comment.author == "David Stephen" for comment in comments) == 3
        assert sum(comment.truncated for comment in comments) == 5
        assert not any("Read more" in comment.text for comment in comments)
        reply = comments[3]
        assert reply.quoted.startswith("@maurice10 “")
        assert reply.quoted.endswith("camp,”")
        assert "“" not in reply.text
        assert reply.parent == "3"


class TestFields:
    DISQUS = "3 Comments\n\nAda • 2 years ago\nFirst words here.\n\n{}\nBo • a year ago\nOther words here.\n"

    def test_ids_count_and_sources_name_the_line(self) -> None:
        comments, tally = read(self.DISQUS.format(""))
        assert [comment.id for comment in comments] == ["1", "2"]
        assert [comment.source for comment in comments] == ["page.txt:3", "page.txt:7"]
        assert [comment.thread for comment in comments] == ["page.txt", "page.txt"]
        assert tally.read == 2

    def test_times_stand_as_shown(self) -> None:
        comments, _ = read(self.DISQUS.format(""))
        assert [comment.time for comment in comments] == ["2 years ago", "a year ago"]

    @pytest.mark.parametrize(
        "words",
        [
            "[deleted]",
            "This comment was removed by a moderator.",
            "Dieser Kommentar wurde gelöscht.",
            "Комментарий удалён",
        ],
    )
    def test_a_deleted_comment_is_left_out_and_counted(self, words: str) -> None:
        comments, tally = read(self.DISQUS.format(f"Cy • 2 years ago\n{words}\n"))
        assert [comment.author for comment in comments] == ["Ada", "Bo"]
        assert tally.left_out == {"deleted": 1}

    def test_a_pingback_is_left_out_and_counted(self) -> None:
        page = "2 Comments\n\nAda says:\nMay 3, 2018 at 2:00 pm\n\nOne.\n\nPingback: Another page, far away\n\n"
        comments, tally = read(page + "Bo says:\nMay 4, 2018 at 2:00 pm\n\nTwo.\n")
        assert [comment.text for comment in comments] == ["One.", "Two."]
        assert tally.left_out == {"pingback": 1}

    def test_a_page_that_loads_its_comments_later_says_so(self) -> None:
        _, tally = read("Title\n\nSome article.\n\n74 Comments\n\nLoading comments from Disqus\n")
        assert tally.notes == ["the page loads 74 comments later from Disqus, so the saved text holds none"]

    def test_fewer_comments_than_the_page_says_are_noted(self) -> None:
        _, tally = read(self.DISQUS.format(""))
        assert tally.notes == ["the page says 3 comments, the saved text holds 2"]


class TestReplies:
    @staticmethod
    def reply(text: str) -> Comment:
        first = "Ada • 3 years ago\nThe harbour froze twice in that winter, and nobody drowned.\n\n"
        comments, _ = read(f"2 Comments\n\n{first}Bo • 2 years ago\n{text}\n")
        return comments[1]

    def test_a_name_after_an_at_sign_is_whom_it_answers(self) -> None:
        assert self.reply("@Ada I was there.").parent == "1"

    def test_an_unknown_name_answers_nobody(self) -> None:
        assert self.reply("@Zoe I was there.").parent is None

    def test_quoted_words_of_another_comment_are_taken_off(self) -> None:
        comment = self.reply("“nobody drowned.”\n\nMy uncle did.")
        assert (comment.quoted, comment.text, comment.parent) == ("“nobody drowned.”", "My uncle did.", "1")

    def test_words_in_quotation_marks_that_nobody_wrote_stay(self) -> None:
        comment = self.reply("“Never again.”\n\nThat is what they always say.")
        assert comment.quoted is None
        assert comment.text.startswith("“Never again.”")

    def test_a_quotation_inside_the_first_sentence_stays(self) -> None:
        assert self.reply("“nobody drowned” is a bold thing to say").quoted is None

    def test_a_comment_of_nothing_but_a_quotation_keeps_its_words(self) -> None:
        assert self.reply("“nobody drowned.”").text == "“nobody drowned.”"

    def test_what_follows_wrote_is_taken_off_as_far_as_it_was_written(self) -> None:
        comment = self.reply("Ada wrote:\nThe harbour froze twice in that winter, and nobody drowned. Says who?")
        assert (comment.text, comment.parent) == ("Says who?", "1")

    def test_lines_marked_as_quoted_are_taken_off(self) -> None:
        comment = self.reply("> The harbour froze twice\n\nOnce.")
        assert (comment.quoted, comment.text) == ("The harbour froze twice", "Once.")


class TestArticles:
    PARAGRAPHS = "\n\n".join(
        f"Paragraph {n} of a long article that says one thing, and then says it again." for n in range(9)
    )

    @pytest.mark.parametrize(
        "page",
        [
            pytest.param(PARAGRAPHS, id="paragraphs"),
            pytest.param(PARAGRAPHS.replace("\n\n", "\n\n\n"), id="wide gaps without a heading"),
            pytest.param(f"Comments\n\n{PARAGRAPHS}", id="a menu item above the article"),
            pytest.param(f"3 Comments\n\n{PARAGRAPHS}", id="a count above the article"),
            pytest.param(f"By Ada Lind | 3 May 2018\n\n{PARAGRAPHS}\n\n0 Comments", id="a byline"),
            pytest.param(f"{PARAGRAPHS}\n\nThe minister said:\n\nWe shall see.\n\nLeave a Reply", id="a quotation"),
            pytest.param(PARAGRAPHS.replace("\n\n", "\n\nShare\n\n"), id="share buttons"),
            pytest.param(
                f"{PARAGRAPHS}\n\nRelated\n\nOne\n2 hours ago\nTwo\n3 hours ago\nThree\n4 hours ago", id="related"
            ),
        ],
    )
    def test_no_paragraph_becomes_a_comment(self, page: str) -> None:
        comments, tally = read(page)
        assert comments == []
        assert tally.notes


class TestFurniture:
    def test_words_inside_a_line_stay(self) -> None:
        page = "2 Comments\n\nAda • 1 year ago\nReply to this if you like.\n\nReply\n\nBo • 1 year ago\nShare it.\n\nReply\n"
        comments, _ = read(page)
        assert [comment.text for comment in comments] == ["Reply to this if you like.", "Share it."]

    def test_wrapped_lines_become_paragraphs_again(self) -> None:
        long = " ".join(["harbour"] * 60)
        lines = "\n".join(" ".join(["harbour"] * 10) for _ in range(6))
        page = f"2 Comments\n\nAda says:\nMay 3, 2018 at 2:00 pm\n\n{lines}\n\nReply\n\nBo says:\nMay 4, 2018 at 2:00 pm\n\n"
        comments, _ = read(f"{page}{lines}\n\nReply\n")
        assert [comment.text for comment in comments] == [long, long]

    def test_a_line_under_every_comment_is_the_page_s_in_any_language(self) -> None:
        page = "3 Comments\n\n" + "".join(
            f"{name} • 1 year ago\nWords of {name}.\nVasta tähän\n\n" for name in ("Ada", "Bo", "Cy")
        )
        comments, _ = read(page)
        assert [comment.text for comment in comments] == ["Words of Ada.", "Words of Bo.", "Words of Cy."]

    def test_what_everybody_wrote_stays(self) -> None:
        comments, _ = read("3 Comments\n\n" + "".join(f"{name} • 1 year ago\nYes.\n\n" for name in ("Ada", "Bo", "Cy")))
        assert [comment.text for comment in comments] == ["Yes."] * 3

    def test_the_page_after_the_thread_is_no_part_of_the_last_comment(self) -> None:
        page = "2 Comments\n\nAda says:\nMay 3, 2018 at 2:00 pm\n\nOne.\n\nBo says:\nMay 4, 2018 at 2:00 pm\n\nTwo.\n\n"
        comments, _ = read(f"{page}Leave a Reply\n\nName\n\nMost viewed\n\nA story of something else.\n")
        assert comments[-1].text == "Two."


HOSTILE = st.text(alphabet=st.sampled_from('ab1:.•|>@"“”[]()*_-\n\n  é月') | st.characters(codec="utf-8"), max_size=300)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, st.sampled_from(["", "2 Comments\n\n", "Ada says:\n", "Ada • 2 years ago\nhello\n"]))
def test_any_text_is_read_without_an_error(text: str, start: str) -> None:
    comments, tally = read(start + text)
    assert len(comments) == tally.read
    assert all(comment.text.strip() for comment in comments)
    assert [comment.id for comment in comments] == [str(n + 1) for n in range(len(comments))]
    assert all(comment.parent is None or int(comment.parent) < int(comment.id) for comment in comments)


@pytest.mark.parametrize(
    "unit",
    [
        "\n",
        "a\n",
        "Reply\n",
        "• a\n",
        "Ada says:\n",
        "2 years ago\n",
        "[a](",
        "> ",
        "| a | b |\n",
        "_",
        "12 Comments\n",
        "Jan ",
    ],
    ids=[
        "blank",
        "letters",
        "controls",
        "items",
        "says",
        "ages",
        "links",
        "angles",
        "rows",
        "rules",
        "headings",
        "months",
    ],
)
def test_long_repeating_input_is_read(unit: str) -> None:
    comments, tally = read(unit * (100_000 // len(unit)))
    assert len(comments) == tally.read
