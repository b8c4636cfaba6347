"""Fit the check's estimate, and measure it on statements by a writer that was left out.

Run with: python -m eval.fit.check

Statements about real passages, hard on purpose, by two writers beside the project; where they are
not at hand nothing is fitted. A verdict is given from the probability on from which it was right
often enough on passages left out; where no probability is, it is not given at all. The figures on a
writer are by a fit and by limits of the other one alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

from assistant.verify.check_sentence import objections
from assistant.verify.rules.bearing import bearing
from assistant.verify.statement_features import statement_features
from assistant.verify.verdict_estimate import FIT, VERDICTS, Verdict
from corpus.embed import open_model
from corpus.embedding_cache import Embedding, EmbeddingCache
from corpus.fitted.weights import FitRecord
from eval.fit.record import FIT_DATA, data_hash, save_fit, share_figure

Matrix = NDArray[np.float64]

_SEED = 0
"""Of nothing: the regression is solved exactly."""
_PENALTY = 0.1
_RIGHT: dict[Verdict, float] = {"supported": 0.85, "contradicted": 0.8}
"""Share of the statements so called, of a writer left out, that are so."""
_FEWEST = 50
"""Statements so called below which a share says little."""
_NEVER = 1.01
_FOLDS = 10


@dataclass(frozen=True)
class Statement:
    """A statement about a passage, with how it stands to it."""

    writer: str
    passage_id: str
    passage: str
    statement: str
    label: Verdict


def main() -> None:
    """Fit on both writers, and write the numbers with the figures on each left out."""
    if not all(path.is_file() for path in FIT_DATA[FIT]):
        print(f"{FIT}: not fitted, for the statements of further writers are not at hand")
        return
    model = open_model()
    told = [one for path in FIT_DATA[FIT] for one in read_statements(path)]
    names, rows = feature_table(told, EmbeddingCache(model, 200_000))
    labels = np.array([VERDICTS.index(one.label) for one in told])
    writers = np.array([one.writer for one in told])
    passages = np.array([one.passage_id for one in told])
    probable = np.zeros((len(told), len(VERDICTS)))
    given = np.full((len(told), len(VERDICTS)), _NEVER)
    for writer in np.unique(writers):
        own = writers == writer
        probable[own] = _probable(_fitted(rows[~own], labels[~own]), rows[own])
        crossed = _crossed(rows[~own], labels[~own], passages[~own])
        for verdict in _RIGHT:
            place = VERDICTS.index(verdict)
            given[own, place] = _given_from(verdict, crossed, labels[~own])
    limits = {
        verdict: _given_from(verdict, _crossed(rows, labels, writers), labels) for verdict in _RIGHT
    }
    whole = _fitted(rows, labels)
    by_label = {v: dict(zip(names, whole[2][n], strict=True)) for n, v in enumerate(VERDICTS)}
    record = FitRecord(
        name=FIT,
        command="make fit",
        checksum=model.checksum,
        data=data_hash(FIT_DATA[FIT]),
        seed=_SEED,
        hands=tuple(str(one) for one in np.unique(writers)),
        left_out={
            str(writer): _figures(probable, labels, given, writers == writer)
            for writer in np.unique(writers)
        }
        | {"both": _figures(probable, labels, given, np.ones(len(told), dtype=bool))},
        numbers={
            "mean": dict(zip(names, _rounded(whole[0]), strict=True)),
            "scale": dict(zip(names, _rounded(whole[1]), strict=True)),
            "weights": {
                v: {n: round(float(w), 4) for n, w in by_label[v].items()} for v in by_label
            },
            "constant": dict(zip(VERDICTS, _rounded(whole[3]), strict=True)),
            **{f"{verdict}_from": limit for verdict, limit in limits.items()},
        },
    )
    save_fit(record)
    print(json.dumps(record.left_out, indent=1))


def read_statements(path: Path) -> list[Statement]:
    """Return the statements of a file; its name is the writer's."""
    verdicts: dict[str, Verdict] = {
        "supported": "supported",
        "contradicted": "contradicted",
        "neither": "cannot_tell",
    }
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Statement(path.stem, row["pid"], row["passage"], row["statement"], verdicts[row["label"]])
        for row in rows
    ]


def feature_table(told: Sequence[Statement], embedder: Embedding) -> tuple[list[str], Matrix]:
    """Return the names of the features, and a row of them for each statement."""
    found = []
    for one in told:
        bears = bearing(one.statement, [one.passage], embedder)
        fired = objections(one.statement, bears).keys()
        found.append(statement_features(one.statement, bears, fired, embedder))
    names = list(found[0])
    return names, np.array([[row[name] for name in names] for row in found], dtype=np.float64)


Fitted = tuple[Matrix, Matrix, Matrix, Matrix]
"""Mean and scale of the features; weights by verdict and feature; constants by verdict."""


def _fitted(rows: Matrix, labels: NDArray[np.intp]) -> Fitted:
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    found = LogisticRegression(C=_PENALTY, max_iter=5_000).fit((rows - mean) / scale, labels)
    return mean, scale, found.coef_, found.intercept_


def _probable(fitted: Fitted, rows: Matrix) -> Matrix:
    mean, scale, weights, constant = fitted
    margins = (rows - mean) / scale @ weights.T + constant
    odds = np.exp(margins - margins.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float64)


def _crossed(rows: Matrix, labels: NDArray[np.intp], groups: NDArray[np.str_]) -> Matrix:
    """Return the probabilities of each statement by a fit without its group."""
    found = np.zeros((len(rows), len(VERDICTS)))
    folds = GroupKFold(min(_FOLDS, len(np.unique(groups))))
    for rest, left in folds.split(rows, groups=groups):
        found[left] = _probable(_fitted(rows[rest], labels[rest]), rows[left])
    return found


def _given_from(verdict: Verdict, probable: Matrix, labels: NDArray[np.intp]) -> float:
    """Return the lowest probability from which a verdict was right often enough."""
    column = probable[:, VERDICTS.index(verdict)]
    right = labels == VERDICTS.index(verdict)
    order = np.argsort(-column, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((shares >= _RIGHT[verdict]) & (np.arange(len(order)) >= _FEWEST - 1))
    return round(float(column[order[enough[-1]]]), 4) if len(enough) else _NEVER


def _figures(
    probable: Matrix, labels: NDArray[np.intp], given: Matrix, among: NDArray[np.bool_]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    labels, probable, given = labels[among], probable[among], given[among]
    calls = probable >= given
    for verdict in _RIGHT:
        place = VERDICTS.index(verdict)
        is_so, called = labels == place, calls[:, place]
        area = roc_auc_score(is_so, probable[:, place])
        found[f"{verdict}: area under the curve"] = round(float(area), 3)
        found[f"{verdict}: so called"] = share_figure(int(called.sum()), len(called))
        if called.any():
            hits = int((is_so & called).sum())
            found[f"{verdict}: so called and so"] = share_figure(hits, int(called.sum()))
    true = labels == VERDICTS.index("supported")
    wrong = true & calls[:, VERDICTS.index("contradicted")]
    found["true ones called contradicted"] = share_figure(int(wrong.sum()), int(true.sum()))
    return found


def _rounded(values: Matrix) -> list[float]:
    return [round(float(value), 4) for value in values]


if __name__ == "__main__":
    main()
