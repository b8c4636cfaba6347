"""The judge: the probability of each sentence that it answers, and of the evidence as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judge.boosted_trees import BoostedTrees, sigmoid
from assistant.judge.candidates import Candidate, candidates_of
from assistant.judge.cross_reader import TitledSentence, cross_reader
from assistant.judge.evidence_summary import summary_of
from assistant.judge.sentence_features import feature_rows
from assistant.retrieve.evidence import Evidence
from assistant.understand.request_kind import request_margins
from corpus.embed import SentenceModel
from corpus.errors import WrongModel
from corpus.fitted.weights import fit_record, fitted_arrays
from corpus.library import Library

LIGHT, FULL = "judge_light", "judge_full"
"""Names of the fits: without and with reading question and sentence together."""
READ_CLOSELY = 24
"""Sentences that are read together with the question: the best by their features."""
_UNFITTED_POLICY: Mapping[str, float] = {"least": 0.2, "share": 0.5, "like": 0.1}
_UNFITTED_DECLINED, _UNFITTED_ANSWERED = 0.25, 0.5
"""Shares of the question's words that some sentence has with its title."""
_FARTHEST = 12.0
"""Log-odds beyond which a probability says no more."""


@dataclass(frozen=True)
class Judgement:
    """What the judge makes of the evidence for a question."""

    ranked: tuple[Candidate, ...]
    """The sentences that may answer, the most probable first."""
    probability: float
    """That the evidence answers the question, calibrated on questions by other hands."""
    in_field: float
    """Probability that the question is about anything near what is held."""
    declined_below: float
    """Of `in_field`: below it nothing held is about the question."""
    answered_from: float
    """Of `probability`: from it on the evidence counts as an answer."""
    policy: Mapping[str, float]
    """How sentences are chosen; see `compose.select`."""


@dataclass(frozen=True)
class Pool:
    """The candidates of a question with what is seen of each."""

    candidates: Sequence[Candidate]
    names: Sequence[str]
    rows: NDArray[np.float32]
    """*Shape:* (candidates, features)."""

    def only(self, places: NDArray[np.int64]) -> Pool:
        """Return the pool of some of its candidates."""
        return Pool(
            [self.candidates[int(place)] for place in places], self.names, self.rows[places]
        )

    def with_column(self, name: str, column: NDArray[np.float64]) -> Pool:
        """Return the pool with one more feature, its distance to the best, and its place."""
        place = np.argsort(np.argsort(-column, kind="stable"), kind="stable")
        more = np.stack([column, column - column.max(), 1 / (1 + place)], axis=1)
        names = [*self.names, name, f"{name} behind", f"{name} place"]
        rows = np.concatenate([self.rows, more.astype(np.float32)], axis=1)
        return Pool(self.candidates, names, rows)


def judge(
    library: Library, question: str, found: Sequence[Evidence], *, closely: bool = True
) -> Judgement:
    """Return the judgement of the evidence found for a question.

    `closely=False` goes by the features alone, which takes a few milliseconds. A library with
    another embedding model than that of the fits is judged by nearness and shared words.
    """
    pool = pool_of(library, question, found)
    if not pool.candidates:
        return Judgement((), 0.0, 0.0, 1.0, 1.0, _UNFITTED_POLICY)
    try:
        light = _fit(LIGHT, library.embedder.checksum)
    except WrongModel:
        return _unfitted(pool)
    scores = light.trees.log_odds(pool.rows)
    request = request_margins(library.asked, library.embedder.checksum, question)
    closely = closely and library.reads_closely
    if not closely or not isinstance(library.embedder, SentenceModel):
        return _judged(pool, scores, light, request)
    best = np.argsort(-scores, kind="stable")[:READ_CLOSELY]
    read = read_closely(library.embedder, question, pool.only(best), scores[best])
    full = _fit(FULL, library.embedder.checksum)
    return _judged(read, full.trees.log_odds(read.rows), full, request)


def pool_of(library: Library, question: str, found: Sequence[Evidence]) -> Pool:
    """Return the candidate sentences of the evidence with their features."""
    (vector,) = library.asked.embed([question])
    candidates = candidates_of(library, vector, found)
    names, rows = feature_rows(library, question, found, candidates)
    return Pool(candidates, names, rows)


def read_closely(
    model: SentenceModel, question: str, pool: Pool, light: NDArray[np.float64]
) -> Pool:
    """Return the pool with what reading each sentence together with the question tells."""
    reader = cross_reader(model.folder, model.checksum)
    titled = [TitledSentence(one.evidence.paper.title, one.text) for one in pool.candidates]
    return pool.with_column("light", light).with_column("cross", reader.log_odds(question, titled))


def _judged(
    pool: Pool, log_odds: NDArray[np.float64], fit: _Fit, request: Mapping[str, float]
) -> Judgement:
    order = np.argsort(-log_odds, kind="stable")
    ranked = pool.only(order)
    probable = sigmoid(log_odds[order])
    summary = summary_of(ranked.names, ranked.rows, log_odds[order], request)
    answerable, in_field = fit.numbers["answerable"], fit.numbers["in_field"]
    return Judgement(
        ranked=tuple(
            replace(one, score=round(float(score), 4))
            for one, score in zip(ranked.candidates, probable, strict=True)
        ),
        probability=_probability(answerable, summary),
        in_field=_probability(in_field, summary),
        declined_below=in_field["threshold"],
        answered_from=answerable["threshold"],
        policy=fit.numbers["policy"],
    )


def _probability(regression: Mapping[str, Any], summary: Mapping[str, float]) -> float:
    """Return what a logistic regression over the summary of the evidence says."""
    margin = regression["constant"] + sum(
        weight * (summary[name] - regression["mean"][name]) / regression["scale"][name]
        for name, weight in regression["weights"].items()
    )
    return round(float(sigmoid(np.clip(margin, -_FARTHEST, _FARTHEST))), 4)


def _unfitted(pool: Pool) -> Judgement:
    """Return what needs no fit: nearness and shared words, half each."""
    column = {name: pool.rows[:, place] for place, name in enumerate(pool.names)}
    scores = (np.clip(column["similarity"], 0, 1) + column["share_with_title"]) / 2
    order = np.argsort(-scores, kind="stable")
    ranked = tuple(
        replace(pool.candidates[int(place)], score=round(float(scores[place]), 4))
        for place in order
    )
    best = float(column["share_with_title"].max())
    sure = round(best, 4)
    return Judgement(ranked, sure, sure, _UNFITTED_DECLINED, _UNFITTED_ANSWERED, _UNFITTED_POLICY)


@dataclass(frozen=True)
class _Fit:
    trees: BoostedTrees
    numbers: Mapping[str, Any]


@lru_cache(maxsize=4)
def _fit(name: str, checksum: str) -> _Fit:
    record = fit_record(name, checksum)
    return _Fit(BoostedTrees.of_arrays(fitted_arrays(name)), record.numbers)
