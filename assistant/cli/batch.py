"""Questions from a file, one JSON object a line, answered in one process."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.understand.contextualize import in_conversation
from corpus.errors import EvidenceError, QuestionError

AnswerOne = Callable[[str, str | None], dict[str, Any]]
"""Gets a question and the one it follows up, and returns the object to print."""


@dataclass(frozen=True)
class Asked:
    """One line of a question file; what else the line says is passed over."""

    id: str
    question: str
    follows: str | None = None
    """The id of an earlier line whose question this one follows up."""


_asked = TypeAdapter(Asked)


def read_questions_file(path: Path) -> list[Asked]:
    """Return the questions of a JSON Lines file; errors name file, line and remedy."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    asked: list[Asked] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            asked.append(_read_line(f"{path} line {number}", line))
    twice = [name for name, count in Counter(one.id for one in asked).items() if count > 1]
    if twice:
        raise EvidenceError(f"{path}: the id {twice[0]!r} is used twice; make it unique")
    if not asked:
        raise EvidenceError(f'{path}: no questions; expected lines such as {{"id", "question"}}')
    return asked


def _read_line(place: str, line: str) -> Asked:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        told = str(error).split(":")[0]
        raise EvidenceError(f"{place}: not JSON ({told}); expected one object") from error
    try:
        return _asked.validate_python(found)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "line"
        raise EvidenceError(
            f"{place}: {field}: {first['msg'].lower()}; "
            'expected {"id": text, "question": text, "follows": id or null}'
        ) from error


def answer_all(asked: Sequence[Asked], answer_one: AnswerOne) -> Iterator[dict[str, Any]]:
    """Yield one object for each question with its id, in order.

    A question that cannot be asked yields an object with `error`, and the others go on.
    """
    understood: dict[str, str] = {}
    for one in asked:
        context = understood.get(one.follows or "")
        understood[one.id] = in_conversation(one.question, context)
        try:
            yield {"id": one.id, **answer_one(one.question, context)}
        except QuestionError as error:
            yield {"id": one.id, "question": one.question[:200], "error": str(error)}
