"""The register's boost: how likely a question concerns a claim that rests on a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from assistant.misconceptions.detect import fitted, weighed
from assistant.misconceptions.register import register_of
from assistant.retrieve.evidence import Evidence
from assistant.retrieve.fuse import Weights
from assistant.retrieve.search import search
from assistant.understand.spelling import reading
from corpus.claims import starter_claims
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library

_NO_ENTRY = 9.0
"""The relevance of an entry that is as likely as not the one that a question concerns."""


def boosted_search(
    library: Library,
    question: str,
    filters: Filters = NO_FILTERS,
    top: int = 20,
    weights: Weights | None = None,
) -> list[Evidence]:
    """Return the evidence for a question, papers raised on which a claim it concerns rests."""
    read = reading(question, library.words.holding).text
    boost = register_boost(library, read)
    found = search(library, read, filters, top, weights, boost)
    return [replace(item, prior=round(boost.get(item.paper.paper_id, 0.0), 4)) for item in found]


def register_boost(library: Library, question: str) -> Mapping[str, float]:
    """Return how probable it is that a question concerns an entry that rests on a paper, by paper.

    The wordings of the entries are how people speak of what the papers write of, so they lead from
    the one to the other. The probability is the softmax over the relevance of the entries, and of
    there being none, summed over those that rest on the paper. Empty where no such paper is held.
    """
    held = library.papers().keys()
    rests_on = [papers & held for papers in _papers_of_claims()]
    if not any(rests_on):
        return {}
    near = register_of(library).likeness(question, library.asked.embed([question])[0])
    weights = fitted().search_relevance
    relevance = np.array([weighed(vars(one), weights) for one in near] + [_NO_ENTRY])
    likely = np.exp(relevance - relevance.max())
    probable: dict[str, float] = defaultdict(float)
    for papers, share in zip(rests_on, (likely / likely.sum()).tolist(), strict=False):
        for paper_id in papers:
            probable[paper_id] += share
    return probable


@cache
def _papers_of_claims() -> tuple[frozenset[str], ...]:
    """Return the ids of the papers that each claim of the register rests on."""
    return tuple(
        frozenset(source.paper.paper_id for source in claim.sources) for claim in starter_claims()
    )
