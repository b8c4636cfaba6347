"""What the check sees of a statement beside the sentences of its passages, as numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set

import numpy as np

from assistant.verify.rules.bearing import Bearing
from assistant.verify.rules.tokens import Token, stems, tokens
from corpus.embedding_cache import Embedding

_RULES: Mapping[str, frozenset[str]] = {
    "figure": frozenset({"wrong_figure", "unknown_year"}),
    "owner of a figure": frozenset({"exchanged_figures", "turned_figures", "turned_ratio"}),
    "group": frozenset({"strange_group", "wrong_kin"}),
    "comparison": frozenset({"wrong_comparison"}),
    "direction": frozenset({"wrong_direction"}),
    "denial": frozenset({"wrong_denial"}),
}
"""What the rules look at, by their names."""
_NEAR = 0.6
"""Cosine of two words below which one hardly stands for the other."""


def statement_features(
    sentence: str, found: Bearing, fired: Set[str], embedder: Embedding
) -> dict[str, float]:
    """Return the features of a statement; `fired` are the names of the rules that object.

    Words are compared one by one with their nearest in the passages, for a single word that
    nothing there stands for ("caused", "nationwide") makes another statement.
    """
    read = tokens(sentence)
    there = [token for held in found.all for token in held.read]
    wanted, held = stems(read), stems(there)
    nearest = found.sentences[0]
    near = _nearest_words(read, there, embedder)
    shares = {
        "covered": found.covered,
        "similarity": nearest.similarity,
        "covered and similar": found.covered * nearest.similarity,
        "share of the nearest": nearest.covered,
        "share of all": len(wanted & held) / max(1, len(wanted)),
        "words": math.log1p(len(wanted)),
        "words there": math.log1p(len(held)),
        "has a figure": float(any(token.kind == "number" for token in read)),
    }
    words = {
        "farthest word": near[0],
        "second farthest word": near[min(1, len(near) - 1)],
        "mean of words": float(np.mean(near)),
        "share of far words": float(np.mean([one < _NEAR for one in near])),
        "words not there": float(sum(one < 1.0 for one in near)),
    }
    rules = {f"rule on {name}": float(bool(names & fired)) for name, names in _RULES.items()}
    return shares | words | rules


def _nearest_words(
    read: Sequence[Token], there: Sequence[Token], embedder: Embedding
) -> list[float]:
    """Return how near each word of a statement comes to its nearest there, the farthest first."""
    held = stems(there)
    words = list(dict.fromkeys(token.text for token in read if token.kind == "word"))
    texts = list(dict.fromkeys(token.text for token in there if token.kind == "word"))
    by_text = {token.text: token.stem for token in read}
    if not words or not texts:
        return [1.0]
    vectors = embedder.embed([*words, *texts])
    own, others = vectors[: len(words)], vectors[len(words) :]
    # Rounded, because the last digits of a vector vary with the batch it is computed in.
    near = np.round((own @ others.T).max(axis=1), 3)
    found = [
        1.0 if word in texts or by_text[word] in held else float(cosine)
        for word, cosine in zip(words, near, strict=True)
    ]
    return sorted(found)
