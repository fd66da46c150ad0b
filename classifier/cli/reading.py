"""What the commands that read threads share: inputs in order, each counted, an unreadable one said and passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from classifier.cli.output import Talk, report
from classifier.errors import InputError

if TYPE_CHECKING:
    from classifier.readers.reading import ReadOptions
    from classifier.schema import Comment

T = TypeVar("T")


class Threads:
    """The comments of all inputs; what went wrong is told on standard error and kept in ``exit_code``."""

    def __init__(
        self,
        inputs: Sequence[str] | None,
        options: ReadOptions,
        talk: Talk,
        *,
        strict: bool = False,
        whole: bool = False,
    ) -> None:
        """``whole``: an input that breaks off halfway ends the run, since its output is to be complete or absent."""
        from classifier.readers import expand

        self.sources = expand(inputs or [])
        names = Counter(Path(source).name for source in self.sources)
        self._ambiguous = {name for name, n in names.items() if n > 1}
        self._whole = whole
        self._options, self._talk, self._strict = options, talk, strict
        self.left_out: Counter[str] = Counter()
        self.n_read = 0
        self.exit_code = 0
        self._started = monotonic()

    def __iter__(self) -> Iterator[Comment]:
        """Comments of every input in order; an input that fails is reported and the next one read."""
        for source in self.sources:
            yield from self.one(source)

    def one(self, source: str) -> Iterator[Comment]:
        """Comments of one input."""
        from classifier.readers import read
        from classifier.readers.reading import Tally

        tally = Tally(source=source)
        name = Path(source).name
        ambiguous = name in self._ambiguous  # one name in two folders is two threads, called by the whole path
        try:
            for comment in read(source, self._options, tally):
                self.n_read += 1
                if self.n_read % 2000 == 0:
                    self._talk.progress(self._rate())
                yield replace(comment, thread=source) if ambiguous and comment.thread == name else comment
        except InputError as error:
            if self._whole and tally.read:
                raise
            self._talk.error(str(error))
            self.exit_code = error.exit_code
        report(tally, self._talk)
        self.left_out += tally.left_out
        if self._strict and self.left_out and not self.exit_code:
            self.exit_code = 1

    def _rate(self) -> str:
        return f"{self.n_read:,} comments, {self.n_read / max(1e-9, monotonic() - self._started):,.0f} a second"


def peek(items: Iterable[T]) -> Iterator[T] | None:
    """The same items, or None where there is none."""
    stream = iter(items)
    for first in stream:
        return chain([first], stream)
    return None
