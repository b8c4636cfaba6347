"""The register of claims made ready to be matched: the vectors, words and names of each entry."""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.understand.terms import stems
from assistant.verify.rules.tokens import peoples
from corpus.claims import Claim, starter_claims
from corpus.library import Library

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told how many texts are embedded, of how many."""
_AT_ONCE = 256
_FEW = 3
"""Wordings whose mean is looked at beside the best one, so that no single one decides."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Likeness:
    """How near a question comes to one entry.

    Cosines are in standard deviations from what two wordings of different entries have, so that
    they mean the same with any embedding model.
    """

    wording: float
    """Cosine of the nearest wording."""
    wordings: float
    """Mean cosine of the three nearest wordings."""
    near_miss: float
    statement: float
    correction: float
    centre: float
    """Cosine with the mean of all its texts, seen from the mean of the register.

    What all texts on race share says nothing on which entry is concerned (Mu and Viswanath 2018).
    """
    words: float
    """Share of the question's words that the entry has, the rare ones counting more; 0 to 1."""
    named: float
    """1 where the question names the first author of one of its sources."""


class Register:
    """The claims and what is needed to find the one that a question concerns."""

    def __init__(self, claims: Sequence[Claim], vectors: Vectors) -> None:
        """Take the claims with one row for each of `texts_of(claims)`, in that order."""
        self.claims = tuple(claims)
        rows = iter(np.split(vectors, np.cumsum([len(_texts(claim)) for claim in claims])[:-1]))
        self._vectors = [next(rows) for _ in claims]
        self._words = [_words_of(claim) for claim in claims]
        self._names = _names(claims)
        self._peoples = [_peoples_of(claim) for claim in claims]
        counts = Counter(word for words in self._words for word in words)
        self._rarity = {word: _rarity(count, len(claims)) for word, count in counts.items()}
        self._unknown = _rarity(0, len(claims))
        self._mean, self._spread = self._usual()
        self._middle = vectors.mean(axis=0)
        self._centres = _unit(
            np.stack([rows.mean(axis=0) for rows in self._vectors]) - self._middle
        )
        self._centre_spread = float((_unit(vectors - self._middle) @ self._centres.T).std()) or 1.0

    def likeness(self, question: str, vector: Vectors) -> list[Likeness]:
        """Return how near a question comes to each claim, in their order."""
        wanted = stems(question)
        weight = sum(self._rarity.get(word, self._unknown) for word in wanted) or 1.0
        capitals = set(re.findall(r"\b[A-Z]\w+", question))
        centre = (self._centres @ _unit(vector - self._middle) / self._centre_spread).tolist()
        found: list[Likeness] = []
        for number, claim in enumerate(self.claims):
            cosines = (self._vectors[number] @ vector - self._mean) / self._spread
            statement, correction, *others = cosines.tolist()
            wordings = sorted(others[: len(claim.wordings)], reverse=True)
            shared = sum(self._rarity[word] for word in wanted & self._words[number])
            found.append(
                Likeness(
                    wording=wordings[0],
                    wordings=sum(wordings[:_FEW]) / len(wordings[:_FEW]),
                    near_miss=max(others[len(claim.wordings) :], default=wordings[0]),
                    statement=statement,
                    correction=correction,
                    centre=centre[number],
                    words=shared / weight,
                    named=float(bool(capitals & self._names[number])),
                )
            )
        return found

    def is_on_others(self, place: int, question: str) -> bool:
        """Say whether the claim at a place is on other people than the question."""
        asked, told = peoples(question), self._peoples[place]
        return bool(asked and told) and asked.isdisjoint(told)

    def standardised(self, cosine: float) -> float:
        """Return a cosine in standard deviations from that of texts of different entries."""
        return (cosine - self._mean) / self._spread

    def _usual(self) -> tuple[float, float]:
        """Return mean and standard deviation of the cosines of one claim's texts with others'."""
        centres = np.stack([rows[0] for rows in self._vectors])
        cosines = [
            rows[2:] @ np.delete(centres, number, axis=0).T
            for number, rows in enumerate(self._vectors)
        ]
        flat = np.concatenate([part.ravel() for part in cosines])
        if not flat.size:
            return 0.0, 1.0
        return float(flat.mean()), float(flat.std()) or 1.0


def _unit(vectors: Vectors) -> Vectors:
    """Return each row with a length of one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def texts_of(claims: Sequence[Claim]) -> list[str]:
    """Return all texts of the claims that are embedded."""
    return [text for claim in claims for text in _texts(claim)]


def _texts(claim: Claim) -> tuple[str, ...]:
    return (claim.statement, claim.correction, *claim.wordings, *claim.not_this)


def _words_of(claim: Claim) -> frozenset[str]:
    cited = [
        f"{source.title} {source.supports} {' '.join(source.authors[:1])} {source.year} "
        f"{source.journal}"
        for source in claim.sources
    ]
    return stems(" ".join([*_texts(claim), claim.topic, *cited]))


def _peoples_of(claim: Claim) -> frozenset[str]:
    """Return the peoples that a claim is on; none for one on race as such, whatever it names."""
    return peoples(" ".join(_texts(claim))) if peoples(claim.statement) else frozenset()


def _names(claims: Sequence[Claim]) -> list[frozenset[str]]:
    """Return the first authors of each claim's sources, save those that are words, such as Low."""
    plain = set(re.findall(r"\b[a-z]+\b", " ".join(texts_of(claims))))
    return [
        frozenset(
            name
            for source in claim.sources
            for author in source.authors[:1]
            if (name := author.split(",")[0].split()[-1]).lower() not in plain
        )
        for claim in claims
    ]


def _rarity(count: int, total: int) -> float:
    """Return the inverse document frequency of BM25 (Robertson and Zaragoza 2009)."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _embedded(library: Library, texts: Sequence[str], progress: Progress) -> Vectors:
    rows: list[Vectors] = []
    for first in range(0, len(texts), _AT_ONCE):
        rows.append(library.embedder.embed(texts[first : first + _AT_ONCE]))
        progress(min(first + _AT_ONCE, len(texts)), len(texts))
    return np.concatenate(rows)


# One register for each open library, because its vectors are of the library's model.
_open: WeakKeyDictionary[Library, Register] = WeakKeyDictionary()
_opening = threading.Lock()


def register_of(library: Library, progress: Progress = silent) -> Register:
    """Return the starter register with vectors of the library's model.

    They are computed once, which takes some seconds, and kept in the library.
    """
    with _opening:
        register = _open.get(library)
        if register is None:
            claims = starter_claims()
            texts = texts_of(claims)
            vectors = library.register.of(texts)
            if vectors is None:
                vectors = _embedded(library, texts, progress)
                library.register.keep(texts, vectors)
            register = Register(claims, vectors)
            _open[library] = register
        return register
