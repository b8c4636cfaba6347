"""The parts that a hand-out is written of, the same in every form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "subtitle", "quote", "digest", "source", "warning", "note", "small"]
"""What a paragraph is. Quote: a paper's own words. Digest: this project's. Note: the person's."""


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look."""

    text: str
    link: str | None = None
    strong: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the hand-out has level 0."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of one kind."""

    runs: tuple[Run, ...]
    kind: Kind = "plain"


@dataclass(frozen=True)
class Listing:
    """A list of lines."""

    lines: tuple[tuple[Run, ...], ...]
    look: Literal["numbers", "bullets", "hanging"]
    room: int = 0
    """Empty lines to write on below each."""


@dataclass(frozen=True)
class Table:
    """A table with a row of headings."""

    name: str
    """What it shows, for those who cannot see it."""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Listing | Table


def said(text: str, kind: Kind = "plain", label: str = "") -> Paragraph:
    """Return a paragraph of plain words, after a label that stands out."""
    runs = (Run(f"{label} ", strong=True),) if label else ()
    return Paragraph((*runs, Run(text)), kind)
