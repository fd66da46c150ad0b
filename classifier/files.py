"""Output files are written beside their place and renamed: whole or not at all, the old file intact until then."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from classifier.errors import OutputError
from classifier.text import printable


def check_writable(path: Path, *, inputs: Sequence[str] = (), force: bool = False) -> None:
    """Find out before hours of work whether a file can be written; writes nothing.

    Raises OutputError where the folder is missing or read-only, where the file exists and ``force`` is not given, and
    where it is a folder, a device or one of the ``inputs``.
    """
    for source in inputs:
        with suppress(OSError, ValueError):
            if path.samefile(source):
                raise OutputError(f"{_name(path)}: is an input of the same command; choose another output")
    with _explained(path):
        _refuse_target(path, force)
        descriptor, temporary = _create_beside(_resolved(path))
        os.close(descriptor)
        temporary.unlink()


def write_whole(
    path: Path, data: bytes, *, force: bool, check: Callable[[Path], object] = lambda temporary: None
) -> None:
    """Write a file whole or not at all; ``check`` as for ``open_whole``.

    Raises OutputError where it cannot be written, or exists and ``force`` is not given.
    """
    with open_whole(path, force=force, check=check) as stream, _explained(path):
        stream.write(data)


@contextmanager
def open_whole(
    path: Path, *, force: bool, check: Callable[[Path], object] = lambda temporary: None
) -> Iterator[BinaryIO]:
    """A stream into a hidden file of the same folder that takes its place once the ``with`` block and ``check`` passed.

    ``check`` is given the complete hidden file and raises where it is not as it should be. After any failure the hidden
    file is gone and the old file as it was. Raises OutputError; an OSError of ``stream.write`` itself passes unchanged.
    """
    with _explained(path):
        _refuse_target(path, force)
        target = _resolved(path)
        descriptor, temporary = _create_beside(target)
    try:
        stream = os.fdopen(descriptor, "wb")
        try:
            yield stream
            with _explained(path):
                stream.flush()
                os.fsync(stream.fileno())
        finally:
            with suppress(OSError):  # what could not be written was said by write or flush
                stream.close()
        check(temporary)
        with _explained(path):
            _replace(temporary, target, path, force)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _refuse_target(path: Path, force: bool) -> None:
    """Refuse a place that is taken by something that must not be replaced."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        parent = _resolved(path).parent
        if not parent.is_dir():
            raise OutputError(
                f"{_name(path)}: there is no folder {_name(parent)}; create it or choose another output"
            ) from None
        return
    if stat.S_ISDIR(mode):
        raise OutputError(f"{_name(path)}: is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        raise OutputError(f"{_name(path)}: is a device or pipe, not a file; name a file, or use - for standard output")
    if not force:
        raise OutputError(f"{_name(path)}: exists already; overwrite it with --force or choose another output")


def _create_beside(target: Path) -> tuple[int, Path]:
    """A new hidden file in the target's folder, with the rights of the file that it will replace."""
    temporary = target.parent / f".classifier-{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(temporary, flags, 0o666)
    with suppress(OSError):
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
    return descriptor, temporary


def _replace(temporary: Path, target: Path, path: Path, force: bool) -> None:
    _refuse_target(path, force)  # the place may have been taken while the file was written
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; the file itself is whole already, and some systems cannot do this."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """OSError to one sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise OutputError(f"{_name(path)}: cannot be written ({reason}); choose another output") from error


def _resolved(path: Path) -> Path:
    """Where links lead: a link to a file stays a link."""
    return Path(os.path.realpath(path))


def _name(path: Path) -> str:
    return printable(str(path))
