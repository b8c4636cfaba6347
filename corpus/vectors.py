"""The vectors, in Chroma as LlamaIndex's store lays them; the only file that knows either."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import chromadb
import chromadb.config
import httpx
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from corpus.database import is_writable
from corpus.embed import Fingerprint
from corpus.errors import LibraryError
from corpus.hit import Hit, SearchScope
from corpus.paper import Paper, Passage

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode, TextNode

_BATCH = 2_000
# Of unit vectors the inner product is the cosine, and with it Chroma keeps them to the last bit:
# for cosines it would scale them anew, so that a copy of a library would differ from it.
_INDEX: dict[str, Any] = {"hnsw": {"space": "ip", "ef_search": 400, "ef_construction": 200}}
_BEAM = 1_000
"""So many are always looked for: the approximate index, whose graph depends on the order of
adding, then finds the same as an exact search does in a department's library."""


class Vectors:
    """The vectors of one library, in its folder or on a Chroma server."""

    def __init__(self, folder: Path, server: str | None, collection: str) -> None:
        # Chroma shares its systems by this name, which must mean the same wherever we go.
        self._folder = folder.resolve()
        self._server = server
        self._name = collection
        self._lock = threading.RLock()
        self._copy: str | None = None
        self._opened: chromadb.Collection | None = None
        self._connect()

    def refresh(self) -> None:
        """Read again from disk: the embedded Chroma does not notice another process's writes."""
        with self._lock:
            self._opened = None
            if self._server is None:
                self._client.close()  # type: ignore[attr-defined]
                SharedSystemClient.clear_system_cache()
                self._connect()

    def drop(self) -> None:
        """Remove the collection, where there is one."""
        with self._lock, _reported("remove the vector store"):
            if self.fingerprint() is not None:
                self._client.delete_collection(self._name)
                self._opened = None

    def close(self) -> None:
        """Let go of the folder or the server; nothing else may be asked afterwards."""
        with self._lock:
            self._client.close()  # type: ignore[attr-defined]

    def fingerprint(self) -> Fingerprint | None:
        """Return the model the collection was made with; None where there is no collection."""
        with _reported("read the vector store"):
            try:
                # Anew: another process may have made it for another model.
                self._opened = None
                collection = self._collection()
            except NotFoundError:
                return None
        kept = collection.metadata or {}
        return Fingerprint(
            str(kept.get("model")), int(kept.get("dimension", 0)), str(kept.get("checksum"))
        )

    def create(self, fingerprint: Fingerprint) -> None:
        """Make the collection, empty, for the vectors of one model; drop what was there."""
        with self._lock, _reported("make the vector store"):
            self.drop()
            self._client.create_collection(
                self._name,
                embedding_function=None,
                configuration=_INDEX,  # type: ignore[arg-type]
                metadata={
                    "model": fingerprint.name,
                    "dimension": fingerprint.dimension,
                    "checksum": fingerprint.checksum,
                },
            )

    def add(self, passages: Sequence[tuple[Paper, Passage]], vectors: NDArray[np.float32]) -> None:
        """Add the vectors of passages with their papers. *Shape:* (len(passages), dimension)."""
        # Here, not at the top: the import takes a second, which those who only ask need not wait.
        from llama_index.vector_stores.chroma import ChromaVectorStore

        nodes: list[BaseNode] = [
            _node(paper, passage, vector)
            for (paper, passage), vector in zip(passages, vectors, strict=True)
        ]
        with self._lock, _reported("write vectors"):
            store = ChromaVectorStore(chroma_collection=self._collection())
            for first in range(0, len(nodes), _BATCH):
                store.add(nodes[first : first + _BATCH])

    def delete(self, passage_ids: Iterable[str]) -> None:
        """Remove vectors; unknown ids are passed over."""
        ids = list(passage_ids)
        with self._lock, _reported("remove vectors"):
            for first in range(0, len(ids), _BATCH):
                self._collection().delete(ids=ids[first : first + _BATCH])

    def ids(self) -> set[str]:
        """Return the passage ids that have a vector."""
        found: set[str] = set()
        with self._lock, _reported("read vectors"):
            collection = self._collection()
            for offset in range(0, collection.count(), _BATCH):
                found.update(collection.get(limit=_BATCH, offset=offset, include=[])["ids"])
        return found

    def of(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of passages, by id; those that have none are left out."""
        found: dict[str, NDArray[np.float32]] = {}
        with self._lock, _reported("read vectors"):
            collection = self._collection()
            for first in range(0, len(passage_ids), _BATCH):
                some = list(passage_ids[first : first + _BATCH])
                read = collection.get(ids=some, include=["embeddings"])
                rows = np.asarray(read["embeddings"], dtype=np.float32)
                found.update(zip(read["ids"], rows, strict=True))
        return found

    def nearest_among(
        self, vector: NDArray[np.float32], passage_ids: Sequence[str], count: int
    ) -> list[Hit]:
        """Return those of some passages that are nearest to a unit vector by cosine, best first."""
        held = self.of(passage_ids)
        hits = [Hit(one, round(float(row @ vector), 6)) for one, row in held.items()]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:count]

    def nearest(self, vector: NDArray[np.float32], limits: SearchScope, count: int) -> list[Hit]:
        """Return the passages nearest to a unit vector by cosine, best first.

        Equal ones stand in order of id. Takes no heed of `limits.a_paper`, which Chroma cannot
        count.
        """
        with self._lock, _reported("search vectors"):
            found = self._collection().query(
                query_embeddings=vector,
                n_results=max(count, _BEAM),
                where=_where(limits),
                include=["distances"],
            )
        (ids,), (distances,) = found["ids"], found["distances"] or [[]]
        hits = [
            Hit(passage_id, round(1.0 - distance, 6))
            for passage_id, distance in zip(ids, distances, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:count]

    def _connect(self) -> None:
        options = chromadb.config.Settings(anonymized_telemetry=False)
        with _reported("open the vector store"):
            if self._server is None:
                self._client = chromadb.PersistentClient(self._writable(), settings=options)
                return
            parts = urlsplit(self._server)
            try:
                self._client = chromadb.HttpClient(
                    host=parts.hostname or "",
                    port=parts.port or 8000,
                    ssl=parts.scheme == "https",
                    settings=options,
                )
            except ValueError as error:
                raise LibraryError(
                    f"no Chroma server answers at {self._server}; "
                    "start it, or unset EVIDENCE_CHROMA to keep the vectors in the library folder"
                ) from error

    def _writable(self) -> str:
        """Return the folder, or a copy of one that cannot be written: Chroma writes to read."""
        if not self._folder.exists() or is_writable(self._folder):
            return str(self._folder)
        if self._copy is None:
            self._copy = tempfile.mkdtemp(prefix="evidence-vectors-")
            weakref.finalize(self, shutil.rmtree, self._copy, ignore_errors=True)
            for path in filter(Path.is_file, self._folder.rglob("*")):
                place = self._copy / path.relative_to(self._folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                # Without the mode of the file, which says that it cannot be written.
                shutil.copyfile(path, place)
        return self._copy

    def _collection(self) -> chromadb.Collection:
        if self._opened is None:
            self._opened = self._client.get_collection(self._name, embedding_function=None)
        return self._opened


def collection_name(server: str | None, library: str | None) -> str:
    """Return the name of a library's collection; on a shared server it names the library, too."""
    return "passages" if server is None else f"passages-{library}"


def _where(limits: SearchScope) -> dict[str, Any] | None:
    """Return what Chroma is to look for in the metadata of passages."""
    wanted: list[dict[str, Any]] = []
    if limits.paper_ids is not None:
        wanted.append({"paper_id": {"$in": list(limits.paper_ids)}})
    if limits.origins:
        wanted.append({"origin": {"$in": list(limits.origins)}})
    if limits.not_kinds:
        wanted.append({"kind": {"$nin": list(limits.not_kinds)}})
    return {"$and": wanted} if len(wanted) > 1 else next(iter(wanted), None)


class _reported:  # noqa: N801 - reads as a word in `with`
    """Turn Chroma's errors into one that a person can act on."""

    def __init__(self, errand: str) -> None:
        self.errand = errand

    def __enter__(self) -> None:
        """Begin the errand."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (ChromaError, OSError, httpx.HTTPError)):
            raise LibraryError(
                f"cannot {self.errand}: {error}; mend the cause (disk space, permissions, "
                "server), then run: evidence check"
            ) from error


def _node(paper: Paper, passage: Passage, vector: NDArray[np.float32]) -> TextNode:
    """Return a passage as the node that a stock LlamaIndex index reads back."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    known = {
        "paper_id": paper.paper_id,
        "title": paper.title,
        "year": paper.year,
        "doi": paper.doi,
        "origin": passage.origin,
        "kind": passage.kind,
        "section": passage.section,
        "first_page": passage.first_page,
    }
    return TextNode(
        id_=passage.passage_id,
        text=passage.text,
        embedding=vector.tolist(),
        metadata={key: value for key, value in known.items() if value is not None},
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=paper.paper_id)},
    )
