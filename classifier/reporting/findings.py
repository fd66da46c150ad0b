"""What is wrong with labelled data, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.text import printable, squeeze

TITLES = {
    "unknown_labels": "labels that the codebook does not have",
    "exact_duplicates": "exact duplicates",
    "near_duplicates": "near-duplicates",
    "label_conflicts": "duplicates with different labels",
    "leaks": "threads on two sides of a split",
}
N_LINES = 5


def render_findings(found: Mapping[str, Any]) -> str:
    """A line for each kind of finding, the first examples under it, then balance, mislabels and agreement."""
    lines = [f"{found['n']:,} labelled comments in {', '.join(map(printable, found['files']))}"]
    for task, counts in found["labels"].items():
        lines.append(f"  {printable(task)}: " + ", ".join(f"{printable(label)} {n:,}" for label, n in counts.items()))
    for key, title in TITLES.items():
        mark = "FAIL" if key in found["failed"] else "ok"
        lines.append(f"{mark:<5}{title}: {found[key]['n']:,}")
        lines += ["       " + _example(row) for row in found[key]["examples"][:N_LINES]]
    lines.append(
        "most repeated 5-grams: " + "; ".join(f"{g['ngram']} ({g['texts']})" for g in found["repeated_5grams"])
    )
    for task, rows in found["balance_by_thread"].items():
        if rows:
            row = rows[0]
            lines.append(f"most one-sided thread for {task}: {row['thread']} ({row['largest_share']:.0%} one label)")
    for task, doubted in found["likely_mislabels"].items():
        lines.append(f"likely mislabels for {task}: {doubted['n']:,}")
        for row in doubted["examples"][:N_LINES]:
            lines.append(f"       {row['source']}: {row['given']} or {row['suggested']}? {squeeze(row['text'])[:90]}")
    for task, human in found["agreement"].items():
        low, high = human["krippendorff_alpha_ci95"]
        lines.append(
            f"agreement on {task}: {human['percent']:.1%} of pairs, Krippendorff's alpha "
            f"{human['krippendorff_alpha']:.3f} [{low:.3f}, {high:.3f}] on {human['n']:,} comments"
        )
        lines += [f"       Cohen's kappa {pair}: {kappa:.3f}" for pair, kappa in human["cohen_kappa"].items()]
    return printable("\n".join(lines) + "\n")


def _example(row: Mapping[str, Any]) -> str:
    """One finding in words: where it stands first, what else is known after its key."""
    return ", ".join(
        _said(value) if key in ("source", "sources", "thread") else f"{key} {_said(value)}"
        for key, value in row.items()
    )


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {held}" for key, held in value.items())
    return " and ".join(map(_said, value)) if isinstance(value, (list, tuple)) else str(value)
