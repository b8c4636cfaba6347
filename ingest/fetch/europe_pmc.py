"""Europe PMC: records of the biomedical literature, with abstracts and open full texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from corpus.errors import QuestionError, RefusedFile, ServiceError
from corpus.paper import Paper, identify
from corpus.status import Notice, Standing, Status
from ingest.fetch.abstract import abstract_document
from ingest.fetch.client import LATER, Client, Service
from ingest.fetch.identifier import Identifier
from ingest.fetch.kept import Answer
from ingest.fetch.licence import licence_name
from ingest.fetch.told import Told, identified, other_paper
from ingest.fetch.value import Value, json_in, unexpected
from ingest.jats.front import read_front
from ingest.notices.pubmed import KINDS
from ingest.references.facts import full_pages
from ingest.xml import parse_xml

_NAME: Service = "Europe PMC"
_SOURCES = ("MED", "PMC", "PPR")
"""The first is PubMed; a paper may have records in several sources."""
_MOST = 100
_LONGEST_QUERY = 1_000
_SEARCH_DAYS = 1.0
_NOTICES = {
    "retraction in": Standing.RETRACTED,
    "partial retraction in": Standing.CONCERN,
    "expression of concern in": Standing.CONCERN,
    "erratum in": Standing.CORRECTED,
    "corrected and republished in": Standing.CORRECTED,
}


@dataclass(frozen=True)
class FullText:
    """The full text of a paper as JATS XML, as it came."""

    content: bytes
    licence: str | None
    """As the article itself states it."""


def find(identifier: Identifier, client: Client) -> Told | None:
    """Return what Europe PMC tells of a paper; None where it does not know it."""
    quoted = re.sub(r'(["\\])', r"\\\1", identifier.value)
    wanted = {
        "doi": f'DOI:"{quoted}"',
        "pmid": f"EXT_ID:{identifier.value} AND SRC:MED",
        "pmcid": f"PMCID:{identifier.value}",
    }[identifier.kind]
    return client.ask(_NAME, ("search",), _query(wanted, 25), partial(_chosen, identifier))


def search(query: str, client: Client, count: int = 25) -> tuple[Paper, ...]:
    """Return the papers that Europe PMC finds for a query, best first, 100 at most."""
    words = " ".join(query.split())
    if not words or len(words) > _LONGEST_QUERY:
        found = f"the search has {len(words)} characters, expected 1 to {_LONGEST_QUERY}"
        raise QuestionError(f"{found}; write it in a few words")
    asked = _query(words, max(1, min(count, _MOST)))
    return client.ask(_NAME, ("search",), asked, _papers, days=_SEARCH_DAYS)


def full_text(paper: Paper, pmcid: str, client: Client) -> FullText | None:
    """Return the full text of a paper; None where Europe PMC has none to give out.

    Whether its licence lets it be kept is for the caller to judge.
    """
    return client.ask(_NAME, (pmcid, "fullTextXML"), {}, partial(_full_text, paper, pmcid))


def _query(words: str, count: int) -> dict[str, str]:
    return {"query": words, "format": "json", "resultType": "core", "pageSize": str(count)}


def _results(answer: Answer) -> list[Value]:
    found = json_in(_NAME, answer).at("resultList", "result")
    if answer.status != 200 or not isinstance(found.held, list):
        raise unexpected(_NAME, "no list of results")
    return list(found.each())


def _papers(answer: Answer) -> tuple[Paper, ...]:
    papers = map(_paper, _results(answer))
    return tuple(paper for paper in papers if paper.title)


def _chosen(identifier: Identifier, answer: Answer) -> Told | None:
    """Return the record that has the identifier, of several the one closest to PubMed."""
    results = _results(answer)
    told = [(_rank(result), _told(result)) for result in results]
    fitting = [one for one in told if identified(one[1].paper, identifier) == identifier.value]
    if results and not fitting:
        found = next(filter(None, (identified(one.paper, identifier) for _, one in told)), None)
        raise other_paper(_NAME, identifier, found)
    return min(fitting, key=lambda one: one[0])[1] if fitting else None


def _rank(result: Value) -> int:
    source = result.at("source").text() or ""
    return _SOURCES.index(source) if source in _SOURCES else len(_SOURCES)


def _told(result: Value) -> Told:
    paper = _paper(result)
    given_out = result.at("isOpenAccess").text() == "Y"
    return Told(
        service=_NAME,
        paper=paper,
        abstract=abstract_document(paper, result.at("abstractText").markup()),
        notices=tuple(_notices(result, paper)),
        full_text=paper.pmcid if given_out else None,
    )


def _paper(result: Value) -> Paper:
    title = (result.at("title").text() or "").removesuffix(".")
    doi, pmid = result.at("doi").doi(), result.at("pmid").pmid()
    issue = result.at("journalInfo")
    preprint = result.at("bookOrReportDetails", "publisher")
    types = {kind.text() for kind in result.at("pubTypeList", "pubType").each()}
    return Paper(
        paper_id=identify(doi, pmid, title),
        title=title,
        authors=tuple(_authors(result)),
        year=issue.at("yearOfPublication").year() or result.at("pubYear").year(),
        journal=issue.at("journal", "title").text() or preprint.text(),
        volume=issue.at("volume").text(),
        issue=issue.at("issue").text(),
        pages=full_pages(result.at("pageInfo").text()),
        doi=doi,
        pmid=pmid,
        pmcid=result.at("pmcid").pmcid(),
        licence=licence_name(result.at("license").text()),
        language=result.at("language").language(),
        design=next((kind for name, kind in KINDS.items() if name in types), None),
        origin="abstract",
    )


def _authors(result: Value) -> Iterator[str]:
    for author in result.at("authorList", "author").each():
        family = author.at("lastName").text()
        given = author.at("firstName").text() or author.at("initials").text()
        name = ", ".join(filter(None, (family, given))) if family else None
        yield from filter(None, [name or author.at("collectiveName").text()])


def _notices(result: Value, paper: Paper) -> Iterator[Notice]:
    """Yield what the record says of the paper's standing; notices *of* others say nothing of it."""
    for link in result.at("commentCorrectionList", "commentCorrection").each():
        kind = link.at("type").text() or ""
        standing = _NOTICES.get(kind.lower())
        if standing is not None:
            by = link.at("id").pmid() if link.at("source").text() == "MED" else None
            note = " ".join(filter(None, (kind, link.at("reference").text())))
            status = Status(standing, note, f"pmid:{by}" if by else None, None, _NAME)
            yield Notice(paper.doi, paper.pmid, status)
    kinds = {kind.text() for kind in result.at("pubTypeList", "pubType").each()}
    if "retracted publication" in {kind.lower() for kind in kinds if kind}:
        status = Status(Standing.RETRACTED, "Retracted Publication", source=_NAME)
        yield Notice(paper.doi, paper.pmid, status)


def _full_text(paper: Paper, pmcid: str, answer: Answer) -> FullText | None:
    if answer.status == 404:
        return None
    try:
        root = parse_xml(pmcid, answer.body)
    except RefusedFile as refusal:
        reason = f"the full text of {pmcid} cannot be read: {refusal.reason}"
        raise ServiceError(f"{_NAME}: {reason}") from refusal
    if root.tag != "article":
        raise unexpected(_NAME, f"<{root.tag}> in place of the full text of {pmcid}")
    front = read_front(root, "", "full text", pmcid)
    same = (front.pmcid == pmcid) if front.pmcid else (front.doi and front.doi == paper.doi)
    if not same:
        found = front.pmcid or front.doi or "no identifier"
        raise ServiceError(f"{_NAME}: sent the full text of {found}, expected {pmcid}; {LATER}")
    if root.find("body") is None:
        return None
    return FullText(answer.body, licence_name(front.licence))
