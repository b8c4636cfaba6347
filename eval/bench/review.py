"""Measure what the review of teaching material finds, or fit its classifier.

Run with: python -m eval.bench.review [--fit] [--train FILE] [--dev FILE] [--list]
eval/sets/review_fresh.jsonl and review_fresh_last.jsonl are for development beside it,
review_fresh_third.jsonl for the end.

Trained on the labelled statements of --train, on those that come with the project, and with
little weight on the register and the starter papers. --dev judges and is never trained on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import assistant.review.classify as classify
from assistant.misconceptions.register import Register, texts_of
from assistant.review.pattern import patterns
from corpus.claims import starter_claims
from corpus.embed import open_model
from corpus.embedding_cache import Embedding, EmbeddingCache
from corpus.starter.records import starter_records
from eval.bench.review_weights import (
    Trained,
    crossed,
    finder_of,
    fit,
    fit_problem,
    from_elsewhere,
    see,
    threshold,
)
from eval.review import Figures, ReviewScore, Share, score_review
from eval.review_set import Labelled, own_statements, read_review_set

_SHARED = Path("../shared/data")


def main(arguments: Sequence[str]) -> None:
    """Fit or measure, as the arguments say."""
    known, claims = patterns(), starter_claims()
    model = open_model()
    embed = EmbeddingCache(model)
    register = Register(claims, embed.embed(texts_of(claims)))
    train = read_review_set(_option(arguments, "--train", _SHARED / "curriculum-train.jsonl"))
    trained = _trained(train, register, embed)
    left_out = crossed(trained)
    problem_from = threshold(trained.items, left_out.probabilities)
    told = [
        name if p >= problem_from else None
        for p, name in zip(left_out.probabilities, left_out.categories, strict=True)
    ]
    own = trained.items[len(train) :]
    _show(
        f"cross-validated over {len(train)} (threshold {problem_from})", train, told[: len(train)]
    )
    _show(f"cross-validated over {len(own)} of the project's own", own, told[len(train) :])
    if "--fit" in arguments:
        problem = fit_problem(trained, left_out)
        classifier = fit(known, model.checksum, trained, problem, problem_from)
        classify.write(classifier, problem, Path(classify.__file__).parent)
    dev = read_review_set(_option(arguments, "--dev", _SHARED / "curriculum-dev.jsonl"))
    texts = [item.statement for item in dev]
    nearest = embed.embed(texts) @ embed.embed([item.statement for item in own]).T
    print(f"\nnearest statement of the project's own to one judged: cosine {nearest.max():.2f}")
    finder = finder_of(known, register, classify.fitted(), embed)
    found = finder.judge(texts)
    _show(f"judged on {len(dev)}", dev, [one.category if one else None for one in found])
    if "--list" in arguments:
        _list_wrong(train, told[: len(train)])


def _trained(train: list[Labelled], register: Register, embed: Embedding) -> Trained:
    known = patterns()
    items = [*train, *own_statements()]
    findings = [f for record in starter_records().values() for f in json.loads(record)["findings"]]
    texts, problem, weight = zip(*from_elsewhere(register.claims, findings), strict=True)
    return Trained(
        items,
        see(known, register, embed, [item.statement for item in items]),
        see(known, None, embed, list(texts)),
        np.array(problem),
        np.array(weight),
    )


def _show(title: str, items: Sequence[Labelled], told: Sequence[str | None]) -> None:
    found: ReviewScore = score_review(items, told)
    print(f"\n{title}")
    print(_line(found.problem))
    print(f"category right {_words(found.category_right)}")
    print(f"false alarms   {_words(found.false_alarms)}")
    for figures in found.by_category:
        print(_line(figures))
    for name, share in found.found_by:
        print(f"  found, {name:34} {_words(share)}")
    for name, share in found.alarms_by:
        print(f"  false alarms, {name:27} {_words(share)}")


def _line(figures: Figures) -> str:
    return (
        f"{figures.name:26} F1 {_number(figures.f1)} [{figures.low:.2f}, {figures.high:.2f}]  "
        f"precision {_words(figures.precision)}  recall {_words(figures.recall)}"
    )


def _words(share: Share) -> str:
    return f"{_number(share.value)} ({share.hits}/{share.of}) [{share.low:.2f}, {share.high:.2f}]"


def _number(value: float | None) -> str:
    return "  - " if value is None else f"{value:.3f}"


def _list_wrong(items: Sequence[Labelled], told: Sequence[str | None]) -> None:
    for item, name in zip(items, told, strict=True):
        if item.is_problem != (name is not None):
            print(f"{'missed' if item.is_problem else 'false alarm'}: {item.id} {item.statement}")


def _option(arguments: Sequence[str], name: str, usual: Path) -> Path:
    return Path(arguments[arguments.index(name) + 1]) if name in arguments else usual


if __name__ == "__main__":
    main(sys.argv[1:])
