"""Make a library of a snapshot, trusting nothing that the file says of itself."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import numpy as np

from corpus.catalog import Catalog
from corpus.database import Database
from corpus.errors import EvidenceError, LibraryError, RefusedFile
from corpus.holdings import read_holdings
from corpus.lock import one_writer
from corpus.manifest import CATALOG, VECTORS, Manifest, original_name, read_manifest
from corpus.settings import Settings
from corpus.snapshot import ROWS, Progress, passages_in_order
from corpus.texts import Texts
from corpus.unzip import open_zip, pieces
from corpus.vectors import Vectors, collection_name
from corpus.words import Words

_MOST_MEMBERS = 1_000_000
_MAKING = "restoring"
"""The folder in the library's in which it is put together; while it is there, all of it is ours
to remove, should the making have been cut off."""
_LEFT_BY_LOCK = ("writer.lock", "writer.txt")


@dataclass(frozen=True)
class Restored:
    """A library that a snapshot was made into."""

    folder: Path
    manifest: Manifest
    known: bool
    """True where the folder held exactly that already."""


def restore(file: Path, settings: Settings, progress: Progress) -> Restored:
    """Make a library of a snapshot in the folder that the settings name; whole or not at all.

    Raises LibraryError where the file is no snapshot, or damaged, or the folder holds anything
    else. A restoring that was killed is begun anew by the next one.
    """
    folder = settings.library
    try:
        with open_zip(file, _MOST_MEMBERS) as archive:
            manifest = read_manifest(file, archive)
            if _snapshot_in(folder) == manifest.snapshot:
                return Restored(folder, manifest, known=True)
            _check_folder(folder)
            _check_space(folder, manifest)
            _make(_Making(file, archive, manifest, settings, progress))
    except RefusedFile as refusal:
        raise LibraryError(f"{file}: {refusal.reason}") from refusal
    except FileNotFoundError as error:
        if file.exists():
            raise
        raise LibraryError(f"{file}: no such file") from error
    return Restored(folder, manifest, known=False)


# Where it goes.


def _snapshot_in(folder: Path) -> str | None:
    """Return the snapshot id of the library in a folder; None where there is none."""
    if not (folder / CATALOG).exists():
        return None
    with closing(Database(folder / CATALOG, "as it is")) as database:
        return _snapshot_of(database)


def _snapshot_of(database: Database) -> str:
    return read_holdings(Catalog(database), Texts(database), Words(database), 0).snapshot


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything, save what a restoring that was cut off left there."""
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"{folder}: a file and no folder; name another with --library")
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if there - {*_LEFT_BY_LOCK} and (_MAKING not in there or CATALOG in there):
        held = "another library" if CATALOG in there else "other files"
        raise LibraryError(f"{folder}: holds {held}; name an empty folder with --library")


def _check_space(folder: Path, manifest: Manifest) -> None:
    there = next(path for path in (folder, *folder.resolve().parents) if path.is_dir())
    needed = sum(member.size for member in manifest.members.values())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise LibraryError(
            f"{folder}: the snapshot needs {needed:,} bytes and {free:,} are free there; free some "
            "space, or choose another folder with --library"
        )


# Making it.


@dataclass(frozen=True)
class _Making:
    file: Path
    archive: ZipFile
    manifest: Manifest
    settings: Settings
    progress: Progress

    @property
    def folder(self) -> Path:
        return self.settings.library

    @property
    def place(self) -> Path:
        """Where the library is put together."""
        return self.folder / _MAKING


def _make(making: _Making) -> None:
    folder = making.folder
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with one_writer(folder):
            _check_folder(folder)
            _clear(folder)
            try:
                making.place.mkdir()
                _unpack(making)
                _fill(making)
                _settle(folder)
            except BaseException:
                _clear(folder)
                raise
    except BaseException:
        for name in _LEFT_BY_LOCK:
            (folder / name).unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _clear(folder: Path) -> None:
    """Remove what a restoring has made so far."""
    if (folder / _MAKING).exists():
        for name in ("files", "chroma", _MAKING):
            shutil.rmtree(folder / name, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Put what was made in its place, the catalog last: with it the library is there."""
    for name in ("files", "chroma", CATALOG):
        if (folder / _MAKING / name).exists():
            (folder / _MAKING / name).rename(folder / name)
    shutil.rmtree(folder / _MAKING)


def _unpack(making: _Making) -> None:
    """Unpack every member under its own name, checksums compared."""
    done, total = 0, sum(member.size for member in making.manifest.members.values())
    for name, member in making.manifest.members.items():
        target = making.place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("xb") as file:
            for piece in pieces(making.archive, making.archive.getinfo(name), member.size):
                file.write(piece)
                digest.update(piece)
                done += len(piece)
                making.progress(done, total)
        named = name.rpartition("/")[2] if name.startswith("files/") else member.sha256
        if not digest.hexdigest() == member.sha256 == named:
            raise LibraryError(
                f"{making.file}: {name} is not what its checksum says; fetch or write it again"
            )


def _fill(making: _Making) -> None:
    """Check the catalog against the rest, give the library an id of its own and its vectors."""
    try:
        with closing(Database(making.place / CATALOG, "as it is")) as database:
            database.check_whole()
            catalog, texts, words = Catalog(database), Texts(database), Words(database)
            _check_catalog(making, catalog, texts, words)
            # Two libraries with one id would share their vectors on a server.
            catalog.set_facts({"library": uuid.uuid4().hex})
            _write_vectors(making, catalog, texts, words)
            database.be_one_file()
    except LibraryError as error:
        # The message would name a place that is gone by now.
        told = str(error).replace(str(making.place / CATALOG), f"{making.file}: its catalog")
        raise LibraryError(told) from error


def _check_catalog(making: _Making, catalog: Catalog, texts: Texts, words: Words) -> None:
    manifest = making.manifest
    snapshot = read_holdings(catalog, texts, words, 0).snapshot
    if snapshot != manifest.snapshot:
        raise LibraryError(
            f"{making.file}: reads as library {snapshot} here and as {manifest.snapshot} with "
            f"version {manifest.program} of this program, which wrote it; use that version"
        )
    held = {original_name(text.content) for text in texts.all()}
    count = sum(1 for _ in passages_in_order(texts, words))
    size = count * manifest.model.dimension * 4
    if (
        held != set(manifest.members) - {CATALOG, VECTORS}
        or manifest.members[VECTORS].size != size
        or catalog.model() != manifest.model
    ):
        raise LibraryError(
            f"{making.file}: its catalog, originals and vectors are not of one library; "
            "fetch or write it again"
        )


def _write_vectors(making: _Making, catalog: Catalog, texts: Texts, words: Words) -> None:
    papers = catalog.papers()
    name = collection_name(making.settings.chroma, catalog.fact("library"))
    vectors = Vectors(making.place / "chroma", making.settings.chroma, name)
    try:
        vectors.create(catalog.model())
        passages = passages_in_order(texts, words)
        for rows in _rows(making):
            some = islice(passages, len(rows))
            vectors.add([(papers[one.paper_id], one) for one in some], rows)
    except BaseException:
        with suppress(EvidenceError):
            vectors.drop()
        raise
    finally:
        vectors.close()
    (making.place / VECTORS).unlink()


def _rows(making: _Making) -> Iterator[np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    dimension = making.manifest.model.dimension
    with (making.place / VECTORS).open("rb") as file:
        while piece := file.read(ROWS * dimension * 4):
            yield np.frombuffer(piece, dtype="<f4").reshape(-1, dimension)
