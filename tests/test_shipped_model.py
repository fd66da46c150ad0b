"""The shipped model is that of the data, and does what the README says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from classifier.persistence import load_model
from classifier.training import TrainingConfig, train_file
from classifier.training.regression import FitConfig

ROOT = Path(__file__).parents[1]
DATA = [str(ROOT / "data" / f"{name}.jsonl") for name in ("comments", "statements", "threads")]
DEVELOPMENT = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def shipped():
    return load_model(ROOT / "models" / "default.joblib")


def test_it_was_trained_on_all_of_the_data_and_on_nothing_else(shipped) -> None:
    rows = [json.loads(line) for path in DATA for line in Path(path).read_text(encoding="utf-8").splitlines()]
    assert shipped.created["n"] == len(rows)
    from classifier.dataset import read_labelled

    assert shipped.created["data_sha256"] == read_labelled(DATA).digest()


@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get("CLASSIFIER_SKIP_REBUILD")), reason="asked not to rebuild")
def test_rebuilding_it_from_the_data_gives_the_same_predictions(shipped, tmp_path: Path) -> None:
    chosen = tuple(sorted(set(shipped.created["C"].values())))  # that training chooses them is tested elsewhere
    config = TrainingConfig(features=(shipped.config,), C=chosen, fitting=FitConfig(separation=1.0))
    rebuilt, dataset = train_file(DATA, str(tmp_path / "again.joblib"), config=config)
    texts = [*dataset.texts[::25], "", "Bomb them!", "Let them talk 👏"]
    for task, p in shipped.predict_proba(texts).items():
        np.testing.assert_allclose(rebuilt.predict_proba(texts)[task], p, atol=1e-2)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        (
            "Sanctions are working, keep the pressure on and do not give them a cent until the missiles are gone.",
            "hawkish",
        ),
        ("We should arm them with everything they need. Weakness only invites the next attack.", "hawkish"),
        ("Another war for nothing. Bring the troops home and let the diplomats talk.", "dovish"),
        ("Lift the embargo, it only hurts ordinary families and has never changed the regime.", "dovish"),
        ("The caption is wrong, that photo was taken in 2014.", "neutral"),
        ("The school board should raise teachers' pay before it buys more tablets.", "neutral"),
    ],
)
def test_it_reads_plain_cases_right(text: str, stance: str, shipped) -> None:
    labels = shipped.task("stance").labels
    assert labels[int(shipped.predict_proba([text])["stance"].argmax())] == stance


def test_it_keeps_its_floor_on_real_comments(shipped) -> None:
    path = DEVELOPMENT / "benchmarks" / "real_comments_dev.csv"
    if not path.exists():
        pytest.skip("the development comments are not here")
    import csv

    from classifier.metrics import macro_f1

    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["stance"] != "neutral"]
    labels = shipped.task("stance").labels
    p = shipped.predict_proba([row["text"] for row in rows])["stance"]
    sided = p[:, [labels.index("hawkish"), labels.index("dovish")]].argmax(axis=1)
    gold = np.array([row["stance"] == "dovish" for row in rows], int)
    assert macro_f1(gold, sided, 2) >= 0.65
