"""The nouns of the house: paper, document, passage, and their places.

Offsets are half-open Python character positions in `Document.text`; pages count from 1;
boxes are in PDF points with the origin at the bottom left of the unrotated page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.status import Status

Origin = Literal["full text", "abstract", "digest", "record"]
"""What we hold of a paper: its own full text, its own abstract, this project's digest of it, or
no text at all but a bibliographic record."""

UNREAD_SIGN = "\ufffd"
"""Stands in a text for a sign before a figure that nothing tells, such as a minus: what holds it
is not quoted, and bears nothing out."""

ORIGINS: tuple[Origin, ...] = ("full text", "abstract", "digest", "record")
"""All origins, the one closest to the paper first."""

SectionKind = Literal[
    "front",
    "abstract",
    "introduction",
    "methods",
    "results",
    "discussion",
    "limitations",
    "conclusion",
    "table",
    "figure",
    "back",
    "references",
    "body",
]
"""The field's terms for sections; `front` is title and authors, `back` is thanks and funding."""


FactKind = Literal[
    "design", "sample size", "country", "years", "population", "race measure", "funding"
]
"""What a study tells of how it was done; "population" is who was studied, by race or ethnicity."""


@dataclass(frozen=True)
class StudyFact:
    """One fact about how a study was done, and the sentence it was read from, letter for letter."""

    kind: FactKind
    value: str
    """In the field's terms: "cohort", "1204", "United States", "2012–2020", "Black 34.2%",
    "self-identified"; for funding, the sentence itself."""
    sentence: str
    origin: Origin
    """The text of the paper in which the sentence stands."""
    start: int
    end: int
    page: int | None = None
    """None where the form has no pages."""


@dataclass(frozen=True)
class Relation:
    """Another paper that must be read together with this one, and why."""

    paper_id: str
    kind: str
    why: str


@dataclass(frozen=True)
class Paper:
    """One work of research literature, whatever texts of it we hold."""

    paper_id: str
    title: str
    authors: tuple[str, ...] = ()
    """As "Family, Given", in order."""
    authors_truncated: bool = False
    """True where more authors follow than are listed."""
    year: int | None = None
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    licence: str | None = None
    language: str | None = None
    design: str | None = None
    population: str | None = None
    race_measure: str | None = None
    """How race or ethnicity was determined; None where we do not know."""
    facts: tuple[StudyFact, ...] = ()
    """In the order of their kinds, each read from a text that we hold or held."""
    topics: tuple[str, ...] = ()
    status: Status = field(default_factory=Status)
    read_with: tuple[Relation, ...] = ()
    origin: Origin = "full text"
    """The text closest to the paper that we hold."""
    file_name: str | None = None
    page_count: int | None = None

    def told(self, kind: FactKind) -> tuple[str, ...]:
        """Return what its texts tell of one kind of fact, such as the countries."""
        return tuple(fact.value for fact in self.facts if fact.kind == kind)


@dataclass(frozen=True)
class Section:
    """A stretch of a document under one heading; the heading is its first paragraph."""

    kind: SectionKind
    title: str
    """The heading as printed; empty where there is none."""
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """One page of a paged document and the stretch of text printed on it."""

    number: int
    label: str
    """The number printed on the page, where the file tells it; else the count from 1."""
    start: int
    end: int


@dataclass(frozen=True)
class WordBox:
    """Where a word, or the half of a hyphenated word, stands on its page."""

    page: int
    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float

    def moved(self, by: int) -> WordBox:
        """Return the same place on the page for a word that begins `by` characters later."""
        # There are thousands in a paper, for which `replace` would take longer than all the rest.
        return WordBox(
            self.page, self.start + by, self.end + by, self.left, self.bottom, self.right, self.top
        )


@dataclass(frozen=True)
class Document:
    """A paper with one of its texts: paragraphs parted by a blank line, in reading order."""

    paper: Paper
    text: str
    sections: tuple[Section, ...]
    """In order, without gaps except white space."""
    pages: tuple[Page, ...] = ()
    """Empty where the format has no pages."""
    words: tuple[WordBox, ...] = ()
    """In order of `start`; empty where the format has no pages."""

    @property
    def origin(self) -> Origin:
        """Say what kind of text this is."""
        return self.paper.origin


@dataclass(frozen=True)
class Passage:
    """Whole sentences from one section of a document, small enough for the embedding model."""

    passage_id: str
    paper_id: str
    origin: Origin
    kind: SectionKind
    section: str
    """The heading the passage stands under, as printed."""
    first_page: int | None
    last_page: int | None
    start: int
    end: int
    text: str


def normal_doi(doi: str) -> str:
    """Return a DOI in lower case and without the address or prefix in front of it."""
    lowered = doi.strip().lower()
    for prefix in ("https://", "http://", "dx.doi.org/", "doi.org/", "doi:"):
        lowered = lowered.removeprefix(prefix)
    return lowered.strip()


def identify(doi: str | None, pmid: str | None, content: str) -> str:
    """Return the paper id: from the DOI, else the PMID, else a hash of `content`."""
    if doi:
        return f"doi:{normal_doi(doi)}"
    if pmid:
        return f"pmid:{pmid}"
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def moved(passages: Iterable[Passage], paper_id: str) -> list[Passage]:
    """Return the passages as those of the same text under another paper id."""
    return [
        replace(
            passage,
            paper_id=paper_id,
            passage_id=identify_passage(paper_id, passage.origin, passage.start, passage.text),
        )
        for passage in passages
    ]


def identify_passage(paper_id: str, origin: Origin, start: int, text: str) -> str:
    """Return the passage id, derived from paper, place and content."""
    place = f"{paper_id}\n{origin}\n{start}\n{text}"
    return hashlib.sha256(place.encode()).hexdigest()[:32]
