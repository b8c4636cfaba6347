"""Read what a PubMed record says of the standing of its own paper and of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.paper import normal_doi
from corpus.status import Notice, Status
from ingest.notices.pubmed import LINKS, LISTED, SOURCE, day_in
from ingest.references.tagged import Record

_TAGS = (
    ("RIN", "ROF", "Retraction"),
    ("RRI", "RRF", "RetractedandRepublished"),
    ("ECI", "ECF", "ExpressionOfConcern"),
    ("UIN", "UOF", "Update"),
    ("EIN", "EFR", "Erratum"),
    ("CRI", "CRF", "CorrectedandRepublished"),
    ("PRIN", "PROF", "PartialRetraction"),
)
"""The tag on the paper, naming its notice; that on the notice, naming the paper; PubMed's link."""
_PMID = re.compile(r"\bPMID:? *(\d{1,8})\b")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s;]*[^\s;.,]")


def own_standings(record: Record) -> Iterator[Status]:
    """Yield what the record says of its own paper."""
    for tag, _, link in _TAGS:
        standing, words = LINKS[link]
        for cited in map(_line, record.all(tag)):
            yield Status(standing, f"{words} in {cited}", since=day_in(cited), source=SOURCE)
    if "Retracted Publication" in record.all("PT") and not record.all("RIN", "RRI"):
        yield LISTED


def other_notices(record: Record, pmid: str) -> Iterator[Notice]:
    """Yield what the record, as the notice itself, says of other papers."""
    for _, tag, link in _TAGS:
        standing, words = LINKS[link]
        for cited in map(_line, record.all(tag)):
            doi, other = _DOI.search(cited), _PMID.search(cited)
            where = f"{_line(record.first('TA', 'JT'))} (PMID {pmid})".strip()
            status = Status(
                standing,
                f"{words} in {where}.",
                by=f"pmid:{pmid}" if pmid else None,
                since=day_in(record.first("DP")),
                source=SOURCE,
            )
            if doi or other:
                yield Notice(
                    normal_doi(doi[0]) if doi else None, other[1] if other else None, status
                )


def _line(value: str) -> str:
    return " ".join(value.split())
