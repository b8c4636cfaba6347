"""Read a PubMed record: what is known of one article, and its abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element

from corpus.errors import RefusedFile
from corpus.paper import Document, Paper, identify, normal_doi
from ingest.assemble import Block, assemble
from ingest.notices.label import label
from ingest.notices.pubmed import pubmed_kind, pubmed_notices


def pubmed_document(path: Path, root: _Element) -> Document:
    """Return the abstract in an opened PubmedArticleSet of one article."""
    articles = root.findall("PubmedArticle")
    if len(articles) != 1:
        reason = f"holds {len(articles)} PubMed records, expected one; give each its own file"
        raise RefusedFile(str(path), reason)
    blocks = list(_abstract(articles[0]))
    if not blocks:
        reason = "the PubMed record has no abstract; fetch the article as JATS XML or PDF"
        raise RefusedFile(str(path), reason)
    paper = _paper(articles[0], path, " ".join(block.text for block in blocks))
    paper = label(paper, pubmed_notices(articles[0]), pubmed_kind(articles[0]))
    return assemble(paper, blocks)


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
    ids = {one.get("IdType"): _text(one) for one in article.iterfind("PubmedData//ArticleId")}
    printed = ids.get("doi") or _fact(facts, "ELocationID[@EIdType='doi']")
    doi = normal_doi(printed) if printed else None
    pmid = _fact(article, "MedlineCitation/PMID")
    year = _fact(facts, "Journal/JournalIssue/PubDate/Year")
    return Paper(
        paper_id=identify(doi, pmid, text),
        title=(_fact(facts, "ArticleTitle") or "").rstrip(". ") or path.stem,
        authors=tuple(_authors(facts)),
        year=int(year) if year and re.fullmatch(r"[12][0-9]{3}", year) else None,
        journal=_fact(facts, "Journal/Title"),
        volume=_fact(facts, "Journal/JournalIssue/Volume"),
        issue=_fact(facts, "Journal/JournalIssue/Issue"),
        pages=_fact(facts, "Pagination/MedlinePgn"),
        doi=doi,
        pmid=pmid,
        pmcid=ids.get("pmc"),
        language=_fact(facts, "Language"),
        origin="abstract",
        file_name=path.name,
    )


def _authors(facts: _Element | None) -> Iterator[str]:
    for author in facts.iterfind("AuthorList/Author") if facts is not None else ():
        family, given = _fact(author, "LastName"), _fact(author, "ForeName")
        name = ", ".join(part for part in (family, given) if part)
        if name or _fact(author, "CollectiveName"):
            yield name or _fact(author, "CollectiveName") or ""


def _fact(element: _Element | None, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return _text(found) or None if found is not None else None


def _text(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
