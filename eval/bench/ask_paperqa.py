"""Ask paper-qa: its retrieval, and its answers with a language model.

Run by eval/bench/beside.py in an environment of its own: JOB.json, a line for each question out.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from paperqa import Docs, EmbeddingModel, Settings  # type: ignore[import-not-found]

_CITED = re.compile(r"pqac-\w+")
"""How its model is told to name a piece of evidence."""


async def main() -> None:
    """Add the folder, then ask every question, and those of `answered` for an answer as well."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    settings = _settings(job["model"], job["server"])
    docs = Docs()
    # Made once: it would else be loaded anew for every question.
    embed = settings.get_embedding_model()
    for file in sorted(Path(job["folder"]).iterdir()):
        # What a language model would do otherwise: find out what the file is.
        await docs.aadd(
            file,
            citation=file.stem,
            docname=file.stem,
            settings=settings,
            embedding_model=embed,
        )
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
    asyncio.run(main())
