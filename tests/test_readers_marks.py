"""Marks of dates, names, controls, cut and deleted comments, told from ordinary words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.readers.marks import (
    clean_name,
    date_in_line,
    find_date,
    is_control,
    is_deleted,
    opening,
    split_truncation,
)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("October 20, 2019 at 1:31 pm", "October 20, 2019 at 1:31 pm"),
        ("3. März 2018 um 14:32 Uhr", "3. März 2018 um 14:32 Uhr"),
        ("12 mars 2018 à 14 h 32 min", "12 mars 2018 à 14 h 32 min"),
        ("12 marzo, 2018 a las 2:32 pm", "12 marzo, 2018 a las 2:32 pm"),
        ("12.03.2018 в 14:32", "12.03.2018 в 14:32"),
        ("1 Stunde 51 Minuten her", "1 Stunde 51 Minuten her"),
        ("il y a 3 ans", "il y a 3 ans"),
        ("hace 2 años", "hace 2 años"),
        ("2 года назад", "2 года назад"),
        ("2 years ago (edited)", "2 years ago"),
        ("on Jan 2, 2018", "Jan 2, 2018"),
        ("5 y", "5 y"),
        ("I met him on 5 May", None),
        ("May they rest", None),
        ("310 million", None),
    ],
)
def test_a_line_that_is_a_date_is_told_from_one_that_holds_one(line: str, date: str | None) -> None:
    assert date_in_line(line) == date


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("**Ada Lovelace** :", "Ada Lovelace"),
        ("ada@example.org'ada@example.org' Ada", "Ada"),
        ("Ada Ada", "Ada"),
        ("u/ada avatar", "ada"),
        ("Prof. Tan, Singapore", "Prof. Tan, Singapore"),
        ("Reply", None),
        ("Their solution is submission.", None),
        ("Senior Member", None),
        ("3 years ago", None),
    ],
)
def test_a_name_is_told_from_other_short_lines(line: str, name: str | None) -> None:
    assert clean_name(line) == name


@pytest.mark.parametrize(
    "line", ["3 • Reply • Share ›", "ReplyDelete", "Like · Reply · 2 · 3y", "12", "Antworten", "▲"]
)
def test_controls_are_known(line: str) -> None:
    assert is_control(line)


@pytest.mark.parametrize("line", ["Like this book", "Share it.", "Top dog", "I reply", "Number one reply"])
def test_words_are_no_controls(line: str) -> None:
    assert not is_control(line)


@pytest.mark.parametrize(
    ("text", "own", "cut"),
    [
        ("US troop on… Read more »", "US troop on", True),
        ("innen und außen… Mehr", "innen und außen", True),
        ("the end… Lire la suite", "the end", True),
        ("I want to read more", "I want to read more", False),
        ("I want to know more...", "I want to know more...", False),
        ("and so on…", "and so on…", False),
    ],
)
def test_a_cut_comment_loses_its_label_and_dots(text: str, own: str, cut: bool) -> None:
    assert split_truncation(text) == (own, cut)


@pytest.mark.parametrize("text", ["I deleted it", "This comment was funny", "[deleted] was right about that"])
def test_talk_of_deleting_is_no_deleted_comment(text: str) -> None:
    assert not is_deleted(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=250))
def test_marks_accept_any_line(line: str) -> None:
    span = find_date(line)
    assert span is None or 0 <= span[0] < span[1] <= len(line)
    own, _ = split_truncation(line)
    assert len(own) <= len(line)
    found = opening(line)
    assert found is None or (found.own and found.quote)
