"""A sentence is suspected where it comes near a false claim without distance, and shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eval_maker import ANSWERED, DECLINED
from hashing import HashingEmbedder

from corpus.claims import starter_claims
from corpus.embedding_cache import Embedding, EmbeddingCache
from eval.judged import Reading
from eval.outcome import Said
from eval.questions import Question
from eval.readings import readers
from eval.repeats import repeats

THICK = next(claim for claim in starter_claims() if claim.claim_id == "thicker-skin")


@pytest.fixture
def embedder() -> EmbeddingCache:
    return EmbeddingCache(HashingEmbedder())


def test_the_claim_itself_is_suspected_and_its_correction_is_not(
    embedder: Embedding,
) -> None:
    assert repeats(embedder, [THICK], THICK.statement)
    assert not repeats(embedder, [THICK], f"It is a myth: {THICK.statement}")
    assert not repeats(embedder, [THICK], THICK.correction)
    assert not repeats(embedder, [THICK], "Rents rose near the harbour in spring.")
    near_miss = next(text for text in THICK.not_this)
    assert not repeats(embedder, [replace(THICK, wordings=(near_miss,))], near_miss)


def test_every_asking_is_read_and_the_sentence_is_shown(embedder: Embedding) -> None:
    read = readers(embedder)["false claim suspected"]
    question = Question("q", "How thick?", "k", "answer", claims=("thicker-skin",))
    told = replace(ANSWERED, said=(Said(THICK.statement, (1,), verbatim=True, supported=True),))
    assert read(question, told) == Reading(1.0, THICK.statement)
    assert read(question, ANSWERED) == Reading(0.0)
    assert read(question, DECLINED) == Reading(0.0)
    assert read(replace(question, claims=()), told) == Reading(None)


def test_key_points_are_read_with_what_is_not_told(embedder: Embedding) -> None:
    read = readers(embedder)["key points covered"]
    question = Question(
        "q", "How much?", "k", "answer", key_points=("Asthma was more common.", "It cost 45%.")
    )
    assert read(question, ANSWERED) == Reading(0.5, "not told: It cost 45%.")
    assert read(question, DECLINED).score == 0.0
    assert read(replace(question, key_points=()), ANSWERED) == Reading(None)
