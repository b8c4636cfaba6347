"""Add papers by identifier: what the services tell of them, and their open full text."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import RefusedFile, ServiceError
from corpus.library import Library
from corpus.merge import as_told
from corpus.paper import Paper
from corpus.record import Record
from corpus.settings import Bounds, Settings
from corpus.standing import resolve
from corpus.status import Status
from corpus.tokens import Tokens
from corpus.writer import Writer
from ingest.draft import Draft, draft_of
from ingest.fetch.client import Client
from ingest.fetch.fetch import Fetched, fetch
from ingest.fetch.identifier import (
    Identifier,
    looks_like_identifiers,
    parse_identifier,
    read_identifiers,
)
from ingest.fetch.manners import POLITE, Manners
from ingest.intake import Intake
from ingest.outcome import Outcome, OutcomeKind, Progress, Report
from ingest.split import split
from ingest.worker import Reading, read_apart

_NOTHING = "no such file or folder, and no DOI, PMID or PMCID; check the name"


@dataclass(frozen=True)
class Wanted:
    """What a person asked to have added."""

    paths: tuple[Path, ...]
    identifiers: tuple[Identifier, ...]
    refused: tuple[Outcome, ...]
    """Words that are nothing, and lines of lists of identifiers that are none."""


def sort_out(words: Sequence[str]) -> Wanted:
    """Tell files and folders from identifiers, and open the lists of identifiers.

    A word that is neither is refused, and the others go on; where there is no other, it counts as
    a path, for the error that a wrong name gets.
    """
    nothing: list[str] = []
    paths: list[Path] = []
    identifiers: list[Identifier] = []
    refused: list[Outcome] = []
    for word in words:
        path, identifier = Path(word).expanduser(), parse_identifier(word)
        if path.is_file() and path.suffix.lower() in (".txt", ".csv") and _is_list(path):
            for one in read_identifiers(path):
                if isinstance(one, RefusedFile):
                    refused.append(Outcome(one.path, "refused", reason=one.reason))
                else:
                    identifiers.append(one)
        elif path.exists():
            paths.append(path)
        elif identifier is not None:
            identifiers.append(identifier)
        else:
            nothing.append(word)
    if not (paths or identifiers or refused):
        return Wanted(tuple(Path(word).expanduser() for word in nothing), (), ())
    refused += [Outcome(word, "refused", reason=_NOTHING) for word in nothing]
    return Wanted(tuple(paths), tuple(dict.fromkeys(identifiers)), tuple(refused))


def starter_identifiers(library: Library) -> tuple[Identifier, ...]:
    """Return the identifiers of the starter papers that we hold no full text of."""
    texts = library.texts.all()
    digests = {text.paper_id for text in texts if text.origin == "digest"}
    whole = {text.paper_id for text in texts if text.origin == "full text"}
    papers = library.catalog.listed()
    found = [identifier_of(papers[paper_id]) for paper_id in sorted(digests - whole)]
    return tuple(identifier for identifier in found if identifier is not None)


def identifier_of(paper: Paper) -> Identifier | None:
    """Return the identifier by which the services know a paper best; None where it has none."""
    if paper.doi:
        return Identifier("doi", paper.doi)
    if paper.pmid:
        return Identifier("pmid", paper.pmid)
    return Identifier("pmcid", paper.pmcid) if paper.pmcid else None


def add_identifiers(
    library: Library,
    settings: Settings,
    identifiers: Sequence[Identifier],
    progress: Progress,
    *,
    refresh: bool = False,
    manners: Manners = POLITE,
) -> Report:
    """Add the papers with these identifiers, with their full text where its licence is open.

    What the services told is kept, so that a run that was cut off asks only for the rest;
    `refresh` asks for all of it anew.
    """
    started = time.monotonic()
    outcomes: list[Outcome] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Client(settings, library.folder / "fetched", manners, refresh=refresh) as client,
        library.writer() as writer,
        Intake(writer, settings.bounds) as intake,
    ):
        taking = _Taking(writer, intake, library.embedder.tokens, settings.bounds)
        for outcome in taking.take(_fetched(identifiers, client), Path(folder)):
            outcomes.append(outcome)
            progress(len(outcomes), len(identifiers), outcome)
    return Report(tuple(outcomes), time.monotonic() - started)


def look_up(writer: Writer, client: Client, identifier: Identifier, today: str) -> None:
    """Note what the services tell of a paper we hold; raise where none could be asked."""
    found = fetch(identifier, client)
    for record in found.records:
        writer.note(with_standing(writer, record, found, today))


def _fetched(identifiers: Sequence[Identifier], client: Client) -> Iterator[Fetched | Outcome]:
    for identifier in identifiers:
        try:
            fetched = fetch(identifier, client)
            if any(record.paper.title for record in fetched.records):
                yield fetched
            else:
                reason = "the services know it but tell no title; add its file or an entry of it"
                yield Outcome(str(identifier), "refused", reason=reason)
        except RefusedFile as refusal:
            yield Outcome(str(identifier), "refused", reason=refusal.reason)
        except ServiceError as error:
            yield Outcome(str(identifier), "refused", reason=str(error))


class _Taking:
    """Takes in what was fetched: abstracts at once, full texts once they have been read."""

    def __init__(self, writer: Writer, intake: Intake, tokens: Tokens, bounds: Bounds) -> None:
        self._writer = writer
        self._intake = intake
        self._tokens = tokens
        self._bounds = bounds

    def take(self, fetched: Iterator[Fetched | Outcome], folder: Path) -> Iterator[Outcome]:
        """Yield the outcome of each identifier; `folder` is for the full texts meanwhile."""
        waiting: dict[Path, Fetched] = {}
        for found in fetched:
            if isinstance(found, Outcome):
                yield from self._intake.tell(found)
            elif found.full_text is None:
                yield from self._without_text(found, found.why_no_full_text or "")
            else:
                # Laid in a file, to be read with the care that any file gets.
                file = folder / f"{len(waiting)}.xml"
                file.write_bytes(found.full_text)
                waiting[file] = found
        yield from self._read(waiting)
        yield from self._intake.flush()

    def _read(self, waiting: dict[Path, Fetched]) -> Iterator[Outcome]:
        for item in read_apart(waiting, self._tokens, self._bounds):
            if isinstance(item, RefusedFile):
                why = f"its full text could not be read: {item.reason}"
                yield from self._without_text(waiting[Path(item.path)], why)
            elif isinstance(item, tuple):
                found = waiting[item[0]]
                yield from self._noted(found, "", _draft_of_text(found, item[1]))

    def _without_text(self, found: Fetched, why: str) -> Iterator[Outcome]:
        """Take the abstract where there is one, and say why there is no more."""
        draft: Draft | None = None
        if found.abstract is not None:
            draft = draft_of(
                str(found.identifier),
                "service",
                f"{found.abstract_from} abstract",
                found.abstract,
                # A preprint and its article may have one abstract, and are two papers.
                f"{found.identifier}\n{found.abstract.text}".encode(),
                f"fetched:{found.identifier}",
                tuple(split(found.abstract, self._tokens)),
            )
        yield from self._noted(found, f"no full text: {why}" if why else "", draft)

    def _noted(self, found: Fetched, why: str, draft: Draft | None) -> Iterator[Outcome]:
        """Note what the services tell of a paper, and take its text where there is one."""
        notes: dict[str, None] = {}
        paper_id, title, changed = "", "", False
        new = not any(self._writer.records.same_papers(r.paper) for r in found.records)
        for record in found.records:
            # The service was asked for this very paper: another title, such as the original of a
            # translated one, is something to know and no reason to refuse it.
            other = self._intake.otherwise_titled(record.paper)
            if other is not None:
                notes[
                    f"{record.name} titles it “{record.paper.title}”, held as “{other.title}”"
                ] = None
            paper_id, news = self._intake.note(with_standing(self._writer, record, found))
            changed, title = changed or news, title or record.paper.title
        reason = "; ".join(part for part in (why, *notes, *found.troubles) if part)
        if draft is not None:
            news = changed and not new
            draft = replace(draft, remark=reason, updates=news, asked=True)
            yield from self._intake.take(draft)
        else:
            kind: OutcomeKind = "added" if new else "updated" if changed else "known"
            told = Outcome(str(found.identifier), kind, title, reason, paper_id=paper_id)
            yield from self._intake.tell(told)


def _draft_of_text(found: Fetched, reading: Reading) -> Draft:
    """Return the draft of a full text, with its licence where it does not tell that itself."""
    paper = as_told(reading.document.paper)
    # The name of the file it lay in meanwhile says nothing.
    licensed = replace(paper, licence=paper.licence or found.licence, file_name=None)
    return draft_of(
        str(found.identifier),
        "file",
        "full text from Europe PMC",
        replace(reading.document, paper=licensed),
        found.full_text or b"",
        f"fetched:{found.identifier}",
        reading.passages,
    )


def with_standing(
    writer: Writer, record: Record, found: Fetched, checked: str | None = None
) -> Record:
    """Return a service's record, in the place of its older one, with how the paper stands.

    `checked` is the day on which the service was asked; None where its answer may be older.
    """
    content = hashlib.sha256(f"{record.name}\n{found.identifier}".encode()).hexdigest()
    paper = record.paper
    own = [replace(paper.status, checked=checked)] if paper.status.known else []
    told = own + [
        replace(notice.status, checked=checked)
        for notice in found.notices
        if notice.status.source == record.name and notice.names(paper.doi, paper.pmid)
    ]
    nothing = Status(source=record.name, checked=checked) if checked else Status()
    status = resolve(told) if told else nothing
    held = writer.records.with_content(content)
    if held is not None and not status.known:
        status = held.record.paper.status
    return replace(record, content=content, paper=replace(paper, status=status))


def _is_list(path: Path) -> bool:
    try:
        return looks_like_identifiers(path)
    except OSError:
        return False
