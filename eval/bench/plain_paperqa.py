"""Add and ask with paper-qa: its retrieval, and its answers with a language model.

Run by eval/bench/adding.py and beside.py in an environment of its own. `add MODEL FOLDER STORE
PIECES.json` adds a folder without a language model, citation and name given, and writes the texts
embedded; `ask JOB.json` prints a line for each question.
"""

from __future__ import annotations

import asyncio
import json
import pickle
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from paperqa import Docs, EmbeddingModel, Settings  # type: ignore[import-not-found]

_CITED = re.compile(r"pqac-\w+")
"""How its model is told to name a piece of evidence."""


async def add(model: str, folder: str, store: str, pieces: str) -> None:
    """Add the folder, keep it as paper-qa does, and write the texts that were embedded."""
    # What a language model would do: look up details, describe pictures.
    parsing = {"use_doc_details": False, "multimodal": False}
    settings = Settings(embedding=f"st-{model}", parsing=parsing)
    docs = await _added(Path(folder), settings, settings.get_embedding_model())
    Path(store).write_bytes(pickle.dumps(docs))
    Path(pieces).write_text(json.dumps([text.text for text in docs.texts]), encoding="utf-8")


async def _added(folder: Path, settings: Settings, embed: EmbeddingModel) -> Docs:
    """Return the files of a folder as paper-qa holds them, in memory."""
    docs = Docs()
    for file in sorted(folder.iterdir()):
        await docs.aadd(
            file,
            citation=file.name,
            docname=file.stem,
            settings=settings,
            embedding_model=embed,
        )
    return docs


async def ask(file: str) -> None:
    """Add the folder, then ask every question, and those of `answered` for an answer as well."""
    job = json.loads(Path(file).read_text(encoding="utf-8"))
    settings = _settings(job["model"], job["server"])
    # Made once: it would else be loaded anew for every question.
    embed = settings.get_embedding_model()
    docs = await _added(Path(job["folder"]), settings, embed)
    print(json.dumps({"version": version("paper-qa")}), flush=True)
    for one in job["questions"]:
        started = time.perf_counter()
        found = await docs.retrieve_texts(one["question"], job["depth"], settings, embed)
        told: dict[str, Any] = {
            "id": one["id"],
            "ranked": [text.doc.docname for text in found],
            "seconds": {"search": time.perf_counter() - started},
        }
        if one["id"] in job["answered"]:
            await _answer(docs, settings, embed, one["question"], told)
        print(json.dumps(told), flush=True)


async def _answer(
    docs: Docs, settings: Settings, embed: EmbeddingModel, question: str, told: dict[str, Any]
) -> None:
    started = time.perf_counter()
    try:
        session = await docs.aquery(question, settings=settings, embedding_model=embed)
    except Exception as error:  # Counted as a failure of this question; the others are asked.
        told["error"] = f"{type(error).__name__}: {error}"
        return
    told["seconds"]["whole answer"] = time.perf_counter() - started
    ranks = {context.id: rank for rank, context in enumerate(session.contexts, start=1)}
    # What its model names and is not there becomes number 0, which no evidence has.
    told["text"] = _CITED.sub(lambda cited: f"[{ranks.get(cited.group(), 0)}]", session.raw_answer)
    told["evidence"] = [
        {"rank": rank, "paper_id": context.text.doc.docname, "text": context.text.text}
        for rank, context in enumerate(session.contexts, start=1)
    ]


def _settings(model: str, server: dict[str, Any]) -> Settings:
    """Return its default settings, with the given models and without looking anything up."""
    name = f"openai/{server['model']}"
    reached = {
        "model_name": name,
        "litellm_params": {
            "model": name,
            "api_base": server["address"],
            "api_key": server["key"],
            "temperature": 0.0,
            "max_tokens": server["most"],
            "timeout": server["seconds"],
        },
    }
    config = {"model_list": [reached]}
    return Settings(
        embedding=f"st-{model}",
        llm=name,
        llm_config=config,
        summary_llm=name,
        summary_llm_config=config,
        parsing={"use_doc_details": False, "multimodal": False},
    )


if __name__ == "__main__":
    asyncio.run(add(*sys.argv[2:]) if sys.argv[1] == "add" else ask(*sys.argv[2:]))
