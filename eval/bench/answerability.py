"""Measure what is answered, shown as nearest and declined, by kind of question, and how surely.

Run with: python -m eval.bench.answerability [QUESTIONS.jsonl …] [--json]

Each answerable question is asked once more with the papers that answer it left out, which makes
it an unanswerable one. The area is that under the receiver operating characteristic of `sure`,
answerable questions against each other kind. What was fitted on a set is not to be quoted of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from assistant.answer import answer
from assistant.brief import Answer
from assistant.judge.outcome import Outcome
from corpus.filters import NO_FILTERS, Filters
from corpus.library import Library
from corpus.paper import Paper
from corpus.starter.records import starter_records
from eval.bench.harness import (
    SETS,
    arguments,
    question_sets,
    share_row,
    show,
    starter_library,
    turns,
)
from eval.questions import Question
from ingest.digest import read_digests

_USUAL = [SETS / "development.jsonl", SETS / "deciding.jsonl"]
_ANSWERABLE = ("answerable", "false premise")
_LEFT_OUT = "without its papers"


@dataclass(frozen=True)
class WithoutPapers(Filters):
    """Leaves out the papers that answer, so that a question becomes an unanswerable one."""

    left_out: frozenset[str] = frozenset()

    def admit(self, paper: Paper) -> bool:
        """Say whether a paper is searched."""
        return paper.paper_id not in self.left_out and super().admit(paper)


def answered(library: Library, questions: Sequence[Question]) -> Iterator[tuple[str, Answer]]:
    """Yield the kind and the answer of each question, answerable ones also without their papers."""
    ids = {key: digest.paper.paper_id for key, digest in read_digests(starter_records())}
    by_id = {question.id: question for question in questions}
    for turn in turns(questions):
        one = turn.question
        kind = one.kind.replace("_", " ")
        if one.expected_behaviour != "abstain":
            kind = kind if kind == "false premise" else "answerable"
        yield kind, _ask(library, one, turn.follows, NO_FILTERS)
        before = by_id[one.follows].gold if one.follows else ()
        answering = frozenset(ids[g.id] for g in (*one.gold, *before) if g.grade == 2)
        if kind in _ANSWERABLE and answering:
            without = WithoutPapers(left_out=answering)
            yield _LEFT_OUT, _ask(library, one, turn.follows, without)


def _ask(library: Library, one: Question, follows: str | None, filters: Filters) -> Answer:
    return answer(library, one.question, filters, follows=follows)


def outcome_rows(name: str, found: Sequence[tuple[str, Answer]]) -> Iterator[dict[str, object]]:
    """Yield the share of each outcome by kind of question, and the areas."""
    by_kind: defaultdict[str, list[Answer]] = defaultdict(list)
    for kind, told in found:
        by_kind[kind].append(told)
    for kind, answers in by_kind.items():
        for outcome in get_args(Outcome):
            hits = sum(one.outcome == outcome for one in answers)
            yield {"set": name, "kind": kind, "measure": outcome, **share_row(hits, len(answers))}
        partly = sum(one.outcome == "answered" and bool(one.missing) for one in answers)
        row = share_row(partly, len(answers))
        yield {"set": name, "kind": kind, "measure": "answered, something missing", **row}
    sure = {kind: [one.sure for one in answers] for kind, answers in by_kind.items()}
    positive = [value for kind in _ANSWERABLE for value in sure.get(kind, [])]
    for kind in sure.keys() - set(_ANSWERABLE):
        labels = [True] * len(positive) + [False] * len(sure[kind])
        if positive:
            area = float(roc_auc_score(labels, positive + sure[kind]))
            yield {"set": name, "kind": kind, "measure": "area against answerable", "value": area}


def main() -> None:
    """Ask each set, and print the rows."""
    parser = arguments(__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    given = parser.parse_args()
    library = starter_library(given.library)
    rows: list[dict[str, object]] = []
    for name, questions in question_sets(given.sets or _USUAL).items():
        rows += outcome_rows(name, list(answered(library, questions)))
    show(rows, as_json=given.json)


if __name__ == "__main__":
    main()
