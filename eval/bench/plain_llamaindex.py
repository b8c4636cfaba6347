"""Add and ask with plain LlamaIndex: its default reader, retrieval, and CitationQueryEngine.

Run by eval/bench/adding.py and beside.py in an environment of its own. `add MODEL FOLDER STORE
PIECES.json` adds a folder, as its manual begins, and writes the texts of the pieces embedded; `ask
JOB.json` prints a line for each question.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import chromadb
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.openai_like import OpenAILike
from llama_index.vector_stores.chroma import ChromaVectorStore


def add(model: str, folder: str, store: str, pieces: str) -> None:
    """Add the folder; write the texts of the pieces that were embedded."""
    client = chromadb.PersistentClient(store)
    collection = client.create_collection("papers", embedding_function=None)
    VectorStoreIndex.from_documents(
        SimpleDirectoryReader(folder).load_data(),
        storage_context=StorageContext.from_defaults(
            vector_store=ChromaVectorStore(chroma_collection=collection)
        ),
        embed_model=HuggingFaceEmbedding(model_name=model, device="cpu"),
    )
    Path(pieces).write_text(json.dumps(collection.get()["documents"]), encoding="utf-8")


def ask(file: str) -> None:
    """Add the folder, then ask every question, and those of `answered` for an answer as well."""
    job = json.loads(Path(file).read_text(encoding="utf-8"))
    embed = HuggingFaceEmbedding(model_name=job["model"], device="cpu")
    papers = SimpleDirectoryReader(job["folder"]).load_data()
    index = VectorStoreIndex.from_documents(papers, embed_model=embed)
    retriever = index.as_retriever(similarity_top_k=job["depth"])
    # Three sources, as its manual has it; they are cut again to its default of 512 tokens.
    engine = CitationQueryEngine.from_args(index, llm=_writer(job["server"]), similarity_top_k=3)
    print(json.dumps({"version": version("llama-index-core")}), flush=True)
    for one in job["questions"]:
        started = time.perf_counter()
        found = retriever.retrieve(one["question"])
        told: dict[str, Any] = {
            "id": one["id"],
            "ranked": [_key(node.node.metadata) for node in found],
            "seconds": {"search": time.perf_counter() - started},
        }
        if one["id"] in job["answered"]:
            _answer(engine, one["question"], told)
        print(json.dumps(told), flush=True)


def _answer(engine: CitationQueryEngine, question: str, told: dict[str, Any]) -> None:
    started = time.perf_counter()
    try:
        answer = engine.query(question)
    except Exception as error:  # Counted as a failure of this question; the others are asked.
        told["error"] = f"{type(error).__name__}: {error}"
        return
    told["text"] = str(answer)
    told["seconds"]["whole answer"] = time.perf_counter() - started
    told["evidence"] = [
        {"rank": rank, "paper_id": _key(node.node.metadata), "text": node.node.get_content()}
        for rank, node in enumerate(answer.source_nodes, start=1)
    ]


def _writer(server: dict[str, Any]) -> OpenAILike:
    return OpenAILike(
        model=server["model"],
        api_base=server["address"],
        api_key=server["key"],
        is_chat_model=True,
        context_window=server["context"],
        max_tokens=server["most"],
        temperature=0.0,
        timeout=server["seconds"],
        max_retries=0,
    )


def _key(metadata: dict[str, Any]) -> str:
    return Path(metadata["file_name"]).stem


if __name__ == "__main__":
    add(*sys.argv[2:]) if sys.argv[1] == "add" else ask(*sys.argv[2:])
