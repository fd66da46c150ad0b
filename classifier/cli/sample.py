"""``classifier sample``: which comments to label next."""

from __future__ import annotations

from typing import Annotated

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, check_outputs, choose_format, write_rows
from classifier.cli.reading import Threads


def sample(
    inputs: opt.Inputs = None,
    n: Annotated[int, typer.Option("-n", min=1, metavar="N", help="How many comments.")] = 50,
    model_file: opt.ModelFile = None,
    output: opt.Output = "-",
    output_format: opt.OutputFormat = None,
    seed: Annotated[int, typer.Option(help="Of the random half.")] = 0,
    excel: opt.Excel = False,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    strict: opt.Strict = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Choose the comments to label next: half where the model is least sure, half at random.

    Writes a sheet with an empty column for each task; fill it and give it to classifier train.
    """
    from classifier.labelling import sample as choose
    from classifier.persistence import load_model
    from classifier.reporting.rows import comment_row

    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(
        output_format,
        output,
        piped=opt.Format.jsonl,
        excel=excel,
        only=opt.ROWS,
    )
    model = load_model(opt.model_path(model_file))
    comments = Threads(inputs, opt.read_options(reader, text_column, column), talk, strict=strict, whole=True)
    check_outputs(output, inputs=comments.sources, force=force)
    chosen = choose(model, list(comments), n, random_state=seed)
    empty = dict.fromkeys(model.task_names, "")
    if chosen:
        rows = ({**comment_row(comment, model.task_names), "chosen": why, **empty} for comment, why in chosen)
        write_rows(output, rows, form, excel=excel, force=force)
    raise typer.Exit(comments.exit_code)
