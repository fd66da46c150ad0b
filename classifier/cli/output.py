"""Where a command's words go: data to standard output or a file, talk to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from classifier.cli.options import Format
from classifier.errors import OutputError, UsageError
from classifier.text import printable

if TYPE_CHECKING:
    from classifier.readers.reading import Tally
    from classifier.reporting.table import TableStyle


#: Suffixes that promise a format which no ``-o`` writes.
FOREIGN = {".xlsx", ".xls", ".ods", ".tsv", ".html", ".htm", ".xml", ".pdf", ".parquet", ".docx", ".md", ".gz", ".zip"}


class Talk:
    """Lines on standard error: ``note`` unless quiet, ``detail`` only when verbose, ``progress`` on one line."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet, self.verbose = quiet, verbose
        self._live = not quiet and _is_terminal(sys.stderr)

    def note(self, sentence: str) -> None:
        """Something that the user should know."""
        if not self.quiet:
            self._write(sentence + "\n")

    def detail(self, sentence: str) -> None:
        """Something that was decided."""
        if self.verbose:
            self._write(sentence + "\n")

    def error(self, sentence: str) -> None:
        """Something that went wrong; said also when quiet."""
        self._write(f"classifier: {sentence}\n")

    def progress(self, sentence: str) -> None:
        """Where a long run stands: replaces the line before at a terminal, silent elsewhere unless verbose."""
        if self._live:
            self._write(f"\r\x1b[K{printable(sentence)}", raw=True)
        elif self.verbose:
            self._write(sentence + "\n")

    def clear(self) -> None:
        """Take the line of progress away, before something else is printed."""
        if self._live:
            self._write("\r\x1b[K", raw=True)

    def _write(self, words: str, *, raw: bool = False) -> None:
        clear = "\r\x1b[K" if self._live and not raw else ""
        with suppress(OSError, ValueError):
            shown = words if raw else printable(words)
            sys.stderr.write(clear + shown.encode("utf-8", "backslashreplace").decode("utf-8"))
            sys.stderr.flush()


def report(tally: Tally, talk: Talk) -> None:
    """What was read from one input and what was left out: "page.html: read 212 of 240: 19 deleted, 9 empty"."""
    name = printable(tally.source)
    for note in tally.notes:
        talk.note(f"{name}: {note}")
    talk.detail(f"{name}: read as {tally.format}")
    left_out = ", ".join(f"{count} {why}" for why, count in tally.left_out.items() if count)
    if left_out:
        talk.note(f"{name}: read {tally.read} of {tally.read + tally.left_out.total()}: {left_out}")
    else:
        talk.detail(f"{name}: read {tally.read}")


def choose_format(
    asked: Format | None, output: str, *, piped: Format, excel: bool = False, only: Sequence[Format] = tuple(Format)
) -> Format:
    """The format asked for, else by the suffix of the output file, else a table at a terminal, else ``piped``."""
    shown = Format.table if output == "-" and _is_terminal(sys.stdout) and Format.table in only else piped
    if asked is None and Path(output).suffix.lower() in FOREIGN:
        kinds = ", ".join(f".{kind}" for kind in only if kind is not Format.table)
        raise UsageError(f"{printable(output)}: this kind of file is not written; name it {kinds}, or say --format")
    form = asked or _by_suffix(output) or shown
    if form not in only:
        raise UsageError(f"this command writes {' or '.join(only)}, not {form}; say so with --format")
    if excel and form is not Format.csv:
        raise UsageError("--excel goes with --format csv")
    return form


def _by_suffix(output: str) -> Format | None:
    suffix = Path(output).suffix.lower()
    known = {
        ".csv": Format.csv,
        ".json": Format.json,
        ".jsonl": Format.jsonl,
        ".ndjson": Format.jsonl,
        ".txt": Format.table,
    }
    return known.get(suffix)


def table_style(output: str) -> TableStyle:
    """The terminal's width, and colour where it can show it (``NO_COLOR`` and ``TERM=dumb`` are respected)."""
    import shutil

    from classifier.reporting.table import TableStyle

    terminal = output == "-" and _is_terminal(sys.stdout)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    encoding = (sys.stdout.encoding or "ascii").lower() if sys.stdout else "ascii"
    return TableStyle(
        width=shutil.get_terminal_size((100, 24)).columns, colour=terminal and not plain,
        unicode=output != "-" or "utf" in encoding,
    )  # fmt: skip


def check_outputs(*outputs: str | None, inputs: Sequence[str], force: bool) -> None:
    """Refuse early what could not be written, and an output that is one of the inputs."""
    from classifier.files import check_writable

    files = [Path(output).absolute() for output in outputs if output is not None and output != "-"]
    if len(set(files)) < len(files):
        raise UsageError(f"{printable(files[0].name)}: two outputs cannot go into one file; name another")
    for output in outputs:
        if output is not None and output != "-":
            check_writable(Path(output), inputs=inputs, force=force)


def write_rows(output: str, rows: Iterable[dict[str, Any]], form: Format, *, excel: bool = False, force: bool) -> None:
    """Write rows as JSON lines, JSON or CSV; the text of a CSV is exact in a file and harmless at a terminal."""
    from classifier.reporting.rows import render

    chunks: Iterable[bytes] = render(rows, form.value, excel=excel)
    if form is Format.csv and output == "-" and _is_terminal(sys.stdout):
        chunks = (printable(chunk.decode("utf-8", "replace").replace("\r\n", "\n")).encode() for chunk in chunks)
    write(output, chunks, force=force)


def write(output: str, chunks: Iterable[bytes], *, force: bool) -> None:
    """Write chunks to standard output or, whole or not at all, to a file.

    Raises OutputError where it cannot be written; a reader of the pipe that went away ends the program with 0.
    """
    with _open(output, force) as stream:
        for chunk in chunks:
            _put(stream, chunk, output)
        _put(stream, b"", output)


def _put(stream: BinaryIO, chunk: bytes, output: str) -> None:
    try:
        stream.write(chunk)
        if not chunk or stream is _stdout():
            stream.flush()
    except BrokenPipeError:
        _abandon_stdout()
        raise SystemExit(0) from None
    except OSError as error:
        if output == "-":
            _abandon_stdout()
        name = "standard output" if output == "-" else printable(output)
        raise OutputError(f"{name}: cannot be written ({error.strerror})") from None


@contextmanager
def _open(output: str, force: bool) -> Iterator[BinaryIO]:
    if output == "-":
        yield _stdout()
        return
    from classifier.files import open_whole

    with open_whole(Path(output), force=force) as stream:
        yield stream


def _stdout() -> BinaryIO:
    if sys.stdout is None:
        raise OutputError("standard output is closed; name a file with -o")
    return sys.stdout.buffer


def _abandon_stdout() -> None:
    """Let nothing more be written when the program ends: the descriptor now leads nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_terminal(stream: object) -> bool:
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except (OSError, ValueError):
        return False
