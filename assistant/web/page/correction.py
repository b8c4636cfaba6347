"""The correction of a claim, above an answer, or folded below it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.misconceptions.correction import headline, instead, near_by, without_source
from assistant.misconceptions.detect import Premise
from assistant.retrieve.evidence import Evidence
from assistant.web.page.cards import card_id
from corpus.claims import Claim, Source
from corpus.references.cite import byline


def correction(
    turn: int, premise: Premise, evidence: Sequence[Evidence], *, is_open: bool = False
) -> str:
    """Return the correction; a source that is among the evidence opens its card.

    A claim that is only mentioned is folded, save where its entry is the answer (`is_open`).
    """
    claim = premise.claim
    body = (
        f"<p>{escape(claim.correction)}</p>{_instead(claim)}"
        f"{_sources(turn, claim, evidence)}{_near_by(premise)}{_more(claim)}"
    )
    if is_open or premise.stance == "assumed":
        return (
            "<div class='premise assumed' role='note' aria-label='Correction'>"
            f"<h3>{headline(premise)}</h3>"
            f"<p class='claim'>{escape(claim.statement)}</p>{body}</div>"
        )
    return (
        f"<details class='premise mentioned'><summary><b>{headline(premise)}</b> "
        f"<span class='claim'>{escape(claim.statement)}</span></summary>{body}</details>"
    )


def _near_by(premise: Premise) -> str:
    """Return related claims that the question comes nearly as near, to be opened."""
    if not premise.also:
        return ""
    lines = "".join(f"<p>{escape(near_by(claim))}</p>" for claim in premise.also)
    return f"<details class='more'><summary>Related</summary>{lines}</details>"


def _instead(claim: Claim) -> str:
    told = instead(claim)
    return f"<p class='instead'>{escape(told)}</p>" if told else ""


def _sources(turn: int, claim: Claim, evidence: Sequence[Evidence]) -> str:
    missing = without_source(claim)
    if missing:
        return f"<p class='aside'>{escape(missing)}</p>"
    lines = "".join(f"<li>{_source(turn, source, evidence)}</li>" for source in claim.sources)
    return f"<ul class='sources' aria-label='Sources'>{lines}</ul>"


def _source(turn: int, source: Source, evidence: Sequence[Evidence]) -> str:
    paper = source.paper
    address = source.address
    parts = [escape(byline(paper))]
    if address:
        parts.append(
            f"<a href='{escape(address, quote=True)}' target='_blank' "
            f"rel='noopener noreferrer'>{escape(address.removeprefix('https://'))}</a>"
        )
    ranks = [item.rank for item in evidence if item.paper.paper_id == paper.paper_id]
    parts += [
        f"<a class='opens' href='#{card_id(turn, rank)}' data-card='{card_id(turn, rank)}'>"
        f"evidence {rank}</a>"
        for rank in ranks[:1]
    ]
    return " · ".join(parts)


def _more(claim: Claim) -> str:
    """Return why it matters, what remains open and how to teach it, to be opened."""
    told = {
        "Why it matters": claim.why,
        "What remains open": claim.status_note,
        "In teaching": claim.audience_note,
    }
    lines = "".join(f"<p><b>{name}.</b> {escape(text)}</p>" for name, text in told.items() if text)
    return f"<details class='more'><summary>More</summary>{lines}</details>"
