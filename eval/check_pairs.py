"""Statements with the passages they cite, to judge a check by, with the score of its verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import EvidenceError
from eval.questions import json_at, lines_of

Label = Literal["supported", "contradicted", "cannot_tell"]


@dataclass(frozen=True)
class CheckPair:
    """One statement and its passage."""

    id: Annotated[str, Field(min_length=1)]
    passage: Annotated[str, Field(min_length=1)]
    statement: Annotated[str, Field(min_length=1)]
    label: Label | None = None
    """What a reader said; None where nobody has."""
    kind: str | None = None
    """Such as "figure" or "group"."""


_pair = TypeAdapter(CheckPair)


def read_check_pairs(path: Path) -> list[CheckPair]:
    """Return the pairs of a JSON Lines file.

    Raises EvidenceError that names file, line, field and what was found.
    """
    found: dict[str, CheckPair] = {}
    for place, line in lines_of(path):
        try:
            one = _pair.validate_python(json_at(place, line))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "line"
            raise EvidenceError(f"{place}: {name}: {first['msg']}") from error
        if one.id in found:
            raise EvidenceError(f"{place}: id {one.id!r} is used twice; make it unique")
        found[one.id] = one
    return list(found.values())


def verdict_counts(
    pairs: Sequence[CheckPair], verdicts: Sequence[str]
) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Return how many got each verdict, by label and by kind; "all" is of every kind."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pair, verdict in zip(pairs, verdicts, strict=True):
        for kind in dict.fromkeys(("all", pair.kind or "all")):
            found[pair.label or "no label", kind][verdict] += 1
    return found
