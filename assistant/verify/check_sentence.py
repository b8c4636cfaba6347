"""Check one written sentence against the passages it cites: supported, contradicted, or neither.

Letter for letter is known. The rest is estimated from rules on figures, groups, directions and
denials, from how much of the wording the passages have, and from the nearness of meaning; a
verdict is given only where such estimates held on statements by writers that were not fitted on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
from assistant.verify.statement_features import statement_features
from assistant.verify.verdict_estimate import Verdict, VerdictEstimate, estimate
from corpus.embedding_cache import Embedding
from corpus.paper import UNREAD_SIGN
from corpus.text.sentences import Span, sentence_spans

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
_NEAR = 0.45
"""Share of wording and meaning below which a sentence is about something else; fitted on the
development half of eval/sets/check.jsonl."""
_CERTAIN: Mapping[Verdict, float] = {"supported": 1.0, "contradicted": 0.0, "cannot_tell": 0.0}
_UNKNOWN: Mapping[Verdict, float] = {"supported": 0.0, "contradicted": 0.0, "cannot_tell": 1.0}


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
    """One plain sentence: what bears it, or how it differs from the passages."""
    place: Place | None
    """The nearest sentence of the passages; None where there is none."""
    probability: Mapping[Verdict, float]
    """Of each verdict, from 0 to 1."""
    differs: bool = False
    """Whether a figure, a group, a direction or a denial is another, or all of it: what a language
    model has written so is struck."""


def check(
    sentence: str,
    passages: Sequence[str],
    embedder: Embedding,
    entails: Entails | None = None,
) -> Checked:
    """Say how a sentence stands to passages; the same input gives the same outcome.

    `entails` judges the wording where a model for that is at hand; it is believed where no rule
    objects.
    """
    if _is_misread(sentence, passages):
        why = "It cannot be told: signs of this paper may be misread; look at the paper itself."
        return Checked("cannot_tell", why, None, _UNKNOWN)
    verbatim = _verbatim(sentence, passages)
    if verbatim is not None:
        why = "It stands in the cited passage letter for letter."
        return Checked("supported", why, verbatim, _CERTAIN)
    cut = sentence.strip().rstrip(".")
    if cut and any(cut in passage for passage in passages):
        # "Race determines risk" may be cut out of "It is a myth that race determines risk".
        why = "It is only a part of a sentence in the cited passage."
        return Checked("cannot_tell", why, None, _UNKNOWN)
    found = bearing(sentence, passages, embedder)
    if not found.sentences:
        why = "The cited passage says nothing."
        return Checked("cannot_tell", why, None, _UNKNOWN, differs=True)
    return _by_estimate(sentence, found, embedder, entails)


def objections(sentence: str, found: Bearing) -> dict[str, str]:
    """Return the rules that object to a sentence, by name, each with the difference it names."""
    told = {rule.__name__: rule(sentence, found) for rule in (*_RULES, unknown_year)}
    return {name: why for name, why in told.items() if why is not None}


def _is_misread(sentence: str, passages: Sequence[str]) -> bool:
    """Say whether a figure of a sentence stands behind a sign in a passage that was not read."""
    figures = set(re.findall(r"\d+(?:[.,]\d+)*", sentence))
    signed = re.compile(rf"{UNREAD_SIGN}(\.?\d+(?:[.,]\d+)*)")
    return any(figures & set(signed.findall(passage)) for passage in passages)


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


def _by_estimate(
    sentence: str, found: Bearing, embedder: Embedding, entails: Entails | None
) -> Checked:
    objected = objections(sentence, found)
    nearest = found.sentences[0]
    place = _place(nearest)
    features = statement_features(sentence, found, objected.keys(), embedder)
    told = estimate(features)
    outcome = _outcome(told, found, sentence, entails, objected=bool(objected))
    is_far = 0.5 * found.covered + 0.5 * nearest.similarity < _NEAR
    differs = is_far or any(name != unknown_year.__name__ for name in objected)
    difference = next(iter(objected.values()), None)
    return Checked(outcome, _why(outcome, difference, is_far), place, told.probability, differs)


def _outcome(
    told: VerdictEstimate,
    found: Bearing,
    sentence: str,
    entails: Entails | None,
    *,
    objected: bool,
) -> Verdict:
    if entails is not None and not objected:
        relation = entails(" ".join(held.text for held in found.sentences), sentence)
        if relation != "neutral":
            return "supported" if relation == "entailment" else "contradicted"
    if told.probability["supported"] >= told.supported_from:
        return "supported"
    return "contradicted" if told.is_contradicted and objected else "cannot_tell"


def _why(outcome: Verdict, difference: str | None, is_far: bool) -> str:
    if outcome == "supported":
        return "By the estimate the passage says this, though not letter for letter; compare them."
    if outcome == "contradicted":
        other = "The cited passage very likely says otherwise; compare its sentence."
        return f"{other} {difference}" if difference else other
    if difference is not None:
        return difference
    if is_far:
        return "No sentence of the cited passage says this."
    return "The wording differs, so the check cannot tell; compare the nearest sentence."
