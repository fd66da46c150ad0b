"""Reads a pickle of one flat dict of strings and bytes without running anything that the file says.

The stream is walked instruction by instruction with ``pickletools.genops``, which only takes it apart. The few
instructions that plain data needs are followed here; the first other one (an object, a function, a nested container)
ends the reading. pickle's own loader is never called.
"""

from __future__ import annotations

import os
import pickletools
import stat
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

from classifier.errors import ModelError

Plain = dict[str, str | bytes]

#: A larger file is refused: it would hold more than ten million n-grams.
MAX_BYTES = 1 << 30
#: Instructions of a stream at most; a flat dict needs six for each of its values.
MAX_INSTRUCTIONS = 1000

_VALUES = frozenset(("SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "SHORT_BINBYTES", "BINBYTES", "BINBYTES8"))
_COMPRESSED = (
    *(b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x5d\x00\x00", b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"),
    *(b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"),
)
_MARK = object()
REMEDY = "get the file anew, or make one with: classifier train DATA -o MODEL"


def read_plain(path: Path, name: str) -> Plain:
    """The dict of a regular, uncompressed file; ``name`` stands for the file in errors.

    Takes memory of about the file's own size, in time linear in it. Raises ModelError for anything else.
    """
    try:
        with open_regular(path, name) as stream:
            return _walk(_Bounded(stream, name), name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ModelError(f"{name}: cannot be read ({reason}); name a model file with -m, or {REMEDY}") from error
    except (ValueError, IndexError) as error:
        raise ModelError(f"{name}: is damaged or not a model file ({error}); {REMEDY}") from error
    except MemoryError as error:
        raise ModelError(f"{name}: does not fit into memory; use a smaller model file") from error


def open_regular(path: Path, name: str) -> BufferedReader:
    """Open a file without waiting for anyone, as a pipe would make us; ModelError for what is no regular file."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise ModelError(f"{name}: is a folder, device or pipe; name a model file with -m")


class _Bounded:
    """What ``genops`` reads from: asks the file for no more than it has, whatever length the stream claims."""

    def __init__(self, stream: BufferedReader, name: str) -> None:
        self._stream = stream
        self.left = os.fstat(stream.fileno()).st_size
        if self.left > MAX_BYTES:
            raise ModelError(f"{name}: has {self.left:,} bytes, more than any model file; {REMEDY}")
        if stream.peek(8).startswith(_COMPRESSED):
            raise ModelError(f"{name}: is compressed, as no model file is; decompress it, or {REMEDY}")

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        data = self._stream.read(min(size, self.left))
        self.left -= len(data)
        return data

    def readline(self) -> bytes:
        """Only instructions that are refused anyway have lines of text."""
        return b"\n"


def _walk(source: _Bounded, name: str) -> Plain:
    stack: list[Any] = []
    memo: list[Any] = []
    for number, (instruction, argument, _) in enumerate(pickletools.genops(cast("IO[bytes]", source))):
        if number == 0 and (instruction.name, argument) not in (("PROTO", 4), ("PROTO", 5)):
            raise ValueError("it does not start as one")
        if number == MAX_INSTRUCTIONS:
            raise ValueError("it has too many parts")
        if instruction.name in _VALUES:
            stack.append(argument)
        elif not _follow(instruction.name, argument, stack, memo):
            raise ModelError(
                f"{name}: holds more than strings and bytes ({instruction.name}), as a file with code in it does; "
                f"nothing of it was run; {REMEDY}"
            )
    if source.left:
        raise ValueError("something follows its end")
    if len(stack) != 1 or not isinstance(stack[0], dict):
        raise ValueError("it is not one dict")
    return stack[0]


def _follow(instruction: str, argument: Any, stack: list[Any], memo: list[Any]) -> bool:
    """Do what the instruction says to the stack; False for one that plain data does not need."""
    match instruction:
        case "PROTO" | "FRAME" | "STOP":
            pass
        case "EMPTY_DICT" if not stack:
            stack.append({})
        case "MARK":
            stack.append(_MARK)
        case "MEMOIZE":
            memo.append(stack[-1])
        case "BINGET" | "LONG_BINGET":
            stack.append(memo[argument])
        case "SETITEM":
            _put(stack, len(stack) - 2)
        case "SETITEMS":
            start = stack.index(_MARK)
            del stack[start]
            _put(stack, start)
        case _:
            return False
    return True


def _put(stack: list[Any], start: int) -> None:
    """Move the keys and values from ``start`` on into the dict at the bottom of the stack."""
    target, items = stack[0], stack[start:]
    if start != 1 or len(items) % 2 or not isinstance(target, dict):
        raise ValueError("its parts are out of order")
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(key, str) or not isinstance(value, str | bytes) or key in target:
            raise ValueError("its keys are not what they should be")
        target[key] = value
    del stack[1:]
