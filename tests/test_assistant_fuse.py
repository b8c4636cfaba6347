"""Meaning and words are summed, and the best passages move the question for a second look."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.fuse import Fused, Pool, Weights, fuse, matched, search_weights
from corpus.embed import open_model
from corpus.hit import Hit

_ROWS = st.lists(
    st.tuples(st.floats(0, 2 * np.pi), st.floats(0, 1)), min_size=1, max_size=8
)  # each passage as an angle to the question, and how well its words match


def pool(rows: list[tuple[float, float]]) -> Pool:
    angles = np.array([angle for angle, _ in rows])
    return Pool(
        tuple("abcdefgh"[: len(rows)]),
        np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32),
        np.array([words for _, words in rows]),
    )


WEIGHTS = Weights(words=0.3, synonyms=0.2, feedback=1.0, sharpness=50.0, register=0.2)
QUESTION = np.array([1, 0], dtype=np.float32)


def order(fused: Fused) -> str:
    return "".join(hit.passage_id for hit in fused.hits)


@given(_ROWS)
def test_every_passage_is_ranked_once_with_its_own_cosine(rows: list[tuple[float, float]]) -> None:
    fused = fuse(QUESTION, pool(rows), WEIGHTS)
    assert sorted(order(fused)) == list("abcdefgh"[: len(rows)])
    assert [(-hit.score, hit.passage_id) for hit in fused.hits] == sorted(
        (-hit.score, hit.passage_id) for hit in fused.hits
    )
    for (angle, _), passage_id in zip(rows, "abcdefgh", strict=False):
        assert fused.similarity[passage_id] == pytest.approx(np.cos(angle), abs=1e-5)


@given(_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_pool_does_not_matter(
    rows: list[tuple[float, float]], random: np.random.Generator
) -> None:
    first = pool(rows)
    places = list(range(len(rows)))
    random.shuffle(places)
    second = Pool(
        tuple(first.passage_ids[place] for place in places),
        first.vectors[places],
        first.words[places],
    )
    one, other = fuse(QUESTION, first, WEIGHTS), fuse(QUESTION, second, WEIGHTS)
    scores = {hit.passage_id: hit.score for hit in one.hits}
    assert {hit.passage_id: pytest.approx(hit.score, abs=1e-5) for hit in other.hits} == scores


def test_of_two_equally_near_the_one_with_the_words_comes_first() -> None:
    assert order(fuse(QUESTION, pool([(0.5, 0.0), (-0.5, 1.0)]), WEIGHTS)) == "ba"


def test_what_the_best_passage_is_about_decides_between_the_next_two() -> None:
    # "b" and "c" lie equally far from the question; "a", the best by far, lies on the side of "b".
    fused = fuse(QUESTION, pool([(0.3, 1.0), (0.9, 0.0), (-0.9, 0.0)]), WEIGHTS)
    assert order(fused) == "abc"
    assert fused.similarity["b"] == pytest.approx(fused.similarity["c"], abs=1e-5)
    assert fused.hits[1].score > fused.hits[2].score + 0.1


def test_nothing_found_is_nothing_ranked() -> None:
    nothing = Pool((), np.zeros((0, 2), dtype=np.float32), np.zeros(0))
    assert fuse(QUESTION, nothing, WEIGHTS) == Fused((), {})


def test_a_synonym_counts_a_fifth_of_a_word_and_the_best_match_one() -> None:
    found = matched([Hit("a", 10.0), Hit("b", 5.0)], [Hit("b", 5.0), Hit("c", 10.0)], WEIGHTS)
    assert found == {"a": 1.0, "b": pytest.approx(0.6), "c": pytest.approx(0.2)}
    assert matched([], [], WEIGHTS) == {}


def test_without_weights_ranks_are_fused_and_the_first_by_both_counts_one() -> None:
    fused = fuse(QUESTION, pool([(0.1, 1.0), (0.2, 0.5), (0.3, 0.0)]), None)
    assert order(fused) == "abc"
    assert fused.hits[0].score == pytest.approx(1.0)
    assert fused.hits[2].score == pytest.approx(61 / 63 / 2)


def test_an_embedding_model_without_a_fit_has_no_weights() -> None:
    assert search_weights("0" * 64) is None
    assert search_weights(open_model().checksum) is not None
