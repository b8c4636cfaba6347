"""What is said of a claim that a question assumes or mentions: correction, instead, sources."""

from __future__ import annotations

from assistant.misconceptions.detect import Premise
from corpus.claims import Claim, ClaimKind, Source
from corpus.references.cite import byline

_HEADLINES: dict[ClaimKind, tuple[str, str]] = {
    "false": ("A common misconception", "Related misconception"),
    "stereotype": ("A common misconception", "Related misconception"),
    "oversimplified": ("This is more complicated", "Related, and more complicated"),
    "contested": ("Experts disagree on this", "Related, and experts disagree"),
    "outdated": ("This is outdated", "Related, and outdated"),
    "superseded practice": ("This practice has changed", "Related practice that has changed"),
}
"""By kind of claim: above an answer, and below one. They speak of the claim, never of the asker."""


def headline(premise: Premise) -> str:
    """Return the line above a correction."""
    above, below = _HEADLINES[premise.claim.kind]
    return above if premise.stance == "assumed" else below


def instead(claim: Claim) -> str | None:
    """Return what to say or do instead, and since when; None where nothing replaced it."""
    if claim.replaced_by is None:
        return None
    since = f" (since {claim.since})" if claim.since else ""
    return f"Teach instead{since}: {claim.replaced_by}"


def without_source(claim: Claim) -> str | None:
    """Return what is said where no source supports the correction yet; None where one does."""
    if claim.sources:
        return None
    return f"No source yet. Wanted: {claim.needs_paper}."


def near_by(claim: Claim) -> str:
    """Return what is said of a related claim that the question comes nearly as near."""
    return f"{_HEADLINES[claim.kind][1]}: {claim.statement} {claim.correction}"


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
