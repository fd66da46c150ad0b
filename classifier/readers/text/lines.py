"""The lines of a text dump, freed of what the dumping program added: link numbers, Markdown, table rules, wrapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from classifier.readers.marks.dates import MAX_MARK, MONTH

#: A list bullet or number at the start of a line, as w3m, lynx, html2text, trafilatura and resiliparse draw them.
BULLET = re.compile(
    r"(?P<indent>\s*)(?P<bullet>[•◦▪▫■□○●☆★◎‣·*+–»-]|[o#@=](?=\s\s?\S)|\d{1,5}[.)](?!\s?\d{1,2}\.\s?\d{4}|\s?"
    rf"{MONTH}))(?:\s{{1,8}}(?=\S)|\s*$)",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\[\]]{0,1000}\)")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,40}\]){0,500})\]\(([^()\[\]]{0,800}(?:\([^()\[\]]{0,100}\)[^()\[\]]{0,200})?)\)"
)
_MARKDOWN_LINK = re.compile(r"\]\((?:https?:|javascript:|mailto:|/|#|[\w./?=&%-]{1,200}\))")
_ESCAPE = re.compile(r"\\([-.*_#+()\[\]!>|])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$|^\s*-{3,}\s*$")
_LYNX_NUMBER = re.compile(r"\[\d{1,4}\](?=\S)|\[\d{1,4}\]$")
_LYNX_LIST = re.compile(r"^(?:References|Visible links|Hidden links:?)\s*$")
_INVISIBLE = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\ufeff": "",
        "\u200b": "",
        "\u200e": "",
        "\u200f": "",
        "\u00ad": "",
        "\r": "",
        "\f": "",
        "\v": "",
    }
)
#: Terminal widths between which lines may have been wrapped.
_MIN_WIDTH, _MAX_WIDTH = 50, 140


def plain_lines(document: str) -> list[str]:
    """The document's lines without link numbers, Markdown links and table rules; as many lines as before."""
    document = document.translate(_INVISIBLE).replace("(BUTTON) ", "").replace("[INS: :INS] ", "")
    if len(_MARKDOWN_LINK.findall(document, 0, 2_000_000)) >= 3 or document.count("\n---|", 0, 2_000_000) >= 2:
        document = _LINK.sub(_link_text, _IMAGE.sub(_link_text, document))
        document = "\n".join(map(_settled, document.split("\n")))
    if len(_ESCAPE.findall(document, 0, 2_000_000)) >= 2:
        document = _ESCAPE.sub(r"\1", document)
    lines = _without_references([line.expandtabs(4).rstrip() for line in document.split("\n")])
    if any(line.lstrip().startswith("|") for line in lines):
        lines = [_plain_row(line) for line in lines]
    return [_HEADING.sub("", line) if line.lstrip().startswith("#") else line for line in lines]


def _without_references(lines: list[str]) -> list[str]:
    """Lynx numbers every link, "[12]Reply", and lists the addresses at the end."""
    at = next((n for n in range(len(lines) - 1, -1, -1) if _LYNX_LIST.match(lines[n])), None)
    if at is None or not any(re.match(r"\s*1\. \S+$", line) for line in lines[at : at + 8]):
        return lines
    kept = [_LYNX_NUMBER.sub("", line) if "[" in line else line for line in lines[:at]]
    return kept + [""] * (len(lines) - at)


def _link_text(link: re.Match[str]) -> str:
    """A link's words, with a mark for every line end that it went over."""
    text = link[1].replace("\n", " ") if link.re is _LINK else ""
    return text + "\v" * link[0].count("\n")


def _settled(line: str) -> str:
    """A line with the line ends that its links went over after it, so that lines keep their numbers."""
    return line.replace("\v", "") + "\n" * line.count("\v")


def _plain_row(line: str) -> str:
    """A table's row as a list item; its empty cells fall away."""
    if _TABLE_RULE.match(line):
        return ""
    if not line.lstrip().startswith("|"):
        return line
    cells = [cell.strip() for cell in line.replace("\\|", "¦").strip().strip("|").split("|")]
    text = " | ".join(cell for cell in cells if cell).replace("¦", "|")
    return f"• {text}" if text else ""


def indent_of(line: str) -> int:
    """How many blanks stand before a line's first character, bullets counted as blanks."""
    found = BULLET.match(line) if len(line) < 10_000 or not line[0].isspace() else None
    return found.end() if found is not None else len(line) - len(line.lstrip())


def bullet_of(line: str) -> tuple[int, str] | None:
    """The column and the kind of a line's bullet ("1" for any number), or None."""
    return _bullet(line[:MAX_MARK])


@lru_cache(maxsize=8192)
def _bullet(line: str) -> tuple[int, str] | None:
    found = BULLET.match(line)
    if found is None:
        return None
    return len(found["indent"]), "1" if found["bullet"][0].isdigit() else found["bullet"]


def content_of(line: str) -> str:
    """A line without its bullets and emphasis marks, for comparing; at most a mark's length of it."""
    return _content(line[: MAX_MARK + 60])


@lru_cache(maxsize=8192)
def _content(text: str) -> str:
    text = text.strip()
    for _ in range(3):
        found = BULLET.match(text)
        if found is None or (found["bullet"][0].isdigit() and len(found["bullet"]) > 4):
            break
        text = text[found.end() :]
    return text.replace("**", "").strip(" _") if "**" in text or text.startswith("_") else text


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which a terminal wrapped these lines, or None if it did not."""
    lengths = Counter(map(len, filter(None, lines)))
    if not lengths or max(lengths) > _MAX_WIDTH + 60:
        return None
    long = sum(count for length, count in lengths.items() if length > _MIN_WIDTH)
    within = Counter({n: c for n, c in lengths.items() if _MIN_WIDTH < n <= _MAX_WIDTH})
    total = sum(within.values())
    if total < 3 or total < 0.9 * long:
        return None
    width = max(n for n, count in within.items())
    near = sum(count for n, count in within.items() if n > width - 14)
    return width if near >= 0.4 * total else None


def without_side(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines without what stands in a column left of their text (a vote arrow, a forum's box about the author).

    Returns the lines and the texts of the left column, top down.
    """
    column = _text_column(lines)
    if column == 0:
        return list(lines), []
    kept, side = [], []
    for line in lines:
        left, right = line[:column], line[column:]
        if left.strip() and (left.endswith("  ") or not right) and len(line) - len(line.lstrip()) < column:
            side.append(left.strip())
            kept.append(" " * column + right if right else "")
        else:
            kept.append(line)
    return kept, side


def _text_column(lines: Sequence[str]) -> int:
    """The column where most lines' text starts, if it is well to the right; else 0."""
    starts = Counter(len(line) - len(line.lstrip()) for line in lines if line.strip())
    if not starts:
        return 0
    column, count = starts.most_common(1)[0]
    if len(starts) > 1 and column < 4 < max(starts):
        gapped = Counter(
            found.end()
            for line in lines
            if (found := re.match(r"\s{0,40}\S[^\n]{0,40}?\s{3,}(?=\S)", line[:MAX_MARK])) is not None
        )
        if gapped:
            side, times = gapped.most_common(1)[0]
            aligned = times + starts[side]
            return side if times >= 2 and aligned > 0.5 * sum(starts.values()) else 0
    return column if count >= 2 and column >= 4 else 0


def paragraphs(lines: Sequence[str], width: int | None) -> str:
    """Lines as text: terminal-wrapped lines joined again, one blank line between paragraphs."""
    out: list[list[str]] = []
    room = 0
    for line in lines:
        text = line.strip()
        joins = width is not None and bool(text and out and out[-1]) and room < len(text.split(None, 1)[0])
        if joins and bullet_of(line) is None:
            out[-1].append(text)
        elif text or (out and out[-1]):
            out.append([text] if text else [])
        room = 10_000 if width is None else width - len(line) - 1
    return "\n".join(map(" ".join, out)).strip()
