"""Find the claim of the register that a question concerns, and whether it takes it for granted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from pydantic import TypeAdapter

from assistant.asking import form_of
from assistant.register import Likeness, Register, Vectors
from corpus.claims import Claim

Stance = Literal["assumed", "mentioned"]

_VERBATIM = 5.5
"""Likeness from which a question has the very words of a wording (a cosine of 0.94)."""
_ENOUGH = 13.0
"""A relevance that leaves no doubt which claim is concerned; more says nothing on the stance."""


@dataclass(frozen=True)
class Premise:
    """A claim of the register that a question concerns."""

    claim: Claim
    stance: Stance
    """Assumed: the question takes the claim for granted. Mentioned: it asks about it."""


@dataclass(frozen=True)
class Weights:
    """What `python -m eval.bench.premise_weights` fitted; kept in premise.json."""

    relevance: dict[str, float]
    """By field of `Likeness`: a softmax over the entries picks the one that is concerned."""
    stance: dict[str, float]
    """By feature of `stance_features`: the log-odds that a claim is taken for granted."""
    constant: float
    """Of the log-odds."""
    assumed_from: float
    """The log-odds from which a question counts as assuming the claim."""
    relevant_from: float
    """The relevance from which a claim is shown at all."""
    relevant_if_presupposed: float
    """The same for a question whose form takes something for granted."""
    certain_from: float
    """The log-odds from which such a question is shown the claim whatever the relevance."""


@dataclass(frozen=True)
class Match:
    """The entry nearest to a question, before it is decided whether it is shown."""

    claim: Claim
    relevance: float
    odds: float
    """Log-odds that the question takes the claim for granted."""
    presupposes: bool
    """Whether the form of the question takes anything for granted, or it is a known wording."""

    def stance(self, weights: Weights) -> Stance | None:
        """Return the stance in which the claim is shown; None where it is not."""
        least = weights.relevant_if_presupposed if self.presupposes else weights.relevant_from
        is_certain = self.presupposes and self.odds >= weights.certain_from
        if self.relevance < least and not is_certain:
            return None
        assumes = self.presupposes and self.odds >= weights.assumed_from
        return "assumed" if assumes else "mentioned"


@cache
def fitted() -> Weights:
    """Return the weights that come with the project."""
    text = files("assistant").joinpath("premise.json").read_bytes()
    return TypeAdapter(Weights).validate_json(text)


def premise_of(
    register: Register, question: str, in_context: str, vector: Vectors
) -> Premise | None:
    """Return the claim that a question assumes or mentions; None where it concerns none.

    `in_context` is the question behind the one it follows up, and `vector` is of that; how the
    question is put is read from the question alone.
    """
    weights = fitted()
    match = match_of(register, question, in_context, vector, weights)
    stance = match.stance(weights)
    return Premise(match.claim, stance) if stance else None


def match_of(
    register: Register, question: str, in_context: str, vector: Vectors, weights: Weights
) -> Match:
    """Return the entry of the register that comes nearest to a question."""
    near = register.likeness(in_context, vector)
    scores = [_weighed(asdict(likeness), weights.relevance) for likeness in near]
    best = int(np.argmax(scores))
    odds = weights.constant + _weighed(
        stance_features(question, near[best], scores[best]), weights.stance
    )
    presupposes = form_of(question).presupposes or near[best].wording >= _VERBATIM
    return Match(register.claims[best], round(scores[best], 4), round(odds, 4), presupposes)


def stance_features(question: str, likeness: Likeness, relevance: float) -> dict[str, float]:
    """Return what tells whether a question takes a claim of this likeness for granted."""
    nearer = likeness.wording - likeness.near_miss
    form = {name: float(value) for name, value in asdict(form_of(question)).items()}
    if "?" not in question and nearer < 0:
        form["asserts"] = 0.0  # A statement near a near miss does not state the claim.
    return {
        "relevance": min(relevance, _ENOUGH),
        "nearer_to_wording": nearer,
        **form,
    }


def _weighed(features: dict[str, float], weights: dict[str, float]) -> float:
    return sum(weights[name] * value for name, value in features.items())
