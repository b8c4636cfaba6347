"""Write what a review found into files that a person hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.review.course import course_of
from assistant.review.decision import read_kept
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
        path = review.material.path
        remarks = [one for one in review.remarks if not kept.is_dismissed(one.remark_id)]
        make = _COMMENTED.get(review.material.form)
        if make is not None:
            copy = _free(folder / f"{path.stem}-remarks{path.suffix}", taken)
            yield _written(copy, make(path, remarks))


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
