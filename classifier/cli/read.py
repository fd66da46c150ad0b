"""``classifier read``: comments in, one unlabelled row out for each: what the readers saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, choose_format, table_style, write
from classifier.cli.reading import Threads, peek

if TYPE_CHECKING:
    from classifier.schema import Comment


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
    threads = Threads(inputs, opt.read_options(reader, text_column, column), talk, strict=strict)
    comments = peek(threads)
    if comments is not None:
        write(output, _render(comments, form, output, excel), force=force)
    raise typer.Exit(threads.exit_code)


def _render(comments: Iterator[Comment], form: opt.Format, output: str, excel: bool) -> Iterator[bytes]:
    if form is opt.Format.table:
        from classifier.reporting.table import render_comments

        return (text.encode("utf-8") for text in render_comments(comments, table_style(output)))
    from classifier.reporting.rows import comment_row, render

    return render((comment_row(comment) for comment in comments), form.value, excel=excel)
