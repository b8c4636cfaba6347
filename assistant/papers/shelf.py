"""All papers of a library as entries, read anew when the library has changed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.papers.entry import FACETS, Entry, Facet, entry_of
from assistant.papers.selection import Selection
from corpus.library import Library


@dataclass(frozen=True)
class Stock:
    """The papers at one moment."""

    revision: int
    entries: tuple[Entry, ...]
    """In order of id."""
    counts: dict[Facet, Counter[str]]
    """How many papers have a value, by facet."""


class Shelf:
    """Looks through the papers of a library; several threads may at once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._stock: Stock | None = None
        self._lock = threading.Lock()

    def stock(self) -> Stock:
        """Return the papers as they are now, those known by a record alone among them."""
        revision = self.library.catalog.revision()
        with self._lock:
            if self._stock is None or self._stock.revision != revision:
                known = {entry.paper: entry for entry in self._stock.entries} if self._stock else {}
                papers = self.library.catalog.listed().values()
                # Of thousands of papers few have changed.
                entries = tuple(known.get(paper) or entry_of(paper) for paper in papers)
                self._stock = Stock(revision, entries, counted(entries))
            return self._stock

    def chosen(self, selection: Selection) -> list[Entry]:
        """Return the papers of a selection in its order."""
        return selection.among(self.stock().entries)


def counted(entries: Sequence[Entry]) -> dict[Facet, Counter[str]]:
    """Return how many papers have each value of each facet."""
    return {
        facet: Counter(value for entry in entries for value in entry.facets[facet])
        for facet in FACETS
    }
