"""The fast transform is exact: the same numbers as scikit-learn's vectorizers on any text."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from classifier import numbering as numbering_module
from classifier import tokens
from classifier.features import FeatureConfig
from classifier.lookup import Index, find
from classifier.numbering import Numbering
from classifier.scoring import Scorer
from classifier.text import WORD_PATTERN, normalize, normalize_token, normalize_tokens
from classifier.tfidf import Counter, Entries, grouped, tfidf
from classifier.training.counting import count, kept_vocabulary, transform, weigh

TRAINING = [
    "Talks won't work!! Bomb them, bomb them now.",
    "Give talks a chance... we can't bomb our way to peace",
    "I don’t know. #GiveThemHope 🙂 see https://example.org/a?b=1",
    "Der Minister sagt: Größe, naïveté, café — 平和 と 戦争",
    "a b c a b c a",
    "no no no",
    "",
]
CONFIGS = {
    "words": FeatureConfig(word_ngrams=1, char_ngrams=None),
    "word pairs": FeatureConfig(word_ngrams=2, char_ngrams=None, min_df=2),
    "words and characters": FeatureConfig(word_ngrams=2, char_ngrams=(2, 5), char_min_df=1),
    "plain counts": FeatureConfig(word_ngrams=1, char_ngrams=(1, 3), sublinear_tf=False, char_weight=0.5),
    "long characters": FeatureConfig(word_ngrams=2, char_ngrams=(3, 6), char_min_df=2),
}


def peer(config: FeatureConfig) -> FeatureUnion:
    common = {"preprocessor": normalize, "sublinear_tf": config.sublinear_tf}
    words = TfidfVectorizer(
        token_pattern=WORD_PATTERN, ngram_range=(1, config.word_ngrams), min_df=config.min_df, **common
    )
    parts, weights = [("words", words)], {"words": 1.0}
    if config.char_ngrams is not None:
        chars = TfidfVectorizer(analyzer="char_wb", ngram_range=config.char_ngrams, min_df=config.char_min_df, **common)
        parts, weights = [*parts, ("chars", chars)], {"words": 1.0, "chars": config.char_weight}
    return FeatureUnion(parts, transformer_weights=weights)


def fitted(config: FeatureConfig):
    counts = count(TRAINING, config)
    weighting = weigh(counts, np.arange(len(TRAINING)))
    union = peer(config).fit(TRAINING)
    vocabulary = kept_vocabulary(counts, weighting)
    theirs = {name: i for i, name in enumerate(union.get_feature_names_out())}
    terms = list(vocabulary.terms(range(vocabulary.n_columns), config.char_bits))
    blocks = ["words"] * vocabulary.n_word_columns + ["chars"] * len(vocabulary.chars)
    order = np.array([theirs[f"{block}__{term}"] for block, term in zip(blocks, terms, strict=True)])
    assert len(order) == len(theirs)
    return Counter(config, vocabulary), weighting, union, order


FITTED = {name: fitted(config) for name, config in CONFIGS.items()}


def dense(entries: Entries, shape: tuple[int, int]) -> np.ndarray:
    return sp.coo_array((entries.value, (entries.text, entries.column)), shape=shape).toarray()


@pytest.mark.parametrize("name", CONFIGS)
@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(TRAINING), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_transform_equals_scikit_learn_on_any_text(name: str, texts: list[str]) -> None:
    counter, weighting, union, order = FITTED[name]
    ours = dense(tfidf(counter, weighting.idf, texts), (len(texts), len(order)))
    np.testing.assert_allclose(ours, union.transform(texts).toarray()[:, order], atol=1e-12)


@pytest.mark.parametrize("name", CONFIGS)
def test_the_matrix_for_training_equals_scikit_learn(name: str) -> None:
    config = CONFIGS[name]
    counts = count(TRAINING, config)
    rows = np.arange(len(TRAINING))
    weighting = weigh(counts, rows)
    _, _, union, order = FITTED[name]
    theirs = union.transform(TRAINING).toarray()[:, order]
    np.testing.assert_allclose(transform(counts, rows, weighting).toarray(), theirs, atol=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 1_000_000, id="one token of a megabyte"),
        pytest.param("bomb " * 100_000, id="one word very often"),
        pytest.param("e\u0301 caf\u0065\u0301 no\u0308", id="combining marks"),
        pytest.param("🙂🙂 👩‍👩‍👧 no", id="emoji"),
        pytest.param("\ud800 no \udfff", id="lone surrogates"),
        pytest.param(" \t\n ", id="only white space"),
        pytest.param("İstanbul NO", id="lower case longer than upper"),
    ],
)
def test_hard_texts_equal_scikit_learn(text: str) -> None:
    counter, weighting, union, order = FITTED["words and characters"]
    ours = dense(tfidf(counter, weighting.idf, [text]), (1, len(order)))
    np.testing.assert_allclose(ours, union.transform([text]).toarray()[:, order], atol=1e-12)


def scores_of(name: str, texts: list[str], scorer: Scorer) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and what scikit-learn's matrix times the same coefficients gives."""
    _, _, union, order = FITTED[name]
    return scorer(texts), union.transform(texts).toarray()[:, order] @ scorer._coefficients


def scorer_of(name: str) -> Scorer:
    counter, weighting, _, order = FITTED[name]
    coefficients = np.random.default_rng(0).normal(size=(len(order), 5))
    return Scorer(Counter(counter.config, counter.vocabulary), weighting.idf, coefficients)


SCORERS = {name: scorer_of(name) for name in CONFIGS}


@pytest.fixture(params=[Index._WORTH_IT, -1], ids=["by bisection", "by the table"])
def looked_up(request, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns are found in either way, by scorers that have seen nothing yet."""
    monkeypatch.setattr(Index, "_WORTH_IT", request.param)


@pytest.mark.usefixtures("looked_up")
@pytest.mark.parametrize("name", CONFIGS)
def test_scores_are_the_same_whichever_way_columns_are_found(name: str) -> None:
    texts = [*TRAINING, "Чужие буквы 漢字 😡😡 and bomb them", "talks, talks, talks"]
    ours, theirs = scores_of(name, texts, scorer_of(name))
    np.testing.assert_allclose(ours, theirs, atol=1e-11)


@pytest.mark.parametrize("limit", ["classifier.tokens.MAX_PIECES", "classifier.scoring._TOKENS_AT_ONCE"])
def test_small_limits_change_nothing(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit, 3)
    scorer = scorer_of("words and characters")
    for _ in range(2):
        ours, theirs = scores_of("words and characters", TRAINING, scorer)
        np.testing.assert_allclose(ours, theirs, atol=1e-11)
    if "PIECES" in limit:
        assert scorer._counter.tokens.generation == 1


@pytest.mark.parametrize("n_columns", [1000, 1 << 31], ids=["32 bits", "64 bits"])
@pytest.mark.parametrize("repeated", [False, True])
def test_ngrams_are_grouped_by_text(n_columns: int, repeated: bool) -> None:
    text, column = np.array([2, 0, 2, 2, 0, 1]), np.array([n_columns - 1, 5, n_columns - 1, 0, 5, 7])
    found = list(zip(*(part.tolist() for part in grouped(text, column, 3, n_columns, repeated=repeated)), strict=True))
    twice = [(0, 5, 2), (2, n_columns - 1, 2)]
    assert found == (twice if repeated else [twice[0], (1, 7, 1), (2, 0, 1), twice[1]])


@pytest.mark.parametrize("name", CONFIGS)
@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(TRAINING), min_size=0, max_size=4))
@settings(deadline=None, max_examples=60)
def test_scores_equal_the_matrix_times_the_coefficients(name: str, texts: list[str]) -> None:
    if texts:
        ours, theirs = scores_of(name, texts, SCORERS[name])
        np.testing.assert_allclose(ours, theirs, atol=1e-11)
    else:
        assert SCORERS[name](texts).shape == (0, 5)


@pytest.mark.parametrize("text", ["x" * 100_000, "bomb " * 100_000, "bomb them " * 9 + "no", "a b c " * 300], ids=len)
@pytest.mark.parametrize("name", CONFIGS)
def test_scores_of_texts_that_repeat_themselves(name: str, text: str) -> None:
    ours, theirs = scores_of(name, [text, "bomb", text], SCORERS[name])
    np.testing.assert_allclose(ours, theirs, atol=1e-10)


@given(tokens=st.lists(st.text(min_size=1, max_size=12).filter(lambda t: t.split() == [t]), max_size=8))
def test_tokens_normalised_together_are_as_each_alone(tokens: list[str]) -> None:
    assert normalize_tokens(tokens) == [normalize_token(token) for token in tokens]


@pytest.mark.parametrize("token", ["Σ", "ΑΣ", "#ΑΣBombThem", "HTTPS://x", "https://x", "nooooo", "!!!!", "’’’’", "Ⅷ_Ⅷ"])
def test_neighbours_do_not_change_a_token(token: str) -> None:
    around = ["Α", "#", "n", "!", "https://"]
    assert normalize_tokens([*around, token, *around])[5] == normalize_token(token)


def test_scores_do_not_depend_on_what_was_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = scorer_of("words and characters")(TRAINING)
    monkeypatch.setattr(tokens, "MAX_TOKENS", 3)
    scorer = scorer_of("words and characters")
    for i, text in enumerate(TRAINING):
        np.testing.assert_array_equal(scorer([text])[0], expected[i])


def test_forgetting_tokens_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counter, weighting, _, order = FITTED["words and characters"]
    expected = dense(tfidf(Counter(counter.config, counter.vocabulary), weighting.idf, TRAINING), (7, len(order)))
    monkeypatch.setattr(tokens, "MAX_TOKENS", 3)
    small = Counter(counter.config, counter.vocabulary)
    for i, text in enumerate(TRAINING):
        np.testing.assert_array_equal(dense(tfidf(small, weighting.idf, [text]), (1, len(order)))[0], expected[i])


def test_characters_beyond_the_alphabet_are_not_counted_and_the_space_stays() -> None:
    config = FeatureConfig(word_ngrams=1, char_ngrams=(2, 6), char_min_df=1)
    many = [chr(0x4E00 + i) for i in range(1 << config.char_bits)]
    vocabulary = count([" ".join(many), "oo oo"], config).vocabulary
    assert len(vocabulary.alphabet) == (1 << config.char_bits) - 1
    assert ord(" ") in vocabulary.alphabet
    assert ord("o") in vocabulary.alphabet


@pytest.mark.parametrize(
    ("change", "message"),
    [({"word_ngrams": 3}, "word_ngrams is 1 or 2"), ({"char_ngrams": (4, 5)}, "starts at 1 to 3")],
    ids=["three words", "long shortest n-gram"],
)
def test_settings_that_the_format_cannot_hold_are_refused(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        FeatureConfig(**change)


@given(
    keys=st.lists(st.integers(0, 2**62), unique=True, max_size=200), asked=st.lists(st.integers(0, 2**62), max_size=50)
)
@settings(deadline=None)
def test_the_hash_table_finds_what_bisection_finds(keys: list[int], asked: list[int]) -> None:
    held = np.array(sorted(keys), np.int64)
    wanted = np.array([-1, *asked, *keys[:20], -1], np.int64)
    index = Index(held)
    index._WORTH_IT = -1
    np.testing.assert_array_equal(index.find(wanted), find(held, wanted))


@given(texts=st.lists(st.text(max_size=40) | st.sampled_from(TRAINING), max_size=5))
def test_tokens_are_numbered_as_they_are_split(texts: list[str]) -> None:
    numbering = Numbering()
    for _ in range(2):
        numbers, counts = numbering(texts)
        tokens = [token for text in texts for token in text.split()]
        assert counts.tolist() == [len(text.split()) for text in texts]
        first_seen = {token: number for number, token in enumerate(dict.fromkeys(tokens))}
        assert numbers.tolist() == [first_seen[token] for token in tokens]
        assert numbering.new == list(first_seen)


@pytest.mark.parametrize(
    "tokens",
    [
        ["a", "a\0", "a\0\0", "\0", "\0a"],
        ["x" * n for n in range(1, 40)],
        ["x" * 23 + end for end in ("", "y", "z", "yz")],
        ["é" * 11, "é" * 12, "\ud800", "\ud801", "🙂" * 5, "🙂" * 6],
        [f"w{n}" for n in range(30_000)],
    ],
    ids=["zero bytes", "lengths", "equal beginnings", "long characters", "a table that grows"],
)
def test_tokens_that_look_alike_have_numbers_of_their_own(tokens: list[str]) -> None:
    numbering = Numbering()
    for _ in range(2):
        assert numbering([" ".join(tokens), tokens[0]])[0].tolist() == [*range(len(tokens)), 0]
    assert numbering(tokens[::-1])[0].tolist() == [*range(len(tokens))][::-1]


def test_known_tokens_stand_in_the_table_also_after_it_grew() -> None:
    numbering = Numbering()
    texts = [" ".join(f"w{n}" for n in range(9000)), "x" * 30]
    numbering(texts)
    numbering._numbers.clear()  # the dictionary can no longer help
    np.testing.assert_array_equal(numbering(texts[:1])[0], np.arange(9000))


def test_tokens_that_are_kept_are_numbered_anew_and_the_rest_is_new_again() -> None:
    numbering = Numbering()
    tokens = [f"w{n}" for n in range(3000)] + ["x" * 40]
    numbering([" ".join(tokens)])
    numbering.new.clear()
    numbering.keep(np.array([3000, 7, 2999]))
    assert len(numbering) == 3
    assert numbering(["w7 w1 w2999", tokens[-1]])[0].tolist() == [1, 3, 2, 0]
    assert numbering.new == ["w1"]


def test_tokens_that_came_often_are_remembered_when_rare_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MAX_TOKENS", 8)
    scorer = scorer_of("words and characters")
    known = scorer._counter.tokens
    for n in range(30):
        ours, theirs = scores_of("words and characters", [f"bomb them rare{n}", "talks"], scorer)
        np.testing.assert_allclose(ours, theirs, atol=1e-11)
        assert len(known) <= 8 + 4
    assert known.generation > 1
    known._numbers.new.clear()
    known._numbers(["bomb them talks"])
    assert known._numbers.new == []


def test_white_space_of_other_scripts_parts_tokens() -> None:
    text = "a\u00a0b\u2003c\u3000d\x85e\x1cf\x0bg\u200bh"
    assert Numbering()([text, ""])[1].tolist() == [len(text.split()), 0]


def test_many_large_texts_are_taken_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"token{n} and again token{n // 2}" for n in range(40)]
    numbers, counts = Numbering()(texts)
    monkeypatch.setattr(numbering_module, "_MAX_BYTES", 100)
    in_steps = Numbering()(texts)
    np.testing.assert_array_equal(in_steps[0], numbers)
    np.testing.assert_array_equal(in_steps[1], counts)


def test_tokens_that_collide_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering_module, "_mixed", lambda keys: np.zeros(keys.shape[1], np.uint64))
    tokens = [f"w{n}" for n in range(500)]
    numbering = Numbering()
    for _ in range(2):
        assert numbering([" ".join(tokens)])[0].tolist() == list(range(500))


def colliding(n: int) -> list[int]:
    """Keys that the table's mixing sends to one slot: small numbers sent back through it."""
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    keys = []
    for i in range(1, n):
        mixed = i * inverse % 2**64
        keys.append((mixed ^ mixed >> 32) * inverse % 2**64)
    return sorted(key for key in keys if key < 2**63)


def test_keys_that_all_collide_are_still_found() -> None:
    keys = np.array(colliding(4000), np.int64)
    index = Index(keys)
    index._WORTH_IT = -1
    np.testing.assert_array_equal(index.find(keys), np.arange(len(keys)))
    assert index._table is None
