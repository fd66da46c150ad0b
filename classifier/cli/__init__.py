"""The command line: parse, one call, print, translate errors into a line and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType
from typing import Annotated, NoReturn

import typer

from classifier import __version__
from classifier.cli import check, classify, evaluate, read, sample, show, summarize, train
from classifier.cli.output import Talk
from classifier.errors import ClassifierError

app = typer.Typer(
    name="classifier",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, in_short in (
    (classify.classify, "Label the comments of saved threads."),
    (read.read, "Show the comments that the readers find."),
    (summarize.summarize, "Shares of each label, with intervals; --report."),
    (train.train, "Train on labelled comments."),
    (evaluate.evaluate, "Judge a model on labelled comments."),
    (check.check, "Find what is wrong with labelled comments."),
    (sample.sample, "Choose the comments to label next."),
    (show.show, "Tell what a model is."),
):
    app.command(short_help=in_short)(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"classifier {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Read what readers think: who in a comment thread is hawkish, who dovish, in what tone, and what share that makes.

    Exit codes: 0 done; 1 done, but a gate failed; 2 wrong usage; 3 an input cannot be read or holds no comment;
    4 the model is missing, damaged or not allowed; 5 an output cannot be written; 70 a defect of ours;
    130 interrupted; 143 terminated.
    """


def main() -> NoReturn:
    """Run the command line and exit."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting its threads takes longer than a thread of comments
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    verbose = any(word in ("-v", "--verbose") for word in sys.argv[1:])
    try:
        app()
    except ClassifierError as error:
        _fail(str(error), error.exit_code, verbose)
    except RecursionError:
        _fail("an input is nested too deeply to be read", 3, verbose)
    except MemoryError:
        _fail("not enough memory for this input", 3, verbose)
    except Exception as error:
        _fail(f"a defect of ours, please report it ({type(error).__name__}: {error}); -v shows where", 70, verbose)
    sys.exit(0)


def _fail(sentence: str, code: int, verbose: bool) -> NoReturn:
    if verbose:
        traceback.print_exc()
    Talk(quiet=True).error(" ".join(sentence.split()))
    sys.exit(code)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave at once, through every ``finally``: SIGINT gives 130, SIGTERM 143."""
    signal.signal(number, signal.SIG_IGN)
    Talk(quiet=True).error("interrupted" if number == signal.SIGINT else "terminated")
    sys.exit(128 + number)
