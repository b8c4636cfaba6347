"""Read the XML of journal articles (JATS, and the NLM format before it) into documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.entities import html5
from itertools import chain, takewhile
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.assemble import Block, assemble
from ingest.jats.body import section_blocks, section_kind
from ingest.jats.front import read_front
from ingest.jats.text import text_of

_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# The first branch takes CDATA out of the way: there an ampersand is only an ampersand.
_ENTITY = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z][A-Za-z0-9]*);", re.DOTALL)
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
    article = _article(path, _root(path))
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
    return assemble(paper, blocks)


def _root(path: Path) -> _Element:
    """Return the root element, its entities resolved and all names without namespace."""
    content = path.read_bytes()
    if not content.strip():
        raise RefusedFile(str(path), "the file is empty; fetch it again")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(_ENTITY.sub(_character, content), parser)
    except etree.XMLSyntaxError as error:
        fault = re.sub(r", line \d+, column \d+$", "", " ".join((error.msg or "").split()))[:100]
        reason = f"line {error.lineno}: not well-formed XML ({fault}); fetch the file again"
        raise RefusedFile(str(path), reason) from error
    _refuse_entities(path, root)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _character(entity: re.Match[bytes]) -> bytes:
    """Return an entity of HTML as references to its characters; what is not one stays."""
    name = entity[1].decode() if entity[1] else ""
    if not name or name in _XML_ENTITIES:
        return entity[0]
    characters = html5.get(f"{name};")
    if characters is None:
        return entity[0]
    return b"".join(b"&#%d;" % ord(character) for character in characters)


def _refuse_entities(path: Path, root: _Element) -> None:
    """Refuse a file with entities only a DTD could resolve: their text would be missing."""
    for entity in root.iter(etree.Entity):
        reason = (
            f"line {entity.sourceline}: the entity {entity.text} is not one of HTML and no"
            " definition is followed; replace it by its text"
        )
        raise RefusedFile(str(path), reason)


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
            f"the root element is <{root.tag}>, expected <article> (JATS or NLM);"
            " fetch the article as JATS XML or PDF"
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
