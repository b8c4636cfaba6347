"""Check one written sentence against the passages it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.embed import Remembering
from corpus.sentences import Span

Verdict = Literal["supported", "partly", "not"]


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
    wanted = " ".join(sentence.split())
    for number, passage in enumerate(passages):
        start = passage.find(sentence)
        if sentence and start >= 0:
            place = Place(number, Span(start, start + len(sentence)))
            return Checked("supported", "It stands in the cited passage letter for letter.", place)
    remembered.embed([wanted, *passages])
    return Checked("partly", "It was not compared with the cited passage.", None)
