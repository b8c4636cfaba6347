"""Measure ranking and refusals on the development questions, over the starter corpus.

Run with: python -m eval.bench.ranking [QUESTIONS.jsonl …]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from assistant.answer import answer
from assistant.misconceptions.boost import boosted_search
from assistant.understand.contextualize import in_conversation
from corpus.embed import open_model
from corpus.library import Library
from corpus.settings import Settings
from corpus.starter.records import starter_records
from eval.chance import mean_of
from eval.questions import Question, read_questions
from eval.ranking import score_ranking
from ingest.add import add_starter
from ingest.digest import read_digests

_SETS = [Path(__file__).parents[1] / "sets" / "development.jsonl"]


def measure(
    library: Library, questions: Sequence[Question], sets: Mapping[str, frozenset[str]]
) -> None:
    """Print the ranking measures, and how many questions of each kind are declined.

    `sets` names the ids of questions whose ranking is told apart, too.
    """
    ids = {key: digest.paper.paper_id for key, digest in read_digests(starter_records())}
    asked = {question.id: question.question for question in questions}

    def context(question: Question) -> str | None:
        return asked.get(question.follows) if question.follows else None

    def rank(question: Question) -> list[str]:
        found = boosted_search(library, in_conversation(question.question, context(question)))
        return [item.paper.paper_id for item in found]

    scores = score_ranking(questions, rank, ids)
    for measure_name, by_question in scores.by_measure.items():
        for name, members in {"all": frozenset(by_question), **sets}.items():
            told = [value for one, value in by_question.items() if one in members]
            if mean := mean_of(told):
                print(
                    f"{measure_name}, {name}: {mean.value:.4f} [{mean.low:.4f}, {mean.high:.4f}] "
                    f"over {mean.count} questions"
                )
    _print_speed(library, questions)
    declined: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for question in questions:
        kind = question.kind if question.expected_behaviour == "abstain" else "answerable"
        total[kind] += 1
        declined[kind] += answer(library, question.question, follows=context(question)).declined
    for kind, count in sorted(total.items()):
        print(f"declined, {kind}: {declined[kind]} of {count}")


def _print_speed(library: Library, questions: Sequence[Question]) -> None:
    """Print how long a search takes, the embedding of its question left out."""
    seconds = []
    for question in questions:
        library.asked.embed([question.question])
        started = time.perf_counter()
        boosted_search(library, question.question)
        seconds.append(time.perf_counter() - started)
    print(f"a search, its question already embedded: {1000 * median(seconds):.0f} ms (median)")


def main() -> None:
    """Build the starter library in a temporary folder and measure it."""
    read = {path.stem: read_questions(path) for path in map(Path, sys.argv[1:] or _SETS)}
    questions = [question for one in read.values() for question in one]
    sets = {name: frozenset(one.id for one in own) for name, own in read.items()}
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Settings(library=Path(folder)), open_model())
        add_starter(library, lambda *_: None)
        measure(library, questions, sets if len(sets) > 1 else {})


if __name__ == "__main__":
    main()
