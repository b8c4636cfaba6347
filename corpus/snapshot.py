"""Write a library as one file: what it holds at one moment, for a course or another machine.

The file is a zip archive: the catalog, the originals, the vectors as plain numbers, and a manifest
with the checksum of each. The folder of the vector store is left out: it can only be read by
trusting it, and on a server there is none.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from corpus.catalog import Catalog
from corpus.database import TABLES_VERSION, Database
from corpus.embed import Fingerprint
from corpus.errors import LibraryError
from corpus.feedback import Feedbacks
from corpus.holdings import Holdings, read_holdings
from corpus.library import Library
from corpus.manifest import (
    CATALOG,
    FORMAT,
    MANIFEST,
    VECTORS,
    Manifest,
    Member,
    manifest_json,
    original_name,
)
from corpus.originals import Originals
from corpus.paper import Passage
from corpus.texts import Texts
from corpus.words import Words

ROWS = 2_000
"""Vectors that are read and written at one time."""
_PIECE = 1024 * 1024

Progress = Callable[[int, int], None]
"""Told how many bytes are done, of how many."""


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that was written."""

    file: Path
    manifest: Manifest


@dataclass(frozen=True)
class _Frozen:
    """What a copied catalog holds."""

    holdings: Holdings
    model: Fingerprint
    originals: Sequence[str]
    """Content hashes, in order."""
    passage_ids: Sequence[str]


def write_snapshot(library: Library, file: Path | None, progress: Progress) -> Snapshot:
    """Write what is searchable now into a file, whole or not at all.

    Without a name the file is named for the library and its snapshot id. Others may add papers
    meanwhile: what they have half done is not in it. Raises LibraryError where the file exists.
    """
    if file is not None:
        _check_absent(file)
    beside = file.parent if file else Path()
    try:
        with TemporaryDirectory(prefix=".snapshot-", dir=beside) as made:
            frozen = _freeze(library, Path(made) / CATALOG)
            name = f"{library.folder.resolve().name}-{frozen.holdings.snapshot}.zip"
            target = file or Path(name)
            _check_absent(target)
            part = Path(made) / "snapshot.zip"
            manifest = _pack(library, frozen, Path(made) / CATALOG, part, progress)
            part.replace(target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise LibraryError(
            f"{file or beside.resolve()}: cannot be written ({error.strerror}); "
            "name a file in a folder that is there and yours to write to"
        ) from error
    return Snapshot(target, manifest)


def passages_in_order(texts: Texts, words: Words) -> Iterator[Passage]:
    """Yield the passages in the order of their vectors in a snapshot."""
    for text in texts.all():
        yield from words.passages_of(text.paper_id, text.origin)


def _check_absent(file: Path) -> None:
    if file.exists():
        raise LibraryError(f"{file}: is there already; name another file, or remove it")


def _freeze(library: Library, copy: Path) -> _Frozen:
    """Copy the catalog as it is at one moment, and leave out what is half done."""
    library.catalog.copy(copy)
    with closing(Database(copy)) as database:
        catalog, texts, words = Catalog(database), Texts(database), Words(database)
        for text in texts.under_way():
            catalog.delete_text(text.paper_id, text.origin)
        # Where the files lay on this machine, and what was asked here, is nobody else's affair.
        texts.forget_folders()
        Feedbacks(database).clear()
        frozen = _Frozen(
            read_holdings(catalog, texts, words, catalog.revision()),
            catalog.model(),
            sorted({text.content for text in texts.all()}),
            [passage.passage_id for passage in passages_in_order(texts, words)],
        )
        database.be_one_file()
    return frozen


def _pack(
    library: Library, frozen: _Frozen, catalog: Path, part: Path, progress: Progress
) -> Manifest:
    """Write the archive and return its manifest."""
    originals = [library.originals.path(content) for content in frozen.originals]
    sizes = [path.stat().st_size if path.is_file() else 0 for path in originals]
    vectors = len(frozen.passage_ids) * frozen.model.dimension * 4
    count = _Count(catalog.stat().st_size + sum(sizes) + vectors, progress)
    library.vectors.refresh()
    with ZipFile(part, "x") as archive:
        members = {CATALOG: _put(archive, CATALOG, _read(catalog), count, ZIP_DEFLATED)}
        for content in frozen.originals:
            name = original_name(content)
            members[name] = _put(archive, name, _read_original(library.originals, content), count)
        members[VECTORS] = _put(archive, VECTORS, _vectors(library, frozen), count)
        manifest = Manifest(
            format=FORMAT,
            program=version("equity-evidence"),
            catalog=TABLES_VERSION,
            snapshot=frozen.holdings.snapshot,
            papers=len(frozen.holdings.papers),
            passages=frozen.holdings.passages,
            model=frozen.model,
            members=members,
        )
        archive.writestr(ZipInfo(MANIFEST), manifest_json.dump_json(manifest, indent=1))
    return manifest


class _Count:
    """How many bytes are done."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def add(self, size: int) -> None:
        self._done += size
        self._progress(self._done, self._total)


def _put(
    archive: ZipFile, name: str, pieces: Iterable[bytes], count: _Count, method: int = ZIP_STORED
) -> Member:
    """Write one member. What is not packed smaller cannot be taken for a bomb."""
    info = ZipInfo(name)
    info.compress_type = method
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            count.add(len(piece))
    return Member(size, digest.hexdigest())


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _read_original(originals: Originals, content: str) -> Iterator[bytes]:
    if not originals.intact(content):
        raise LibraryError(
            f"{originals.path(content)}: the original is not there or damaged; where another "
            "process was removing papers repeat the command, else run: evidence check"
        )
    yield from _read(originals.path(content))


def _vectors(library: Library, frozen: _Frozen) -> Iterator[bytes]:
    ids = frozen.passage_ids
    for first in range(0, len(ids), ROWS):
        some = ids[first : first + ROWS]
        held = library.vectors_of(some)
        lost = next((passage_id for passage_id in some if passage_id not in held), None)
        if lost is not None:
            raise LibraryError(
                f"{library.folder}: passage {lost} has no vector; where another process "
                "was removing papers repeat the command, else run: evidence check"
            )
        yield b"".join(held[passage_id].astype("<f4").tobytes() for passage_id in some)
