"""The runs of question sets that a page makes: one at a time, beside everybody's asking."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.evaluate.prepare import AS_USUAL, Prepared, Wish, prepare
from corpus.errors import EvidenceError
from corpus.library import Library
from eval.conditions import Conditions, now
from eval.feedback import KIND, from_feedback
from eval.questions import QuestionSet
from eval.read_set import read_set
from eval.report import write_reports
from eval.run import conduct, read_conditions, read_questions_of
from eval.summary import summarise

ANSWERS, SCORES, REPORT = "answers.jsonl", "scores.jsonl", "report.html"

State = Literal["asking", "stopping", "stopped", "done", "failed"]


@dataclass(frozen=True)
class Going:
    """The run under way, or how the last one ended."""

    set: str
    done: int
    total: int
    folder: Path
    state: State = "asking"
    trouble: str = ""

    @property
    def at_work(self) -> bool:
        """Say whether it is still under way."""
        return self.state in ("asking", "stopping")


@dataclass(frozen=True)
class Past:
    """A run over this library, in its folder."""

    folder: Path
    conditions: Conditions
    asked: int
    size: int
    """Answers there are, and answers there will be: each question as often as it is asked."""
    ndcg: float | None
    """Mean nDCG@10; None where the run is not whole or has no gold."""

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def whole(self) -> bool:
        """Say whether every question was asked, and a report was written."""
        return self.asked == self.size and (self.folder / REPORT).is_file()


class _Stopped(Exception):
    """Ends a run between two questions."""


class Runs:
    """Makes runs in a thread of its own, and finds those made before, by whatever door."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self.folder = folder
        self._lock = threading.Lock()
        self._going: Going | None = None

    @property
    def going(self) -> Going | None:
        """The run under way, or the last one; None where there was none yet."""
        return self._going

    def set_named(self, name: str) -> QuestionSet:
        """Return a shipped set, or the one that readers' feedback makes."""
        if name != KIND:
            return read_set(name)
        found = from_feedback(self._library.feedback.all(), self._library.papers())
        if not found.questions.questions:
            raise EvidenceError("no answer is marked as not helpful with the right paper named")
        return found.questions

    def start(self, questions: QuestionSet, wish: Wish = AS_USUAL) -> None:
        """Begin a run, or go on with one of the same conditions that was stopped.

        Raises EvidenceError where one is under way, or the set is not sound.
        """
        ready = prepare(self._library, questions, wish)
        with self._lock:
            if self._going is not None and self._going.at_work:
                raise EvidenceError(
                    f"a run of {self._going.set} is under way here; wait for it, or stop it"
                )
            folder = self._unfinished(ready.conditions) or self._free(questions.name)
            total = len(ready.questions.questions) * wish.times
            self._going = Going(questions.name, 0, total, folder)
        threading.Thread(target=self._make, args=[ready, folder], daemon=True).start()

    def stop(self) -> None:
        """End the run under way after the question that is being asked."""
        with self._lock:
            if self._going is not None and self._going.at_work:
                self._going = replace(self._going, state="stopping")

    def past(self) -> list[Past]:
        """Return the runs over this library, the newest first."""
        found = [one for one in map(self._past, self._folders()) if one is not None]
        return sorted(found, key=lambda one: (one.conditions.started, one.name), reverse=True)

    def report(self, name: str) -> Path | None:
        """Return the report of a run by the name of its folder; None where there is none."""
        return next((one.folder / REPORT for one in self.past() if one.name == name), None)

    def _make(self, ready: Prepared, folder: Path) -> None:
        try:
            made = conduct(folder, ready.questions, ready.conditions, ready.ask, self._tell)
            write_reports(made, summarise(made))
            self._end("done")
        except _Stopped:
            self._end("stopped")
        except EvidenceError as error:
            self._end("failed", str(error))
        except OSError as error:
            told = f"{folder}: cannot be written ({error.strerror}); start the server in another "
            self._end("failed", f"{told}folder, or make room")
        except Exception as error:
            self._end("failed", f"{type(error).__name__}: {error}; this is a fault of the program")
            raise

    def _tell(self, done: int, total: int) -> None:
        with self._lock:
            if self._going is None:
                return
            self._going = replace(self._going, done=done, total=total)
            if self._going.state == "stopping" and done < total:
                raise _Stopped

    def _end(self, state: State, trouble: str = "") -> None:
        with self._lock:
            if self._going is not None:
                self._going = replace(self._going, state=state, trouble=trouble)

    def _folders(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (path.parent for path in self.folder.glob("*/run.json"))

    def _past(self, folder: Path) -> Past | None:
        try:
            conditions = read_conditions(folder)
            size = len(read_questions_of(folder).questions) * conditions.times
        except EvidenceError:
            return None  # Half written, or of another program; not for this list.
        if Path(conditions.library) != self._library.folder.resolve():
            return None
        answers = folder / ANSWERS
        asked = answers.read_bytes().count(b"\n") if answers.is_file() else 0
        return Past(folder, conditions, asked, size, _mean(folder / SCORES, "nDCG@10"))

    def _unfinished(self, conditions: Conditions) -> Path | None:
        for one in self.past():
            same = replace(
                one.conditions,
                library=conditions.library,
                machine=conditions.machine,
                started=conditions.started,
                workers=conditions.workers,
            )
            if one.asked < one.size and same == conditions:
                return one.folder
        return None

    def _free(self, name: str) -> Path:
        stamp = "".join(character for character in now()[:19] if character.isdigit())
        place = self.folder / f"{name}-{stamp}"
        return next(
            path
            for path in (place, *(place.with_name(f"{place.name}-{n}") for n in range(2, 1000)))
            if not path.exists()
        )


def _mean(path: Path, measure: str) -> float | None:
    if not path.is_file():
        return None
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    found = [row["score"] for row in rows if row["measure"] == measure]
    return sum(found) / len(found) if found else None
