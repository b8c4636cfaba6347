"""Measure how well `eval.repeats` tells a sentence that repeats a claim of the register.

Run with: python -m eval.bench.repeats

Every wording that is a statement is taken out of its entry, and the rule is asked about it: it
should be found (recall). Near misses, taken out likewise, and each sentence of the starter corpus
beside the claim it comes nearest to, should not be (false alarms). Both are told at several
values of `NEAR`. The register is what the rule was chosen on; there is no other labelled text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from corpus.claims import Claim, starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import Embedding, EmbeddingCache
from corpus.starter.records import starter_records
from eval import repeats as rule
from eval.chance import interval_of

_TRIED = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)


def main() -> None:
    """Print recall and false alarms of the rule at each threshold."""
    embedder = EmbeddingCache(open_model())
    claims = starter_claims()
    findings = [
        finding
        for record in starter_records().values()
        for finding in json.loads(record)["findings"]
    ]
    samples = {
        "wordings, to be found": list(_wordings(claims)),
        "near misses, not to be found": list(_near_misses(claims)),
        "findings of the corpus, not to be found": [
            (_closest(embedder, claims, finding), finding) for finding in findings
        ],
    }
    for near in _TRIED:
        rule.NEAR = near
        for name, placed in samples.items():
            hits = sum(rule.repeats(embedder, [claim], text) for claim, text in placed)
            low, high = interval_of(hits, len(placed))
            print(f"{near}: {name}: {hits} of {len(placed)} ({low:.3f} to {high:.3f})")


def _wordings(claims: tuple[Claim, ...]) -> Iterator[tuple[Claim, str]]:
    """Yield each wording that is a statement with its claim, which does not hold it."""
    for claim in claims:
        for text in filter(_is_statement, claim.wordings):
            yield replace(claim, wordings=tuple(one for one in claim.wordings if one != text)), text


def _near_misses(claims: tuple[Claim, ...]) -> Iterator[tuple[Claim, str]]:
    """Yield each near miss that is a statement with its claim, which does not hold it."""
    for claim in claims:
        for text in filter(_is_statement, claim.not_this):
            yield replace(claim, not_this=tuple(one for one in claim.not_this if one != text)), text


def _is_statement(text: str) -> bool:
    return not text.rstrip().endswith("?")


def _closest(embedder: Embedding, claims: tuple[Claim, ...], text: str) -> Claim:
    return max(
        claims,
        key=lambda claim: rule.nearest(embedder, text, (claim.statement, *claim.wordings)),
    )


if __name__ == "__main__":
    main()
