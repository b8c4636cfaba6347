"""A BERT sentence model, written out: texts in, unit vectors out, without padding.

Devlin et al. 2019 (arXiv:1810.04805), with the mean over tokens of Reimers and Gurevych 2019
(arXiv:1908.10084). sentence-transformers computes the same to the last digit or two, but takes
seconds and 300 MB more to import, which every command would wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from corpus.model_folder import WEIGHTS_FILE, stated
from corpus.tokens import TokenCounter

_ATTENTION = ("query", "key", "value")


class Bert:
    """The encoder in a sentence-transformers folder for which `is_bert` holds."""

    def __init__(self, folder: Path) -> None:
        told = stated(folder, "config.json")
        self.dimension: int = told["hidden_size"]
        self._heads: int = told["num_attention_heads"]
        self._epsilon: float = told["layer_norm_eps"]
        self._tokens = TokenCounter(folder)
        self._weights = {
            name.removeprefix("bert."): weights.float()
            for name, weights in load_file(folder / WEIGHTS_FILE).items()
        }
        self._layers: list[str] = [
            f"encoder.layer.{number}" for number in range(told["num_hidden_layers"])
        ]
        for layer in self._layers:
            self._join(f"{layer}.attention.self")

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text; several threads may ask at one time."""
        with torch.inference_mode():
            rows = self._tokens.encode(texts)
            lengths = [len(row) for row in rows]
            states = self._embedded(rows)
            for layer in self._layers:
                states = self._layer(layer, states, lengths)
            means = torch.stack([part.mean(0) for part in torch.split_with_sizes(states, lengths)])
            unit: NDArray[np.float32] = functional.normalize(means).numpy()
        return unit

    def _embedded(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Return what goes into the first layer, all texts in one row. *Shape:* (tokens, width)."""
        ids = torch.tensor([token for row in rows for token in row])
        places = torch.cat([torch.arange(len(row)) for row in rows])
        return self._normal(
            "embeddings.LayerNorm",
            self._weights["embeddings.word_embeddings.weight"][ids]
            + self._weights["embeddings.position_embeddings.weight"][places]
            + self._weights["embeddings.token_type_embeddings.weight"][0],
        )

    def _layer(self, name: str, states: Tensor, lengths: list[int]) -> Tensor:
        attended = self._linear(
            f"{name}.attention.output.dense", self._attend(name, states, lengths)
        )
        states = self._normal(f"{name}.attention.output.LayerNorm", attended + states)
        inner = functional.gelu(self._linear(f"{name}.intermediate.dense", states))
        return self._normal(
            f"{name}.output.LayerNorm", self._linear(f"{name}.output.dense", inner) + states
        )

    def _attend(self, name: str, states: Tensor, lengths: list[int]) -> Tensor:
        """Let the tokens of each text attend to those of the same text."""
        joined = self._linear(f"{name}.attention.self.joined", states)
        # (query or key or value, head, token, width of a head)
        parts = joined.view(len(states), 3, self._heads, -1).permute(1, 2, 0, 3)
        found = [_attended(*text) for text in torch.split_with_sizes(parts, lengths, dim=2)]
        return torch.cat(found, dim=1).transpose(0, 1).reshape(states.shape)

    def _join(self, name: str) -> None:
        """Put the weights of query, key and value together: one multiplication, not three."""
        for kind in ("weight", "bias"):
            parts = [self._weights.pop(f"{name}.{part}.{kind}") for part in _ATTENTION]
            self._weights[f"{name}.joined.{kind}"] = torch.cat(parts)

    def _linear(self, name: str, states: Tensor) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.linear(states, weight, bias)

    def _normal(self, name: str, states: Tensor) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(states, states.shape[-1:], weight, bias, self._epsilon)


def _attended(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Return what the tokens of one text find in each other. *Shape:* (head, token, width)."""
    # For texts of some 200 tokens faster than the library's attention, made for thousands.
    scale = query.shape[-1] ** -0.5
    likeness = query.new_empty(len(query), query.shape[1], query.shape[1])
    likeness = torch.baddbmm(likeness, query, key.transpose(1, 2), beta=0, alpha=scale)
    return torch.bmm(likeness.softmax(-1), value)
