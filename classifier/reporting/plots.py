"""Figures of an evaluation, drawn with scikit-learn's own displays; needs the ``plots`` extra."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from classifier.errors import OutputError, UsageError
from classifier.evaluation import Evaluation
from classifier.files import write_whole
from classifier.text import printable


def draw(evaluation: Evaluation, folder: Path, *, force: bool = False) -> list[Path]:
    """Write ``<task>_confusion.png``, ``<task>_reliability.png`` and ``<task>_risk_coverage.png`` into the folder.

    Raises UsageError where matplotlib is missing, OutputError where the folder cannot be written.
    """
    try:
        import matplotlib as mpl
    except ImportError:
        raise UsageError("--plots needs matplotlib: pip install matplotlib") from None
    mpl.use("Agg")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{printable(str(folder))}: cannot be made ({error.strerror})") from None
    written = []
    for number, (task, gold) in enumerate(evaluation.gold.items(), 1):
        labels = evaluation.scores["tasks"][task]["confusion"]["labels"]
        name = task if task.isidentifier() else f"task{number}"
        for kind, figure in _figures(gold, evaluation.probabilities[task], labels).items():
            path = folder / f"{name}_{kind}.png"
            write_whole(path, _png(figure), force=force)
            written.append(path)
    return written


def _figures(gold: Any, probabilities: Any, labels: list[str]) -> dict[str, Any]:
    from matplotlib.figure import Figure
    from sklearn.calibration import CalibrationDisplay
    from sklearn.metrics import ConfusionMatrixDisplay

    shown = [printable(label).replace("$", r"\$") for label in labels]
    figures = {
        kind: Figure(figsize=(5, 4.5), layout="constrained") for kind in ("confusion", "reliability", "risk_coverage")
    }
    top = probabilities.argmax(axis=1)
    ConfusionMatrixDisplay.from_predictions(
        gold, top, labels=range(len(labels)), display_labels=shown, ax=figures["confusion"].subplots(), colorbar=False
    )
    axes = figures["reliability"].subplots()
    for i, label in enumerate(shown):
        CalibrationDisplay.from_predictions(gold == i, probabilities[:, i], n_bins=8, name=label, ax=axes)
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    risk = np.cumsum((top != gold)[order]) / np.arange(1, len(gold) + 1)
    axes = figures["risk_coverage"].subplots()
    axes.plot(np.arange(1, len(gold) + 1) / len(gold), risk)
    axes.set(xlabel="coverage (most confident first)", ylabel="share of wrong labels", ylim=(0, None))
    return figures


def _png(figure: Any) -> bytes:
    import io

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=120, metadata={"Software": None})
    return buffer.getvalue()
