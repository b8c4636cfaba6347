"""Measure how the register of claims is matched: wordings it does not have, and real questions.

Run with: python -m eval.bench.premises [--list]

Weights are fitted on the register alone. Held-out wordings are judged by weights fitted on other
entries. For the development questions and the probes, the thresholds are set on two of the three
sets and judged on the third.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from assistant.misconceptions.detect import Match, Weights, as_near, fitted, stance_features
from assistant.misconceptions.register import Register, texts_of
from corpus.claims import Claim, starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import EmbeddingCache
from eval.bench.premise_weights import (
    RELEVANCE,
    STANCE,
    HeldOut,
    Judged,
    fit,
    held_out,
    judged,
    probed,
    with_thresholds,
)

_GROUPS = 5
"""Parts of the register; each is judged by weights fitted on the others."""


def measure_wordings(held: Sequence[HeldOut], claims: Sequence[Claim]) -> None:
    """Print what becomes of wordings and near misses that the register does not have."""
    thresholds = fitted()
    matches: list[tuple[HeldOut, Match]] = []
    for group in range(_GROUPS):
        rest = fit([one for one in held if one.entry % _GROUPS != group])
        matches += [
            (one, _match(one, rest, claims)) for one in held if one.entry % _GROUPS == group
        ]
    for name, is_wording, is_question in (
        ("wordings, asked", True, True),
        ("wordings, stated", True, False),
        ("near misses, asked", False, True),
        ("near misses, stated", False, False),
    ):
        chosen = [
            (one, match, match.stance(thresholds))
            for one, match in matches
            if one.is_wording == is_wording and ("?" in one.text) == is_question
        ]
        own = [one.entry == claims.index(match.claim) for one, match, _ in chosen]
        beside = [claims[one.entry] in (match.claim, *match.also) for one, match, _ in chosen]
        shown = [
            right and stance is not None for right, (*_, stance) in zip(own, chosen, strict=True)
        ]
        assumed = [stance == "assumed" for *_, stance in chosen]
        print(
            f"{name}: {len(chosen)}; own entry nearest {np.mean(own):.3f} "
            f"(or related and nearly as near {np.mean(beside):.3f}), "
            f"own entry shown {np.mean(shown):.3f}, any as assumed {np.mean(assumed):.3f}"
        )


def _match(one: HeldOut, weights: Weights, claims: Sequence[Claim]) -> Match:
    scores = np.array([astuple(near) for near in one.near]) @ [
        weights.relevance[name] for name in RELEVANCE
    ]
    best = int(scores.argmax())
    told = stance_features(one.text, one.near[best], float(scores[best]), one.tone)
    odds = weights.constant + sum(weights.stance[name] * told[name] for name in STANCE)
    also = as_near(tuple(claims), scores.tolist())
    return Match(claims[best], float(scores[best]), odds, also)


def measure_questions(name: str, sets: Sequence[Judged], weights: Weights) -> None:
    """Print the figures of a set of questions, with the thresholds of these weights."""
    premises = [one for one in sets if one.is_false_premise]
    others = [one for one in sets if not one.is_false_premise]
    none = [one for one in others if not one.label.claims]
    print(f"{name} ({len(premises)} with a false premise, {len(others)} others):")
    print(f"  right entry shown: {_share([_right(o) and _shown(o, weights) for o in premises])}")
    print(
        "  or told as related and nearly as near: "
        f"{_share([_beside(o) and _shown(o, weights) for o in premises])}"
    )
    print(
        "  right entry shown as assumed: "
        f"{_share([_right(o) and _assumed(o, weights) for o in premises])}"
    )
    print(f"  assumed on others: {_share([_assumed(o, weights) for o in others])}")
    print(f"  shown where it concerns no entry: {_share([_shown(o, weights) for o in none])}")
    print(
        "  an entry that does not concern the question, of all others: "
        f"{_share([not _right(o) and _shown(o, weights) for o in others])}"
    )


def _right(one: Judged) -> bool:
    return one.match.claim.claim_id in one.label.claims


def _beside(one: Judged) -> bool:
    near = (one.match.claim, *one.match.also)
    return any(claim.claim_id in one.label.claims for claim in near)


def _shown(one: Judged, weights: Weights) -> bool:
    return one.match.stance(weights) is not None


def _assumed(one: Judged, weights: Weights) -> bool:
    return one.match.stance(weights) == "assumed"


def _share(hits: Sequence[bool]) -> str:
    return f"{np.mean(hits):.3f} ({sum(hits)} of {len(hits)})"


def list_questions(sets: Sequence[Judged], weights: Weights) -> None:
    """Print every question with the entry that is shown for it, for a reader to judge."""
    for one in sets:
        stance = one.match.stance(weights)
        shown = f"{stance}: {one.match.claim.claim_id}" if stance else "nothing"
        sign = "" if stance is None or _right(one) else " (not one of the reader's)"
        print(f"{one.label.id} {one.question}\n    {shown}{sign}")


def main() -> None:
    """Measure held-out wordings, then each development set with the thresholds of the other."""
    claims, embedder = starter_claims(), EmbeddingCache(open_model())
    register = Register(claims, embedder.embed(texts_of(claims)))
    weights = fitted()
    both = judged(register, embedder, weights)
    probes = probed(register, embedder, weights)
    if "--list" in sys.argv:
        list_questions(both + probes, weights)
        return
    measure_wordings(list(held_out(claims, embedder)), claims)
    first = [one for one in both if one.label.id.startswith("q")]
    second = [one for one in both if not one.label.id.startswith("q")]
    sets = {"first set": first, "second set": second, "probes": probes}
    for name, chosen in sets.items():
        others = [one for other, rest in sets.items() if other != name for one in rest]
        measure_questions(
            f"{name}, thresholds of the others", chosen, with_thresholds(weights, others)
        )
    measure_questions("both development sets, as the assistant answers", both, weights)
    measure_questions("probes, as the assistant answers", probes, weights)
    blind = probed(register, embedder, weights, "premise_probes_blind")
    measure_questions("probes on which nothing is set, as the assistant answers", blind, weights)


if __name__ == "__main__":
    main()
