"""Count text in the tokens of an embedding model, without loading the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from tokenizers import Tokenizer

from corpus.errors import ModelError
from corpus.model_folder import stated

_USUAL_SPAN = 512
"""Tokens that most models read, where a model's folder does not tell."""


class Tokens(Protocol):
    """Counts text in a model's own tokens; can be pickled, for processes that only read."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads of a text, the special ones left out."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's own tokens, special ones left out."""


@dataclass(frozen=True)
class TokenCounter:
    """The tokens of the sentence-transformers model in a folder."""

    folder: Path

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads of a text, the special ones left out."""
        return _span(self.folder) - _tokenizer(self.folder).num_special_tokens_to_add(False)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's own tokens, special ones left out."""
        if not texts:
            return []
        # Without offsets, which nobody asks for here.
        encoded = _tokenizer(self.folder).encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(one) for one in encoded]

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the tokens of each text with the special ones, cut where the model stops."""
        return [one.ids for one in _cutting_tokenizer(self.folder).encode_batch_fast(list(texts))]


@lru_cache(maxsize=2)
def _cutting_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_str(_tokenizer(folder).to_str())
    tokenizer.enable_truncation(_span(folder))
    return tokenizer


@lru_cache(maxsize=2)
def _tokenizer(folder: Path) -> Tokenizer:
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise ModelError(
            f"{folder}: no tokenizer.json; save the model once with a present version of "
            "sentence-transformers, and name that folder"
        )
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=2)
def _span(folder: Path) -> int:
    """Return how many tokens the model reads, the special ones included."""
    for name, key in (
        ("sentence_bert_config.json", "max_seq_length"),
        ("config.json", "max_position_embeddings"),
    ):
        told = stated(folder, name).get(key)
        if told:
            return int(told)
    return _USUAL_SPAN
