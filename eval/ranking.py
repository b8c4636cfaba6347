"""Score rankings of papers against gold; the only file that knows ir-measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, P, Recall, Success, nDCG

from eval.measure import Measure
from eval.questions import Question

Rank = Callable[[Question], Sequence[str]]
"""Returns the paper ids found for a question, best first."""

_GRADE_2 = "recall@5 of grade 2"
_MEASURES = {
    "nDCG@10": nDCG @ 10,
    "recall@5": Recall @ 5,
    _GRADE_2: Recall(rel=2) @ 5,
    "recall@20": Recall @ 20,
    "precision@5": P @ 5,
    "reciprocal rank": RR,
    "success@1": Success @ 1,
    "success@5": Success @ 5,
}
_WHAT = {
    "nDCG@10": "how near the first ten papers come to the best order of the gold, by grade",
    "recall@5": "share of the gold among the first five papers",
    _GRADE_2: "share of the papers that answer the question among the first five",
    "recall@20": "share of the gold among the first twenty papers",
    "precision@5": "share of the first five papers that are gold",
    "reciprocal rank": "one over the rank of the first gold paper, 0 where none is found",
    "success@1": "whether the first paper is gold",
    "success@5": "whether one of the first five papers is gold",
}
RETRIEVAL = tuple(Measure(name, "retrieval", _WHAT[name]) for name in _MEASURES)


@dataclass(frozen=True)
class Scores:
    """Each measure for each question that it is defined for, by measure and question id.

    A question without a score is unscored, which is not zero.
    """

    by_measure: Mapping[str, Mapping[str, float]]

    def mean(self, measure: str) -> float:
        """Return the mean of a measure over the questions it is defined for."""
        values = self.by_measure[measure].values()
        return sum(values) / len(values)


def score_ranking(questions: Sequence[Question], rank: Rank, ids: Mapping[str, str]) -> Scores:
    """Return the scores of a ranking over the questions that expect evidence.

    `ids` gives the paper id for each citation key of the gold.
    """
    judged = [question for question in questions if question.judged]
    qrels = {q.id: {ids[gold.id]: gold.grade for gold in q.gold} for q in judged}
    return _scores(qrels, {question.id: rank(question) for question in judged})


def score_rankings(questions: Sequence[Question], rankings: Mapping[str, Sequence[str]]) -> Scores:
    """Return the scores of rankings by question id, over the questions that expect evidence.

    A question without a ranking scores 0: nothing was found for it.
    """
    qrels = {q.id: {gold.id: gold.grade for gold in q.gold} for q in questions if q.judged}
    return _scores(qrels, {name: rankings.get(name, ()) for name in qrels})


def _scores(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]
) -> Scores:
    """Return the scores of rankings by question.

    Gold is folded to papers: passages of one paper count once, at the place of the first. Recall
    of grade 2 is over the questions that have gold of grade 2.
    """
    run: dict[str, dict[str, float]] = {}
    for name, ranking in rankings.items():
        papers = dict.fromkeys(ranking)
        run[name] = {paper: -float(place) for place, paper in enumerate(papers)}
    names = {measure: name for name, measure in _MEASURES.items()}
    by_measure: dict[str, dict[str, float]] = {name: {} for name in _MEASURES}
    for found in ir_measures.iter_calc(list(names), qrels, run) if qrels else ():
        name = names[found.measure]
        if name != _GRADE_2 or max(qrels[found.query_id].values()) >= 2:
            by_measure[name][found.query_id] = found.value
    return Scores(by_measure)
