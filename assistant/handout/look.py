"""What the page shows of a hand-out while it is being made."""

from __future__ import annotations

from typing import Any

from assistant.handout.assemble import with_suggestions
from assistant.handout.citing import place
from assistant.handout.handout import Entry, Handout
from assistant.handout.warn import of_paper, of_sentence
from corpus.references.cite import byline

Json = dict[str, Any]


def look_object(handout: Handout) -> Json:
    """Return what is known of each collected sentence now, in the order of the collection."""
    return {
        "entries": [_entry(entry) for entry in handout.entries],
        "corrections": [
            {"claim_id": claim.claim_id, "kind": claim.kind, "statement": claim.statement}
            for claim in handout.claims
        ],
        "suggestions": list(with_suggestions(handout)),
        "grade": handout.grade,
        "snapshot": handout.snapshot,
        "before": handout.before,
        "lost": len(handout.entries) - len(handout.held),
    }


def _entry(entry: Entry) -> Json:
    paper, passage = entry.paper, entry.passage
    told = [*of_sentence(entry), *of_paper(entry)]
    return {
        "state": entry.state,
        "paper_id": paper.paper_id if paper else entry.item.paper_id,
        "source": (byline(paper) or paper.title) if paper else entry.item.source,
        "title": paper.title if paper else "",
        "place": place(passage) if passage else "",
        "digest": entry.is_digest,
        "warnings": [{"label": one.label, "words": one.words} for one in told],
    }
