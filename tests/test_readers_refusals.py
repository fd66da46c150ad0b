"""Tables that cannot be read end in one error with file and line; sizes are bounded, memory stays flat."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from piping import Pipe, piped

from classifier.errors import InputError
from classifier.readers import read
from classifier.readers.reading import MAX_COMMENT_BYTES, ReadOptions, Tally
from classifier.reporting.rows import render
from classifier.schema import Comment

# Refused, with file and line


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            b"id,mood\n1,x\n", r'line 1: no text column among "id", "mood"; name it with --text-column', id="no_text"
        ),
        pytest.param(b"id,text\n1,a\n2,b,c\n", "line 3: 3 cells where the header has 2; quote", id="more_cells"),
        pytest.param(b"id,text\n1,a\n2\n", "line 3: 1 cell where the header has 2", id="fewer_cells"),
        pytest.param(b'id,text\n1,a\n2,"b\n3,c\n', "line 3: a quote that opens here is never closed", id="open_quote"),
        pytest.param(b'id,text\n1,a\n2,"b" c\n', "line 3: text follows a closing quote", id="after_quote"),
        pytest.param(b"text,Text\na,b\n", 'line 1: two columns are named "text" and "Text"; rename one', id="twice"),
        pytest.param(b"text,x,x\na,b,c\n", 'line 1: two columns are named "x"; rename one', id="unknown_twice"),
        pytest.param(b"text,,\na,,b\n", "line 2: a cell stands under no header", id="unnamed_twice"),
        pytest.param(b"id,text\n1,a\n2,b\0c\n", r"line 3, byte|line 3: byte 16 is NUL", id="nul"),
        pytest.param(b"id,text\n1,\xc3\xa9\n2,b\xff\n", r"line 3: byte 17 \(0xff\) is not UTF-8", id="bad_utf8"),
        pytest.param(b"id,text\n1,\xe9\n2,b\x81\n", r"line 3: byte 16 \(0x81\) is not Windows-1252", id="bad_cp1252"),
        pytest.param("id,text\n1,a\n".encode("utf-16") + b"x", "line 3: byte 27 .* is not UTF-16", id="bad_utf16"),
        pytest.param(b"id,text\n", "holds no row of a comment", id="header_only"),
        pytest.param(b'{"text": "a"}\n{"id": 1}\n', 'line 2: no text column among "id"', id="json_no_text"),
        pytest.param(b'{"text": "a"}\n{"text": null}\n', "line 2: the text is null, not a text", id="json_null"),
        pytest.param(b'{"text": "a"}\n{"text": 7}\n', "line 2: the text is a number, not a text", id="json_number"),
        pytest.param(b'{"text": "a"}\n{"text": ["b"]}\n', "line 2: the text is a list, not a text", id="json_list"),
        pytest.param(b'{"text": "a"}\n[1]\n', "line 2: a list where an object", id="json_not_object"),
        pytest.param(b'{"text": "a"}\n{"text": "b"\n', "line 2: invalid JSON: .*column 13", id="json_broken"),
        pytest.param(b'{"text": "a"}\n{"text": "b"} x\n', "line 2: invalid JSON: more text after", id="json_more"),
        pytest.param(b'{"text": "a"}\n{"text": "b", "n": NaN}\n', "line 2: invalid JSON: NaN is not JSON", id="nan"),
        pytest.param(
            b'{"text": "a"}\n{"text": "b", "n": -Infinity}\n', "line 2: invalid JSON: -Infinity", id="infinity"
        ),
        pytest.param(b'{"text": "a"}\n{"text": "b", "n": 1e999}\n', "line 2: .*1e999 is too large", id="float"),
        pytest.param(b'{"text": "a"}\n{"text": "b", "text": "c"}\n', 'line 2: .*"text" stands twice', id="key_twice"),
        pytest.param(
            b'{"text": "a"}\n{"text": "b", "n": %s}\n' % (b"9" * 5000), "line 2: .*too many digits", id="huge_int"
        ),
        pytest.param(
            b'{"text": "a"}\n{"text": "b", "n": %s}\n' % (b"[" * 100_000 + b"]" * 100_000),
            "line 2: .*nested",
            id="deep",
        ),
        pytest.param(
            b'{"text": "a"}\n{"text": "b", "n": %s}\n' % (b"[" * 150 + b"]" * 150), "line 2: .*than 100", id="less_deep"
        ),
        pytest.param(b'[{"text": "a"},\n{"text": 7}]', "line 2: the text is a number", id="array_number"),
        pytest.param(b'[{"text": "a"},\n7]', "line 2: a number where an object", id="array_item"),
        pytest.param(b'[{"text": "a"}\n{"text": "b"}]', "line 2: invalid JSON: a comma", id="array_comma"),
        pytest.param(b'[{"text": "a"},\n]', "line 2: invalid JSON: expecting value", id="array_trailing_comma"),
        pytest.param(b'[{"text": "a"},\n\n{"text": "b"', "line 3: invalid JSON", id="array_cut_off"),
        pytest.param(b'[{"text": "a", "n": %s}]' % (b"[" * 100_000), "line 1: .*nested", id="array_deep"),
        pytest.param(b'{"a": [{"x": 1}], "b": [{"y": 1}]}', 'line 1: no text column among "a", "b"', id="two_lists"),
        pytest.param(b"[]", "holds no row of a comment", id="array_empty"),
    ],
)
def test_what_cannot_be_a_row_is_refused_with_its_line(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=f"^standard input(, |: ).*{message.lstrip('^')}"):
        piped(content)


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_fifty_thousand_columns_are_refused_with_the_line(form: str) -> None:
    row = {"text": "a", **{f"k{i}": "" for i in range(50_000)}}
    line = 2 if form == "json" else 1
    with pytest.raises(InputError, match=f"line {line}: 50,001 columns, more than 10,000"):
        piped(b"".join(render([row], form)), format=form)


def test_the_file_is_named_without_what_could_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "red\x1b[31m.csv"
    path.write_bytes(b"id,text\n1\n")
    with pytest.raises(InputError, match=r"red\\x1b\[31m\.csv, line 2: 1 cell"):
        list(read(str(path), ReadOptions(), Tally(source="x")))


# Sizes


class Repeating(io.RawIOBase):
    """A stream of ``size`` bytes made of one block again and again, never held as a whole."""

    def __init__(self, head: bytes, block: bytes, size: int) -> None:
        self._head, self._block, self._left = head, block * (1 + (1 << 15) // len(block)), size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._head and self._left > 0:
            self._head = self._block
        part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        self._left -= len(part)
        buffer[: len(part)] = part
        return len(part)


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def start(head: bytes, block: bytes, size: int) -> Iterator[Comment]:
        monkeypatch.setattr(sys, "stdin", Pipe(Repeating(head, block, size)))
        return read("-", ReadOptions(), Tally(source="-"))

    return start  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("head", "block"),
    [
        pytest.param(b"id,text\n", b'1,"the same words, again\nand again"\n', id="csv"),
        pytest.param(b"", b'{"id": 1, "text": "the same words, again and again"}\n', id="jsonl"),
    ],
)
def test_a_long_stream_is_read_in_flat_memory(stream: Any, head: bytes, block: bytes) -> None:
    comments = stream(head, block, 3_000_000)
    next(comments)
    tracemalloc.start()
    try:
        assert sum(1 for _ in comments) > 50_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("head", "block", "message"),
    [
        pytest.param(b"id,text\n1,", b"a" * 997, "line 2: is longer than 20,000,000 bytes", id="csv_line"),
        pytest.param(b'id,text\n1,"', b"a" * 96 + b"\n", r"line 2: is a quote left open\? The row is", id="csv_row"),
        pytest.param(b'{"text": "a"}\n{"text": "', b"a" * 997, "line 2: is longer than 20,000,000", id="json_line"),
    ],
)
def test_a_row_without_end_is_refused_at_the_limit(stream: Any, head: bytes, block: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(stream(head, block, 10**12))


def test_a_comment_beyond_the_limit_in_bytes_is_refused() -> None:
    content = ('{"id": "1", "text": "' + "é" * (MAX_COMMENT_BYTES // 2 + 1) + '"}\n{"text": ""}\n').encode()
    with pytest.raises(InputError, match=r"the comment at -:1 is longer than 20,000,000 bytes"):
        piped(content)


def test_a_gzip_bomb_of_rows_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "rows.gz"
    with gzip.open(path, "wb") as file:
        file.write(b"id,text\n")
        for _ in range(60):
            file.write(b"1,a\n" * 1000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read(str(path), ReadOptions(), Tally(source="x"))) == 60_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
