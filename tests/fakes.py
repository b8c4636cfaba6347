"""Stand-ins handed in through the seams, and papers small enough to read in a test."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from hashing import HashingEmbedder

from assistant.generate.prompt import Prompt
from corpus.errors import WriterError
from corpus.library import Library
from corpus.originals import content_hash
from corpus.paper import Document, Origin, Paper, Relation, identify
from corpus.record import Record, SourceKind
from corpus.settings import Settings
from corpus.status import Standing, Status
from corpus.writer import Writer
from ingest.assemble import Block, assemble
from ingest.split import split
from ingest.worker import Reading, read_with_passages


class Killed(BaseException):
    """Stops a writer at an instant, as a kill would: no `except Exception` holds it up."""


class ScriptedModel:
    """A language model that writes what it is told to, and keeps what it was sent."""

    def __init__(self, *pieces: str, fails: str | None = None, sent_to: str | None = None) -> None:
        self.name = "scripted/model"
        self.sent_to = sent_to
        self.pieces = pieces
        self.fails = fails
        """The error that its text ends in."""
        self.sent: list[Prompt] = []

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        self.sent.append(prompt)
        yield from self.pieces
        if self.fails:
            raise WriterError(self.fails)


def open_fake(folder: Path, name: str = "hashing", **options: Any) -> Library:
    """Open a library in `folder` with the hashing embedder of this name."""
    return Library(Settings(library=folder), HashingEmbedder(name), **options)


def make_document(
    title: str,
    *paragraphs: str,
    doi: str | None = None,
    origin: Origin = "full text",
    standing: Standing = Standing.CURRENT,
    read_with: Sequence[Relation] = (),
    year: int | None = 2020,
    authors: tuple[str, ...] = (),
) -> Document:
    """Return a document of one section, "Results"."""
    paper = Paper(
        paper_id=identify(doi, None, title),
        title=title,
        doi=doi,
        origin=origin,
        status=Status(standing=standing),
        read_with=tuple(read_with),
        year=year,
        authors=authors,
    )
    return assemble(paper, [Block("Results", heading=True), *map(Block, paragraphs)])


def put(
    library: Library, document: Document, content: bytes | None = None, source: str = "paper.txt"
) -> Paper:
    """Add a document as `evidence add` would once it has read a file."""
    with library.writer() as writer:
        return write(writer, document, content, source)


def write(
    writer: Writer, document: Document, content: bytes | None = None, source: str = "paper.txt"
) -> Paper:
    content = document.text.encode() if content is None else content
    record = record_of(document.paper, content, source)
    return writer.add(record, document, split(document, writer.embedder), content, source)


def record_of(
    paper: Paper, content: bytes, source: str = "paper.txt", kind: SourceKind = "file"
) -> Record:
    """Return what a source tells of a paper."""
    return Record(kind, source, content_hash(content), paper)


ASTHMA = make_document(
    "Air and asthma in Bronx children",
    "Asthma was more common where the air was worse. Rents were lower there.",
    "Children near the highway wheezed twice as often.",
    doi="10.1000/asthma",
    authors=("Lee, Ann", "Ray, Bo"),
)
KIDNEY = make_document(
    "Kidney equations without race",
    "The new equation leaves race out. Cystatin C makes estimates of kidney function better.",
    doi="10.1000/kidney",
    year=2021,
    authors=("Inker, Lesley",),
)


def dump(library: Library) -> str:
    """Return everything the catalog holds, as SQL."""
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as connection:
        return "\n".join(connection.iterdump())


def row_counts(library: Library) -> dict[str, int]:
    """Return how many rows each table has that tells of papers."""
    tables = (
        "papers", "texts", "records", "keys", "passages", "words", "sentences", "vocabulary"
    )  # fmt: skip
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in tables
        }


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def killed(*_arguments: object, **_options: object) -> NoReturn:
    raise Killed


def killed_after(act: Callable[..., object]) -> Callable[..., object]:
    """Return `act` with a kill at the instant after it."""

    def acted(*arguments: object, **options: object) -> NoReturn:
        act(*arguments, **options)
        raise Killed

    return acted


# Readers that a hostile file might make of ours; named here so that another process finds them.


def reader_that_hangs(*_arguments: object) -> NoReturn:
    while True:
        time.sleep(1)


def reader_that_crashes(*_arguments: object) -> NoReturn:
    os._exit(139)


def reader_that_swells(*_arguments: object) -> int:
    return len(bytearray(64 * 1024**3))


def reader_that_crashes_on_paper1(path: Path, *arguments: Any) -> Reading:
    if path.stem == "paper1":
        os._exit(139)
    return read_with_passages(path, *arguments)
