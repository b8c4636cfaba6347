"""The messages and texts on which matching claims is fitted and measured, each hand by its name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.misconceptions.detect import LIKENESS
from assistant.misconceptions.register import Likeness, Register, Vectors, texts_of
from assistant.misconceptions.units import Units, units_of
from assistant.understand.contextualize import in_conversation
from corpus.claims import Claim
from corpus.embedding_cache import EmbeddingCache
from eval.premises import read_premise_labels, read_premise_probes
from eval.questions import read_questions

SETS = Path(__file__).parents[1] / "sets"
TRAINING = Path(__file__).parents[3] / "shared" / "data" / "questions-train"
HANDS = ("clinicians", "professions", "curriculum", "community")
FITTED_DISPARITIES, MEASURED_DISPARITIES = "faculty", "people"
FOLDS = 8
_PARTS = 5
_GROUPS = {
    "development": 0,
    "full-text": 0,
    "probes": 1,
    "clinicians": 2,
    "professions": 3,
    "curriculum": 4,
    "community": 4,
}
"""Hands are left out whole; the neutral questions and the entries of the register in five parts."""


@dataclass(frozen=True)
class Message:
    """A question by some hand, and what a reader said of it."""

    hand: str
    question: str
    claims: tuple[str, ...] = ()
    """The entries that may rightly be shown."""
    stance: str | None = None
    """Assumed, mentioned, or None where it concerns no entry."""
    false: bool = False
    """Whether it builds on something false, or asks about a claim that is."""
    before: str | None = None
    """The question that it follows up."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Matched(Message):
    """A message with its likeness to every entry."""

    units: Units
    vectors: Vectors
    """One row for each unit."""
    near: tuple[list[Likeness], ...]
    """By unit, then by entry."""
    group: int
    """What is left out together when scores are cross-fitted."""

    @property
    def is_disparity(self) -> bool:
        """Whether it is a neutral question on a true disparity."""
        return self.hand in (FITTED_DISPARITIES, MEASURED_DISPARITIES)

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """The likenesses, of (units, entries, fields)."""
        return np.array([[astuple(one) for one in row] for row in self.near])

    def scores(self, relevance: Mapping[str, float]) -> NDArray[np.float64]:
        """Return the relevance of each entry to each unit, of (units, entries)."""
        return np.asarray(self.table @ np.array([relevance[name] for name in LIKENESS]))


@dataclass(frozen=True)
class Bench:
    """All that is fitted and measured on."""

    names: list[str]
    whole: Register
    register: list[Matched]
    """Wordings (false) and near misses, each matched against a register without it."""
    messages: list[Matched]
    """All that may be fitted on."""
    disparities: list[Matched]
    """Those of the messages that are the fitted half of the neutral questions."""
    measured: list[Matched]
    """The other half of the neutral questions, on which nothing is fitted."""

    def place_of(self, one: Matched) -> int:
        """Return the place of a neutral question among those that are fitted on."""
        return next(n for n, other in enumerate(self.disparities) if other.question == one.question)


def claim_bench(claims: Sequence[Claim], embedder: EmbeddingCache) -> Bench:
    """Return texts of the register and messages of all hands, matched."""
    whole = Register(claims, embedder.embed(texts_of(claims)))
    neutral = [
        Message(row["hand"], row["question"]) for row in _rows(SETS / "neutral_disparities.jsonl")
    ]
    told = [*_own_sets(), *_training(), *neutral]
    matched = [_matched(whole, embedder, one, number) for number, one in enumerate(told)]
    return Bench(
        [claim.claim_id for claim in claims],
        whole,
        list(_held_out(claims, embedder)),
        [one for one in matched if one.hand != MEASURED_DISPARITIES],
        [one for one in matched if one.hand == FITTED_DISPARITIES],
        [one for one in matched if one.hand == MEASURED_DISPARITIES],
    )


def _own_sets() -> Iterator[Message]:
    questions = read_questions(SETS / "development.jsonl")
    labels = read_premise_labels(SETS / "premises.jsonl")
    asked = {question.id: question.question for question in questions}
    for one in questions:
        label = labels[one.id]
        before = asked[one.follows] if one.follows else None
        is_false = one.expected_behaviour == "correct_premise"
        yield Message("development", one.question, label.claims, label.stance, is_false, before)
    for name in ("premise_probes", "premise_probes_blind"):
        for probe in read_premise_probes(SETS / f"{name}.jsonl"):
            is_false = probe.stance == "assumed"
            yield Message("probes", probe.question, probe.claims, probe.stance, is_false)


def _training() -> Iterator[Message]:
    stances = {"assumed": "assumed", "asked": "mentioned", None: None}
    for hand in (*HANDS, "full-text"):
        for row in _rows(TRAINING / f"{hand}.jsonl"):
            claim, is_false = row.get("claim"), row["expected_behaviour"] == "correct_premise"
            claims = (claim,) if claim else ()
            yield Message(hand, row["question"], claims, stances[row.get("stance")], is_false)


def _matched(register: Register, embedder: EmbeddingCache, one: Message, number: int) -> Matched:
    units = units_of(one.question, in_conversation(one.question, one.before))
    vectors = embedder.embed(list(units.texts))
    near = [register.likeness(text, row) for text, row in zip(units.texts, vectors, strict=True)]
    group = _GROUPS.get(one.hand, number % _PARTS)
    return Matched(**vars(one), units=units, vectors=vectors, near=tuple(near), group=group)


def _held_out(claims: Sequence[Claim], embedder: EmbeddingCache) -> Iterator[Matched]:
    """Yield every wording and near miss, matched against a register without it."""
    for fold in range(FOLDS):
        rest = [_without(claim, fold) for claim in claims]
        register = Register(rest, embedder.embed(texts_of(rest)))
        for entry, claim in enumerate(claims):
            for texts, is_wording in ((claim.wordings, True), (claim.not_this, False)):
                for text in texts[fold::FOLDS]:
                    stance = "assumed" if is_wording else "mentioned"
                    told = Message("register", text, (claim.claim_id,), stance, is_wording)
                    found = _matched(register, embedder, told, 0)
                    yield replace(found, group=entry % _PARTS)


def _without(claim: Claim, fold: int) -> Claim:
    def rest(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for place, text in enumerate(texts) if place % FOLDS != fold)

    return replace(claim, wordings=rest(claim.wordings), not_this=rest(claim.not_this))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
