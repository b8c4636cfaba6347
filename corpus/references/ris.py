"""Write papers as RIS, the tagged lines that every reference manager reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.paper import Paper
from corpus.references.markup import escaped
from corpus.references.names import listed
from corpus.references.status_note import status_note


def to_ris(papers: Sequence[Paper]) -> str:
    """Return the papers as RIS records, parted by blank lines."""
    return "\n".join(_record(paper) for paper in papers)


def _record(paper: Paper) -> str:
    told = "".join(f"{tag}  - {escaped(value)}\n" for tag, value in _fields(paper) if value)
    return f"{told}ER  - \n"


def _fields(paper: Paper) -> Iterator[tuple[str, str | None]]:
    yield "TY", "JOUR" if paper.journal else "GEN"
    yield from (("AU", author) for author in listed(paper))
    yield "TI", paper.title
    yield "T2", paper.journal
    yield "PY", str(paper.year) if paper.year is not None else None
    yield "VL", paper.volume
    yield "IS", paper.issue
    yield from _pages(paper.pages or "")
    yield "DO", paper.doi
    # EndNote's places for the two: an accession number, and the second custom field.
    yield "AN", paper.pmid
    yield "DB", "PubMed" if paper.pmid else None
    yield "C2", paper.pmcid
    yield "LA", paper.language
    yield from (("KW", topic) for topic in paper.topics)
    yield "N1", f"Licence: {paper.licence}" if paper.licence else None
    yield "N1", status_note(paper.status)


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    first, _, last = pages.partition("-")
    if first and last:
        yield "SP", first
        yield "EP", last
    else:
        yield "SP", pages
