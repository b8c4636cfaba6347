"""Add papers to the library: files, folders, and the starter corpus."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.errors import EvidenceError, RefusedFile
from corpus.library import Library
from corpus.originals import content_hash
from corpus.paper import Document
from corpus.starter.records import starter_records
from ingest.digest import read_digests
from ingest.read import FORMS, READABLE
from ingest.split import split
from ingest.worker import read_apart

LONGEST_TEXT = 5_000_000
"""Characters; no paper has more, and a long book fewer."""
LARGEST_FILE = 300 * 1024**2
"""Bytes; a larger file is refused."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file or starter digest."""

    path: str
    kind: Literal["added", "known", "updated", "refused"]
    title: str = ""
    reason: str = ""
    """Why it was refused, and the remedy."""
    passages: int = 0
    """How many passages it brought."""


@dataclass(frozen=True)
class Report:
    """What became of everything that was to be added."""

    outcomes: tuple[Outcome, ...]
    seconds: float

    def count(self, kind: str) -> int:
        """Return how many ended in this way."""
        return sum(outcome.kind == kind for outcome in self.outcomes)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The files that could not be read."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind == "refused")

    @property
    def passages(self) -> int:
        """How many passages came in."""
        return sum(outcome.passages for outcome in self.outcomes)


Progress = Callable[[int, int, Outcome], None]
"""Is told how many are done, of how many, and the outcome of the last."""


def add_files(
    library: Library, paths: Sequence[Path], progress: Progress, password: str | None = None
) -> Report:
    """Add every readable file among the paths and in the folders among them.

    A file that cannot be read is refused by name with its reason, and the others go on. Files
    that the library knows by their content are not even opened by a reader.
    """
    files = find_files(paths)
    started = time.monotonic()
    outcomes: list[Outcome] = []
    for outcome in adding(library, files, password):
        outcomes.append(outcome)
        progress(len(outcomes), len(files), outcome)
    return Report(tuple(outcomes), time.monotonic() - started)


def adding(
    library: Library, files: Sequence[Path], password: str | None = None
) -> Iterator[Outcome]:
    """Add files one by one, and yield the outcome of each as soon as it is settled."""
    with library.writer():
        yield from _outcomes(library, files, password)


def add_starter(library: Library, progress: Progress) -> Report:
    """Add the starter digests; known ones stay, those this version has rewritten are replaced."""
    records = starter_records()
    started = time.monotonic()
    outcomes: list[Outcome] = []
    with library.writer():
        known = all(library.catalog.holder(content_hash(record)) for record in records.values())
        if not (known and library.catalog.fact("starter") == "complete"):
            # Whoever is killed from here on leaves a corpus that is due again.
            library.catalog.set_facts({"starter": "adding"})
        for key, document in read_digests(records):
            outcomes.append(_add_digest(library, f"starter:{key}", document, records[key]))
            progress(len(outcomes), len(records), outcomes[-1])
        if library.catalog.fact("starter") != "complete":
            library.catalog.set_facts({"starter": "complete"})
    return Report(tuple(outcomes), time.monotonic() - started)


def needs_starter(library: Library) -> bool:
    """Say whether the starter corpus is due: the library is new, or was left half built."""
    fact = library.catalog.fact("starter")
    return fact == "adding" or (fact is None and not library.papers())


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those named, and those in the folders named, in order of name.

    Raises EvidenceError for a path that is not there and for a folder without a readable file.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [f for f in sorted(path.rglob("*")) if f.is_file() and not _hidden(f, path)]
            if not any(file.suffix.lower() in READABLE for file in inside):
                raise EvidenceError(f"{path}: no papers in this folder; read are {FORMS}")
            files.extend(inside)
        elif path.exists():
            files.append(path)
        else:
            raise EvidenceError(f"{path}: no such file or folder; check the name")
    return list(dict.fromkeys(files))


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _outcomes(library: Library, files: Sequence[Path], password: str | None) -> Iterator[Outcome]:
    """Yield the outcome of each file; those to be read come after those known at sight."""
    unread: list[Path] = []
    for file in files:
        glance = _at_sight(library, file)
        if glance is None:
            unread.append(file)
        else:
            yield glance
    for file, result in read_apart(unread, password):
        if isinstance(result, RefusedFile):
            yield Outcome(str(file), "refused", reason=result.reason)
        else:
            yield _add_document(library, file, result)


def _at_sight(library: Library, file: Path) -> Outcome | None:
    """Return the outcome of a file that need not be read; None where it must be."""
    try:
        # A pipe or a device would be read without end.
        if not file.is_file():
            reason = "not a file but a pipe or device; save what it holds as a file"
            return Outcome(str(file), "refused", reason=reason)
        if file.stat().st_size > LARGEST_FILE:
            limit = LARGEST_FILE // 1024**2
            reason = f"larger than {limit} MB; split it or add the article alone"
            return Outcome(str(file), "refused", reason=reason)
        content = file.read_bytes()
    except OSError as error:
        return _unopened(file, error)
    return _known(library, str(file), content)


def _unopened(file: Path, error: OSError) -> Outcome:
    reason = f"cannot be opened ({error.strerror}); check the name and the permissions"
    return Outcome(str(file), "refused", reason=reason)


def _known(library: Library, path: str, content: bytes) -> Outcome | None:
    """Return "known" where the library holds this very content, mending a lost original."""
    text = library.catalog.holder(content_hash(content))
    if text is None or text.state != "ready":
        return None
    if text.content == content_hash(content):
        library.originals.keep(content)
    paper = library.catalog.paper(text.paper_id)
    return Outcome(path, "known", title=paper.title if paper else "")


def _add_document(library: Library, file: Path, document: Document) -> Outcome:
    """Add what was read from a file, or note it as another form of a paper we hold."""
    try:
        content = file.read_bytes()
    except OSError as error:
        return _unopened(file, error)
    # Two copies of one file may come in one go.
    known = _known(library, str(file), content)
    if known is not None:
        return known
    if len(document.text) > LONGEST_TEXT:
        reason = f"its text has more than {LONGEST_TEXT:,} characters; add the articles one by one"
        return Outcome(str(file), "refused", title=document.paper.title, reason=reason)
    document = _as_held(library, document)
    clash = _clash(library, document)
    if clash:
        return Outcome(str(file), "refused", title=document.paper.title, reason=clash)
    if library.catalog.text(document.paper.paper_id, document.origin) is not None:
        updated = library.note_form(document, content)
        return Outcome(str(file), "updated" if updated else "known", title=document.paper.title)
    passages = split(document, library.embedder)
    if not passages:
        reason = "holds nothing but a reference list; add the paper itself"
        return Outcome(str(file), "refused", title=document.paper.title, reason=reason)
    library.add(document, passages, content, str(file.resolve()))
    return Outcome(str(file), "added", title=document.paper.title, passages=len(passages))


def _as_held(library: Library, document: Document) -> Document:
    """Return the document under the id by which we know its paper from another identifier."""
    paper_id = library.catalog.same_paper(document.paper)
    if paper_id is None or paper_id == document.paper.paper_id:
        return document
    return replace(document, paper=replace(document.paper, paper_id=paper_id))


def _add_digest(library: Library, source: str, document: Document, record: bytes) -> Outcome:
    known = _known(library, source, record)
    if known is not None:
        return known
    kind: Literal["added", "updated"] = "added"
    older = library.catalog.text(document.paper.paper_id, "digest")
    if older is not None:
        library.remove_text(older)
        kind = "updated"
        left = library.catalog.paper(document.paper.paper_id)
        if left is not None:
            # What a new version of the digests says of a paper's standing holds for its full text.
            told = document.paper
            library.catalog.rewrite_paper(
                replace(left, status=told.status, read_with=told.read_with)
            )
    passages = split(document, library.embedder)
    library.add(document, passages, record, source)
    return Outcome(source, kind, title=document.paper.title, passages=len(passages))


def _clash(library: Library, document: Document) -> str | None:
    """Return the reason why a document cannot be the paper whose id it carries, if so."""
    known = library.catalog.paper(document.paper.paper_id)
    if known is None:
        return None
    known_title, title = _plain(known.title), _plain(document.paper.title)
    alike = difflib.SequenceMatcher(None, known_title, title).ratio() > 0.6
    if alike or known_title in _plain(document.text[:20_000]):
        return None
    return (
        f"it carries the identifier {document.paper.paper_id}, which the library has for "
        f"“{known.title}”, but is itself titled “{document.paper.title}”; "
        "check the identifier in the file, or remove the other paper first"
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
