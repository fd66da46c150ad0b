"""``classifier summarize``: the shares of a thread, corrected and with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, check_outputs, choose_format, table_style, write
from classifier.cli.reading import Threads

if TYPE_CHECKING:
    from classifier.model import Model
    from classifier.summary import Thread


def summarize(
    inputs: opt.Inputs = None,
    model_file: opt.ModelFile = None,
    output: opt.Output = "-",
    output_format: opt.SingleFormat = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE.html", help="Write the thread as one page, with its shares.")
    ] = None,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    strict: opt.Strict = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Sum up a thread: what share is hawkish, dovish or neutral, in what tone, and how sure that is.

    The shares are corrected for the errors that the classifier made on threads it had not seen; they carry 95%
    intervals.
    """
    from classifier.persistence import load_model
    from classifier.prediction import predict
    from classifier.summary import split_threads
    from classifier.summary import summarize as sum_up

    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(output_format, output, piped=opt.Format.json, only=opt.SINGLE)
    path = opt.model_path(model_file)
    model = load_model(path)
    comments = Threads(inputs, opt.read_options(reader, text_column, column), talk, strict=strict, whole=True)
    check_outputs(output, report, inputs=comments.sources, force=force)
    threads = split_threads(predict(model, comments))
    if threads:
        summaries = [sum_up(model, thread) for thread in threads]
        if len(comments.sources) == 1:
            summaries[-1]["left_out"] = dict(comments.left_out)
        write(output, [_render(summaries, path.name, form, output)], force=force)
        if report is not None:
            _write_report(report, model, threads, summaries, path, force)
    raise typer.Exit(comments.exit_code)


def _render(summaries: list[dict[str, Any]], model_name: str, form: opt.Format, output: str) -> bytes:
    if form is opt.Format.json:
        from classifier.reporting.rows import to_json

        return to_json({"model": model_name, "threads": summaries}) + b"\n"
    from classifier.reporting.summary import render_summary

    unicode = table_style(output).unicode
    return "\n".join(render_summary(summary, unicode=unicode) for summary in summaries).encode(
        "utf-8", "backslashreplace"
    )


def _write_report(
    report: str, model: Model, threads: list[Thread], summaries: list[dict[str, Any]], path: Path, force: bool
) -> None:
    from classifier.persistence import sha256_of
    from classifier.reporting.card import model_card
    from classifier.reporting.page import render_page

    page = render_page(model, threads, summaries, model_card(model, path.name, sha256_of(path), 8))
    write(report, [page.encode("utf-8", "backslashreplace")], force=force)
