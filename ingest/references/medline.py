"""Read NBIB, the tagged lines that PubMed exports, also as text.

Own code: the one library for it, nbib, has had no release since 2021, and RIS needs the same
reading of tagged lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.errors import RefusedFile
from ingest.references.medline_notices import other_notices, own_standings
from ingest.references.reference import Reference, Told, entered
from ingest.references.tagged import Record, Shape, split_records

OPENING = re.compile(r"^(?:PMID ?- ?\d|OWN ?- ?\w)", re.MULTILINE)
"""ERIC, which knows no PMID, opens a record with its owner."""
_SHAPE = Shape(re.compile(r"([A-Z][A-Z0-9 ]{1,3})- ?(.*)"), opens="PMID", closes=None)
_INITIALS = re.compile(r"(.+) (\w{1,4})( (?:Jr|Sr|[1-4]\w\w))?")
# "Asthma in the U.S." keeps its full stop; PubMed puts one behind every other title.
_FULL_STOP = re.compile(r"(?<!\.[A-Z])\.$")


def read_medline(path: str, text: str) -> Iterator[Reference | RefusedFile]:
    """Yield the references in a file, and a refusal in the place of each broken record."""
    for record in split_records(text, _SHAPE):
        if record.fields[0].tag:
            yield from entered(path, _told(record))
        else:
            reason = "text outside of any record; begin it with a line PMID, or remove it"
            yield RefusedFile(path, f"line {record.line}: {reason}")


def _told(record: Record) -> Told:
    pmid = _line(record.first("PMID"))
    title = _line(record.first("TI", "BTI", "CTI"))
    return Told(
        place=f"line {record.line}",
        entry=_entry(record),
        title=_FULL_STOP.sub("", title),
        authors=tuple(_authors(record)),
        date=record.first("DP", "DEP"),
        journal=record.first("JT", "TA"),
        volume=record.first("VI"),
        issue=record.first("IP"),
        pages=record.first("PG"),
        dois=tuple(said for said in record.all("LID", "AID", "BAID") if said.endswith("[doi]")),
        pmid=pmid,
        pmcid=record.first("PMC"),
        language=record.first("LA"),
        abstract=_line(record.first("AB")),
        standings=tuple(own_standings(record)),
        notices=tuple(other_notices(record, pmid)),
    )


def _line(value: str) -> str:
    return " ".join(value.split())


def _authors(record: Record) -> Iterator[str]:
    """Yield the authors and the bodies among them, by full name where the record has it."""
    persons = "FAU" if record.all("FAU") else "AU"
    for field in record.fields:
        name = _line(field.value)
        if field.tag in ("CN", "FAU") and name:
            yield name
        elif field.tag == persons:
            yield name if "," in name else _INITIALS.sub(r"\1, \2\3", name)


def _entry(record: Record) -> bytes:
    indented = "\n      "
    lines = (
        f"{field.tag:<4}- {field.value.replace(chr(10), indented)}\n" for field in record.fields
    )
    return "".join(lines).encode()
