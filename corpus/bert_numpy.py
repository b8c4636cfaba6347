"""The encoder of `corpus/bert.py` in NumPy, for the few texts of a question.

PyTorch takes seconds to import, which somebody who asks would wait for; for some ten tokens NumPy
is as fast. For the texts of a paper PyTorch is several times faster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from corpus.model_folder import WEIGHTS_FILE, stated
from corpus.tokens import TokenCounter

Matrix = NDArray[np.float32]
_ROWS = 32
"""Of the widest states, a fifth of a megabyte."""
_NO_CHANGES: Mapping[str, Matrix] = MappingProxyType({})


class NumpyBert:
    """The encoder in a sentence-transformers folder for which `is_bert` holds."""

    def __init__(self, folder: Path, changes: Mapping[str, Matrix] = _NO_CHANGES) -> None:
        """Load the weights; `changes` is added to those that it names."""
        config = stated(folder, "config.json")
        self.dimension: int = config["hidden_size"]
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]
        self._layers: int = config["num_hidden_layers"]
        self._tokens = TokenCounter(folder)
        with safe_open(folder / WEIGHTS_FILE, framework="numpy") as file:
            self._weights: dict[str, Matrix] = {
                name.removeprefix("bert."): file.get_tensor(name).astype(np.float32, copy=False)
                for name in file.keys()  # noqa: SIM118 - not a mapping
            }
        for name, change in changes.items():
            self._weights[name] = self._weights[name] + change

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of unit length for each text. *Shape:* (len(texts), dimension)."""
        return np.stack([_unit(one) for one in self.states(self._tokens.encode(texts))])

    def states(
        self, rows: Sequence[Sequence[int]], firsts: Sequence[int] | None = None
    ) -> list[Matrix]:
        """Return the states after the last layer, each of shape (tokens, width).

        The tokens of all rows go through a layer as one matrix, without padding; each row attends
        to itself. `firsts` tells how many tokens of each row are of the first text of a pair.
        """
        lengths = [len(row) for row in rows]
        ends = np.cumsum(lengths)
        spans = [slice(end - length, end) for end, length in zip(ends, lengths, strict=True)]
        kinds = np.concatenate(
            [
                np.arange(length) >= first
                for length, first in zip(lengths, firsts or lengths, strict=True)
            ]
        )
        states = self._normal(
            "embeddings.LayerNorm",
            self._weights["embeddings.word_embeddings.weight"][[one for row in rows for one in row]]
            + self._weights["embeddings.position_embeddings.weight"][
                np.concatenate([np.arange(length) for length in lengths])
            ]
            + self._weights["embeddings.token_type_embeddings.weight"][kinds.astype(np.intp)],
        )
        for number in range(self._layers):
            states = self._layer(f"encoder.layer.{number}", states, spans)
        return [states[span] for span in spans]

    def _layer(self, name: str, states: Matrix, spans: Sequence[slice]) -> Matrix:
        """Return the states after one layer. *Shape:* (tokens, width), both."""
        query, key, value = (
            self._linear(f"{name}.attention.self.{part}", states)
            for part in ("query", "key", "value")
        )
        attended = np.concatenate(
            [self._attended(query[span], key[span], value[span]) for span in spans]
        )
        attended = self._linear(f"{name}.attention.output.dense", attended)
        states = self._normal(f"{name}.attention.output.LayerNorm", attended + states)
        inner = _gelu(self._linear(f"{name}.intermediate.dense", states))
        output = self._linear(f"{name}.output.dense", inner)
        return self._normal(f"{name}.output.LayerNorm", output + states)

    def _attended(self, query: Matrix, key: Matrix, value: Matrix) -> Matrix:
        query, key, value = map(self._by_head, (query, key, value))
        likeness = query @ key.transpose(0, 2, 1) / np.float32(query.shape[-1] ** 0.5)
        attention = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        attention /= attention.sum(axis=-1, keepdims=True)
        attended = (attention @ value).transpose(1, 0, 2)
        return np.asarray(attended.reshape(len(attended), -1), dtype=np.float32)

    def _by_head(self, states: Matrix) -> Matrix:
        """*Shape:* (tokens, width) to (head, token, width of a head)."""
        return states.reshape(len(states), self._heads, -1).transpose(1, 0, 2)

    def _linear(self, name: str, states: Matrix) -> Matrix:
        product: Matrix = states @ self._weights[f"{name}.weight"].T
        return product + self._weights[f"{name}.bias"]

    def _normal(self, name: str, states: Matrix) -> Matrix:
        centred = states - states.mean(axis=-1, keepdims=True)
        variance = np.mean(centred * centred, axis=-1, keepdims=True)
        scaled: Matrix = centred / np.sqrt(variance + np.float32(self._epsilon))
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _unit(states: Matrix) -> Matrix:
    mean: Matrix = states.mean(axis=0)
    unit: Matrix = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return unit


def _gelu(states: Matrix) -> Matrix:
    """Return x Φ(x) in place of x, Φ to 1e-7 by Abramowitz and Stegun 1964, 7.1.26.

    SciPy is dear to import. A few rows at a time stay in a core's own cache.
    """
    for first in range(0, len(states), _ROWS):
        block = states[first : first + _ROWS]
        size = np.abs(block)
        size *= np.float32(0.5**0.5)
        near = size * np.float32(0.3275911)
        near += np.float32(1.0)
        np.reciprocal(near, out=near)
        total = near * np.float32(1.061405429)
        for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
            total += np.float32(factor)
            total *= near
        size *= size
        np.negative(size, out=size)
        total *= np.exp(size, out=size)
        total *= np.float32(0.5)
        # Φ(x) is the tail below zero, and 1 less the tail above.
        above = block >= 0
        np.subtract(np.float32(1.0), total, out=total, where=above)
        block *= total
    return states
