"""The SQLite file of a library: its tables, its transactions, its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal

from corpus.errors import LibraryBusy, LibraryError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS papers (paper_id TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS texts (
    paper_id TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL,
    content TEXT NOT NULL, source TEXT NOT NULL,
    passages TEXT NOT NULL, full_text TEXT NOT NULL, sections TEXT NOT NULL,
    pages TEXT NOT NULL, boxes BLOB NOT NULL,
    PRIMARY KEY (paper_id, origin));
CREATE TABLE IF NOT EXISTS records (
    content TEXT PRIMARY KEY, paper_id TEXT NOT NULL, origin TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, told TEXT NOT NULL, apart INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS records_of ON records (paper_id);
CREATE TABLE IF NOT EXISTS keys (
    key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (key, content)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_of ON keys (content);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE,
    paper_id TEXT NOT NULL, origin TEXT NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL,
    first_page INTEGER, last_page INTEGER, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of ON passages (paper_id, origin);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, byline, topics, section, text, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS notice_sources (
    source TEXT PRIMARY KEY, imported TEXT NOT NULL, whole INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS notices (
    source TEXT NOT NULL, doi TEXT, pmid TEXT, status TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS notices_of_source ON notices (source);
CREATE INDEX IF NOT EXISTS notices_by_doi ON notices (doi);
CREATE INDEX IF NOT EXISTS notices_by_pmid ON notices (pmid);
"""
_EMBEDDED = """
CREATE TABLE IF NOT EXISTS sentences (
    number INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, part TEXT NOT NULL, role TEXT NOT NULL,
    alone BLOB NOT NULL, titled BLOB);
CREATE INDEX IF NOT EXISTS sentences_of ON sentences (passage);
CREATE TABLE IF NOT EXISTS vocabulary (word TEXT PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS register (texts TEXT PRIMARY KEY, vectors BLOB NOT NULL);
"""
"""What is embedded beside the passages; catalogs before version 4 have none of it."""
_FEEDBACK = """
CREATE TABLE IF NOT EXISTS feedback (feedback_id TEXT PRIMARY KEY, told TEXT NOT NULL);
"""
"""Came later, and changes nothing that was there: an older catalog simply gets it."""

TABLES_VERSION = 4
"""Of the tables above; a catalog of another version is refused rather than misread."""
WITHOUT_SENTENCES = 3
"""The version before, of which `evidence reindex` makes the present one."""
_BRINGING_OVER = f"""
BEGIN IMMEDIATE; {_EMBEDDED}
INSERT OR REPLACE INTO facts VALUES ('reindexing', 'yes');
PRAGMA user_version = {TABLES_VERSION}; COMMIT;
"""  # noqa: S608 - ours alone
Older = Literal["refused", "as it is", "brought over"]
"""What is done with a catalog of the version before."""
_UNWRITABLE = (
    "cannot be written; give yourself write permission there or choose another folder "
    "with --library"
)
_BUSY = "another process is writing; try again when it has finished"
_REMEDIES = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was changed, free some space and repeat the "
    "command",
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_IOERR: "cannot be read or written; mend the disk, then run: evidence check",
}
"""What a person can do about SQLite's primary result codes."""


class Database:
    """One connection to the catalog file; safe to share between threads."""

    def __init__(self, path: Path, older: Older = "refused") -> None:
        self.path = path
        self._lock = threading.RLock()
        with self._reported():
            self._frozen = _is_frozen(path)
            self._connection = connect(path, patience=30)
            if not self._frozen:
                # Readers go on while one writer writes.
                self._connection.execute("PRAGMA journal_mode = WAL")
            self._make_tables(older)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(
        self, statement: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """Return all rows of a SELECT."""
        with self._lock, self._reported():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open one transaction: all of it is written, or nothing."""
        if self._frozen:
            raise LibraryError(f"{self.path}: {_UNWRITABLE}")
        with self._lock, self._reported():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def version(self) -> int:
        """Return a number that changes when another connection has written."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def has_table(self, name: str) -> bool:
        """Say whether there is a table; one that came later is missing in an old frozen catalog."""
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)))

    def copy(self, path: Path) -> None:
        """Write a copy as it is at one moment; nothing of what was removed is in it."""
        with self._lock, self._reported():
            self._connection.execute("VACUUM INTO ?", (str(path),))

    def be_one_file(self) -> None:
        """Leave everything in the file itself, with no journal beside it and no removed rows."""
        with self._lock, self._reported():
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.execute("VACUUM")

    def check_whole(self) -> None:
        """Raise LibraryError where the file is damaged, or has other tables than ours.

        A view or trigger in a file from elsewhere would do as its maker wished.
        """
        with self._lock, self._reported():
            (told,) = self._connection.execute("PRAGMA quick_check").fetchone()
            with closing(sqlite3.connect(":memory:")) as ours:
                has_sentences = self._tables_version() != WITHOUT_SENTENCES
                ours.executescript(_SCHEMA + _EMBEDDED * has_sentences + _FEEDBACK)
                same = _tables(ours) == _tables(self._connection)
        if told != "ok" or not same:
            found = "damaged" if same else "has tables that are not this program's"
            raise LibraryError(f"{self.path}: {found}; fetch or write it again")

    def _make_tables(self, older: Older) -> None:
        found = self._tables_version()
        if found == WITHOUT_SENTENCES and older == "refused":
            raise LibraryError(
                f"{self.path.parent}: made before sentences were stored; run: evidence reindex"
            )
        if found not in (0, WITHOUT_SENTENCES, TABLES_VERSION):
            raise LibraryError(
                f"{self.path}: made by another version of this program (catalog {found}, expected "
                f"{TABLES_VERSION}); use that version, or add the papers to a new library"
            )
        if found == 0:
            self._connection.executescript(
                f"{_SCHEMA} {_EMBEDDED} PRAGMA user_version = {TABLES_VERSION};"
            )
        if found == WITHOUT_SENTENCES and older == "brought over":
            # All of it or nothing; from here on it opens for rebuilding only.
            self._connection.executescript(_BRINGING_OVER)
        if not self._frozen and not self.has_table("feedback"):
            self._connection.executescript(_FEEDBACK)

    def _tables_version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Turn SQLite's errors into ones that a person can act on."""
        try:
            yield
        except sqlite3.OperationalError as error:
            remedy = _REMEDIES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if remedy is None:
                raise
            kind = LibraryBusy if "another process" in remedy else LibraryError
            raise kind(f"{self.path}: {remedy}") from error
        except sqlite3.DatabaseError as error:
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
                raise
            raise LibraryError(
                f"{self.path}: not a readable catalog ({error}); "
                "restore the file or choose another folder with --library"
            ) from error


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open a SQLite file, for reading alone where nobody can write to it; threads may share it.

    Each statement is a transaction, unless one is begun. `patience` is how many seconds another
    process is waited for.
    """
    frozen = _is_frozen(path)
    return sqlite3.connect(
        _frozen_address(path) if frozen else path,
        isolation_level=None, check_same_thread=False, timeout=patience, uri=frozen,
    )  # fmt: skip


def is_writable(path: Path) -> bool:
    """Say whether a file, there or not yet, and what is kept beside it can be written."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _is_frozen(path: Path) -> bool:
    return path.exists() and not is_writable(path)


def _frozen_address(path: Path) -> str:
    """Return how SQLite is to open a file on a disk that nobody can write to."""
    journal = path.with_name(f"{path.name}-wal")
    is_whole = not journal.exists() or journal.stat().st_size == 0
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if is_whole else ''}"


def _tables(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Return everything that a database file declares, as it was declared."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return sorted(tuple(map(str, row)) for row in found)
