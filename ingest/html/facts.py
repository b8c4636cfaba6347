"""Read the bibliographic facts that a page states for search engines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from lxml.etree import _Element

from corpus.paper import Paper, identify, normal_doi
from ingest.html.text import text_of
from ingest.licence import licence_in
from ingest.pdf.byline import byline, listed_names

Meta = dict[str, list[str]]
"""What the meta tags of a page say, by their names in lower case."""

_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
# The year of the volume comes first: it is the one that citations print.
_DATES = (
    "citation_publication_date", "citation_date", "citation_year", "citation_cover_date",
    "citation_online_date", "prism.publicationdate", "dc.date.issued", "dc.date", "dcterms.issued",
    "article:published_time",
)  # fmt: skip
_JOURNALS = ("citation_journal_title", "prism.publicationname", "citation_journal_abbrev")
_DOIS = ("citation_doi", "prism.doi", "dc.identifier", "dcterms.identifier", "doi")
_AUTHORS = (
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
)
_LICENCES = (
    "dc.rights",
    "dcterms.license",
    "dcterms.rights",
    "citation_license",
    "prism.copyright",
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def page_meta(page: _Element) -> Meta:
    """Return what the meta tags of a page say."""
    said: Meta = {}
    for tag in page.iter("meta"):
        name = (tag.get("name") or tag.get("property") or tag.get("itemprop") or "").lower()
        content = " ".join(
            re.sub(r"</?[a-zA-Z][^<>]*>", "", unescape(tag.get("content", ""))).split()
        )
        if name and content:
            said.setdefault(name, []).append(content)
    return said


def page_title(page: _Element, meta: Meta) -> str:
    """Return the title of the article: as the meta tags have it, else as printed on top."""
    stated = _first(meta, _TITLES[:3])
    heading = page.find(".//h1")
    printed = text_of(heading) if heading is not None else ""
    window = page.find(".//title")
    shown = _first(meta, _TITLES[3:]) or (text_of(window) if window is not None else "")
    return stated or printed or re.split(r"\s[|\u2013\u2014]\s", shown)[0]


def paper_of(
    path: Path, page: _Element, meta: Meta, title: str, text: str, front: Sequence[str]
) -> Paper:
    """Return the paper a page tells of; `text` identifies it where it has no id.

    `front` is what is printed between the title and the article: some journals name only the
    first author in the meta tags, and all of them there.
    """
    doi = _DOI.search(" ".join(value for name in _DOIS for value in meta.get(name, ())))
    pmid = _first(meta, ("citation_pmid",))
    year = re.search(r"\b(?:18|19|20)\d\d(?=\D|$)", " ".join(_values(meta, _DATES)))
    language = _first(meta, ("citation_language", "dc.language")) or page.get("lang")
    named = normal_doi(doi[0]) if doi else None
    return Paper(
        paper_id=identify(named, pmid, text),
        title=title or path.stem,
        authors=_authors(meta, front),
        year=int(year[0]) if year else None,
        journal=_first(meta, _JOURNALS),
        volume=_first(meta, ("citation_volume", "prism.volume")),
        issue=_first(meta, ("citation_issue", "prism.number")),
        pages=_pages(meta),
        doi=named,
        pmid=pmid,
        pmcid=_pmcid(meta),
        licence=_licence(page, meta),
        language=re.split(r"[-_]", language.lower())[0] if language else None,
        file_name=path.name,
    )


def _values(meta: Meta, names: Sequence[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _first(meta: Meta, names: Sequence[str]) -> str | None:
    return next(iter(_values(meta, names)), None)


def _pages(meta: Meta) -> str | None:
    first = _first(meta, ("citation_firstpage", "prism.startingpage"))
    last = _first(meta, ("citation_lastpage", "prism.endingpage"))
    return f"{first}-{last}" if first and last and first != last else first


def _pmcid(meta: Meta) -> str | None:
    stated = re.search(r"\d{4,9}", _first(meta, ("citation_pmcid",)) or "")
    return f"PMC{stated[0]}" if stated else None


def _licence(page: _Element, meta: Meta) -> str | None:
    """Return the licence that the page states as its own: in meta tags or by a marked link."""
    marked = [one.get("href", "") for one in page.iter("a", "link") if one.get("rel") == "license"]
    return licence_in(" ".join([*_values(meta, _LICENCES), *marked]))


def _authors(meta: Meta, front: Sequence[str]) -> tuple[str, ...]:
    """Return the authors as "Family, Given": of two lists that begin alike, the longer one."""
    stated = next((meta[name] for name in _AUTHORS if name in meta), [])
    names = [part for value in stated for part in value.split(";") if part.strip()]
    authors = tuple(dict.fromkeys(map(_inverted, names)))
    printed = byline([_without_degrees(line) for line in front])
    alike = not authors or (printed and _family(printed[0]) == _family(authors[0]))
    return printed if alike and len(printed) > len(authors) else authors


def _without_degrees(line: str) -> str:
    """Return "Ada Ng, PhD; Bo Ray, MDiv" as "Ada Ng; Bo Ray", and any other line as it is."""
    names = [person.partition(",")[0].strip() for person in line.split(";")]
    return "; ".join(names) if len(names) > 1 and all(" " in name for name in names) else line


def _inverted(name: str) -> str:
    """Return one name as "Family, Given"; the last word is the family's where nothing tells."""
    plain = " ".join(name.split())
    if "," in plain:
        return plain
    given, _, family = plain.rpartition(" ")
    return next(iter(listed_names(plain)), f"{family}, {given}" if given else plain)


def _family(author: str) -> str:
    return author.partition(",")[0].casefold()
