"""Name a paper in a line, as a reader would look it up."""

from __future__ import annotations

from corpus.paper import Paper, Passage
from corpus.status import Status


def family_name(paper: Paper) -> str:
    """Return the first author's family name, or the title's beginning where there is none."""
    if paper.authors:
        return paper.authors[0].split(",")[0]
    return paper.title if len(paper.title) <= 40 else paper.title[:40].rsplit(None, 1)[0] + " …"


def short_name(paper: Paper) -> str:
    """Return a name for running text, such as "Inker 2021"."""
    return f"{family_name(paper)} {paper.year}" if paper.year else family_name(paper)


def byline(paper: Paper) -> str:
    """Return authors, journal and year, such as "Inker et al., NEJM, 2021"."""
    more = paper.authors_truncated or len(paper.authors) > 2
    if more:
        authors = f"{family_name(paper)} et al."
    else:
        authors = " and ".join(author.split(",")[0] for author in paper.authors)
    parts = [authors, paper.journal, str(paper.year) if paper.year else None]
    return ", ".join(part for part in parts if part)


def standing_words(paper: Paper) -> str:
    """Say how a paper stands; nothing is known against one whose status nobody looked up."""
    status = paper.status
    if not status.known:
        return "status not checked"
    if status.checked and not status.needs_care:
        return f"{status.standing.value} as of {status.checked}"
    return status.standing.value


def status_source(status: Status) -> str:
    """Say from where and when a standing is known, such as "Crossref, since 2021-03-04"."""
    since = f"since {status.since}" if status.since else None
    checked = f"looked up {status.checked}" if status.checked else None
    return ", ".join(part for part in (status.source, status.by, since, checked) if part)


def doi_address(paper: Paper) -> str | None:
    """Return the address that a DOI resolves at; None without a DOI."""
    return f"https://doi.org/{paper.doi}" if paper.doi else None


def pages(passage: Passage) -> str | None:
    """Return the pages of a passage, such as "3" or "3-4"; None where the form has no pages."""
    if passage.first_page is None:
        return None
    if passage.first_page == passage.last_page:
        return str(passage.first_page)
    return f"{passage.first_page}-{passage.last_page}"
