"""Which papers a person wants to see, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import parse_qs

from assistant.papers.entry import FACETS, Entry, Facet, folded

Order = Literal["name", "title", "year", "design", "status", "origin"]
_LONGEST = 200
"""Characters of a value; a longer one is nobody's."""


@dataclass(frozen=True)
class Selection:
    """Limits and order; empty means all papers by the name of the first author."""

    words: str = ""
    """Each of them must stand somewhere in what is known of a paper."""
    year_from: int | None = None
    year_to: int | None = None
    chosen: Mapping[Facet, str] = field(default_factory=dict)
    order: Order = "name"
    falling: bool = False

    @property
    def limits(self) -> bool:
        """Say whether anything but the order is asked for."""
        return bool(self.words or self.year_from or self.year_to or self.chosen)

    def admits(self, entry: Entry) -> bool:
        """Say whether a paper is wanted; one without a year fails a limit on years."""
        year = entry.paper.year
        return (
            (self.year_from is None or (year is not None and year >= self.year_from))
            and (self.year_to is None or (year is not None and year <= self.year_to))
            and all(value in entry.facets[facet] for facet, value in self.chosen.items())
            and all(word in entry.words for word in folded(self.words).split())
        )

    def among(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the wanted papers in the wanted order; those that lack the field come last."""
        wanted = [entry for entry in entries if self.admits(entry)]
        known = [entry for entry in wanted if _key(entry, self.order)]
        unknown = [entry for entry in wanted if not _key(entry, self.order)]
        known.sort(key=lambda entry: entry.name.casefold())
        known.sort(key=lambda entry: _key(entry, self.order), reverse=self.falling)
        return known + unknown


def selection_of(query: str) -> Selection:
    """Return the selection that the part of an address after its question mark tells.

    What is no limit, such as a year in letters, is passed over.
    """
    try:
        told = parse_qs(query, max_num_fields=100)
    except ValueError:
        return Selection()
    said = {name: values[0][:_LONGEST] for name, values in told.items()}
    orders: dict[str, Order] = {order: order for order in get_args(Order)}
    return Selection(
        words=" ".join(said.get("words", "").split()),
        year_from=_year(said.get("from", "")),
        year_to=_year(said.get("to", "")),
        chosen={facet: said[facet] for facet in FACETS if said.get(facet)},
        order=orders.get(said.get("order", ""), "name"),
        falling=said.get("falling") == "1",
    )


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _key(entry: Entry, order: Order) -> str:
    paper = entry.paper
    keys: dict[Order, str] = {
        "name": entry.name.casefold(),
        "title": folded(paper.title).lstrip("\"'“‘([ "),
        "year": f"{paper.year:04d}" if paper.year else "",
        "design": paper.design or "",
        "status": paper.status.standing.value,
        "origin": paper.origin,
    }
    return keys[order]
