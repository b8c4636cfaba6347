"""Fit how the register of claims is matched, on its own wordings and near misses.

Run with: python -m eval.bench.premise_weights   (writes assistant/misconceptions/detect.json)

Each wording and each question among the near misses is held out in turn (one of each entry at a
time) and matched against the rest of the register, so that what is learned holds for wordings the
register does not have. The two thresholds are set on the development questions and the probes,
each as low as it can be while few enough of the questions that it should not reach are reached.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.misconceptions.detect import Match, Weights, match_of, stance_features
from assistant.misconceptions.presupposition import Form
from assistant.misconceptions.register import Likeness, Register, texts_of
from assistant.understand.contextualize import in_conversation
from corpus.claims import Claim, starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import EmbeddingCache
from eval.premises import PremiseLabel, read_premise_labels, read_premise_probes
from eval.questions import read_questions

Array = NDArray[np.float64]

FOLDS = 8
RELEVANCE = [field.name for field in fields(Likeness)]
STANCE = ["relevance", "nearer_to_wording", "tone", *(field.name for field in fields(Form))]
_SETS = Path(__file__).parents[1] / "sets"
_STEP = 0.01
_PENALTY = 1e-4
"""Of the squared weights, so that they stay finite."""
_WRONGLY_ASSUMED = 0.02
"""Share of the questions without a false premise that may be shown a claim as assumed."""
_WRONGLY_SHOWN = 0.05
"""Share of the questions that concern no claim for which one may be shown."""


@dataclass(frozen=True)
class HeldOut:
    """A text of an entry, matched against a register that lacks it."""

    text: str
    entry: int
    """Its place in the register."""
    is_wording: bool
    near: list[Likeness]
    """To each claim."""
    tone: float
    """As `Register.tone` has it."""


def held_out(claims: Sequence[Claim], embedder: EmbeddingCache) -> Iterator[HeldOut]:
    """Yield every wording and near miss, matched against a register without it."""
    for fold in range(FOLDS):
        rest = [_without(claim, fold) for claim in claims]
        register = Register(rest, embedder.embed(texts_of(rest)))
        for entry, claim in enumerate(claims):
            for texts, is_wording in ((claim.wordings, True), (claim.not_this, False)):
                for text in texts[fold::FOLDS]:
                    vector = embedder.embed([text])[0]
                    near = register.likeness(text, vector)
                    yield HeldOut(text, entry, is_wording, near, register.tone(vector))


def _without(claim: Claim, fold: int) -> Claim:
    def rest(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for place, text in enumerate(texts) if place % FOLDS != fold)

    return replace(claim, wordings=rest(claim.wordings), not_this=rest(claim.not_this))


@dataclass(frozen=True)
class Judged:
    """A question of a set with its match and what a reader said of it."""

    question: str
    match: Match
    label: PremiseLabel
    is_false_premise: bool
    """Whether it builds on something false, whether or not the register has an entry."""


def judged(register: Register, embedder: EmbeddingCache, weights: Weights) -> list[Judged]:
    """Return the development questions matched with the register."""
    questions = read_questions(_SETS / "development.jsonl")
    labels = read_premise_labels(_SETS / "premises.jsonl")
    asked = {question.id: question.question for question in questions}
    found: list[Judged] = []
    for question in questions:
        before = asked[question.follows] if question.follows else None
        context = in_conversation(question.question, before)
        vector = embedder.embed([context])[0]
        match = match_of(register, question.question, context, vector, weights)
        is_false = question.expected_behaviour == "correct_premise"
        found.append(Judged(question.question, match, labels[question.id], is_false))
    return found


def probed(
    register: Register, embedder: EmbeddingCache, weights: Weights, name: str = "premise_probes"
) -> list[Judged]:
    """Return the probes of a set matched with the register."""
    found: list[Judged] = []
    for probe in read_premise_probes(_SETS / f"{name}.jsonl"):
        vector = embedder.embed([probe.question])[0]
        match = match_of(register, probe.question, probe.question, vector, weights)
        found.append(Judged(probe.question, match, probe, probe.stance == "assumed"))
    return found


def with_thresholds(weights: Weights, sets: Sequence[Judged]) -> Weights:
    """Return the weights with the thresholds that these questions give."""
    others = [one for one in sets if not one.is_false_premise]
    none = [one.match.strength for one in others if not one.label.claims]
    shown_from = _above(none, _WRONGLY_SHOWN)
    # Odds of what is not shown play no part, but their questions count in the share.
    odds = [o.match.odds if o.match.strength >= shown_from else -np.inf for o in others]
    return replace(weights, assumed_from=_above(odds, _WRONGLY_ASSUMED), shown_from=shown_from)


def _above(values: Sequence[float], share: float) -> float:
    """Return what at most this share of the values reaches; zero where there are none."""
    if not values:
        return 0.0
    return sorted(values, reverse=True)[int(share * len(values))] + _STEP


def fit(held: Sequence[HeldOut]) -> Weights:
    """Return the weights learned from held-out texts; nothing passes their thresholds yet."""
    asked = [one for one in held if one.is_wording or one.text.endswith("?")]
    relevance = fit_relevance(asked)
    constant, *stance = fit_stance([one for one in held if "?" in one.text], relevance)
    return Weights(
        relevance=dict(zip(RELEVANCE, relevance.tolist(), strict=True)),
        stance=dict(zip(STANCE, stance, strict=True)),
        constant=constant,
        assumed_from=np.inf,
        shown_from=np.inf,
    )


def fit_relevance(held: Sequence[HeldOut]) -> Array:
    """Return the weights with which a softmax over the entries finds each text's own entry.

    They are penalised per standard deviation, so that a rare sign, such as a name, may weigh much.
    """
    rows = np.array([[astuple(likeness) for likeness in one.near] for one in held])
    spread = rows.std(axis=(0, 1))
    rows /= spread
    own = (np.arange(len(held)), np.array([one.entry for one in held]))

    def loss(weights: Array) -> tuple[float, Array]:
        scores = rows @ weights
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        expected = (shares[..., None] * rows).sum(axis=1)
        missed = -np.log(shares[own]).mean() + _PENALTY * float(weights @ weights)
        return float(missed), (expected - rows[own]).mean(axis=0) + 2 * _PENALTY * weights

    return np.asarray(minimize(loss, np.zeros(len(RELEVANCE)), jac=True).x / spread)


def fit_stance(held: Sequence[HeldOut], relevance: Array) -> list[float]:
    """Return constant and weights of a logistic regression on whether a claim is assumed.

    Each question is also matched with its own entry left out; what then comes nearest is not
    what it assumes.
    """
    rows: list[list[float]] = []
    assumed: list[bool] = []
    for one in held:
        scores = np.array([astuple(likeness) for likeness in one.near]) @ relevance
        other = int(np.argmax(np.where(np.arange(len(scores)) == one.entry, -np.inf, scores)))
        for entry in (one.entry, other):
            told = stance_features(one.text, one.near[entry], float(scores[entry]), one.tone)
            rows.append([1.0, *(told[name] for name in STANCE)])
            assumed.append(one.is_wording and entry == one.entry)
    return _logistic(np.array(rows), np.array(assumed))


def _logistic(rows: Array, positive: NDArray[np.bool_]) -> list[float]:
    signs = np.where(positive, 1.0, -1.0)

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * (rows @ weights)
        missed = np.logaddexp(0, -margins).mean() + _PENALTY * float(weights[1:] @ weights[1:])
        slope = -(signs / (1 + np.exp(margins)))[:, None] * rows
        penalty = 2 * _PENALTY * np.r_[0.0, weights[1:]]
        return float(missed), slope.mean(axis=0) + penalty

    return [float(weight) for weight in minimize(loss, np.zeros(rows.shape[1]), jac=True).x]


def main() -> None:
    """Fit the weights and write them beside the code that uses them."""
    claims, embedder = starter_claims(), EmbeddingCache(open_model())
    held = list(held_out(claims, embedder))
    register = Register(claims, embedder.embed(texts_of(claims)))
    learned = fit(held)
    sets = judged(register, embedder, learned) + probed(register, embedder, learned)
    weights = asdict(with_thresholds(learned, sets))
    rounded = {
        name: {key: round(one, 3) for key, one in value.items()}
        if isinstance(value, dict)
        else round(value, 3)
        for name, value in weights.items()
    }
    path = Path(str(files("assistant.misconceptions"))) / "detect.json"
    path.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
    print(f"{path.name}: fitted on {len(held)} held-out texts")


if __name__ == "__main__":
    main()
