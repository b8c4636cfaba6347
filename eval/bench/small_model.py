"""Serve a small language model to several systems at once, by the server inside llama.cpp."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTEXT = 8_192
"""Tokens of a question with its passages, and of what is written."""
MOST_WRITTEN = 400
"""Tokens of one text that the model writes."""


@dataclass(frozen=True)
class SmallModel:
    """A model that answers in the OpenAI protocol, as long as this is held."""

    name: str
    address: str
    key: str
    server: Any
    """Stops when it is let go of."""


def serve(file: Path) -> SmallModel:
    """Load a model of a GGUF file into this process and serve it on this machine."""
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(file)
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.verbosity = -1
    key = secrets.token_hex(16)
    settings.api_keys = [key]
    server = xllamacpp.Server(settings)
    return SmallModel(file.stem, f"{server.listening_address}/v1", key, server)
