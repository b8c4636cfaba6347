"""Take the words of a text that carry meaning."""

from __future__ import annotations

import re

_STOP_WORDS = frozenset(
    "a about an and any are as at be been between but by can could did do does for from "
    "had has have how i if in into is it its me my of on or our should so some than that "
    "the their them then there these they this those to was we were what when where which "
    "who whom why will with would you your".split()
)


def terms(question: str) -> list[str]:
    """Return the words of a question that carry meaning, lower case, each once."""
    found = re.findall(r"\w+(?:[-'’]\w+)*", question.lower())
    return list(dict.fromkeys(word for word in found if word not in _STOP_WORDS))


def stems(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning, without their endings."""
    return frozenset(re.sub(r"(?:ies|es|s|ing|ed|ly)$", "", term) for term in terms(text))


def share(wanted: frozenset[str], text: str) -> float:
    """Return which share of the wanted stems a text has, from 0 to 1."""
    return len(wanted & stems(text)) / len(wanted) if wanted else 0.0
