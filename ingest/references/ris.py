"""Read RIS, as Zotero, EndNote, Mendeley and the publishers write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.errors import RefusedFile
from ingest.pdf.byline import inverted_name
from ingest.references.reference import Reference, Told, entered
from ingest.references.tagged import Record, Shape, split_records

OPENING = re.compile(r"^TY( {1,2})-", re.MULTILINE)
_NUMBERS = re.compile(r"\d{1,8}")
_SAME = ("DO", "PY", "Y1", "SP", "AN")
"""Tags of which a record has one; two with two titles are two records run into one."""


def read_ris(path: str, text: str) -> Iterator[Reference | RefusedFile]:
    """Yield the references in a file, and a refusal in the place of each broken record."""
    opening = OPENING.search(text)
    spaces = opening[1] if opening else "  "
    tag = re.compile(rf"([A-Z][A-Z0-9]){spaces}-(?: (.*))?")
    for record in split_records(text, Shape(tag, opens="TY", closes="ER")):
        wrong = _what_is_wrong(record)
        if wrong:
            yield RefusedFile(path, f"line {record.line}: {wrong}")
        else:
            yield from entered(path, _told(record))


def _what_is_wrong(record: Record) -> str | None:
    if record.fields[0].tag != "TY":
        return "text outside of any record; begin it with a line TY, or remove it"
    twice = any(len(set(record.all(tag))) > 1 for tag in _SAME)
    if len(set(record.all("TI"))) > 1 and twice:
        return "two titles in one record; close the first with a line ER, and open the next with TY"
    return None


def _told(record: Record) -> Told:
    return Told(
        place=f"line {record.line}",
        entry=_entry(record),
        title=record.first("TI", "T1", "CT", "BT"),
        authors=tuple(map(inverted_name, record.all("AU", "A1"))),
        date=record.first("PY", "Y1", "DA"),
        journal=record.first("JF", "T2", "JO", "JA", "J2", "J1"),
        volume=record.first("VL"),
        issue=record.first("IS"),
        pages=_pages(record),
        dois=record.all("DO", "M3", "UR", "L3", "LK"),
        pmid=_pmid(record),
        pmcid=record.first("C2"),
        language=record.first("LA"),
        abstract=record.first("AB", "N2"),
        notes=record.all("N1", "M1", "M2", "U1"),
        files=record.all("L1", "L2", "L4"),
    )


def _pages(record: Record) -> str:
    first, last = record.first("SP"), record.first("EP")
    if first and last and not re.search(r"[-\u2013]", first):
        return f"{first}-{last}"
    # EndNote's place for the number of an article without pages.
    return first or last or record.first("C7")


def _pmid(record: Record) -> str:
    """Return the accession number where it is PubMed's: bare, or with the database named."""
    number = record.first("AN")
    databases = " ".join(record.all("DB", "DP"))
    if _NUMBERS.fullmatch(number) and databases:
        return number if re.search(r"pubmed|medline|nlm", databases, re.IGNORECASE) else ""
    return number


def _entry(record: Record) -> bytes:
    lines = "".join(f"{field.tag}  - {field.value}\n" for field in record.fields)
    return f"{lines}ER  - \n".encode()
