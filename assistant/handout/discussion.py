"""Suggest questions for discussion from the evidence itself, by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.handout.handout import Entry
from assistant.handout.warn import names_apart
from corpus.claims import Claim
from corpus.paper import Paper
from corpus.references.cite import short_name

_MOST = 3
_OF_PEOPLE = ("cohort", "cross-sectional", "case-control", "ecological", "rct", "surveillance")
"""Beginnings of the designs in which groups of people are studied."""
_NOT_BY_CHANCE = ("cohort", "cross-sectional", "case-control", "ecological", "surveillance")
"""Designs in which the groups were not made by chance; of mixed ones it cannot be said."""


def suggested(
    papers: Sequence[Paper], entries: Sequence[Entry], claims: Sequence[Claim]
) -> tuple[str, ...]:
    """Return up to three questions, no two of one kind, those on a correction first.

    Each names what it was made from: the claim that was corrected, a paper and its counterpart,
    how race was determined, who was studied, or what the design leaves open.
    """
    of_people = [p for p in papers if (p.design or "").lower().startswith(_OF_PEOPLE)]
    kinds = (
        _on_claims(claims),
        _on_counterparts(entries),
        _on_race(of_people),
        _on_people(of_people),
        _on_design(of_people),
    )
    firsts = (question for kind in kinds for question in islice(kind, 1))
    return tuple(islice(firsts, _MOST))


def _on_claims(claims: Sequence[Claim]) -> Iterator[str]:
    for claim in claims:
        yield (
            f"“{claim.statement}” Where have you met this claim, what makes it persuasive, and "
            "what does the evidence say instead?"
        )


def _on_counterparts(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        for other in entry.counterparts:
            if entry.passage and entry.paper and other.paper:
                names = " and ".join(names_apart(entry.paper, other.paper))
                yield f"Read {names} side by side. What would you rely on each for, and why?"


def _on_race(papers: Sequence[Paper]) -> Iterator[str]:
    for paper in papers:
        measures = paper.told("race measure") or (paper.race_measure,)
        measure = next((one for one in measures if one and one != "not stated"), None)
        if measure:
            yield (
                f"In {short_name(paper)} race was determined in this way: {measure}. What does "
                "race stand for here, and what could have been measured instead?"
            )
    for paper in papers:
        yield (
            f"We do not know how race was determined in {short_name(paper)}. What would you need "
            "to know before you speak of a difference between groups?"
        )


def _on_people(papers: Sequence[Paper]) -> Iterator[str]:
    for paper in papers:
        people = paper.population or "; ".join(paper.told("population"))
        if people:
            yield (
                f"{short_name(paper)} studied: {people}. To whom does the finding apply, and to "
                "whom not?"
            )


def _on_design(papers: Sequence[Paper]) -> Iterator[str]:
    for paper in papers:
        if (paper.design or "").lower() in _NOT_BY_CHANCE:
            yield (
                f"{short_name(paper)} did not assign people to groups by chance. What else could "
                "explain the difference?"
            )
