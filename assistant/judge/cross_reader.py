"""Read question and sentence together: how likely the sentence answers the question.

A cross-encoder in the manner of Nogueira and Cho 2019 (arXiv:1901.04085): the packaged sentence
encoder, its upper layers fitted anew on pairs, and one linear layer on top. What ships is the
difference to the packaged weights, a byte a weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.bert_numpy import NumpyBert
from corpus.fitted.weights import fit_record, fitted_arrays
from corpus.tokens import TokenCounter

FIT = "cross_reader"
_SCALE = ".scale"
LONGEST = {"question": 56, "title": 22, "sentence": 72}
"""Tokens that are read of each; few questions, titles or sentences have more."""


@dataclass(frozen=True)
class TitledSentence:
    """What is read beside a question."""

    title: str
    """Of the paper that the sentence is from."""
    sentence: str


class CrossReader:
    """The fitted encoder for one folder of the packaged model."""

    def __init__(self, folder: Path, checksum: str) -> None:
        """Load the packaged weights and the fitted difference.

        Raises WrongModel where the folder holds another model than it was fitted on.
        """
        fit_record(FIT, checksum)
        arrays = fitted_arrays(FIT)
        self._head: NDArray[np.float32] = arrays.pop("head.weight")
        self._bias = float(arrays.pop("head.bias")[0])
        self._tokens = TokenCounter(folder)
        self._special = self._tokens.encode([""])[0]
        self._bert = NumpyBert(folder, dict(_changes(arrays)))

    def log_odds(self, question: str, sentences: Sequence[TitledSentence]) -> NDArray[np.float64]:
        """Return the log-odds that each sentence answers. *Shape:* (sentences,)."""
        asked = self._encoded(question, LONGEST["question"])
        rows = [self._row(asked, one) for one in sentences]
        states = self._bert.states(rows, [len(asked) + 2] * len(rows))
        pooled = np.stack([np.concatenate([one[0], one.mean(axis=0)]) for one in states])
        return np.asarray(pooled @ self._head + self._bias, dtype=np.float64)

    def _row(self, asked: Sequence[int], one: TitledSentence) -> list[int]:
        begin, end = self._special
        title = self._encoded(one.title, LONGEST["title"])
        sentence = self._encoded(one.sentence, LONGEST["sentence"])
        return [begin, *asked, end, *title, *self._encoded(".", 1), *sentence, end]

    def _encoded(self, text: str, most: int) -> list[int]:
        return self._tokens.encode([text])[0][1:-1][:most]


@lru_cache(maxsize=1)
def cross_reader(folder: Path, checksum: str) -> CrossReader:
    """Return the reader for a model's folder, loaded once."""
    return CrossReader(folder, checksum)


def _changes(arrays: dict[str, NDArray[Any]]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the difference of each weight: signed bytes, times the scale of their row."""
    for name, array in arrays.items():
        if name.endswith(_SCALE):
            continue
        scale = arrays[name + _SCALE]
        change = array.astype(np.float32) * (scale[:, None] if array.ndim > 1 else scale)
        yield name, np.ascontiguousarray(change, dtype=np.float32)
