"""``classifier evaluate``: a model against gold labels."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, check_outputs, choose_format, report, write, write_rows
from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Scores that a gate may hold: those of which more is better.
GATES = ("macro_f1", "accuracy", "coverage")


def evaluate(
    data: opt.Data,
    model_file: opt.ModelFile = None,
    output: opt.Output = "-",
    output_format: opt.SingleFormat = None,
    min_confidence: opt.MinConfidence = None,
    min_precision: opt.MinPrecision = None,
    errors: Annotated[
        str | None, typer.Option("--errors", metavar="FILE", help="Write the misclassified comments, worst first.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-under", metavar="TASK.METRIC=VALUE", help="Exit with 1 below it, e.g. stance.macro_f1=0.6."
        ),
    ] = None,
    plots: Annotated[
        str | None, typer.Option("--plots", metavar="FOLDER", help="Draw confusion, reliability and risk-coverage.")
    ] = None,
    label_column: opt.LabelColumns = None,
    reader: opt.From = None,
    text_column: opt.TextColumn = None,
    column: opt.Columns = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Judge a model on labelled comments: scores with 95% intervals over threads, beside what guessing reaches."""
    from classifier.dataset import read_labelled
    from classifier.evaluation import evaluate as judge
    from classifier.persistence import load_model

    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(output_format, output, piped=opt.Format.json, only=opt.SINGLE)
    rows_form = choose_format(None, errors or "-", piped=opt.Format.jsonl, only=opt.ROWS)
    gates = [_gate(text) for text in fail_under or []]
    path = opt.model_path(model_file)
    model = load_model(path)
    columns = opt.pairs("--label-column", label_column)
    check_outputs(output, errors, inputs=data, force=force)
    dataset = read_labelled(
        data, options=opt.read_options(reader, text_column, column), label_columns=columns, tasks=model.task_names
    )
    for tally in dataset.tallies:
        report(tally, talk)
    found = judge(model, dataset, minimum=opt.minimum(model, min_confidence, min_precision, talk))
    for warning in found.warnings:
        talk.note(f"warning: {warning}")
    scores = {"model": path.name, **found.scores}
    write(output, [_render(scores, form)], force=force)
    if errors is not None:
        write_rows(errors, found.errors, rows_form, force=force)
    if plots is not None:
        from classifier.reporting.plots import draw

        draw(found, Path(plots), force=force)
    raise typer.Exit(_judge_gates(gates, scores, talk))


def _render(scores: dict[str, Any], form: opt.Format) -> bytes:
    if form is opt.Format.json:
        from classifier.reporting.rows import to_json

        return to_json(scores) + b"\n"
    from classifier.reporting.scores import render_task_scores

    return render_task_scores(scores["tasks"]).encode("utf-8", "backslashreplace")


def _gate(text: str) -> tuple[str, str, float]:
    left, equals, value = text.partition("=")
    task, dot, metric = left.rpartition(".")
    if metric in GATES and equals and dot:
        with suppress(ValueError):
            return task, metric, float(value)
    raise UsageError(f"--fail-under takes TASK.METRIC=VALUE, where METRIC is {', '.join(GATES)}, not {text!r}")


def _judge_gates(gates: list[tuple[str, str, float]], scores: Mapping[str, Any], talk: Talk) -> int:
    code = 0
    for task, metric, floor in gates:
        value = scores["tasks"].get(task, {}).get(metric)
        if not isinstance(value, float | int):
            raise UsageError(
                f"--fail-under: there is no score {task}.{metric}; scores are macro_f1, accuracy, coverage, ..."
            )
        if value < floor:
            talk.error(f"{task}.{metric} is {value:.3f}, below {floor:g}")
            code = 1
    return code
