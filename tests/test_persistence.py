"""The model file: what is written is read back equal, and only a whole file is ever written."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from model_files import TEXTS, Gadget

from classifier.errors import ModelError, OutputError
from classifier.model import Model
from classifier.persistence import default_model_path, load_model, save_model, sha256_of
from classifier.persistence.encoding import encode
from classifier.persistence.plainpickle import Plain


class TestRoundTrip:
    def test_loaded_model_gives_the_same_probabilities(self, tiny_model: Model, tiny_model_file: Path) -> None:
        loaded = load_model(tiny_model_file)
        for task, probabilities in tiny_model.predict_proba(TEXTS).items():
            np.testing.assert_array_equal(loaded.predict_proba(TEXTS)[task], probabilities)

    def test_loaded_model_holds_all_that_was_saved(self, tiny_model: Model, tiny_model_file: Path) -> None:
        loaded = load_model(tiny_model_file)
        assert loaded.tasks == tiny_model.tasks
        assert loaded.config == tiny_model.config
        assert loaded.created == tiny_model.created
        assert loaded.vocabulary.words == tiny_model.vocabulary.words
        assert list(loaded.terms) == list(tiny_model.terms)
        for name in ("idf", "coefficients", "intercepts", "fingerprints"):
            np.testing.assert_array_equal(getattr(loaded, name), getattr(tiny_model, name))
        np.testing.assert_array_equal(loaded.heldout.thread, tiny_model.heldout.thread)
        for task in tiny_model.task_names:
            np.testing.assert_array_equal(loaded.heldout.gold[task], tiny_model.heldout.gold[task])
            np.testing.assert_array_equal(loaded.heldout.probabilities[task], tiny_model.heldout.probabilities[task])

    def test_same_model_gives_the_same_bytes(self, tiny_model: Model, tiny_model_file: Path, tmp_path: Path) -> None:
        save_model(tiny_model, tmp_path / "again.joblib")
        save_model(load_model(tiny_model_file), tmp_path / "loaded.joblib")
        expected = tiny_model_file.read_bytes()
        assert (tmp_path / "again.joblib").read_bytes() == expected
        assert (tmp_path / "loaded.joblib").read_bytes() == expected

    def test_joblib_reads_the_dict_that_we_read(self, tiny_model_file: Path, tiny_plain: Plain) -> None:
        assert joblib.load(tiny_model_file) == tiny_plain
        assert {type(value) for value in tiny_plain.values()} == {str, bytes}

    def test_dict_that_joblib_dumps_is_read(self, tiny_plain: Plain, tmp_path: Path) -> None:
        joblib.dump(tiny_plain, tmp_path / "dumped.joblib")
        assert encode(load_model(tmp_path / "dumped.joblib"), "") == tiny_plain

    @pytest.mark.parametrize(
        "config",
        [
            pytest.param({"char_ngrams": None}, id="words and pairs"),
            pytest.param({"word_ngrams": 1, "char_ngrams": None}, id="words"),
            pytest.param({"word_ngrams": 1, "char_min_df": 1000}, id="no n-gram is frequent enough"),
            pytest.param({"min_df": 1000, "char_min_df": 1000}, id="no feature at all"),
        ],
    )
    def test_model_without_some_features_is_read_back(
        self, tiny_model: Model, tmp_path: Path, config: dict[str, Any]
    ) -> None:
        model = without_features(tiny_model, config)
        save_model(model, tmp_path / "model.joblib")
        loaded = load_model(tmp_path / "model.joblib")
        assert list(loaded.terms) == list(model.terms)
        np.testing.assert_array_equal(loaded.decision_function(TEXTS), model.decision_function(TEXTS))
        assert joblib.load(tmp_path / "model.joblib") == encode(model, "")

    def test_labels_and_definitions_of_any_script_are_read_back(self, tiny_model: Model, tmp_path: Path) -> None:
        labels = ("за\n", "\u202e反对", "🤷 \x1b[31m")
        first = tiny_model.tasks[0]
        text = json.dumps(first.heldout)
        for old, new in zip(first.labels, labels, strict=True):
            text = text.replace(json.dumps(old), json.dumps(new))
        task = replace(first, name="naïve", labels=labels, definitions={labels[1]: "\ud800"}, heldout=json.loads(text))
        model = replace(tiny_model, tasks=(task, tiny_model.tasks[1]), heldout=renamed(tiny_model, first.name, "naïve"))
        save_model(model, tmp_path / "model.joblib")
        assert load_model(tmp_path / "model.joblib").tasks[0] == task


def without_features(model: Model, config: dict[str, Any]) -> Model:
    """The model with only the columns that these settings could have found."""
    old = model.vocabulary
    words, pairs, chars = len(old.words), len(old.bigrams), len(old.chars)
    settings = replace(model.config, **config)
    no_words, no_chars = settings.min_df == 1000, settings.char_ngrams is None or settings.char_min_df == 1000
    keep = np.concatenate(
        [
            np.full(words, not no_words),
            np.full(pairs, settings.word_ngrams == 2 and not no_words),
            np.full(chars, not no_chars),
        ]
    )
    vocabulary = replace(
        old,
        words=[] if no_words else old.words,
        bigrams=old.bigrams[keep[words : words + pairs]],
        alphabet=old.alphabet if settings.char_ngrams else old.alphabet[:0],
        chars=old.chars[keep[words + pairs :]],
    )
    return replace(
        model, config=settings, vocabulary=vocabulary, idf=model.idf[keep], coefficients=model.coefficients[keep]
    )


def renamed(model: Model, old: str, new: str) -> Any:
    heldout = model.heldout
    return replace(
        heldout,
        gold={new if name == old else name: value for name, value in heldout.gold.items()},
        probabilities={new if name == old else name: value for name, value in heldout.probabilities.items()},
    )


class TestWriting:
    def test_existing_file_stays_without_force(self, tiny_model: Model, tmp_path: Path) -> None:
        (tmp_path / "model.joblib").write_bytes(b"old")
        with pytest.raises(OutputError, match=r"model\.joblib: exists already; overwrite it with --force"):
            save_model(tiny_model, tmp_path / "model.joblib")
        save_model(tiny_model, tmp_path / "model.joblib", force=True)
        load_model(tmp_path / "model.joblib")

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            pytest.param(
                lambda model: {"coefficients": model.coefficients * np.nan},
                "a coefficient is out of range",
                id="nan coefficients",
            ),
            pytest.param(lambda model: {"idf": model.idf[:-1]}, "its arrays do not fit together", id="idf cut"),
            pytest.param(
                lambda _: {"created": {"when": {1, 2}}}, "set is not JSON serializable", id="a set in created"
            ),
            pytest.param(
                lambda _: {"created": {"n": float("nan")}}, "values are not JSON compliant", id="nan in created"
            ),
            pytest.param(lambda _: {"created": {"n": "many"}}, "created n is not of the right type", id="n is text"),
            pytest.param(
                lambda model: {"tasks": (replace(model.tasks[0], heldout={}), model.tasks[1])},
                "heldout does not have the entries",
                id="no scores",
            ),
            pytest.param(
                lambda model: {"vocabulary": replace(model.vocabulary, words=["a\nb", *model.vocabulary.words[1:]])},
                "number of words is wrong",
                id="a word with a line break",
            ),
        ],
    )
    def test_model_that_could_not_be_read_back_never_replaces_a_file(
        self, tiny_model: Model, tmp_path: Path, change: Callable[[Model], dict[str, Any]], message: str
    ) -> None:
        path = tmp_path / "model.joblib"
        path.write_bytes(b"old")
        with pytest.raises(ModelError, match=message):
            save_model(replace(tiny_model, **change(tiny_model)), path, force=True)
        assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"old"]


class TestPlace:
    @pytest.mark.parametrize(
        ("make", "message"),
        [
            pytest.param(lambda path: None, "cannot be read .no such file or directory.; name a model", id="missing"),
            pytest.param(Path.mkdir, "is a folder, device or pipe", id="a folder"),
            pytest.param(os.mkfifo, "is a folder, device or pipe", id="a pipe that nobody writes to"),
            pytest.param(lambda path: path.symlink_to("/dev/zero"), "is a folder, device or pipe", id="a device"),
            pytest.param(lambda path: path.symlink_to(path), "cannot be read", id="a link to itself"),
        ],
    )
    def test_what_is_no_file_is_refused(self, tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
        make(tmp_path / "model.joblib")
        with pytest.raises(ModelError, match=f"model.joblib: {message}"):
            load_model(tmp_path / "model.joblib")

    def test_file_that_may_not_be_read_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*args: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
        with pytest.raises(ModelError, match=r"model.joblib: cannot be read \(permission denied\)"):
            load_model(tmp_path / "model.joblib")

    @pytest.mark.parametrize("step", ["pickletools.genops", "classifier.persistence.encoding.check_model"])
    def test_file_that_does_not_fit_into_memory_is_refused(
        self, tiny_model_file: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        def exhaust(*args: object) -> None:
            raise MemoryError

        monkeypatch.setattr(step, exhaust)
        with pytest.raises(ModelError, match=r"tiny\.joblib: does not fit into memory; use a smaller model file"):
            load_model(tiny_model_file)

    def test_default_is_the_one_named_in_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CLASSIFIER_MODEL", "/somewhere/mine.joblib")
        assert default_model_path() == Path("/somewhere/mine.joblib")

    def test_default_is_that_of_the_package_before_that_of_the_checkout(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("CLASSIFIER_MODEL", raising=False)
        monkeypatch.setattr("classifier.persistence.__file__", str(tmp_path / "classifier" / "persistence" / "x.py"))
        with pytest.raises(ModelError, match=r"no model ships with this installation; name one with -m"):
            default_model_path()
        for folder in ("models", "classifier/models"):
            (tmp_path / folder).mkdir(parents=True)
            (tmp_path / folder / "default.joblib").touch()
            assert default_model_path() == tmp_path / folder / "default.joblib"

    def test_sha256_is_that_of_the_file(self, tiny_model_file: Path) -> None:
        assert sha256_of(tiny_model_file) == hashlib.sha256(tiny_model_file.read_bytes()).hexdigest()

    def test_sha256_of_what_is_no_file_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="missing: cannot be read"):
            sha256_of(tmp_path / "missing")
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ModelError, match="pipe: is a folder, device or pipe"):
            sha256_of(tmp_path / "pipe")


class TestCost:
    def test_loading_and_predicting_import_neither_scikit_learn_nor_joblib(self, tiny_model_file: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from classifier.persistence import load_model; "
            f"load_model(Path({str(tiny_model_file)!r})).predict_proba(['talk first']); "
            "print(sorted({'sklearn', 'scipy', 'joblib'} & sys.modules.keys()))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"

    def test_no_class_is_ever_looked_up(self, tiny_model_file: Path, tmp_path: Path) -> None:
        (tmp_path / "gadget.joblib").write_bytes(pickle.dumps({"x": Gadget(tmp_path / "marker")}))
        code = (
            "import sys; from pathlib import Path; from classifier.errors import ModelError; "
            "from classifier.persistence import load_model\n"
            "sys.addaudithook(lambda event, _: print(event) if event == 'pickle.find_class' else None)\n"
            f"for path in ({str(tiny_model_file)!r}, {str(tmp_path / 'gadget.joblib')!r}):\n"
            "    try: load_model(Path(path)); print('read')\n"
            "    except ModelError: print('refused')\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "read\nrefused\n"

    def test_arrays_are_views_of_the_file(self, tiny_model_file: Path) -> None:
        model = load_model(tiny_model_file)
        for array in (model.coefficients, model.idf, model.vocabulary.bigrams, model.fingerprints):
            assert not array.flags.owndata
            assert not array.flags.writeable
