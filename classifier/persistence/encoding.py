"""A model as one flat dict of strings and bytes, and back: what stands in a model file, and what is checked in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import prod
from operator import lt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import ModelError
from classifier.features import FeatureConfig, Floats, Vocabulary
from classifier.model import Heldout, Model, Task
from classifier.persistence.checks import check_model, check_tasks, ensure
from classifier.persistence.plainjson import parse, require
from classifier.persistence.plainpickle import REMEDY, Plain
from classifier.text import printable

#: Raised by one whenever a reader of the old number would misread the file; older numbers are read as long as possible.
FORMAT = 1
MAGIC = "classifier model"
MAX_HEADER_CHARS = 4_000_000
MAX_PROBE_CHARS = 100_000
#: Probabilities of the probe texts may differ by this much.
TOLERANCE = 1e-9

#: Names of the arrays in the file and their types.
DTYPES: Mapping[str, str] = {
    "bigrams": "<i8",
    "alphabet": "<u4",
    "chars": "<i8",
    "idf": "<f8",
    "coefficients": "<f8",
    "intercepts": "<f8",
    "heldout_thread": "<i4",
    "heldout_gold": "|i1",
    "heldout_probabilities": "<f4",
    "fingerprints": "<u8",
}
_FIELDS = ("header", "words", *DTYPES)

_MEASURES = ("macro_f1", "accuracy", "brier", "ece", "aurc", "coverage")
_BASELINE = {"macro_f1": float, "accuracy": float}
_SCORES = {
    "n": int,
    "n_threads": int,
    **dict.fromkeys(_MEASURES, float),
    **{f"{name}_ci95": [float | None] for name in _MEASURES},
    "labels": {str: {"precision": float, "recall": float, "f1": float, "support": int}},
    "confusion": {"labels": [str], "matrix": [[int]]},
    "baselines": {"majority": _BASELINE, "stratified": _BASELINE},
}
_TASK = {"name": str, "labels": [str], "temperature": float, "definitions": {str: str}, "heldout": _SCORES}
_FEATURES = {
    **dict.fromkeys(("word_ngrams", "min_df", "char_min_df"), int),
    "char_ngrams": [int],
    "sublinear_tf": bool,
    "char_weight": float,
}
_HEADER = {
    "magic": str,
    "format": int,
    "created": {str: object},
    "tasks": [_TASK],
    "features": _FEATURES,
    "n_words": int,
    "arrays": {name: {"dtype": str, "shape": [int]} for name in DTYPES},
    "probes": {"texts": [str], "probabilities": [[float]]},
}

#: Texts that a model labels anew whenever it is loaded; between them they use every rule of the normalisation.
PROBES = (
    "",
    "   \n\t ",
    "No.",
    "They started it, so let them finish it!!!!",
    "Don't send our kids over there... talk first",
    "I DON’T CARE WHAT THEY SAY, HIT BACK HARD",
    "#NoMoreWar is not a plan, #peace neither",
    "@harbourmaster read this: https://example.org/a?b=c and www.example.org",
    "Sooooo tired of this… why??!?! 😡😡🙏",
    "👩‍👩‍👧 🇫🇮 ☮ ❤️",
    "La fermeté, ça coûte; la naïveté coûte plus cher – à l’évidence.",
    "Cafe\u0301 and café, Ångström and A\u030angstro\u0308m",
    "Мы устали от войны. 戦争はもういい。 لا للحرب",
    "İstanbul, STRASSE, straße, ﬁne print, ǅ",
    "the deal the deal the deal the deal",
    "sanctions",
    "3.5% of 1,000,000 = 35_000; e-mail o'neill's ‘quoted’ `ticks`",
    "\u200bzero\u200dwidth\ufeff and\u00a0no-break\u3000spaces",
    "a " * 300,
    "x" * 3000,
    "If the other side keeps its word we should keep ours; if it does not, every week of patience was a gift to it. "
    "I have read both statements twice and neither mentions the pipeline, the prisoners or who pays for the winter. "
    "Strength without talks is noise, talks without strength are a queue. So: inspectors first, then the money.",
)


def encode(model: Model, name: str) -> Plain:
    """The dict of a model file; ``name`` stands for the file in errors.

    Raises ModelError for a model that ``decode`` would refuse or whose scores or origin are not plain JSON values.
    """
    arrays = _arrays(model)
    try:
        n_labels = [len(task.labels) for task in model.tasks]
        found = {key: array.shape for key, array in arrays.items()}
        ensure(found == _shapes(found, len(model.vocabulary.words), n_labels), "its arrays do not fit together")
        check_model(model)
        text = json.dumps(_header(model, arrays), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ModelError(f"{name}: cannot be written, as this is no model that can be read back ({error})") from error
    words = "\n".join(model.vocabulary.words).encode("utf-8", "surrogatepass")
    plain: Plain = {"header": text, "sha256": "", "words": words}
    plain.update((key, array.tobytes()) for key, array in arrays.items())
    plain["sha256"] = _checksum(plain)
    return plain


def decode(plain: Plain, name: str) -> Model:
    """The model in the dict of a model file; every array is a view of its bytes.

    Raises ModelError for anything that ``encode`` of this or an older format would not have made.
    """
    try:
        header = _read_header(plain, name)
        arrays = _read_arrays(plain, header)
        model = _assemble(header, arrays, _read_words(plain, header))
        check_model(model)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{name}: is damaged or not a model file ({error}); {REMEDY}") from error
    except MemoryError as error:
        raise ModelError(f"{name}: does not fit into memory; use a smaller model file") from error
    _check_probes(model, header, name)
    return model


def _header(model: Model, arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    return {
        "magic": MAGIC,
        "format": FORMAT,
        "created": dict(model.created),
        "tasks": [{key: _plain(getattr(task, key)) for key in _TASK} for task in model.tasks],
        "features": asdict(model.config) | {"char_ngrams": model.config.char_ngrams or ()},
        "n_words": len(model.vocabulary.words),
        "arrays": {key: {"dtype": DTYPES[key], "shape": array.shape} for key, array in arrays.items()},
        "probes": {"texts": PROBES, "probabilities": _probe(model, PROBES).round(12).tolist()},
    }


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def _arrays(model: Model) -> dict[str, NDArray[Any]]:
    vocabulary, heldout = model.vocabulary, model.heldout
    arrays: dict[str, NDArray[Any]] = {
        "bigrams": vocabulary.bigrams,
        "alphabet": vocabulary.alphabet,
        "chars": vocabulary.chars,
        "idf": model.idf,
        "coefficients": model.coefficients,
        "intercepts": model.intercepts,
        "heldout_thread": heldout.thread,
        "heldout_gold": np.stack([heldout.gold[task] for task in model.task_names], axis=1),
        "heldout_probabilities": np.hstack([heldout.probabilities[task] for task in model.task_names]),
        "fingerprints": model.fingerprints,
    }
    return {key: arrays[key].astype(dtype, order="C", casting="same_kind") for key, dtype in DTYPES.items()}


def _checksum(plain: Mapping[str, str | bytes]) -> str:
    sha = hashlib.sha256()
    for key in _FIELDS:
        part = plain[key]
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sha.update(f"{key} {len(data)}\n".encode())
        sha.update(data)
    return sha.hexdigest()


def _probe(model: Model, texts: Sequence[str]) -> Floats:
    """(texts, labels of all tasks side by side)"""
    return np.hstack(list(model.predict_proba(texts).values()))


def _read_header(plain: Plain, name: str) -> dict[str, Any]:
    """The header of a dict that is complete and undamaged."""
    text = plain.get("header")
    if not isinstance(text, str) or len(text) > MAX_HEADER_CHARS:
        raise ValueError("it has no header")
    header = parse(text)
    if not isinstance(header, dict) or header.get("magic") != MAGIC:
        raise ValueError("its header is not that of a model")
    number = header.get("format")
    if type(number) is int and number > FORMAT:
        raise ModelError(
            f"{name}: is of format {number}, and this version of classifier reads up to {FORMAT}; "
            "upgrade with: pip install -U classifier"
        )
    ensure(number == FORMAT, "its format number is unknown")
    ensure(plain.keys() == {"sha256", *_FIELDS}, "parts are missing or too many")
    ensure(all(isinstance(plain[key], bytes) for key in _FIELDS[1:]), "a part is text that should be bytes")
    ensure(plain["sha256"] == _checksum(plain), "its checksum is not that of its content")
    require(header, _HEADER, "header")
    for key in ("n", "n_threads"):
        require(header["created"].get(key, 0), int, f"header created {key}")
    return header


def _shapes(found: Mapping[str, tuple[int, ...]], n_words: int, n_labels: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """The shapes that fit together: given those found of the lists, those that the tables must have."""
    lists = {key: (sum(shape),) for key, shape in found.items()}
    n_columns = n_words + sum(found["bigrams"]) + sum(found["chars"])
    n_heldout = sum(found["heldout_thread"])
    return lists | {
        "idf": (n_columns,),
        "coefficients": (n_columns, sum(n_labels)),
        "intercepts": (sum(n_labels),),
        "heldout_gold": (n_heldout, len(n_labels)),
        "heldout_probabilities": (n_heldout, sum(n_labels)),
    }


def _read_arrays(plain: Plain, header: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """Views of the bytes; every shape is checked against the bytes and the other shapes first."""
    found = {key: tuple(entry["shape"]) for key, entry in header["arrays"].items()}
    expected = _shapes(found, header["n_words"], [len(task["labels"]) for task in header["tasks"]])
    arrays = {}
    for key, dtype in DTYPES.items():
        data, shape = plain[key], expected[key]
        assert isinstance(data, bytes)
        fits = found[key] == shape and len(data) == prod(shape) * np.dtype(dtype).itemsize
        ensure(fits and header["arrays"][key]["dtype"] == dtype, f"the size of {key} is wrong")
        arrays[key] = np.frombuffer(data, dtype).reshape(shape)
    return arrays


def _read_words(plain: Plain, header: dict[str, Any]) -> list[str]:
    data, n_words = plain["words"], header["n_words"]
    assert isinstance(data, bytes)
    ensure(data.count(b"\n") == max(0, n_words - 1) and bool(data) == bool(n_words), "the number of words is wrong")
    words = data.decode("utf-8").split("\n") if n_words else []
    ensure(all(map(lt, ["", *words], words)), "its words are not in order")
    return words


def _assemble(header: dict[str, Any], arrays: Mapping[str, NDArray[Any]], words: list[str]) -> Model:
    features = header["features"]
    tasks = tuple(Task(**task | {"labels": tuple(task["labels"])}) for task in header["tasks"])
    check_tasks(tasks)
    ensure(len(features["char_ngrams"]) in (0, 2), "char_ngrams is not a pair")
    ends = np.cumsum([len(task.labels) for task in tasks])
    probabilities = np.split(arrays["heldout_probabilities"], ends[:-1], axis=1)
    names = [task.name for task in tasks]
    return Model(
        tasks=tasks,
        config=FeatureConfig(**features | {"char_ngrams": tuple(features["char_ngrams"]) or None}),
        vocabulary=Vocabulary(words=words, **{key: arrays[key] for key in ("bigrams", "alphabet", "chars")}),
        idf=arrays["idf"],
        coefficients=arrays["coefficients"],
        intercepts=arrays["intercepts"],
        heldout=Heldout(
            thread=arrays["heldout_thread"],
            gold=dict(zip(names, arrays["heldout_gold"].T, strict=True)),
            probabilities=dict(zip(names, probabilities, strict=True)),
        ),
        fingerprints=arrays["fingerprints"],
        created=header["created"],
    )


def _check_probes(model: Model, header: dict[str, Any], name: str) -> None:
    """Refuse a model that no longer says what it said: the program or a library under it counts differently now."""
    probes = header["probes"]
    texts, wanted = probes["texts"], probes["probabilities"]
    n_labels = len(model.intercepts)
    whole = len(wanted) == len(texts) and all(len(row) == n_labels for row in wanted)
    if not whole or not 1 <= len(texts) <= 100 or sum(map(len, texts)) > MAX_PROBE_CHARS:
        raise ModelError(
            f"{name}: is damaged or not a model file (its probe texts are incomplete or too long); {REMEDY}"
        )
    distance = float(np.abs(_probe(model, texts) - np.array(wanted, np.float64)).max())
    if not distance <= TOLERANCE:
        maker = printable(str(model.created.get("classifier")))[:40]
        raise ModelError(
            f"{name}: gives other probabilities than when it was written (by {distance:.1g}, with classifier {maker}); "
            "train it anew with: classifier train DATA -o MODEL"
        )
