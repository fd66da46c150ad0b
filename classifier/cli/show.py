"""``classifier show``: what a model is."""

from __future__ import annotations

from typing import Annotated

import typer

from classifier.cli import options as opt
from classifier.cli.output import Talk, choose_format, write


def show(
    model_file: opt.ModelFile = None,
    output: opt.Output = "-",
    output_format: opt.SingleFormat = None,
    top: Annotated[int, typer.Option(min=0, metavar="N", help="Strongest n-grams of each label.")] = 10,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Tell what a model is: labels and what they mean, scores, training data, strongest n-grams, sha256 of the file."""
    from classifier.persistence import load_model, sha256_of
    from classifier.reporting.card import model_card, render_card
    from classifier.reporting.rows import to_json

    talk = Talk(quiet=quiet, verbose=verbose)
    form = choose_format(output_format, output, piped=opt.Format.json, only=opt.SINGLE)
    path = opt.model_path(model_file)
    talk.detail(f"model: {path}")
    card = model_card(load_model(path), path.name, sha256_of(path), top)
    text = render_card(card).encode("utf-8") if form is opt.Format.table else to_json(card) + b"\n"
    write(output, [text], force=force)
