"""Fit the review's classifier into corpus/fitted, with its figures on statements left out.

Run with: python -m eval.fit.review

Trained on the statements of ../shared/data/curriculum-train.jsonl, on those that come with the
project, on ordinary statements that name a people (the others are never judged), and with little
weight on the register and the starter papers. Where what lies beside the project is not at hand
nothing is fitted, for the classifier that ships was fitted with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.misconceptions.register import Register, texts_of
from assistant.review.classify import FIT, arrays_of_kernel, numbers_of
from assistant.review.gate import names_people
from assistant.review.pattern import patterns, precise_category
from assistant.review.read import read_material
from corpus.claims import starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import Embedding, EmbeddingCache
from corpus.fitted.weights import FitRecord
from corpus.starter.records import starter_records
from eval.fit.record import FIT_DATA, ORDINARY, SHARED, data_hash, save_fit, share_figure
from eval.fit.review_classifier import (
    Trained,
    crossed,
    fit,
    fit_problem,
    from_elsewhere,
    see,
    threshold,
    told,
)
from eval.review import ReviewScore, score_review
from eval.review_set import (
    Labelled,
    ordinary_statements,
    own_statements,
    read_review_set,
)

_SEED = 0
"""Of nothing: folds are drawn by id, and both solvers start from zero."""


def main() -> None:
    """Fit, cross-validate, print the figures and write the fit."""
    outside = SHARED / "curriculum-train.jsonl"
    if missing := [path.name for path in (outside, *ORDINARY) if not path.is_file()]:
        print(f"review: not fitted, for {', '.join(missing)} is not at hand")
        return
    model = open_model()
    embed, claims = EmbeddingCache(model), starter_claims()
    train = read_review_set(outside)
    trained = training_data(train, Register(claims, embed.embed(texts_of(claims))), embed)
    print(f"review: {len(trained.items)} statements seen; cross-validating", flush=True)
    left_out = crossed(trained)
    problem_from = threshold(trained, left_out.probabilities)
    found = told(trained, left_out, problem_from)
    own = slice(len(train), trained.labelled)
    halves = {
        "curriculum-train": score_review(train, found[: len(train)]),
        "the project's own": score_review(trained.items[own], found[own]),
    }
    problem = fit_problem(trained, left_out)
    classifier = fit(patterns(), model.checksum, trained, problem, problem_from)
    record = FitRecord(
        name=FIT,
        command="python -m eval.fit.review",
        checksum=model.checksum,
        data=data_hash(FIT_DATA[FIT]),
        seed=_SEED,
        hands=(*halves, "ordinary"),
        left_out={
            **{hand: _figures(score) for hand, score in halves.items()},
            "ordinary": {"remarks": _remarks(found[trained.labelled :], trained.ordinary)},
        },
        numbers=numbers_of(classifier, problem),
    )
    save_fit(record, arrays_of_kernel(problem))
    print(json.dumps(record.left_out, indent=1))


def training_data(train: Sequence[Labelled], register: Register, embed: Embedding) -> Trained:
    """Return all that is trained on, as the classifier sees it."""
    known = patterns()
    ordinary = [*ordinary_statements(), *(one for path in ORDINARY for one in _statements_of(path))]
    named = [one for one in ordinary if names_people(known, one.statement)]
    items = [*train, *own_statements(), *named]
    findings = [f for record in starter_records().values() for f in json.loads(record)["findings"]]
    texts, problem, weight = zip(*from_elsewhere(register.claims, findings), strict=True)
    return Trained(
        items,
        see(known, register, embed, [item.statement for item in items]),
        see(known, None, embed, list(texts)),
        np.array(problem),
        np.array(weight),
        [names_people(known, item.statement) for item in items],
        [precise_category(known, item.statement) for item in items],
        labelled=len(items) - len(named),
        ordinary=len(ordinary),
    )


def _statements_of(path: Path) -> list[Labelled]:
    """Return the statements of ordinary teaching material, each of them acceptable."""
    return [
        Labelled(f"{path.stem} {number}", one.text, "acceptable", pair=path.stem)
        for number, one in enumerate(read_material(path).statements)
    ]


def _remarks(found: Sequence[str | None], of: int) -> dict[str, float]:
    """Return the share of ordinary statements with a remark, those that the gate stops included."""
    return share_figure(sum(name is not None for name in found), of)


def _figures(score: ReviewScore) -> dict[str, dict[str, float]]:
    """Return what is told of one half: each statement by a fit without it and its counterpart."""
    shares = {
        "precision": score.problem.precision,
        "recall": score.problem.recall,
        "category right": score.category_right,
        "false alarms": score.false_alarms,
    }
    return {name: share_figure(one.hits, one.of) for name, one in shares.items()}


if __name__ == "__main__":
    main()
