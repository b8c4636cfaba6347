"""Part a question into its aspects: what it names that evidence can bear on or lack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.understand.content_terms import Member, field_synonyms
from corpus.vocabulary import word_parts, words_at

_ACCENT = re.compile(r"[\u0300-\u036f]")
_ENDING = re.compile(r"(?:ies|es|s|ing|ed|ly|y|e)$")
_COUNT = re.compile(r"\d{1,2}")
"""A bare count names nothing, and is found in any text."""
_LEAST_STEM = 3
_NAME_BEFORE = re.compile(r"(?<=[^.?!:“\"] )[A-Z][a-z]\w+ $")
_NAME_AFTER = re.compile(r" [A-Z][a-z]\w+")
_JOINED = re.compile(r"[ \-–/]*")


@dataclass(frozen=True)
class Term:
    """A word of a question that names something."""

    text: str
    """As the asker wrote it."""
    start: int
    """Place in the question."""
    end: int
    otherwise: tuple[Member, ...] = ()
    """What means the same in the field as the whole expression that it belongs to."""


@dataclass(frozen=True)
class Aspect:
    """Neighbouring words of a question that name one thing together."""

    text: str
    """As the asker wrote it: part of the question, letter for letter."""
    terms: tuple[Term, ...]
    start: int
    """Place in the question."""


def aspects(question: str) -> list[Aspect]:
    """Return what a question names, in order: runs of words between those that only frame it."""
    runs: list[list[Term]] = []
    for term in naming_terms(question):
        if runs and _JOINED.fullmatch(question[runs[-1][-1].end : term.start]):
            runs[-1].append(term)
        else:
            runs.append([term])
    return [_aspect(question, run) for run in runs]


def _aspect(question: str, run: Sequence[Term]) -> Aspect:
    """Return a run of terms with the rest of a name that a plain word belongs to: New Zealand."""
    start, end = run[0].start, run[-1].end
    if run[0].text[0].isupper() and (before := _NAME_BEFORE.search(question[:start])):
        start = before.start()
    if run[-1].text[0].isupper() and (after := _NAME_AFTER.match(question[end:])):
        end += after.end()
    return Aspect(question[start:end], tuple(run), start)


def naming_terms(question: str) -> list[Term]:
    """Return the words of a question that name something, each place it stands at."""
    terms: list[Term] = []
    otherwise = list(field_synonyms().otherwise(question))
    for start, text in words_at(question):
        if not all(_is_plain(part) for part in word_parts(text)):
            same = [other for place, others in otherwise if start in place for other in others]
            terms.append(Term(text, start, start + len(text), tuple(same)))
    return terms


def _is_plain(word: str) -> bool:
    return _COUNT.fullmatch(word) is not None or stem(word) in _plain_stems()


def stem(word: str) -> str:
    """Return a word in lower case without its ending, so that its forms are alike."""
    lower = _ACCENT.sub("", unicodedata.normalize("NFKD", word.lower()))
    for _ in range(2):
        shorter = _ENDING.sub("", lower)
        if len(shorter) >= _LEAST_STEM:
            lower = shorter
    return lower


@cache
def _plain_stems() -> frozenset[str]:
    lines = (
        files("assistant.understand").joinpath("plain_words.txt").read_text("utf-8").splitlines()
    )
    return frozenset(
        stem(word) for line in lines if not line.startswith("#") for word in line.split()
    )
