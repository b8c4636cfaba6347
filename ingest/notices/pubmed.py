"""Read what a PubMed record says of how papers stand: its own, and those it is a notice of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.paper import normal_doi
from corpus.status import Notice, Standing, Status
from ingest.notices.label import NoticeKind

SOURCE = "PubMed"
LINKS = {
    "Retraction": (Standing.RETRACTED, "Retracted"),
    "RetractedandRepublished": (Standing.RETRACTED, "Retracted and republished"),
    "ExpressionOfConcern": (Standing.CONCERN, "Concern expressed"),
    # An update is a later version by the same authors that takes the place of this one: the next
    # version of a Cochrane review, or the journal article of a preprint.
    "Update": (Standing.SUPERSEDED, "Updated"),
    "Erratum": (Standing.CORRECTED, "Corrected"),
    "CorrectedandRepublished": (Standing.CORRECTED, "Corrected and republished"),
    # PubMed has counted these as errata since 2016, for the conclusions stand.
    "PartialRetraction": (Standing.CORRECTED, "Retracted in part"),
}
"""What each kind of link says of the paper, and in which words.

Comments, reprints and summaries say nothing against a paper.
"""
LISTED = Status(
    Standing.RETRACTED, note="PubMed lists it as a retracted publication.", source=SOURCE
)
"""Where the publication type says it, and no link says more."""
_TO_NOTICE, _FROM_NOTICE = ("In",), ("Of", "For", "From")
KINDS: dict[str, NoticeKind] = {
    "Retraction of Publication": "retraction notice",
    "Retraction Notice": "retraction notice",
    "Published Erratum": "correction notice",
    "Expression of Concern": "expression of concern",
}
"""By publication type: each is the type of the notice, not of the paper that it tells of."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CITED_DAY = re.compile(rf"\b((?:19|20)\d\d)(?: ({'|'.join(_MONTHS)})\w*(?: (\d{{1,2}})\b)?)?")
_LINK = re.compile(r"(\w+?)(In|Of|For|From)")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s;]+[^\s;.,]")


def pubmed_notices(article: _Element) -> tuple[Notice, ...]:
    """Return what a PubmedArticle says of its own paper and, where it is a notice, of others."""
    doi, pmid = _ids(article)
    notices = list(_linked(article, doi, pmid))
    retracted = any(notice.status.standing is Standing.RETRACTED for notice in notices)
    if "Retracted Publication" in _types(article) and not retracted:
        notices.append(Notice(doi, pmid, LISTED))
    return tuple(notices)


def pubmed_kind(article: _Element) -> NoticeKind | None:
    """Return what kind of notice a PubmedArticle is; None where it is a paper."""
    return next((kind for name, kind in KINDS.items() if name in _types(article)), None)


def _linked(article: _Element, doi: str | None, pmid: str | None) -> Iterator[Notice]:
    for link in article.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        named = _LINK.fullmatch(link.get("RefType", ""))
        if named is None or named[1] not in LINKS:
            continue
        standing, words = LINKS[named[1]]
        if named[2] in _TO_NOTICE:
            status = Status(
                standing, _note(words, link), since=day_in(_text(link, "RefSource")), source=SOURCE
            )
            yield Notice(doi, pmid, status)
        elif (other := _other(link)) != (None, None):
            note = f"{words} in {_name(article, doi, pmid)}."
            status = Status(standing, note, since=_published(article), source=SOURCE)
            yield Notice(*other, status)


def _note(words: str, link: _Element) -> str:
    """Return where the notice stands, as PubMed cites it, and what PubMed remarks."""
    pmid = _text(link, "PMID")
    place = _text(link, "RefSource").rstrip(".") or "a notice"
    remark = _text(link, "Note")
    told = f"{words} in {place}" + (f" (PMID {pmid})." if pmid else ".")
    return f"{told} {remark}" if remark else told


def day_in(reference: str) -> str | None:
    """Return the day in "N Engl J Med. 2018 May 17;378(20):1940", or as much of it as is told."""
    cited = _CITED_DAY.search(reference)
    return _day(cited[1], cited[2] or "", cited[3] or "") if cited else None


def _other(link: _Element) -> tuple[str | None, str | None]:
    """Return DOI and PMID of the paper that a notice links to."""
    doi = _DOI.search(_text(link, "RefSource"))
    return (normal_doi(doi[0]) if doi else None), _text(link, "PMID") or None


def _name(article: _Element, doi: str | None, pmid: str | None) -> str:
    """Return the journal of a notice, and how to find it there."""
    journal = _text(article, "MedlineCitation/Article/Journal/Title")
    found = f"doi:{doi}" if doi else f"PMID {pmid}" if pmid else ""
    return ", ".join(filter(None, (journal, found))) or "a notice"


def _published(article: _Element) -> str | None:
    for place in ("Article/ArticleDate", "Article/Journal/JournalIssue/PubDate"):
        date = article.find(f"MedlineCitation/{place}")
        if date is not None and _text(date, "Year"):
            return _day(*(_text(date, part) for part in ("Year", "Month", "Day")))
    return None


def _day(year: str, month: str, day: str) -> str:
    """Return YYYY-MM-DD, or as much of it as is told."""
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else month
    parts = [year]
    for part in (str(number), day):
        if not part.isdigit():
            break
        parts.append(part.zfill(2))
    return "-".join(parts)


def _types(article: _Element) -> list[str]:
    place = "MedlineCitation/Article/PublicationTypeList/PublicationType"
    return [" ".join("".join(map(str, one.itertext())).split()) for one in article.iterfind(place)]


def _ids(article: _Element) -> tuple[str | None, str | None]:
    doi = _text(article, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']") or _text(
        article, "MedlineCitation/Article/ELocationID[@EIdType='doi']"
    )
    return (normal_doi(doi) if doi else None), _text(article, "MedlineCitation/PMID") or None


def _text(element: _Element, path: str) -> str:
    found = element.find(path)
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""
