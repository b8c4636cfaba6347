"""The entries of reference files, with the files that each says are its paper's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.originals import content_hash
from corpus.settings import Bounds
from corpus.tokens import Tokens
from ingest.draft import Draft, draft_of
from ingest.find import Found
from ingest.notices.label import label, label_by_title
from ingest.outcome import Outcome
from ingest.references.abstract import reference_document
from ingest.references.read import read_references
from ingest.references.reference import Reference
from ingest.split import split
from ingest.worker import Task, done_apart


@dataclass(frozen=True)
class Entry:
    """One entry of a reference file."""

    shown: str
    """The file and the place in it, such as "export.ris line 12"."""
    file: Found
    reference: Reference
    files: tuple[Found, ...]
    """The files at hand that it says are its paper's own."""


def entries_in(files: Sequence[Found], bounds: Bounds) -> Iterator[Entry | Outcome]:
    """Yield the entries of reference files in order, and what is wrong with any of them."""
    tasks: list[Task[list[Reference | RefusedFile]] | Outcome] = [
        Task(file.path, read_references, (file.path,)) for file in files
    ]
    for file, item in zip(files, done_apart(tasks, bounds), strict=True):
        if isinstance(item, Outcome):
            yield item
        elif isinstance(item, RefusedFile):
            yield Outcome(file.shown, "refused", reason=item.reason)
        else:
            for one in item[1]:
                yield from _with_files(file, one)


def files_of(entries: Iterable[Entry | Outcome], found: Sequence[Found]) -> list[Found]:
    """Return the files that entries name beside those that were found already."""
    known = {file.path.resolve() for file in found}
    named = [file for entry in entries if isinstance(entry, Entry) for file in entry.files]
    return list({f.path.resolve(): f for f in named if f.path.resolve() not in known}.values())


def draft_of_entry(entry: Entry, tokens: Tokens) -> Draft:
    """Return the draft of an entry, with its abstract as a text where it tells one."""
    reference = entry.reference
    document = reference_document(reference, entry.file.path.name)
    paper = document.paper if document else replace(reference.paper, origin="record")
    labelled = label_by_title(label(paper, reference.notices, None))
    name = f"{entry.file.path.name} {reference.place}"
    return draft_of(
        entry.shown,
        "reference",
        name,
        replace(document, paper=labelled) if document else labelled,
        reference.entry,
        f"{entry.file.shown} {reference.place}",
        tuple(split(document, tokens)) if document else (),
        tuple(content_hash(file.path.read_bytes()) for file in entry.files),
    )


def _with_files(file: Found, reference: Reference | RefusedFile) -> Iterator[Entry | Outcome]:
    """Yield an entry with the files it names, and a refusal for each that is not there."""
    if isinstance(reference, RefusedFile):
        yield Outcome(file.shown, "refused", reason=reference.reason)
        return
    shown = f"{file.shown} {reference.place}"
    folder = file.path.parent
    at_hand: list[Found] = []
    for name in reference.attachments:
        path = folder / name
        if path.is_file():
            at_hand.append(Found(path, str(Path(file.shown).parent / name)))
        else:
            reason = f"names the file {name}, which is not there; put it beside and add this again"
            yield Outcome(shown, "refused", reference.paper.title, reason)
    yield Entry(shown, file, reference, tuple(at_hand))
