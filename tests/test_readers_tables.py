"""Tables in: every row a comment, exactly as it was written."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from piping import piped

from classifier.errors import ClassifierError, InputError, UsageError
from classifier.readers import read
from classifier.readers.headers import SYNONYMS
from classifier.readers.reading import ReadOptions, Tally
from classifier.reporting.rows import comment_row, render
from classifier.schema import Comment


def texts(content: bytes, **options: Any) -> list[str]:
    return [comment.text for comment in piped(content, **options)]


# Forms


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(b'id,text\na,"one, two"\nb,three\n', "csv", id="comma"),
        pytest.param(b"id\ttext\na\tone, two\nb\tthree\n", "tsv", id="tab"),
        pytest.param(b"id;text\na;one, two\nb;three\n", "csv", id="semicolon"),
        pytest.param(b"id|text\na|one, two\nb|three\n", "csv", id="bar"),
        pytest.param(b'id,text\r\na,"one, two"\r\nb,three\r\n', "csv", id="crlf"),
        pytest.param(b'id,text\ra,"one, two"\rb,three\r', "csv", id="cr"),
        pytest.param(b'\xef\xbb\xbfid,text\na,"one, two"\nb,three', "csv", id="utf8_mark_no_last_newline"),
        pytest.param('id,text\na,"one, two"\nb,three\n'.encode("utf-16"), "csv", id="utf16"),
        pytest.param(gzip.compress(b'id,text\na,"one, two"\nb,three\n'), "csv", id="gzip"),
        pytest.param(b'{"id":"a","text":"one, two"}\n\n{"id":"b","text":"three"}\n', "jsonl", id="json_lines"),
        pytest.param(b'[{"id":"a","text":"one, two"},\n{"id":"b","text":"three"}]', "json", id="json_array"),
        pytest.param(b'[\n{"id":"a",\r\n"text":"one, two"} , {"id":"b","text":"three"}\n]\n', "json", id="json_pretty"),
    ],
)
def test_each_table_form_gives_the_same_comments(content: bytes, form: str) -> None:
    tally = Tally(source="-")
    comments = piped(content, tally)
    assert [(c.id, c.text, c.thread) for c in comments] == [("a", "one, two", "-"), ("b", "three", "-")]
    assert (tally.format, tally.read, tally.notes) == (form, 2, [])


def test_line_ends_and_separators_inside_quotes_stay_as_they_are() -> None:
    inside = "a\nb\r\nc\rd\u2028e\u0085f\x0bg\x0ch"
    assert texts(f'id,text\n1,"{inside}"\n2,next\u2028line\n'.encode()) == [inside, "next\u2028line"]


def test_source_names_the_line_where_the_row_starts(tmp_path: Path) -> None:
    path = tmp_path / "rows of mine.csv"
    path.write_bytes(b'id,text\n1,"two\nlines"\n\n2,after a blank line\n')
    comments = list(read(str(path), ReadOptions(), Tally(source="x")))
    assert [c.source for c in comments] == ["rows of mine.csv:2", "rows of mine.csv:5"]
    assert {c.thread for c in comments} == {"rows of mine.csv"}
    lines = piped(b'\n{"text": "a"}\n\n{"text": "b"}\n')
    assert [c.source for c in lines] == ["-:2", "-:4"]
    array = piped(b'[\n{"text":\n"a"},\n\n{"text": "b"}]')
    assert [c.source for c in array] == ["-:2", "-:5"]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        pytest.param(b'{"n": 2,\n"comments": [\n{"text": "a"},\n{"text": "b"}]}', [3, 4], id="list_of_comments"),
        pytest.param(
            b'{"x": {"data": []},\n"data":[{"text":"a"},\n{"text":"b"}], "tags": ["t"]}', [2, 3], id="key_twice"
        ),
    ],
)
def test_an_object_that_holds_one_list_of_rows_is_read(content: bytes, lines: list[int]) -> None:
    rows = piped(content)
    assert [(c.text, c.source) for c in rows] == [("a", f"-:{lines[0]}"), ("b", f"-:{lines[1]}")]


# Columns


@pytest.mark.parametrize(("field", "header"), [(f, h) for f, names in SYNONYMS.items() for h in names])
def test_every_known_header_is_read_as_its_field(field: str, header: str) -> None:
    value = "yes" if field == "truncated" else "v"
    other = "text" if field != "text" else "stance"
    (comment,) = piped(f"{header.upper()},{other}\n{value},w\n".encode(), format="csv")
    assert getattr(comment, field) == (True if field == "truncated" else "v")


@pytest.mark.parametrize("header", ["Comment Body", " comment_body ", "commentBody", "COMMENT-BODY"])
def test_case_spaces_and_hyphens_of_headers_do_not_matter(header: str) -> None:
    (comment,) = piped(f"{header};stance\nhold fire;dovish\n".encode())
    assert (comment.text, dict(comment.extra)) == ("hold fire", {"stance": "dovish"})


def test_new_york_times_columns_are_known_and_a_parent_of_zero_is_none() -> None:
    table = (
        b"approveDate,articleID,commentBody,commentID,createDate,parentID,userDisplayName\n"
        b"9,a1,Send the diplomats,11.0,1500,0.0,Ada\n9,a1,Or do not,12.0,1501,11.0,Bo\n"
    )
    first, second = piped(table)
    assert (first.id, first.thread, first.parent, first.author) == ("11.0", "a1", None, "Ada")
    assert (second.parent, second.time, dict(second.extra)) == ("11.0", "1501", {"approveDate": "9"})


def test_a_parent_of_zero_is_kept_where_ids_may_be_zero() -> None:
    assert [c.parent for c in piped(b"id,parent,text\n0,,root\n1,0,answer\n")] == [None, "0"]


def test_corpus_columns_are_known() -> None:
    table = b"article_id,comment_counter,author,timestamp,comment_text,toxicity\n7,source1_7_0,Cy,2016,Hm,2\n"
    (comment,) = piped(table)
    assert (comment.id, comment.thread, comment.author, comment.time) == ("source1_7_0", "7", "Cy", "2016")
    assert dict(comment.extra) == {"toxicity": "2"}


def test_the_better_known_header_wins_and_the_other_passes_through() -> None:
    (comment,) = piped(b"comment,id,text\nremark,1,words\n")
    assert (comment.text, dict(comment.extra)) == ("words", {"comment": "remark"})


def test_a_named_column_wins_over_a_known_one() -> None:
    (comment,) = piped(b"text,Kommentar,wer\nno,ja,Eva\n", columns={"text": "kommentar", "author": "wer"})
    assert (comment.text, comment.author, dict(comment.extra)) == ("ja", "Eva", {"text": "no"})


def test_a_named_column_that_is_missing_is_refused_with_the_headers_that_exist() -> None:
    with pytest.raises(InputError, match=r'standard input, line 1: no column "words" among "id", "text"; name one'):
        piped(b"id,text\n1,a\n", columns={"text": "words"})


def test_a_field_that_comments_do_not_have_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match='"mood" is no field of a comment; choose of id, thread'):
        piped(b"id,text\n1,a\n", columns={"mood": "id"})


def test_unknown_columns_stay_in_order_and_untouched() -> None:
    (comment,) = piped(b"z,text,a,,stance\n007, x ,NA, null ,Dovish \n")
    assert list(comment.extra.items()) == [("z", "007"), ("a", "NA"), ("", " null "), ("stance", "Dovish ")]
    assert comment.text == " x "
    (comment,) = piped(b'{"z": {"k": [1, 2.5, null]}, "text": "x", "a": true, "stance": null}', format="jsonl")
    assert list(comment.extra.items()) == [("z", {"k": [1, 2.5, None]}), ("a", True), ("stance", None)]


def test_json_rows_may_differ_in_their_keys() -> None:
    rows = piped(b'{"text": "a", "x": 1}\n{"author": "Bo", "body": "b"}\n')
    assert [(c.text, c.author, dict(c.extra)) for c in rows] == [("a", None, {"x": 1}), ("b", "Bo", {})]


def test_a_json_value_that_cannot_be_its_field_stays_an_extra_column() -> None:
    (comment,) = piped(b'{"text": "a", "user": {"name": "Bo"}, "id": 7, "time": 1.5, "truncated": "perhaps"}')
    assert (comment.id, comment.author, comment.time, comment.truncated) == ("7", None, "1.5", False)
    assert dict(comment.extra) == {"user": {"name": "Bo"}, "truncated": "perhaps"}


# Rows in = rows out


def test_empty_texts_and_repeated_ids_are_rows_too() -> None:
    rows = piped(b"id,text\nx,\nx,again\n,third\n")
    assert [(c.id, c.text) for c in rows] == [("x", ""), ("x", "again"), ("3", "third")]


@pytest.mark.parametrize("word", ["NA", "null", "None", "007", "1e5", "nan", "true", "-"])
def test_words_that_look_like_values_stay_strings(word: str) -> None:
    (comment,) = piped(f"id,text,parent\n{word},{word},{word}\n".encode())
    assert (comment.id, comment.text, comment.parent) == (word, word, word)


def test_blank_lines_of_a_one_column_table_are_counted_and_quoted_empty_cells_are_rows() -> None:
    tally = Tally(source="-")
    assert [c.text for c in piped(b'text\na\n\n""\nb\n', tally)] == ["a", "", "b"]
    assert tally.left_out == {"blank line": 1}


def test_a_cell_far_beyond_the_csv_modules_own_limit_is_read() -> None:
    long = "war " * 260_000
    assert texts(f'id,text\n1,"{long}"\n'.encode()) == [long]


def test_lone_surrogates_of_json_escapes_are_kept() -> None:
    assert texts(b'{"text": "a\\ud800b"}\n{"text": "c"}\n') == ["a\ud800b", "c"]


def test_numbers_of_json_are_read_exactly_as_python_reads_them() -> None:
    (comment,) = piped(b'{"text": "a", "n": 123456789012345678901234567890, "f": 0.1}')
    assert comment.extra == json.loads('{"n": 123456789012345678901234567890, "f": 0.1}')


_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("\udc80\udfff\u2028\r\n\"',;\t|")
_TEXT = st.text(_CHARACTERS, max_size=40)
_NAME = st.text(_CHARACTERS, min_size=1, max_size=20)
_COMMENT = st.builds(
    Comment,
    text=_TEXT,
    id=_NAME,
    thread=_NAME,
    parent=st.none() | _NAME,
    author=st.none() | _NAME,
    time=st.none() | _NAME,
    quoted=st.none() | _NAME,
    truncated=st.booleans(),
    source=_NAME,
    extra=st.fixed_dictionaries({"stance": _TEXT, "Mood ring": _TEXT}),
)


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
@settings(max_examples=150, deadline=None)
@given(comments=st.lists(_COMMENT, min_size=1, max_size=5))
def test_what_was_written_reads_back_equal(form: str, comments: list[Comment]) -> None:
    assert piped(b"".join(render(map(comment_row, comments), form))) == comments


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@settings(max_examples=80, deadline=None)
@given(cells=st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=6), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_csv_row_is_one_comment(delimiter: str, cells: list[tuple[str, str]], end: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "mood"), *cells])
    rows = piped(buffer.getvalue().encode("utf-8", "surrogatepass"))
    assert [(c.text, c.extra["mood"]) for c in rows] == cells


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json"])
@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=80) | st.text('[]{}":,\n\r\\text01e', max_size=60).map(str.encode))
def test_any_bytes_give_comments_or_one_error_of_ours(form: str, content: bytes) -> None:
    try:
        comments = piped(b"text\n" * (form in ("csv", "tsv")) + content, format=form)
    except ClassifierError:
        return
    assert comments
