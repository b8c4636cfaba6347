"""Measure search against each of its two parts and plain LlamaIndex, on collections in BEIR form.

Run with: python -m eval.bench.retrieval KEPT FOLDER:JUDGED:QUESTIONS:DOCUMENTS …

FOLDER holds the collection, JUDGED names its judgements, and a sample of so many QUESTIONS and
DOCUMENTS is drawn, always the same; 0 means all. Embedding takes most of the time, so the libraries
are kept in the folder KEPT and used again. Plain LlamaIndex searches the very same collection of
vectors with the same model, through its own index and retriever.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
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
from eval.bench.pool import Pool, fill, fingerprint, read_pool, sample
from eval.chance import mean_of, paired_p
from eval.questions import Gold, Question
from eval.ranking import Scores, score_ranking

_SEED = 1
_TOP = 20
_MEASURES = {"nDCG@10": "nDCG@10", "recall@5": "recall@5 of grade 2"}
"""What is printed, and its name in eval/ranking.py: every judgement counts as grade 2."""
_PARTS = ("by meaning", "by words")

Find = Callable[[str], Sequence[str]]
"""Returns the paper ids found for a question, best first."""


def main() -> None:
    """Measure each collection named on the command line."""
    kept = Path(sys.argv[1])
    model = open_model()
    for asked in sys.argv[2:]:
        folder, judged, questions, documents = asked.rsplit(":", 3)
        whole = read_pool(Path(folder), judged)
        pool = sample(
            whole,
            int(questions) or len(whole.questions),
            int(documents) or len(whole.texts),
            _SEED,
        )
        print(
            f"\n{pool.name}, {judged}: {len(pool.questions)} of {len(whole.questions)} questions, "
            f"{len(pool.texts)} of {len(whole.texts)} documents (seed {_SEED})"
        )
        library = _library(kept, pool, model)
        measure(pool, {**_ours(library), "plain LlamaIndex": _llamaindex(library, model)})


def measure(pool: Pool, ways: Mapping[str, Find]) -> None:
    """Print each way's scores with their intervals, and what the whole gains on its better part."""
    scores = {name: _scored(pool, find) for name, find in ways.items()}
    for shown, name in _MEASURES.items():
        for way, scored in scores.items():
            mean = mean_of(list(scored.by_measure[name].values()))
            if mean:
                print(f"{shown:9} {way:16} {mean.value:.4f} [{mean.low:.4f}, {mean.high:.4f}]")
        better = max(_PARTS, key=lambda part, name=name: scores[part].mean(name))  # type: ignore[misc]
        print(f"{shown:9} both less {better}: {_gain(scores[better], scores['both'], name)}")


def _gain(before: Scores, after: Scores, name: str) -> str:
    """Return the mean difference with its interval, and the p value of a paired test."""
    old, new = before.by_measure[name], after.by_measure[name]
    ids = sorted(old)
    gain = mean_of([new[one] - old[one] for one in ids])
    p = paired_p([old[one] for one in ids], [new[one] for one in ids])
    return f"{gain.value:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}], p = {p:.4f}" if gain else "none"


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
