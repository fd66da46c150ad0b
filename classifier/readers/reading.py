"""What every reader is given and what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

#: A line, cell or comment longer than this many bytes is refused: no reader writes it, and it would fill memory.
MAX_COMMENT_BYTES = 20_000_000
#: A page or export that is not read as a stream is refused beyond this size.
MAX_DOCUMENT_BYTES = 256_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read: ``format`` forces a reader; ``columns`` maps our fields to a table's headers."""

    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What was read from one input and what was left out and why; filled while the comments are iterated.

    ``left_out``: reason in plain words ("deleted", "spam", "empty") -> count. ``notes``: sentences for the user about
    this input (encoding, a page that loads its comments later). ``format``: the reader that was chosen, e.g. "csv".
    """

    source: str
    format: str = ""
    read: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
