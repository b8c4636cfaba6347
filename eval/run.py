"""Ask every question of a set and keep what came of it in a folder; go on where it was cut off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.conditions import Conditions
from eval.outcome import Outcome
from eval.questions import Question, QuestionSet, jsonl, read_jsonl

Ask = Callable[[Question, str | None], Outcome]
"""Gets a question and the text of the one it follows up, and returns what came of it."""
Tell = Callable[[int, int], None]
"""Is told how many questions are done, of how many."""

_CONDITIONS, _QUESTIONS, _ANSWERS = "run.json", "questions.jsonl", "answers.jsonl"


@dataclass(frozen=True)
class Reply:
    """One line of a run's answers."""

    id: str
    outcome: Outcome


@dataclass(frozen=True)
class Run:
    """A set, what came of each of its questions, and under what conditions."""

    folder: Path
    conditions: Conditions
    questions: QuestionSet
    outcomes: Mapping[str, Outcome]
    """By question id, of every question."""


_reply = TypeAdapter(Reply)
_conditions = TypeAdapter(Conditions)


def conduct(
    folder: Path, questions: QuestionSet, conditions: Conditions, ask: Ask, tell: Tell
) -> Run:
    """Ask what has not been asked yet, in order, and return the whole run.

    Every answer is in the folder before the next question is asked. Gold must be by paper id.
    Raises EvidenceError where the folder holds a run under other conditions, or no run.
    """
    _check_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "run.lock", timeout=0):
            conditions = _begin(folder, questions, conditions)
            outcomes = _ask_all(folder / _ANSWERS, questions, ask, tell)
    except Timeout as error:
        raise EvidenceError(f"{folder}: another process is at this run; wait for it") from error
    return Run(folder, conditions, questions, outcomes)


def read_run(folder: Path) -> Run:
    """Return the run of a folder; raise EvidenceError where it is none, or not all asked."""
    conditions = read_conditions(folder)
    questions = replace(read_jsonl(folder / _QUESTIONS), name=conditions.set)
    outcomes = dict(_answered(folder / _ANSWERS, questions))
    left = len(questions.questions) - len(outcomes)
    if left:
        raise EvidenceError(
            f"{folder}: {left} of {len(questions.questions)} questions are not asked yet; go on "
            f"with: evidence eval run {conditions.set} --out {folder}"
        )
    return Run(folder, conditions, questions, outcomes)


def read_questions_of(folder: Path) -> QuestionSet:
    """Return the questions of a run, also of one that was cut off."""
    return replace(read_jsonl(folder / _QUESTIONS), name=read_conditions(folder).set)


def read_conditions(folder: Path) -> Conditions:
    """Return under what a run was made."""
    path = folder / _CONDITIONS
    if not path.is_file():
        raise EvidenceError(f"{folder}: no run here; expected a folder with {_CONDITIONS}")
    try:
        return _conditions.validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise EvidenceError(f"{path}: {name}: {first['msg']}") from error


def _check_free(folder: Path) -> None:
    if folder.is_file():
        raise EvidenceError(f"{folder}: is a file; expected a folder for the run")
    if folder.is_dir() and not (folder / _CONDITIONS).exists():
        others = [path.name for path in folder.iterdir() if path.name != "run.lock"]
        if others:
            raise EvidenceError(f"{folder}: holds {others[0]} and no run; give an empty folder")


def _begin(folder: Path, questions: QuestionSet, conditions: Conditions) -> Conditions:
    """Write down the conditions, or check that they are those of the run that was cut off."""
    if (folder / _CONDITIONS).exists():
        before = read_conditions(folder)
        before.check_same(conditions, str(folder))
        return before
    (folder / _QUESTIONS).write_text(jsonl(questions.questions), encoding="utf-8")
    # Last, so that a folder with conditions is a folder with questions.
    text = json.dumps(_conditions.dump_python(conditions), indent=2, ensure_ascii=False)
    (folder / _CONDITIONS).write_text(f"{text}\n", encoding="utf-8")
    return conditions


def _ask_all(path: Path, questions: QuestionSet, ask: Ask, tell: Tell) -> dict[str, Outcome]:
    _drop_cut_line(path)
    outcomes = dict(_answered(path, questions))
    with path.open("a", encoding="utf-8") as answers:
        for one in questions.questions:
            if one.id not in outcomes:
                outcomes[one.id] = _outcome(one, questions.asked(one), ask)
                answers.write(_reply.dump_json(Reply(one.id, outcomes[one.id])).decode() + "\n")
                answers.flush()
            tell(len(outcomes), len(questions.questions))
    return {one.id: outcomes[one.id] for one in questions.questions}


def _outcome(question: Question, follows: str | None, ask: Ask) -> Outcome:
    try:
        return ask(question, follows)
    except Exception as error:  # Whatever a system breaks with, the other questions are asked.
        return Outcome("failed", f"{type(error).__name__}: {error}")


def _drop_cut_line(path: Path) -> None:
    """Take away the line that a kill left without its end."""
    if path.exists():
        whole, _, cut = path.read_bytes().rpartition(b"\n")
        if cut:
            path.write_bytes(whole + b"\n" if whole else b"")


def _answered(path: Path, questions: QuestionSet) -> Iterator[tuple[str, Outcome]]:
    """Yield what came of the questions so far; raise EvidenceError for a line that is no reply."""
    ids = {one.id for one in questions.questions}
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            reply = _reply.validate_json(line)
        except ValidationError as error:
            raise EvidenceError(f"{path} line {number}: not a reply of a run") from error
        if reply.id not in ids:
            raise EvidenceError(f"{path} line {number}: {reply.id!r} is no question of the run")
        yield reply.id, reply.outcome
