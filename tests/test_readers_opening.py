"""What the user names is opened and unpacked, or refused in one sentence."""

from __future__ import annotations

import gzip
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from piping import Pipe

from classifier.errors import InputError, UsageError
from classifier.readers import expand, opening, read
from classifier.readers.opening import Origin, origin_of
from classifier.readers.reading import ReadOptions, Tally
from classifier.schema import Comment

TABLE = b"id,text\n1,a\n"


def comments(source: str | Path, tally: Tally | None = None, **options: Any) -> list[Comment]:
    return list(read(str(source), ReadOptions(**options), tally or Tally(source=str(source))))


# Opening


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv: there is no such file; check the name"):
        comments(tmp_path / "nowhere.csv")


def test_a_folder_is_not_read_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        comments(tmp_path)


def test_a_link_to_nothing_and_a_loop_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to("gone.csv")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(InputError, match=r"broken: is a link to gone\.csv, which does not exist"):
        comments(tmp_path / "broken")
    with pytest.raises(InputError, match="loop: is a link that leads back to itself"):
        comments(tmp_path / "loop")


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/tty"])
def test_devices_are_refused(device: str) -> None:
    with pytest.raises(InputError, match=f"{device}: is a device or socket"):
        comments(device)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(TABLE)
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read by you"):
        comments(path)


def test_a_permission_error_becomes_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(opening.os, "stat", refuse)
    with pytest.raises(InputError, match=r"mine\.csv: may not be read by you; change its permissions"):
        comments("mine.csv")


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(TABLE,))
    writer.start()
    assert [c.text for c in comments(path)] == ["a"]
    writer.join()


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_is_read_and_left_open(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Pipe(TABLE)
    monkeypatch.setattr(sys, "stdin", pipe)
    assert [(c.thread, c.source) for c in comments(name)] == [("-", "-:2")]
    assert not pipe.buffer.closed


def test_a_closed_standard_input_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input: is closed; name a file"):
        comments("-")


@pytest.mark.parametrize("name", ["with space.csv", "[bold]x[red].csv", "-dash.csv", "été.csv", "a:b.csv"])
def test_names_are_kept_in_the_source(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(TABLE)
    assert [(c.thread, c.source) for c in comments(tmp_path / name)] == [(name, f"{name}:2")]


def test_a_name_that_is_not_utf8_is_written_as_an_escape(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")
    Path(path).write_bytes(TABLE)
    assert [c.source for c in comments(path)] == ["caf\\xe9.csv:2"]
    Path(path).write_bytes(b"")
    with pytest.raises(InputError, match=r"caf\\udce9\.csv: is empty"):
        comments(path)


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000])
def test_names_that_no_file_can_have_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"check|cannot be read \(File name too long\)"):
        comments(name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(gzip.compress(b""), "is empty", id="gzip_of_nothing"),
        pytest.param(b" \n\t\r\n ", "holds nothing but white space", id="white_space"),
        pytest.param(b"\xef\xbb\xbf", "holds nothing but white space", id="mark_alone"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "is a PDF; copy its text", id="pdf"),
        pytest.param(b"PK\x03\x04\x14\0", "is a zip archive or an Office file", id="zip"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "is a PNG image", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG image", id="jpeg"),
        pytest.param(b"RIFF\x10\0\0\0WEBPVP8 ", "is a WebP image", id="webp"),
        pytest.param(b"SQLite format 3\0", "is an SQLite database", id="sqlite"),
        pytest.param(b"From: <Saved by Blink>\r\n", r"is a web archive \(MHTML\)", id="mhtml"),
        pytest.param(gzip.compress(gzip.compress(TABLE)), "is gzip inside gzip", id="gzip_twice"),
        pytest.param(gzip.compress(TABLE)[:-9], "the gzip data are damaged or cut off", id="gzip_cut_off"),
        pytest.param(gzip.compress(TABLE)[:-8] + b"\1" * 8, "the gzip data are damaged", id="gzip_wrong_sum"),
        pytest.param(b"\x1f\x8b\x08" + b"x" * 20, "the gzip data are damaged", id="gzip_no_data"),
        pytest.param(b"abc\ndef\0\1\2\3", "line 2: byte 8 is NUL: a binary file", id="nul"),
        pytest.param("id,text\n1,a\n".encode("utf-16-le"), "line 1: byte 2 is NUL: .*UTF-16 without", id="utf16_bare"),
        pytest.param(b"<html><p>a\n\0</p>", "line 2: character 12 is NUL", id="nul_in_page"),
    ],
)
def test_what_holds_no_readable_text_is_refused_and_named(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"input(: |, ){message}"):
        comments(path)


def test_a_document_stops_at_its_limit_also_when_gzipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_DOCUMENT_BYTES", 3_000_000)
    path = tmp_path / "page.gz"
    path.write_bytes(gzip.compress(b"<html>" + b"<p>words</p>" * 1_000_000))
    with pytest.raises(InputError, match=r"page\.gz: is larger than 3,000,000 bytes"):
        comments(path)


def test_a_format_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'"xls" is no format; choose of csv, tsv'):
        comments(tmp_path, format="xls")


def test_an_origin_shows_and_names() -> None:
    assert origin_of("-") == Origin(shown="standard input", name="-")
    assert origin_of("a/\x1bb.csv") == Origin(shown="a/\\x1bb.csv", name="\x1bb.csv")


# Folders and several inputs


def test_a_folder_gives_its_readable_files_by_name(tmp_path: Path) -> None:
    for name, content in {
        "b.csv": TABLE,
        "a page.html": b"<html>",
        "c.gz": gzip.compress(TABLE),
        "wide.csv": "id,text\n".encode("utf-16"),
        ".hidden": TABLE,
        "empty": b"",
        "picture.dat": b"\x89PNG\r\n\x1a\n",
        "model.bin": b"abc\0def",
        "README.md": b"Notes on these pages.",
        "style.CSS": b"p { color: red }",
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "script.txt").write_bytes(b"x")
    (tmp_path / "broken").symlink_to("gone")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    names = ["a page.html", "b.csv", "c.gz", "wide.csv"]
    assert expand([str(tmp_path), "other.csv"]) == [*(str(tmp_path / name) for name in names), "other.csv"]


def test_a_folder_without_readable_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(InputError, match="holds no file that can be read as comments"):
        expand([str(tmp_path)])


def test_nothing_given_is_standard_input_at_a_pipe_and_wrong_usage_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe())
    assert expand([]) == ["-"]
    monkeypatch.setattr(sys, "stdin", Pipe(terminal=True))
    with pytest.raises(UsageError, match="no input; name a file or a folder"):
        expand([])


def test_standard_input_cannot_be_read_twice() -> None:
    with pytest.raises(UsageError, match="standard input is named twice"):
        expand(["-", "a.csv", "/dev/stdin"])


# What read says where there was no comment


@pytest.mark.parametrize(
    ("left_out", "notes", "message"),
    [
        pytest.param({}, [], "page: no comment found; save the page", id="nothing"),
        pytest.param({"deleted": 2, "spam": 1}, [], "page: holds no comment .*: 2 deleted, 1 spam", id="left_out"),
        pytest.param({}, ["says 74 comments but loads them later"], "page: says 74 comments", id="note"),
    ],
)
def test_an_input_without_comments_says_why(
    left_out: dict[str, int], notes: list[str], message: str, tmp_path: Path, replace_text_reader: Callable[[Any], None]
) -> None:
    def fake(document: str, source: str, tally: Tally) -> Any:
        tally.left_out.update(left_out)
        tally.notes.extend(notes)
        return iter(())

    replace_text_reader(fake)
    (tmp_path / "page").write_bytes(b"words\n")
    tally = Tally(source="page")
    with pytest.raises(InputError, match=message):
        comments(tmp_path / "page", tally)
    assert (tally.format, tally.read, tally.notes) == ("text", 0, [])


@pytest.fixture
def replace_text_reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    import classifier.readers.text as text_reader

    return lambda function: monkeypatch.setattr(text_reader, "read_text", function)
