"""What one source tells of a paper: the file itself, a reference file, a service, a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.paper import Paper

SourceKind = Literal["person", "starter", "file", "reference", "service"]
"""Who tells it."""

TRUST: tuple[SourceKind, ...] = ("person", "starter", "file", "reference", "service")
"""Whose word counts more, first the most: the starter corpus was checked by hand."""


@dataclass(frozen=True)
class Record:
    """What one source tells of one paper; a paper is known by the records that tell of it."""

    kind: SourceKind
    name: str
    """Where it is from, as a reader would name it: "inker.pdf", "export.ris line 12"."""
    content: str
    """SHA-256 of the file or of the entry in it; the same entry twice is one record."""
    paper: Paper
    """With `paper_id` as this source alone would give it, and empty fields where it is silent."""
