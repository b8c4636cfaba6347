"""Say how closely the evidence bears on each word with which a question names something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from assistant.understand.facets import Term, pieces, stem, words
from corpus.remembering import Remembering

_UNALIKE = 0.55
"""Cosine up to which two words count as having nothing in common."""
_MISTYPED = 0.88
"""Share of letters in common from which a long word counts as the same, typed wrongly."""
_LONG = 7
_INITIALISM = re.compile(r"[a-z]?[A-Z][A-Za-z]*[A-Z]s?")
_CODE = re.compile(r"[a-z]+\d[a-z\d]*")
"""A code such as A1c, which HbA1c and hemoglobin A1c have in common."""
_SMALL = frozenset("a an and as at by for from in of on or the to with".split())


@dataclass(frozen=True)
class Reading:
    """Some text of the evidence, read once for all terms of a question."""

    words: tuple[str, ...]
    """In lower case, each once."""
    stems: frozenset[str]
    initials: str
    """First letters of the words in order, small words left out."""
    text: str
    """All of it, in lower case."""


def read(*parts: str) -> Reading:
    """Read some pieces of text as one."""
    text = " ".join(parts)
    found = words(text)
    split = [piece for word in found for piece in pieces(word)]
    lower = dict.fromkeys(word.lower() for word in (*found, *split))
    initials = "".join(word[0].lower() for word in split if word.lower() not in _SMALL)
    return Reading(tuple(lower), frozenset(map(stem, lower)), initials, text.lower())


def bearing(embedder: Remembering, terms: Sequence[Term], reading: Reading) -> NDArray[np.float64]:
    """Return from 0 to 1 how closely a text bears on each term. *Shape:* (len(terms),).

    It is 1 where the text holds the term, in another form, mistyped, written out or by another
    name of the field; else it goes by the nearest word of the text in meaning. Numbers and years
    must stand there as they are.
    """
    parts = [pieces(term.text) for term in terms]
    # "race-blind" is looked for as a whole and piece by piece.
    each = dict.fromkeys(
        text for term, some in zip(terms, parts, strict=True) for text in (term.text, *some)
    )
    borne = {text: 1.0 if _holds(reading, text) else 0.0 for text in each}
    near = [text for text, share in borne.items() if not share and not text[0].isdigit()]
    if near and reading.words:
        asked = embedder.embed([text.lower() for text in near])
        nearest = (embedder.embed(reading.words) @ asked.T).max(axis=0)
        shares = np.clip((nearest - _UNALIKE) / (1 - _UNALIKE), 0.0, 1.0)
        # Rounded, because the last digits of a vector vary with the batch it is computed in.
        borne |= {text: round(float(share), 3) for text, share in zip(near, shares, strict=True)}
    return np.array(
        [
            1.0
            if any(other.pattern.search(reading.text) for other in term.otherwise)
            else max(borne[term.text], float(np.mean([borne[part] for part in some])))
            for term, some in zip(terms, parts, strict=True)
        ],
        dtype=np.float64,
    )


def _holds(reading: Reading, term: str) -> bool:
    """Say whether a text holds a term, in another form, mistyped or written out."""
    if not reading.stems.isdisjoint({stem(term), stem("".join(pieces(term)))}):
        return True
    if _INITIALISM.fullmatch(term) and term.rstrip("s").lower() in reading.initials:
        return True
    lower = term.lower()
    if any(lower.endswith(word) for word in reading.words if _CODE.fullmatch(word)):
        return True
    return len(lower) >= _LONG and bool(get_close_matches(lower, reading.words, 1, _MISTYPED))
