"""Compose the answer of the quoting writer: what papers say, what belongs with it, its limits."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.choose import Candidate, candidates, choose
from assistant.search import PASSAGES_A_PAPER, Evidence
from corpus.hit import Limits
from corpus.library import Library
from corpus.paper import Paper

_COUNTERPARTS = 4
_NOT_A_COUNTERPART = frozenset({"supersedes", "see also"})
"""A paper that replaced another stands by itself; the replaced one brings its successor in."""


Group = Literal["says", "read with", "limits"]
GROUPS: dict[Group, str] = {
    "says": "What the papers say",
    "read with": "Read together with",
    "limits": "Limits",
}
"""The parts of an answer in order, with their headings."""


@dataclass(frozen=True)
class Chosen:
    """A sentence that is quoted, and the part of the answer it stands in."""

    candidate: Candidate
    group: Group


def compose(library: Library, question: str, ranked: Sequence[Candidate]) -> list[Chosen]:
    """Return the sentences of the answer in the order in which they are read."""
    main = choose(question, ranked)
    says = [Chosen(c, "says") for c in _by_paper([c for c in main if c.part != "limitations"])]
    limits = [Chosen(c, "limits") for c in main if c.part == "limitations"] or [
        Chosen(c, "limits") for c in _limitation(ranked, main)
    ]
    cited = list(dict.fromkeys(c.candidate.paper_id for c in [*says, *limits]))
    others = [Chosen(c, "read with") for c in counterparts(library, question, cited)]
    return [*says, *others, *limits]


def _by_paper(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences by paper, in the order of the papers' best, and as each paper tells.

    A paper comes after one that has replaced it.
    """
    papers = {candidate.paper_id: candidate.evidence.paper for candidate in chosen}
    order = sorted(papers, key=lambda paper_id: _is_replaced(papers[paper_id], papers))
    return sorted(
        chosen,
        key=lambda c: (order.index(c.paper_id), c.evidence.passage.start + c.span.start),
    )


def _is_replaced(paper: Paper, by: Container[str]) -> bool:
    return any(one.kind == "superseded by" and one.paper_id in by for one in paper.read_with)


def _limitation(ranked: Sequence[Candidate], main: Sequence[Candidate]) -> list[Candidate]:
    """Return one limitation of a paper that is cited, where the evidence tells one."""
    cited = {candidate.paper_id for candidate in main}
    return [c for c in ranked if c.part == "limitations" and c.paper_id in cited][:1]


def counterparts(library: Library, question: str, cited: Sequence[str]) -> Iterator[Candidate]:
    """Yield the best sentence of each paper that a cited one must be read together with."""
    papers = library.papers()
    reasons: dict[str, str] = {}
    for relation in (one for paper_id in cited for one in papers[paper_id].read_with):
        partner = relation.paper_id
        if relation.kind not in _NOT_A_COUNTERPART and partner in papers and partner not in cited:
            reasons.setdefault(partner, relation.why)
    for partner, why in list(reasons.items())[:_COUNTERPARTS]:
        wanted = f"{question} {why}"
        ranked = candidates(library.remembered, wanted, _of_paper(library, papers[partner], wanted))
        yield from [c for c in ranked if c.part != "limitations"][:1]


def _of_paper(library: Library, paper: Paper, question: str) -> list[Evidence]:
    """Return the passages of one paper that lie nearest to a question."""
    hits = library.nearest(question, Limits(paper_ids=[paper.paper_id]), PASSAGES_A_PAPER)
    passages = library.words.passages([hit.passage_id for hit in hits])
    return [
        Evidence(rank, passages[hit.passage_id], paper, 0.0, hit.score)
        for rank, hit in enumerate(hits, start=1)
        if hit.passage_id in passages
    ]
