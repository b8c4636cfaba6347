"""Find what a question names and no sentence of its answer bears on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.judge.candidates import Candidate
from assistant.judge.query_terms import Asked, described
from assistant.judge.term_support import read_words_of, term_support
from assistant.understand.facets import Aspect, aspects
from corpus.library import Library
from corpus.text.gazetteer import Mention
from corpus.text.groups import peoples_list, places_list

_BORNE = 0.5
"""Share of an aspect from which the sentences bear on it."""
_THERE = 0.85
"""Share from which the sentences have a word itself, and not only one near it in meaning."""
_MOST = 3
_WORTH_NAMING = 0.4
"""Of the weight of the rarest missing word."""
_MEDICAL = re.compile(
    r"(?!academ|diagnos|diplom|empath|prognos|sympath)\w{2,}(?:"
    # Diseases and what is done about them, by their Greek.
    r"omas?|itis|osis|a?emias?|path(?:y|ies)|algias?|o?edemas?|plegias?|ectom(?:y|ies)"
    # Drugs, by the stems of their international nonproprietary names (WHO 2018).
    r"|prils?|sartans?|olols?|statins?|dipines?|thiazides?|semide|formin|glipti?ns?|gliflozins?"
    r"|glutides?|mabs?|vir|azoles?|cillins?|mycins?|azepam|barbital|caine|phylline|parin|xabans?"
    r"|tidine|setron|triptans?|oxetine|tiapine|peridone|codone|phine|tanyl)"
    # What has no such ending.
    r"|asthma|autism|cancers?|dementia|depression|diabet(?:es|ic)|dialysis|fibroids?|fractures?|gout"
    r"|hypertension|infarctions?|infertility|influenza|keloids?|lupus|malaria|measles|migraines?"
    r"|(?:pre)?eclampsia|miscarriages?|obesity|opioids?|overdoses?|schizophrenia|seizures?"
    r"|stillbirths?|strokes?|suicides?|syphilis|transplants?|vaccin(?:es?|ations?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:18|19|20)\d\d")


@dataclass(frozen=True)
class Missing:
    """What a question names and no sentence bears on."""

    text: str
    """As the asker wrote it."""
    tells: bool
    """True for what is told however well the rest fits: a people, a place, a disease, a drug, a
    year. What holds for one is no answer about another."""


def missing_aspects(
    library: Library, question: str, asked: Asked, said: Sequence[Candidate]
) -> tuple[Missing, ...]:
    """Return what a question names and no sentence bears on: up to three, the rarest words.

    What is far more common than the rarest is left out, such as "adults" beside a drug's name. A
    people or place of which neither a sentence nor what is known of its paper speaks is always
    missing.
    """
    parts = [part for one in said for part in (*described(one.evidence.paper), one.text)]
    absent = list(_absent(question, " | ".join(parts)))
    (borne,) = term_support(library, asked.terms, [read_words_of(*parts)])
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
        stop = aspect.start + len(aspect.text)
        must = any(one.start < stop and aspect.start < one.end for one in absent) or any(
            share < _THERE and _stands_alone(term.text) for term, _, share in told
        )
        if must or lack > (1 - _BORNE) * whole:
            lacks[aspect] = max(weight * (1 - share) for _, weight, share in told)
            if must:
                telling.add(aspect)
    worth = _WORTH_NAMING * max(lacks.values(), default=0.0)
    most = sorted(lacks, key=lambda one: (one not in telling, -lacks[one], one.start))[:_MOST]
    return tuple(
        Missing(one.text, one in telling)
        for one in sorted(most, key=lambda one: one.start)
        if one in telling or lacks[one] >= worth
    )


def _stands_alone(word: str) -> bool:
    """Say whether nothing near a word in meaning can stand for it: a disease, a drug, a year."""
    return any(pattern.fullmatch(word) for pattern in (_MEDICAL, _YEAR))


def _absent(question: str, text: str) -> Iterator[Mention]:
    """Yield the peoples and places of a question of which a text says nothing.

    A text speaks of what it names and of all that this belongs to: Mexico speaks of Latin America,
    Latin America not of Mexico, and one country never of another.
    """
    for names in (peoples_list(), places_list()):
        within = names.within(text)
        for one in names.mentions(question):
            if not one.negated and one.entry.name not in within:
                yield one


def what_is_missing(missing: Sequence[str]) -> str:
    """Return in one plain sentence what an answer in part leaves out."""
    return f"No sentence quoted here bears on: {'; '.join(missing)}."
