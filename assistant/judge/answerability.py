"""Decide whether the evidence answers a question, in part or not, and say why."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.judge.candidates import Candidate
from assistant.judge.features import Signs, signs, weigh
from assistant.judge.gaps import Missing, missing_aspects
from assistant.retrieve.evidence import Evidence
from assistant.understand.named_papers import named
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library

Outcome = Literal["answered", "partly", "declined"]
IN_PART = "Answered in part"
_ABOUT = 0.3
"""Cosine of question and passage below which even the subject is another one."""


@dataclass(frozen=True)
class Decision:
    """Whether a question is answered, and what is said where it is not, or not wholly."""

    outcome: Outcome
    missing: tuple[str, ...] = ()
    """What the question names and no sentence bears on, as the asker wrote it."""
    reason: str | None = None
    """Why it is declined; None where it is not."""
    sure: float = 0.0
    """How probable it is, by the signs, that the evidence answers; 0 where there is none."""


@dataclass(frozen=True)
class Rule:
    """A logistic regression over the signs, and where its probability parts the outcomes.

    It is fitted by `python -m eval.bench.deciding --fit`.
    """

    weights: Mapping[str, float]
    """By sign."""
    offset: float
    partly_below: float
    """Probability that the question is answered below which what is missing is named."""
    declined_below: float

    def probability(self, found: Signs) -> float:
        """Return how probable it is, by the signs, that the evidence answers."""
        told = asdict(found)
        margin = self.offset + sum(weight * told[sign] for sign, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-margin))

    def outcome(
        self, found: Signs, missing: Sequence[Missing], *, names_lead: bool = False
    ) -> Outcome:
        """Return the outcome; an answer in part is one where something missing is told.

        A question that names the paper of the lead sentence is never declined: it may ask no more
        than what that paper found.
        """
        if self.probability(found) < self.declined_below and not names_lead:
            return "declined"
        return "partly" if self.told(found, missing) else "answered"

    def told(self, found: Signs, missing: Sequence[Missing]) -> tuple[str, ...]:
        """Return what is told to be missing: all where the evidence is thin, else what tells."""
        thin = self.probability(found) < self.partly_below
        return tuple(one.text for one in missing if thin or one.tells)


@cache
def fitted_rule() -> Rule:
    """Return the rule that ships with the assistant."""
    return Rule(
        **json.loads(files("assistant.judge").joinpath("answerability.json").read_text("utf-8"))
    )


def decide(
    library: Library,
    question: str,
    found: Sequence[Evidence],
    ranked: Sequence[Candidate],
    said: Sequence[Candidate],
    filters: Filters = NO_FILTERS,
) -> Decision:
    """Decide on an answer of the sentences `said`, chosen among `ranked` from what was `found`.

    `question` is as it was asked, without the one that it follows up: what it names is looked for.
    """
    asked = weigh(library, question, filters)
    missing = missing_aspects(library, question, asked, said)
    if not said:
        return Decision("declined", reason=why_declined(library, found, filters))
    rule, seen = fitted_rule(), signs(library, asked, found, ranked)
    sure = rule.probability(seen)
    outcome = rule.outcome(seen, missing, names_lead=names_lead(question, said))
    if outcome == "declined":
        return Decision("declined", reason=why_declined(library, found, filters), sure=sure)
    return Decision(outcome, rule.told(seen, missing), sure=sure)


def names_lead(question: str, said: Sequence[Candidate]) -> bool:
    """Say whether a question names the paper of the first sentence by its author."""
    return bool(said) and said[0].paper_id in named(question, [said[0].evidence.paper])


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
