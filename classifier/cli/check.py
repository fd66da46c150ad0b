"""``classifier check``: what is wrong with labelled data."""

from __future__ import annotations

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, check_outputs, choose_format, report, write


def check(
    data: opt.Data,
    output: opt.Output = "-",
    output_format: opt.SingleFormat = None,
    label_column: opt.LabelColumns = None,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Find what is wrong with labelled comments: conflicts, duplicates, leaks, likely mislabels, agreement.

    Exits with 1 when something is found that spoils training or scores. Several files without an annotator column are
    taken as several annotators where they hold the same comments.
    """
    from classifier.dataset import read_labelled
    from classifier.labelling import check as look
    from classifier.reporting.findings import render_findings
    from classifier.reporting.rows import to_json

    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(output_format, output, piped=opt.Format.json, only=opt.SINGLE)
    columns = opt.pairs("--label-column", label_column)
    check_outputs(output, inputs=data, force=force)
    dataset = read_labelled(data, options=opt.read_options(reader, text_column, column), label_columns=columns)
    for tally in dataset.tallies:
        report(tally, talk)
    found = look(dataset)
    text = (
        render_findings(found).encode("utf-8", "backslashreplace")
        if form is opt.Format.table
        else to_json(found) + b"\n"
    )
    write(output, [text], force=force)
    raise typer.Exit(1 if found["failed"] else 0)
