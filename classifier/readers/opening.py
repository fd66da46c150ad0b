"""From what the user named to a stream of bytes: folders, links, devices, gzip, and binary files told apart."""

from __future__ import annotations

import errno
import gzip
import os
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from classifier.errors import InputError, UsageError
from classifier.readers.reading import MAX_DOCUMENT_BYTES
from classifier.text import printable

#: What the sniffer looks at; also the size of one read.
HEAD_BYTES = 1 << 16

_STANDARD_INPUT = ("-", "/dev/stdin")
_GZIP = b"\x1f\x8b\x08"
#: Suffixes of what lies beside comments in a folder; a file named by itself is read whatever its suffix.
_NEVER_COMMENTS = (".md", ".rst", ".py", ".sh", ".css", ".js", ".toml", ".yaml", ".yml", "~")
#: First bytes of files that hold no readable text -> what the file is and what to do.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF; copy its text into a text file"),
    (b"PK\x03\x04", "a zip archive or an Office file; unpack it, or save the sheet as CSV"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file; save it as CSV or text"),
    (b"{\\rtf", "an RTF document; save it as plain text"),
    (b"bplist00", "a Safari web archive; save the page as HTML"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"SQLite format 3\0", "an SQLite database; export the table as CSV"),
    (b"PAR1", "a Parquet file; export it as CSV"),
    (b"\x7fELF", "a program"),
    (_GZIP, "gzip inside gzip; unpack it once"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it first"),
    (b"From: <Saved by ", "a web archive (MHTML); save the page as HTML"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where comments come from: ``shown`` in messages (safe at a terminal), ``name`` in ``thread`` and ``source``."""

    shown: str
    name: str

    def error(self, problem: str, *, line: int | None = None) -> InputError:
        """The error of one sentence that names the file and, where there is one, the line."""
        place = "" if line is None else f", line {line}"
        return InputError(f"{self.shown}{place}: {problem}")


def origin_of(source: str) -> Origin:
    """The names of an input; bytes of a file name that are not UTF-8 are written as escapes."""
    if source in _STANDARD_INPUT:
        return Origin(shown="standard input", name="-")
    name = os.path.basename(source.rstrip("/")) or source  # noqa: PTH119 (a path may hold bytes that are not text)
    return Origin(shown=printable(source), name=os.fsencode(name).decode("utf-8", "backslashreplace"))


class ByteStream:
    """Bytes that can be looked at before they are read; never holds more than was looked at."""

    def __init__(self, file: IO[bytes], origin: Origin) -> None:
        self.origin = origin
        self._file = file
        self._ahead = b""
        self._ended = False

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only at the end; they stay to be read."""
        parts = [self._ahead]
        have = len(self._ahead)
        while have < size and not self._ended:
            parts.append(self._fetch(size - have))
            have += len(parts[-1])
        self._ahead = b"".join(parts)
        return self._ahead[:size]

    def read(self, size: int = HEAD_BYTES) -> bytes:
        """At most ``size`` bytes, as many as are there; b"" at the end."""
        if self._ahead:
            part, self._ahead = self._ahead[:size], self._ahead[size:]
            return part
        return b"" if self._ended else self._fetch(size)

    def read_all(self) -> bytes:
        """Everything that is left; refused beyond the size of a document."""
        parts: list[bytes] = []
        size = 0
        while part := self.read(1 << 20):
            size += len(part)
            if size > MAX_DOCUMENT_BYTES:
                raise self.origin.error(f"is larger than {MAX_DOCUMENT_BYTES:,} bytes, the limit of a page; split it")
            parts.append(part)
        return b"".join(parts)

    def _fetch(self, size: int) -> bytes:
        try:
            part = self._file.read1(size) if hasattr(self._file, "read1") else self._file.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
            raise self.origin.error("the gzip data are damaged or cut off; fetch the file again") from exc
        except (OSError, ValueError) as exc:
            raise self.origin.error(_reason(exc)) from exc
        self._ended = not part
        return bytes(part)


@contextmanager
def open_stream(source: str) -> Iterator[ByteStream]:
    """Open a path or "-" (standard input), unwrap gzip; the file is closed at the end, standard input is not.

    Raises InputError for what is missing, not to be read, a folder, a device, empty or binary.
    """
    origin = origin_of(source)
    file = _standard_input(origin) if source in _STANDARD_INPUT else _open_file(source, origin)
    try:
        stream = ByteStream(file, origin)
        if stream.peek(len(_GZIP)) == _GZIP:
            stream = ByteStream(gzip.GzipFile(fileobj=stream, mode="rb"), origin)  # type: ignore[call-overload]
        _refuse_binary(stream)
        yield stream
    finally:
        if source not in _STANDARD_INPUT:
            file.close()


def _standard_input(origin: Origin) -> IO[bytes]:
    if sys.stdin is None or sys.stdin.closed:
        raise origin.error("is closed; name a file")
    return sys.stdin.buffer


def _open_file(source: str, origin: Origin) -> IO[bytes]:
    try:
        kind = os.stat(source).st_mode  # noqa: PTH116
        if stat.S_ISDIR(kind):
            raise origin.error("is a folder; name the files in it, or give it as an input of its own")
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise origin.error("is a device or socket, not a file of comments")
        return open(source, "rb")  # noqa: PTH123 (closed by open_stream)
    except (OSError, ValueError) as exc:
        raise origin.error(_reason(exc, source)) from exc


def _reason(exc: OSError | ValueError, source: str | None = None) -> str:
    if isinstance(exc, ValueError):
        return "is not a name that a file can have, or was closed; check it"
    if exc.errno == errno.ENOENT and source is not None and os.path.islink(source):  # noqa: PTH114
        return f"is a link to {printable(os.readlink(source))}, which does not exist"  # noqa: PTH115
    known = {
        errno.ENOENT: "there is no such file; check the name",
        errno.ENOTDIR: "there is no such file; check the name",
        errno.ELOOP: "is a link that leads back to itself",
        errno.EACCES: "may not be read by you; change its permissions",
        errno.EPERM: "may not be read by you; change its permissions",
    }
    return known.get(exc.errno or 0, f"cannot be read ({exc.strerror or exc})")


def _refuse_binary(stream: ByteStream) -> None:
    head = stream.peek(16)
    if not head:
        raise stream.origin.error("is empty; there is nothing to read")
    if kind := binary_kind(head):
        raise stream.origin.error(f"is {kind}")


def binary_kind(head: bytes) -> str | None:
    """What a file is by its first 16 bytes, and what to do with it; None where they may be text."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "a WebP image"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def expand(inputs: Sequence[str]) -> list[str]:
    """The inputs one by one: a folder gives its files by name, nothing given at a pipe gives "-".

    Of a folder are left out: hidden files, folders in it (a saved page's pictures and scripts), notes and programs by
    their suffix, broken links, devices, pipes, empty files and files that are binary by their first bytes. Raises
    InputError where none is left, UsageError where nothing is given at a terminal or standard input is named twice.
    """
    if not inputs:
        if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
            raise UsageError("no input; name a file or a folder, or pipe comments in")
        return ["-"]
    if sum(source in _STANDARD_INPUT for source in inputs) > 1:
        raise UsageError("standard input is named twice; it can be read once")
    expanded: list[str] = []
    for source in inputs:
        expanded.extend(_files_in(source) if _is_folder(source) else [source])
    return expanded


def _is_folder(source: str) -> bool:
    try:
        return os.path.isdir(source)  # noqa: PTH112
    except ValueError:
        return False


def _files_in(folder: str) -> list[str]:
    origin = origin_of(folder)
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError as exc:
        raise origin.error(_reason(exc)) from exc
    kept = [name for name in names if not name.startswith(".") and not name.lower().endswith(_NEVER_COMMENTS)]
    paths = [os.path.join(folder, name) for name in kept]  # noqa: PTH118
    readable = [path for path in paths if _may_hold_comments(path)]
    if not readable:
        raise origin.error("holds no file that can be read as comments; name another folder or a file")
    return readable


def _may_hold_comments(path: str) -> bool:
    """False for what a folder holds beside comments; a file that may not be opened stays, so that it is told of."""
    try:
        info = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(info.st_mode) or info.st_size == 0:
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(512)
    except FileNotFoundError:
        return False
    except OSError as exc:
        return exc.errno != errno.ELOOP
    has_wide_mark = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head.startswith(_GZIP) or not (binary_kind(head) or (b"\0" in head and not has_wide_mark))
