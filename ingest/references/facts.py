"""Read single facts of a paper from what a reference file writes in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from corpus.paper import normal_doi
from corpus.references.markup import plain

_ET_AL = re.compile(r"(?:^|[\s,;])(?:and\s+)?(?:et\.? al\b\.?|and others)[\s,;]*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z+.-]*://|www\.)", re.IGNORECASE)
# Other addresses hold the DOI too, but with "/full", "/pdf" and the like behind it.
_RESOLVER = re.compile(r"\s*https?://(?:dx\.|www\.)?doi\.org/([^?#]*)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMID = re.compile(r"\s*(?:PMID:?\s*)?0*([1-9]\d{0,7})\s*", re.IGNORECASE)
_PMCID = re.compile(r"\s*(?:PMCID:?\s*)?(?:PMC)?([1-9]\d{0,8})(?:\.\d+)?\s*", re.IGNORECASE)


def authors_in(names: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Return the authors, and whether "et al." says that more follow."""
    authors = []
    truncated = False
    for written in names:
        name, more = _ET_AL.subn("", plain(written))
        truncated = truncated or more > 0
        parts = [part.strip(" ;") for part in name.split(",")]
        authors.append(", ".join(part for part in parts if part))
    return tuple(author for author in authors if author), truncated


def year_in(date: str) -> int | None:
    """Return the first year in a date, however it is written."""
    found = _YEAR.search(date)
    return int(found[0]) if found else None


def pages_in(pages: str) -> str | None:
    """Return pages with one hyphen between first and last: "123--130" as "123-130"."""
    told = _DASHES.sub("-", re.sub(r"^pp?\.\s*", "", plain(pages))).strip("-")
    first, _, last = told.partition("-")
    return full_pages(first if first == last else told) or None


def full_pages(pages: str | None) -> str | None:
    """Return a range of pages with its end in full: "1204-9" is "1204-1209"."""
    short = re.fullmatch(r"(\d+)\s*[-\u2013]\s*(\d+)", pages or "")
    if short is None:
        return pages
    first, last = short[1], short[2]
    whole = first[: max(0, len(first) - len(last))] + last
    return first if whole == first else f"{first}-{whole}"


def doi_in(places: Iterable[str]) -> str | None:
    """Return the first DOI found, in lower case; of an address only where it is the DOI's own."""
    for place in map(plain, places):
        own = _RESOLVER.match(place)
        if own is None and _ADDRESS.match(place):
            continue
        found = _DOI.search(unquote(own[1]) if own else place)
        if found:
            return normal_doi(found[0].rstrip(".,;"))
    return None


def pmid_in(written: str) -> str | None:
    """Return a PMID without what may stand around it."""
    found = _PMID.fullmatch(written)
    return found[1] if found else None


def pmcid_in(written: str) -> str | None:
    """Return a PMCID as "PMC" and its number."""
    found = _PMCID.fullmatch(written)
    return f"PMC{found[1]}" if found else None
