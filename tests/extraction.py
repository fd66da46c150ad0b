"""Judges extracted comments against a gold page: F1 of comments, then authors and parents of the matched ones.

An extracted text matches a comment if, letters and digits only, it starts with the comment's first six words, ends with
its last four and has about its length. A quarter of the length, at most 20 characters, of stray furniture is forgiven
at either end. Two comments in one, or one cut in two, match nothing; each comment is matched once.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.schema import Comment

FIXTURES = Path(__file__).parent / "fixtures"
#: Pages of other projects, present only beside a full checkout.
DEVELOPMENT = Path(__file__).parents[1] / ".." / "shared" / "extraction_dev"

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Counts of one page or of several added up; authors and parents count where the page shows them."""

    matched: int = 0
    extracted: int = 0
    required: int = 0
    authors: int = 0
    authors_right: int = 0
    parents: int = 0
    parents_right: int = 0

    def __add__(self, other: Judgement) -> Judgement:
        return Judgement(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})

    @property
    def precision(self) -> float:
        return self.matched / self.extracted if self.extracted else float(self.required == 0)

    @property
    def recall(self) -> float:
        return self.matched / self.required if self.required else 1.0

    @property
    def f1(self) -> float:
        """1 for a page without comments that gave none, 0 for one that gave some."""
        total = self.extracted + self.required
        return 2 * self.matched / total if total else 1.0


def read_gold(path: Path, kind: str) -> list[Gold]:
    """The gold pages of one kind (html, text, export)."""
    pages = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path.exists() else iter(())
    return [page for page in pages if page["kind"] == kind]


def letters(text: str) -> str:
    """Letters and digits only, lower case, as texts are compared."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def is_match(text: str, gold: Gold) -> bool:
    """Whether a text is this comment, in any of the readings that count as right."""
    own = gold.get("own", [])
    plain = letters(text)
    return any(_is_reading(plain, reading) for reading in (gold, *([own] if isinstance(own, dict) else own)))


def _is_reading(plain: str, reading: Gold) -> bool:
    length = reading["chars"]
    slack = min(20, length // 4)
    first, last = letters(reading["first"]), letters(reading["last"])
    start = plain.find(first, 0, slack + len(first))
    end = plain.rfind(last, max(0, len(plain) - slack - len(last)))
    return start >= 0 and end >= 0 and abs(end + len(last) - start - length) <= max(2, length // 30)


def judge(comments: Sequence[Comment], page: Gold) -> Judgement:
    """Match every comment once, in page order, then look at authors and parents of the matched ones."""
    gold: list[Gold] = page["comments"]
    partner = _partners(comments, gold)
    required = [n for n, entry in enumerate(gold) if not entry.get("optional")]
    stray = sum(gold[n].get("optional", False) for n in partner.values())
    matched = {index: n for index, n in partner.items() if not gold[n].get("optional")}
    names = [(comments[i].author, gold[n]) for i, n in matched.items() if gold[n].get("author")]
    links = [(i, n) for i, n in matched.items() if page.get("parents")]
    return Judgement(
        matched=len(matched),
        extracted=len(comments) - stray,
        required=len(required),
        authors=len(names),
        authors_right=sum(_same_author(author, entry) for author, entry in names),
        parents=len(links),
        parents_right=sum(_parent(comments, i, partner) == gold[n]["parent"] for i, n in links),
    )


def _partners(comments: Sequence[Comment], gold: Sequence[Gold]) -> dict[int, int]:
    free = list(range(len(gold)))
    partner: dict[int, int] = {}
    for index, comment in enumerate(comments):
        found = next((n for n in free if is_match(comment.text, gold[n]) or _with_quote(comment, gold[n])), None)
        if found is not None:
            partner[index] = found
            free.remove(found)
    return partner


def _with_quote(comment: Comment, entry: Gold) -> bool:
    return comment.quoted is not None and is_match(f"{comment.quoted} {comment.text}", entry)


def _same_author(author: str | None, entry: Gold) -> bool:
    right: Iterable[str] = (entry["author"], *entry.get("alt_authors", ()))
    return author is not None and letters(author) in {letters(name) for name in right}


def _parent(comments: Sequence[Comment], index: int, partner: Mapping[int, int]) -> int | None:
    ids = {comment.id: n for n, comment in enumerate(comments)}
    parent = comments[index].parent
    return None if parent is None else partner.get(ids.get(parent, -1), -1)
