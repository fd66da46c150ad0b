"""The summary of a thread for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.text import printable

METHODS = {
    "bayesian_pacc": "corrected for held-out errors (Bayesian PACC); the 95% intervals cover comments and classifier"
}


def headline(summary: Mapping[str, Any], task: str) -> str:
    """The sentence that people want: "hawkish 41% (33 to 49), dovish 22% (15 to 30), neutral 37% (28 to 46)"."""
    parts = []
    for label, found in summary["shares"][task].items():
        low, high = (f"{100 * bound:.0f}" for bound in found["ci95"])
        parts.append(f"{printable(label)} {percent(found['estimate'])} ({low} to {high})")
    return ", ".join(parts)


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{100 * share:.0f}%"


def render_summary(summary: Mapping[str, Any], *, unicode: bool = True) -> str:
    """One thread: counts, shares with interval bars, tables, examples and warnings."""
    lines = [printable(summary["thread"]) or "(thread)", _counts(summary)]
    for task in summary["shares"]:
        lines += ["", f"{printable(task)}: {headline(summary, task)}", *_bars(summary["shares"][task], unicode)]
    if summary["n"]:
        lines += ["", METHODS[summary["method"]], *_cross(summary), *_talk(summary), *_examples(summary)]
    lines += [f"! {printable(warning)}" for warning in summary["warnings"]]
    return "\n".join(lines) + "\n"


def _counts(summary: Mapping[str, Any]) -> str:
    parts = [f"{summary['n']:,} comments"]
    if summary["n_writers"]:
        parts.append(f"{summary['n_writers']:,} writers")
    if summary["n_without_author"]:
        parts.append(f"{summary['n_without_author']:,} without a name")
    for key, word in (("n_truncated", "truncated"), ("n_empty", "empty")):
        if summary[key]:
            parts.append(f"{summary[key]:,} {word}")
    parts += [f"{n:,} left out: {why}" for why, n in summary.get("left_out", {}).items() if n]
    return ", ".join(parts)


def _bars(shares: Mapping[str, Any], unicode: bool, width: int = 50) -> list[str]:
    """The interval of each share on a scale from 0 to 100%, the estimate marked, the bare count at the end."""
    full, mark, empty = ("━", "●", "·") if unicode else ("=", "O", ".")
    lines = []
    for label, found in shares.items():
        low, high = (round(bound * (width - 1)) for bound in found["ci95"])
        cells = [full if low <= i <= high else empty for i in range(width)]
        cells[round(found["estimate"] * (width - 1))] = mark
        lines.append(f"  {printable(label):<12} {''.join(cells)}  counted {percent(found['counted'])}")
    return lines


def _cross(summary: Mapping[str, Any]) -> list[str]:
    table = summary["cross_table"]
    if table is None:
        return []
    (rows,), (columns,) = table["rows"].values(), table["columns"].values()
    lines = ["", f"{'':<12} " + " ".join(f"{printable(label)[:12]:>12}" for label in columns)]
    for label, counts in zip(rows, table["n"], strict=True):
        lines.append(f"{printable(label)[:12]:<12} " + " ".join(f"{count:>12,}" for count in counts))
    return lines


def _talk(summary: Mapping[str, Any]) -> list[str]:
    lines = []
    for place, words in (("top_level", "top level"), ("replies", "replies")):
        if counts := summary["top_level_and_replies"][place]:
            lines.append(f"{words}: " + ", ".join(f"{n:,} {printable(label)}" for label, n in counts.items()))
    answers = [f"{printable(a['reply'])} to {printable(a['to'])} {a['n']:,}" for a in summary["answers"][:6]]
    if answers:
        lines.append("who answers whom: " + ", ".join(answers))
    if summary["by_writer"]:
        shares = ", ".join(f"{printable(label)} {percent(p)}" for label, p in summary["by_writer"].items())
        lines.append(f"one vote a writer: {shares}")
    return ["", *lines] if lines else []


def _examples(summary: Mapping[str, Any]) -> list[str]:
    lines = [""]
    for label, ids in summary["examples"]["typical"].items():
        if ids:
            lines.append(f"most {printable(label)}: comment {', '.join(map(printable, ids))}")
    lines.append(f"nearest the fence: comment {', '.join(map(printable, summary['examples']['nearest_the_fence']))}")
    return lines
