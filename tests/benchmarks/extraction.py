"""Comments found on saved pages, beside trafilatura, a guess by class names, and splitting at blank lines.

    python -m tests.benchmarks.extraction

On the development pages where they are, and on the fixtures invented for this project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import html

from classifier.errors import InputError
from classifier.readers import read
from classifier.readers.reading import ReadOptions, Tally
from classifier.schema import Comment
from tests.benchmarks.common import markdown
from tests.extraction import DEVELOPMENT, FIXTURES, Judgement, judge, read_gold

Extractor = Callable[[Path], Sequence[Comment]]


def ours(path: Path) -> list[Comment]:
    """What ``classifier read`` gives."""
    try:
        return list(read(str(path), ReadOptions(), Tally(source=str(path))))
    except InputError:
        return []


def by_trafilatura(path: Path) -> list[Comment]:
    """The comments of trafilatura: one block of text, its paragraphs taken as comments."""
    import trafilatura

    found = trafilatura.bare_extraction(path.read_text(encoding="utf-8", errors="replace"), include_comments=True)
    text = (found.comments if found is not None else "") or ""
    return [Comment(id=str(i), text=part) for i, part in enumerate(text.split("\n")) if part.strip()]


def by_class_name(path: Path) -> list[Comment]:
    """Every innermost element whose class or id says comment: the ten lines that anyone writes first."""
    tree = html.fromstring(path.read_bytes())
    named = [
        e for e in tree.iter() if isinstance(e.tag, str) and re.search(r"\bcomment", f"{e.get('class')} {e.get('id')}")
    ]
    inner = [e for e in named if not any(other is not e for other in e.iter() if other in set(named))]
    return [Comment(id=str(i), text=e.text_content()) for i, e in enumerate(inner) if e.text_content().strip()]


def by_blank_lines(path: Path) -> list[Comment]:
    """Every paragraph."""
    parts = re.split(r"\n\s*\n", path.read_text(encoding="utf-8", errors="replace"))
    return [Comment(id=str(i), text=part) for i, part in enumerate(parts) if part.strip()]


PEERS: dict[str, dict[str, Extractor]] = {
    "html": {"classifier": ours, "trafilatura": by_trafilatura, "class names": by_class_name},
    "text": {"classifier": ours, "blank lines": by_blank_lines},
    "export": {"classifier": ours},
}


def share(part: int, whole: int) -> str:
    """A share of a count, with the count."""
    return f"{part / whole:.2f} ({whole})" if whole else ""


def main() -> None:
    """Print a table for each set."""
    for name, folder in (("development pages", DEVELOPMENT), ("invented fixtures", FIXTURES)):
        rows = []
        for kind, peers in PEERS.items():
            pages = read_gold(folder / "gold.jsonl", kind)
            for peer, extract in peers.items() if pages else ():
                total = sum((judge(extract(folder / page["file"]), page) for page in pages), Judgement())
                rows.append([
                    kind, len(pages), total.required, peer, f"{total.precision:.2f}", f"{total.recall:.2f}",
                    f"{total.f1:.2f}", share(total.authors_right, total.authors), share(total.parents_right, total.parents),
                ])  # fmt: skip
        if rows:
            print(f"\n{name}\n")
            header = ["kind", "pages", "comments", "", "precision", "recall", "F1", "authors right", "parents right"]
            print(markdown(header, rows))


if __name__ == "__main__":
    main()
