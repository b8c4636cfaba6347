"""Ask the questions of a run, one or many at a time, and keep every reply in its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.outcome import Outcome
from eval.questions import Question, QuestionSet

Ask = Callable[[Question, str | None], Outcome]
"""Gets a question and the text of the one it follows up, and returns what came of it."""
Tell = Callable[[int, int], None]
"""Is told how many questions are done, of how many."""


@dataclass(frozen=True)
class Reply:
    """One line of a run's answers."""

    id: str
    outcome: Outcome
    time: int = 1
    """The how manieth asking of the question this is; counts from 1."""


Replies = dict[tuple[str, int], Outcome]
"""By question id and time."""
_reply = TypeAdapter(Reply)


def ask_all(
    path: Path, questions: QuestionSet, ask: Ask, tell: Tell, times: int = 1, workers: int = 1
) -> Replies:
    """Ask what has no reply in the file yet, so many at a time, and return all replies.

    The whole set is asked once before it is asked again. Replies are written in the order of the
    set, however many are asked at a time, so that the file is the same.
    """
    drop_cut_line(path)
    replies = dict(replies_in(path, questions, times))
    wanted = [(one, time) for time in range(1, times + 1) for one in questions.questions]
    left = [(one, time) for one, time in wanted if (one.id, time) not in replies]

    def asked(place: tuple[Question, int]) -> Outcome:
        return _outcome(place[0], questions.asked(place[0]), ask)

    pool = ThreadPoolExecutor(workers) if workers > 1 else None
    try:
        with path.open("a", encoding="utf-8") as answers:
            tell(len(replies), len(wanted))
            outcomes = pool.map(asked, left) if pool else map(asked, left)
            for (one, time), outcome in zip(left, outcomes, strict=True):
                replies[one.id, time] = outcome
                answers.write(_reply.dump_json(Reply(one.id, outcome, time)).decode() + "\n")
                answers.flush()
                tell(len(replies), len(wanted))
    finally:
        if pool:
            pool.shutdown(wait=True, cancel_futures=True)
    return replies


def by_question(
    replies: Mapping[tuple[str, int], Outcome], questions: QuestionSet, times: int
) -> dict[str, tuple[Outcome, ...]]:
    """Return the outcomes of each question in the order of asking."""
    return {
        one.id: tuple(replies[one.id, time] for time in range(1, times + 1))
        for one in questions.questions
    }


def replies_in(
    path: Path, questions: QuestionSet, times: int
) -> Iterator[tuple[tuple[str, int], Outcome]]:
    """Yield what came of the questions so far; raise EvidenceError for a line that is no reply."""
    ids = {one.id for one in questions.questions}
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    for number, line in enumerate(lines, start=1):
        place = f"{path} line {number}"
        try:
            reply = _reply.validate_json(line)
        except ValidationError as error:
            raise EvidenceError(
                f"{place}: not a reply of a run; found {line[:40]!r}, expected id and outcome"
            ) from error
        if reply.id not in ids:
            raise EvidenceError(f"{place}: {reply.id!r} is no question of the run")
        if not 1 <= reply.time <= times:
            raise EvidenceError(f"{place}: time {reply.time}; expected 1 to {times}")
        yield (reply.id, reply.time), reply.outcome


def drop_cut_line(path: Path) -> None:
    """Take away the line that a kill left without its end."""
    if path.exists():
        whole, _, cut = path.read_bytes().rpartition(b"\n")
        if cut:
            path.write_bytes(whole + b"\n" if whole else b"")


def _outcome(question: Question, follows: str | None, ask: Ask) -> Outcome:
    try:
        return ask(question, follows)
    except Exception as error:  # Whatever a system breaks with, the other questions are asked.
        return Outcome("failed", f"{type(error).__name__}: {error}")
