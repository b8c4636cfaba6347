"""What one entry of a reference file tells of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.errors import RefusedFile
from corpus.paper import Paper, identify
from corpus.references.markup import plain
from corpus.status import Notice, Status
from ingest.references.attachments import OutsideFolder, relative_path
from ingest.references.facts import authors_in, doi_in, pages_in, pmcid_in, pmid_in, year_in
from ingest.references.notes import Noted, noted_in


@dataclass(frozen=True)
class Reference:
    """One entry of a reference file."""

    paper: Paper
    """With `paper_id` from this entry alone, and empty fields where the entry is silent."""
    abstract: str | None
    """As the entry has it, markup and line ends included."""
    attachments: tuple[str, ...]
    """Files of this paper, by path relative to the folder of the reference file."""
    place: str
    """Where in its file it stands, such as "line 12" or "record 3"."""
    entry: bytes
    """What the entry says, in UTF-8, whatever stands around it; read alone it gives the same."""
    notices: tuple[Notice, ...] = ()
    """What the entry tells of the standing of its own or of another paper."""


@dataclass(frozen=True)
class Told:
    """What an entry says, field by field, as its form writes it; blank counts as silent."""

    place: str
    entry: bytes
    title: str = ""
    authors: tuple[str, ...] = ()
    """As "Family, Given", or the whole name of a body."""
    date: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    dois: tuple[str, ...] = ()
    """Where the form may hold the DOI, the surest place first; addresses among them."""
    pmid: str = ""
    pmcid: str = ""
    licence: str = ""
    language: str = ""
    abstract: str = ""
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    standings: tuple[Status, ...] = ()
    """What the form itself says of the standing of this paper."""
    notices: tuple[Notice, ...] = ()
    """What the form says of the standing of other papers."""


def entered(path: str, told: Told) -> Iterator[Reference | RefusedFile]:
    """Yield the reference that an entry makes, and a refusal for each file it may not attach."""
    if not plain(told.title):
        reason = f"{told.place}: the entry has no title; give it one, or remove it"
        yield RefusedFile(path, reason)
        return
    notes = noted_in(told.notes)
    paper = _paper(told, notes)
    attachments, refused = _files(path, told)
    own = dict.fromkeys((*told.standings, *notes.standings))
    yield Reference(
        paper=paper,
        abstract=told.abstract.strip() or None,
        attachments=attachments,
        place=told.place,
        entry=told.entry,
        notices=(*(Notice(paper.doi, paper.pmid, status) for status in own), *told.notices),
    )
    yield from refused


def _files(path: str, told: Told) -> tuple[tuple[str, ...], list[RefusedFile]]:
    """Return the attached files, each once, and a refusal for each that may not be one."""
    files: dict[str, None] = {}
    refused = []
    for written in told.files:
        try:
            file = relative_path(written)
        except OutsideFolder as error:
            refused.append(RefusedFile(path, f"{told.place}: {error}"))
        else:
            files.update({file: None} if file else {})
    return tuple(files), refused


def _paper(told: Told, notes: Noted) -> Paper:
    authors, truncated = authors_in(told.authors)
    paper = Paper(
        paper_id="",
        title=plain(told.title),
        authors=authors,
        authors_truncated=truncated,
        year=year_in(told.date),
        journal=plain(told.journal) or None,
        volume=plain(told.volume) or None,
        issue=plain(told.issue) or None,
        pages=pages_in(told.pages),
        doi=doi_in((*told.dois, notes.doi)),
        pmid=pmid_in(told.pmid) or pmid_in(notes.pmid),
        pmcid=pmcid_in(told.pmcid) or pmcid_in(notes.pmcid),
        licence=plain(told.licence) or notes.licence or None,
        language=plain(told.language) or None,
        origin="abstract",
    )
    return replace(paper, paper_id=identify(paper.doi, paper.pmid, _described(paper)))


def _described(paper: Paper) -> str:
    """Return what tells a paper without ids from others; "Editorial" alone tells nothing."""
    parts = (paper.title, paper.year, *paper.authors[:1], paper.journal, paper.volume, paper.pages)
    return "\n".join(str(part) for part in parts if part is not None)
