"""Find what a question names and no sentence of its answer bears on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.aspects import Aspect, Term, aspects, is_name
from assistant.checks.tokens import peoples
from assistant.choose import Candidate
from assistant.coverage import bearing, read
from assistant.signs import Asked, described
from corpus.library import Library

_BORNE = 0.5
"""Share of an aspect from which the sentences bear on it."""
_TELLS = 0.5
"""Weight missing of a name from which it tells: what holds for one country, people or trial is no
answer about another."""
_MOST = 3
_WORTH_NAMING = 0.4
"""Of the weight of the rarest missing word."""
_MEDICAL = re.compile(
    r"(?!academ|diagnos|diplom|empath|prognos|sympath)\w{3,}(?:"
    # Diseases and what is done about them, by their Greek.
    r"omas?|itis|osis|a?emias?|path(?:y|ies)|algias?|o?edemas?|plegias?|ectom(?:y|ies)"
    # Drugs, by the stems of their international nonproprietary names (WHO 2018).
    r"|prils?|sartans?|olols?|statins?|dipines?|thiazides?|semide|formin|glipti?ns?|gliflozins?"
    r"|glutides?|mabs?|vir|azoles?|cillins?|mycins?|azepam|barbital|caine|phylline|parin|xabans?"
    r"|tidine|setron|triptans?|oxetine|tiapine|peridone|codone|phine|tanyl)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Missing:
    """What a question names and no sentence bears on."""

    text: str
    """As the asker wrote it."""
    tells: bool
    """True for what is told however well the rest fits: a people, a place, body or study by its
    name, a disease, a drug, and what the field has several names for."""


def missing_aspects(
    library: Library, question: str, asked: Asked, said: Sequence[Candidate]
) -> tuple[Missing, ...]:
    """Return what a question names and no sentence bears on: up to three, the rarest words.

    What is far more common than the rarest is left out, such as "adults" beside a drug's name. A
    people of whom neither a sentence nor what is known of its paper speaks is always missing.
    """
    parts = [part for one in said for part in (*described(one.evidence.paper), one.text)]
    absent = peoples(question) - peoples(" | ".join(parts))
    borne = bearing(library.remembered, asked.terms, read(*parts))
    weights = {
        term.text.lower(): (float(weight), float(share))
        for term, weight, share in zip(asked.terms, asked.weights, borne, strict=True)
    }
    lacks: dict[Aspect, float] = {}
    telling: set[Aspect] = set()
    for aspect in {one.text.lower(): one for one in reversed(aspects(question))}.values():
        told = [(term, *weights[term.text.lower()]) for term in aspect.terms]
        whole = sum(weight for _, weight, _ in told)
        lack = sum(weight * (1 - share) for _, weight, share in told)
        is_absent = not absent.isdisjoint(peoples(aspect.text))
        if is_absent or lack > (1 - _BORNE) * whole:
            lacks[aspect] = 1.0 if is_absent else max(w * (1 - share) for _, w, share in told)
            if is_absent or any(_tells(question, *one) for one in told):
                telling.add(aspect)
    worth = _WORTH_NAMING * max(lacks.values(), default=0.0)
    most = sorted(lacks, key=lambda one: (one not in telling, -lacks[one], one.start))[:_MOST]
    return tuple(
        Missing(one.text, one in telling)
        for one in sorted(most, key=lambda one: one.start)
        if one in telling or lacks[one] >= worth
    )


def _tells(question: str, term: Term, weight: float, share: float) -> bool:
    """Say whether a term is one whose lack is told however well the rest fits."""
    if share < _BORNE and (term.otherwise or _MEDICAL.fullmatch(term.text)):
        return True
    return weight * (1 - share) >= _TELLS and is_name(question, term)


def what_is_missing(missing: Sequence[str]) -> str:
    """Return in one plain sentence what an answer in part leaves out."""
    return f"No sentence quoted here bears on: {'; '.join(missing)}."
