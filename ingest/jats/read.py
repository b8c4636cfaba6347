"""Read the XML of journal articles (JATS, and the NLM format before it) into documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, takewhile
from pathlib import Path

from lxml.etree import _Element

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.assemble import Block, assemble
from ingest.jats.body import section_blocks, section_kind
from ingest.jats.front import read_front
from ingest.jats.text import text_of
from ingest.notices.jats import jats_kind, jats_notices
from ingest.notices.label import label
from ingest.xml import open_xml

# They repeat the abstract, or advertise the paper in a table of contents.
_REPEATED_ABSTRACTS = frozenset({"graphical", "teaser", "toc", "precis", "short", "video"})
_NOTES = {
    "con": "Author contributions",
    "conflict": "Competing interests",
    "coi-statement": "Competing interests",
    "financial-disclosure": "Funding",
    "supported-by": "Funding",
}
_INTERESTS = re.compile(r"(competing|conflicts? of) (financial )?interest", re.IGNORECASE)


def read_jats(path: Path) -> Document:
    """Return the document in a file of JATS or NLM article XML, its reference list left out."""
    return jats_document(path, open_xml(path))


def jats_document(path: Path, root: _Element) -> Document:
    """Return the document under the root of an opened file."""
    article = _article(path, root)
    try:
        return _document(path, article)
    except RecursionError as error:
        reason = "its elements are nested hundreds deep, as no article is; fetch the file again"
        raise RefusedFile(str(path), reason) from error


def _document(path: Path, article: _Element) -> Document:
    abstract = list(chain.from_iterable(map(_abstract_blocks, _abstracts(article))))
    body = list(chain.from_iterable(map(_body_blocks, article.iterfind("body"))))
    if not abstract and not body:
        reason = "the article has neither a body nor an abstract; fetch its full text or its PDF"
        raise RefusedFile(str(path), reason)
    blocks = [*abstract, *body, *_end_blocks(article)]
    text = "\n".join(block.text for block in blocks)
    paper = read_front(article, text, "full text" if body else "abstract", path.name)
    return assemble(label(paper, jats_notices(article), jats_kind(article)), blocks)


def _article(path: Path, root: _Element) -> _Element:
    """Return the one article of a file."""
    if root.tag == "article":
        return root
    articles = root.findall("article") if root.tag == "pmc-articleset" else []
    if len(articles) == 1:
        return articles[0]
    if root.tag == "pmc-articleset":
        reason = f"holds {len(articles)} articles, expected one; give each article its own file"
    else:
        reason = (
            f"the root element is <{root.tag}>, expected <article> (JATS or NLM), <TEI> (GROBID)"
            " or <PubmedArticleSet>; fetch the article as JATS XML or PDF"
        )
    raise RefusedFile(str(path), reason)


def _abstracts(article: _Element) -> list[_Element]:
    """Return the abstracts, the paper's own first; those in other languages are left out."""
    abstracts = article.findall("front/article-meta/abstract")
    kept = [one for one in abstracts if one.get("abstract-type") not in _REPEATED_ABSTRACTS]
    return sorted(kept, key=lambda one: one.get("abstract-type", "abstract") != "abstract")


def _abstract_blocks(abstract: _Element) -> Iterator[Block]:
    return section_blocks(abstract, "abstract")


def _body_blocks(body: _Element) -> list[Block]:
    """Return the blocks of the body; what stands untitled before the methods is introduction."""
    blocks = list(section_blocks(body, "body"))
    untitled = len(list(takewhile(lambda block: not block.heading, blocks)))
    if not any(block.kind in ("methods", "results") for block in blocks):
        untitled = 0
    return [
        *(replace(block, kind="introduction") for block in blocks[:untitled]),
        *blocks[untitled:],
    ]


def _end_blocks(article: _Element) -> Iterator[Block]:
    """Yield what stands after the body: late floats, back matter, and notes kept in the front."""
    for part in article.iterfind("*"):
        if part.tag in ("floats-group", "floats-wrap"):
            yield from section_blocks(part, "body")
    for part in article.iterfind("back/*"):
        if part.tag != "ref-list":
            yield from section_blocks(part, section_kind(part, "back"))
    yield from _note_blocks(article)


def _note_blocks(article: _Element) -> Iterator[Block]:
    """Yield the statements on money, interests and authorship that journals print at the end."""
    for statement in article.iterfind("front/article-meta/funding-group/funding-statement"):
        yield from _titled("Funding", statement)
    for note in article.iterfind("front/article-meta/author-notes/fn"):
        title = _NOTES.get(note.get("fn-type", "").lower())
        if title or _INTERESTS.search(text_of(note)):
            yield from _titled(title or "Competing interests", note)


def _titled(title: str, element: _Element) -> Iterator[Block]:
    text = text_of(element)
    if text:
        yield Block(title, heading=True, kind="back")
        yield Block(text, kind="back")
