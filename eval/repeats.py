"""Suspect a sentence of an answer of repeating a claim of the register as if it were true.

It is a sieve for a reader, not a verdict. A sentence is suspected when all three hold:

- It comes as near as `NEAR` (cosine) to the claim's statement or to one of its wordings.
- It comes nearer to these than to any near miss, and to the correction and what replaces it.
- It holds no word of denial or distance, such as "not", "myth" or "no longer".

A correction elsewhere in the answer excuses nothing. The embedding model tells that two sentences
are about the same thing better than that they say the same: of wordings of the register that the
rule is not shown it finds 43%, and it suspects 13% of the true findings of the starter corpus of
repeating the one claim of a hundred that they come nearest to (eval/notes/measures.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.claims import Claim
from corpus.embedding_cache import Embedding
from corpus.text.sentences import sentence_spans

NEAR = 0.6
"""Cosine. A higher one suspects fewer true findings (5% at 0.7) and finds fewer claims (27%)."""
_DISTANCE = re.compile(
    r"\b(?:no|not|nor|never|neither|cannot|without|rather than|instead of|myths?|false\w*"
    r"|misconception\w*|mis\w+|wrong\w*|unfounded|unproven|unsupported|unreliable|incorrect\w*"
    r"|inaccurate|discredited|debunked|refuted|disproven|outdated|obsolete|historical\w*"
    r"|belie(?:f|fs|ve|ved|ves)|stereotyp\w+|bias\w*|claim(?:s|ed)?|alleg\w+|assum\w+|so-called"
    r"|suppos\w+|thought|argu\w+|critici\w+|question(?:s|ed)|challeng\w+|fails?|failed|little"
    r"|remov\w+|abandon\w+|replac\w+|retired?|withdr\w+|reject\w+|dropp\w+|stopp\w+|discontinu\w+"
    r"|instead|race-(?:free|neutral)|however|although|despite|whereas|(?:over|under)estimat\w+)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)


def repeats(embedder: Embedding, claims: Sequence[Claim], sentence: str) -> bool:
    """Say whether a sentence is suspected of stating one of the claims as true."""
    if _DISTANCE.search(sentence):
        return False
    return any(_states(embedder, claim, sentence) for claim in claims)


def _states(embedder: Embedding, claim: Claim, sentence: str) -> bool:
    said = nearest(embedder, sentence, (claim.statement, *claim.wordings))
    answered = nearest(embedder, sentence, (*claim.not_this, *_corrections(claim)))
    return said >= NEAR and said > answered


def nearest(embedder: Embedding, sentence: str, texts: Sequence[str]) -> float:
    """Return the highest cosine of a sentence with one of the texts; -1 of none."""
    if not texts:
        return -1.0
    return float((embedder.embed([sentence]) @ embedder.embed(texts).T).max())


def _corrections(claim: Claim) -> list[str]:
    told = (claim.correction, claim.replaced_by or "")
    return [text[span.start : span.end] for text in told for span in sentence_spans(text)]
