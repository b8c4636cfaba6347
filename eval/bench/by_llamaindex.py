"""Add a folder with plain LlamaIndex, as its own manual begins: reader, index, Chroma.

Run by eval/bench/adding.py in an environment of its own: MODEL FOLDER STORE PIECES.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import chromadb
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore


def main() -> None:
    """Add the folder; write the texts of the pieces that were embedded."""
    model, folder, store, pieces = sys.argv[1:]
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


if __name__ == "__main__":
    main()
