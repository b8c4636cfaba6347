"""Look up again how all papers stand, and tell which of them stand otherwise than before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import RefusedFile, ServiceError
from corpus.library import Library
from corpus.notices import NoticeSource
from corpus.paper import Paper
from corpus.settings import Settings
from corpus.standing import resolve
from corpus.status import PERSON, Notice, Status
from corpus.writer import Writer
from ingest.fetch.client import Client
from ingest.fetch.manners import POLITE, Manners
from ingest.notices.retraction_watch import read_retraction_watch
from ingest.request import identifier_of, look_up

RETRACTION_WATCH = "Retraction Watch"


@dataclass(frozen=True)
class Change:
    """How a paper stood, and how it stands now."""

    paper_id: str
    title: str
    before: Status
    after: Status
    against: Status | None = None
    """What the sources say, where a person's word holds against them."""


@dataclass(frozen=True)
class Recheck:
    """What looking all papers up brought."""

    papers: int
    """How many there are."""
    unknown: int
    """How many of them nobody has told or looked up the standing of."""
    changes: tuple[Change, ...]
    sources: tuple[NoticeSource, ...]
    """The lists that were imported, now or before."""
    refused: tuple[RefusedFile, ...]
    """Rows of the list that could not be read, and papers that could not be looked up."""


def recheck(
    library: Library,
    settings: Settings,
    retractions: Path | None,
    progress: Callable[[int, int], None],
    *,
    online: bool = False,
    manners: Manners = POLITE,
) -> Recheck:
    """Import a list of retractions, ask the services if wanted, and reckon all standings anew.

    Raises RefusedFile where the list cannot be read at all; nothing is changed then.
    """
    refused: list[RefusedFile] = []
    with library.writer() as writer:
        before = library.catalog.listed()
        if retractions is not None:
            _import(library, retractions, refused)
        if online:
            kept = library.folder / "fetched"
            with Client(settings, kept, manners, refresh=True) as client:
                refused += _ask(writer, client, list(before.values()), progress)
        library.catalog.derive_all()
        after = library.catalog.listed()
    changes = [_change(library, before[i], paper) for i, paper in after.items() if i in before]
    return Recheck(
        papers=len(after),
        unknown=sum(not paper.status.known for paper in after.values()),
        changes=tuple(change for change in changes if change is not None),
        sources=tuple(library.notices.sources()),
        refused=tuple(refused),
    )


def _import(library: Library, path: Path, refused: list[RefusedFile]) -> None:
    """Put the notices of a list in the place of the older ones, noting rows it cannot read."""
    if not path.is_file():
        raise RefusedFile(str(path), "no such file; check the name")

    def notices() -> Iterator[Notice]:
        for row in read_retraction_watch(path):
            if isinstance(row, RefusedFile):
                refused.append(row)
            else:
                yield row

    library.notices.replace_source(RETRACTION_WATCH, notices(), date.today().isoformat())


def _ask(
    writer: Writer,
    client: Client,
    papers: Sequence[Paper],
    progress: Callable[[int, int], None],
) -> list[RefusedFile]:
    """Ask the services about each paper, anew; return those that could not be looked up."""
    refused: list[RefusedFile] = []
    today = date.today().isoformat()
    wanted = [(paper, identifier_of(paper)) for paper in papers]
    asked = [(paper, identifier) for paper, identifier in wanted if identifier is not None]
    for done, (paper, identifier) in enumerate(asked, start=1):
        try:
            look_up(writer, client, identifier, today)
        except (ServiceError, RefusedFile) as error:
            refused.append(RefusedFile(paper.paper_id, str(error)))
        progress(done, len(asked))
    return refused


def _change(library: Library, before: Paper, after: Paper) -> Change | None:
    """Return what is news of a paper: more than the day of the look-up."""
    against = _against(library, after) if after.status.source == PERSON else None
    if against is None and _told(before.status) == _told(after.status):
        return None
    return Change(after.paper_id, after.title, before.status, after.status, against)


def _against(library: Library, paper: Paper) -> Status | None:
    """Return what the sources say of a paper where it is worse than a person's word."""
    records = (held.record for held in library.records.of(paper.paper_id))
    told = [record.paper.status for record in records if record.kind != "person"]
    found = resolve(
        [status for status in told if status.known] + list(library.notices.for_paper(paper))
    )
    return found if found.needs_care and found.standing is not paper.status.standing else None


def _told(status: Status) -> tuple[object, ...]:
    return status.standing, status.note, status.by, status.since
