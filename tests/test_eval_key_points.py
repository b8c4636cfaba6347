"""A key point counts as covered where its figures and its content stand in the answer."""

from __future__ import annotations

import pytest
from fakes import HashingEmbedder

from corpus.embedding_cache import Embedding, EmbeddingCache
from eval.key_points import Figure, figures, judge, stems

QUESTION = "By how much were Black children less likely to get opioids?"
TOLD = "An opioid was given to 20.7% of Black and 43.1% of White children with appendicitis."


@pytest.fixture
def embedder() -> EmbeddingCache:
    return EmbeddingCache(HashingEmbedder())


def covered(embedder: Embedding, point: str, *sentences: str, years: tuple[int, ...] = ()) -> bool:
    (verdict,) = judge(embedder, QUESTION, [point], sentences, years)
    return verdict.covered


def test_figures_and_words_of_a_key_point_must_stand_in_the_answer(
    embedder: Embedding,
) -> None:
    assert covered(embedder, "20.7% v 43.1% received opioids", TOLD)
    assert not covered(embedder, "20.7% v 43.9% received opioids", TOLD)
    assert not covered(embedder, "Sickle cell trait lowers hemoglobin", TOLD)


def test_a_declined_question_covers_nothing_and_stays_in_the_count(
    embedder: Embedding,
) -> None:
    (verdict,) = judge(embedder, QUESTION, ["20.7% received opioids"], [], [])
    assert not verdict.covered
    assert verdict.missing == (20.7,)


def test_figures_may_stand_in_two_sentences(embedder: Embedding) -> None:
    parts = ("An opioid went to 20.7% of Black children.", "Of White children 43.1% got opioids.")
    assert covered(embedder, "opioids: 20.7% Black v 43.1% White children", *parts)


def test_a_year_may_stand_in_the_citations(embedder: Embedding) -> None:
    point = "2015: 20.7% of Black children given an opioid"
    assert covered(embedder, point, TOLD, years=(2015,))
    assert not covered(embedder, point, TOLD)


def test_saying_the_question_again_covers_nothing(embedder: Embedding) -> None:
    again = "Black children were less likely to get opioids."
    assert not covered(embedder, "Adjusted analyses control for pain severity", again)


def test_a_rounded_count_is_told_by_the_whole_one() -> None:
    (rounded,) = figures("6.6 million adults")
    assert rounded.told_by(figures("Among 6,612,004 adults"))
    assert not rounded.told_by(figures("Among 6,712,004 adults"))
    assert not Figure(6.6, 0.0).told_by(figures("6.61"))


def test_figures_are_read_without_sign_and_unit() -> None:
    assert {one.value for one in figures("r = -0.23, 1,204 people, 5%–7.3%")} == {
        0.23,
        1204,
        5,
        7.3,
    }


def test_stems_bring_forms_of_a_word_together() -> None:
    assert stems("reclassified") == stems("reclassify")
    assert stems("the of and") == frozenset()
