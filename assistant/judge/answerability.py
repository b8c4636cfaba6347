"""Decide whether the evidence answers a question, and say what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.judge.candidates import Candidate
from assistant.judge.gaps import missing_aspects
from assistant.judge.judge import Judgement
from assistant.judge.outcome import Outcome
from assistant.judge.query_terms import weigh
from assistant.retrieve.evidence import Evidence
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library

IN_PART = "Answered in part"
_ABOUT = 0.3
"""Cosine of question and passage below which even the subject is another one."""


@dataclass(frozen=True)
class Decision:
    """Whether a question is answered, and what is said where it is not, or not wholly."""

    outcome: Outcome
    missing: tuple[str, ...] = ()
    """What the question names and no quoted sentence covers, as the asker wrote it."""
    reason: str | None = None
    """Why it is declined; None where it is not."""
    sure: float = 0.0
    """Probability that the evidence answers; 0 where there is none."""


def decide(
    library: Library,
    question: str,
    found: Sequence[Evidence],
    judgement: Judgement,
    quoted: Sequence[Candidate],
    filters: Filters = NO_FILTERS,
) -> Decision:
    """Decide on an answer of the sentences `quoted`, chosen from what was judged.

    `question` is as it was asked, without the one that it follows up: what it names is looked for.
    """
    sure = judgement.probability
    if not quoted or judgement.in_field < judgement.declined_below:
        return Decision("declined", reason=why_declined(library, found, filters), sure=sure)
    outcome: Outcome = "answered" if sure >= judgement.answered_from else "nearest"
    missing = missing_aspects(library, question, weigh(library, question, filters), quoted)
    told = tuple(one.text for one in missing if one.tells or outcome == "nearest")
    return Decision(outcome, told, sure=sure)


def why_declined(library: Library, found: Sequence[Evidence], filters: Filters) -> str:
    """Return what is said where the evidence does not answer."""
    count = len(library.papers())
    limited = "" if filters == NO_FILTERS else " within the filters set"
    searched = f"{count:,} paper{'' if count == 1 else 's'} searched by meaning and by words"
    if not found:
        return f"No paper{limited} matches this question; {searched}."
    near = max(item.similarity for item in found) >= _ABOUT
    why = "none comes close enough" if near else "none is about anything like it"
    return f"The library does not answer this{limited}; {searched}, and {why}."
