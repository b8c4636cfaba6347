"""OpenAlex: an open index of all research, with licences and retractions."""

from __future__ import annotations

import re
from functools import partial
from html import escape

from corpus.paper import Paper, identify
from corpus.references.names import is_body
from corpus.status import Notice, Standing, Status
from ingest.fetch.abstract import abstract_document
from ingest.fetch.client import Client, Service
from ingest.fetch.identifier import Identifier
from ingest.fetch.kept import Answer
from ingest.fetch.licence import licence_name
from ingest.fetch.told import Told, identified, other_paper
from ingest.fetch.value import Value, json_in
from ingest.pdf.byline import listed_names

_NAME: Service = "OpenAlex"
_MOST_WORDS = 5_000
"""Of an abstract."""


def find(identifier: Identifier, client: Client) -> Told | None:
    """Return what OpenAlex tells of the paper with a DOI or PMID; None where it knows it not."""
    place = f"{identifier.kind}:{identifier.value}"
    return client.ask(_NAME, ("works", place), {}, partial(_told, identifier))


def _told(identifier: Identifier, answer: Answer) -> Told | None:
    if answer.status == 404:
        return None
    work = json_in(_NAME, answer)
    paper = _paper(work)
    found = identified(paper, identifier)
    if found != identifier.value:
        raise other_paper(_NAME, identifier, found)
    retracted = Status(Standing.RETRACTED, "Marked as retracted", source=_NAME)
    notice = Notice(paper.doi, paper.pmid, retracted)
    abstract = abstract_document(paper, _abstract(work.at("abstract_inverted_index")))
    about = (notice,) if work.at("is_retracted").held is True else ()
    return Told(_NAME, paper, abstract, about)


def _abstract(index: Value) -> str | None:
    """Return the abstract that an index tells as the places of each word."""
    held = index.held if isinstance(index.held, dict) else {}
    placed = {
        place: word
        for word, places in held.items()
        if isinstance(word, str) and isinstance(places, list)
        for place in places
        if type(place) is int and 0 <= place < _MOST_WORDS
    }
    return escape(" ".join(placed[place] for place in sorted(placed)), quote=False) or None


def _paper(work: Value) -> Paper:
    title = work.at("title").text() or work.at("display_name").text() or ""
    doi, pmid = work.at("doi").doi(), work.at("ids", "pmid").pmid()
    printed = work.at("biblio")
    authors = list(filter(None, map(_author, work.at("authorships").each())))
    return Paper(
        paper_id=identify(doi, pmid, title),
        title=title,
        authors=tuple(authors),
        authors_truncated=work.at("is_authors_truncated").held is True,
        year=work.at("publication_year").year(),
        journal=work.at("primary_location", "source", "display_name").text(),
        volume=printed.at("volume").text(),
        issue=printed.at("issue").text(),
        pages=_pages(printed),
        doi=doi,
        pmid=pmid,
        pmcid=_pmcid(work),
        licence=_licence(work),
        language=work.at("language").language(),
        origin="abstract",
    )


def _author(authorship: Value) -> str | None:
    """Return a name as "Family, Given"; one that is no person's stays as it is."""
    name = authorship.at("raw_author_name").text() or authorship.at("author", "display_name").text()
    if name is None or "," in name or is_body(name):
        return name
    return next(iter(listed_names(name)), name)


def _pages(printed: Value) -> str | None:
    first, last = printed.at("first_page").text(), printed.at("last_page").text()
    return f"{first}-{last}" if first and last and first != last else first


def _pmcid(work: Value) -> str | None:
    # OpenAlex gives an address whose last part has the number with or without its letters.
    found = re.search(r"(?:PMC)?(\d{1,9})/?$", work.at("ids", "pmcid").text() or "", re.IGNORECASE)
    return f"PMC{int(found[1])}" if found else None


def _licence(work: Value) -> str | None:
    if work.at("open_access", "is_oa").held is not True:
        return None
    return licence_name(work.at("best_oa_location", "license").text())
