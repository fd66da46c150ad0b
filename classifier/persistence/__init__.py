"""The model file: written whole, read without trust.

A model file is a joblib file of one flat dict of strings and bytes, which anyone can ``joblib.load``: a JSON ``header``
(tasks, labels and their definitions, feature settings, scores, where the model comes from), the arrays as little-endian
bytes, and ``sha256`` over all of it.

Promise: ``load_model`` never runs code from the file, whatever is in it; a damaged, cut or hostile file is refused with
ModelError and cannot crash or hang the program or take more memory than a few times its size and some 200 MB. A file
that loads gives the probabilities that it gave when it was written, to 1e-9: about twenty probe texts in it are scored
again.

No promise: that the model is a good or an honest one. Whoever makes a file can choose its labels, weights, scores and
probe texts freely, and the checksum with them: it finds damage, not deceit. Get model files from people you trust and
compare the sha256 that ``classifier show`` prints with the one they published.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from classifier.errors import ModelError
from classifier.files import write_whole
from classifier.model import Model
from classifier.persistence.encoding import decode, encode
from classifier.persistence.plainpickle import open_regular, read_plain
from classifier.text import printable


def save_model(model: Model, path: Path, *, force: bool = False) -> None:
    """Write a model file whole or not at all; the same model gives the same bytes.

    The written file is read back before it takes its place. Raises OutputError where it cannot be written, ModelError
    for a model that could not be read back.
    """
    import pickle

    name = printable(str(path))
    data = pickle.dumps(encode(model, name), protocol=4)
    write_whole(path, data, force=force, check=lambda temporary: _load(temporary, name))


def load_model(path: Path) -> Model:
    """Read a model file, without running anything in it.

    Raises ModelError for a file that is missing, damaged, hostile, of a newer format, or that no longer gives the
    probabilities that it gave when it was written.
    """
    return _load(path, printable(str(path)))


def _load(path: Path, name: str) -> Model:
    return decode(read_plain(path, name), name)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal; ModelError where it cannot be read."""
    name = printable(str(path))
    try:
        with open_regular(path, name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{name}: cannot be read ({error.strerror}); name a model file with -m") from error


def default_model_path() -> Path:
    """The model file of ``$CLASSIFIER_MODEL``, else the one in the package, else the one of the checkout.

    Raises ModelError where none is there.
    """
    asked = os.environ.get("CLASSIFIER_MODEL")
    if asked:
        return Path(asked)
    package = Path(__file__).parents[1]
    for path in (package / "models" / "default.joblib", package.parent / "models" / "default.joblib"):
        if path.is_file():
            return path
    raise ModelError(
        "no model ships with this installation; name one with -m or $CLASSIFIER_MODEL, "
        "or make one with: classifier train DATA -o MODEL"
    )
