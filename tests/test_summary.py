"""The summary of a thread, for scripts and for people, and the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from classifier.model import Model
from classifier.prediction import predict
from classifier.prevalence import Prevalence
from classifier.reporting.card import model_card, render_card
from classifier.reporting.page import render_page
from classifier.reporting.summary import headline, render_summary
from classifier.schema import Comment
from classifier.summary import split_threads, summarize, undecided

COMMENTS = [
    Comment(text="no deal with the generals, ever", id="1", thread="t", author="Ann"),
    Comment(text="let the envoys talk, please 👏", id="2", thread="t", author="Bob", parent="1"),
    Comment(text="no deal with the generals, ever!", id="3", thread="t", author="Ann", truncated=True),
    Comment(text="the map has east and west swapped", id="4", thread="t"),
    Comment(text="  ", id="5", thread="t", author="Cid"),
    Comment(text="lift the blockade and send doctors", id="6", thread="t", author="Bob", parent="2"),
    Comment(text="weakness got the bridge blown up", id="7", thread="t", author="Ann", parent="6"),
]
HOSTILE = (
    "</p><script>alert(1)</script><img src=x onerror=alert(1)> \x1b[31m \u202egnp.exe & \"quoted\" 'single' {{ 7*7 }}"
)


@pytest.fixture
def summary(tiny_model: Model) -> dict:
    (thread,) = split_threads(predict(tiny_model, COMMENTS))
    return summarize(tiny_model, thread)


def test_counts_are_right(summary: dict) -> None:
    assert (summary["n"], summary["n_empty"], summary["n_truncated"]) == (6, 1, 1)
    assert (summary["n_writers"], summary["n_without_author"]) == (2, 1)
    assert summary["most_active"][0] == {"author": "Ann", "n": 3}
    assert sum(map(sum, summary["cross_table"]["n"])) == 6
    places = summary["top_level_and_replies"]
    assert (sum(places["top_level"].values()), sum(places["replies"].values())) == (3, 3)
    assert sum(answer["n"] for answer in summary["answers"]) == 3
    assert summary["near_identical"] == [["1", "3"]]


def test_shares_have_intervals_and_sum_to_one(summary: dict) -> None:
    for shares in summary["shares"].values():
        assert sum(share["estimate"] for share in shares.values()) == pytest.approx(1)
        assert sum(share["counted"] for share in shares.values()) == pytest.approx(1)
        for share in shares.values():
            low, high = share["ci95"]
            assert 0 <= low <= share["estimate"] <= high <= 1


def test_few_writers_are_counted_once_each(tiny_model: Model) -> None:
    comments = [Comment(text=f"no deal ever {i}", id=str(i), thread="t", author=f"w{i % 3}") for i in range(12)]
    (thread,) = split_threads(predict(tiny_model, comments))
    summary = summarize(tiny_model, thread)
    assert sum(summary["by_writer"].values()) == pytest.approx(1)
    assert any("three most active writers wrote 100%" in warning for warning in summary["warnings"])


def test_a_handful_of_signed_comments_gives_no_shares_by_writer(summary: dict) -> None:
    assert summary["by_writer"] is None


def test_people_read_the_same_numbers(summary: dict) -> None:
    text = render_summary(summary, unicode=False)
    assert headline(summary, "stance") in text
    assert re.search(r"hawkish \d+% \(\d+ to \d+\)", text)
    assert text.isascii()


@pytest.mark.parametrize(
    ("texts", "warning"),
    [
        (["Ganz andere Wörter stehen hier im Satz"] * 2, "knows only"),
        (["the Fed will hike again, inflation is sticky"] * 2, "central banks"),
        (["when was this article written, and who wrote the article"] * 2, "100% of the comments take no side"),
    ],
    ids=["another language", "central banks", "no side"],
)
def test_it_says_when_a_thread_is_outside_what_the_model_knows(texts: list, warning: str, tiny_model: Model) -> None:
    comments = [Comment(text=f"{text} {i}", id=str(i), thread="t") for i, text in enumerate(texts)]
    (thread,) = split_threads(predict(tiny_model, comments))
    assert any(warning in found for found in summarize(tiny_model, thread)["warnings"])


def test_it_says_when_two_shares_cannot_be_told_apart() -> None:
    share = np.array([0.5, 0.3, 0.2])
    clear = Prevalence(share=share, low=share - 0.05, high=share + 0.05, method="")
    vague = Prevalence(share=share, low=share - 0.2, high=share + 0.2, method="")
    assert undecided(("a", "b", "c"), clear) is None
    assert undecided(("a", "b", "c"), vague) == "the intervals of a and b overlap: which is larger cannot be told"


def test_a_thread_of_empty_comments_has_no_shares(tiny_model: Model) -> None:
    (thread,) = split_threads(predict(tiny_model, [Comment(text="", id="1", thread="t")]))
    summary = summarize(tiny_model, thread)
    assert (summary["n"], summary["n_empty"], summary["shares"]) == (0, 1, {})
    assert "0 comments, 1 empty" in render_summary(summary)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.addresses += [
            value for name, value in attrs if name in ("src", "href", "action", "style") or name.startswith("on")
        ]

    def handle_data(self, data) -> None:
        self.text.append(data)


def page_of(model: Model, comments: list[Comment]) -> _Tags:
    threads = split_threads(predict(model, comments))
    summaries = [summarize(model, thread) for thread in threads]
    html = render_page(model, threads, summaries, model_card(model, "m.joblib", "0" * 64, 3))
    parser = _Tags()
    parser.feed(html)
    return parser


def test_the_page_holds_every_comment_and_loads_nothing(tiny_model: Model) -> None:
    page = page_of(tiny_model, COMMENTS)
    assert page.tags.count("article") == len(COMMENTS)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert page.addresses == []
    assert "mark" in page.tags
    text = "".join(page.text)
    assert all(comment.text.strip() in text for comment in COMMENTS)


def test_a_hostile_comment_stays_text_wherever_it_stands(tiny_model: Model) -> None:
    comment = Comment(text=HOSTILE, id=HOSTILE, thread=HOSTILE, author=HOSTILE, time=HOSTILE, quoted=HOSTILE)
    page = page_of(tiny_model, [comment])
    assert page.tags.count("article") == 1
    assert not {"script", "img"} & set(page.tags)
    assert page.addresses == []
    text = "".join(page.text)
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_card_tells_labels_scores_and_strongest_words(tiny_model: Model) -> None:
    card = model_card(tiny_model, "m.joblib", "ab" * 32, 3)
    text = render_card(card)
    assert "ab" * 32 in text
    for task in tiny_model.tasks:
        for label in task.labels:
            assert len(card["tasks"][task.name]["strongest"][label]) == 3
            assert label in text
