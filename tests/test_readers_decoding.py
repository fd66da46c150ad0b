"""Bytes become text by mark, UTF-8, what a page declares, Windows-1252; damage is named by line and byte."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from piping import stream_of

from classifier.errors import InputError
from classifier.readers.decoding import CP1252_NOTE, Decoder, decode_document, decode_page
from classifier.readers.opening import Origin
from classifier.readers.reading import Tally


def decoded(content: bytes) -> tuple[str, list[str]]:
    tally = Tally(source="-")
    return decode_document(stream_of(content), tally), tally.notes


@pytest.mark.parametrize(
    ("content", "expected", "notes"),
    [
        pytest.param("naïve – 和平".encode(), "naïve – 和平", [], id="utf8"),
        pytest.param("naïve".encode("utf-8-sig"), "naïve", [], id="utf8_mark"),
        pytest.param("naïve 🕊".encode("utf-16"), "naïve 🕊", [], id="utf16_mark"),
        pytest.param(b"\xfe\xff" + "naïve".encode("utf-16-be"), "naïve", [], id="utf16_big_endian"),
        pytest.param("naïve".encode("utf-32"), "naïve", [], id="utf32_mark"),
        pytest.param("naïve “war”".encode("cp1252"), "naïve “war”", [CP1252_NOTE], id="cp1252"),
        pytest.param(b"ends in \xe9", "ends in é", [CP1252_NOTE], id="cp1252_last_byte"),
        pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", [], id="newlines"),
    ],
)
def test_texts_are_decoded_by_mark_then_utf8_then_windows_1252(content: bytes, expected: str, notes: list[str]) -> None:
    assert decoded(content) == (expected, notes)


def test_a_wrong_byte_after_utf8_letters_is_damage_and_not_windows_1252() -> None:
    with pytest.raises(InputError, match=r"standard input, line 2: byte 7 \(0xff\) is not UTF-8; save the file"):
        decoded("né\r\nx".encode() + b"\xff y")


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("\ud800\udfff"), max_size=60),
    cuts=st.lists(st.integers(0, 120), max_size=6),
)
def test_chunks_decode_as_the_whole_does(text: str, cuts: list[int]) -> None:
    data = text.encode("utf-8", "surrogatepass")
    if data.startswith(b"\xef\xbb\xbf"):
        text = text[1:]
    decoder = Decoder(Origin(shown="x", name="x"), data[:4], pytest.fail)
    edges = [0, *sorted(max(4, cut) for cut in cuts), max(len(data), 120)]
    chunks = [data[a:b] for a, b in pairwise(edges)]
    assert "".join(decoder.decode(chunk) for chunk in chunks) + decoder.decode(b"", final=True) == text


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_line_and_byte_of_a_wrong_byte_do_not_depend_on_chunks(size: int) -> None:
    data = "eins\r\nzwei – é\rdrei\n".encode() + b"vier \xc3("
    decoder = Decoder(Origin(shown="x", name="x"), data[:4], pytest.fail)
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    with pytest.raises(InputError, match=r"x, line 4: byte 29 \(0xc3\)"):
        list(map(decoder.decode, chunks))


@pytest.mark.parametrize(
    ("content", "expected", "note"),
    [
        pytest.param("<p>né".encode(), "<p>né", None, id="utf8_undeclared"),
        pytest.param('<meta charset="koi8-r">мир'.encode("koi8-r"), '<meta charset="koi8-r">мир', None, id="declared"),
        pytest.param(
            '<meta charset="iso-8859-1">“né”'.encode("cp1252"),
            '<meta charset="iso-8859-1">“né”',
            CP1252_NOTE,
            id="latin1",
        ),
        pytest.param(b"<p>n\xe9", "<p>né", CP1252_NOTE, id="undeclared"),
        pytest.param(b"<meta charset=idna><p>n\xe9", "<meta charset=idna><p>né", CP1252_NOTE, id="no_text_encoding"),
        pytest.param("<p>né\n".encode() + b"\xff", "<p>né\n\ufffd", "line 2, byte 8 is not UTF-8", id="damaged"),
        pytest.param(
            '<?xml version="1.0" encoding="windows-1251"?><a>мир</a>'.encode("cp1251"),
            '<?xml version="1.0"?><a>мир</a>',
            None,
            id="xml",
        ),
    ],
)
def test_pages_are_decoded_by_what_they_declare(content: bytes, expected: str, note: str | None) -> None:
    tally = Tally(source="-")
    assert decode_page(stream_of(content), tally).decode() == expected
    assert [n.startswith(note or "?") for n in tally.notes] == [True] * bool(note)
