"""``classifier classify``: comments in, one labelled row out for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, check_outputs, choose_format, table_style, write, write_rows
from classifier.cli.reading import Threads, peek

if TYPE_CHECKING:
    from classifier.schema import Prediction


def classify(
    inputs: opt.Inputs = None,
    model_file: opt.ModelFile = None,
    output: opt.Output = "-",
    output_format: opt.OutputFormat = None,
    explain: Annotated[int, typer.Option(min=0, metavar="N", help="Add the N n-grams that moved each label most.")] = 0,
    min_confidence: opt.MinConfidence = None,
    min_precision: opt.MinPrecision = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes.")] = 1,
    excel: opt.Excel = False,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    strict: opt.Strict = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Label the comments of saved threads: hawkish, dovish or neutral, and their tone.

    Reads saved pages (HTML or text), exports (JSON, XML) and tables (CSV, JSON lines); one row out for each comment, in
    the same order. At a terminal it shows the thread as a table, in a pipe it writes JSON lines.
    """
    from classifier.persistence import load_model
    from classifier.prediction import PredictionConfig, predict

    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(output_format, output, piped=opt.Format.jsonl, excel=excel)
    model = load_model(opt.model_path(model_file))
    config = PredictionConfig(minimum=opt.minimum(model, min_confidence, min_precision, talk), n_reasons=explain)
    threads = Threads(inputs, opt.read_options(reader, text_column, column), talk, strict=strict, whole=output != "-")
    check_outputs(output, inputs=threads.sources, force=force)
    predictions = peek(predict(model, threads, config, jobs=jobs))
    if predictions is not None:
        _write(predictions, {task.name: task.labels for task in model.tasks}, form, output, excel=excel, force=force)
    raise typer.Exit(threads.exit_code)


def _write(
    predictions: Iterator[Prediction],
    tasks: Mapping[str, Sequence[str]],
    form: opt.Format,
    output: str,
    *,
    excel: bool,
    force: bool,
) -> None:
    if form is opt.Format.table:
        from classifier.reporting.table import render_predictions

        write(output, map(str.encode, render_predictions(predictions, tasks, table_style(output))), force=force)
    else:
        from classifier.reporting.rows import prediction_row

        write_rows(output, (prediction_row(p, tasks) for p in predictions), form, excel=excel, force=force)
