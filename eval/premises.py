"""Which entry of the register of claims a question of a set concerns, by a reader's judgement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import EvidenceError


@dataclass(frozen=True)
class PremiseLabel:
    """What a reader said of one question."""

    id: str
    """Of the question."""
    claims: tuple[str, ...]
    """The entries that may rightly be shown; empty where it concerns none."""
    stance: Literal["assumed", "mentioned"] | None
    """None where it concerns no entry."""


@dataclass(frozen=True)
class PremiseProbe(PremiseLabel):
    """A question written to probe the register, with its label."""

    question: str


_Label = TypeVar("_Label", bound=PremiseLabel)

_label = TypeAdapter(PremiseLabel)
_probe = TypeAdapter(PremiseProbe)


def read_premise_labels(path: Path) -> dict[str, PremiseLabel]:
    """Return the labels of a JSON Lines file by question; errors name file, line and field."""
    return {label.id: label for label in _read(path, _label)}


def read_premise_probes(path: Path) -> list[PremiseProbe]:
    """Return the probes of a JSON Lines file; errors name file, line and field."""
    return _read(path, _probe)


def _read(path: Path, kind: TypeAdapter[_Label]) -> list[_Label]:
    labels: list[_Label] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            labels.append(kind.validate_python(json.loads(line)))
        except json.JSONDecodeError as error:
            raise EvidenceError(f"{path} line {number}: not JSON ({error.msg})") from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise EvidenceError(f"{path} line {number}: {field}: {first['msg']}") from error
    return labels
