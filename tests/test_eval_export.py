"""What is exported gives another tool the very same scores."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import pytrec_eval
from eval_maker import QUESTIONS, made

from corpus.errors import EvidenceError
from eval.export import export_trec
from eval.outcome import Outcome
from eval.questions import Gold, Question, set_of
from eval.read_set import read_set
from eval.scores import score_all

NAMES = {
    "nDCG@10": "ndcg_cut_10",
    "recall@5": "recall_5",
    "recall@20": "recall_20",
    "precision@5": "P_5",
    "reciprocal rank": "recip_rank",
    "success@1": "success_1",
    "success@5": "success_5",
}


def test_pytrec_eval_computes_the_same_scores_from_the_exported_files(tmp_path: Path) -> None:
    draw = random.Random(5)
    papers = [f"doi:10.1/{number}" for number in range(40)]

    def drawn(number: int) -> Question:
        gold = [Gold(paper, draw.choice([0, 1, 2])) for paper in draw.sample(papers, 6)]
        sure = Gold("doi:10.1/gold", 1)
        return Question(f"q{number}", f"Why {number}?", "k", "answer", (*gold, sure))

    asked = set_of("drawn", [(f"line {number}", drawn(number)) for number in range(30)])
    run = made(
        tmp_path / "run",
        lambda *_: Outcome("answered", ranked=tuple(draw.sample(papers, draw.randint(0, 25)))),
        asked,
    )
    export_trec(run, tmp_path / "trec")
    with (tmp_path / "trec" / "qrels.txt").open(encoding="utf-8") as file:
        qrels = pytrec_eval.parse_qrel(file)
    with (tmp_path / "trec" / "run.txt").open(encoding="utf-8") as file:
        rankings = pytrec_eval.parse_run(file)
    families = {"ndcg_cut", "recall", "P", "recip_rank", "success"}
    theirs = pytrec_eval.RelevanceEvaluator(qrels, families).evaluate(rankings)
    ours = score_all(asked.questions, run.outcomes).by_measure
    assert len(theirs) > 20
    for name, trec_name in NAMES.items():
        for question, score in ours[name].items():
            # trec_eval leaves a question out for which nothing was found; we score it 0.
            expected = theirs.get(question, {trec_name: 0.0})[trec_name]
            assert score == pytest.approx(expected, abs=5e-5), (name, question)


def test_an_exported_set_reads_as_the_judged_questions(tmp_path: Path) -> None:
    export_trec(made(tmp_path / "run"), tmp_path / "trec")
    again = read_set(str(tmp_path / "trec"))
    judged = [one for one in QUESTIONS.questions if one.judged]
    assert [(one.id, one.question, one.gold) for one in again.questions] == [
        (one.id, one.question, one.gold) for one in judged
    ]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    run = made(tmp_path / "run")
    with pytest.raises(EvidenceError, match="holds something; name a new folder"):
        export_trec(run, tmp_path / "run")
