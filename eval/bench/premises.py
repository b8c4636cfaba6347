"""Measure how the register of claims is matched, on hands and texts that it was not fitted on.

Run with: python -m eval.bench.premises [--list]

Each hand is judged by weights and thresholds fitted without it, the neutral questions on true
disparities by weights that have seen only the other half of them. With `--list` every message is
printed with what the weights of the project show for it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.misconceptions.detect import Match, Weights, fitted, match_of
from corpus.claims import starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import EmbeddingCache
from eval.bench.premise_messages import HANDS, Bench, Matched, claim_bench
from eval.fit.claim_weights import fit
from eval.fit.record import share_figure

Told = tuple[Matched, Match, str | None]
"""A message, its match, and the stance in which the entry is shown."""


def told_by(bench: Bench, ones: Sequence[Matched], weights: Weights) -> list[Told]:
    """Return what is shown for messages by these weights."""
    matches = [match_of(bench.whole, one.units, one.vectors, weights) for one in ones]
    return [(one, match, match.stance(weights)) for one, match in zip(ones, matches, strict=True)]


def is_right(one: Matched, match: Match) -> bool:
    """Say whether the nearest entry, or one shown beside it, is the reader's."""
    return any(claim.claim_id in one.claims for claim in (match.claim, *match.also))


def figures_of(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Return the shares that count, of some messages, each with its 95% interval."""
    false = [(match, stance, one) for one, match, stance in told if one.false]
    assumed = [row for row in false if row[2].stance == "assumed"]
    others = [stance for one, _, stance in told if not one.false]
    none = [stance for one, _, stance in told if not (one.false or one.claims)]
    rows = {
        "false premises, right entry shown": [
            s is not None and is_right(o, m) for m, s, o in false
        ],
        "right entry first": [s is not None and m.claim.claim_id in o.claims for m, s, o in false],
        "assumed, right entry told as assumed": [
            s == "assumed" and m.claim.claim_id in o.claims for m, s, o in assumed
        ],
        "told that they assume a claim, of others": [stance == "assumed" for stance in others],
        "an entry shown where the reader named none": [stance is not None for stance in none],
    }
    return {label: share_figure(sum(hits), len(hits)) for label, hits in rows.items() if hits}


def left_out_figures(bench: Bench) -> dict[str, dict[str, dict[str, float]]]:
    """Return the figures of every hand by weights fitted without it, and of neutral questions."""
    found, every = {}, []
    for hand in (*HANDS, "development", "probes"):
        ones = [one for one in bench.messages if one.hand == hand]
        told = told_by(bench, ones, fit(bench, frozenset({hand})))
        found[hand] = figures_of(told)
        every += told if hand in HANDS else []
    found["four hands"] = figures_of(every)
    found["neutral questions"] = figures_of(told_by(bench, bench.measured, fitted()))
    return found


def list_messages(told: Sequence[Told]) -> None:
    """Print every message with the entry that is shown for it, for a reader to judge."""
    for one, match, stance in told:
        shown = f"{stance}: {match.claim.claim_id}" if stance else "nothing"
        print(f"{one.hand} | {one.question}\n    {shown}; reader: {one.stance} {one.claims}")


def main() -> None:
    """Print the figures of every hand left out, and of the neutral questions."""
    bench = claim_bench(starter_claims(), EmbeddingCache(open_model()))
    if "--list" in sys.argv:
        list_messages(told_by(bench, [*bench.messages, *bench.measured], fitted()))
        return
    for name, figures in left_out_figures(bench).items():
        print(name)
        for label, one in figures.items():
            between = f"{one['low']:.3f} to {one['high']:.3f} of {one['of']}"
            print(f"  {label}: {one['value']:.3f} ({between})")


if __name__ == "__main__":
    main()
