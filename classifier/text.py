"""Pure functions on strings: the form of a text that is counted, and how a text is recognised again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

#: A word with its apostrophes ("don't", "o'neill's"), a run of ! or ?, dots, or one emoji that carries tone.
#: No match crosses white space, so that the words of a text are the words of its tokens, one after the other.
WORD_PATTERN = r"\w+(?:'\w+)*|[!?]+|\.\.+|[☀-➿\U0001f300-\U0001faff]"

_WORD = re.compile(WORD_PATTERN)
_REPEATED = re.compile(r"([!?.])\1{2,}")
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SPACES = re.compile(r"\s+")


def normalize(text: str) -> str:
    """What the features see: lower case, plain apostrophes, links and runs shortened, hashtags split.

    >>> normalize("DON’T do it!!!! #StopTheWar https://example.org/x")
    "don't do it!! #stopthewar stop the war url"
    """
    return " ".join(normalize_tokens(text.split()))


def normalize_token(token: str) -> str:
    """The same for one token without white space; gives several tokens for a hashtag written in camel case."""
    if token.startswith(("http://", "https://", "www.")):
        return "url"
    lowered = _lower(token)
    if token.startswith("#"):
        parts = _CAMEL.findall(token)
        if len(parts) > 1:
            return f"{lowered} {' '.join(parts).lower()}"
    return lowered


def _lower(text: str) -> str:
    """Lower case, plain apostrophes, runs shortened; nothing crosses white space, nothing becomes white space."""
    lowered = text.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
    return _STRETCHED.sub(r"\1\1\1", _REPEATED.sub(r"\1\1", lowered))


def normalize_tokens(tokens: Sequence[str]) -> list[str]:
    """``normalize_token`` of each of many tokens without white space."""
    lowered = _lower("\n".join(tokens)).split("\n") if tokens else []
    special = ("#", "http://", "https://", "www.")
    return [
        normalize_token(token) if token.startswith(special) else low for token, low in zip(tokens, lowered, strict=True)
    ]


def words(normalized: str) -> list[str]:
    """The words of a normalised text, in order, as the word n-grams count them."""
    return [normalized] if normalized.isalnum() else _WORD.findall(normalized)


def fingerprint(text: str) -> int:
    """64 bits that recognise a text again whatever its case, spacing and punctuation (BLAKE2b of its words)."""
    canonical = " ".join(word for word in words(normalize(text)) if word[0].isalnum())
    return int.from_bytes(hashlib.blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def squeeze(text: str) -> str:
    """The text on one line, every run of white space one space."""
    return _SPACES.sub(" ", text).strip()


#: Everything that could steer a terminal or hide in a line: controls but the newline, bidirectional overrides, line and
#: paragraph separators, tags, lone surrogates. Letters, emoji and their joiners are not among it.
_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""The text with everything that could steer a terminal shown as an escape.

    >>> printable("red\x1b[31m")
    'red\\x1b[31m'
    """
    return _HARMFUL.sub(lambda match: _escape(ord(match.group())), text)


def escape_json(document: str) -> str:
    """A JSON document of the same value in which nothing could steer a terminal."""
    return _HARMFUL.sub(lambda match: json.dumps(match.group())[1:-1], document)


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
