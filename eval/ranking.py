"""Score rankings of papers against gold; the only file that knows ir-measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import Recall, nDCG

from eval.questions import Question

Rank = Callable[[Question], Sequence[str]]
"""Returns the paper ids found for a question, best first."""

_MEASURES = {"nDCG@10": nDCG @ 10, "recall@5 of grade 2": Recall(rel=2) @ 5}


@dataclass(frozen=True)
class Scores:
    """Each measure for each question that has gold, by measure and question id."""

    by_measure: Mapping[str, Mapping[str, float]]

    def mean(self, measure: str) -> float:
        """Return the mean of a measure over the questions it is defined for."""
        values = self.by_measure[measure].values()
        return sum(values) / len(values)


def score_ranking(questions: Sequence[Question], rank: Rank, ids: Mapping[str, str]) -> Scores:
    """Return the scores of a ranking over the questions that expect evidence.

    Questions to abstain from are left out. Gold is folded to papers: passages of one paper count
    once, at the place of the first. `ids` gives the paper id for each citation key of the gold.
    Recall of grade 2 is over the questions that have gold of grade 2.
    """
    judged = [q for q in questions if q.expected_behaviour != "abstain" and q.gold]
    qrels = {q.id: {ids[gold.id]: int(gold.grade) for gold in q.gold} for q in judged}
    run: dict[str, dict[str, float]] = {}
    for question in judged:
        papers = list(dict.fromkeys(rank(question)))
        run[question.id] = {paper: -float(place) for place, paper in enumerate(papers)}
    names = {measure: name for name, measure in _MEASURES.items()}
    by_measure: dict[str, dict[str, float]] = {name: {} for name in _MEASURES}
    for found in ir_measures.iter_calc(list(names), qrels, run):
        graded = qrels[found.query_id].values()
        if found.measure == _MEASURES["nDCG@10"] or 2 in graded:
            by_measure[names[found.measure]][found.query_id] = found.value
    return Scores(by_measure)
