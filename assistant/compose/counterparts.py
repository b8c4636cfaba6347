"""Bring in what a paper must be read together with: its counterpart, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.judge.candidates import Candidate
from assistant.judge.judge import judge
from assistant.retrieve.evidence import Evidence
from assistant.retrieve.search import NOT_EVIDENCE, PASSAGES_A_PAPER
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Origin, Paper, Relation
from corpus.references.cite import short_name

_NOT_A_COUNTERPART = frozenset({"supersedes", "see also"})
"""A paper that replaced another stands by itself; the replaced one brings its successor in."""
_ANSWERED = frozenset({"superseded by", "re-analysis", "critique", "contested", "retraction"})
"""What makes a paper one to read with its counterpart, however it stands otherwise."""
_PAIRS = 2


@dataclass(frozen=True)
class Pair:
    """A cited paper, and one that it must be read together with."""

    paper: Paper
    counterpart: Paper
    why: str
    """What differs, in this project's words."""
    is_cited: bool
    """True where the counterpart is cited already."""

    @property
    def note(self) -> str:
        """The line on what differs, with the names of both papers."""
        names = [short_name(self.paper), short_name(self.counterpart)]
        if len(set(names)) == 1:
            names = [f"“{self.paper.title}”", f"“{self.counterpart.title}”"]
        return f"{' and '.join(names)}: {self.why}"


def pairs(papers: Mapping[str, Paper], cited: Sequence[str]) -> list[Pair]:
    """Return the pairs that the cited papers call for, those of the first paper first.

    A counterpart that is cited already is taken before one that is not. Papers that are both
    cited make one pair, and so do those of which the same is said.
    """
    found: dict[str, Pair] = {}
    # A paper may be removed while it is being quoted.
    for paper in (papers[paper_id] for paper_id in cited if paper_id in papers):
        relations = [one for one in calling(paper) if one.paper_id in papers]
        relations.sort(key=lambda one: one.paper_id not in cited)
        for one in relations[:1]:
            pair = Pair(paper, papers[one.paper_id], one.why, one.paper_id in cited)
            found.setdefault(one.why, pair)
    return list(found.values())[:_PAIRS]


def calling(paper: Paper) -> Iterator[Relation]:
    """Yield the relations of a paper that a reader must know of."""
    for one in paper.read_with:
        if one.kind in _NOT_A_COUNTERPART:
            continue
        if paper.status.needs_care or one.kind in _ANSWERED:
            yield one


def quote_of(library: Library, question: str, pair: Pair) -> Candidate | None:
    """Return the sentence of a counterpart that answers best; None where none can be quoted."""
    wanted = f"{question} {pair.why}"
    evidence = passages_of(library, pair.counterpart, wanted)
    ranked = judge(library, wanted, evidence, closely=False).ranked
    return next((c for c in ranked if c.part != "limitations"), next(iter(ranked), None))


def passages_of(
    library: Library, paper: Paper, question: str, origins: tuple[Origin, ...] = ()
) -> list[Evidence]:
    """Return the passages of one paper that lie nearest to a question, best first."""
    limits = SearchScope(paper_ids=[paper.paper_id], origins=origins, not_kinds=NOT_EVIDENCE)
    hits = library.nearest(question, limits, PASSAGES_A_PAPER)
    passages = library.words.passages([hit.passage_id for hit in hits])
    return [
        Evidence(rank, passages[hit.passage_id], paper, 0.0, hit.score)
        for rank, hit in enumerate(hits, start=1)
        if hit.passage_id in passages
    ]
