"""One paper as it stands in a list: what it is found, sorted and counted by."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.papers.groups import groups_of
from corpus.paper import Paper
from corpus.references.cite import short_name
from ingest.study.country import named_countries

Facet = Literal["design", "status", "topic", "origin", "group", "country"]
"""What papers are limited to and counted by, beside the year."""
FACETS: tuple[Facet, ...] = ("design", "status", "topic", "origin", "group", "country")


@dataclass(frozen=True)
class Entry:
    """A paper with its values by facet, and its words folded for searching."""

    paper: Paper
    name: str
    """Such as "Inker 2021"."""
    words: str
    facets: Mapping[Facet, tuple[str, ...]]


def entry_of(paper: Paper) -> Entry:
    """Return the entry of a paper."""
    said = (
        paper.title, *paper.authors, paper.journal, str(paper.year or ""), paper.doi, paper.pmid,
        paper.pmcid, paper.paper_id, paper.design, paper.population, *paper.topics,
        paper.file_name,
    )  # fmt: skip
    facets: dict[Facet, tuple[str, ...]] = {
        "design": (paper.design.split(" (")[0],) if paper.design else (),
        "status": (paper.status.standing.value,),
        "topic": tuple(dict.fromkeys(paper.topics)),
        "origin": (paper.origin,),
        "group": groups_of(paper),
        "country": countries_of(paper),
    }
    return Entry(paper, short_name(paper), folded(" ".join(filter(None, said))), facets)


def countries_of(paper: Paper) -> tuple[str, ...]:
    """Return the countries of a study: as its text tells them, else as who was studied names."""
    told = paper.told("country") or named_countries(paper.population or "")
    return tuple(dict.fromkeys(told))


def folded(text: str) -> str:
    """Return text without accents and case, in whatever script."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()
