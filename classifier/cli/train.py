"""``classifier train``: labelled comments in, a model file out, with its honest score."""

from __future__ import annotations

from typing import Annotated

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, report


def train(
    data: opt.Data,
    output: Annotated[str, typer.Option("--output", "-o", metavar="MODEL", help="The model file to write.")],
    separation: Annotated[
        float,
        typer.Option(min=0, max=1, metavar="S", help="Scale features by how they separate the labels: 0 not, 1 fully."),
    ] = 0.5,
    label_column: opt.LabelColumns = None,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Train on labelled comments and write a model file.

    DATA has a text column and a column for each task (stance, sentiment, or your own with --label-column). Prints the
    scores of cross-validation over whole threads, with 95% intervals. Nothing is written unless all went well.
    """
    from classifier.reporting.scores import render_task_scores
    from classifier.training import TrainingConfig, train_file
    from classifier.training.regression import FitConfig

    talk = Talk(quiet=quiet, verbose=verbose)
    model, dataset = train_file(
        data,
        output,
        options=opt.read_options(reader, text_column, column),
        label_columns=opt.pairs("--label-column", label_column),
        config=TrainingConfig(fitting=FitConfig(separation=separation)),
        force=force,
        progress=talk.progress,
    )
    talk.clear()
    for tally in dataset.tallies:
        report(tally, talk)
    typer.echo("Cross-validated: no thread stands on both sides.\n")
    typer.echo(render_task_scores({task.name: task.heldout for task in model.tasks}), nl=False)
    talk.note(f"wrote {output}")
