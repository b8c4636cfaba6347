"""The vectors of the register of claims, computed once for a library's model and kept in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from corpus.database import Database
from corpus.errors import LibraryError
from corpus.stored_vectors import Vector


class RegisterVectors:
    """What was embedded of the register, in the library's database.

    It is no part of what the library holds: the snapshot id stays, and no lock is taken.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, texts: Sequence[str]) -> Vector | None:
        """Return one unit row for each text; None where these were not embedded yet.

        *Shape:* (len(texts), dimension).
        """
        rows = self._database.rows("SELECT vectors FROM register WHERE texts = ?", (_hash(texts),))
        if not rows:
            return None
        return np.frombuffer(rows[0][0], dtype="<f4").reshape(len(texts), -1)

    def keep(self, texts: Sequence[str], vectors: Vector) -> None:
        """Keep one row for each text in the place of another register's, where that is possible.

        *Shape:* (len(texts), dimension). What cannot be kept, because the folder is frozen, the
        disk full or another process at it, is embedded anew the next time.
        """
        with suppress(LibraryError), self._database.writing() as connection:
            connection.execute("DELETE FROM register")
            connection.execute(
                "INSERT INTO register VALUES (?, ?)",
                (_hash(texts), np.asarray(vectors, dtype="<f4").tobytes()),
            )


def _hash(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
