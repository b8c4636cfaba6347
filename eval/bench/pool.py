"""Read a retrieval collection in BEIR form, or a sample of one.

BEIR (Thakur and others 2021) keeps a collection as a folder: `corpus.jsonl`, `queries.jsonl`, and
judgements as tab-separated `qrels/NAME.tsv`.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.beir import read_beir, read_corpus
from ingest.collection import CollectionText


@dataclass(frozen=True)
class Pool:
    """Documents, questions, and which documents answer which question."""

    name: str
    texts: Mapping[str, CollectionText]
    questions: Mapping[str, str]
    """Only those with a judgement."""
    gold: Mapping[str, Mapping[str, int]]
    """Grades of documents by question."""


def read_pool(folder: Path, judged: str) -> Pool:
    """Return the collection in a folder with the judgements of `qrels/<judged>.tsv`."""
    texts = {entry.id: CollectionText(entry.title, entry.text) for entry in read_corpus(folder)}
    judged_questions = read_beir(folder, judged).questions
    gold = {
        one.id: {document.id: document.grade for document in one.relevant}
        for one in judged_questions
        if one.relevant
    }
    questions = {one.id: one.question for one in judged_questions if one.id in gold}
    return Pool(folder.name, texts, questions, gold)


def sample(pool: Pool, questions: int, documents: int, seed: int) -> Pool:
    """Return a pool of at most so many questions and documents, drawn once and for all by `seed`.

    All documents that answer one of the questions are kept, also where they are more.
    """
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    asked = sorted(pool.questions)
    if len(asked) > questions:
        asked = sorted(draw.sample(asked, questions))
    wanted = {text_id for question in asked for text_id in pool.gold[question]}
    others = sorted(set(pool.texts) - wanted)
    room = max(0, min(documents - len(wanted), len(others)))
    kept = sorted(wanted | set(draw.sample(others, room)))
    return Pool(
        pool.name,
        {text_id: pool.texts[text_id] for text_id in kept},
        {question: pool.questions[question] for question in asked},
        {question: pool.gold[question] for question in asked},
    )


def fingerprint(pool: Pool) -> str:
    """Return eight letters that tell this pool's documents from others."""
    ids = "\n".join(sorted(pool.texts))
    return hashlib.sha256(ids.encode()).hexdigest()[:8]
