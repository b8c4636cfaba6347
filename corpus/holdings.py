"""What a library holds at one moment, and the short id of exactly that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from corpus.catalog import Catalog
from corpus.paper import Paper
from corpus.texts import Texts
from corpus.words import Words


@dataclass(frozen=True)
class Holdings:
    """The searchable papers and passages of a library."""

    revision: int
    papers: dict[str, Paper]
    """By id, in order of id."""
    passages: int
    """How many there are."""
    snapshot: str
    """The same papers with the same passages have the same id."""


def read_holdings(catalog: Catalog, texts: Texts, words: Words, revision: int) -> Holdings:
    """Return what the library holds now."""
    papers = catalog.papers()
    held = f"{list(papers.values())}{texts.held()}"
    snapshot = hashlib.sha256(held.encode()).hexdigest()[:12]
    return Holdings(revision, papers, words.count(), snapshot)
