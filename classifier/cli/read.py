"""``classifier read``: comments in, one unlabelled row out for each: what the readers saw."""

from __future__ import annotations

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, check_outputs, choose_format, table_style, write, write_rows
from classifier.cli.reading import Threads, peek


def read(
    inputs: opt.Inputs = None,
    output: opt.Output = "-",
    output_format: opt.OutputFormat = None,
    excel: opt.Excel = False,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    strict: opt.Strict = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Show the comments that the readers find, without labels.

    The rows can be given to any other command: classifier read page.html | classifier classify -
    """
    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(output_format, output, piped=opt.Format.jsonl, excel=excel)
    threads = Threads(inputs, opt.read_options(reader, text_column, column), talk, strict=strict, whole=output != "-")
    check_outputs(output, inputs=threads.sources, force=force)
    comments = peek(threads)
    if comments is not None and form is opt.Format.table:
        from classifier.reporting.table import render_comments

        write(output, map(str.encode, render_comments(comments, table_style(output))), force=force)
    elif comments is not None:
        from classifier.reporting.rows import comment_row

        write_rows(output, map(comment_row, comments), form, excel=excel, force=force)
    raise typer.Exit(threads.exit_code)
