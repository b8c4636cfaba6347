"""Understand a question from the one it follows up, where it cannot stand by itself."""

from __future__ import annotations

import re

from assistant.understand.terms import terms

_LONGEST_BEFORE = 500
"""Characters of what came before."""
_FEW_WORDS = 2
"""With so many words that carry meaning, or fewer, a question leans on the one before."""
_STANDS = re.compile(
    r"^\W*(what|who) (is|are|was|were|does|do) (?!(it|its|this|that|their|his|her)\b)\w+", re.I
)
"""However short, "What is weathering?" stands by itself."""
_GOES_ON = re.compile(
    r"^\W*(and|so|but|or|then|also|(what|how) about|why( not)?\W*$|which (one|of)"
    r"|in (that|which) case|if (so|not)|anything else|any more|more on)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(those|these|both of|each of them|one of them"
    r"|the (two|three|both|former|latter|other|same|first|second|third)( ones?)?"
    r"(?= (of|differ|stud|paper|estimat|group|result|figure|number|trial)|\W*$)"
    # Elsewhere "that" opens a clause, as in "evidence that".
    r"|(^|(has|have|had|is|are|was|were|does|did|do|of|in|about|to|from|for|by|with|on|why|how"
    r"|would|could|can|should|will|than)\s)(that|this)(?!\s+(the|a|an|there|it|they)\b))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(it|they|them|he|she)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(its|their|theirs|his|her)\b", re.IGNORECASE)
_NOT_FOR_A_NOUN = re.compile(
    r"\b(is|was|does|makes?|take|worth) it (true|correct|the case|make|possible|right|mean"
    r"|known|fair|safe|enough|okay|ok)\b|\bit (is|was) (known|said|claimed|argued|true)\b",
    re.IGNORECASE,
)
_SECOND_CLAUSE = re.compile(
    r"(,|\b(and|but|because|since|that|how|if|when|while|so|or (is|are|was|were|do|does|did)))\s",
    re.IGNORECASE,
)
"""Behind it a pronoun stands for a noun of the first clause."""


def in_conversation(question: str, follows: str | None) -> str:
    """Return the question with what it follows up in front, so that "that gap" has a gap.

    A question that stands by itself is returned as it is, so that the one before does not bend
    it. `follows` is what came before, itself understood in this way where it followed up another.
    """
    if not follows or not leans_back(question):
        return question
    # The model reads a text from its beginning and stops; the question must not be cut off.
    before = follows if len(follows) <= _LONGEST_BEFORE else follows[-_LONGEST_BEFORE:]
    return f"{before} {question}"


def leans_back(question: str) -> bool:
    """Say whether a question needs the one before it to be understood.

    It does where it goes on in mid-speech, points back, has a pronoun without a noun to stand
    for, or is too short to say what it is about. Only its first sentence is looked at: what a
    later one points back to stands in the first.
    """
    first = re.split(r"(?<=[.?!;:])\s+(?=\S)", question)[0]
    if _GOES_ON.search(first) or _POINTS_BACK.search(first):
        return True
    if len(terms(question)) <= _FEW_WORDS:
        return not _STANDS.search(question)
    plain = _NOT_FOR_A_NOUN.sub(" ", first)
    return any(
        len(terms(plain[: pronoun.start()])) < _FEW_WORDS for pronoun in _POSSESSIVE.finditer(plain)
    ) or bool(_PRONOUN.search(_first_clause(plain)))


def _first_clause(sentence: str) -> str:
    """Return a sentence up to the clause behind the first that has nouns of its own."""
    for boundary in _SECOND_CLAUSE.finditer(sentence):
        if len(terms(sentence[: boundary.start()])) >= _FEW_WORDS:
            return sentence[: boundary.start()]
    return sentence
