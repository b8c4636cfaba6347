"""Say how closely the evidence bears on each word with which a question names something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from assistant.understand.facets import Term, stem
from corpus.library import Library
from corpus.vocabulary import word_parts, words_at

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
class TextWords:
    """Some text of the evidence, read once for all terms of a question."""

    words: tuple[str, ...]
    """In lower case, each once."""
    stems: frozenset[str]
    initials: str
    """First letters of the words in order, small words left out."""
    text: str
    """All of it, in lower case."""


def read_words_of(*parts: str) -> TextWords:
    """Read some pieces of text as one."""
    text = " ".join(parts)
    found = [word for _, word in words_at(text)]
    split = [part for word in found for part in word_parts(word)]
    lower = dict.fromkeys(word.lower() for word in (*found, *split))
    initials = "".join(word[0].lower() for word in split if word.lower() not in _SMALL)
    return TextWords(tuple(lower), frozenset(map(stem, lower)), initials, text.lower())


def term_support(
    library: Library, terms: Sequence[Term], texts: Sequence[TextWords]
) -> NDArray[np.float64]:
    """Return from 0 to 1 how closely each text bears on each term. *Shape:* (texts, terms).

    It is 1 where the text holds the term, in another form, mistyped, written out or by another
    name of the field; else it goes by the nearest word of the text in meaning. Numbers and years
    must stand there as they are.
    """
    parts = [word_parts(term.text) for term in terms]
    # "race-blind" is looked for as a whole and part by part.
    each = list(
        dict.fromkeys(
            text for term, some in zip(terms, parts, strict=True) for text in (term.text, *some)
        )
    )
    held = [{one: 1.0 if _holds(text, one) else 0.0 for one in each} for text in texts]
    # All of them, so that all texts of one question have the same words embedded, once.
    words = [one for one in each if not one[0].isdigit()]
    near = words if any(support[one] == 0.0 for support in held for one in words) else []
    for support, nearest in zip(held, _nearness(library, near, texts), strict=True):
        support |= {one: max(support[one], nearest[one]) for one in near}
    return np.array(
        [
            [
                1.0
                if any(other.pattern.search(text.text) for other in term.otherwise)
                else max(support[term.text], float(np.mean([support[part] for part in some])))
                for term, some in zip(terms, parts, strict=True)
            ]
            for text, support in zip(texts, held, strict=True)
        ],
        dtype=np.float64,
    ).reshape(len(texts), len(terms))


def _nearness(
    library: Library, words: Sequence[str], texts: Sequence[TextWords]
) -> list[dict[str, float]]:
    """Return for each text how near its nearest word comes to each of these in meaning, 0 to 1."""
    known, vectors = library.vocabulary.vectors_of({one for text in texts for one in text.words})
    if not words or not known:
        return [dict.fromkeys(words, 0.0) for _ in texts]
    asked = library.asked.embed([word.lower() for word in words])
    # Rounded, because the last digits of a vector vary with the batch it is computed in.
    shares = np.round(np.clip((vectors @ asked.T - _UNALIKE) / (1 - _UNALIKE), 0.0, 1.0), 3)
    rows = {word: row for row, word in enumerate(known)}
    found: list[dict[str, float]] = []
    for text in texts:
        own = [rows[word] for word in text.words if word in rows]
        best = shares[own].max(axis=0) if own else np.zeros(len(words))
        found.append(dict(zip(words, best.tolist(), strict=True)))
    return found


def _holds(text: TextWords, term: str) -> bool:
    """Say whether a text holds a term, in another form, mistyped or written out."""
    if not text.stems.isdisjoint({stem(term), stem("".join(word_parts(term)))}):
        return True
    if _INITIALISM.fullmatch(term) and term.rstrip("s").lower() in text.initials:
        return True
    lower = term.lower()
    if any(lower.endswith(word) for word in text.words if _CODE.fullmatch(word)):
        return True
    return len(lower) >= _LONG and bool(get_close_matches(lower, text.words, 1, _MISTYPED))
