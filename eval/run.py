"""Ask every question of a set and keep what came of it in a folder; go on where it was cut off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.conditions import Conditions
from eval.judged import judged_in
from eval.outcome import Outcome
from eval.questions import QuestionSet, jsonl, read_jsonl
from eval.replies import Ask, Replies, Tell, ask_all, by_question, replies_in

_CONDITIONS, _QUESTIONS, _ANSWERS = "run.json", "questions.jsonl", "answers.jsonl"


@dataclass(frozen=True)
class Run:
    """A set, what came of each of its questions, and under what conditions."""

    folder: Path
    conditions: Conditions
    questions: QuestionSet
    outcomes: Mapping[str, Outcome]
    """By question id, of every question; the first where it was asked several times."""
    times: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    """All outcomes of each question, in the order of asking."""
    judged: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By measure and question id: scores that need a model, which eval/judged.py keeps."""


_conditions = TypeAdapter(Conditions)


def conduct(
    folder: Path, questions: QuestionSet, conditions: Conditions, ask: Ask, tell: Tell
) -> Run:
    """Ask what has not been asked yet, in order, and return the whole run.

    How often and how many at a time, the conditions say. Every reply is in the folder as soon as
    those before it are. Gold must be by paper id.
    Raises EvidenceError where the folder holds a run under other conditions, or no run.
    """
    _check_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "run.lock", timeout=0):
            conditions = _begin(folder, questions, conditions)
            often, workers = conditions.times, conditions.workers
            replies = ask_all(folder / _ANSWERS, questions, ask, tell, often, workers)
    except Timeout as error:
        raise EvidenceError(f"{folder}: another process is at this run; wait for it") from error
    return _run(folder, conditions, questions, replies)


def read_run(folder: Path) -> Run:
    """Return the run of a folder; raise EvidenceError where it is none, or not all asked."""
    conditions = read_conditions(folder)
    questions = replace(read_jsonl(folder / _QUESTIONS), name=conditions.set)
    replies = dict(replies_in(folder / _ANSWERS, questions, conditions.times))
    wanted = len(questions.questions) * conditions.times
    if len(replies) < wanted:
        raise EvidenceError(
            f"{folder}: {wanted - len(replies)} of {wanted} questions are not asked yet; go on "
            f"with: evidence eval run {conditions.set} --out {folder}"
        )
    return _run(folder, conditions, questions, replies)


def _run(folder: Path, conditions: Conditions, questions: QuestionSet, replies: Replies) -> Run:
    times = by_question(replies, questions, conditions.times)
    first = {name: outcomes[0] for name, outcomes in times.items()}
    return Run(folder, conditions, questions, first, times, judged_in(folder, questions))


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
