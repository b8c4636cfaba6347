"""`python -m eval.fit`: fit the judge and write its numbers into corpus/fitted.

It needs the graded questions and the outside sets, which lie beside the project. What takes long
is kept in the work folder, so that a fit that was cut off goes on where it stopped.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judge.cross_reader import FIT
from assistant.judge.judge import FULL, LIGHT, READ_CLOSELY, Pool
from corpus.embed import SentenceModel, open_model
from corpus.fitted.weights import FitRecord
from corpus.library import Library
from corpus.settings import Settings
from corpus.starter.records import FIRST_EDITION
from eval.fit.cross_reader import cross_log_odds, final_cross_reader
from eval.fit.graded import (
    FULL_TEXT_HAND,
    HANDS,
    STARTER_HANDS,
    GradedQuestion,
    Unit,
    read_graded,
)
from eval.fit.judge import (
    SEED,
    Scored,
    arrays_of,
    best_policy,
    fit_outcomes,
    fit_trees,
    leave_out,
)
from eval.fit.left_out import left_out_figures, printed
from eval.fit.outside import ENTAILMENT, SELECTION
from eval.fit.record import FIT_DATA, ROOT, SHARED, data_hash, save_fit
from eval.fit.request_kind import left_out_margins
from ingest.add import add_files, add_starter
from ingest.outcome import Outcome

_COMMAND = "make fit"


def main() -> None:
    """Fit everything, print the figures on hands left out, and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "fit")
    told = parser.parse_args()
    asked = told.data / "questions-train"
    if not asked.is_dir():
        raise SystemExit(f"{asked}: no graded questions there; name their folder with --data")
    told.work.mkdir(parents=True, exist_ok=True)
    model = open_model()
    questions = graded_questions(told.data, told.work, model)
    pools = [one.pool for one in questions]
    grades = [one.grades for one in questions]
    light = leave_out(questions, pools, grades)
    outside = told.data / "outside" / "training"
    cross = cross_log_odds(questions, light, model.folder, outside, told.work)
    near = list(map(_read_closely, questions, light, cross))
    full = leave_out(questions, [one[0] for one in near], [one[1] for one in near])
    _write(LIGHT, model, questions, pools, grades, [list(one.units) for one in questions], light)
    _write(FULL, model, questions, *_columns(near), full)
    arrays = final_cross_reader(questions, light, model.folder, outside, told.work)
    read = {"outside sets": sorted({*SELECTION, *ENTAILMENT})}
    save_fit(_record(FIT, model, {"see": FULL}, read), arrays)


def _silent(_done: int, _total: int, _outcome: Outcome) -> None:
    """Tell nobody how far adding is."""


def graded_questions(data: Path, work: Path, model: SentenceModel) -> list[GradedQuestion]:
    """Return the questions of all hands, over the starter corpus and over the full texts."""
    starter = Library(Settings(library=work / "starter"), model)
    if not starter.papers():
        add_starter(starter, _silent, FIRST_EDITION)
    articles = Library(Settings(library=work / "full-text"), model)
    folder = data / "questions-train"
    if not articles.papers():
        lines = (folder / "full-text-papers.txt").read_text(encoding="utf-8").splitlines()
        add_files(articles, [data / "papers" / line.split("\t")[0] for line in lines], _silent)
    found = [one for hand in STARTER_HANDS for one in read_graded(folder, hand, starter)]
    found += read_graded(folder, FULL_TEXT_HAND, articles)
    return [one for one in found if one.pool.candidates]


def _read_closely(
    one: GradedQuestion, light: NDArray[np.float64], cross: NDArray[np.float64]
) -> tuple[Pool, NDArray[np.int64], list[Unit]]:
    """Return the part of a pool that is read closely, with what reading it told."""
    best = np.argsort(-light, kind="stable")[:READ_CLOSELY]
    pool = one.pool.only(best).with_column("light", light[best]).with_column("cross", cross[best])
    return pool, one.grades[best], [one.units[int(n)] for n in best]


def _columns(
    near: Sequence[tuple[Pool, NDArray[np.int64], list[Unit]]],
) -> tuple[list[Pool], list[NDArray[np.int64]], list[list[Unit]]]:
    return [one[0] for one in near], [one[1] for one in near], [one[2] for one in near]


def _write(
    name: str,
    model: SentenceModel,
    questions: Sequence[GradedQuestion],
    pools: Sequence[Pool],
    grades: Sequence[NDArray[np.int64]],
    units: Sequence[list[Unit]],
    log_odds: Sequence[NDArray[np.float64]],
) -> None:
    request = left_out_margins([one.asked for one in questions], model)
    every = zip(questions, pools, grades, units, log_odds, request, strict=True)
    scored = [Scored(*one) for one in every]
    figures = left_out_figures(scored)
    print(f"{name}, on hands left out\n{printed(figures)}", flush=True)
    outcomes = fit_outcomes(scored)
    known = [n for n, one in enumerate(questions) if max(one.gold.values(), default=0)]
    trees = fit_trees([pools[n] for n in known], [grades[n] for n in known])
    numbers = {
        "features": list(pools[0].names),
        "answerable": outcomes.answerable.numbers(),
        "in_field": outcomes.in_field.numbers(),
        "policy": best_policy(scored),
    }
    save_fit(_record(name, model, figures, numbers), arrays_of(trees))


def _record(
    name: str, model: SentenceModel, left_out: Mapping[str, Any], numbers: Mapping[str, Any]
) -> FitRecord:
    return FitRecord(
        name=name,
        command=_COMMAND,
        checksum=model.checksum,
        data=data_hash(FIT_DATA[name]),
        seed=SEED,
        hands=HANDS,
        left_out=dict(left_out),
        numbers=dict(numbers),
    )


if __name__ == "__main__":
    main()
