"""Unit vectors as the catalog stores them: half precision, which moves a cosine by 0.00002."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
_STORED = np.dtype("<f2")


def packed(vectors: Vector) -> bytes:
    """Return one vector, or the rows of a matrix one after the other, as they are stored."""
    return np.asarray(vectors, dtype=_STORED).tobytes()


def unpacked(rows: Sequence[bytes]) -> Vector:
    """Return stored vectors, of unit length again. *Shape:* (len(rows), dimension)."""
    if not rows:
        return np.zeros((0, 0), dtype=np.float32)
    found = np.frombuffer(b"".join(rows), dtype=_STORED).reshape(len(rows), -1).astype(np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.where(lengths > 0, lengths, 1), dtype=np.float32)
