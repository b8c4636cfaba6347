"""The nouns of a review: teaching material, its statements, and where each one stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Unit = Literal["slide", "page", "paragraph", "line", "row"]
Form = Literal["PPTX", "DOCX", "PDF", "Markdown", "text", "CSV", "HTML"]

BODY, TITLE, NOTES, TABLE, PICTURE = "body", "title", "notes", "table", "alternative text"
"""The parts that statements stand in; of a question bank the part is the name of the column."""


@dataclass(frozen=True)
class Place:
    """Where something stands in its file."""

    unit: Unit
    number: int
    """Of the slide, page, paragraph, line or row, counted from 1; of a bank's row, as in the file.
    """
    part: str = BODY

    @property
    def words(self) -> str:
        """The place as it is shown, such as "slide 3, notes"."""
        part = "" if self.part == BODY else f", {self.part}"
        return f"{self.unit} {self.number}{part}"


@dataclass(frozen=True)
class Statement:
    """A sentence, bullet, row or short paragraph, and what it stands under."""

    text: str
    heading: str
    """The title of the slide or the nearest heading; empty where there is none."""
    place: Place


@dataclass(frozen=True)
class Unseen:
    """A picture, which no review by words can judge."""

    place: Place
    description: str
    """Its alternative text; empty where it has none."""


@dataclass(frozen=True)
class Material:
    """One file of teaching material as it was read."""

    path: Path
    form: Form
    digest: str
    """SHA-256 of its content, in hexadecimal."""
    statements: tuple[Statement, ...]
    pictures: tuple[Unseen, ...] = ()
    units: int = 0
    """How many slides, pages, paragraphs, lines or rows it has."""
    warnings: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its name, without the folder."""
        return self.path.name
