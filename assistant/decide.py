"""Decide whether the evidence answers a question, and say why where it does not."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choose import Candidate, share, stems
from assistant.cite import byline
from assistant.search import NO_FILTERS, Evidence, Filters
from corpus.library import Library

PASSAGES_READ = 10
"""Passages of the evidence from which sentences are chosen."""
_FIT = 0.37
"""Of the answerable development questions one falls below, see eval/bench/ranking.py."""


def fits(question: str, found: Sequence[Evidence], ranked: Sequence[Candidate]) -> bool:
    """Say whether the evidence bears on the question closely enough to be quoted."""
    if not ranked:
        return False
    wanted = stems(question)
    nearest = max(item.similarity for item in found)
    closest = max(candidate.similarity for candidate in ranked)
    covered = max(share(wanted, _wording(item)) for item in found[:PASSAGES_READ])
    return 0.5 * nearest + 0.5 * closest + 0.2 * covered >= _FIT


def _wording(evidence: Evidence) -> str:
    return f"{evidence.paper.title} {byline(evidence.paper)} {evidence.passage.text}"


def why_declined(library: Library, found: Sequence[Evidence], filters: Filters) -> str:
    """Return what is said where the evidence does not answer."""
    count = len(library.papers())
    limited = "" if filters == NO_FILTERS else " within the filters set"
    searched = f"{count:,} paper{'' if count == 1 else 's'} searched by meaning and by words"
    if not found:
        return f"No paper{limited} matches this question; {searched}."
    return f"The library does not answer this{limited}; {searched}, and none comes close enough."
