"""The words of the passages with their vectors, in the library's database."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from corpus.database import Database
from corpus.stored_vectors import Vector, packed, unpacked

_AT_ONCE = 500
_TOKEN = re.compile(r"\d+(?:[.,/–-]\d+)*(?![\w])%?|\w+(?:[-'’*]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_JOINT = re.compile(r"[-–/]")


class Vocabulary:
    """The words that the passages of a library hold, each with its vector."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def vectors_of(self, words: Collection[str]) -> tuple[list[str], Vector]:
        """Return those words that passages hold, and their vectors. *Shape:* (held, dimension)."""
        rows = self._rows("SELECT word, vector FROM vocabulary", words)
        return [row[0] for row in rows], unpacked([row[1] for row in rows])

    def lacking(self, words: Collection[str]) -> list[str]:
        """Return the words that have no vector yet, in order."""
        known = {row[0] for row in self._rows("SELECT word FROM vocabulary", words)}
        return sorted(set(words) - known)

    def _rows(self, select: str, words: Collection[str]) -> list[tuple[Any, ...]]:
        listed = list(words)
        rows: list[tuple[Any, ...]] = []
        for first in range(0, len(listed), _AT_ONCE):
            some = listed[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows += self._database.rows(f"{select} WHERE word IN ({marks})", some)
        return rows


def words_at(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each word of a text begins, and the word without a possessive ending."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        yield match.start(), _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


def word_parts(word: str) -> list[str]:
    """Return the parts of a word that hyphens or strokes join."""
    return [part for part in _JOINT.split(word) if part]


def vocabulary_of(texts: Iterable[str]) -> set[str]:
    """Return the words of texts in lower case, compounds also by part; figures are no words."""
    whole = {word for text in texts for _, word in words_at(text)}
    parts = {part for word in whole for part in word_parts(word)}
    return {word.lower() for word in whole | parts if not word[0].isdigit()}


def write_vocabulary(connection: sqlite3.Connection, vectors: Mapping[str, Vector]) -> None:
    """Write words with their vectors, within a transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO vocabulary VALUES (?, ?)",
        [(word, packed(vector)) for word, vector in vectors.items()],
    )


def delete_unheld(connection: sqlite3.Connection, words: Iterable[str]) -> None:
    """Delete those words that the text of no passage holds in any form, within a transaction."""
    for word in words:
        held = connection.execute(
            "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'text : "{word}"',)
        ).fetchone()
        if held is None:
            connection.execute("DELETE FROM vocabulary WHERE word = ?", (word,))
