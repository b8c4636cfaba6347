"""Decide whether the evidence answers a question, in part or not, and say why."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.aspects import Aspect, aspects, is_name
from assistant.checks.tokens import peoples
from assistant.choose import Candidate
from assistant.coverage import bearing, read
from assistant.named import named
from assistant.search import NO_FILTERS, Evidence, Filters
from assistant.signs import Asked, Signs, described, signs, weigh
from corpus.library import Library

Outcome = Literal["answered", "partly", "declined"]
IN_PART = "Answered in part"
_BORNE = 0.5
"""Share of an aspect from which the sentences bear on it."""
_ABOUT = 0.3
"""Cosine of question and passage below which even the subject is another one."""
_TELLS = 0.5
"""Weight missing of a name from which it is told however well the rest fits: what holds for one
country, people or trial is no answer about another."""
_MOST_NAMED = 3
_WORTH_NAMING = 0.4
"""Of the weight of the rarest missing word."""


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
class Missing:
    """What a question names and no sentence bears on."""

    text: str
    """As the asker wrote it."""
    is_name: bool
    """True where a place, a people, a body or a study is missing that is named by its name."""


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
        """Return what is told to be missing: all of it where the evidence is thin, else names."""
        thin = self.probability(found) < self.partly_below
        return tuple(one.text for one in missing if thin or one.is_name)


@cache
def fitted_rule() -> Rule:
    """Return the rule that ships with the assistant."""
    return Rule(**json.loads(files("assistant").joinpath("deciding.json").read_text("utf-8")))


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


def missing_aspects(
    library: Library, question: str, asked: Asked, said: Sequence[Candidate]
) -> tuple[Missing, ...]:
    """Return what a question names and no sentence bears on: up to three, the rarest words.

    What is far more common than the rarest is left out, such as "adults" beside a drug's name. A
    people of whom neither a sentence nor what is known of its paper speaks is always missing.
    """
    parts = [part for one in said for part in (*described(one.evidence.paper), one.text)]
    reading, absent = read(*parts), peoples(question) - peoples(" | ".join(parts))
    borne = bearing(library.remembered, asked.terms, reading)
    weights = {
        term.text.lower(): (float(weight), float(weight) * (1 - float(share)))
        for term, weight, share in zip(asked.terms, asked.weights, borne, strict=True)
    }
    lacks: dict[Aspect, float] = {}
    for aspect in {one.text.lower(): one for one in reversed(aspects(question))}.values():
        told = [weights[term.text.lower()] for term in aspect.terms]
        if not absent.isdisjoint(peoples(aspect.text)):
            lacks[aspect] = 1.0
        elif sum(lack for _, lack in told) > (1 - _BORNE) * sum(weight for weight, _ in told):
            lacks[aspect] = max(lack for _, lack in told)
    worth = _WORTH_NAMING * max(lacks.values(), default=0.0)
    most = sorted(lacks, key=lambda one: (-lacks[one], one.start))[:_MOST_NAMED]
    lacking = {text for text, (_, lack) in weights.items() if lack >= _TELLS}
    return tuple(
        Missing(
            one.text,
            not absent.isdisjoint(peoples(one.text))
            or any(term.text.lower() in lacking and is_name(question, term) for term in one.terms),
        )
        for one in sorted(most, key=lambda one: one.start)
        if lacks[one] >= worth
    )


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


def what_is_missing(missing: Sequence[str]) -> str:
    """Return in one plain sentence what an answer in part leaves out."""
    return f"No sentence quoted here bears on: {'; '.join(missing)}."
