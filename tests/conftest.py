"""What several tests share: a small data set of invented comments, a model of it, and its file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from classifier.dataset import Dataset
from classifier.features import FeatureConfig
from classifier.model import Model
from classifier.persistence import save_model
from classifier.persistence.plainpickle import Plain, read_plain
from classifier.schema import TASKS, Comment, Labelled
from classifier.training import TrainingConfig, train

_STANCE = {
    "hawkish": (
        "hit the raiders of Norvania before they hit us",
        "more tanks for the Kesh border, right now",
        "sanction every last one of their banks",
        "weakness is what got the Orlen bridge blown up",
        "no deal with the generals of Norvania, ever",
    ),
    "dovish": (
        "let the envoys talk, nobody wins a war over Kesh",
        "lift the blockade and send doctors instead",
        "I don't want my son in another desert",
        "a bad treaty is cheaper than a good funeral",
        "stop selling rockets to both sides, please",
    ),
    "neutral": (
        "the Orlen bridge is 412 metres long by the way",
        "anyone got a link to the second article?",
        "the map in this piece has east and west swapped",
        "first! and my cat agrees",
        "what does the minister's brother do again",
    ),
}
_SENTIMENT = {
    "negative": ("disgusting 😡", "what a shameful mess", "I am so tired of this…", "liars, all of them!!!"),
    "neutral": ("just saying", "as far as I know", "see page 3", "(edited)"),
    "positive": ("well said 👏", "gives me hope", "good people over there ❤", "thanks, great piece"),
}


@pytest.fixture(scope="session")
def tiny_dataset() -> Dataset:
    """72 comments in eight threads, labelled for two tasks; six lack one of the labels."""
    rng = random.Random(20)
    items = []
    for number in range(72):
        stance, sentiment = TASKS["stance"][number % 3], TASKS["sentiment"][number // 3 % 3]
        text = f"{rng.choice(_STANCE[stance])} {rng.choice(_SENTIMENT[sentiment])} {number}"
        labels = {"stance": stance, "sentiment": sentiment}
        if number % 12 == 11:
            del labels[rng.choice(list(labels))]
        comment = Comment(text=text, id=str(number), thread=f"thread {number % 8}", source=f"tiny.csv:{number + 2}")
        items.append(Labelled(comment=comment, labels=labels))
    return Dataset(items=tuple(items), tasks=TASKS)


@pytest.fixture(scope="session")
def tiny_model(tiny_dataset: Dataset) -> Model:
    """A model of the tiny data set with word pairs and character n-grams."""
    config = TrainingConfig(
        features=(FeatureConfig(char_ngrams=(2, 3)),), C=(1.0, 10.0), n_splits=3, n_resamples=50, random_state=0
    )
    return train(tiny_dataset, config=config)


@pytest.fixture(scope="session")
def tiny_model_file(tiny_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the tiny model; tests copy it before they change it."""
    path = tmp_path_factory.mktemp("model") / "tiny.joblib"
    save_model(tiny_model, path)
    return path


@pytest.fixture(scope="session")
def tiny_plain(tiny_model_file: Path) -> Plain:
    """What stands in the file of the tiny model."""
    return read_plain(tiny_model_file, "tiny.joblib")
