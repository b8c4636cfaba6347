"""Passages and the index of their words, in the library's database (FTS5, BM25)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from corpus.database import Database
from corpus.hit import Hit, SearchScope
from corpus.paper import Origin, Paper, Passage, SectionKind
from corpus.vocabulary import delete_unheld, vocabulary_of

_COLUMNS = (
    "passage_id, paper_id, origin, kind, section, first_page, last_page, start, stop, passages.text"
)
_PASSAGES_OF = f"SELECT {_COLUMNS} FROM passages WHERE paper_id = ? AND origin = ? ORDER BY start"  # noqa: S608
_AT_ONCE = 500
_LOOKED_AT = 1_000
"""Passages that are ranked among those of their papers, of all that hold a word."""
_ALL = -1
_BEST = (
    "WITH best AS MATERIALIZED ("
    # Title, byline, topics, section, text: what names the paper says most of it.
    " SELECT rowid AS number, -bm25(words, 2, 2, 1, 1, 1) AS score FROM words"
    " WHERE words MATCH :query ORDER BY score DESC LIMIT :looked_at"
    "), found AS ("
    " SELECT passage_id, paper_id, score FROM best"
    " JOIN passages USING (number) JOIN texts USING (paper_id, origin)"
    " WHERE state = 'ready'"
    " AND kind NOT IN (SELECT value FROM json_each(:not_kinds))"
    " AND (:origins = '[]' OR origin IN (SELECT value FROM json_each(:origins)))"
    " AND (:among IS NULL OR paper_id IN (SELECT value FROM json_each(:among)))"
    "), placed AS (SELECT *, row_number() OVER ("
    " PARTITION BY paper_id ORDER BY score DESC, passage_id) AS place FROM found)"
    " SELECT passage_id, score, (SELECT min(score) FROM best), (SELECT count(*) FROM best)"
    " FROM placed WHERE place <= :a_paper"
    " ORDER BY score DESC, passage_id LIMIT :count"
)


class Words:
    """The passages of a library, by id, by text and by the words in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """Return the searchable ones among these passages, by id."""
        found: dict[str, Passage] = {}
        for first in range(0, len(passage_ids), _AT_ONCE):
            some = passage_ids[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = self._database.rows(
                f"SELECT {_COLUMNS} FROM passages JOIN texts USING (paper_id, origin) "  # noqa: S608
                f"WHERE state = 'ready' AND passage_id IN ({marks})",
                some,
            )
            found.update((row[0], Passage(*row)) for row in rows)
        return found

    def kinds_of(self, passage_ids: Sequence[str]) -> dict[str, SectionKind]:
        """Return the kinds of the sections that passages stand in, by passage id."""
        rows = self._database.rows(
            "SELECT passage_id, kind FROM passages"
            " WHERE passage_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
        return dict(rows)

    def ids_of(self, paper_ids: Sequence[str], limits: SearchScope) -> list[str]:
        """Return the ids of the searchable passages of papers, of the kinds and origins allowed."""
        rows = self._database.rows(
            "SELECT passage_id FROM passages JOIN texts USING (paper_id, origin)"
            " WHERE paper_id IN (SELECT value FROM json_each(:among)) AND state = 'ready'"
            " AND kind NOT IN (SELECT value FROM json_each(:not_kinds))"
            " AND (:origins = '[]' OR origin IN (SELECT value FROM json_each(:origins)))",
            {
                "among": json.dumps(list(paper_ids)),
                "origins": json.dumps(list(limits.origins)),
                "not_kinds": json.dumps(list(limits.not_kinds)),
            },
        )
        return [row[0] for row in rows]

    def passages_of(self, paper_id: str, origin: Origin) -> list[Passage]:
        """Return the passages of a text in whatever state, in order of place."""
        rows = self._database.rows(_PASSAGES_OF, (paper_id, origin))
        return [Passage(*row) for row in rows]

    def count(self) -> int:
        """Return how many passages are searchable."""
        rows = self._database.rows(
            "SELECT count(*) FROM passages JOIN texts USING (paper_id, origin) "
            "WHERE state = 'ready'"
        )
        return int(rows[0][0])

    def search(self, terms: Sequence[str], limits: SearchScope, count: int) -> list[Hit]:
        """Return searchable passages that hold any of the terms, best first by BM25.

        A word in the title or the byline counts twice one in topics, heading or text. No more
        than `limits.a_paper` passages of one paper are returned.
        """
        if not terms:
            return []
        quoted = " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
        among = None if limits.paper_ids is None else json.dumps(list(limits.paper_ids))
        values = {
            "query": quoted,
            "among": among,
            "origins": json.dumps(list(limits.origins)),
            "not_kinds": json.dumps(list(limits.not_kinds)),
            "a_paper": limits.a_paper,
            "count": count,
        }
        # Most passages hold some word of a question. Looking up what each of them is takes most
        # of the time, so only the best are, unless other papers than theirs are wanted.
        looked_at = _LOOKED_AT if among is None else _ALL
        while True:
            rows = self._database.rows(_BEST, {**values, "looked_at": looked_at})
            whole = looked_at == _ALL or (rows and rows[0][3] < looked_at)
            # Passages as good as the last one looked at may have been passed over.
            if whole or (len(rows) == count and rows[-1][1] > rows[0][2]):
                return [Hit(row[0], row[1]) for row in rows]
            looked_at = _ALL

    def holding(self, term: str, paper_ids: Sequence[str] | None = None) -> int:
        """Return how many passages hold a term in text, title or byline, of these papers or of all.

        A term of several words is looked for as a phrase.
        """
        quoted = '"' + term.replace('"', '""') + '"'
        if paper_ids is None:
            rows = self._database.rows("SELECT count(*) FROM words WHERE words MATCH ?", (quoted,))
        else:
            rows = self._database.rows(
                "SELECT count(*) FROM words JOIN passages ON passages.number = words.rowid "
                "WHERE words MATCH ? AND paper_id IN (SELECT value FROM json_each(?))",
                (quoted, json.dumps(list(paper_ids))),
            )
        return int(rows[0][0])

    def unindexed(self) -> list[Passage]:
        """Return the passages whose words are not in the index."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM passages "  # noqa: S608
            "WHERE number NOT IN (SELECT rowid FROM words)"
        )
        return [Passage(*row) for row in rows]

    def index(self, paper: Paper, passage: Passage) -> None:
        """Put the words of one passage into the index again."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO words (rowid, title, byline, topics, section, text) "
                "SELECT number, ?, ?, ?, section, text FROM passages WHERE passage_id = ?",
                (*words_of(paper), passage.passage_id),
            )


def passages_within(connection: sqlite3.Connection, paper_id: str, origin: Origin) -> list[Passage]:
    """Return the passages of a text in order of place, as a transaction sees them."""
    return [Passage(*row) for row in connection.execute(_PASSAGES_OF, (paper_id, origin))]


def write_passages(
    connection: sqlite3.Connection, paper: Paper, passages: Sequence[Passage]
) -> None:
    """Write passages and their words, within a transaction."""
    for p in passages:
        number = connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                p.passage_id, p.paper_id, p.origin, p.kind, p.section,
                p.first_page, p.last_page, p.start, p.end, p.text,
            ),
        ).lastrowid  # fmt: skip
        connection.execute(
            "INSERT INTO words (rowid, title, byline, topics, section, text) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (number, *words_of(paper), p.section, p.text),
        )


def words_of(paper: Paper) -> tuple[str, str, str]:
    """Return the words by which a paper itself is found: its title, its byline, its topics.

    The byline is the authors' family names and the year, as a question names a paper:
    "Greenwood 2020".
    """
    names = [author.split(",")[0] for author in paper.authors]
    return paper.title, " ".join([*names, str(paper.year or "")]), " ".join(paper.topics)


def rewrite_words(connection: sqlite3.Connection, paper: Paper) -> None:
    """Write the words of a paper itself anew for all its passages, within a transaction."""
    connection.execute(
        "UPDATE words SET title = ?, byline = ?, topics = ? WHERE rowid IN "
        "(SELECT number FROM passages WHERE paper_id = ?)",
        (*words_of(paper), paper.paper_id),
    )


def delete_passages(connection: sqlite3.Connection, paper_id: str, origin: Origin) -> None:
    """Delete the passages of a text with their sentences and words, within a transaction."""
    place = (paper_id, origin)
    held = [passage.text for passage in passages_within(connection, paper_id, origin)]
    connection.execute(
        "DELETE FROM sentences WHERE passage IN "
        "(SELECT number FROM passages WHERE paper_id = ? AND origin = ?)",
        place,
    )
    connection.execute(
        "DELETE FROM words WHERE rowid IN "
        "(SELECT number FROM passages WHERE paper_id = ? AND origin = ?)",
        place,
    )
    connection.execute("DELETE FROM passages WHERE paper_id = ? AND origin = ?", place)
    delete_unheld(connection, vocabulary_of(held))
