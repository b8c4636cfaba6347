"""Review teaching material: read it, judge each statement, and cite what bears on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.misconceptions.register import register_of
from assistant.review.classify import check_fits, fitted
from assistant.review.find import Finder, Finding
from assistant.review.fragment import is_fragment, is_reference, is_row
from assistant.review.material import Material, Statement
from assistant.review.passages import passages_for
from assistant.review.pattern import Patterns, patterns
from assistant.review.read import read_material
from assistant.review.remark import Remark, remark_of
from corpus.library import Library

Told = Callable[[int, int], None]
"""Told how many statements are judged, of how many."""
_BATCH = 64
_SHORT = 8
"""Words below which a statement is judged under its heading, without which it says little."""
_EXCUSES = ("myth", "retired", "instead", "critique", "history", "asks", "event")
"""Word lists that, in a heading, bear on all that stands below it."""


@dataclass(frozen=True)
class Review:
    """What a review of one file found."""

    material: Material
    remarks: tuple[Remark, ...]
    """In the order of the file."""
    seconds: float

    @property
    def clean(self) -> bool:
        """Say whether there is no remark."""
        return not self.remarks


def open_finder(library: Library) -> Finder:
    """Return what judges statements; raise EvidenceError where the library has another model."""
    known, weights = patterns(), fitted(library.embedder.checksum)
    check_fits(weights, known)
    return Finder(known, register_of(library), weights, library.asked.embed)


def review_file(
    library: Library, finder: Finder, path: Path, tell: Told = lambda _done, _total: None
) -> Review:
    """Return the remarks on a file; raise RefusedFile where it cannot be reviewed."""
    started = time.perf_counter()
    material = read_material(path)
    remarks = tuple(
        remark_of(material.file, statement, finding, passages_for(library, finding))
        for statement, finding in statements_found(finder, material, tell)
    )
    return Review(material, remarks, time.perf_counter() - started)


def statements_found(
    finder: Finder, material: Material, tell: Told = lambda _done, _total: None
) -> Iterator[tuple[Statement, Finding]]:
    """Yield the statements that call for a remark.

    The same words in one place have one remark, and so have the items of a list or table that
    call for a remark of the same category.
    """
    statements = material.statements
    seen: set[tuple[int | str, str]] = set()
    for start in range(0, len(statements), _BATCH):
        batch = statements[start : start + _BATCH]
        judged = finder.judge(
            [in_context(finder.known, one) for one in batch], [one.text for one in batch]
        )
        for statement, finding in zip(batch, judged, strict=True):
            if finding is None or not _is_told(statement, finding):
                continue
            keys = set(_told_once(finder.known, statement, finding))
            if not keys & seen:
                yield statement, finding
            seen |= keys
        tell(min(start + _BATCH, len(statements)), len(statements))


def _is_told(statement: Statement, finding: Finding) -> bool:
    """Say whether a finding is told: of a fragment only where its words show it."""
    if is_reference(statement):
        return False
    shown = any(one.kind != "classifier" for one in finding.signals)
    return shown or not is_fragment(statement)


def _told_once(
    known: Patterns, statement: Statement, finding: Finding
) -> Iterator[tuple[int | str, str]]:
    """Yield what a remark shares with those that would tell the same again."""
    place = statement.place
    yield place.number, statement.text
    if is_row(statement) or in_context(known, statement) != statement.text:
        yield (place.number if place.unit == "slide" else statement.heading), finding.category


def in_context(known: Patterns, statement: Statement) -> str:
    """Return a statement as it is judged, a fragment under its heading.

    So is what stands under a heading that tells of a myth, of history or of a task.
    """
    heading = statement.heading
    fragment = len(statement.text.split()) < _SHORT
    if not heading or not (fragment or known.named(heading) & set(_EXCUSES)):
        return statement.text
    return f"{heading.rstrip(':.')}: {statement.text}"
