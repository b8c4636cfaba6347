"""How a study was done: its facts, each with the sentence that tells it, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.papers.provenance import untold
from corpus.paper import FactKind, Paper, StudyFact
from corpus.references.cite import standing_words, status_source

KINDS: dict[FactKind, str] = {
    "design": "Design",
    "population": "Who was studied",
    "race measure": "How race was determined",
    "sample size": "People studied",
    "country": "Country",
    "years": "Years",
}
_ASKED: tuple[FactKind, ...] = ("design", "population", "race measure")
"""What a reader must know of a study before leaning on it; said even where nothing tells it."""


def study(paper: Paper) -> str:
    """Return the facts of a study as HTML, to be opened."""
    rows = "".join(_rows(paper))
    return (
        "<details class='study'><summary>Study and status</summary>"
        f"<dl>{rows}<dt>Status</dt><dd>{_status(paper)}</dd></dl></details>"
    )


def _rows(paper: Paper) -> Iterator[str]:
    stated = untold(paper)
    for kind, name in KINDS.items():
        facts = [fact for fact in paper.facts if fact.kind == kind]
        if facts:
            told = "".join(map(_fact, facts))
        elif kind in stated:
            told = f"<dd>{escape(stated[kind])}</dd>"
        elif kind in _ASKED:
            told = "<dd class='untold'>The text held here does not say</dd>"
        else:
            continue
        yield f"<dt>{name}</dt>{told}"


def _fact(fact: StudyFact) -> str:
    place = f"{fact.origin}, page {fact.page}" if fact.page else fact.origin
    return (
        f"<dd>{escape(fact.value)} <q>{escape(fact.sentence)}</q> <small>{escape(place)}</small>"
        "</dd>"
    )


def _status(paper: Paper) -> str:
    """Say how a paper stands, why, and from where and when that is known."""
    status = paper.status
    parts = (standing_words(paper).capitalize(), status.note or "", status_source(status))
    return " · ".join(escape(part.rstrip(".")) for part in parts if part)
