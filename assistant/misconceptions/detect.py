"""Find the claim of the register that a question concerns, and whether it takes it for granted."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from assistant.misconceptions.form_ngrams import form_ngrams
from assistant.misconceptions.register import Likeness, Register, Vectors
from assistant.misconceptions.units import Units, units_of
from corpus.claims import Claim
from corpus.fitted.weights import fit_record

Stance = Literal["assumed", "mentioned"]
Embed = Callable[[Sequence[str]], Vectors]
"""Returns one row for each text."""

_ENOUGH = 14.0
"""A relevance that leaves no doubt which claim is concerned; more says nothing on the stance."""
_AS_NEAR = 3.0
"""How far behind the nearest entry another may be to be shown: twenty to one, by the softmax."""
_MOST_BESIDE = 2
_NEIGHBOURS = 3
LIKENESS = [field.name for field in fields(Likeness)]


FIT = "claims"


@dataclass(frozen=True)
class Premise:
    """A claim of the register that a question concerns."""

    claim: Claim
    stance: Stance
    """Assumed: the question takes the claim for granted. Mentioned: it comes near it."""
    also: tuple[Claim, ...] = ()
    """Entries that are nearly as near, best first."""
    answers: bool = False
    """Whether the question so surely concerns the claim that its entry may stand for an answer."""


@dataclass(frozen=True)
class Weights:
    """What `python -m eval.fit.claims` fitted."""

    relevance: dict[str, float]
    """By field of `Likeness`: a softmax over the entries picks the one that is concerned."""
    search_relevance: dict[str, float]
    """What search boosts papers by; fitted earlier, and left as it is so that no ranking moves."""
    concern: dict[str, float]
    """By feature of `concern_features`: log-odds that the nearest entry is concerned at all."""
    stance: dict[str, float]
    """By feature of `stance_features`: log-odds that a claim is taken for granted."""
    form: dict[str, float]
    """By n-gram of form words."""
    form_words: tuple[str, ...]
    tone: str
    """A direction over the vector of a text, float16 in base64; it goes with the packaged model."""
    disparities: str
    """Vectors of questions on true disparities, row by row, float16 in base64."""
    shown_from: float
    """The log-odds of concern from which an entry is shown."""
    answers_from: float
    """The log-odds of concern from which an entry may answer where no paper does."""
    assumed_from: float
    """The log-odds of stance from which an entry that is shown counts as assumed."""

    @cached_property
    def tone_axis(self) -> NDArray[np.float32]:
        """The direction from what asks about a claim to what assumes it, of (dimensions,)."""
        return _floats(self.tone)

    @cached_property
    def disparity_rows(self) -> Vectors:
        """The vectors of questions on true disparities, of (questions, dimensions)."""
        rows = _floats(self.disparities)
        return rows.reshape(-1, len(self.tone_axis)) if len(rows) else rows.reshape(0, 0)

    @cached_property
    def form_vocabulary(self) -> frozenset[str]:
        """The form words, to be looked up."""
        return frozenset(self.form_words)


@dataclass(frozen=True)
class Match:
    """The entry nearest to a question, before it is decided whether it is shown."""

    claim: Claim
    concern: float
    """Log-odds that the question concerns it."""
    odds: float
    """Log-odds that the question takes it for granted."""
    also: tuple[Claim, ...] = ()
    """Entries that are nearly as near, best first."""
    can_rest: bool = True
    """False where it is on other people than the question."""

    def stance(self, weights: Weights) -> Stance | None:
        """Return the stance in which the claim is shown; None where it is not."""
        if self.odds >= weights.assumed_from and self.can_rest:
            return "assumed"
        return "mentioned" if self.concern >= weights.shown_from else None


@cache
def fitted() -> Weights:
    """Return the weights that come with the project."""
    return TypeAdapter(Weights).validate_python(fit_record(FIT).numbers)


def premise_of(register: Register, question: str, in_context: str, embed: Embed) -> Premise | None:
    """Return the claim that a question assumes or comes near; None where it concerns none.

    `in_context` is the question behind the one it follows up.
    """
    weights = fitted()
    units = units_of(question, in_context)
    match = match_of(register, units, embed(list(units.texts)), weights)
    stance = match.stance(weights)
    if stance is None:
        return None
    is_sure = np.isfinite(match.odds) and match.concern >= weights.answers_from
    return Premise(match.claim, stance, match.also, bool(is_sure and match.can_rest))


def match_of(register: Register, units: Units, vectors: Vectors, weights: Weights) -> Match:
    """Return the entry that comes nearest to a message; `vectors` has one row for each unit."""
    near = [register.likeness(text, row) for text, row in zip(units.texts, vectors, strict=True)]
    scores = relevance_of(near, weights.relevance)
    order = np.argsort(-scores.max(axis=0))
    best = int(order[0])
    own = [one[best] for one in near]
    unit = int(scores[:, best].argmax())
    known = vectors.shape[1] == len(weights.tone_axis)
    told = stance_features(
        own,
        unit,
        units.asking,
        float(scores[unit, best]),
        disparity_likeness(weights.disparity_rows, vectors[unit], register) if known else 0.0,
        [form_score(text, weights) for text in units.texts],
        (vectors @ weights.tone_axis).tolist() if known else [0.0] * len(near),
    )
    return Match(
        register.claims[best],
        round(weighed(concern_features(own, unit, scores, order), weights.concern), 4),
        round(weighed(told, weights.stance), 4) if known else -np.inf,
        as_near(register.claims, scores.max(axis=0), order),
        not register.is_on_others(best, units.texts[-1]),
    )


def relevance_of(
    near: Sequence[Sequence[Likeness]], weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return the relevance of each entry to each unit, of (units, entries)."""
    return np.array([[weighed(vars(one), weights) for one in row] for row in near])


def as_near(
    claims: tuple[Claim, ...], scores: NDArray[np.float64], order: NDArray[np.intp]
) -> tuple[Claim, ...]:
    """Return the entries that come close to the nearest one, best first; `order` is by score."""
    beside = [place for place in order[1:] if scores[order[0]] - scores[place] <= _AS_NEAR]
    return tuple(claims[place] for place in beside[:_MOST_BESIDE])


def concern_features(
    own: Sequence[Likeness], unit: int, scores: NDArray[np.float64], order: NDArray[np.intp]
) -> dict[str, float]:
    """Return what tells whether the nearest entry is concerned at all."""
    best = scores.max(axis=0)[order]
    nearest = own[unit]
    return {
        "constant": 1.0,
        "relevance": float(best[0]),
        "lead": float(best[0] - best[1]) if len(best) > 1 else 0.0,
        "whole": float(scores[-1, order[0]]),
        **{name: getattr(nearest, name) for name in LIKENESS if name not in ("wordings", "named")},
    }


def stance_features(
    own: Sequence[Likeness],
    unit: int,
    asking: int,
    relevance: float,
    disparity: float,
    forms: Sequence[float],
    tones: Sequence[float],
) -> dict[str, float]:
    """Return what tells whether a message takes the nearest entry for granted.

    `own` is the likeness of each unit to the entry, `unit` the place of the one that is nearest.
    """
    near, whole = own[unit], own[-1]
    return {
        "constant": 1.0,
        "relevance": min(relevance, _ENOUGH),
        "wording": near.wording,
        "near_miss": near.near_miss,
        "statement_less_correction": near.statement - near.correction,
        "whole_wording_less_near_miss": whole.wording - whole.near_miss,
        "whole_statement_less_correction": whole.statement - whole.correction,
        "true_disparity": disparity,
        "asking_is_nearest": float(unit == asking),
        "several": float(len(own) > 1),
        "form": forms[unit],
        "form_of_asking": forms[asking],
        "form_of_whole": forms[-1],
        "tone": tones[unit],
        "tone_of_asking": tones[asking],
        "tone_of_whole": tones[-1],
    }


def disparity_likeness(rows: Vectors, vector: Vectors, register: Register) -> float:
    """Return how near a text comes to questions on true disparities, in the unit of a likeness."""
    nearest = np.sort(rows @ vector)[-_NEIGHBOURS:]
    return register.standardised(float(nearest.mean())) if len(nearest) else 0.0


def form_score(text: str, weights: Weights) -> float:
    """Return how far the form of a text takes for granted, whatever its matter."""
    found = [
        weights.form[g] for g in form_ngrams(text, weights.form_vocabulary) if g in weights.form
    ]
    return float(sum(found) / max(len(found), 1) ** 0.5)


def weighed(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the sum of the features, each times its weight."""
    return sum(weights[name] * value for name, value in features.items())


def _floats(text: str) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(text), dtype=np.float16).astype(np.float32)
