"""Find the files that are to be added: those named, and those in folders and archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EvidenceError, RefusedFile
from corpus.settings import Bounds
from ingest.archive import unpack
from ingest.forms import FORMS, READABLE
from ingest.outcome import Outcome
from ingest.pubmed_set import pubmed_records
from ingest.references.read import REFERENCE_ENDINGS, looks_like_references

ARCHIVE_ENDINGS = (".zip",)
ENDINGS = (*READABLE, *REFERENCE_ENDINGS, *ARCHIVE_ENDINGS)
"""The ends of the names of all files that can be added."""
ADDABLE = f"{FORMS}; references as RIS, BibTeX, CSL-JSON and NBIB; zip archives of these"
"""In words, for messages."""


@dataclass(frozen=True)
class Found:
    """A file that is to be added."""

    path: Path
    shown: str
    """As a person knows it; for a file from an archive, the archive and the place in it."""

    @property
    def holds_references(self) -> bool:
        """Say whether it is a reference file and not a paper."""
        ending = self.path.suffix.lower()
        if ending in (".txt", ".json"):
            # A pipe or a device would be read without end.
            return self.path.is_file() and looks_like_references(self.path)
        return ending in REFERENCE_ENDINGS


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: those named, and those in the folders named, in order of name.

    Raises EvidenceError for a path that is not there and for a folder without a readable file.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [f for f in sorted(path.rglob("*")) if f.is_file() and not _hidden(f, path)]
            if not any(_is_readable(file) for file in inside):
                raise EvidenceError(f"{path}: no papers in this folder; read are {ADDABLE}")
            files.extend(inside)
        elif path.exists():
            files.append(path)
        else:
            raise EvidenceError(f"{path}: no such file or folder; check the name")
    return list(dict.fromkeys(files))


def opened(files: Iterable[Path], into: Path, bounds: Bounds) -> Iterator[Found | Outcome]:
    """Yield the files; in place of an archive or a set of records what it holds, in `into`."""
    for number, file in enumerate(files):
        folder = into / str(number)
        ending = file.suffix.lower()
        if ending in ARCHIVE_ENDINGS and file.is_file():
            yield from _unpacked(file, folder, bounds)
            continue
        records = (
            list(pubmed_records(file, folder, bounds))
            if ending == ".xml" and file.is_file()
            else []
        )
        yield from [Found(record, shown) for shown, record in records] or [Found(file, str(file))]


def _unpacked(file: Path, folder: Path, bounds: Bounds) -> Iterator[Found | Outcome]:
    """Yield the files of an archive, unpacked in a folder."""
    folder.mkdir()
    try:
        members = unpack(file, folder, bounds)
    except RefusedFile as refusal:
        yield Outcome(str(file), "refused", reason=refusal.reason)
        return
    for name, member in members:
        shown = str(file.parent / name)
        if isinstance(member, RefusedFile):
            yield Outcome(shown, "refused", reason=member.reason)
        else:
            yield Found(member, shown)


def _is_readable(file: Path) -> bool:
    return file.suffix.lower() in ENDINGS


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)
