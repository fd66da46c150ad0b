"""Coverage-guided fuzzing of what reads strangers' bytes; run by hand.

    pip install atheris
    python -m tests.fuzz readers -max_total_time=300
    python -m tests.fuzz model -max_total_time=300 FOLDER_OF_MODEL_FILES

A refusal (InputError, ModelError) is what the code is for; anything else is a finding.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["classifier"]):
    from classifier.errors import InputError, ModelError
    from classifier.persistence import load_model
    from classifier.readers import read
    from classifier.readers.reading import ReadOptions, Tally


class _Standard:
    """Standard input that holds these bytes."""

    closed = False

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)

    def isatty(self) -> bool:
        return False


def readers(content: bytes) -> None:
    """Any bytes at standard input."""
    sys.stdin = _Standard(content)  # type: ignore[assignment]
    try:
        for comment in read("-", ReadOptions(), Tally(source="-")):
            assert isinstance(comment.text, str)
    except InputError:
        pass


def model(content: bytes) -> None:
    """Any bytes as a model file."""
    with tempfile.NamedTemporaryFile(suffix=".joblib") as file:
        file.write(content)
        file.flush()
        with contextlib.suppress(ModelError):
            load_model(Path(file.name)).predict_proba(["a b c"])


def main() -> None:
    """Choose the target by the first word, give the rest to libFuzzer."""
    target = {"readers": readers, "model": model}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
