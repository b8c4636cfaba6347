"""Check one written sentence against the passages it cites.

Figures, groups, directions and denials are compared by rules; the rest of the wording by how much
of it the passages have and by the nearness of meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.checks.amounts import (
    exchanged_figures,
    turned_figures,
    turned_ratio,
    unknown_year,
    wrong_figure,
)
from assistant.checks.bearing import Bearing, Held, bearing
from assistant.checks.roles import strange_group, wrong_comparison, wrong_kin
from assistant.checks.turns import wrong_denial, wrong_direction
from corpus.embed import Remembering
from corpus.sentences import Span

Verdict = Literal["supported", "partly", "not"]

_RULES: tuple[Callable[[str, Bearing], str | None], ...] = (
    wrong_figure,
    strange_group,
    wrong_kin,
    exchanged_figures,
    turned_figures,
    turned_ratio,
    wrong_comparison,
    wrong_direction,
    wrong_denial,
)
_SUPPORTED = 0.62
_PARTLY = 0.45
"""Shares of wording and meaning; fitted on the development half of eval/sets/check.jsonl."""


@dataclass(frozen=True)
class Place:
    """Where in the passages a sentence is borne out, or contradicted."""

    passage: int
    """Counts from 0, in the order in which the passages were given."""
    span: Span
    """In the passage's text."""


@dataclass(frozen=True)
class Checked:
    """What checking a sentence found."""

    outcome: Verdict
    why: str
    """One plain sentence: what bears it, or what is not borne out."""
    place: Place | None
    """The nearest sentence of the passages; None where there is none."""


def check(sentence: str, passages: Sequence[str], remembered: Remembering) -> Checked:
    """Say whether passages bear out a sentence; the same input gives the same outcome."""
    verbatim = _verbatim(sentence, passages)
    if verbatim is not None:
        return Checked("supported", "It stands in the cited passage letter for letter.", verbatim)
    found = bearing(sentence, passages, remembered)
    if not found.sentences:
        return Checked("not", "The cited passage says nothing.", None)
    nearest = found.sentences[0]
    for rule in _RULES:
        wrong = rule(sentence, found)
        if wrong is not None:
            return Checked("not", wrong, _place(nearest))
    year = unknown_year(sentence, found)
    if year is not None:
        return Checked("partly", year, _place(nearest))
    return _by_wording(found)


def _verbatim(sentence: str, passages: Sequence[str]) -> Place | None:
    for number, passage in enumerate(passages):
        start = passage.find(sentence)
        if sentence.strip() and start >= 0:
            return Place(number, Span(start, start + len(sentence)))
    return None


def _place(held: Held) -> Place:
    return Place(held.passage, held.span)


def _by_wording(found: Bearing) -> Checked:
    nearest = found.sentences[0]
    borne = 0.5 * found.covered + 0.5 * nearest.similarity
    if borne >= _SUPPORTED:
        return Checked("supported", "The cited passage says so in other words.", _place(nearest))
    if borne >= _PARTLY:
        return Checked(
            "partly", "The cited passage says only part of this, or less plainly.", _place(nearest)
        )
    return Checked("not", "The cited passage does not say this.", _place(nearest))
