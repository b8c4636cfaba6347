"""Compose the answer of the quoting writer: what papers say, what belongs with it, its limits."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from assistant.brief import Group
from assistant.compose.counterparts import Pair, pairs, quote_of
from assistant.compose.select import MOST_SENTENCES, limitation_of, select
from assistant.judge.candidates import Candidate
from corpus.library import Library
from corpus.paper import Paper
from corpus.status import Standing

_NO_LONGER = frozenset({Standing.SUPERSEDED, Standing.RETRACTED})


@dataclass(frozen=True)
class Chosen:
    """A sentence of an answer, and the part of the answer it stands in."""

    candidate: Candidate
    """What is quoted; where there is a note, what it cites."""
    group: Group
    note: str | None = None
    """This project's line on how two papers stand to each other, said instead of the quote."""


def compose(
    library: Library, question: str, ranked: Sequence[Candidate], policy: Mapping[str, float]
) -> list[Chosen]:
    """Return the sentences of the answer in the order in which they are read.

    `question` is as understood in its conversation, `ranked` the judged sentences, the most
    probable first, and `policy` how many of them are chosen. At most `MOST_SENTENCES` are said,
    in all parts together.
    """
    main = select(ranked, policy, MOST_SENTENCES)
    while main:
        limits = limitation_of(ranked, main)
        cited = list(dict.fromkeys(one.paper_id for one in main))
        called = pairs(library.papers(), cited)
        beside = len(called) + len({p.counterpart.paper_id for p in called if not p.is_cited})
        if len(main) + len(limits) + beside <= MOST_SENTENCES:
            break
        main = _without_one(main)
    else:
        return []
    ordered = _in_order([*main, *_successors(library, question, called)])
    return [
        *(Chosen(one, "teaching" if one.role == "recommendation" else "says") for one in ordered),
        *counterparts(library, question, ordered, called),
        *(Chosen(one, "limits") for one in limits),
    ]


def _without_one(main: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences without the last, or without one of a paper that no longer holds.

    Such a paper takes its successor with it; unless it leads, others have more to say.
    """
    lead = main[0].paper_id
    no_longer = [
        place
        for place, candidate in enumerate(main)
        if candidate.evidence.paper.status.standing in _NO_LONGER and candidate.paper_id != lead
    ]
    place = no_longer[-1] if no_longer else len(main) - 1
    return [*main[:place], *main[place + 1 :]]


def _successors(library: Library, question: str, called: Sequence[Pair]) -> list[Candidate]:
    """Return the quotes of papers that replaced a cited one, which must not lead without them."""
    new = (
        quote_of(library, question, pair)
        for pair in called
        if pair.paper.status.standing in _NO_LONGER and not pair.is_cited
    )
    return [candidate for candidate in new if candidate is not None]


def counterparts(
    library: Library, question: str, quoted: Sequence[Candidate], called: Sequence[Pair]
) -> list[Chosen]:
    """Return what the cited papers must be read together with: a line, and a quote if it is new."""
    first = {candidate.paper_id: candidate for candidate in reversed(quoted)}
    found: list[Chosen] = []
    for pair in called:
        paper_id = pair.counterpart.paper_id
        candidate = first.get(paper_id) or quote_of(library, question, pair)
        if candidate is None:
            continue
        if paper_id not in first:
            found.append(Chosen(candidate, "read with"))
            first[paper_id] = candidate
        found.append(Chosen(candidate, "read with", pair.note))
    return found


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences by paper, the papers in the order of their best sentence.

    A paper comes after one that has replaced it, and recommendations come last. Within a paper its
    best sentence leads, and the others stand as the paper tells them.
    """
    papers = {one.paper_id: one.evidence.paper for one in chosen}
    lead = {one.paper_id: one for one in reversed(chosen)}
    places = {paper_id: place for place, paper_id in enumerate(papers)}

    def key(one: Candidate) -> tuple[int, ...]:
        paper = one.evidence.paper
        last = paper.status.standing is Standing.RETRACTED or _is_replaced(paper, papers)
        place = one.evidence.passage.start + one.span.start
        recommends = one.role == "recommendation"
        return recommends, last, places[one.paper_id], one is not lead[one.paper_id], place

    return sorted(chosen, key=key)


def _is_replaced(paper: Paper, by: Container[str]) -> bool:
    return any(one.kind == "superseded by" and one.paper_id in by for one in paper.read_with)
