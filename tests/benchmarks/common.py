"""Where the public sets lie, and tables."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT.parent / "shared" / "benchmarks"


def need(path: Path) -> Path:
    """The path, or the end of the program where it is absent."""
    if not path.exists():
        sys.exit(f"{path.name} is not here: this measurement needs data that are not part of the project")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with need(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def markdown(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
