"""Find the claim of the register that a written sentence repeats as its own."""

from __future__ import annotations

import re
from functools import cache

from assistant.misconceptions.detect import premise_of
from assistant.misconceptions.register import register_of
from corpus.claims import Claim, starter_claims
from corpus.library import Library


def repeated_claim(library: Library, sentence: str) -> Claim | None:
    """Return the claim that a sentence states or takes for granted; None where it only mentions."""
    stated = _claims_by_words().get(_words(sentence))
    if stated is not None:
        return stated
    found = premise_of(register_of(library), sentence, sentence, library.asked.embed)
    return found.claim if found is not None and found.stance == "assumed" else None


@cache
def _claims_by_words() -> dict[tuple[str, ...], Claim]:
    """Return each claim by the words of its statement and of its wordings that ask nothing."""
    return {
        _words(text): claim
        for claim in starter_claims()
        for text in (claim.statement, *claim.wordings)
        if "?" not in text
    }


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
