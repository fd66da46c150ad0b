"""What a page writes beside each of its comments, learnt from its repeating: end marks, labels, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.readers.marks import clean_name, is_control, is_deleted
from classifier.readers.text.body import Draft
from classifier.readers.text.furniture import end_word, is_furniture
from classifier.readers.text.lines import content_of


def end_mark(bodies: Sequence[Sequence[str]]) -> str | None:
    """The control that stands under most of the comments: the first of them ends a comment. None if there is none."""
    seen: Counter[str] = Counter()
    for body in bodies:
        marks: list[str] = []
        written = False
        for line in body:
            if line and len(line) < 200 and (mark := end_word(content_of(line))) is not None:
                if written:
                    marks.append(mark)
            elif line and not is_furniture(content_of(line)):
                written = True
        seen.update(dict.fromkeys(marks, 1))
    if len(bodies) < 2 or not seen:
        return None
    best = max(seen.values())
    return next(mark for mark, count in seen.items() if count == best) if best >= 0.6 * len(bodies) else None


def without_repeated(bodies: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The bodies with every line blanked that stands word for word in half of them: the page says it, not people."""
    times = Counter(text for body in bodies for text in {content_of(line) for line in body if 0 < len(line) < 200})
    often = {
        text
        for text, count in times.items()
        if count >= max(3, 0.5 * len(bodies)) and not is_control(text) and not is_deleted(text)
    }
    if not often:
        return list(bodies)
    return [_without(body, often) for body in bodies]


def _without(body: Sequence[str], often: set[str]) -> Sequence[str]:
    """A body without the page's lines; as it is if nothing else stands in it."""
    kept = [" " if 0 < len(line) < 200 and content_of(line) in often else line for line in body]
    return kept if any(not is_furniture(content_of(line)) for line in kept if line.strip()) else body


def lead_names(drafts: Sequence[Draft]) -> None:
    """Take the author from the first line of each text, where no header names one and most texts begin with a name."""
    firsts = [draft.text.split("\n", 1)[0] if len(draft.text) < 100_000 else "" for draft in drafts]
    names = [
        clean_name(first) if len(first) < 60 and first != draft.text else None
        for first, draft in zip(firsts, drafts, strict=True)
    ]
    if (
        len(drafts) < 3
        or any(draft.author for draft in drafts)
        or sum(name is not None for name in names) < 0.6 * len(drafts)
    ):
        return
    for draft, first, strict in zip(drafts, firsts, names, strict=True):
        name = strict or (clean_name(first, loose=True) if len(first) < 40 else None)
        if name is not None and first != draft.text:
            draft.author, draft.text = name, draft.text[len(first) :].lstrip()


def without_common_ends(drafts: Sequence[Draft]) -> None:
    """Take off what most texts begin with or end with, word for word: the page's own labels beside each comment."""
    texts = [draft.text for draft in drafts if draft.text]
    if len(texts) < 4:
        return
    head, count = Counter(text[:20] for text in texts).most_common(1)[0]
    if count >= 0.6 * len(texts) and len(head) == 20:
        common = _common_start([text[:300] for text in texts if text.startswith(head)])
        for draft in drafts:
            draft.text = draft.text.removeprefix(common).lstrip()
    tail, count = Counter(" ".join(text[-60:].split(" ")[-4:]) for text in texts).most_common(1)[0]
    if count >= 0.6 * len(texts) and is_control(tail):
        for draft in drafts:
            draft.text = draft.text.removesuffix(tail).rstrip()


def _common_start(texts: Sequence[str]) -> str:
    """What all of these begin with: the least and the greatest of them differ first."""
    least, greatest = min(texts), max(texts)
    same = next((at for at, (a, b) in enumerate(zip(least, greatest, strict=False)) if a != b), len(least))
    return least[:same]
