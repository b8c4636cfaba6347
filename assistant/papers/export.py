"""The chosen papers as a file: references in every form, and a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Literal

from corpus.paper import Paper
from corpus.references.write import Form, formatted

ExportForm = Form | Literal["csv"]
_KINDS: Mapping[ExportForm, tuple[str, str]] = {
    "bibtex": ("bib", "application/x-bibtex"),
    "ris": ("ris", "application/x-research-info-systems"),
    "csl-json": ("json", "application/vnd.citationstyles.csl+json"),
    "ama": ("txt", "text/plain"),
    "apa": ("txt", "text/plain"),
    "csv": ("csv", "text/csv"),
}
_COLUMNS = (
    "paper_id", "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
    "pmcid", "design", "population", "race_measure", "topics", "status", "status_note", "origin",
    "licence", "language",
)  # fmt: skip
MOST_STYLED = 200
"""Papers in a list of the AMA or APA; so many take some seconds, and twice as many far longer."""


def exported(papers: Sequence[Paper], form: ExportForm) -> str:
    """Return the papers as one text in this form."""
    return to_csv(papers) if form == "csv" else formatted(papers, form)


def file_kind(form: ExportForm) -> tuple[str, str]:
    """Return the ending of a file in this form, without the dot, and its media type."""
    return _KINDS[form]


def to_csv(papers: Sequence[Paper]) -> str:
    """Return the papers as a table with a line of names, as spreadsheets open it."""
    file = io.StringIO()
    # Spreadsheets take a file without this mark for the letters of the machine.
    file.write("\ufeff")
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    table.writerows([_cell(paper, column) for column in _COLUMNS] for paper in papers)
    return file.getvalue()


def _cell(paper: Paper, column: str) -> str:
    if column == "status":
        value = paper.status.standing.value
    elif column == "status_note":
        value = paper.status.note or ""
    else:
        told = getattr(paper, column)
        value = "; ".join(told) if isinstance(told, tuple) else str(told or "")
    # A spreadsheet would run a title that begins so as a formula.
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
