"""The vectors keep one contract, in the library folder and on a server, and stay open to others."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import httpx
import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from fakes import ASTHMA, KIDNEY, HashingEmbedder, make_document, put
from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

from corpus.embed import Embedder
from corpus.errors import LibraryError
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Document
from corpus.settings import Settings
from corpus.vectors import Vectors
from ingest.split import split

EMBEDDER = HashingEmbedder()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Run a real Chroma server and give its address."""
    command = Path(sys.executable).parent / "chroma"
    port = free_port()
    server = subprocess.Popen(
        [command, "run", "--host", "127.0.0.1", "--port", str(port), "--path", folder],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        assert answers(address), "the Chroma server did not start"
        yield address
    finally:
        server.kill()
        server.wait()


def answers(address: str) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return httpx.get(f"{address}/api/v2/heartbeat", trust_env=False).is_success
        except httpx.TransportError:
            time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(params=["embedded", "server"])
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> Vectors:
    address = request.getfixturevalue("server") if request.param == "server" else None
    made = Vectors(tmp_path / "chroma", address, f"passages-{uuid.uuid4().hex}")
    made.create(EMBEDDER.fingerprint)
    return made


def add(vectors: Vectors, document: Document) -> list[str]:
    passages = split(document, EMBEDDER)
    vectors.add([(document.paper, p) for p in passages], EMBEDDER.embed([p.text for p in passages]))
    return [passage.passage_id for passage in passages]


def test_a_new_collection_is_empty_and_knows_its_model(vectors: Vectors) -> None:
    assert vectors.ids() == set()
    assert vectors.fingerprint() == EMBEDDER.fingerprint
    assert vectors.nearest(EMBEDDER.embed(["asthma"])[0], SearchScope(), 5) == []


def test_the_nearest_passage_comes_first_with_its_cosine(vectors: Vectors) -> None:
    (asthma,), (kidney,) = add(vectors, ASTHMA), add(vectors, KIDNEY)
    query = EMBEDDER.embed(["asthma where the air was worse"])[0]
    first, second = vectors.nearest(query, SearchScope(), 5)
    assert (first.passage_id, second.passage_id) == (asthma, kidney)
    expected = float(query @ EMBEDDER.embed([ASTHMA.text])[0])
    assert first.score == pytest.approx(expected, abs=1e-4)


def test_adding_the_same_passages_again_changes_nothing(vectors: Vectors) -> None:
    add(vectors, ASTHMA)
    query = EMBEDDER.embed(["asthma"])[0]
    before = vectors.ids(), vectors.nearest(query, SearchScope(), 5)
    add(vectors, ASTHMA)
    assert (vectors.ids(), vectors.nearest(query, SearchScope(), 5)) == before


def test_a_search_can_be_limited_to_papers(vectors: Vectors) -> None:
    add(vectors, ASTHMA)
    (kidney,) = add(vectors, KIDNEY)
    query = EMBEDDER.embed(["asthma where the air was worse"])[0]
    (hit,) = vectors.nearest(query, SearchScope([KIDNEY.paper.paper_id]), 5)
    assert hit.passage_id == kidney
    assert vectors.nearest(query, SearchScope(["doi:10.1/unknown"]), 5) == []


def test_deleted_vectors_are_gone_and_unknown_ones_passed_over(vectors: Vectors) -> None:
    asthma, kidney = add(vectors, ASTHMA), add(vectors, KIDNEY)
    vectors.delete([*asthma, "unknown"])
    assert vectors.ids() == set(kidney)
    vectors.delete([])
    assert vectors.ids() == set(kidney)


def test_making_the_collection_anew_drops_what_was_there(vectors: Vectors) -> None:
    add(vectors, ASTHMA)
    other = HashingEmbedder("another").fingerprint
    vectors.create(other)
    assert vectors.ids() == set()
    assert vectors.fingerprint() == other


def test_more_vectors_than_a_batch_are_all_kept(
    vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.vectors._BATCH", 3)
    document = make_document("Long", *(f"Finding {n} " + "word " * 150 + "end." for n in range(8)))
    ids = add(vectors, document)
    assert len(ids) == 8
    assert vectors.ids() == set(ids)
    vectors.delete(ids)
    assert vectors.ids() == set()


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_any_text_survives_the_store(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    vectors = Vectors(tmp_path_factory.mktemp("vectors") / "chroma", None, "passages")
    vectors.create(EMBEDDER.fingerprint)
    assert set(add(vectors, make_document(text, "One sentence.", text))) == vectors.ids()


def test_a_library_can_keep_its_vectors_on_a_server(server: str, tmp_path: Path) -> None:
    one = Library(Settings(library=tmp_path / "one", chroma=server), EMBEDDER)
    other = Library(Settings(library=tmp_path / "other", chroma=server), EMBEDDER)
    put(one, ASTHMA)
    put(other, KIDNEY)
    assert len(one.vectors.ids()) == len(other.vectors.ids()) == 1
    again = Library(Settings(library=tmp_path / "one", chroma=server), EMBEDDER)
    assert again.nearest("asthma", SearchScope(), 5) == one.nearest("asthma", SearchScope(), 5)
    for library in (one, other, again):
        library.close()


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(LibraryError, match=f"no Chroma server answers at {address}"):
        Vectors(tmp_path / "chroma", address, "passages")


def test_a_server_that_goes_away_is_an_error_a_person_can_mend(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "server") as address:
        vectors = Vectors(tmp_path / "chroma", address, "passages")
        vectors.create(EMBEDDER.fingerprint)
        ids = add(vectors, ASTHMA)
    with pytest.raises(LibraryError, match="cannot search vectors"):
        vectors.nearest(EMBEDDER.embed(["asthma"])[0], SearchScope(), 5)
    with pytest.raises(LibraryError, match="cannot remove vectors"):
        vectors.delete(ids)
    with pytest.raises(LibraryError, match="cannot write vectors"):
        add(vectors, KIDNEY)
    with pytest.raises(LibraryError, match="cannot read the vector store"):
        vectors.fingerprint()


class Stranger(BaseEmbedding):
    """An embedding of somebody else's program, which knows LlamaIndex and not us."""

    held: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self.held.embed([query])[0].tolist()
        return vector

    _get_text_embedding = _get_query_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def retrieved_by_a_stranger(library: Library, embedder: Embedder, question: str) -> list[Any]:
    """Return what stock LlamaIndex retrieves from the library's folder."""
    # Within one process Chroma shares its systems; a stranger's process would have its own.
    SharedSystemClient.clear_system_cache()
    collection = chromadb.PersistentClient(str(library.folder / "chroma")).get_collection(
        "passages"
    )
    index = VectorStoreIndex.from_vector_store(
        ChromaVectorStore(chroma_collection=collection), embed_model=Stranger(held=embedder)
    )
    try:
        return list(index.as_retriever(similarity_top_k=3).retrieve(question))
    finally:
        SharedSystemClient.clear_system_cache()


def check_same_passages(library: Library, embedder: Embedder, question: str) -> None:
    nodes = retrieved_by_a_stranger(library, embedder, question)
    hits = library.nearest(question, SearchScope(), 3)
    assert {node.node.node_id for node in nodes} == {hit.passage_id for hit in hits}
    passages = library.words.passages([node.node.node_id for node in nodes])
    for node in nodes:
        passage = passages[node.node.node_id]
        assert node.node.get_content() == passage.text
        assert node.node.metadata["paper_id"] == passage.paper_id
        assert (node.node.start_char_idx, node.node.end_char_idx) == (passage.start, passage.end)


def test_stock_llamaindex_reads_the_collection(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    check_same_passages(library, EMBEDDER, "asthma where the air was worse")


@pytest.mark.slow
def test_stock_llamaindex_reads_the_starter_library_with_the_real_model(
    starter_library: Library,
) -> None:
    check_same_passages(
        starter_library, starter_library.embedder, "Why was race taken out of eGFR?"
    )
