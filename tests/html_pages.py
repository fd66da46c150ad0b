"""Small invented pages, and reading them."""

from __future__ import annotations

from typing import Any

from classifier.readers.html import read_html
from classifier.readers.reading import Tally
from classifier.schema import Comment


def read_page(document: bytes, name: str = "page.html", **how: Any) -> tuple[list[Comment], Tally]:
    tally = Tally(source=name)
    return list(read_html(document, name, tally, **how)), tally


def page_of(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def comment_of(number: int, text: str, author: str = "Ada", classes: str = "comment") -> str:
    return (
        f'<li class="{classes}" id="comment-{number}"><cite class="fn">{author}</cite> '
        f'<time datetime="2020-05-0{number % 9 + 1}">May</time><div class="comment-content">{text}</div></li>'
    )
