"""Find the statements that call for a remark, by three signals that reinforce each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.misconceptions.register import Likeness, Register
from assistant.review.category import Category, Severity, kinds
from assistant.review.classify import Classifier
from assistant.review.features import readable
from assistant.review.gate import names_people
from assistant.review.pattern import Pattern, Patterns, precise_category
from corpus.claims import Claim
from corpus.text.sentences import Span

Confidence = Literal["high", "medium", "low"]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

_SAYS_IT = 4.0
"""Likeness from which a statement says what a wording of the register says: a few in a hundred
statements come so near, and more than three in four of those are problems."""
_CONCERNS = 3.3
"""Likeness from which the entry is about the same matter, which a remark may build upon."""
_HIGH, _MEDIUM = 0.85, 0.65


@dataclass(frozen=True)
class Signal:
    """One sign that a statement is a problem."""

    kind: Literal["pattern", "register", "classifier"]
    name: str
    """The pattern's or claim's id; of the classifier, its probability."""


@dataclass(frozen=True)
class Finding:
    """A statement that calls for a remark."""

    text: str
    category: Category
    marked: tuple[Span, ...]
    """The words that show it, as places in the text; all of it where no pattern fires."""
    signals: tuple[Signal, ...]
    claim: Claim | None
    """The entry of the register that it concerns, where there is one."""
    severity: Severity
    score: float
    """How likely it is a problem, 0 to 1."""

    @property
    def says_claim(self) -> bool:
        """Whether the statement says what the entry says, and is not only about the same matter."""
        return self.claim is not None and any(one.kind == "register" for one in self.signals)

    @property
    def confidence(self) -> Confidence:
        """The score in a word."""
        return "high" if self.score >= _HIGH else "medium" if self.score >= _MEDIUM else "low"


@dataclass(frozen=True)
class Finder:
    """What is needed to judge statements."""

    known: Patterns
    register: Register
    classifier: Classifier
    embed: Embed

    def judge(self, texts: Sequence[str], own: Sequence[str] | None = None) -> list[Finding | None]:
        """Return what is found in each text; None for one that calls for no remark.

        `own` are the texts without the headings that they are judged under: a heading says what
        they mean, but only their own words give cause for a remark.
        """
        vectors = self.embed(texts) if texts else ()
        told = zip(texts, own or texts, vectors, strict=True)
        return [self._judged(text, words, vector) for text, words, vector in told]

    def nearest(self, text: str, vector: NDArray[np.float32]) -> tuple[Claim, Likeness]:
        """Return the entry of the register with the wording nearest to a text."""
        near = self.register.likeness(text, vector)
        best = max(range(len(near)), key=lambda place: near[place].wording)
        return self.register.claims[best], near[best]

    def _judged(self, text: str, own: str, vector: NDArray[np.float32]) -> Finding | None:
        is_open = names_people(self.known, own)
        if not is_open and len(own) < len(text):
            return None
        claim, near = self.nearest(text, vector)
        says_it = says(near)
        if not is_open and not says_it:
            return None
        features = readable(self.known, text, in_register=says_it)
        embedding = np.asarray(vector, dtype=np.float64)
        score = self.classifier.probability(features, embedding)
        category = self.classifier.category(features, embedding)
        if score < self.classifier.problem_from:
            precise = precise_category(self.known, own) if is_open else None
            if precise is None:
                return None
            category = precise
        fired = list(self.known.matches(text))
        agreeing = [(one, spans) for one, spans in fired if one.category == category] or fired
        concerns = near.wording >= _CONCERNS and near.wording >= near.near_miss
        builds_on = concerns and claim.kind in kinds()[category].claims
        return Finding(
            text=text,
            category=category,
            marked=_joined([span for _, spans in agreeing for span in spans], text),
            signals=(
                *(Signal("pattern", one.pattern_id) for one, _ in fired),
                *((Signal("register", claim.claim_id),) if says_it else ()),
                Signal("classifier", f"{score:.2f}"),
            ),
            claim=claim if builds_on else None,
            severity=_severity([one for one, _ in agreeing], category),
            score=score,
        )


def says(near: Likeness) -> bool:
    """Say whether a statement says what a wording of the register says, and no near miss."""
    return near.wording >= _SAYS_IT and near.wording >= near.near_miss


def _severity(fired: Sequence[Pattern], category: Category) -> Severity:
    order: tuple[Severity, ...] = ("major", "moderate", "minor")
    given = [one.severity for one in fired if one.category == category]
    return min(given or [kinds()[category].severity], key=order.index)


def _joined(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Return the places in order, those that overlap as one; all of the text for none."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found) or (Span(0, len(text)),)
