"""Read the bibliographic facts in the header of a TEI file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.paper import Paper, identify, normal_doi
from ingest.licence import licence_in
from ingest.tei.text import text_of

_SOURCE = "teiHeader/fileDesc/sourceDesc/biblStruct"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# A DOI that was cut off at a line's end would be shared by all papers of its journal.
_DOI = re.compile(r"10\.\d{4,9}/\S*[^\s/.,;:-]")
# What journals print at the foot of every page, where the header is silent.
_PAGE_FEET = (
    re.compile(
        r"(?P<journal>[A-Z][\w ]+?) (?P<year>(?:19|20)\d\d) \| vol\. (?P<volume>\d+)"
        r"(?: \| iss\. (?P<issue>\d+))?"
    ),
    re.compile(r"(?P<journal>[\w ]+?) \| \((?P<year>(?:19|20)\d\d)\) (?P<volume>\d+):(?P<issue>)"),
    re.compile(
        r"(?P<journal>[A-Z][\w ]+)\. (?P<year>(?:19|20)\d\d);(?P<volume>\d+)"
        r"(?:\((?P<issue>\d+)\))?:\S+ doi:"
    ),
)


def read_header(root: _Element, text: str, file_name: str) -> Paper:
    """Return the paper that the header describes; `text` identifies it where it has no id."""
    doi, pmid = _doi(root), _id(root, "PMID")
    header = root.find("teiHeader")
    language = header.get(_LANGUAGE) if header is not None else None
    scopes = f"{_SOURCE}/monogr/imprint/biblScope"
    pages = root.find(f"{scopes}[@unit='page']")
    foot = _page_foot(root)
    first, last = (pages.get("from"), pages.get("to")) if pages is not None else (None, None)
    return Paper(
        paper_id=identify(doi, pmid, text),
        title=_title(root) or file_name.rpartition(".")[0],
        authors=tuple(dict.fromkeys(_authors(root))),
        year=_year(root) or (int(foot["year"]) if foot else None),
        journal=_fact(root, f"{_SOURCE}/monogr/title[@level='j']") or foot.get("journal"),
        volume=_fact(root, f"{scopes}[@unit='volume']") or foot.get("volume"),
        issue=_fact(root, f"{scopes}[@unit='issue']") or foot.get("issue"),
        pages=f"{first}-{last}" if first and last and first != last else first,
        doi=doi,
        pmid=pmid,
        pmcid=_id(root, "PMCID"),
        licence=_licence(root),
        language=language.lower().partition("-")[0] if language else None,
        file_name=file_name,
    )


def _fact(root: _Element, path: str) -> str | None:
    found = root.find(path)
    return text_of(found) or None if found is not None else None


def _title(root: _Element) -> str:
    stated = _fact(root, "teiHeader/fileDesc/titleStmt/title")
    return (stated or _fact(root, f"{_SOURCE}/analytic/title") or "").rstrip("*\u2020\u2021 ")


def _id(root: _Element, kind: str) -> str | None:
    found = [
        one for one in root.iterfind(f"{_SOURCE}//idno") if one.get("type", "").upper() == kind
    ]
    return text_of(found[0]) or None if found else None


def _doi(root: _Element) -> str | None:
    printed = _id(root, "DOI")
    return normal_doi(printed) if printed and _DOI.fullmatch(normal_doi(printed)) else None


def _authors(root: _Element) -> Iterator[str]:
    """Yield the authors that have a family name; the rest is what was taken for one."""
    for author in root.iterfind(f"{_SOURCE}/analytic/author/persName"):
        family = " ".join(_name(part) for part in author.iterfind("surname")).strip()
        given = " ".join(filter(None, map(_name, author.iterfind("forename"))))
        if family:
            yield ", ".join(filter(None, (family, given)))


def _name(part: _Element) -> str:
    return text_of(part).strip(" ;,*\u2020\u2021\u00a7")


def _year(root: _Element) -> int | None:
    places = (f"{_SOURCE}/monogr/imprint/date", "teiHeader/fileDesc/publicationStmt/date")
    for date in (date for place in places for date in root.iterfind(place)):
        found = re.search(r"\b(?:18|19|20)\d\d\b", f"{date.get('when', '')} {text_of(date)}")
        if found:
            return int(found[0])
    return None


def _licence(root: _Element) -> str | None:
    """Return the short name of the licence where the header states one."""
    stated = root.find("teiHeader/fileDesc/publicationStmt/availability")
    if stated is None:
        return None
    targets = [one.get("target", "") for one in stated.iter("licence", "ref")]
    text = " ".join([*targets, text_of(stated)])
    return licence_in(text)


def _page_foot(root: _Element) -> dict[str, str]:
    """Return what the foot of the pages says of journal, year, volume and issue."""
    notes = [text_of(note) for note in root.iterfind("text//note")]
    found = (foot.match(note) for note in notes for foot in _PAGE_FEET)
    first = next(filter(None, found), None)
    return {name: said for name, said in first.groupdict().items() if said} if first else {}
