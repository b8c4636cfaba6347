"""Try search with one weight changed at a time, on the development questions.

Run with: python -m eval.bench.trials QUESTIONS.jsonl …

Prints what each change gains over search as it is, with the interval of a paired bootstrap over
the questions, for all of them and for each set apart.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.misconceptions.boost import boosted_search
from assistant.retrieve.fuse import WEIGHTS, Weights
from assistant.understand.contextualize import in_conversation
from corpus.embed import open_model
from corpus.filters import NO_FILTERS
from corpus.library import Library
from corpus.settings import Settings
from corpus.starter.records import starter_records
from eval.chance import mean_of
from eval.questions import Question, read_questions
from eval.ranking import Scores, score_ranking
from ingest.add import add_starter
from ingest.digest import read_digests

_TRIALS = {
    "no second look": replace(WEIGHTS, feedback=0.0),
    "second look, half as much": replace(WEIGHTS, feedback=0.5),
    "second look, twice as much": replace(WEIGHTS, feedback=2.0),
    "second look, less sharp": replace(WEIGHTS, sharpness=20.0),
    "second look, sharper": replace(WEIGHTS, sharpness=100.0),
    "words weigh less": replace(WEIGHTS, words=0.2),
    "words weigh more": replace(WEIGHTS, words=0.4),
    "no synonyms": replace(WEIGHTS, synonyms=0.0),
    "synonyms weigh as words": replace(WEIGHTS, synonyms=1.0),
    "the register vouches for none": replace(WEIGHTS, register=0.0),
    "the register weighs less": replace(WEIGHTS, register=0.1),
    "the register weighs more": replace(WEIGHTS, register=0.3),
}
_MEASURES = ("nDCG@10", "recall@5 of grade 2")


def main() -> None:
    """Build the starter library in a temporary folder and try every change."""
    sets = {path.stem: read_questions(path) for path in map(Path, sys.argv[1:])}
    questions = [question for own in sets.values() for question in own]
    members = {"all": {one.id for one in questions}}
    members |= {name: {one.id for one in own} for name, own in sets.items()}
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Settings(library=Path(folder)), open_model())
        add_starter(library, lambda *_: None)
        before = _scored(library, questions, WEIGHTS)
        for measure in _MEASURES:
            print(f"as it is: {measure} {before.mean(measure):.4f}")
        for trial, weights in _TRIALS.items():
            after = _scored(library, questions, weights)
            for measure in _MEASURES:
                told = (
                    f"{name} {_gain(before, after, measure, of)}" for name, of in members.items()
                )
                print(f"{trial:26} {measure:19} {'; '.join(told)}")


def _gain(before: Scores, after: Scores, measure: str, members: set[str]) -> str:
    old, new = before.by_measure[measure], after.by_measure[measure]
    gain = mean_of([new[one] - old[one] for one in sorted(old) if one in members])
    return f"{gain.value:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]" if gain else "none"


def _scored(library: Library, questions: Sequence[Question], weights: Weights) -> Scores:
    ids = {key: digest.paper.paper_id for key, digest in read_digests(starter_records())}
    asked = {question.id: question.question for question in questions}

    def rank(question: Question) -> list[str]:
        follows = asked.get(question.follows) if question.follows else None
        text = in_conversation(question.question, follows)
        return [
            one.paper.paper_id for one in boosted_search(library, text, NO_FILTERS, 20, weights)
        ]

    return score_ranking(questions, rank, ids)


if __name__ == "__main__":
    main()
