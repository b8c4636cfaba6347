"""Find the claim of the register that a question concerns, and whether it takes it for granted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from pydantic import TypeAdapter

from assistant.misconceptions.presupposition import form_of, is_bare
from assistant.misconceptions.register import Likeness, Register, Vectors
from corpus.claims import Claim

Stance = Literal["assumed", "mentioned"]

_ENOUGH = 13.0
"""A relevance that leaves no doubt which claim is concerned; more says nothing on the stance."""
_AS_NEAR = 3.0
"""How far behind the nearest entry a related one may be: twenty to one, by the softmax."""


@dataclass(frozen=True)
class Premise:
    """A claim of the register that a question concerns."""

    claim: Claim
    stance: Stance
    """Assumed: the question takes the claim for granted. Mentioned: it asks about it."""
    also: tuple[Claim, ...] = ()
    """Entries of the same family that are nearly as near, best first."""


@dataclass(frozen=True)
class Weights:
    """What `python -m eval.bench.premise_weights` fitted; kept in detect.json."""

    relevance: dict[str, float]
    """By field of `Likeness`: a softmax over the entries picks the one that is concerned."""
    stance: dict[str, float]
    """By feature of `stance_features`: the log-odds that a claim is taken for granted."""
    constant: float
    """Of the log-odds."""
    assumed_from: float
    """The log-odds from which a question that is shown a claim counts as assuming it."""
    shown_from: float
    """The sum of relevance and log-odds from which a claim is shown at all.

    What is taken for granted is shown from farther off than what is only touched.
    """


@dataclass(frozen=True)
class Match:
    """The entry nearest to a question, before it is decided whether it is shown."""

    claim: Claim
    relevance: float
    odds: float
    """Log-odds that the question takes the claim for granted."""
    also: tuple[Claim, ...] = ()
    """Entries of the same family that are nearly as near, best first."""
    can_rest: bool = True
    """False where it is on other people than the question, or the question asserts nothing."""

    @property
    def strength(self) -> float:
        """What decides whether the claim is shown."""
        return self.relevance + self.odds

    def stance(self, weights: Weights) -> Stance | None:
        """Return the stance in which the claim is shown; None where it is not."""
        if self.strength < weights.shown_from:
            return None
        is_assumed = self.odds >= weights.assumed_from and self.can_rest
        return "assumed" if is_assumed else "mentioned"


@cache
def fitted() -> Weights:
    """Return the weights that come with the project."""
    text = files("assistant.misconceptions").joinpath("detect.json").read_bytes()
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
    return Premise(match.claim, stance, match.also) if stance else None


def match_of(
    register: Register, question: str, in_context: str, vector: Vectors, weights: Weights
) -> Match:
    """Return the entry of the register that comes nearest to a question."""
    near = register.likeness(in_context, vector)
    scores = [weighed(vars(likeness), weights.relevance) for likeness in near]
    best = int(np.argmax(scores))
    features = stance_features(question, near[best], scores[best], register.tone(vector))
    odds = weights.constant + weighed(features, weights.stance)
    return Match(
        register.claims[best],
        round(scores[best], 4),
        round(odds, 4),
        as_near(register.claims, scores),
        not (register.is_on_others(best, in_context) or is_bare(question)),
    )


def as_near(claims: tuple[Claim, ...], scores: list[float]) -> tuple[Claim, ...]:
    """Return the entries related to the nearest one that come close to it, best first."""
    best = int(np.argmax(scores))
    close = [
        place
        for place in np.argsort(scores)[::-1]
        if claims[place].claim_id in claims[best].related
        and scores[best] - scores[place] <= _AS_NEAR
    ]
    return tuple(claims[place] for place in close)


def stance_features(
    question: str, likeness: Likeness, relevance: float, tone: float
) -> dict[str, float]:
    """Return what tells whether a question takes a claim of this likeness for granted."""
    nearer = likeness.wording - likeness.near_miss
    form = {name: float(value) for name, value in asdict(form_of(question)).items()}
    if "?" not in question and nearer < 0:
        form["asserts"] = 0.0  # A statement near a near miss does not state the claim.
    return {
        "relevance": min(relevance, _ENOUGH),
        "nearer_to_wording": nearer,
        "tone": tone,
        **form,
    }


def weighed(features: dict[str, float], weights: dict[str, float]) -> float:
    """Return the sum of the features, each times its weight."""
    return sum(weights[name] * value for name, value in features.items())
