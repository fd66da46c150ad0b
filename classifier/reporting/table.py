"""The table that people read at a terminal: a thread with its labels, and the line of shares under it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from classifier.schema import Comment, Prediction, Reason
from classifier.text import printable

#: Colours by a label's place in the first task: never colour alone, the word stands beside it.
COLOURS = ("red", "blue", "yellow", "green", "magenta", "cyan")
BAR = " ▏▎▍▌▋▊▉█"
MAX_INDENT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStyle:
    """``width`` of the terminal in columns; ``colour`` or not; ``unicode``: whether bars can be drawn."""

    width: int = 80
    colour: bool = False
    unicode: bool = True


@dataclass(slots=True)
class Summary:
    """What is counted while the table is written, for the line under it."""

    n: int = 0
    truncated: int = 0
    labels: dict[str, Counter[str | None]] = field(default_factory=dict)

    def add(self, prediction: Prediction) -> None:
        """Count one prediction."""
        self.n += 1
        self.truncated += prediction.comment.truncated
        for task, label in prediction.labels.items() if prediction.probabilities else ():
            self.labels.setdefault(task, Counter())[label] += 1


def render_predictions(
    predictions: Iterable[Prediction], tasks: Mapping[str, Sequence[str]], style: TableStyle
) -> Iterator[str]:
    """A block for each comment, then the line of shares; replies are indented under what they answer."""
    depth = Depth()
    summary = Summary()
    for prediction in predictions:
        summary.add(prediction)
        yield _draw(_block(prediction, tasks, style, depth(prediction.comment)), style)
    yield _draw(Text(summary_line(summary, tasks)), style)


def render_comments(comments: Iterable[Comment], style: TableStyle) -> Iterator[str]:
    """A block for each comment as the readers saw it."""
    depth = Depth()
    for comment in comments:
        body = Text.assemble((_head(comment), "bold"), "\n", _shown(comment))
        yield _draw(Padding(body, (0, 0, 1, 2 * depth(comment))), style)


class Depth:
    """How deep a reply stands: 0 for a comment that answers none that was seen before."""

    def __init__(self) -> None:
        self._depth: dict[tuple[str | None, str], int] = {}

    def __call__(self, comment: Comment) -> int:
        """Depth of this comment, at most ``MAX_INDENT``; to be called in order."""
        above = self._depth.get((comment.thread, comment.parent)) if comment.parent is not None else None
        depth = 0 if above is None else min(MAX_INDENT, above + 1)
        self._depth[comment.thread, comment.id] = depth
        return depth


def summary_line(summary: Summary, tasks: Mapping[str, Sequence[str]]) -> str:
    """Counts and shares in words: n comments, share of each label, how many truncated, how many without a label."""
    parts = [f"{summary.n} comment" + ("s" if summary.n != 1 else "")]
    for task, labels in tasks.items():
        counts = summary.labels.get(task, Counter())
        given = sum(counts[label] for label in labels)
        if not given:
            continue
        parts.append(", ".join(f"{printable(label)} {round(100 * counts[label] / given)}%" for label in labels))
    if summary.truncated:
        parts.append(f"{summary.truncated} truncated")
    abstained = {task: counts[None] for task, counts in summary.labels.items() if counts[None]}
    if abstained:
        parts.append(", ".join(f"{n} without {printable(task)}" for task, n in abstained.items()) + " (marked ?)")
    return " · ".join(parts)


def _block(prediction: Prediction, tasks: Mapping[str, Sequence[str]], style: TableStyle, depth: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=min(24, max(10, style.width // 3)))
    table.add_column(ratio=1, overflow="fold")
    coloured = next(iter(tasks), None)  # one task alone, so that a colour means one thing
    verdict = Text("\n").join(
        _verdict(prediction, task, labels, style, coloured=task == coloured) for task, labels in tasks.items()
    )
    body = Text.assemble((_head(prediction.comment), "bold"), "\n", _shown(prediction.comment))
    for task, reasons in prediction.reasons.items():
        because = ", ".join(f"{printable(words)} {weight:+.2f}" for words, weight in merged(prediction, reasons))
        body.append(f"\n{task}: {because}", "italic")
    table.add_row(verdict, Padding(body, (0, 0, 1, 2 * depth)))
    return table


def merged(prediction: Prediction, reasons: Sequence[Reason]) -> list[tuple[str, float]]:
    """Reasons as pieces of the text: those that overlap and speak for the same side are one, their weights added."""
    spans: list[tuple[int, int, float]] = []
    for start, end, weight in sorted(((r.start, r.end, r.weight) for r in reasons), key=lambda s: (s[2] > 0, s)):
        if spans and start < spans[-1][1] and weight * spans[-1][2] > 0:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]), spans[-1][2] + weight)
        else:
            spans.append((start, end, weight))
    spans.sort(key=lambda span: -abs(span[2]))
    return [(" ".join(prediction.comment.text[start:end].split()), weight) for start, end, weight in spans]


def _verdict(prediction: Prediction, task: str, labels: Sequence[str], style: TableStyle, *, coloured: bool) -> Text:
    probabilities = prediction.probabilities.get(task)
    label = prediction.labels.get(task)
    if not probabilities:
        return Text("no text")
    top = max(probabilities, key=lambda name: probabilities[name])
    colour = COLOURS[list(labels).index(top) % len(COLOURS)] if label and coloured else ""
    shown = printable(label) if label else f"? {printable(top)}"
    return Text.assemble((f"{shown:<10}", colour), f" {_bar(probabilities[top], style)} {probabilities[top]:.2f}")


def _bar(share: float, style: TableStyle, width: int = 6) -> str:
    if not style.unicode:
        return ("#" * round(share * width)).ljust(width, ".")
    eighths = round(share * width * 8)
    return ("█" * (eighths // 8) + BAR[eighths % 8].strip()).ljust(width)


def _head(comment: Comment) -> str:
    parts = [printable(comment.id), printable(comment.author or "")]
    if comment.parent is not None:
        parts.append(f"answers {printable(comment.parent)}")
    parts.append(printable(comment.time or ""))
    return " · ".join(part.replace("\n", " ") for part in parts if part)


def _shown(comment: Comment) -> str:
    text = printable(comment.text)
    return text + (" [truncated]" if comment.truncated else "")


def _draw(renderable: object, style: TableStyle) -> str:
    buffer = io.StringIO()
    Console(
        file=buffer, width=max(20, style.width), force_terminal=style.colour, no_color=not style.colour,
        color_system="standard" if style.colour else None, markup=False, emoji=False, highlight=False,
    ).print(renderable)  # fmt: skip
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))
