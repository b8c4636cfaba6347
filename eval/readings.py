"""Score what an answer says by reading it with the embedding model or a language model."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.claims import Claim, starter_claims
from corpus.embedding_cache import Embedding
from eval.citations import share
from eval.judged import KEY_POINTS, REPEATED, Reader, Reading
from eval.key_points import judge
from eval.outcome import Outcome
from eval.questions import Question
from eval.repeats import repeats


def readers(embedder: Embedding) -> dict[str, Reader]:
    """Return what reads each measure of `READINGS` with an embedding model, by name."""
    known = {claim.claim_id: claim for claim in starter_claims()}
    return {
        KEY_POINTS.name: lambda question, outcome: _covered(embedder, question, outcome),
        REPEATED.name: lambda question, outcome: _repeated(embedder, known, question, outcome),
    }


def _covered(embedder: Embedding, question: Question, outcome: Outcome) -> Reading:
    if question.expected_behaviour == "abstain" or not question.key_points:
        return Reading(None)
    sentences = [said.text for said in outcome.said]
    years = [shown.year for shown in outcome.cited.values() if shown.year is not None]
    verdicts = judge(embedder, question.question, question.key_points, sentences, years)
    missed = "; ".join(verdict.point for verdict in verdicts if not verdict.covered)
    return Reading(
        share(verdict.covered for verdict in verdicts), f"not told: {missed}" if missed else ""
    )


def _repeated(
    embedder: Embedding, known: Mapping[str, Claim], question: Question, outcome: Outcome
) -> Reading:
    claims = [known[name] for name in question.claims if name in known]
    if not claims:
        return Reading(None)
    found = [said.text for said in outcome.said if repeats(embedder, claims, said.text)]
    return Reading(float(bool(found)), " / ".join(found))
