"""Read the Retraction Watch database: which papers were retracted, corrected or reinstated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.paper import normal_doi
from corpus.status import Notice, Standing, Status
from ingest.notices.rows import Row, read_rows

SOURCE = "Retraction Watch"
_NEEDED = ("RetractionNature", "OriginalPaperDOI")
_STANDINGS = {
    "retraction": Standing.RETRACTED,
    "correction": Standing.CORRECTED,
    "expression of concern": Standing.CONCERN,
    # It lifts the retraction before it; `corpus.standing.resolve` judges by the days.
    "reinstatement": Standing.CURRENT,
}
_REINSTATED = "Reinstated: an earlier retraction or removal no longer stands."
_NOTHING = frozenset({"", "unavailable", "none", "nan", "null", "n/a", "na", "[]"})
"""What stands in a cell that tells nothing, in lower case."""
_LIST = re.compile(r"\[\s*['\"]")
_LISTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
# A DOI may hold a semicolon itself, as in 10.3157/0013(2007)118[512:a]2.0.co;2.
_DOI_STARTS = re.compile(
    r"(?<![\s;,|])[\s;,|]+(?=https?://|doi\b|10\.\d{4}|unavailable\b)", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_NUMBER_STARTS = re.compile(r"[\s;,|]+")
_REASON_STARTS = re.compile(r"\s*;\s*")
_PMID = re.compile(r"(\d{1,9})(?:\.0*)?")
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_retraction_watch(path: Path) -> Iterator[Notice | RefusedFile]:
    """Yield what the CSV of Retraction Watch tells, and a refusal for what it cannot tell.

    A refusal names its line, and the others go on; a row of which one cell cannot be read gives
    its notice without that cell, and a refusal as well. A row that names neither DOI nor PubMed
    ID is of no paper that could be found by them: one refusal at the end counts these. Raises
    RefusedFile where the file is not such a CSV.
    """
    nameless: list[str] = []
    for row in read_rows(path, _NEEDED):
        if isinstance(row, RefusedFile):
            yield row
            continue
        notices, faults = list(_notices(row)), list(_faults(row))
        yield from notices
        if faults:
            end = "; the rest of the row is kept" if notices else "; the row is left out"
            yield RefusedFile(str(path), f"{row.place}: {'; '.join(faults)}{end}")
        elif not notices:
            nameless.append(row.place)
    if nameless:
        count = "1 row" if len(nameless) == 1 else f"{len(nameless):,} rows"
        reason = f"{nameless[0]}: neither DOI nor PubMed ID ({count} of this kind in the file)"
        yield RefusedFile(str(path), f"{reason}; look such papers up by their titles")


def _notices(row: Row) -> Iterator[Notice]:
    """Yield one notice for each paper that a row names."""
    nature = _nature(row)
    if nature not in _STANDINGS:
        return
    status = Status(
        standing=_STANDINGS[nature],
        note=_note(row, nature),
        since=_day(row.cell("RetractionDate")) or None,
        source=SOURCE,
    )
    dois = _dois(row.cell("OriginalPaperDOI")) or ()
    pmids = _pmids(row.cell("OriginalPaperPubMedID")) or ()
    if len(dois) == len(pmids) == 1:
        yield Notice(dois[0], pmids[0], status)
        return
    # Which DOI of several belongs to which PubMed ID is not told.
    yield from (Notice(doi, None, status) for doi in dois)
    yield from (Notice(None, pmid, status) for pmid in pmids)


def _faults(row: Row) -> Iterator[str]:
    """Yield what cannot be read in a row, and what was expected there."""
    if _nature(row) not in _STANDINGS:
        yield _fault(row, "RetractionNature", ", ".join(_STANDINGS))
    if _day(row.cell("RetractionDate")) is None:
        yield _fault(row, "RetractionDate", "month/day/year")
    if _dois(row.cell("OriginalPaperDOI")) is None:
        yield _fault(row, "OriginalPaperDOI", "a DOI such as 10.1000/abc")
    if _pmids(row.cell("OriginalPaperPubMedID")) is None:
        yield _fault(row, "OriginalPaperPubMedID", "a number of at most 9 digits")


def _fault(row: Row, column: str, expected: str) -> str:
    return f"{column} is {row.cell(column)[:60]!r}, expected {expected}"


def _nature(row: Row) -> str:
    return " ".join(row.cell("RetractionNature").lower().split())


def _day(text: str) -> str | None:
    """Return a day as YYYY-MM-DD: empty where none is told, None where it cannot be read."""
    if _tells_nothing(text):
        return ""
    told = text.split()[0]
    american = _US_DAY.fullmatch(told)
    try:
        if american:
            month, day, year = map(int, american.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(told.partition("T")[0]).isoformat()
    except ValueError:
        return None


def _dois(text: str) -> tuple[str, ...] | None:
    """Return the DOIs in a cell; None where something in it is none."""
    dois = [normal_doi(item.strip(" ;,|")) for item in _items(text, _DOI_STARTS)]
    return tuple(dict.fromkeys(dois)) if all(map(_DOI.fullmatch, dois)) else None


def _pmids(text: str) -> tuple[str, ...] | None:
    """Return the PubMed IDs in a cell, whole again after a spreadsheet; "0" is none."""
    found = [_PMID.fullmatch(item) for item in _items(text, _NUMBER_STARTS)]
    numbers = [int(one[1]) for one in found if one]
    if len(numbers) < len(found):
        return None
    return tuple(dict.fromkeys(str(number) for number in numbers if number))


def _note(row: Row, nature: str) -> str | None:
    """Return the reasons in plain words, and where the notice stands."""
    reasons = map(_plain_reason, _items(row.cell("Reason"), _REASON_STARTS))
    told = "; ".join(dict.fromkeys(reasons))
    parts = [
        _REINSTATED if nature == "reinstatement" else "",
        f"Reasons: {told}." if told else "",
        _where(row),
    ]
    return " ".join(filter(None, parts)) or None


def _where(row: Row) -> str:
    written = row.cell("RetractionDOI")
    dois = _dois(written)
    if dois:
        return f"Notice: {', '.join(f'doi:{doi}' for doi in dois)}."
    if dois is None:
        return f"Notice: {written}."
    pmids = _pmids(row.cell("RetractionPubMedID"))
    return f"Notice: PMID {', '.join(pmids)}." if pmids else ""


@lru_cache(maxsize=1000)
def _plain_reason(reason: str) -> str:
    """Return "+Concerns/Issues About Data" as "concerns or issues about data"."""
    words = reason.lstrip("+ ").replace("and/or", "or").replace(" - ", ": ").split()
    return " ".join(word if word.isupper() else word.lower() for word in words).replace("/", " or ")


def _items(text: str, between: re.Pattern[str]) -> list[str]:
    """Return the items of a cell, be it a list in Python's writing or parted by `between`."""
    if _LIST.match(text):
        items = [one or other for one, other in _LISTED.findall(text.replace(r"\'", "’"))]
    else:
        items = between.split(text)
    return [item.strip() for item in items if not _tells_nothing(item)]


def _tells_nothing(text: str) -> bool:
    return text.strip(" ;,|+").lower() in _NOTHING
