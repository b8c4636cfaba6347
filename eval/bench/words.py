"""Measure our word search beside bm25s, and our scores beside those of pytrec_eval.

Run with: python -m eval.bench.words KEPT FOLDER:JUDGED …

FOLDER holds a collection in BEIR form, all of which is used; JUDGED names its judgements. Our
search by words alone ranks it, and so does bm25s (k1 1.2, b 0.75, English stemmer and stop words,
title and text). Judgements and rankings are written to KEPT as TREC files, and pytrec_eval
computes each score again from these files alone. bm25s and PyStemmer are not among what this
project installs: pip install bm25s PyStemmer.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s  # type: ignore[import-not-found,unused-ignore]
import numpy as np
import pytrec_eval  # type: ignore[import-untyped,unused-ignore]
import Stemmer  # type: ignore[import-not-found,unused-ignore]
from numpy.typing import NDArray

from assistant.retrieve.search import by_words
from corpus.embed import Embedder, Fingerprint, open_model
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.settings import Settings
from corpus.tokens import Tokens
from eval.bench.pool import Pool, fill_words, fingerprint, read_pool
from eval.chance import mean_of, paired_p
from eval.questions import Gold, Question
from eval.ranking import score_rankings
from eval.trec import QRELS, write_run, write_trec

_DEEP = 100
_TREC = {
    "nDCG@10": "ndcg_cut_10",
    "recall@5": "recall_5",
    "recall@20": "recall_20",
    "precision@5": "P_5",
    "reciprocal rank": "recip_rank",
    "success@1": "success_1",
    "success@5": "success_5",
}

Rankings = dict[str, list[str]]


class _Unread:
    """An embedding model that reads nothing, for a library that is searched by words alone."""

    def __init__(self, model: Embedder) -> None:
        self.tokens: Tokens = model.tokens
        self.checksum = "unread"
        self.fingerprint = Fingerprint("unread", 1, "unread")
        self.max_tokens = model.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in tokens of the usual model."""
        return self.tokens.count_tokens(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the same vector for every text."""
        return np.ones((len(texts), 1), dtype=np.float32)


def main() -> None:
    """Measure each collection named on the command line."""
    kept = Path(sys.argv[1])
    for asked in sys.argv[2:]:
        folder, judged = asked.rsplit(":", 1)
        pool = read_pool(Path(folder), judged)
        print(f"{pool.name}, {judged}: {len(pool.questions)} questions, {len(pool.texts)} texts")
        ndcg = {
            name: _scored(kept / f"{pool.name}-{name}", pool, rankings)
            for name, rankings in (("ours", _ours(kept, pool)), ("bm25s", _theirs(pool)))
        }
        ours, theirs = ndcg["ours"], ndcg["bm25s"]
        p = paired_p([theirs[one] for one in ours], list(ours.values()))
        gain = sum(ours[one] - theirs[one] for one in ours) / len(ours)
        print(f"  ours less bm25s, nDCG@10: {gain:+.4f}, p = {p:.4f}")


def _ours(kept: Path, pool: Pool) -> Rankings:
    settings = Settings(library=kept / f"{pool.name}-words-{fingerprint(pool)}")
    library = Library(settings, _Unread(open_model()))
    fill_words(library, list(pool.texts.values()))
    names = {text.paper_id: name for name, text in reversed(list(pool.texts.items()))}
    rankings: Rankings = {}
    for name, question in pool.questions.items():
        hits, _ = by_words(library, question, SearchScope())
        passages = library.words.passages([hit.passage_id for hit in hits])
        papers = dict.fromkeys(passages[hit.passage_id].paper_id for hit in hits)
        rankings[name] = [names[paper] for paper in papers]
    library.close()
    return rankings


def _theirs(pool: Pool) -> Rankings:
    stemmer = Stemmer.Stemmer("english")
    ids, texts = list(pool.texts), [f"{one.title} {one.text}" for one in pool.texts.values()]
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(
        bm25s.tokenize(texts, "en", stemmer=stemmer, show_progress=False), show_progress=False
    )
    asked = bm25s.tokenize(
        list(pool.questions.values()), "en", stemmer=stemmer, show_progress=False
    )
    found, _ = index.retrieve(asked, k=min(_DEEP, len(ids)), show_progress=False)
    return {
        name: [ids[place] for place in row]
        for name, row in zip(pool.questions, found.tolist(), strict=True)
    }


def _scored(folder: Path, pool: Pool, rankings: Rankings) -> Mapping[str, float]:
    """Print our means and pytrec_eval's, and return our nDCG@10 by question."""
    questions = [
        Question(
            name, text, "query", "answer", tuple(Gold(*one) for one in pool.gold[name].items())
        )
        for name, text in pool.questions.items()
    ]
    write_trec(folder, questions)
    write_run(folder / "run.txt", rankings)
    with (folder / QRELS).open() as judged, (folder / "run.txt").open() as run:
        evaluator = pytrec_eval.RelevanceEvaluator(
            pytrec_eval.parse_qrel(judged), {"ndcg_cut", "recall", "P", "recip_rank", "success"}
        )
        theirs = evaluator.evaluate(pytrec_eval.parse_run(run))
    ours = score_rankings(questions, rankings).by_measure
    furthest = 0.0
    for name, trec in _TREC.items():
        again = {one: theirs.get(one, {trec: 0.0})[trec] for one in ours[name]}
        furthest = max(furthest, *(abs(ours[name][one] - again[one]) for one in again))
        mean = mean_of(list(ours[name].values()))
        print(
            f"  {folder.name}: {name} {mean.value if mean else 0:.4f}, pytrec_eval "
            f"{sum(again.values()) / len(again):.4f}"
        )
    print(f"  {folder.name}: no score of a question differs by more than {furthest:.6f}")
    return ours["nDCG@10"]


if __name__ == "__main__":
    main()
