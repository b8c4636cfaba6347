"""Fit the judge's numbers: trees over features, whether anything answers, how much is quoted.

Everything is fitted twice: by folds, each leaving hands out, for the figures; then on all hands,
for the weights that ship. Thresholds are part of the fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from assistant.compose.select import MOST_SENTENCES, select
from assistant.judge.boosted_trees import sigmoid
from assistant.judge.evidence_summary import summary_of
from assistant.judge.judge import READ_CLOSELY, Pool
from eval.fit.graded import GradedQuestion, Unit

SEED = 7
_FARTHEST = 12.0
_DECLINED = 0.025
"""Share of the answerable questions that may fall below the threshold of the hard no."""
_NEAREST = 0.17
"""Share of the fully answerable questions that may fall below that of an answer."""
_RECALL = 1.5
_POLICIES = [
    {"least": least, "share": share, "like": 0.1}
    for least in (0.2, 0.3)  # from 0.4 on answers cover fewer of the key points of other questions
    for share in (0.2, 0.4)
]


@dataclass(frozen=True)
class Scored:
    """A question with the log-odds of its candidates, from a fit that left its hand out."""

    question: GradedQuestion
    pool: Pool
    """Of the candidates that were scored."""
    grades: NDArray[np.int64]
    units: Sequence[Unit]
    log_odds: NDArray[np.float64]
    request: Mapping[str, float]
    """How far it sounds like each kind of other request, by a fit that left its hand out."""


Trees: TypeAlias = HistGradientBoostingClassifier


def fit_trees(pools: Sequence[Pool], grades: Sequence[NDArray[np.int64]]) -> Trees:
    """Return boosted trees that tell graded sentences from others; essential ones weigh double."""
    rows = np.concatenate([pool.rows for pool in pools])
    given = np.concatenate(grades)
    trees: Trees = Trees(
        max_iter=150,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        l2_regularization=5,
        random_state=SEED,
    )
    trees.fit(rows, given >= 1, sample_weight=np.where(given == 2, 2.0, 1.0))
    return trees


def leave_out(
    questions: Sequence[GradedQuestion],
    pools: Sequence[Pool],
    grades: Sequence[NDArray[np.int64]],
    without: Sequence[str] = (),
) -> list[NDArray[np.float64]]:
    """Return the log-odds of every pool's candidates, by trees that left its hand out.

    The hands `without` are left out of every fit: for thresholds that may know nothing of them.
    """
    found: list[NDArray[np.float64]] = [np.empty(0)] * len(questions)
    for hand in dict.fromkeys(one.hand for one in questions):
        known = [
            n
            for n, one in enumerate(questions)
            if one.hand != hand and one.hand not in without and max(one.gold.values(), default=0)
        ]
        trees = fit_trees([pools[n] for n in known], [grades[n] for n in known])
        for n, one in enumerate(questions):
            if one.hand == hand:
                found[n] = np.asarray(trees.decision_function(pools[n].rows), dtype=np.float64)
    return found


def arrays_of(trees: Trees) -> dict[str, NDArray[Any]]:
    """Return scikit-learn's trees as the plain arrays of `BoostedTrees`."""
    nodes = [one[0].nodes for one in trees._predictors]
    most = max(map(len, nodes))
    shape = (len(nodes), most)
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for tree, some in enumerate(nodes):
        places = np.arange(len(some))
        leaf = some["is_leaf"].astype(bool)
        feature[tree, : len(some)] = np.where(leaf, 0, some["feature_idx"])
        # A float32 just above a float64 threshold must not fall on its other side.
        threshold[tree, : len(some)] = np.where(leaf, np.inf, some["num_threshold"])
        left[tree, : len(some)] = np.where(leaf, places, some["left"])
        right[tree, : len(some)] = np.where(leaf, places, some["right"])
        value[tree, : len(some)] = np.where(leaf, some["value"], 0.0)
    depth = max(int(some["depth"].max()) for some in nodes)
    return {
        "feature": feature,
        "threshold": threshold,
        "left": left,
        "right": right,
        "value": value,
        "baseline": np.array([float(trees._baseline_prediction.ravel()[0])], dtype=np.float32),
        "depth": np.array([depth], dtype=np.int16),
    }


@dataclass(frozen=True)
class Regression:
    """A logistic regression over `summary_of`, with the probability that parts two outcomes."""

    names: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    constant: float
    threshold: float = 0.5

    def probability(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each row. *Shape:* (questions, features) to (questions,)."""
        margin = self.constant + (rows - self.mean) / self.scale @ self.weights
        return sigmoid(np.clip(margin, -_FARTHEST, _FARTHEST))

    def numbers(self) -> dict[str, Any]:
        """Return it as the numbers that the judge reads."""

        def by_name(values: NDArray[np.float64]) -> dict[str, float]:
            return {n: round(float(v), 6) for n, v in zip(self.names, values, strict=True)}

        return {
            "constant": round(self.constant, 6),
            "weights": by_name(self.weights),
            "mean": by_name(self.mean),
            "scale": by_name(self.scale),
            "threshold": round(self.threshold, 4),
        }


def fit_regression(
    names: tuple[str, ...], rows: NDArray[np.float64], labels: NDArray[np.bool_]
) -> Regression:
    """Return the regression that tells the labelled questions from the others."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    found = LogisticRegression(C=0.1, max_iter=5_000).fit((rows - mean) / scale, labels)
    return Regression(names, mean, scale, found.coef_[0], float(found.intercept_[0]))


@dataclass(frozen=True)
class Outcomes:
    """The two regressions that part answered, nearest and declined."""

    answerable: Regression
    in_field: Regression

    def of(self, rows: NDArray[np.float64]) -> NDArray[np.str_]:
        """Return the outcome of each row. *Shape:* (questions, features) to (questions,)."""
        is_far = self.in_field.probability(rows) < self.in_field.threshold
        is_thin = self.answerable.probability(rows) < self.answerable.threshold
        return np.where(is_far, "declined", np.where(is_thin, "nearest", "answered"))


def fit_outcomes(scored: Sequence[Scored]) -> Outcomes:
    """Return the regressions on all questions, with thresholds from fits that left hands out."""
    names, rows = summaries(scored)
    questions = [one.question for one in scored]
    hands = np.array([one.hand for one in questions])
    some = np.array([one.behaviour in ("answer", "partial") for one in questions])
    whole = np.array([one.behaviour == "answer" for one in questions])
    found: list[Regression] = []
    for labels, among, share in (
        (np.array([one.is_answerable for one in questions]), whole, _NEAREST),
        (np.array([one.in_field for one in questions]), some, _DECLINED),
    ):
        probable = np.zeros(len(questions))
        for hand in dict.fromkeys(hands.tolist()):
            known = hands != hand
            fit = fit_regression(names, rows[known], labels[known])
            probable[~known] = fit.probability(rows[~known])
        threshold = float(np.quantile(probable[among], share))
        found.append(replace(fit_regression(names, rows, labels), threshold=threshold))
    return Outcomes(*found)


def summaries(scored: Sequence[Scored]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the names and, by question, the summary of its judged sentences."""
    rows: list[dict[str, float]] = []
    for one in scored:
        order = np.argsort(-one.log_odds, kind="stable")
        rows.append(
            summary_of(one.pool.names, one.pool.rows[order], one.log_odds[order], one.request)
        )
    names = tuple(rows[0])
    return names, np.array([[row[name] for name in names] for row in rows], dtype=np.float64)


def quoted(one: Scored, policy: Mapping[str, float]) -> list[int]:
    """Return the places of the candidates that the policy quotes."""
    order = np.argsort(-one.log_odds, kind="stable")[:READ_CLOSELY]
    probable = sigmoid(one.log_odds)
    ranked = [replace(one.pool.candidates[int(n)], score=float(probable[n])) for n in order]
    chosen = select(ranked, policy, MOST_SENTENCES - 1)
    place = {
        (c.evidence.passage.passage_id, c.span.start): int(n)
        for c, n in zip(ranked, order, strict=True)
    }
    return [place[c.evidence.passage.passage_id, c.span.start] for c in chosen]


def essential_and_right(one: Scored, places: Sequence[int]) -> tuple[float | None, int, int]:
    """Return the share of essential units quoted, and how many of the quoted are in the gold."""
    essential = {unit for unit, grade in one.question.gold.items() if grade == 2}
    got = {one.units[n] for n in places if one.grades[n] == 2}
    share = len(got & essential) / len(essential) if essential else None
    return share, sum(int(one.grades[n] > 0) for n in places), len(places)


def best_policy(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the policy with the highest F measure of essential quoted and quoted right.

    Essential sentences count more (van Rijsbergen 1979, with `_RECALL` as beta): to leave out what
    is held is worse than to quote a sentence too many.
    """
    with_gold = [one for one in scored if one.question.gold]

    def worth(policy: Mapping[str, float]) -> float:
        told = [essential_and_right(one, quoted(one, policy)) for one in with_gold]
        essential = float(np.mean([share for share, _, _ in told if share is not None]))
        right = sum(hits for _, hits, _ in told) / max(1, sum(count for _, _, count in told))
        beta = _RECALL**2
        return (1 + beta) * essential * right / (beta * right + essential)

    return max(_POLICIES, key=worth)
