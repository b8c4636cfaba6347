"""Check one written sentence against the passages it cites.

Figures, groups, directions and denials are compared by rules; the rest of the wording by how much
of it the passages have and by the nearness of meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.verify.rules.amounts import (
    exchanged_figures,
    turned_figures,
    turned_ratio,
    unknown_year,
    wrong_figure,
)
from assistant.verify.rules.bearing import Bearing, Held, bearing
from assistant.verify.rules.entailment import Entails
from assistant.verify.rules.roles import strange_group, wrong_comparison, wrong_kin
from assistant.verify.rules.turns import wrong_denial, wrong_direction
from corpus.embedding_cache import Embedding
from corpus.paper import UNREAD_SIGN
from corpus.text.sentences import Span, sentence_spans

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


def check(
    sentence: str,
    passages: Sequence[str],
    embedder: Embedding,
    entails: Entails | None = None,
) -> Checked:
    """Say whether passages bear out a sentence; the same input gives the same outcome.

    `entails` judges the wording where a model for that is at hand; else words and meaning do.
    """
    unread = _unread(sentence, passages)
    if unread is not None:
        return unread
    verbatim = _verbatim(sentence, passages)
    if verbatim is not None:
        return Checked("supported", "It stands in the cited passage letter for letter.", verbatim)
    cut = sentence.strip().rstrip(".")
    if cut and any(cut in passage for passage in passages):
        # "Race determines risk" may be cut out of "It is a myth that race determines risk".
        return Checked("partly", "It is only a part of a sentence in the cited passage.", None)
    found = bearing(sentence, passages, embedder)
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
    return _by_wording(found) if entails is None else _by_model(sentence, found, entails)


def _unread(sentence: str, passages: Sequence[str]) -> Checked | None:
    """Return that nothing can be told of a figure which stands after a sign that was not read."""
    figures = set(re.findall(r"\d+(?:[.,]\d+)*", sentence))
    signed = re.compile(rf"{UNREAD_SIGN}(\.?\d+(?:[.,]\d+)*)")
    if not any(figures & set(signed.findall(passage)) for passage in passages):
        return None
    why = "It cannot be told: signs of this paper may be misread; look at the paper itself."
    return Checked("partly", why, None)


def whole_sentences(text: str, passage: str) -> Span | None:
    """Return where a text stands in a passage as one whole sentence, or several in a row."""
    spans = sentence_spans(passage)
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    found = passage.find(text)
    while text and found >= 0:
        if found in starts and found + len(text) in ends:
            return Span(found, found + len(text))
        found = passage.find(text, found + 1)
    return None


def _verbatim(sentence: str, passages: Sequence[str]) -> Place | None:
    places = ((n, whole_sentences(sentence.strip(), text)) for n, text in enumerate(passages))
    return next((Place(number, span) for number, span in places if span is not None), None)


def _place(held: Held) -> Place:
    return Place(held.passage, held.span)


def _by_model(sentence: str, found: Bearing, entails: Entails) -> Checked:
    """Return what a model says of the sentences that bear on it, read as one text."""
    premise = " ".join(held.text for held in found.sentences)
    place = _place(found.sentences[0])
    told = entails(premise, sentence)
    if told == "entailment":
        return Checked("supported", "The cited passage says so in other words.", place)
    if told == "contradiction":
        return Checked("not", "The cited passage says otherwise.", place)
    worded = _by_wording(found)
    return replace(worded, outcome="partly") if worded.outcome == "supported" else worded


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
