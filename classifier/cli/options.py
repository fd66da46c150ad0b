"""Options that several commands share, and what they mean to the library."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.cli.output import Talk
    from classifier.model import Model
    from classifier.readers.reading import ReadOptions


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    json = "json"


#: The formats of rows; a table is for people.
ROWS = (Format.jsonl, Format.csv, Format.json)
#: The formats of a single result.
SINGLE = (Format.table, Format.json)


class Reader(StrEnum):
    """Which reader is forced."""

    text = "text"
    html = "html"
    csv = "csv"
    tsv = "tsv"
    jsonl = "jsonl"
    json = "json"
    xml = "xml"


Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[INPUT]...", help="Files or folders; - or nothing at a pipe reads standard input."),
]
Data = Annotated[list[str], typer.Argument(metavar="DATA...", help="Labelled comments: CSV, TSV or JSON lines.")]
ModelFile = Annotated[
    str | None,
    typer.Option(
        "--model", "-m", metavar="FILE", help="Model file [default: $CLASSIFIER_MODEL, else the shipped one]."
    ),
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write here; - is standard output.")]
OutputFormat = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="[default: by the suffix of -o, else table at a terminal and jsonl in a pipe]"),
]
SingleFormat = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="[default: by the suffix of -o, else table at a terminal and json in a pipe]"),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the output file.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what was decided, and show tracebacks.")]
From = Annotated[Reader | None, typer.Option("--from", help="Force a reader instead of looking at the content.")]
TextColumn = Annotated[str | None, typer.Option("--text-column", metavar="NAME", help="Column that holds the comment.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Column of a field (id, thread, parent, author, time, ...)."),
]
LabelColumns = Annotated[
    list[str] | None,
    typer.Option("--label-column", metavar="TASK=NAME", help="Column of a task's labels [default: stance, sentiment]."),
]
Excel = Annotated[bool, typer.Option("--excel", help="CSV for spreadsheets: byte order mark, formulas neutralised.")]
MinConfidence = Annotated[
    float | None, typer.Option(min=0, max=1, metavar="P", help="Give no label below this probability.")
]
MinPrecision = Annotated[
    float | None,
    typer.Option(min=0, max=1, metavar="P", help="Label only what should be right so often in 19 of 20 new threads."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when any record was left out.")]


def pairs(option: str, values: list[str] | None) -> dict[str, str]:
    """``["A=b"]`` to ``{"A": "b"}``; UsageError for what is not of that form."""
    found = {}
    for value in values or []:
        key, equals, name = value.partition("=")
        if not (key and equals and name):
            raise UsageError(f"{option} takes two names with = between them, not {value!r}")
        found[key] = name
    return found


def read_options(reader: Reader | None, text_column: str | None, columns: list[str] | None) -> ReadOptions:
    """What the readers are told."""
    from classifier.readers.reading import ReadOptions
    from classifier.schema import COMMENT_FIELDS

    mapping = pairs("--column", columns)
    for field in mapping:
        if field not in COMMENT_FIELDS:
            raise UsageError(f"--column knows no field {field!r}; the fields are {', '.join(COMMENT_FIELDS)}")
    if text_column is not None:
        mapping["text"] = text_column
    return ReadOptions(format=reader.value if reader else None, columns=mapping)


def model_path(asked: str | None) -> Path:
    """The model file asked for, else the default one."""
    from classifier.persistence import default_model_path

    return default_model_path() if asked is None else Path(asked)


def minimum(
    model: Model, min_confidence: float | None, min_precision: float | None, talk: Talk
) -> dict[str, Mapping[str, float]]:
    """The least probability of each label: task -> label -> probability; empty where no limit was asked for."""
    from classifier.decision import precision_thresholds

    if min_confidence is not None and min_precision is not None:
        raise UsageError("--min-confidence and --min-precision exclude each other")
    found: dict[str, Mapping[str, float]] = {}
    for task in model.tasks:
        if min_confidence is not None:
            found[task.name] = dict.fromkeys(task.labels, min_confidence)
        if min_precision is not None:
            gold, probabilities = model.heldout.gold[task.name], model.heldout.probabilities[task.name]
            rows = gold >= 0
            threads = model.heldout.thread[rows]
            chosen = precision_thresholds(gold[rows], probabilities[rows], threads, task.labels, min_precision)
            found[task.name] = chosen.minimum
            never = [label for label in task.labels if chosen.minimum[label] > 1]
            talk.note(
                f"{task.name}: {chosen.coverage:.0%} of held-out comments keep a label at precision {min_precision:g}"
                + (f"; never given: {', '.join(never)}" if never else "")
            )
    return found
