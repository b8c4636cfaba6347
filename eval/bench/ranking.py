"""Measure ranking and refusals on the development questions, over the starter corpus.

Run with: python -m eval.bench.ranking [QUESTIONS.jsonl …]
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import answer
from assistant.conversation import in_conversation
from assistant.search import search
from corpus.embed import open_model
from corpus.library import Library
from corpus.settings import Settings
from corpus.starter.records import starter_records
from eval.questions import Question, read_questions
from eval.ranking import score_ranking
from ingest.add import add_starter
from ingest.digest import read_digests

_SETS = [Path(__file__).parents[1] / "sets" / "development.jsonl"]


def measure(library: Library, questions: Sequence[Question]) -> None:
    """Print the ranking measures, and how many questions of each kind are declined."""
    ids = {key: digest.paper.paper_id for key, digest in read_digests(starter_records())}
    asked = {question.id: question.question for question in questions}

    def context(question: Question) -> str | None:
        return asked.get(question.follows) if question.follows else None

    def rank(question: Question) -> list[str]:
        found = search(library, in_conversation(question.question, context(question)))
        return [item.paper.paper_id for item in found]

    scores = score_ranking(questions, rank, ids)
    for measure_name, by_question in scores.by_measure.items():
        mean = scores.mean(measure_name)
        print(f"{measure_name}: {mean:.4f} over {len(by_question)} questions")
    declined: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for question in questions:
        kind = question.kind if question.expected_behaviour == "abstain" else "answerable"
        total[kind] += 1
        declined[kind] += answer(library, question.question, follows=context(question)).declined
    for kind, count in sorted(total.items()):
        print(f"declined, {kind}: {declined[kind]} of {count}")


def main() -> None:
    """Build the starter library in a temporary folder and measure it."""
    questions = [
        question for path in map(Path, sys.argv[1:]) for question in read_questions(path)
    ] or [question for path in _SETS for question in read_questions(path)]
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Settings(library=Path(folder)), open_model())
        add_starter(library, lambda *_: None)
        measure(library, questions)


if __name__ == "__main__":
    main()
