"""What is said of a claim that a question assumes or mentions: correction, instead, sources."""

from __future__ import annotations

from assistant.misconceptions.detect import Premise
from corpus.claims import Claim, ClaimKind, Source
from corpus.references.cite import byline

_RESTS_ON: dict[ClaimKind, str] = {
    "false": "a claim that is false",
    "outdated": "a claim that is outdated",
    "oversimplified": "a claim that is oversimplified",
    "contested": "a claim that is contested",
    "stereotype": "a stereotype",
    "superseded practice": "a practice that has been superseded",
}


def headline(premise: Premise) -> str:
    """Return the line above a correction; one that is only mentioned is background, no reproach."""
    told = _RESTS_ON[premise.claim.kind]
    if premise.stance == "assumed":
        return f"This question rests on {told}"
    return f"Background: {told}"


def instead(claim: Claim) -> str | None:
    """Return what to say or do instead, and since when; None where nothing replaced it."""
    if claim.replaced_by is None:
        return None
    since = f" (since {claim.since})" if claim.since else ""
    return f"Instead{since}: {claim.replaced_by}"


def without_source(claim: Claim) -> str | None:
    """Return what is said where no paper bears the correction out yet; None where one does."""
    if claim.sources:
        return None
    return f"No paper is held on this yet; wanted: {claim.needs_paper}."


def near_by(claim: Claim) -> str:
    """Return what is said of a related claim that the question comes nearly as near."""
    return f"Near this, {_RESTS_ON[claim.kind]}: {claim.statement} {claim.correction}"


def source_line(source: Source) -> str:
    """Return a source as it is cited, such as "Inker et al., NEJM, 2021. https://doi.org/…"."""
    name = f"{byline(source.paper)}."
    return f"{name} {source.address}" if source.address else name


def correction_markdown(premise: Premise) -> str:
    """Return the correction as a quoted block of Markdown."""
    claim = premise.claim
    lines = [f"**{headline(premise)}:** {claim.statement}", claim.correction]
    lines += [told for told in (instead(claim), without_source(claim)) if told]
    if claim.sources:
        lines.append("Sources: " + " · ".join(map(source_line, claim.sources)))
    lines += map(near_by, premise.also)
    return "\n>\n".join(f"> {line}" for line in lines)
