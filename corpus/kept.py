"""Vectors kept in a file of the library, so that its papers need not be embedded anew."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.database import connect, is_writable

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB NOT NULL)"
_AT_ONCE = 500
_PATIENCE = 1.0
"""Seconds; embedding a text anew takes less than waiting long for another process."""
_NOT_AGAIN = 60.0
"""Seconds in which a file that was busy is left alone."""
_NOT_UNIT = 1e-3
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

Vector = NDArray[np.float32]
_Found = TypeVar("_Found")


class Kept:
    """The vectors of texts under one model, the last `most` of them; safe to share by threads.

    It is there for speed alone. What cannot be read or written, because the folder is frozen, the
    disk full or another process at it, counts as not kept; a damaged file is begun anew. The texts
    themselves are not in it: it holds their SHA-256, with that of the model's weights.
    """

    def __init__(self, path: Path, checksum: str, most: int) -> None:
        self._path = path
        self._model = checksum.encode()
        self._most = most
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._closed = False
        self._not_before = 0.0

    @property
    def can_be_written(self) -> bool:
        """Whether the file can be written, or made."""
        return is_writable(self._path)

    def of(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of those texts that are kept."""
        if not self._path.exists():
            return {}  # Asking for a database would make it.
        names = {self._name(text): text for text in texts}
        return self._tried(lambda connection: _read(connection, names), {})

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep one row for each text. *Shape:* (len(texts), dimension)."""
        rows = [
            (self._name(text), np.asarray(vector, dtype="<f4").tobytes())
            for text, vector in zip(texts, vectors, strict=True)
        ]
        self._tried(lambda connection: self._write(connection, rows), None)

    def close(self) -> None:
        """Let go of the file; from then on nothing counts as kept."""
        with self._lock:
            self._closed = True
            self._let_go()

    def _name(self, text: str) -> bytes:
        return hashlib.sha256(self._model + b"\n" + text.encode()).digest()

    def _write(self, connection: sqlite3.Connection, rows: Sequence[tuple[bytes, bytes]]) -> None:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
            # Rows are numbered as they come: the oldest go, as those of removed papers do.
            connection.execute(
                "DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?",
                (self._most,),
            )

    def _tried(self, act: Callable[[sqlite3.Connection], _Found], otherwise: _Found) -> _Found:
        with self._lock:
            if self._closed or time.monotonic() < self._not_before:
                return otherwise
            try:
                return act(self._connection())
            except (sqlite3.Error, ValueError) as error:
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if code == sqlite3.SQLITE_BUSY:
                    self._not_before = time.monotonic() + _NOT_AGAIN
                elif code in _DAMAGED or isinstance(error, ValueError):
                    self._let_go()
                    with suppress(OSError):
                        self._path.unlink()
                return otherwise

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = connect(self._path, _PATIENCE)
        return self._opened

    def _let_go(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def _read(connection: sqlite3.Connection, names: dict[bytes, str]) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    wanted = list(names)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            f"SELECT text, vector FROM vectors WHERE text IN ({marks})",  # noqa: S608
            some,
        )
        found.update(
            (names[name], np.frombuffer(row, dtype="<f4")) for name, row in rows if name in names
        )
    return {text: vector for text, vector in found.items() if _is_whole(vector)}


def _is_whole(vector: Vector) -> bool:
    """Say whether a vector is what was written: SQLite does not see every damage to its file."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(abs(float(np.linalg.norm(vector)) - 1.0) < _NOT_UNIT)
