"""Read what journal XML (JATS) says of how papers stand: its own, and those it is a notice of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.paper import normal_doi
from corpus.status import Notice, Standing, Status
from ingest.notices.label import NoticeKind

SOURCE = "XML of the article"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_KINDS: dict[str, NoticeKind] = {
    "retraction": "retraction notice",
    "partial-retraction": "correction notice",
    "correction": "correction notice",
    "erratum": "correction notice",
    "corrigendum": "correction notice",
    "addendum": "correction notice",
    "expression-of-concern": "expression of concern",
}
"""By the type of the article."""
_OF_OTHERS = {
    "retracted-article": Standing.RETRACTED,
    "corrected-article": Standing.CORRECTED,
    "addended-article": Standing.CORRECTED,
    "object-of-concern": Standing.CONCERN,
    "updated-article": Standing.SUPERSEDED,
}
"""By the type of link: the paper at its other end is what this article is a notice of."""
_OF_THIS = {
    "retraction": Standing.RETRACTED,
    "retraction-forward": Standing.RETRACTED,
    "correction": Standing.CORRECTED,
    "correction-forward": Standing.CORRECTED,
    "partial-retraction": Standing.CORRECTED,
    "erratum": Standing.CORRECTED,
    "corrigendum": Standing.CORRECTED,
    "addendum": Standing.CORRECTED,
    "expression-of-concern": Standing.CONCERN,
    "expressed-concern": Standing.CONCERN,
    "concern-forward": Standing.CONCERN,
}
"""By the type of link: the notice of this article is at its other end.

In a notice, publishers write the same of the paper that it is a notice of.
"""
_EVENTS = {"retracted": Standing.RETRACTED, "corrected": Standing.CORRECTED}
"""By the type of a date in the history of the article."""
_WORDS = {
    Standing.RETRACTED: "Retracted",
    Standing.CORRECTED: "Corrected",
    Standing.CONCERN: "Concern expressed",
    Standing.SUPERSEDED: "Updated",
}
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def jats_notices(article: _Element) -> tuple[Notice, ...]:
    """Return what an article says of itself and, where it is a notice, of other papers."""
    return tuple(dict.fromkeys((*_events(article), *_linked(article))))


def jats_kind(article: _Element) -> NoticeKind | None:
    """Return what kind of notice an article is; None where it is a paper."""
    return _KINDS.get(article.get("article-type", ""))


def _events(article: _Element) -> Iterator[Notice]:
    doi, pmid = _ids(article.find("front/article-meta"))
    if article.get("article-type") == "retracted-article":
        yield Notice(doi, pmid, Status(Standing.RETRACTED, source=SOURCE))
    for date in article.iterfind("front/article-meta//date"):
        standing = _EVENTS.get(date.get("date-type", ""))
        if standing:
            yield Notice(doi, pmid, Status(standing, since=_day(date), source=SOURCE))


def _linked(article: _Element) -> Iterator[Notice]:
    """Yield what the links to other papers say, those in the text of a notice included."""
    is_notice = jats_kind(article) is not None
    doi, pmid = _ids(article.find("front/article-meta"))
    places = ("front", "body") if is_notice else ("front",)
    for link in (one for place in places for one in article.iterfind(f"{place}//related-article")):
        kind = link.get("related-article-type", "")
        standing = _OF_OTHERS.get(kind) or _OF_THIS.get(kind)
        if standing is None:
            continue
        if kind in _OF_OTHERS or is_notice:
            yield from _of_other(article, link, standing)
        else:
            note = f"{_WORDS[standing]} in {_named(*_ids(link), link)}."
            yield Notice(doi, pmid, Status(standing, note, source=SOURCE))


def _of_other(article: _Element, link: _Element, standing: Standing) -> Iterator[Notice]:
    own, linked = _ids(article.find("front/article-meta")), _ids(link)
    if linked == (None, None):
        return
    dates = filter(None, map(_day, article.iterfind("front/article-meta/pub-date")))
    # The first day, and of days told in part the fullest.
    since = min(dates, key=lambda day: (-len(day), day), default=None)
    name = _named(*own, article)
    note = f"{_WORDS[standing]} in {name}."
    yield Notice(*linked, Status(standing, note, since=since, source=f"notice {name}"))


def _ids(element: _Element | None) -> tuple[str | None, str | None]:
    """Return DOI and PMID of an article, or of the one that a link leads to."""
    if element is None:
        return None, None
    ids = {one.get("pub-id-type"): _text(one) for one in element.iterfind("article-id")}
    ids |= {one.get("pub-id-type"): _text(one) for one in element.iterfind("pub-id")}
    address = element.get(_XLINK, "")
    linked = _DOI.search(address)
    doi = ids.get("doi") or (linked[0] if linked else "")
    if element.get("ext-link-type") in ("pubmed", "pmid") and address.isdigit():
        ids["pmid"] = address
    return (normal_doi(doi) if doi else None), ids.get("pmid") or None


def _named(doi: str | None, pmid: str | None, element: _Element) -> str:
    """Return how to find a notice."""
    if doi or pmid:
        return f"doi:{doi}" if doi else f"PMID {pmid}"
    return element.get(_XLINK) or "a notice"


def _day(date: _Element) -> str | None:
    """Return YYYY-MM-DD, or as much of it as is told in numbers."""
    parts: list[str] = []
    for part in ("year", "month", "day"):
        found = date.find(part)
        if found is None or not _text(found).isdigit():
            break
        parts.append(_text(found).zfill(2))
    return "-".join(parts) or None


def _text(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
