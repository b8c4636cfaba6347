"""Tell the entries of a reference list from the text around them."""

from __future__ import annotations

import re

_YEAR = re.compile(r"\b(?:18|19|20)\d\d[a-z]?\b")
_SIGN = re.compile(
    r"\bet al\b|\bdoi\b|https?://|\b(?:vol|no|pp?|eds?)\.|\bibid\b|\bsupra\b|\bin press\b"
    r"|\d\s?[;:(]\s?\d+|\bPress\b|\bJournal\b|\b[A-Z][\w'’-]+,? [A-Z]{1,3}\b[.,]",
    re.IGNORECASE,
)
_LONGEST_WORDS = 90


def is_citation(text: str) -> bool:
    """Say whether a paragraph names one published work, with its year and where it appeared."""
    short = len(text.split()) <= _LONGEST_WORDS
    return short and bool(_YEAR.search(text)) and bool(_SIGN.search(text))
