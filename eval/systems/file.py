"""Take the answers of a system from a file: JSON Lines of answers, or a TREC run file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from corpus.errors import EvidenceError
from eval.outcome import Outcome
from eval.questions import Question, QuestionSet, json_at, lines_of
from eval.replies import Ask
from eval.systems.answer import read_answer
from eval.trec import read_run


def asking_file(path: Path, questions: QuestionSet, ids: Mapping[str, str]) -> Ask:
    """Return the function that looks a question's answer up; one that has none failed.

    A name that ends in .jsonl means answers, each with the `id` of its question; any other means
    rankings, whose answers go unscored. The whole file is read first: errors name file and line.
    """
    read = read_answers if path.suffix == ".jsonl" else read_rankings
    outcomes = read(path, {one.id for one in questions.questions}, ids)

    def ask(question: Question, _follows: str | None) -> Outcome:
        if question.id not in outcomes:
            return Outcome("failed", f"{path}: holds nothing on this question")
        return outcomes[question.id]

    return ask


Read = Callable[[Path, Collection[str], Mapping[str, str]], dict[str, Outcome]]


def read_answers(
    path: Path, questions: Collection[str], ids: Mapping[str, str]
) -> dict[str, Outcome]:
    """Return the outcomes of a JSON Lines file by question id."""
    outcomes: dict[str, Outcome] = {}
    for place, line in lines_of(path):
        found = json_at(place, line)
        name = found.get("id") if isinstance(found, Mapping) else None
        if not isinstance(name, str):
            raise EvidenceError(f"{place}: id: found {name!r}; expected the id of a question")
        _check_asked(place, name, questions)
        if name in outcomes:
            raise EvidenceError(
                f"{place}: {name!r} is answered twice; expected one line a question"
            )
        outcomes[name] = read_answer(place, found, ids)
    return outcomes


def read_rankings(
    path: Path, questions: Collection[str], ids: Mapping[str, str]
) -> dict[str, Outcome]:
    """Return the rankings of a TREC run file by question id, each without an answer."""
    rankings = read_run(path)
    for name in rankings:
        _check_asked(str(path), name, questions)
    return {
        name: Outcome("answered", ranked=tuple(ids.get(one, one) for one in ranking))
        for name, ranking in rankings.items()
    }


def _check_asked(place: str, name: str, questions: Collection[str]) -> None:
    if name not in questions:
        raise EvidenceError(
            f"{place}: {name!r} is no question of the set; give the set that was answered, or take "
            "the line out"
        )
