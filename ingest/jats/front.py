"""Read the bibliographic facts in the front matter of a JATS article."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml.etree import _Element

from corpus.paper import Origin, Paper, identify, normal_doi
from ingest.jats.text import tag_of, text_of
from ingest.licence import licence_in
from ingest.pdf.byline import inverted_name

_XLINK = "{http://www.w3.org/1999/xlink}href"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# The year of the volume comes first: it is the one that citations print, even where the paper
# was on the web in the year before. Release and manuscript dates are nobody's year.
_DATES = ("ppub", "epub-ppub", "collection", "cover", "epub", "pub", "preprint", "")


def read_front(article: _Element, text: str, origin: Origin, file_name: str) -> Paper:
    """Return the paper that the front matter describes; `text` identifies it without an id."""
    front = article.find("front/article-meta")
    if front is None:
        front = article.makeelement("article-meta")
    doi, pmid = _id(front, "doi"), _id(front, "pmid")
    pmcid = _id(front, "pmcid") or _id(front, "pmc")
    language = article.get(_LANGUAGE)
    return Paper(
        paper_id=identify(doi, pmid, text),
        title=_title(front) or file_name.rpartition(".")[0],
        authors=_authors(front),
        year=_year(front),
        journal=_journal(article),
        volume=_text(front, "volume"),
        issue=_text(front, "issue"),
        pages=_pages(front),
        doi=normal_doi(doi) if doi else None,
        pmid=pmid,
        pmcid=f"PMC{pmcid.upper().removeprefix('PMC')}" if pmcid else None,
        licence=_licence(front),
        language=language.lower().partition("-")[0] if language else None,
        origin=origin,
        file_name=file_name,
    )


def _text(element: _Element, path: str) -> str | None:
    found = element.find(path)
    return (text_of(found) or None) if found is not None else None


def _journal(article: _Element) -> str | None:
    names = ("journal-title", "abbrev-journal-title", "journal-id[@journal-id-type='nlm-ta']")
    found = (_text(article, f"front/journal-meta//{name}") for name in names)
    return next(filter(None, found), None)


def _id(front: _Element, kind: str) -> str | None:
    return _text(front, f"article-id[@pub-id-type='{kind}']")


def _title(front: _Element) -> str:
    """Return title and subtitle without the marks that call a footnote."""
    group = front.find("title-group")
    if group is None:
        return ""
    parts = (_without_notes(group.find(name)) for name in ("article-title", "subtitle"))
    return ": ".join(filter(None, parts))


def _without_notes(element: _Element | None) -> str:
    if element is None:
        return ""
    bare = deepcopy(element)
    for note in list(bare.iter("fn", "xref", "sup")):
        raised_word = tag_of(note) == "sup" and re.search(r"\w", text_of(note))
        if not raised_word or note.find(".//xref") is not None:
            _empty(note)
    return text_of(bare).strip("*\u2020\u2021 ")


def _empty(element: _Element) -> None:
    """Remove what is in an element, keeping the text after it."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _authors(front: _Element) -> tuple[str, ...]:
    """Return the authors in order; editors and members of a group author are not authors."""
    people = front.findall("contrib-group/contrib")
    authors = [one for one in people if one.get("contrib-type", "author") == "author"]
    return tuple(filter(None, map(_author, authors)))


def _author(contributor: _Element) -> str:
    name = contributor.find(".//name")
    whole = contributor.find(".//string-name")
    if name is None and whole is not None and whole.find("surname") is not None:
        name = whole
    collective = contributor.find("collab")
    if collective is not None:
        return _collective(collective)
    if name is not None:
        parts = (_text(name, part) for part in ("surname", "given-names", "suffix"))
        return ", ".join(filter(None, parts))
    return inverted_name(text_of(whole)) if whole is not None else ""


def _collective(collective: _Element) -> str:
    """Return the name of a group author without the people listed inside of it."""
    bare = deepcopy(collective)
    for inner in list(bare.iter("contrib-group", "fn", "xref")):
        _empty(inner)
    return text_of(bare)


def _year(front: _Element) -> int | None:
    dates = {_date_kind(date): _text(date, "year") for date in reversed(front.findall("pub-date"))}
    years = (dates.get(kind) for kind in _DATES)
    found = next((re.search(r"\d{4}", year) for year in years if year), None)
    return int(found[0]) if found else None


def _date_kind(date: _Element) -> str:
    kind = date.get("pub-type") or date.get("date-type") or ""
    return "ppub" if kind == "pub" and date.get("publication-format") == "print" else kind


def _pages(front: _Element) -> str | None:
    first, last = _text(front, "fpage"), _text(front, "lpage")
    if first and last and first != last:
        return f"{first}-{last}"
    return first or _text(front, "elocation-id")


def _licence(front: _Element) -> str | None:
    """Return the short name of the licence, from its address if it has one."""
    stated = front.findall("permissions/license") or front.findall("permissions/license_ref")
    if not stated:
        return None
    links = [one.get(_XLINK, "") for licence in stated for one in licence.iter("*")]
    text = " ".join([*links, *map(text_of, stated)])
    public = "public domain" if re.search(r"public domain", text, re.IGNORECASE) else None
    return licence_in(text) or public or stated[0].get("license-type")
