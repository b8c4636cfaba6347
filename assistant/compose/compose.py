"""Compose the answer of the quoting writer: what papers say, what belongs with it, its limits."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from assistant.brief import Group
from assistant.compose.counterparts import Pair, pairs, passages_of, quote_of
from assistant.compose.select import MOST_SENTENCES, figures, limitations, says_the_same, select
from assistant.judge.candidates import Candidate, candidates
from assistant.retrieve.evidence import Evidence
from assistant.understand.question_type import Form, form_of, says_what_something_is
from corpus.library import Library
from corpus.paper import Origin, Paper
from corpus.status import Standing

_PAPERS_READ = 6
"""Of so many papers other passages than those found are read, too."""
_NO_LONGER = frozenset({Standing.SUPERSEDED, Standing.RETRACTED})
_RECOMMENDS = re.compile(
    r"\b(teach\w*|educators?|students?|faculty|instructors?|curricul\w*)\b.*"
    r"\b(can|should|may|must|need)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Chosen:
    """A sentence of an answer, and the part of the answer it stands in."""

    candidate: Candidate
    """What is quoted; where there is a note, what it cites."""
    group: Group
    note: str | None = None
    """This project's line on how two papers stand to each other, said instead of the quote."""


def compose(
    library: Library, question: str, ranked: Sequence[Candidate], form: Form | None = None
) -> list[Chosen]:
    """Return the sentences of the answer in the order in which they are read.

    `question` is as understood in its conversation; `form` is that of the question as asked. At
    most `MOST_SENTENCES` are said, in all parts together.
    """
    form = form or form_of(question)
    read = _read_on(library, question, ranked)
    main = select(form, read, MOST_SENTENCES - form.limits)
    while main:
        limits = [] if form.name == "limits" else limitations(form, read, main)
        cited = list(dict.fromkeys(c.paper_id for c in main))
        called = pairs(library.papers(), cited)
        taught = _recommendation(read, main) if form.recommends else []
        beside = len(called) + len({p.counterpart.paper_id for p in called if not p.is_cited})
        if len(main) + len(limits) + len(taught) + beside <= MOST_SENTENCES:
            break
        main = _without_one(main)
    else:
        return []
    ordered = _in_order(form, [*main, *_successors(library, question, called)])
    return [
        *(Chosen(candidate, "says") for candidate in ordered),
        *(Chosen(candidate, "teaching") for candidate in taught),
        *counterparts(library, question, ordered, called),
        *(Chosen(candidate, "limits") for candidate in limits),
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


def _read_on(library: Library, question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences of the first papers found, other passages of theirs read as well."""
    found = sorted({c.evidence.passage.passage_id: c.evidence for c in ranked}.values(), key=_rank)
    by_paper: dict[str, dict[str, Evidence]] = {}
    for item in found:
        by_paper.setdefault(item.paper.paper_id, {})[item.passage.passage_id] = item
    for held in list(by_paper.values())[:_PAPERS_READ]:
        items = list(held.values())
        origins: tuple[Origin, ...] = tuple({item.passage.origin for item in items})
        for item in passages_of(library, items[0].paper, question, origins):
            held.setdefault(item.passage.passage_id, item)
    evidence = [item for held in by_paper.values() for item in held.values()]
    return candidates(library, question, evidence)


def _rank(item: Evidence) -> int:
    return item.rank


def _recommendation(ranked: Sequence[Candidate], main: Sequence[Candidate]) -> list[Candidate]:
    """Return the best sentence of the papers quoted that says how to teach, if there is one."""
    cited = {candidate.paper_id for candidate in main}
    return [
        c
        for c in ranked
        if c.paper_id in cited
        and _RECOMMENDS.search(c.text)
        and not any(says_the_same(c, other) for other in main)
    ][:1]


def _in_order(form: Form, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences by paper, the papers in the order of their best sentence.

    A paper comes after one that has replaced it. Within a paper its best sentence leads, and the
    others stand as the paper tells them; where numbers are asked for, those with figures first.
    Where a definition is asked for, it leads.
    """
    if form.name == "definition":
        chosen = sorted(chosen, key=lambda c: not says_what_something_is(c.text))
    papers = {candidate.paper_id: candidate.evidence.paper for candidate in chosen}
    lead = {candidate.paper_id: candidate for candidate in reversed(chosen)}
    places = {paper_id: place for place, paper_id in enumerate(papers)}

    def key(candidate: Candidate) -> tuple[float, ...]:
        paper = candidate.evidence.paper
        return (
            *_paper_key(form, paper, papers),
            places[candidate.paper_id],
            candidate is not lead[candidate.paper_id],
            form.name == "numbers" and not figures(candidate.text),
            candidate.evidence.passage.start + candidate.span.start,
        )

    return sorted(chosen, key=key)


def _paper_key(form: Form, paper: Paper, cited: Mapping[str, Paper]) -> tuple[float, ...]:
    """Return where a paper stands among others: those that no longer hold come last."""
    last = paper.status.standing is Standing.RETRACTED or _is_replaced(paper, cited)
    if not form.newest_first:
        return (last,)
    return (last, paper.status.needs_care, -(paper.year or 0))


def _is_replaced(paper: Paper, by: Container[str]) -> bool:
    return any(one.kind == "superseded by" and one.paper_id in by for one in paper.read_with)
