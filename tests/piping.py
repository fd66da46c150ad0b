"""Inputs that no file holds: bytes at standard input, bytes as an opened stream."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from classifier.readers import read
from classifier.readers.opening import ByteStream, Origin
from classifier.readers.reading import ReadOptions, Tally
from classifier.schema import Comment


class Pipe:
    """Standard input that holds these bytes, or is a terminal."""

    def __init__(self, content: bytes | io.RawIOBase = b"", *, terminal: bool = False) -> None:
        self.buffer = io.BufferedReader(content) if isinstance(content, io.RawIOBase) else io.BytesIO(content)
        self.closed = False
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def piped(content: bytes, tally: Tally | None = None, **options: Any) -> list[Comment]:
    """The comments of these bytes at standard input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Pipe(content))
        return list(read("-", ReadOptions(**options), tally or Tally(source="-")))


def stream_of(content: bytes) -> ByteStream:
    """These bytes as an opened stream."""
    return ByteStream(io.BytesIO(content), Origin(shown="standard input", name="-"))
