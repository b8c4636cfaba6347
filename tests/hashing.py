"""A stand-in for the embedding model.

By itself, because the processes that read files get one sent and import what it is in: with the
other fakes that would be all of Chroma, a second each time.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.embed import Fingerprint

DIMENSION = 64


class HashingEmbedder:
    """Counts hashed words: texts that share words lie near each other; needs no weights."""

    def __init__(self, name: str = "hashing", max_tokens: int = 254) -> None:
        self.name = name
        self.checksum = hashlib.sha256(name.encode()).hexdigest()
        self.fingerprint = Fingerprint(name, DIMENSION, self.checksum)
        self.max_tokens = max_tokens

    @property
    def tokens(self) -> HashingEmbedder:
        return self

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(
            len(texts), DIMENSION
        )

    def _vector(self, text: str) -> NDArray[np.float64]:
        vector = np.zeros(DIMENSION)
        for word in re.findall(r"\w+", text.lower()) or [""]:
            vector[zlib.crc32(f"{self.name}{word}".encode()) % DIMENSION] += 1.0
        return vector / np.linalg.norm(vector)


class Noting(HashingEmbedder):
    """Notes every text that it is asked to embed."""

    def __init__(self, name: str = "hashing") -> None:
        super().__init__(name)
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return super().embed(texts)
