"""Everything that can go wrong for a user: one base error and its few children, each with its exit code."""

from __future__ import annotations


class ClassifierError(Exception):
    """One sentence for the user: what is wrong, in which file and line, and what to do.

    The library raises it; the command line turns it into a line on standard error and ``exit_code``.
    """

    exit_code = 70


class UsageError(ClassifierError):
    """The call's options do not make sense together."""

    exit_code = 2


class InputError(ClassifierError):
    """An input cannot be read, or holds no comment at all."""

    exit_code = 3


class ModelError(ClassifierError):
    """The model file is missing, damaged, of another format, or not allowed."""

    exit_code = 4


class OutputError(ClassifierError):
    """An output cannot be written."""

    exit_code = 5
