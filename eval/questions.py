"""Questions of an evaluation set, with the papers that answer them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import EvidenceError

Behaviour = Literal["answer", "abstain", "correct_premise"]


@dataclass(frozen=True)
class Gold:
    """A paper that bears on a question: grade 2 answers it, 1 is relevant, 0 is not."""

    id: str
    """A paper id, or the citation key of a starter digest, such as "inker2021"."""
    grade: Annotated[int, Field(strict=True, ge=0)]
    """Judgements in BEIR or TREC form keep grades of their own, higher for better."""
    pages: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    """Where in the paper the answer stands, counted from 1; empty where nobody looked."""


@dataclass(frozen=True)
class Question:
    """One question of a set, and what is expected of its answer."""

    id: Annotated[str, Field(min_length=1)]
    question: Annotated[str, Field(min_length=1)]
    kind: str
    expected_behaviour: Behaviour
    gold: tuple[Gold, ...] = ()
    key_points: tuple[str, ...] = ()
    follows: str | None = None
    """The id of the question that this one follows up."""
    twin: str | None = None
    """The id of the question that this one asks again of another group."""
    claims: tuple[str, ...] = ()
    """Ids of the entries of the register that an answer must not repeat as true."""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """What else scores are told by, such as {"topic": ["kidney"]}."""

    @property
    def relevant(self) -> tuple[Gold, ...]:
        """The papers judged to bear on it."""
        return tuple(gold for gold in self.gold if gold.grade > 0)

    @property
    def judged(self) -> bool:
        """Say whether a ranking can be scored on it: evidence is expected, and which is known."""
        return self.expected_behaviour != "abstain" and bool(self.relevant)


@dataclass(frozen=True)
class QuestionSet:
    """Questions in the order of their file, and where each of them stands there."""

    name: str
    questions: tuple[Question, ...]
    places: Mapping[str, str]
    """File and line by question id, such as "questions.jsonl line 3"."""

    def asked(self, question: Question) -> str | None:
        """Return the text of the question that this one follows up; None where it follows none."""
        texts = {one.id: one.question for one in self.questions if one.id == question.follows}
        return texts.get(question.follows) if question.follows else None

    @property
    def digest(self) -> str:
        """A short id of what the set asks and expects: the same questions, the same id."""
        return hashlib.sha256(jsonl(self.questions).encode()).hexdigest()[:16]


_question = TypeAdapter(Question)


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a JSON Lines file.

    Raises EvidenceError that names file, line, field and what was found.
    """
    return list(read_jsonl(path).questions)


def read_jsonl(path: Path) -> QuestionSet:
    """Return the set that a JSON Lines file holds.

    Raises EvidenceError that names file, line, field and what was found.
    """
    return set_of(path.stem, ((place, _read(place, line)) for place, line in lines_of(path)))


def set_of(name: str, placed: Iterable[tuple[str, Question]]) -> QuestionSet:
    """Return a set from places and questions; raise EvidenceError where an id is used twice."""
    questions: dict[str, Question] = {}
    places: dict[str, str] = {}
    for place, question in placed:
        if question.id in questions:
            raise EvidenceError(
                f"{place}: id {question.id!r} is used twice, first at {places[question.id]}; "
                "make it unique"
            )
        questions[question.id] = question
        places[question.id] = place
    return QuestionSet(name, tuple(questions.values()), places)


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and text of each line that is not blank.

    Raises EvidenceError where the file cannot be read or holds nothing.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not filled:
        raise EvidenceError(f"{path}: is empty; expected one line or more")
    return ((f"{path} line {number}", line) for number, line in filled)


def json_at(place: str, line: str) -> object:
    """Return the JSON value of a line; raise EvidenceError where there is none."""
    try:
        found: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        told = str(error).split(":")[0]
        raise EvidenceError(f"{place}: not JSON ({told}); expected one object") from error
    return found


def jsonl(questions: Iterable[Question]) -> str:
    """Return questions as JSON Lines, each with its line break."""
    lines = (_question.dump_json(one, exclude_defaults=True).decode() for one in questions)
    return "".join(f"{line}\n" for line in lines)


def resolved(questions: QuestionSet, ids: Mapping[str, str]) -> QuestionSet:
    """Return the set with gold by paper id, from `ids` by citation key; others stay as written."""

    def named(question: Question) -> Question:
        gold = tuple(replace(one, id=ids.get(one.id, one.id)) for one in question.gold)
        return replace(question, gold=gold)

    return replace(questions, questions=tuple(named(one) for one in questions.questions))


def _read(place: str, line: str) -> Question:
    try:
        return _question.validate_python(json_at(place, line))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "line"
        raise EvidenceError(f"{place}: {name}: {first['msg']}; found {first['input']!r}") from error
