"""Model files made to be refused: helpers of the tests of ``classifier.persistence``."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from classifier.errors import ModelError
from classifier.model import Model
from classifier.persistence import encoding, load_model
from classifier.persistence.plainpickle import Plain
from classifier.prediction import predict
from classifier.reporting.card import model_card, render_card
from classifier.schema import Comment

TEXTS = ["", "No more TANKS 😡", "the Orlen bridge... don't #StopTheWar", "Ünïcode e\u0301 戦争", "x" * 5000]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


class Gadget:
    """Unpickling it makes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.marker),))


def load_bytes(data: bytes, folder: Path) -> Model:
    path = folder / "model.joblib"
    path.write_bytes(data)
    return load_model(path)


def load_or_refuse(data: bytes, folder: Path) -> Model | None:
    """The model, or None where the file was refused as it should be; anything else is raised."""
    try:
        return load_bytes(data, folder)
    except ModelError as error:
        if str(folder / "model.joblib") not in str(error) or not error.exit_code == 4:
            raise AssertionError(str(error)) from error
        return None


def sealed(plain: Plain) -> bytes:
    """A file with the right checksum, as someone who means harm would make it."""
    return pickle.dumps(plain | {"sha256": encoding._checksum(plain)}, protocol=4)


def with_header(plain: Plain, edit: Callable[[Any], object]) -> bytes:
    """A file in which the header was changed."""
    header = json.loads(plain["header"])
    edit(header)
    return sealed(plain | {"header": json.dumps(header)})


def with_array(plain: Plain, key: str, edit: Callable[[Any], object]) -> bytes:
    """A file in which one array was changed, its shape in the header included."""
    header = json.loads(plain["header"])
    entry = header["arrays"][key]
    array = np.frombuffer(plain[key], entry["dtype"]).reshape(entry["shape"]).copy()  # type: ignore[arg-type]
    changed = edit(array)
    array = array if changed is None else np.asarray(changed, entry["dtype"])
    entry["shape"] = array.shape
    return sealed(plain | {"header": json.dumps(header), key: array.tobytes()})


def assert_works(model: Model) -> None:
    """All that a command asks of a model gives an answer."""
    comments = [Comment(text=text, id=str(i)) for i, text in enumerate(TEXTS)]
    assert len(list(predict(model, comments))) == len(TEXTS)
    for probabilities in model.predict_proba(TEXTS).values():
        np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    for name in model.task_names:
        assert np.isfinite(model.confusion(name).mean).all()
    assert render_card(model_card(model, "model.joblib", "0" * 64, 5))
    assert all(isinstance(term, str) for term in model.terms)
