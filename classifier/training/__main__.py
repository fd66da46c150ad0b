"""``python -m classifier.training DATA... -o MODEL``: the training script; ``classifier train`` has all its options."""

from __future__ import annotations

import argparse
import sys

from classifier.errors import ClassifierError
from classifier.training import train_file


def main() -> int:
    """Train and write the model; 0, or the exit code of what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m classifier.training", description="Train on labelled comments.")
    parser.add_argument("data", nargs="+", metavar="DATA")
    parser.add_argument("-o", "--output", required=True, metavar="MODEL")
    parser.add_argument("--force", action="store_true", help="overwrite MODEL")
    options = parser.parse_args()
    try:
        model, _ = train_file(
            options.data, options.output, force=options.force, progress=lambda line: print(line, file=sys.stderr)
        )
    except ClassifierError as error:
        print(f"classifier: {error}", file=sys.stderr)
        return error.exit_code
    for task in model.tasks:
        print(f"{task.name}: cross-validated macro-F1 {task.heldout['macro_f1']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
