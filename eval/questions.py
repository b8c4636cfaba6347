"""Questions of an evaluation set, with the papers that answer them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError


@dataclass(frozen=True)
class Gold:
    """A paper that bears on a question: grade 2 answers it, 1 is relevant."""

    id: str
    """The citation key of a starter digest, such as "inker2021"."""
    grade: Literal[1, 2]


@dataclass(frozen=True)
class Question:
    """One question of a set, and what is expected of its answer."""

    id: str
    question: str
    kind: str
    expected_behaviour: Literal["answer", "abstain", "correct_premise"]
    gold: tuple[Gold, ...] = ()
    key_points: tuple[str, ...] = ()
    follows: str | None = None
    """The id of the question that this one follows up."""


_question = TypeAdapter(Question)


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a JSON Lines file.

    Raises EvidenceError that names file, line, field and what was found.
    """
    questions: dict[str, Question] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{path} line {number}"
        try:
            question = _question.validate_python(json.loads(line))
        except json.JSONDecodeError as error:
            raise EvidenceError(f"{place}: not JSON ({error.msg}); expected one object") from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise EvidenceError(
                f"{place}: {field}: {first['msg']}; found {first['input']!r}"
            ) from error
        if question.id in questions:
            raise EvidenceError(f"{place}: id {question.id!r} is used twice; make it unique")
        questions[question.id] = question
    return list(questions.values())
