"""A whole course: what is remarked upon where, who is named and as what, causes given or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.review.category import Category, kinds
from assistant.review.material import Statement
from assistant.review.pattern import Patterns
from assistant.review.review import Review, in_context
from corpus.text.groups import category_in, people_mentions

Role = Literal["descriptor", "clue", "cause", "population studied"]
ROLES: tuple[Role, ...] = ("descriptor", "clue", "cause", "population studied")
_WEEK = re.compile(
    r"(?<![^\W_])(?:week|session|lecture|module|unit|lesson|wk)[ _.-]*0*(\d{1,3})(?!\d)",
    re.IGNORECASE,
)
_COUNTED = {
    "Black": {"Black"},
    "White": {"White"},
    "Hispanic or Latino": {"Hispanic"},
    "Asian": {"Asian"},
    "American Indian or Alaska Native": {"American Indian", "Alaska Native", "Inuit"},
    "Pacific Islander": {"Pacific Islander"},
    "Indigenous, elsewhere": {"Indigenous"},
    "Middle Eastern or Arab": {"Middle Eastern or North African"},
    "Jewish": {"Jewish"},
    "Muslim": {"Muslim"},
    "Roma": {"Roma"},
    "Immigrant or refugee": {"immigrant", "refugee", "asylum seeker"},
    "African": {"African"},
    "European": {"European"},
}
"""What of the list of peoples is counted under each name."""


@dataclass(frozen=True)
class Naming:
    """How often a group is named, and in which role."""

    group: str
    role: Role
    count: int
    """Statements."""


@dataclass(frozen=True)
class Tally:
    """How many remarks of a category there are in a file and week."""

    file: str
    week: str
    """As numbered in the headings or the file's name; empty where nothing tells it."""
    category: Category
    count: int


@dataclass(frozen=True)
class Course:
    """What was counted over all files."""

    files: tuple[str, ...]
    statements: int
    tallies: tuple[Tally, ...]
    namings: tuple[Naming, ...]
    disparities: int
    """Statements that compare figures between groups."""
    disparities_with_cause: int
    look_yourself: tuple[str, ...]
    """Pictures whose description says nothing of skin tone, as "file, slide 3"."""


def course_of(reviews: Sequence[Review], known: Patterns) -> Course:
    """Return what is counted over the files of a course."""
    namings: Counter[tuple[str, Role]] = Counter()
    compared: list[bool] = []
    for review in reviews:
        for statement in review.material.statements:
            named = known.named(in_context(known, statement))
            namings.update(_namings(statement, named))
            if "group" in named and "rate" in named:
                compared.append("cause_named" in named)
    return Course(
        files=tuple(review.material.file for review in reviews),
        statements=sum(len(review.material.statements) for review in reviews),
        tallies=tuple(_tallies(reviews)),
        namings=tuple(Naming(*key, count) for key, count in sorted(namings.items())),
        disparities=len(compared),
        disparities_with_cause=sum(compared),
        look_yourself=tuple(_unseen(reviews, known)),
    )


def _tallies(reviews: Sequence[Review]) -> Iterator[Tally]:
    for review in reviews:
        weeks = _weeks(review)
        counts = Counter(
            (weeks[one.statement.place.number], one.finding.category) for one in review.remarks
        )
        order = list(kinds())
        for (week, category), count in sorted(
            counts.items(), key=lambda item: (item[0][0].zfill(3), order.index(item[0][1]))
        ):
            yield Tally(review.material.file, week, category, count)


def _weeks(review: Review) -> dict[int, str]:
    """Return the week in which each slide, page, paragraph, line or row stands."""
    from_name = _WEEK.search(review.material.file)
    week = from_name[1] if from_name else ""
    weeks: dict[int, str] = {}
    for statement in review.material.statements:
        told = _WEEK.match(statement.text) if statement.place.part == "title" else None
        week = told[1] if told else week
        weeks[statement.place.number] = week
    return weeks


def _namings(statement: Statement, named: frozenset[str]) -> Iterator[tuple[str, Role]]:
    if "group" not in named:
        return
    role = _role(named)
    counted = {category_in(one, _COUNTED) for one in people_mentions(statement.text)}
    for group in _COUNTED:
        if group in counted:
            yield group, role


def _role(named: frozenset[str]) -> Role:
    """Return as what the groups of a statement are named, by the words beside them."""
    if named & {"inborn", "body_myth"} and not named & {"myth", "denied"}:
        return "cause"
    if named & {"rate", "reported", "measured"}:
        return "population studied"
    if named & {"vignette", "cue", "presume", "looks", "always_group"}:
        return "clue"
    return "descriptor"


def _unseen(reviews: Sequence[Review], known: Patterns) -> Iterator[str]:
    for review in reviews:
        for picture in review.material.pictures:
            if "skin" not in known.named(picture.description):
                yield f"{review.material.file}, {picture.place.unit} {picture.place.number}"
