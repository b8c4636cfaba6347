"""Keep the notices of whole lists, so that a paper added later is known as retracted at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from corpus.database import Database
from corpus.paper import Paper, normal_doi
from corpus.status import Notice, Status

_Rows = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
"""Returns the rows of a SELECT with these values."""
_FOUND = (
    "SELECT status, imported FROM notices JOIN notice_sources USING (source) WHERE doi = ? "
    "UNION SELECT status, imported FROM notices JOIN notice_sources USING (source) "
    "WHERE pmid = ? ORDER BY 1"
)
_SILENT = (
    "SELECT source, imported FROM notice_sources WHERE whole AND source NOT IN "
    "(SELECT source FROM notices WHERE doi = ? UNION SELECT source FROM notices WHERE pmid = ?) "
    "ORDER BY source"
)
_status: TypeAdapter[Status] = TypeAdapter(Status)


@dataclass(frozen=True)
class NoticeSource:
    """A list of notices that was imported."""

    source: str
    count: int
    """How many notices it holds."""
    imported: str
    """The day, as YYYY-MM-DD."""


class Notices:
    """Notices by DOI and PMID in the library's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace_source(
        self, source: str, notices: Iterable[Notice], today: str, *, whole: bool = True
    ) -> int:
        """Put these notices in the place of the source's older ones; return how many they are.

        All of it is written, or nothing: where `notices` ends in an error, the older ones stay.
        `whole` says that the source lists every notice it knows, so that its silence tells too.
        """
        with self._database.writing() as connection:
            connection.execute("DELETE FROM notices WHERE source = ?", (source,))
            written = connection.executemany(
                "INSERT INTO notices VALUES (?, ?, ?, ?)",
                (_row(source, notice) for notice in notices),
            ).rowcount
            connection.execute(
                "INSERT OR REPLACE INTO notice_sources VALUES (?, ?, ?)", (source, today, whole)
            )
            return max(written, 0)

    def for_paper(self, paper: Paper) -> tuple[Status, ...]:
        """Return what the notices say of a paper, known by its DOI or PMID, in a fixed order."""
        return _found(self._database.rows, paper)

    def look_up(self, paper: Paper) -> tuple[Status, ...]:
        """Return what the notices say of a paper, and which whole lists say nothing of it.

        Empty for a paper without DOI and PMID: no list can be asked for it.
        """
        return _looked_up(self._database.rows, paper)

    def sources(self) -> list[NoticeSource]:
        """Return the lists that were imported, in order of their names."""
        rows = self._database.rows(
            "SELECT source, (SELECT count(*) FROM notices WHERE source = notice_sources.source), "
            "imported FROM notice_sources ORDER BY source"
        )
        return [NoticeSource(*row) for row in rows]


def noticed(connection: sqlite3.Connection, paper: Paper) -> list[Status]:
    """Return what `Notices.look_up` does, within the transaction that writes the paper."""
    return list(_looked_up(lambda asked, ids: connection.execute(asked, ids).fetchall(), paper))


def _looked_up(rows: _Rows, paper: Paper) -> tuple[Status, ...]:
    if not any(_ids(paper)):
        return ()
    silent = rows(_SILENT, _ids(paper))
    nothing = (Status(source=source, checked=imported) for source, imported in silent)
    return (*_found(rows, paper), *nothing)


def _found(rows: _Rows, paper: Paper) -> tuple[Status, ...]:
    return tuple(
        replace(_status.validate_json(status), checked=imported)
        for status, imported in rows(_FOUND, _ids(paper))
    )


def _row(source: str, notice: Notice) -> tuple[str, str | None, str | None, str]:
    status = replace(notice.status, source=notice.status.source or source)
    doi = normal_doi(notice.doi) if notice.doi else None
    return source, doi, notice.pmid, _status.dump_json(status).decode()


def _ids(paper: Paper) -> tuple[str | None, str | None]:
    return normal_doi(paper.doi) if paper.doi else None, paper.pmid or None
