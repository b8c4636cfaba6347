"""An embedder that remembers what it embedded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.embed import Embedder
from corpus.kept import Kept

MOST = 60_000
"""Texts of papers that are remembered: 90 MB with the default model, some fifty long papers."""

_AT_ONCE = 256

Told = Callable[[int, int], None]
"""Told how many texts are embedded, of how many."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


class Remembering:
    """An embedder that remembers the vectors of the texts it was last asked for.

    The same sentences come up for many questions, and embedding them is most of the time that an
    answer takes. Those of papers and register are also kept in a file, for the next time the
    library is opened; what people ask is not.
    """

    def __init__(self, embedder: Embedder, kept: Kept | None = None, most: int = MOST) -> None:
        self.most = most
        self._embedder = embedder
        self._kept = kept
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def keeps(self) -> bool:
        """Whether what is embedded can be kept for the next time."""
        return self._kept is not None and self._kept.can_be_written

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""
        known = self._recalled(texts)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(new, self._embedder.embed(new), strict=True) if new else {}
        self._remember(known)
        return np.array([known[text] for text in texts], dtype=np.float32)

    def unknown(self, texts: Sequence[str]) -> list[str]:
        """Return the texts that have to be embedded, each once."""
        known = self._recalled(texts)
        self._remember(known)
        return [text for text in dict.fromkeys(texts) if text not in known]

    def keep(self, texts: Sequence[str], told: Told = silent) -> None:
        """Embed texts of the papers or of the register, and keep their vectors for good."""
        for first in range(0, len(texts), _AT_ONCE):
            some = texts[first : first + _AT_ONCE]
            vectors = self.embed(some)
            if self._kept is not None:
                self._kept.keep(some, vectors)
            told(first + len(some), len(texts))

    def _recalled(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        if self._kept is not None and len(known) < len(texts):
            known |= self._kept.of([text for text in texts if text not in known])
        return known

    def _remember(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > self.most:
                self._known.popitem(last=False)
