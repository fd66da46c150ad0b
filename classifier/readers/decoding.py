"""Bytes to text: byte order mark, then UTF-8, then what a page declares, then Windows-1252, and the user is told.

Windows-1252 is decided on the first byte that is not UTF-8, and only while all before it was ASCII: up to there both
encodings say the same, so a stream needs no second look. Where UTF-8 letters stood before, the byte is damage: tables,
JSON and text are refused with line and byte; web pages are read on with the replacement character, and that is noted.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator

from classifier.readers.opening import ByteStream, Origin
from classifier.readers.reading import MAX_COMMENT_BYTES, Tally

CP1252_NOTE = "not UTF-8, read as Windows-1252"

#: UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
#: Encodings that a page may declare; of Python's codecs some are no encodings of text, some take quadratic time.
_ALLOWED = re.compile(r"(?:utf-?8|iso-?8859|windows-|cp-?\d|koi8|shift|sjis|x-sjis|euc|gb|big5|latin|us-ascii|mac)")
_XML_ENCODING = re.compile(r"(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*(?:\"[^\"]{0,80}\"|'[^']{0,80}')")


def byte_order_mark(head: bytes) -> tuple[str | None, int]:
    """The encoding that the first bytes announce (None without a mark) and the length of the mark."""
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), (None, 0))


class Decoder:
    """Decodes one input, chunk by chunk, strictly; raises InputError with line and byte (both counted from 1).

    Lone surrogates are let through, so that what was written with them reads back.
    """

    def __init__(self, origin: Origin, head: bytes, note: Callable[[str], None]) -> None:
        self._origin = origin
        self._note = note
        mark, self._skip = byte_order_mark(head)
        self._encoding = mark or "utf-8"
        self._may_fall_back = mark is None
        self._decoder = codecs.getincrementaldecoder(self._encoding)("surrogatepass")
        self._offset = 0
        self._newlines = 0
        self._after_return = False

    def decode(self, chunk: bytes, *, final: bool = False) -> str:
        """The text of the chunk, as far as it is complete."""
        if self._skip:
            self._offset, chunk, self._skip = self._skip, chunk[self._skip :], 0
        before = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError as exc:
            text = self._fall_back(exc)
        self._refuse_nul(text)
        self._count(text)
        self._offset += before + len(chunk) - len(self._decoder.getstate()[0])
        return text

    def _fall_back(self, exc: UnicodeDecodeError) -> str:
        valid = exc.object[: exc.start]
        prefix = valid.decode(self._encoding, "surrogatepass")
        if not self._may_fall_back or not prefix.isascii():
            raise self._undecodable(exc, prefix)
        self._note(CP1252_NOTE)
        self._may_fall_back = False
        self._encoding = "cp1252"
        self._decoder = codecs.getincrementaldecoder("cp1252")()
        try:
            return prefix + self._decoder.decode(exc.object[exc.start :])
        except UnicodeDecodeError as inner:
            between = inner.object[: inner.start].decode("cp1252")
            raise self._undecodable(inner, prefix + between, len(valid)) from exc

    def _undecodable(self, exc: UnicodeDecodeError, before: str, shift: int = 0) -> Exception:
        self._count(before)
        place = f"byte {self._offset + shift + exc.start + 1} (0x{exc.object[exc.start]:02x})"
        name = "Windows-1252" if self._encoding == "cp1252" else self._encoding.upper()
        return self._origin.error(f"{place} is not {name}; save the file as UTF-8", line=self._newlines + 1)

    def _refuse_nul(self, text: str) -> None:
        at = text.find("\0")
        if at >= 0:
            self._count(text[:at])
            byte = self._offset + len(text[:at].encode(self._encoding, "surrogatepass")) + 1
            raise self._origin.error(
                f"byte {byte} is NUL: a binary file, or UTF-16 without its mark; save it as UTF-8",
                line=self._newlines + 1,
            )

    def _count(self, text: str) -> None:
        """Count line ends and notice whether all was ASCII so far."""
        if not text:
            return
        self._newlines += text.count("\n") + text.count("\r") - text.count("\r\n")
        self._newlines -= self._after_return and text[0] == "\n"
        self._after_return = text[-1] == "\r"
        self._may_fall_back = self._may_fall_back and text.isascii()


def decode_lines(stream: ByteStream, tally: Tally) -> Iterator[str]:
    r"""The lines of a stream with their ends (\n, \r or \r\n, nothing else splits), in constant memory."""
    decoder = Decoder(stream.origin, stream.peek(4), tally.notes.append)
    carry: list[str] = []
    size = 0
    number = 0
    ended = False
    while not ended:
        chunk = stream.read()
        ended = not chunk
        text = decoder.decode(chunk, final=ended)
        if carry and not ended and not (text and (carry[-1][-1] == "\r" or "\n" in text or "\r" in text)):
            lines, rest = [], text
        else:
            lines = list(io.StringIO("".join([*carry, text]), newline=""))
            carry, size = [], 0
            rest = "" if ended or not lines or lines[-1].endswith("\n") else lines.pop()
        number += len(lines)
        yield from lines
        if rest:
            carry.append(rest)
            size += len(rest)
            if size > MAX_COMMENT_BYTES:
                raise too_long(stream.origin, number + 1)


def too_long(origin: Origin, line: int, problem: str = "is longer than") -> Exception:
    """The error for a line, row or comment beyond the limit."""
    return origin.error(f"{problem} {MAX_COMMENT_BYTES:,} bytes, the limit of a comment; split it", line=line)


def decode_document(stream: ByteStream, tally: Tally) -> str:
    """The whole of a text or JSON document, strictly decoded, lines ended by a newline."""
    decoder = Decoder(stream.origin, stream.peek(4), tally.notes.append)
    return unify_newlines(decoder.decode(stream.read_all(), final=True))


def unify_newlines(text: str) -> str:
    """The text with every line end a newline."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode_page(stream: ByteStream, tally: Tally) -> bytes:
    """The whole of an HTML or XML page as UTF-8, its XML declaration free of an encoding."""
    data = stream.read_all()
    text = _page_text(data, stream.origin, tally)
    at = text.find("\0")
    if at >= 0:
        line = unify_newlines(text[:at]).count("\n") + 1
        raise stream.origin.error(f"character {at + 1} is NUL; is this a page?", line=line)
    return _XML_ENCODING.sub(r"\1", text[:400], count=1).encode("utf-8", "replace") + text[400:].encode(
        "utf-8", "replace"
    )


def _page_text(data: bytes, origin: Origin, tally: Tally) -> str:
    mark, skip = byte_order_mark(data)
    if mark:
        return data[skip:].decode(mark, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        encoding = _declared(data[: 1 << 14])
        if encoding is None:
            encoding = "cp1252" if data[: exc.start].isascii() else "utf-8"
        if encoding == "cp1252":
            tally.notes.append(CP1252_NOTE)
        elif encoding == "utf-8":
            line = data.count(b"\n", 0, exc.start) + 1
            tally.notes.append(f"line {line}, byte {exc.start + 1} is not UTF-8: such bytes are read as \ufffd")
        return data.decode(encoding, "replace")


def _declared(head: bytes) -> str | None:
    """The encoding that a page names and Python knows; Latin-1 means Windows-1252, as in every browser."""
    for match in _DECLARED.finditer(head):
        name = match[1].decode("ascii").lower()
        if not _ALLOWED.match(name):
            continue
        try:
            found = codecs.lookup(name).name
        except LookupError:
            continue
        return "cp1252" if found in ("iso8859-1", "ascii") else found
    return None
