"""The eight categories of remarks, each in its own words with the papers it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml  # type: ignore[import-untyped]
from pydantic import TypeAdapter

from corpus.claims import ClaimKind

Category = Literal[
    "race_as_biological_cause",
    "race_as_proxy",
    "outdated_race_correction",
    "stereotyping_vignette",
    "stigmatising_language",
    "unexplained_disparity",
    "missing_context",
    "terminology",
]
Severity = Literal["major", "moderate", "minor"]


@dataclass(frozen=True)
class Kind:
    """What a category means, and what a remark of it says."""

    category: Category
    name: str
    """As it is shown."""
    means: str
    why: str
    """Why it matters, in two sentences."""
    better: str
    """A better wording, or how to find one."""
    question: str
    """What to ask the library about it."""
    severity: Severity
    """Where no pattern says otherwise."""
    sources: tuple[str, ...]
    """Citation keys of the starter papers that the category rests on."""
    claims: tuple[ClaimKind, ...]
    """The kinds of entries of the register that a remark may build upon."""
    near: float | None = None
    """Cosine from which a passage on the matter of a statement bears on the remark; None where
    only words are at fault."""


@cache
def kinds() -> dict[Category, Kind]:
    """Return the categories that come with the project, read once, in the order shown."""
    text = files("assistant.review").joinpath("categories.yaml").read_text(encoding="utf-8")
    read = TypeAdapter(tuple[Kind, ...]).validate_python(yaml.safe_load(text))
    return {kind.category: kind for kind in read}
