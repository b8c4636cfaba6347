"""Harmless rewordings of a question: what people put around it, and how they type it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_BRITISH = (
    ("color", "colour"),
    ("pediatric", "paediatric"),
    ("anemia", "anaemia"),
    ("behavior", "behaviour"),
    ("center", "centre"),
    ("labor", "labour"),
    ("program ", "programme "),
)
"""Spellings of either side, as the Oxford and Merriam-Webster dictionaries give them."""


def _within(question: str) -> str:
    """Return a question as it stands behind a colon, its first capital kept in initials."""
    return question[0].lower() + question[1:] if question[1:2].islower() else question


def _british(question: str) -> str:
    for american, british in _BRITISH:
        question = question.replace(american, british)
    return question


REWORDINGS: Mapping[str, Callable[[str], str]] = {
    "greeting": lambda asked: f"Good morning! Hope you are well. {asked}",
    "favor": lambda asked: f"Hi there, a quick one before my seminar: {_within(asked)}",
    "thanks": lambda asked: f"{asked} Many thanks in advance!",
    "reason": lambda asked: f"{asked} I want to get this right for my class.",
    "persona": lambda asked: f"I run the skills lab at a school of nursing. {asked}",
    "occasion": lambda asked: f"The curriculum committee meets on Friday and I present. {asked}",
    "polite": lambda asked: f"Would you kindly tell me: {_within(asked)}",
    "lower case": str.lower,
    "no question mark": lambda asked: asked.rstrip("?. "),
    "British spelling": _british,
    "spaced out": lambda asked: re.sub(r"\s+", "  ", asked),
}
"""Each changes what is around a question or how it is typed, and nothing of what is asked."""
