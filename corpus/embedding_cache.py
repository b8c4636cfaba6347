"""Embed what people write, beside texts whose vectors are known already."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from corpus.stored_vectors import Vector

_MOST = 1_000


class Embedding(Protocol):
    """Anything that gives texts unit vectors."""

    def embed(self, texts: Sequence[str]) -> Vector:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""


class EmbeddingCache:
    """Embeds what people write; safe to share by threads.

    Several steps look at one question, and a reviewer looks at the same slides again.
    """

    def __init__(self, embedder: Embedding, most: int = _MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vector:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(new, self._embedder.embed(new), strict=True) if new else {}
        with self._lock:
            for text, vector in known.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.array([known[text] for text in texts], dtype=np.float32)

    def forget(self) -> None:
        """Forget all texts, as for somebody who asks first."""
        with self._lock:
            self._known.clear()


class StoredEmbedding:
    """Knows the vectors of some texts, and has all others embedded."""

    def __init__(self, known: Mapping[str, Vector], others: Embedding) -> None:
        self._known = known
        self._others = others

    def embed(self, texts: Sequence[str]) -> Vector:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = dict(zip(new, self._others.embed(new), strict=True)) if new else {}
        rows = [self._known[text] if text in self._known else found[text] for text in texts]
        return np.array(rows, dtype=np.float32)
