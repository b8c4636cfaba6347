"""Write what a review found into files that a person hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.review.course import course_of
from assistant.review.decision import Kept, read_kept
from assistant.review.deck_comments import commented_deck
from assistant.review.material import Form
from assistant.review.pattern import patterns
from assistant.review.picture import course_page
from assistant.review.remark import Remark
from assistant.review.remark_list import remark_list
from assistant.review.report import report
from assistant.review.review import Review
from assistant.review.word_comments import commented_word
from corpus.library import Library

_COMMENTED: dict[Form, Callable[[Path, Sequence[Remark]], bytes]] = {
    "PPTX": commented_deck,
    "DOCX": commented_word,
}


def write_exports(library: Library, reviews: Sequence[Review], folder: Path) -> Iterator[Path]:
    """Write report, list, course and copies with comments; yield each file as it is written.

    Of remarks that were dismissed, the list alone tells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = read_kept(library)
    course = course_of(reviews, patterns())
    contents: dict[str, bytes] = {
        "report.docx": report(reviews, course, kept),
        "remarks.csv": remark_list(reviews, kept),
        "course.html": course_page(course).encode(),
    }
    for name, content in contents.items():
        yield _written(folder / name, content)
    taken: set[Path] = set()
    for review in reviews:
        if review.material.form in _COMMENTED:
            copy = _free(folder / commented_name(review), taken)
            yield _written(copy, commented(review, kept))


def has_comments(review: Review) -> bool:
    """Say whether a copy with comments can be made, and its file may be kept until then."""
    return review.material.form in _COMMENTED and not review.material.warnings


def commented(review: Review, kept: Kept) -> bytes:
    """Return a copy of the file with its remarks as comments, without those dismissed."""
    remarks = [one for one in review.remarks if not kept.is_dismissed(one.remark_id)]
    return _COMMENTED[review.material.form](review.material.path, remarks)


def commented_name(review: Review) -> str:
    """Return what that copy is called."""
    path = review.material.path
    return f"{path.stem}-remarks{path.suffix}"


def _free(path: Path, taken: set[Path]) -> Path:
    """Return a place that this run has not written to: files of two folders may have one name."""
    free, number = path, 2
    while free in taken:
        free = path.with_stem(f"{path.stem}-{number}")
        number += 1
    taken.add(free)
    return free


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
