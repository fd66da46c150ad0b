"""The content of a model file: everything in it is checked before it is believed."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from model_files import JSON_VALUES, load_bytes, sealed, with_array, with_header

from classifier.errors import ModelError
from classifier.persistence.encoding import DTYPES, MAGIC
from classifier.persistence.plainjson import parse
from classifier.persistence.plainpickle import Plain


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def put(*path_and_value: Any) -> Callable[[Any], None]:
    """An edit that sets the entry at a path; an entry that is removed has the value ``CUT``."""
    *path, last, value = path_and_value

    def edit(node: Any) -> None:
        for key in path:
            node = node[key]
        if value is CUT:
            del node[last]
        else:
            node[last] = value

    return edit


CUT = object()
TASK = ("tasks", 0)
SCORES = (*TASK, "heldout")
PROBES = ("probes", "probabilities")

HEADERS: dict[str, tuple[Callable[[Any], None], str]] = {
    "another magic": (put("magic", "sklearn"), "header is not that of a model"),
    "newer format": (put("format", 2), "is of format 2, and this version of classifier reads up to 1; upgrade with"),
    "format 0": (put("format", 0), "format number is unknown"),
    "format is text": (put("format", "1"), "format number is unknown"),
    "format is true": (put("format", True), "header format is not of the right type"),
    "format is a fraction": (put("format", 1.5), "format number is unknown"),
    "part missing": (put("features", CUT), "header does not have the entries"),
    "part too many": (put("hook", "os.system"), "header does not have the entries"),
    "part of a task too many": (put(*TASK, "pattern", "(a+)+$"), "header tasks does not have the entries"),
    "tasks are text": (put("tasks", "stance"), "header tasks is not of the right type"),
    "no tasks": (put("tasks", []), "is wrong"),
    "task without name": (put(*TASK, "name", ""), "a task stands twice or has no name"),
    "task twice": (put(*TASK, "name", "sentiment"), "a task stands twice"),
    "name is a number": (put(*TASK, "name", 1), "header tasks name is not of the right type"),
    "label twice": (put(*TASK, "labels", 0, "dovish"), "a label stands twice"),
    "label empty": (put(*TASK, "labels", 0, ""), "too few or too many labels"),
    "label missing": (put(*TASK, "labels", 0, CUT), "the size of coefficients is wrong"),
    "label renamed": (put(*TASK, "labels", 0, "hawk"), "a label is defined that does not exist|of other labels"),
    "definition of another": (put(*TASK, "definitions", {"x": "y"}), "a label is defined that does not exist"),
    "definition is a list": (put(*TASK, "definitions", "dovish", []), "definitions is not of the right type"),
    "scores of others": (put(*SCORES, "labels", {}), "the scores are those of other labels"),
    "score missing": (put(*SCORES, "ece", CUT), "heldout does not have the entries"),
    "score too many": (put(*SCORES, "human_agreement", {}), "heldout does not have the entries"),
    "score is text": (put(*SCORES, "ece", "good"), "heldout ece is not of the right type"),
    "score is nothing": (put(*SCORES, "ece", None), "heldout ece is not of the right type"),
    "interval of three": (put(*SCORES, "ece_ci95", [0, 1, 2]), "does not have two ends"),
    "matrix too small": (put(*SCORES, "confusion", "matrix", 0, CUT), "a confusion matrix has the wrong size"),
    "matrix too narrow": (put(*SCORES, "confusion", "matrix", 0, []), "a confusion matrix has the wrong size"),
    "support negative": (put(*SCORES, "labels", "dovish", "support", -1), "heldout labels support is not of"),
    "temperature 0": (put(*TASK, "temperature", 0.0), "temperature is out of range"),
    "temperature negative": (put(*TASK, "temperature", -1), "temperature is out of range"),
    "temperature tiny": (put(*TASK, "temperature", 1e-300), "temperature is out of range"),
    "temperature true": (put(*TASK, "temperature", True), "temperature is not of the right type"),
    "word n-grams 3": (put("features", "word_ngrams", 3), "word_ngrams is 1 or 2"),
    "no word pairs": (put("features", "word_ngrams", 1), "word pairs that its settings exclude"),
    "character n-grams 4 to 5": (put("features", "char_ngrams", [4, 5]), "char_ngrams starts at 1 to 3"),
    "character n-grams to 2^50": (put("features", "char_ngrams", [1, 2**50]), "ends at 6 or below"),
    "character n-grams of three": (put("features", "char_ngrams", [1, 2, 3]), "char_ngrams is not a pair"),
    "no character n-grams": (put("features", "char_ngrams", []), "n-grams that its settings exclude"),
    "longer character n-grams": (put("features", "char_ngrams", [3, 3]), "length is not allowed"),
    "min_df 0": (put("features", "min_df", 0), "min_df is below 1"),
    "sublinear is a number": (put("features", "sublinear_tf", 1), "sublinear_tf is not of the right type"),
    "weight negative": (put("features", "char_weight", -1.0), "char_weight is out of range"),
    "more words": (put("n_words", 10**12), "is wrong"),
    "dtype of objects": (put("arrays", "idf", "dtype", "O"), "the size of idf is wrong"),
    "shape too large": (put("arrays", "chars", "shape", [2**40]), "is wrong"),
    "shape negative": (put("arrays", "chars", "shape", [-1]), "arrays chars shape is not of the right type"),
    "shape of two numbers": (put("arrays", "fingerprints", "shape", [8, 9]), "size of fingerprints is wrong"),
    "shape without end": (put("arrays", "idf", "shape", [2**40, 2**40, 0]), "size of idf is wrong"),
    "created is a list": (put("created", []), "header created is not of the right type"),
    "created n is text": (put("created", "n", "x"), "header created n is not of the right type"),
    "created deeply nested": (put("created", "x", nested(30)), "nested too deeply"),
    "no probes": (put("probes", {"texts": [], "probabilities": []}), "probe texts are incomplete"),
    "very many probes": (put("probes", "texts", [""] * 1000), "probe texts are incomplete"),
    "probe of a million letters": (put("probes", "texts", 0, "x" * 1_000_000), "incomplete or too long"),
    "probe without answer": (put(*PROBES, 0, CUT), "probe texts are incomplete"),
    "probe with half an answer": (put(*PROBES, 0, 0, CUT), "probe texts are incomplete"),
    "probe answered otherwise": (
        put("probes", "texts", 2, "the"),
        "gives other probabilities than when it was written",
    ),
    "answer too large": (put(*PROBES, 3, 0, 1e308), "train it anew with: classifier train DATA -o MODEL"),
}


def test_format_that_is_newer_in_everything_is_refused_as_such(tmp_path: Path) -> None:
    header = json.dumps({"magic": MAGIC, "format": 9, "weights": None})
    with pytest.raises(ModelError, match="is of format 9, and this version of classifier reads up to 1; upgrade with"):
        load_bytes(pickle.dumps({"header": header, "tensors": b""}, protocol=4), tmp_path)


@pytest.mark.parametrize(("error", "refused"), [(2e-9, True), (5e-10, False)], ids=["beyond 1e-9", "within 1e-9"])
def test_probe_that_is_off_is_refused_beyond_the_tolerance(
    tiny_plain: Plain, tmp_path: Path, error: float, refused: bool
) -> None:
    def edit(header: Any) -> None:
        header["probes"]["probabilities"][3][0] += error

    with pytest.raises(ModelError, match="gives other probabilities") if refused else nullcontext():
        load_bytes(with_header(tiny_plain, edit), tmp_path)


RAW_HEADERS: dict[str, tuple[str, str]] = {
    "empty": ("", "Expecting value"),
    "a list": ("[]", "not that of a model"),
    "cut": ('{"magic": "classifier mod', "Unterminated string"),
    "deep nesting": ("[" * 100_000, "nested too deeply"),
    "deep nesting of dicts": ('{"a":' * 50_000, "nested too deeply"),
    "deep but closed": ("[" * 500 + "]" * 500, "nested too deeply"),
    "not a number": ('{"format": NaN}', "NaN is no number"),
    "infinite": ('{"format": -Infinity}', "-Infinity is no number"),
    "larger than any float": ('{"format": 1e999}', "a number is too large"),
    "a million digits": ('{"format": ' + "9" * 1_000_000 + "}", "a number is too large"),
    "entry twice": ('{"magic": "classifier model", "magic": "x"}', "an entry stands twice"),
    "single surrogate": ('"\ud800', "Unterminated string"),
    "very long": (" " * 5_000_000, "it has no header"),
    "two values": ("{} {}", "Extra data"),
}


@pytest.mark.parametrize(("edit", "message"), HEADERS.values(), ids=HEADERS)
def test_header_that_does_not_fit_is_refused(
    tiny_plain: Plain, tmp_path: Path, edit: Callable[[Any], None], message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        load_bytes(with_header(tiny_plain, edit), tmp_path)


@pytest.mark.parametrize(("text", "message"), RAW_HEADERS.values(), ids=RAW_HEADERS)
def test_header_that_is_no_json_is_refused(tiny_plain: Plain, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load_bytes(sealed(tiny_plain | {"header": text}), tmp_path)


@pytest.mark.parametrize(
    ("key", "edit", "message"),
    [
        pytest.param("idf", lambda a: a.__setitem__(3, np.nan), "an idf is out of range", id="idf nan"),
        pytest.param("idf", lambda a: a.__setitem__(3, 0), "an idf is out of range", id="idf 0"),
        pytest.param("idf", lambda a: a[:-1], "the size of idf is wrong", id="idf cut"),
        pytest.param("coefficients", lambda a: a.__setitem__((1, 1), np.inf), "coefficient is out", id="infinite"),
        pytest.param("coefficients", lambda a: a.__setitem__((1, 1), 1e300), "coefficient is out", id="too large"),
        pytest.param("coefficients", lambda a: a.T.copy(), "size of coefficients is wrong", id="transposed"),
        pytest.param("intercepts", lambda a: a.__setitem__(0, -np.inf), "intercept is out of range", id="intercept"),
        pytest.param("intercepts", lambda a: np.append(a, 0), "size of intercepts is wrong", id="one more"),
        pytest.param("bigrams", lambda a: a.__setitem__(0, a[1]), "pairs are not in order", id="pair twice"),
        pytest.param("bigrams", lambda a: a[::-1].copy(), "pairs are not in order", id="pairs reversed"),
        pytest.param("bigrams", lambda a: a.__setitem__(-1, 2**62), "no such word", id="first word unknown"),
        pytest.param("bigrams", lambda a: a.__setitem__(-1, a[-1] | 0xFFFFFFFF), "no such word", id="second unknown"),
        pytest.param("bigrams", lambda a: a.__setitem__(0, -1), "no such word", id="pair negative"),
        pytest.param("alphabet", lambda a: a.__setitem__(-1, 0x110000), "alphabet is not in order", id="no character"),
        pytest.param("alphabet", lambda a: a.__setitem__(1, a[0]), "alphabet is not in order", id="character twice"),
        pytest.param("alphabet", lambda a: a[:1], "no such character", id="alphabet cut"),
        pytest.param("chars", lambda a: a.__setitem__(0, a[1]), "n-grams are not in order", id="n-gram twice"),
        pytest.param("chars", lambda a: a.__setitem__(0, -5), "length is not allowed", id="n-gram negative"),
        pytest.param("chars", lambda a: a.__setitem__(0, 1), "length is not allowed", id="n-gram of one"),
        pytest.param("chars", lambda a: a.__setitem__(-1, 2**63 - 1), "has no such character", id="n-gram too long"),
        pytest.param("chars", lambda a: a.__setitem__(0, 1 << 21), "has a gap", id="n-gram with a gap"),
        pytest.param("heldout_gold", lambda a: a.__setitem__((0, 0), 3), "held-out label does not", id="gold 3"),
        pytest.param("heldout_gold", lambda a: a.__setitem__((0, 0), -2), "held-out label does not", id="gold -2"),
        pytest.param("heldout_gold", lambda a: a.fill(-1), "has no held-out predictions", id="no gold"),
        pytest.param("heldout_gold", lambda a: a[:-1], "size of heldout_gold is wrong", id="gold cut"),
        pytest.param("heldout_thread", lambda a: a.__setitem__(0, -1), "thread has no number", id="thread -1"),
        pytest.param("heldout_probabilities", lambda a: a.__setitem__(0, np.nan), "probability is out", id="p nan"),
        pytest.param("heldout_probabilities", lambda a: a.__setitem__(0, 1.5), "probability is out", id="p 1.5"),
        pytest.param("heldout_probabilities", lambda a: a.__setitem__(0, 0.1), "do not sum to 1", id="p sum"),
        pytest.param("fingerprints", lambda a: a.__setitem__(0, a[1]), "fingerprints are not in order", id="twice"),
    ],
)
def test_array_that_does_not_fit_is_refused(
    tiny_plain: Plain, tmp_path: Path, key: str, edit: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        load_bytes(with_array(tiny_plain, key, edit), tmp_path)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        pytest.param(lambda blob: blob + b"\n", "number of words is wrong", id="a word more"),
        pytest.param(lambda blob: b"", "number of words is wrong", id="no words"),
        pytest.param(lambda blob: blob.replace(b"\n", b" ", 1), "number of words is wrong", id="a word fewer"),
        pytest.param(lambda blob: b"\n".join(blob.split(b"\n")[::-1]), "words are not in order", id="reversed"),
        pytest.param(lambda blob: b"\n".join([b"!"] * (blob.count(b"\n") + 1)), "not in order", id="one word often"),
        pytest.param(lambda blob: blob[blob.index(b"\n") :], "words are not in order", id="empty word"),
        pytest.param(lambda blob: blob + b"\xff", "utf-8", id="not UTF-8"),
    ],
)
def test_words_that_do_not_fit_are_refused(
    tiny_plain: Plain, tmp_path: Path, edit: Callable[[Any], bytes], message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        load_bytes(sealed(tiny_plain | {"words": edit(tiny_plain["words"])}), tmp_path)


@pytest.mark.parametrize("key", ["header", "words", *DTYPES])
def test_part_that_is_missing_changed_or_of_the_other_type_is_refused(
    tiny_plain: Plain, tmp_path: Path, key: str
) -> None:
    value = tiny_plain[key]
    changed = value[:-2] + ("1}" if isinstance(value, str) else b"\x01\x02")
    swapped = value.encode() if isinstance(value, str) else value.decode("latin-1")
    for damaged in (
        {name: part for name, part in tiny_plain.items() if name != key},
        tiny_plain | {key: changed},
        tiny_plain | {key: swapped},
    ):
        with pytest.raises(ModelError, match="is damaged or not a model file"):
            load_bytes(pickle.dumps(damaged, protocol=4), tmp_path)


@pytest.mark.parametrize("value", ["", "0" * 64, b"", "\ud800"], ids=["empty", "zeros", "bytes", "surrogate"])
def test_wrong_checksum_is_refused(tiny_plain: Plain, tmp_path: Path, value: str | bytes) -> None:
    with pytest.raises(ModelError, match="its checksum is not that of its content"):
        load_bytes(pickle.dumps(tiny_plain | {"sha256": value}, protocol=4), tmp_path)


def test_file_that_was_cut_anywhere_is_refused(tiny_model_file: Path, tmp_path: Path) -> None:
    data = tiny_model_file.read_bytes()
    for end in sorted({*range(0, len(data), 997), *range(60), *range(len(data) - 60, len(data))}):
        with pytest.raises(ModelError, match=r"model\.joblib: is damaged or not a model file"):
            load_bytes(data[:end], tmp_path)


@given(JSON_VALUES)
def test_json_is_parsed_as_the_standard_parser_does_or_refused(value: object) -> None:
    text = json.dumps(value)
    try:
        found = parse(text)
    except ValueError:
        assert "NaN" in text or "Infinity" in text or re.search(r"\d{18}", text)
    else:
        assert found == value
