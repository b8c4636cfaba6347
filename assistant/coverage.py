"""Say how much of what a question names the evidence bears on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from assistant.aspects import Term, stem, words
from corpus.embed import Remembering

_UNALIKE = 0.55
"""Cosine up to which two words count as having nothing in common."""
_MISTYPED = 0.88
"""Share of letters in common from which a long word counts as the same, typed wrongly."""
_LONG = 7
_INITIALISM = re.compile(r"[a-z]?[A-Z][A-Za-z]*[A-Z]")
_LEAST_INITIALS = 3
_SMALL = frozenset("a an and as at by for from in of on or the to with".split())


@dataclass(frozen=True)
class Text:
    """Some words of the evidence, read once for all terms of a question."""

    words: tuple[str, ...]
    """In lower case, each once."""
    stems: frozenset[str]
    initials: str
    """First letters of the words in order, small words left out."""

    @classmethod
    def of(cls, *parts: str) -> Text:
        """Read some pieces of text as one."""
        found = words(" ".join(parts))
        split = [piece for word in found for piece in re.split(r"[-–/]", word) if piece]
        plain = dict.fromkeys(word.lower() for word in (*found, *split))
        initials = "".join(word[0].lower() for word in split if word.lower() not in _SMALL)
        return cls(tuple(plain), frozenset(map(stem, plain)), initials)


class Bearing:
    """How closely pieces of text bear on each term of a question."""

    def __init__(self, embedder: Remembering, terms: Sequence[Term]) -> None:
        self._embedder = embedder
        self.terms = tuple(terms)

    def on(self, text: Text) -> NDArray[np.float64]:
        """Return from 0 to 1 how closely the text bears on each term. *Shape:* (terms,)."""
        return np.array([self._one(term.text, text) for term in self.terms], dtype=float)

    def _one(self, term: str, text: Text) -> float:
        if _named(term, text):
            return 1.0
        parts = [part for part in re.split(r"[-–/]", term) if part]
        if len(parts) > 1:
            return float(np.mean([self._one(part, text) for part in parts]))
        if term[0].isdigit() or not text.words:
            return 0.0
        lower = term.lower()
        if len(lower) >= _LONG and get_close_matches(lower, text.words, 1, _MISTYPED):
            return 1.0
        nearest = float((self._embedder.embed(text.words) @ self._embedder.embed([lower])[0]).max())
        # Rounded, because the last digits of a vector vary with the batch it is computed in.
        return round(min(1.0, max(0.0, (nearest - _UNALIKE) / (1 - _UNALIKE))), 3)


def _named(term: str, text: Text) -> bool:
    """Say whether a text holds a term, in another form or written out."""
    if stem(term) in text.stems:
        return True
    if not _INITIALISM.match(term) or len(term) < _LEAST_INITIALS:
        return False
    return term.rstrip("s").lower() in text.initials
