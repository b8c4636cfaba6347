"""Find the passages that bear on a question: by meaning and by words, fused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

import numpy as np

from assistant.retrieve.evidence import Evidence
from assistant.retrieve.fuse import Pool, Weights, fuse, matched, search_weights
from assistant.understand.content_terms import bearing, field_synonyms
from assistant.understand.spelling import reading
from assistant.understand.terms import terms
from corpus.filters import NO_FILTERS, Filters
from corpus.hit import Hit, SearchScope
from corpus.library import Library
from corpus.paper import Passage, SectionKind

PASSAGES_A_PAPER = 3
"""So that one long paper does not crowd the others out."""
_DEPTH = 100
_DEEPEST = 6_400
NOT_EVIDENCE: tuple[SectionKind, ...] = ("front", "references")
NO_BOOST: Mapping[str, float] = MappingProxyType({})


def search(
    library: Library,
    question: str,
    filters: Filters = NO_FILTERS,
    top: int = 20,
    weights: Weights | None = None,
    boost: Mapping[str, float] = NO_BOOST,
) -> list[Evidence]:
    """Return the evidence for a question, best first; empty when nothing matches.

    Mistyped words are read as those of the library that they stand for. `boost` is how relevant
    each paper is for another reason than its text, from 0 to 1 by paper id: a document prior that
    depends on the question, such as that of the register of claims. Without `weights` those count
    that were fitted with the library's embedding model; with a model of which there are none, ranks
    are fused and `boost` is left out.
    """
    papers = library.papers()
    among = filters.among(papers)
    if not papers or among == []:
        return []
    limits = SearchScope(
        paper_ids=among,
        origins=filters.origin,
        not_kinds=NOT_EVIDENCE,
        a_paper=PASSAGES_A_PAPER,
    )
    asked = reading(question, library.words.holding).text
    weights = weights or search_weights(library.embedder.checksum)
    added = {paper_id: weights.register * prior for paper_id, prior in boost.items() if weights}
    return search_within(library, asked, limits, top, weights, added)


def search_within(
    library: Library,
    question: str,
    limits: SearchScope,
    top: int,
    weights: Weights | None = None,
    added: Mapping[str, float] = NO_BOOST,
) -> list[Evidence]:
    """Return the evidence within limits, best first.

    `added` is added to the scores of a paper's passages, by paper id.
    """
    papers = library.papers()
    weights = weights or search_weights(library.embedder.checksum)
    asked = library.asked.embed([question])[0]
    fused = fuse(asked, _pool(library, question, limits, top, weights), weights)
    found = library.words.passages([hit.passage_id for hit in fused.hits])
    # A paper that came meanwhile is found the next time.
    passages = {one: passage for one, passage in found.items() if passage.paper_id in papers}
    hits = _boosted(fused.hits, passages, added) if added else fused.hits
    return [
        Evidence(
            rank,
            passages[hit.passage_id],
            papers[passages[hit.passage_id].paper_id],
            hit.score,
            fused.similarity[hit.passage_id],
        )
        for rank, hit in enumerate(islice(_spread(hits, passages, limits), top), start=1)
    ]


def _boosted(
    hits: Iterable[Hit], passages: Mapping[str, Passage], added: Mapping[str, float]
) -> list[Hit]:
    """Return the passages in order of their scores with what is added for their papers."""
    scored = [
        Hit(hit.passage_id, round(hit.score + added.get(passages[hit.passage_id].paper_id, 0.0), 6))
        for hit in hits
        if hit.passage_id in passages
    ]
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage_id))


def _pool(
    library: Library, question: str, limits: SearchScope, top: int, weights: Weights | None
) -> Pool:
    """Return what is found by meaning, by the question's words and by their synonyms."""
    words = matched(*by_words(library, question, limits), weights)
    near = by_meaning(library, question, limits, top)
    ids = sorted({*words, *(hit.passage_id for hit in near)})
    vectors = library.vectors_of(ids)
    ids = [passage_id for passage_id in ids if passage_id in vectors]
    return Pool(
        tuple(ids),
        np.array([vectors[passage_id] for passage_id in ids], dtype=np.float32),
        np.array([words.get(passage_id, 0.0) for passage_id in ids]),
    )


def by_words(library: Library, question: str, limits: SearchScope) -> tuple[list[Hit], list[Hit]]:
    """Return the passages that hold words of a question, and those that hold their synonyms."""
    wanted = bearing(terms(question))
    others = [word for word in field_synonyms().others(question) if word not in wanted]
    return (
        library.words.search(wanted, limits, _DEPTH),
        library.words.search(others, limits, _DEPTH),
    )


def by_meaning(library: Library, question: str, limits: SearchScope, top: int) -> list[Hit]:
    """Return the nearest passages, the best few of each paper.

    Looks deeper where one long paper fills the first places.
    """
    depth = _DEPTH
    while True:
        hits = library.nearest(question, limits, depth)
        passages = library.words.passages([hit.passage_id for hit in hits])
        spread = list(_spread(hits, passages, limits))
        if len(spread) >= top or len(hits) < depth or depth >= _DEEPEST:
            return spread[:_DEPTH]
        depth *= 4


def _spread(
    hits: Iterable[Hit], passages: Mapping[str, Passage], limits: SearchScope
) -> Iterator[Hit]:
    """Yield the best few passages of each paper, in order, those no longer held left out."""
    counts: Counter[str] = Counter()
    for hit in hits:
        passage = passages.get(hit.passage_id)
        if passage is None:
            continue
        counts[passage.paper_id] += 1
        if counts[passage.paper_id] <= limits.a_paper:
            yield hit
