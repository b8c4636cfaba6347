"""A sentence model of any architecture, computed by sentence-transformers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import transformers
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus.errors import ModelError


class LibraryModel:
    """The model in a sentence-transformers folder."""

    def __init__(self, folder: Path) -> None:
        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{folder}: the model does not say how wide its vectors are")
        self.dimension = dimension
        self._model = model.eval()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text; several threads may ask at one time.

        Does what `SentenceTransformer.encode` does, which cannot run twice at one time: its
        tokenizer is an object that changes. The forward pass is not, and takes the time.
        """
        with torch.inference_mode():
            with self._lock:
                features = self._model.preprocess(list(texts), prompt=self._prompt)
            rows = self._model(features)["sentence_embedding"]
            unit: NDArray[np.float32] = torch.nn.functional.normalize(rows).float().numpy()
        return unit

    @property
    def _prompt(self) -> str | None:
        """What the model wants in front of every text, if anything."""
        name = self._model.default_prompt_name
        return self._model.prompts.get(name) if name is not None else None
