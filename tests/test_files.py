"""Output files: whole or absent, the old one intact after any failure."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from classifier.errors import OutputError
from classifier.files import check_writable, open_whole, write_whole


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_written_file_holds_the_bytes_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.csv", b"a,b\r\n", force=False)
    assert contents(tmp_path) == {"out.csv": b"a,b\r\n"}


def test_file_appears_only_when_the_block_ends(tmp_path: Path) -> None:
    with open_whole(tmp_path / "out.csv", force=False) as stream:
        stream.write(b"half")
        stream.flush()
        (hidden,) = tmp_path.iterdir()
        assert hidden.name.startswith(".")
        stream.write(b" and half")
    assert contents(tmp_path) == {"out.csv": b"half and half"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit, OSError])
def test_block_that_fails_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def write() -> None:
        with open_whole(path, force=True) as stream:
            stream.write(b"new")
            raise error

    with pytest.raises(error):
        write()
    assert contents(tmp_path) == {"out.csv": b"old"}


def test_check_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def check(temporary: Path) -> None:
        assert temporary.read_bytes() == b"new"
        raise RuntimeError("not as it should be")

    with pytest.raises(RuntimeError, match="not as it should be"):
        write_whole(path, b"new", force=True, check=check)
    assert contents(tmp_path) == {"out.csv": b"old"}


def failing(real: Callable[..., Any], number: int) -> Callable[..., Any]:
    """The same function, which fails at its ``number``-th call."""
    calls = iter(range(1, 100))

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == number:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    return call


def full_after(number: int) -> Callable[..., Any]:
    """``os.fdopen`` of a stream whose ``number``-th write finds the disk full."""
    real = os.fdopen

    def fdopen(descriptor: int, mode: str) -> Any:
        stream = real(descriptor, mode)
        return Mock(wraps=stream, write=failing(stream.write, number))

    return fdopen


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("function", ["open", "fsync", "replace", "stat", "write"])
@pytest.mark.parametrize("old", [pytest.param(b"old", id="over a file"), pytest.param(None, id="a new file")])
def test_failing_system_call_leaves_the_old_or_the_new_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int, old: bytes | None
) -> None:
    path = tmp_path / "out.csv"
    if old is not None:
        path.write_bytes(old)
    complaint = ""
    with monkeypatch.context() as patch:
        if function == "write":
            patch.setattr(os, "fdopen", full_after(number))
        else:
            patch.setattr(os, function, failing(getattr(os, function), number))
        try:
            write_whole(path, b"new", force=True)
        except OutputError as error:
            complaint = str(error)
    expected = old if complaint else b"new"
    assert contents(tmp_path) == ({} if expected is None else {"out.csv": expected})
    assert "out.csv: cannot be written (no space left on device)" in complaint or number > 1


def test_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    def write() -> None:
        with open_whole(path, force=False) as stream:
            stream.write(b"ours")
            path.write_bytes(b"theirs")

    with pytest.raises(OutputError, match="exists already"):
        write()
    assert contents(tmp_path) == {"out.csv": b"theirs"}


def test_rights_of_the_old_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new", force=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "out.csv", b"new", force=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize("exists", [True, False])
def test_link_stays_a_link(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "real.csv", tmp_path / "link.csv"
    if exists:
        target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new", force=True)
    assert link.is_symlink()
    assert contents(tmp_path / "there") == {"real.csv": b"new"}


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "folder.csv").mkdir()
    return tmp_path / "folder.csv"


def _existing(tmp_path: Path) -> Path:
    (tmp_path / "old.csv").write_bytes(b"old")
    return tmp_path / "old.csv"


def _pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def _below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"")
    return tmp_path / "file" / "out.csv"


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no folder": (lambda tmp_path: tmp_path / "nowhere" / "out.csv", "there is no folder .*nowhere; create it"),
    "below a file": (_below_a_file, "cannot be written .not a directory.; choose another"),
    "a folder": (_folder, "is a folder; name a file in it"),
    "exists": (_existing, "exists already; overwrite it with --force"),
    "a device": (lambda _: Path(os.devnull), "is a device or pipe, not a file"),
    "a pipe": (_pipe, "is a device or pipe, not a file"),
    "name too long": (lambda tmp_path: tmp_path / ("x" * 5000), "cannot be written .file name too long"),
    "name with a null": (lambda tmp_path: tmp_path / "a\0b", "cannot be written .*null"),
    "name with an escape": (lambda tmp_path: tmp_path / "\x1b[31m" / "out.csv", r"\\x1b\[31m"),
}


@pytest.mark.parametrize(("place", "message"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(
    "write", [check_writable, lambda path: write_whole(path, b"new", force=False)], ids=["check", "write"]
)
def test_place_that_cannot_be_written_is_refused(
    tmp_path: Path, place: Callable[[Path], Path], message: str, write: Callable[[Path], None]
) -> None:
    path = place(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match=message):
        write(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_folder_without_the_right_to_write_is_found_out_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match=r"out.csv: cannot be written \(permission denied\); choose another output"):
        check_writable(tmp_path / "out.csv")


def test_check_writes_nothing(tmp_path: Path) -> None:
    path = _existing(tmp_path)
    check_writable(path, force=True)
    check_writable(tmp_path / "new.csv", inputs=["-", str(path), "missing.csv", "a\0b"])
    assert contents(tmp_path) == {"old.csv": b"old"}


@pytest.mark.parametrize("spelling", ["old.csv", "./old.csv", "link.csv", "hard.csv", "../{folder}/old.csv"])
def test_output_that_is_an_input_is_refused_however_it_is_spelt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    path = _existing(tmp_path)
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "hard.csv").hardlink_to(path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="is an input of the same command; choose another output"):
        check_writable(path, inputs=[spelling.format(folder=tmp_path.name)], force=True)
