"""Damage and malice, drawn at random: a changed model file is refused, or it is a model that works."""

from __future__ import annotations

import json
import pickle
import pickletools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_files import JSON_VALUES, assert_works, load_or_refuse, sealed

from classifier.model import softmax
from classifier.persistence.encoding import DTYPES, encode
from classifier.persistence.plainpickle import Plain

#: Every example is written to the same file.
one_folder = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def places(data: bytes) -> list[int]:
    """Where the instructions of a stream stand."""
    return [place for _, _, place in pickletools.genops(data) if place is not None]


@st.composite
def damage(draw: st.DrawFn, size: int, starts: list[int]) -> Callable[[bytes], bytes]:
    """Flipped bits, cut out, doubled, inserted, appended or swapped bytes, anywhere or at an instruction."""
    place = st.integers(0, size) | st.sampled_from(starts).flatmap(lambda start: st.integers(start, start + 12))
    at, other = sorted((draw(place), draw(place)))
    some = draw(st.binary(min_size=1, max_size=12))
    bit = 1 << draw(st.integers(0, 7))
    middle = (at + other) // 2
    return draw(
        st.sampled_from(
            [
                lambda data: data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :] if at < len(data) else data,
                lambda data: data[:at] + some + data[at:],
                lambda data: data[:at] + some + data[at + len(some) :],
                lambda data: data[:at] + data[other:],
                lambda data: data[:other] + data[at:],
                lambda data: data[:at] + data[middle:other] + data[at:middle] + data[other:],
                lambda data: data + some,
                lambda data: data[:at],
            ]
        )
    )


@settings(one_folder, max_examples=400)
@given(data=st.data())
def test_damaged_bytes_give_a_refusal_or_the_same_model(
    tiny_model_file: Path, tiny_plain: Plain, tmp_path: Path, data: st.DataObject
) -> None:
    original = damaged = tiny_model_file.read_bytes()
    for change in data.draw(st.lists(damage(len(original), places(original)), min_size=1, max_size=3)):
        damaged = change(damaged)
    model = load_or_refuse(damaged, tmp_path)
    assert model is None or encode(model, "") == tiny_plain


@settings(one_folder, max_examples=100)
@given(keys=st.permutations(["header", "sha256", "words", *DTYPES]))
def test_swapped_parts_are_refused(tiny_plain: Plain, tmp_path: Path, keys: list[str]) -> None:
    swapped = dict(zip(tiny_plain, (tiny_plain[key] for key in keys), strict=True))
    model = load_or_refuse(pickle.dumps(swapped, protocol=4), tmp_path)
    assert (model is None) == (swapped != tiny_plain)


@settings(one_folder, max_examples=100)
@given(keys=st.permutations(["header", "sha256", "words", *DTYPES]))
def test_order_of_the_parts_does_not_matter(tiny_plain: Plain, tmp_path: Path, keys: list[str]) -> None:
    model = load_or_refuse(pickle.dumps({key: tiny_plain[key] for key in keys}, protocol=4), tmp_path)
    assert model is not None
    assert encode(model, "") == tiny_plain


@settings(one_folder, max_examples=300)
@given(data=st.data())
def test_changed_header_gives_a_refusal_or_a_model_that_works(
    tiny_plain: Plain, tmp_path: Path, data: st.DataObject
) -> None:
    header = json.loads(tiny_plain["header"])
    for _ in range(data.draw(st.integers(1, 2))):
        change_somewhere(header, data)
    model = load_or_refuse(sealed(tiny_plain | {"header": json.dumps(header)}), tmp_path)
    if model is not None:
        assert_works(model)


@settings(one_folder, max_examples=200)
@given(data=st.data(), key=st.sampled_from(["words", *DTYPES]))
def test_changed_array_gives_a_refusal_or_a_model_that_works(
    tiny_plain: Plain, tmp_path: Path, data: st.DataObject, key: str
) -> None:
    blob = bytearray(tiny_plain[key])  # type: ignore[arg-type]
    for _ in range(data.draw(st.integers(1, 3))):
        value = data.draw(st.binary(min_size=1, max_size=8) | st.sampled_from(SPECIAL))
        at = data.draw(st.integers(0, len(blob) - 8)) & ~7
        blob[at : at + len(value)] = value
    header = json.loads(tiny_plain["header"])
    header["probes"] = {"texts": [""], "probabilities": probe_of_nothing(header, blob if key == "intercepts" else None)}
    model = load_or_refuse(sealed(tiny_plain | {"header": json.dumps(header), key: bytes(blob)}), tmp_path)
    if model is not None:
        assert_works(model)


def probe_of_nothing(header: Any, intercepts: bytearray | None) -> list[list[float]]:
    """What a model says of an empty text, whatever its other weights are."""
    if intercepts is None:
        return [header["probes"]["probabilities"][0]]
    scores = np.clip(np.nan_to_num(np.frombuffer(intercepts).reshape(2, 3)), -1e9, 1e9)
    temperatures = np.array([[task["temperature"]] for task in header["tasks"]])
    return [softmax(scores / temperatures).ravel().tolist()]


SPECIAL = [np.array([value]).tobytes() for value in (0.0, 1.0, -1e6, 1e6, 1e-3, 5e-324, np.inf, np.nan, 0, -1, 2**62)]


def change_somewhere(header: Any, data: st.DataObject) -> None:
    """Replace, remove or add an entry somewhere in a JSON tree."""
    node = header
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and data.draw(st.integers(0, 4)):
            node = node[key]
            continue
        action = data.draw(st.sampled_from(["replace", "remove", "like"]))
        if action == "remove":
            del node[key]
        else:
            like = {float: st.floats(0, 1), int: st.integers(0, 300), str: st.text()}.get(type(node[key]))
            node[key] = data.draw(like if action == "like" and like is not None else JSON_VALUES)
        return
