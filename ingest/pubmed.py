"""Read a PubMed record: what is known of one article, and its abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml.etree import _Element

from corpus.errors import RefusedFile
from corpus.paper import Document, Paper, identify, normal_doi
from ingest.assemble import Block, assemble
from ingest.notices.label import label
from ingest.notices.pubmed import pubmed_kind, pubmed_notices
from ingest.references.facts import full_pages


def pubmed_document(path: Path, root: _Element) -> Document:
    """Return the abstract in an opened PubmedArticleSet of one article.

    A record without an abstract is a document without text, known by its record alone.
    """
    articles = root.findall("PubmedArticle")
    if len(articles) != 1:
        reason = f"holds {len(articles)} PubMed records, expected one; give each its own file"
        raise RefusedFile(str(path), reason)
    blocks = list(_abstract(articles[0]))
    paper = _paper(articles[0], path, " ".join(block.text for block in blocks))
    paper = label(paper, pubmed_notices(articles[0]), pubmed_kind(articles[0]))
    return assemble(paper if blocks else replace(paper, origin="record"), blocks)


def _abstract(article: _Element) -> Iterator[Block]:
    """Yield the parts of the abstract, each under its label where it has one."""
    opened = False
    for part in article.iterfind("MedlineCitation/Article/Abstract/AbstractText"):
        text = _text(part)
        label = part.get("Label", "")
        if text and (label or not opened):
            yield Block(label.capitalize() or "Abstract", heading=True, kind="abstract")
            opened = True
        if text:
            yield Block(text, kind="abstract")


def _paper(article: _Element, path: Path, text: str) -> Paper:
    facts = article.find("MedlineCitation/Article")
    # Those of the papers it cites stand further down, in its list of references.
    listed = article.iterfind("PubmedData/ArticleIdList/ArticleId")
    ids = {one.get("IdType"): _text(one) for one in listed}
    printed = ids.get("doi") or _fact(facts, "ELocationID[@EIdType='doi']")
    doi = normal_doi(printed) if printed else None
    pmid = _fact(article, "MedlineCitation/PMID")
    return Paper(
        paper_id=identify(doi, pmid, text or _fact(facts, "ArticleTitle") or path.stem),
        title=(_fact(facts, "ArticleTitle") or "").rstrip(". ") or path.stem,
        authors=tuple(_authors(facts)),
        year=_year(facts),
        journal=_fact(facts, "Journal/Title"),
        volume=_fact(facts, "Journal/JournalIssue/Volume"),
        issue=_fact(facts, "Journal/JournalIssue/Issue"),
        pages=full_pages(_fact(facts, "Pagination/MedlinePgn")),
        doi=doi,
        pmid=pmid,
        pmcid=ids.get("pmc"),
        language=_fact(facts, "Language"),
        origin="abstract",
        file_name=path.name,
    )


def _year(facts: _Element | None) -> int | None:
    """Return the year of the issue, which "2021 May-Jun" or "Winter 2021" may tell too."""
    date = "Journal/JournalIssue/PubDate"
    told = _fact(facts, f"{date}/Year") or _fact(facts, f"{date}/MedlineDate") or ""
    found = re.search(r"(?<!\d)[12][0-9]{3}(?!\d)", told)
    return int(found[0]) if found else None


def _authors(facts: _Element | None) -> Iterator[str]:
    for author in facts.iterfind("AuthorList/Author") if facts is not None else ():
        parts = (_fact(author, part) for part in ("LastName", "ForeName", "Suffix"))
        name = ", ".join(part for part in parts if part)
        if name or _fact(author, "CollectiveName"):
            yield name or _fact(author, "CollectiveName") or ""


def _fact(element: _Element | None, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return _text(found) or None if found is not None else None


def _text(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
