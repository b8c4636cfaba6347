"""Measure search against each of its two parts and plain LlamaIndex, on collections in BEIR form.

Run with: python -m eval.bench.retrieval KEPT FOLDER:JUDGED:QUESTIONS:DOCUMENTS … [--json]

FOLDER holds the collection, JUDGED names its judgements, and a sample of so many QUESTIONS and
DOCUMENTS is drawn, always the same; 0 means all. Embedding takes most of the time, so the libraries
are kept in the folder KEPT and used again. Plain LlamaIndex searches the very same collection of
vectors with the same model, through its own index and retriever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import chromadb
from llama_index.core import VectorStoreIndex
from llama_index.core.schema import NodeWithScore
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.misconceptions.boost import boosted_search
from assistant.retrieve.search import by_meaning, by_words
from corpus.embed import SentenceModel, open_model
from corpus.hit import Hit, SearchScope
from corpus.library import Library
from corpus.settings import Settings
from eval.bench.harness import arguments, mean_row, show
from eval.bench.pool import Pool, fingerprint, read_pool, sample
from eval.chance import paired_p
from eval.questions import Gold, Question
from eval.ranking import Scores, score_ranking
from ingest.collection import fill

_SEED = 1
_TOP = 20
_MEASURES = {"nDCG@10": "nDCG@10", "recall@5": "recall@5 of grade 2"}
"""What is printed, and its name in eval/ranking.py: every judgement counts as grade 2."""
_PARTS = ("by meaning", "by words")

Find = Callable[[str], Sequence[str]]
"""Returns the paper ids found for a question, best first."""


def main() -> None:
    """Measure each collection named on the command line."""
    parser = arguments(__doc__)
    parser.add_argument("kept", type=Path)
    parser.add_argument("collections", nargs="+", metavar="FOLDER:JUDGED:QUESTIONS:DOCUMENTS")
    given = parser.parse_args()
    model = open_model()
    rows: list[dict[str, object]] = []
    for asked in given.collections:
        folder, judged, questions, documents = asked.rsplit(":", 3)
        whole = read_pool(Path(folder), judged)
        most = int(questions) or len(whole.questions), int(documents) or len(whole.texts)
        pool = sample(whole, *most, _SEED)
        library = _library(given.kept, pool, model)
        ways = {**_ours(library), "plain LlamaIndex": _llamaindex(library, model)}
        size = {"collection": f"{pool.name}, {judged}", "documents": len(pool.texts)}
        rows += [{**size, **row} for row in retrieval_rows(pool, ways)]
    show(rows, as_json=given.json)


def retrieval_rows(pool: Pool, ways: Mapping[str, Find]) -> Iterator[dict[str, object]]:
    """Yield each way's scores, and what the whole gains on its better part."""
    scores = {name: _scored(pool, find) for name, find in ways.items()}
    for shown, name in _MEASURES.items():
        for way, scored in scores.items():
            values = list(scored.by_measure[name].values())
            yield {"measure": shown, "way": way, **mean_row(values)}
        better = max(_PARTS, key=lambda part, name=name: scores[part].mean(name))  # type: ignore[misc]
        old, new = scores[better].by_measure[name], scores["both"].by_measure[name]
        ids = sorted(old)
        gain = mean_row([new[one] - old[one] for one in ids])
        p = paired_p([old[one] for one in ids], [new[one] for one in ids])
        yield {"measure": shown, "way": f"both less {better}", **gain, "p": p}


def _scored(pool: Pool, find: Find) -> Scores:
    """Return the scores of a way of searching; every judged document counts as grade 2."""
    questions = [
        Question(name, text, "retrieval", "answer", tuple(Gold(d, 2) for d in pool.gold[name]))
        for name, text in pool.questions.items()
    ]
    ids = {text_id: text.paper_id for text_id, text in pool.texts.items()}
    return score_ranking(questions, lambda question: find(question.question), ids)


def _library(kept: Path, pool: Pool, model: SentenceModel) -> Library:
    folder = kept / f"{pool.name}-{fingerprint(pool)}" / "library"
    library = Library(Settings(library=folder), model)
    fill(library, list(pool.texts.values()))
    return library


def _ours(library: Library) -> dict[str, Find]:
    """Return search as the product does it, and its two parts alone."""

    def papers(hits: Sequence[Hit]) -> list[str]:
        passages = library.words.passages([hit.passage_id for hit in hits])
        return [passages[hit.passage_id].paper_id for hit in hits]

    return {
        "both": lambda question: [
            item.paper.paper_id for item in boosted_search(library, question, top=_TOP)
        ],
        "by meaning": lambda question: papers(by_meaning(library, question, SearchScope(), _TOP)),
        "by words": lambda question: papers(by_words(library, question, SearchScope())[0]),
    }


def _llamaindex(library: Library, model: SentenceModel) -> Find:
    """Return retrieval as LlamaIndex's manual begins it, over the vectors of a library."""
    client = chromadb.PersistentClient(
        str((library.folder / "chroma").resolve()),
        settings=chromadb.config.Settings(anonymized_telemetry=False),
    )
    store = ChromaVectorStore(
        chroma_collection=client.get_collection("passages", embedding_function=None)
    )
    index = VectorStoreIndex.from_vector_store(
        store, embed_model=HuggingFaceEmbedding(model_name=str(model.folder), device="cpu")
    )
    retriever = index.as_retriever(similarity_top_k=_TOP)

    def find(question: str) -> list[str]:
        found: list[NodeWithScore] = retriever.retrieve(question)
        return [str(one.node.metadata["paper_id"]) for one in found]

    return find


if __name__ == "__main__":
    main()
