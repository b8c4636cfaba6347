"""Add papers to the library: files, folders, archives, reference files, the starter corpus.

Adding can be cut off at any instant: what was taken in stays, the next writer finishes what was
under way, and the same command goes on with the rest.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from corpus.errors import RefusedFile, SettingsError
from corpus.library import Library
from corpus.originals import content_hash
from corpus.paper import UNREAD_SIGN
from corpus.settings import USUAL_BOUNDS, Bounds
from corpus.starter.records import FIRST_EDITION, LATEST_EDITION, starter_records
from corpus.tokens import Tokens
from corpus.writer import Writer
from ingest.digest import read_digests
from ingest.draft import draft_of
from ingest.entries import Entry, draft_of_entry, entries_in, files_of
from ingest.find import Found, find_files, opened
from ingest.intake import Intake
from ingest.outcome import Outcome, Progress, Report
from ingest.split import split
from ingest.worker import Reading, read_apart


def add_files(
    library: Library,
    paths: Sequence[Path],
    progress: Progress,
    password: str | None = None,
    bounds: Bounds = USUAL_BOUNDS,
) -> Report:
    """Add every readable file among the paths and in the folders and archives among them.

    A file that cannot be read is refused by name with its reason, and the others go on. Files
    that the library knows by their content are not even opened by a reader.
    """
    files = find_files(paths)
    started = time.monotonic()
    outcomes: list[Outcome] = []
    for outcome, total in adding(library, files, password, bounds):
        outcomes.append(outcome)
        progress(len(outcomes), total, outcome)
    return Report(tuple(outcomes), time.monotonic() - started)


def adding(
    library: Library,
    files: Sequence[Path],
    password: str | None = None,
    bounds: Bounds = USUAL_BOUNDS,
) -> Iterator[tuple[Outcome, int]]:
    """Add files one by one; yield the outcome of each once it is settled, and how many there are.

    Papers come before the reference files, whose entries may name some of them as their own.
    """
    with (
        tempfile.TemporaryDirectory() as unpacked,
        library.writer() as writer,
        Intake(writer, bounds) as intake,
    ):
        found = list(opened(files, Path(unpacked), bounds))
        lists = [one for one in found if isinstance(one, Found) and one.holds_references]
        entries = list(entries_in(lists, bounds))
        papers = [one for one in found if one not in lists]
        papers += files_of(entries, [one for one in papers if isinstance(one, Found)])
        total = len(papers) + len(entries)
        tokens = library.embedder.tokens
        for outcome in chain(
            _papers(writer, intake, papers, tokens, bounds, password),
            _entries(intake, entries, tokens),
            intake.flush(),
        ):
            yield outcome, total


def add_starter(library: Library, progress: Progress, edition: int = LATEST_EDITION) -> Report:
    """Add the starter digests; known ones stay, those this version has rewritten are replaced.

    Raises SettingsError where the library holds a later edition.
    """
    held = int(library.catalog.fact("starter_edition") or FIRST_EDITION)
    if held > edition and library.papers():
        raise SettingsError(
            f"{library.folder}: holds edition {held} of the starter corpus; add edition {edition} "
            "to a new library, named with --library"
        )
    records = starter_records(edition)
    started = time.monotonic()
    outcomes: list[Outcome] = []
    with library.writer() as writer, Intake(writer, USUAL_BOUNDS) as intake:
        known = all(writer.records.with_content(content_hash(one)) for one in records.values())
        if not (known and library.catalog.fact("starter") == "complete"):
            # Whoever is killed from here on leaves a corpus that is due again.
            library.catalog.set_facts({"starter": "adding"})
        for outcome in _digests(writer, intake, records):
            outcomes.append(outcome)
            progress(len(outcomes), len(records), outcome)
        if library.catalog.fact("starter") != "complete" or held != edition:
            library.catalog.set_facts({"starter": "complete", "starter_edition": str(edition)})
    return Report(tuple(outcomes), time.monotonic() - started)


def needs_starter(library: Library) -> bool:
    """Say whether the starter corpus is due: the library is new, or was left half built."""
    fact = library.catalog.fact("starter")
    return fact == "adding" or (fact is None and not library.papers())


def _papers(
    writer: Writer,
    intake: Intake,
    papers: Sequence[Found | Outcome],
    tokens: Tokens,
    bounds: Bounds,
    password: str | None,
) -> Iterator[Outcome]:
    """Yield the outcomes of files that are papers; those known at sight are not read."""
    shown = {one.path: one.shown for one in papers if isinstance(one, Found)}

    def unread() -> Iterator[Path | Outcome]:
        for one in papers:
            seen = _at_sight(writer, one, bounds) if isinstance(one, Found) else one
            if isinstance(seen, Path):
                intake.get_ready()
            yield seen

    for item in read_apart(unread(), tokens, bounds, password):
        if isinstance(item, Outcome):
            yield from intake.tell(item)
        elif isinstance(item, RefusedFile):
            refusal = Outcome(shown[Path(item.path)], "refused", reason=item.reason)
            yield from intake.tell(refusal)
        else:
            path, reading = item
            yield from _read(intake, Found(path, shown[path]), reading)


def _read(intake: Intake, file: Found, reading: Reading) -> Iterator[Outcome]:
    """Yield what is settled once a file that was read has been taken in."""
    try:
        content = file.path.read_bytes()
    except OSError as error:
        yield from intake.tell(_unopened(file, error))
        return
    source = str(file.path.resolve()) if file.shown == str(file.path) else file.shown
    name = Path(file.shown).name
    # A record without an abstract brings no text.
    told = reading.document if reading.document.text else reading.document.paper
    draft = draft_of(file.shown, "file", name, told, content, source, reading.passages)
    yield from intake.take(replace(draft, remark=_unread_signs(reading.document.text)))


def _unread_signs(text: str) -> str:
    """Return what to know of a text with figures whose signs could not be read."""
    count = text.count(UNREAD_SIGN)
    where = "1 place" if count == 1 else f"{count} places"
    return f"signs may be misread in {where}; no figure there is quoted" if count else ""


def _entries(
    intake: Intake, entries: Iterable[Entry | Outcome], tokens: Tokens
) -> Iterator[Outcome]:
    """Yield the outcomes of the entries of reference files."""
    for entry in entries:
        if isinstance(entry, Outcome):
            yield from intake.tell(entry)
        else:
            yield from intake.take(draft_of_entry(entry, tokens))


def _digests(writer: Writer, intake: Intake, records: Mapping[str, bytes]) -> Iterator[Outcome]:
    """Yield the outcomes of the starter digests."""
    for key, document in read_digests(records):
        source = f"starter:{key}"
        draft = draft_of(source, "starter", "starter corpus", document, records[key], source)
        known = intake.known(draft)
        if known is not None:
            yield from intake.tell(known)
            continue
        passages = tuple(split(document, writer.embedder))
        older = writer.texts.one(document.paper.paper_id, "digest")
        if older is not None:
            writer.remove_text(older)
        yield from intake.take(replace(draft, passages=passages, updates=older is not None))
    yield from intake.flush()


def _at_sight(writer: Writer, file: Found, bounds: Bounds) -> Path | Outcome:
    """Return the outcome of a file that need not be read, and its path where it must be."""
    try:
        # A pipe or a device would be read without end.
        if not file.path.is_file():
            reason = "not a file but a pipe or device; save what it holds as a file"
            return Outcome(file.shown, "refused", reason=reason)
        if file.path.stat().st_size > bounds.file_bytes:
            limit = bounds.file_bytes // 1024**2
            reason = f"larger than {limit} MB; split it or add the article alone"
            return Outcome(file.shown, "refused", reason=reason)
        content = file.path.read_bytes()
    except OSError as error:
        return _unopened(file, error)
    return _known(writer, file, content) or file.path


def _unopened(file: Found, error: OSError) -> Outcome:
    reason = f"cannot be opened ({error.strerror}); check the name and the permissions"
    return Outcome(file.shown, "refused", reason=reason)


def _known(writer: Writer, file: Found, content: bytes) -> Outcome | None:
    """Return "known" where the library holds this very content, mending a lost original."""
    held = writer.records.with_content(content_hash(content))
    if held is None or held.origin == "record":
        return None
    if writer.texts.with_original(held.record.content):
        writer.originals.keep(content)
    paper = writer.catalog.paper(held.paper_id)
    title = paper.title if paper else ""
    return Outcome(file.shown, "known", title, paper_id=held.paper_id)
