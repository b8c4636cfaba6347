"""Make a hand-out of what was collected: every sentence is looked up anew, letter for letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from assistant.compose.counterparts import calling
from assistant.handout.collection import Collection, Item
from assistant.handout.discussion import suggested
from assistant.handout.handout import Counterpart, Entry, Handout
from assistant.handout.reading_level import grade_of
from corpus.claims import Claim, starter_claims
from corpus.errors import CollectionError
from corpus.library import Library
from corpus.paper import ORIGINS, Paper, Passage

UNTITLED = "Evidence on race and illness"


def assemble(library: Library, collection: Collection, day: date) -> Handout:
    """Return the hand-out as the library bears it out on this day.

    What can no longer be found stays in it, with its state. Raises CollectionError where nothing
    was collected.
    """
    if not (collection.items or collection.corrections):
        raise CollectionError(
            "nothing is collected yet; add a sentence or an answer to the hand-out first"
        )
    papers = library.papers()
    passages = library.words.passages([item.passage_id for item in collection.items])
    entries = tuple(_entry(library, item, passages, papers) for item in collection.items)
    register = {claim.claim_id: claim for claim in starter_claims()}
    wanted = dict.fromkeys(one.claim_id for one in collection.corrections)
    claims = tuple(register[claim_id] for claim_id in wanted if claim_id in register)
    snapshot = library.snapshot
    return Handout(
        title=collection.title.strip() or _title(collection),
        questions=collection.questions,
        answer=collection.answer.strip(),
        claims=claims,
        lost_claims=tuple(claim_id for claim_id in wanted if claim_id not in register),
        entries=entries,
        discussion=collection.discussion,
        references=tuple(_mentioned(entries, claims, papers)),
        style=collection.style,
        grade=grade_of(_english(collection, entries, claims)),
        snapshot=snapshot,
        papers=len(papers),
        day=day,
        before=collection.snapshot if collection.snapshot != snapshot else "",
    )


def with_suggestions(handout: Handout) -> tuple[str, ...]:
    """Return questions for discussion that the evidence itself suggests."""
    return suggested(handout.studies, handout.entries, handout.claims)


def _title(collection: Collection) -> str:
    """Return the one question as the title; several need one of their own."""
    asked = collection.questions
    return asked[0] if len(asked) == 1 and len(asked[0]) <= 120 else UNTITLED


def _entry(
    library: Library, item: Item, passages: Mapping[str, Passage], papers: Mapping[str, Paper]
) -> Entry:
    passage = passages.get(item.passage_id)
    paper = papers.get(passage.paper_id if passage else item.paper_id)
    if paper is None:
        return Entry(item, "gone")
    beside = _counterparts(paper, papers)
    if passage and item.quote in passage.text:
        return Entry(item, "held", passage, paper, beside)
    other = _elsewhere(library, paper, item.quote)
    if other:
        return Entry(item, "moved", other, paper, beside)
    return Entry(item, "changed", None, paper, beside)


def _elsewhere(library: Library, paper: Paper, quote: str) -> Passage | None:
    """Return another searchable passage of a paper that holds the sentence; None for none."""
    for origin in ORIGINS:
        for passage in library.words.passages_of(paper.paper_id, origin):
            if quote in passage.text and library.words.passages([passage.passage_id]):
                return passage
    return None


def _counterparts(paper: Paper, papers: Mapping[str, Paper]) -> tuple[Counterpart, ...]:
    return tuple(Counterpart(papers.get(one.paper_id), one.why) for one in calling(paper))


def _mentioned(
    entries: Iterable[Entry], claims: Iterable[Claim], papers: Mapping[str, Paper]
) -> Iterable[Paper]:
    """Yield the papers that the hand-out mentions, each once, in the order of the list."""
    held = [entry for entry in entries if entry.passage]
    quoted = [entry.paper for entry in held]
    beside = [one.paper for entry in held for one in entry.counterparts]
    sources = [source.paper for claim in claims for source in claim.sources]
    # A source that the library holds is cited from there, with all its fields.
    known = [papers.get(paper.paper_id, paper) for paper in sources]
    mentioned = [paper for paper in (*quoted, *beside, *known) if paper]
    return {paper.paper_id: paper for paper in mentioned}.values()


def _english(
    collection: Collection, entries: Iterable[Entry], claims: Iterable[Claim]
) -> Iterable[str]:
    """Yield the texts that a student reads; the formula holds for English only."""
    yield collection.answer
    yield from (claim.correction for claim in claims)
    for entry in entries:
        yield entry.item.note
        if entry.passage and entry.paper and (entry.paper.language or "en").startswith("en"):
            yield entry.item.quote
