"""The walk through a pickle: nothing in it is ever run, and only a flat dict of strings and bytes comes out."""

from __future__ import annotations

import bz2
import gzip
import lzma
import pickle
import pickletools
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from model_files import Gadget, load_bytes, sealed

from classifier.errors import ModelError
from classifier.persistence import load_model, plainpickle
from classifier.persistence.plainpickle import Plain, read_plain


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda gadget, plain: gadget, id="instead of the dict"),
        pytest.param(lambda gadget, plain: plain | {"header": gadget}, id="instead of the header"),
        pytest.param(lambda gadget, plain: {"first": gadget} | plain, id="before the header"),
        pytest.param(lambda gadget, plain: plain | {"last": gadget}, id="after all parts"),
        pytest.param(lambda gadget, plain: plain | {"deep": [({"a": [gadget]},)]}, id="nested"),
        pytest.param(lambda gadget, plain: plain | {"array": np.array([gadget], object)}, id="in an object array"),
    ],
)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_code_in_the_file_never_runs(
    tiny_plain: Plain, tmp_path: Path, wrap: Callable[[Any, Plain], object], protocol: int
) -> None:
    marker = tmp_path / "marker"
    data = pickle.dumps(wrap(Gadget(marker), tiny_plain), protocol=protocol)
    with pytest.raises(ModelError, match="classifier train"):
        load_bytes(data, tmp_path)
    assert not marker.exists()
    pickle.loads(data)
    assert marker.exists()


@pytest.mark.parametrize("compress", ["zlib", "gzip", "bz2", "lzma", "xz"])
def test_compressed_code_never_runs(tmp_path: Path, compress: str) -> None:
    joblib.dump({"x": Gadget(tmp_path / "marker")}, tmp_path / "model.joblib", compress=(compress, 3))
    with pytest.raises(ModelError, match="is compressed, as no model file is"):
        load_model(tmp_path / "model.joblib")
    assert not (tmp_path / "marker").exists()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zlib.compress])
def test_compressed_model_file_is_refused(
    tiny_model_file: Path, tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ModelError, match="is compressed, as no model file is"):
        load_bytes(pack(tiny_model_file.read_bytes()), tmp_path)


@pytest.mark.parametrize("alone", [True, False], ids=["an array", "a dict with an array"])
def test_pickled_arrays_are_refused(tiny_plain: Plain, tmp_path: Path, alone: bool) -> None:
    array = np.arange(1000.0)
    joblib.dump(array if alone else tiny_plain | {"idf": array}, tmp_path / "model.joblib")
    with pytest.raises(ModelError, match="holds more than strings and bytes"):
        load_model(tmp_path / "model.joblib")


@pytest.mark.parametrize("opcode", pickletools.opcodes, ids=lambda opcode: opcode.name)
def test_instruction_is_either_plain_or_refused(tiny_plain: Plain, tmp_path: Path, opcode: Any) -> None:
    data, path = sealed(tiny_plain), tmp_path / "model.joblib"
    for argument in (b"", b"\x00" * 8, b"\x01" + b"\x00" * 7 + b"a", b"os\nsystem\n"):
        path.write_bytes(data[:-1] + opcode.code.encode("latin-1") + argument + b".")
        if opcode.name in {"PROTO", "FRAME", "MEMOIZE", "STOP"}:
            with suppress(ModelError):
                assert read_plain(path, "model.joblib") == tiny_plain
        else:
            with pytest.raises(ModelError, match="classifier train"):
                read_plain(path, "model.joblib")


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        pytest.param(b"", "pickle exhausted", id="empty"),
        pytest.param(b"\x80\x04", "pickle exhausted", id="start only"),
        pytest.param(b"text,label\n", "does not start as one", id="a table"),
        pytest.param(b"<html>", "unknown", id="a page"),
        pytest.param(b"\x80\x04.", "not one dict", id="nothing"),
        pytest.param(b"\x80\x04}}.", "EMPTY_DICT", id="two dicts"),
        pytest.param(b"\x80\x04\x8c\x01a.", "not one dict", id="a string"),
        pytest.param(b"\x80\x04}\x94h\x00h\x00s.", "keys are not what they should be", id="dict as its own key"),
        pytest.param(b"\x80\x04}\x8c\x01a}s.", "EMPTY_DICT", id="dict in dict"),
        pytest.param(b"\x80\x04}\x8c\x01ah\x09s.", "index out of range", id="memory never filled"),
        pytest.param(b"\x80\x04}(\x8c\x01au.", "out of order", id="key without value"),
        pytest.param(b"\x80\x04}((u.", "out of order", id="two marks"),
        pytest.param(b"\x80\x04}((uu.", "out of order", id="nested marks"),
        pytest.param(b"\x80\x04(u.", "index out of range", id="no dict"),
        pytest.param(b"\x80\x04s.", "index out of range", id="nothing to set"),
        pytest.param(b"\x80\x04\x94.", "index out of range", id="nothing to remember"),
        pytest.param(b"\x80\x04}u.", "not in list", id="no mark"),
        pytest.param(b"\x80\x04}\x8c\x01ac__main__\nGadget\n)Rs.", "GLOBAL", id="function by name"),
        pytest.param(b"\x80\x04}cos\nsystem", "GLOBAL", id="function without end"),
        pytest.param(b"\x80\x04}\x8c\x01a\x8c\x01bs\x8c\x01a\x8c\x01cs.", "keys are not", id="key twice"),
        pytest.param(b"\x80\x04}C\x01aC\x01bs.", "keys are not", id="bytes as key"),
        pytest.param(b"\x80\x02}.", "does not start as one", id="protocol 2"),
        pytest.param(b"\x80\x06}.", "does not start as one", id="protocol 6"),
        pytest.param(b"\x80\x04}.x", "something follows its end", id="something appended"),
        pytest.param(b"\x80\x04}\x8d" + b"\xff" * 8, "byte count", id="string of 2^64 bytes"),
        pytest.param(b"\x80\x04}\x8e" + b"\xff" * 7 + b"\x0f", "but only", id="bytes of 2^60"),
        pytest.param(b"\x80\x04}B\xff\xff\xff\xffabc", "but only 3 remain", id="bytes of 4 GB"),
        pytest.param(b"\x80\x04}\x96" + b"\xff" * 7 + b"\x0f", "but only", id="byte array of 2^60"),
        pytest.param(b"\x80\x04}\x8b\xff\xff\xff\x7f", "not enough data", id="integer of 2 GB"),
        pytest.param(b"\x80\x04}\x8c\x02\xff\xff", "utf-8", id="string that is not UTF-8"),
        pytest.param(b"\x80\x04}" + b"\x94" * 10**6 + b".", "too many parts", id="a million instructions"),
        pytest.param(b"\x80\x04}" + b"(" * 900 + b".", "not one dict", id="many marks"),
        pytest.param(b"\x80\x04" + b"]" * 10**6, "EMPTY_LIST", id="deep nesting"),
        pytest.param(b"\x80\x04}.", "it has no header", id="an empty dict"),
    ],
)
def test_stream_that_is_no_flat_dict_is_refused(tmp_path: Path, stream: bytes, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load_bytes(stream, tmp_path)


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "model.joblib").open("wb") as stream:
        stream.write(b"\x80\x04}B")
        stream.truncate(plainpickle.MAX_BYTES + 1)
    with pytest.raises(ModelError, match=r"has 1,073,741,825 bytes, more than any model file"):
        load_model(tmp_path / "model.joblib")


def test_refusal_shows_no_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred"
    path.write_bytes(b"\x1b")
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert "\x1b" not in str(caught.value)
