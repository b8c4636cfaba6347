"""The racial and ethnic groups that a paper is about, in the categories of the US census.

The categories are those of the Office of Management and Budget, Statistical Policy Directive
No. 15 (2024), with people of several races and Indigenous peoples elsewhere beside them.
"""

from __future__ import annotations

import re

from corpus.paper import Paper

_WORDS = {
    "Black or African American": r"black|african[- ]americans?|afro-\w+|sub-saharan",
    "White": r"whites?|caucasians?|european americans?",
    "Hispanic or Latino": (
        r"hispanics?|latin(?:o/a|a/o|[oaxe]s?|@)|mexican americans?|puerto ricans?"
    ),
    "Asian": r"asians?|(?:chinese|filipino|vietnamese|korean|japanese|indian) americans?|hmong",
    "American Indian or Alaska Native": (
        r"american indians?|native americans?|alaska(?:n)? natives?|first nations|inuit|m[eé]tis"
        r"|indigenous (?:people|peoples|adults|women|patients|americans?)\b.*"
        r"\b(?:us|u\.s\.|united states|canada)"
    ),
    "Native Hawaiian or Pacific Islander": (
        r"native hawaiians?|pacific islanders?|samoans?|tongans?"
    ),
    "Middle Eastern or North African": r"middle eastern|north african|arab(?:s|[- ]americans?)?",
    "Several races": (
        r"(?:mixed|multiple|two or more|more than one)[- ]races?|multi-?racial|biracial"
    ),
    "Indigenous peoples elsewhere": r"m[aā]ori|aboriginal|torres strait|adivasi|s[aá]mi|roma",
}
GROUPS = tuple(_WORDS)
"""All categories, in the order of the directive."""
_PATTERNS = {group: re.compile(rf"\b(?:{words})\b") for group, words in _WORDS.items()}
_NOT_OF_IT = re.compile(r"\bnon-? ?(?:hispanic|latin\w+|black|white|asian)s?\b")
"""Hispanic origin is told apart from race: who is not Hispanic is not of that group."""


def groups_of(paper: Paper) -> tuple[str, ...]:
    """Return the groups that a paper names in its title, its topics or in who was studied."""
    topics = (topic.replace("-", " ") for topic in paper.topics)
    told = (paper.title, paper.population, paper.race_measure, *topics, *paper.told("population"))
    text = _NOT_OF_IT.sub("", " | ".join(part for part in told if part).lower())
    return tuple(group for group, pattern in _PATTERNS.items() if pattern.search(text))
