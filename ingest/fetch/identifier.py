"""Read the identifiers of papers: DOI, PMID and PMCID, as people write and paste them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from corpus.errors import RefusedFile
from corpus.paper import normal_doi

_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S{1,300}")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_DOI_ADDRESS = re.compile(
    r"(?:doi\s*:?\s*)?(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/([^?#]+)\S*", re.IGNORECASE
)
_DOI_PREFIX = re.compile(r"(?:doi|info:doi/)\s*:?\s*(?=10\.)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"https?://[^\s/]+/(?:[^\s?#]*?/)?(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
_AS_QUERY = re.compile(r"https?://\S+[?&](?:doi|id)=(10\.\d{4,9}(?:/|%2F)[^\s&#]+)", re.IGNORECASE)
_VIEW = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|epub|html|text|references|meta|summary|tables?|figures?)"
    r"(?:[/.-]\S*)?|\.(?:full|abstract|pdf|html?)(?:[.-]\S*)?|/)$",
    re.IGNORECASE,
)
"""What the addresses of publishers have behind a DOI: a way to see the paper."""
_PREPRINT_VERSION = re.compile(r"^(10\.(?:1101|64898)/.+\d)v\d{1,2}$", re.IGNORECASE)
"""bioRxiv and medRxiv number the versions of one DOI in their addresses."""
_ARXIV = re.compile(
    r"(?:arxiv\s*:?\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d{1,2})?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:PMCID\s*:?\s*)?(?:https?://\S+?/)?(?<![A-Z0-9])PMC\s?(\d{1,9})(?:\.\d+)?/?(?:[?#]\S*)?"
    r"|https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/"
    r"(\d{1,9})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:PMCID|PMID|DOI)\b\s*:?\s*[^\s;,]+", re.IGNORECASE)
_PMID = re.compile(
    r"(?:PMID\s*:?\s*|(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/"
    r"|(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/"
    r"|(?:https?://)?(?:www\.)?europepmc\.org/(?:article|abstract)/MED/)?"
    r"0*([1-9]\d{0,8})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_HEADERS = frozenset({"doi", "pmid", "pmcid", "id", "identifier"})
_LONGEST_LINE = 2_000
_LARGEST_LIST = 20 * 1024**2
"""Bytes; a list of a million identifiers is smaller."""
_EXPECTED = "expected one DOI, PMID or PMCID; correct the line, or put a # in front of it"


@dataclass(frozen=True)
class Identifier:
    """What names one paper: a DOI in lower case, a PMID in digits, or a PMCID as "PMC123"."""

    kind: Literal["doi", "pmid", "pmcid"]
    value: str

    def __str__(self) -> str:
        return self.value if self.kind == "pmcid" else f"{self.kind}:{self.value}"


def parse_identifier(text: str) -> Identifier | None:
    """Return the identifier that a text is: bare, with its prefix, or as an address.

    Of several of one paper, as PubMed copies them ("PMID: 1; PMCID: PMC2"), it is the first.
    """
    plain = _trimmed(text)
    if not plain.isprintable() or len(plain) > _LONGEST_LINE:
        return None
    whole = _whole(plain)
    if whole is not None:
        return whole
    named = [_whole(_trimmed(one)) for one in _NAMED.findall(plain)]
    rest = _NAMED.sub("", plain).strip(" .;,|")
    return named[0] if len(named) > 1 and not rest else None


def _whole(plain: str) -> Identifier | None:
    """Return the one identifier that a text is."""
    doi = _doi_in(plain)
    if doi is not None:
        return Identifier("doi", doi)
    pmcid = _PMCID.fullmatch(plain)
    if pmcid is not None:
        return Identifier("pmcid", f"PMC{int(pmcid[1] or pmcid[2])}")
    pmid = _PMID.fullmatch(plain)
    return Identifier("pmid", pmid[1]) if pmid is not None else None


def read_identifiers(path: Path) -> list[Identifier | RefusedFile]:
    """Return the identifiers in a text file, each once, in order, with a refusal per bad line.

    A text file has one a line; of a CSV file the first column is read. Blank lines and what
    follows a # are passed over.
    """
    try:
        if path.stat().st_size > _LARGEST_LIST:
            reason = f"larger than {_LARGEST_LIST // 1024**2} MB; give the identifiers in parts"
            return [RefusedFile(str(path), reason)]
        entries = list(_entries(path))
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); check the name and the permissions"
        return [RefusedFile(str(path), reason)]
    read = [parse_identifier(entry) or _refusal(path, number, entry) for number, entry in entries]
    return list(dict.fromkeys(read))


def looks_like_identifiers(path: Path) -> bool:
    """Say whether a file is a list of identifiers: a .txt file with nothing else in it."""
    if path.suffix.lower() != ".txt" or path.stat().st_size > _LARGEST_LIST:
        return False
    found = False
    for _, entry in _entries(path):
        if parse_identifier(entry) is None:
            return False
        found = True
    return found


def _trimmed(text: str) -> str:
    """Return a text without the brackets, quotes and marks of the sentence around it."""
    plain = text.strip().strip("\ufeff\u200b").lstrip("<([{\"'\u201c\u2018 ")
    while plain and (
        plain[-1] in ".,;:!\"'\u201d\u2019 "
        or plain.count(plain[-1]) > plain.count(_CLOSING.get(plain[-1], plain[-1]))
    ):
        plain = plain[:-1]
    return plain


def _doi_in(plain: str) -> str | None:
    address = _DOI_ADDRESS.fullmatch(plain)
    arxiv = _ARXIV.fullmatch(plain)
    if address is not None:
        bare = _trimmed(unquote(address[1]))
    elif arxiv is not None:
        bare = f"10.48550/arxiv.{arxiv[1]}"
    elif _ADDRESS.match(plain):
        bare = _doi_in_address(plain)
    else:
        prefix = _DOI_PREFIX.match(plain)
        bare = plain[prefix.end() :] if prefix else plain
    return normal_doi(bare) if bare.isprintable() and _DOI.fullmatch(bare) else None


def _doi_in_address(address: str) -> str:
    """Return the DOI in the address of a publisher; empty where there is none."""
    found = _IN_ADDRESS.match(address) or _AS_QUERY.match(address)
    bare = _trimmed(unquote(found[1])) if found else ""
    while (shorter := _VIEW.sub("", bare)) != bare:
        bare = shorter
    return _PREPRINT_VERSION.sub(r"\1", bare)


def _entries(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what stands on each line that is not blank or a comment, with the line's number."""
    columns = path.suffix.lower() == ".csv"
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            # A # inside of a word belongs to a DOI.
            entry = re.split(r"(?:^|\s)#", line[:_LONGEST_LINE], maxsplit=1)[0].strip()
            if columns:
                entry = next(iter(next(csv.reader([entry]), [])), "").strip()
            if entry and not (number == 1 and columns and entry.lower() in _HEADERS):
                yield number, entry


def _refusal(path: Path, number: int, entry: str) -> RefusedFile:
    shown = "".join(one if one.isprintable() else "\ufffd" for one in entry[:60])
    return RefusedFile(str(path), f"line {number}: {shown!r} is no identifier; {_EXPECTED}")
