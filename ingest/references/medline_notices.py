"""Read what a PubMed record says of the standing of its own paper and of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.paper import normal_doi
from corpus.status import Notice, Standing, Status
from ingest.references.tagged import Record

_SOURCE = "PubMed"
_LINKS = (
    ("RIN", "ROF", Standing.RETRACTED, "Retracted"),
    ("RRI", "RRF", Standing.RETRACTED, "Retracted and republished"),
    ("ECI", "ECF", Standing.CONCERN, "Concern expressed"),
    ("UIN", "UOF", Standing.SUPERSEDED, "Updated"),
    ("EIN", "EFR", Standing.CORRECTED, "Corrected"),
    ("CRI", "CRF", Standing.CORRECTED, "Corrected and republished"),
    ("PRIN", "PROF", Standing.CORRECTED, "Retracted in part"),
)
"""The tag on the paper, naming its notice; the tag on the notice, naming the paper; what it says.

Comments, reprints and summaries say nothing against a paper.
"""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAY = re.compile(rf"\b((?:19|20)\d\d)(?: ({'|'.join(_MONTHS)})\w*(?: (\d{{1,2}})\b)?)?")
_PMID = re.compile(r"\bPMID:? *(\d{1,8})\b")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s;]*[^\s;.,]")


def own_standings(record: Record) -> Iterator[Status]:
    """Yield what the record says of its own paper."""
    for tag, _, standing, words in _LINKS:
        for cited in map(_line, record.all(tag)):
            yield Status(standing, f"{words} in {cited}", since=_day(cited), source=_SOURCE)
    if "Retracted Publication" in record.all("PT") and not record.all("RIN", "RRI"):
        note = "PubMed lists it as a retracted publication."
        yield Status(Standing.RETRACTED, note, source=_SOURCE)


def other_notices(record: Record, pmid: str) -> Iterator[Notice]:
    """Yield what the record, as the notice itself, says of other papers."""
    for _, tag, standing, words in _LINKS:
        for cited in map(_line, record.all(tag)):
            doi, other = _DOI.search(cited), _PMID.search(cited)
            where = f"{_line(record.first('TA', 'JT'))} (PMID {pmid})".strip()
            status = Status(
                standing,
                f"{words} in {where}.",
                by=f"pmid:{pmid}" if pmid else None,
                since=_day(record.first("DP")),
                source=_SOURCE,
            )
            if doi or other:
                yield Notice(
                    normal_doi(doi[0]) if doi else None, other[1] if other else None, status
                )


def _day(cited: str) -> str | None:
    """Return the day in "N Engl J Med. 2018 May 17;378(20)", or as much of it as is told."""
    found = _DAY.search(cited)
    if found is None:
        return None
    month = f"{_MONTHS.index(found[2]) + 1:02}" if found[2] else None
    return "-".join(part for part in (found[1], month, found[3] and found[3].zfill(2)) if part)


def _line(value: str) -> str:
    return " ".join(value.split())
