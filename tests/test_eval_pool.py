"""A pool is read from its folder, sampled once and for all, and searched in a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.library import Library
from eval.bench.pool import Pool, fingerprint, read_pool, sample
from eval.bench.retrieval import _ours, retrieval_rows
from ingest.collection import fill

_TEXTS = {f"d{n}": f"Study {n} is about {word}." for n, word in enumerate(
    "asthma kidneys lungs hearts skin pain sleep birth".split()
)}  # fmt: skip


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    folder = tmp_path / "small"
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": key, "title": "", "text": text} for key, text in _TEXTS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    asked = [
        {"_id": "q1", "text": "asthma"},
        {"_id": "q2", "text": "skin"},
        {"_id": "q3", "text": "-"},
    ]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)))
    judged = "query-id\tcorpus-id\tscore\nq1\td0\t1\nq2\td4\t1\nq2\td5\t0\n"
    (folder / "qrels" / "train.tsv").write_text(judged)
    return read_pool(folder, "train")


def test_only_judged_questions_and_what_answers_them_count(pool: Pool) -> None:
    assert pool.name == "small"
    assert pool.questions == {"q1": "asthma", "q2": "skin"}
    assert pool.gold == {"q1": {"d0": 1}, "q2": {"d4": 1}}
    assert len(pool.texts) == 8


def test_a_sample_is_always_the_same_and_keeps_what_answers(pool: Pool) -> None:
    small = sample(pool, 2, 4, seed=1)
    assert len(small.texts) == 4
    assert {"d0", "d4"} <= set(small.texts)
    assert small == sample(pool, 2, 4, seed=1)
    assert fingerprint(small) != fingerprint(pool)
    assert sample(pool, 9, 99, seed=1) == pool


def test_a_pool_in_a_library_is_searched_each_way_and_told_with_intervals(
    pool: Pool, library: Library
) -> None:
    texts = list(pool.texts.values())
    fill(library, texts[:3])
    fill(library, texts)
    assert library.passage_count == len(library.papers()) == 8
    rows = list(retrieval_rows(pool, _ours(library)))
    whole = {"value": 1.0, "low": 1.0, "high": 1.0, "count": "2"}
    assert rows[0] == {"measure": "nDCG@10", "way": "both", **whole}
    assert any(str(row["way"]).startswith("both less by ") and "p" in row for row in rows)
