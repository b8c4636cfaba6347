"""Statements of teaching material with what a reader said of them, to judge a review by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.questions import json_at, lines_of


@dataclass(frozen=True)
class Labelled:
    """One statement and what a reader said of it."""

    id: Annotated[str, Field(min_length=1)]
    statement: Annotated[str, Field(min_length=1)]
    label: Literal["problem", "acceptable"]
    category: str | None = None
    """None for an acceptable one."""
    also: tuple[str, ...] = ()
    """Other categories that it may rightly be put under."""
    severity: str | None = None
    difficulty: str | None = None
    register: str | None = None
    """The kind of line it is, such as "speaker notes"."""
    source_type: str | None = None
    pair: str | None = None
    """The id of its counterpart: a near miss of a problem, or the problem."""
    gold: tuple[str, ...] = ()
    """Citation keys of starter papers that bear on it."""

    @property
    def is_problem(self) -> bool:
        """Say whether a review should remark upon it."""
        return self.label == "problem"

    def admits(self, category: str) -> bool:
        """Say whether a category is a right one for it."""
        return category == self.category or category in self.also


_labelled = TypeAdapter(Labelled)


def read_review_set(path: Path) -> list[Labelled]:
    """Return the statements of a JSON Lines file.

    Raises EvidenceError that names file, line, field and what was found.
    """
    return _read(lines_of(path))


def own_statements() -> list[Labelled]:
    """Return the statements written for this project to train the review's classifier with."""
    return _own("review-train.jsonl")


def ordinary_statements() -> list[Labelled]:
    """Return the statements written for this project that have nothing to do with race."""
    return _own("review_ordinary.jsonl")


def harmless_statements() -> list[Labelled]:
    """Return as many that nothing was fitted on."""
    return _own("review_harmless.jsonl")


def _own(name: str) -> list[Labelled]:
    text = files("eval.sets").joinpath(name).read_text(encoding="utf-8")
    lines = enumerate(text.splitlines(), start=1)
    return _read((f"{name} line {number}", line) for number, line in lines)


def _read(lines: Iterable[tuple[str, str]]) -> list[Labelled]:
    found: dict[str, Labelled] = {}
    for place, line in lines:
        try:
            one = _labelled.validate_python(json_at(place, line))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "line"
            raise EvidenceError(f"{place}: {name}: {first['msg']}") from error
        if one.is_problem == (one.category is None):
            raise EvidenceError(f"{place}: category: expected for a problem, and only for one")
        if one.id in found:
            raise EvidenceError(f"{place}: id {one.id!r} is used twice; make it unique")
        found[one.id] = one
    return list(found.values())
