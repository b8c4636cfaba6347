"""Add a folder with paper-qa, without a language model: citation and name are given.

Run by eval/bench/adding.py in an environment of its own: MODEL FOLDER STORE PIECES.json
"""

from __future__ import annotations

import asyncio
import json
import pickle
import sys
from pathlib import Path

from paperqa import Docs, Settings  # type: ignore[import-not-found]


async def add(model: str, folder: Path) -> Docs:
    """Return the files of a folder as paper-qa holds them, in memory."""
    settings = Settings(
        embedding=f"st-{model}",
        # What a language model would do: look up details, describe pictures.
        parsing={"use_doc_details": False, "multimodal": False},
    )
    docs = Docs()
    embedding = settings.get_embedding_model()
    for file in sorted(folder.iterdir()):
        await docs.aadd(
            file,
            citation=file.name,
            docname=file.stem,
            settings=settings,
            embedding_model=embedding,
        )
    return docs


def main() -> None:
    """Add the folder, keep it as paper-qa does, and write the texts that were embedded."""
    model, folder, store, pieces = sys.argv[1:]
    docs = asyncio.run(add(model, Path(folder)))
    Path(store).write_bytes(pickle.dumps(docs))
    Path(pieces).write_text(json.dumps([text.text for text in docs.texts]), encoding="utf-8")


if __name__ == "__main__":
    main()
