"""The gate: whether a statement's own words name anybody whom a remark could be about.

A classifier that has seen statements on race and illness has no answer for all the others. So
nothing is said of a statement that names no people, no race, no looks and nobody who is judged.
"""

from __future__ import annotations

import re

from assistant.review.pattern import Patterns
from corpus.text.gazetteer import Mention
from corpus.text.groups import peoples_list, places_list

_A_NAME = re.compile(
    r"(?:\b(?:Dr|Drs|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dean)\.? (?:[A-Z]\. ?)*(?:[A-Z][a-z]+ )?"
    r"|\b[A-Z]\. ?)$"
)
"""Before a word that is then somebody's name, as in "Dr. A. White"."""
_AFTER_A_NAME = re.compile(r",? (?:[A-Z]{1,2}\b[,.;:)]|et al|M\.?D\b|Ph\.?D\b|R\.?N\b)|'s (?!own)")
"""Behind such a name, as in "White KL, Black JR" and "Black et al."."""
_COMES_FROM = re.compile(
    r"\b(?:(?:is|are|was|were|being|comes?|came|origins?|native) from"
    r"|(?:patients?|people|persons?|m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|infants?|mothers?"
    r"|parents?|famil(?:y|ies)|workers?|born|natives?) (?:from|in|of)) (?:the )?$",
    re.IGNORECASE,
)
"""Before a place that stands for those who come from there, as in "a woman from Guam"."""


def names_people(known: Patterns, text: str) -> bool:
    """Say whether words name a people, race, looks, a place that stands for people, or judge."""
    return (
        bool(known.named(text) & known.gate)
        or any(_is_people(text, one) for one in peoples_list().mentions(text))
        or any(_COMES_FROM.search(text, 0, one.start) for one in places_list().mentions(text))
    )


def _is_people(text: str, mention: Mention) -> bool:
    """Say whether a name of a people is that, and neither a surname nor a share of something."""
    return not (
        _A_NAME.search(text, 0, mention.start)
        or _AFTER_A_NAME.match(text, mention.end)
        or (mention.entry.name == "minority" and text.startswith(" of ", mention.end))
    )
