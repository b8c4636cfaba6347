"""What a file of a paper says, found by plain means that owe nothing to our readers.

Titles and DOIs come from the manifest beside PDFs, from the citation meta tags of HTML by a regular
expression, from JATS and TEI by their element paths; words from PDFium's own text of each page, or
from all text below the elements that hold an article.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2  # type: ignore[import-untyped]
from lxml import etree, html

from corpus.paper import normal_doi

_WORD = re.compile(r"[^\W_]+")
Node: TypeAlias = Any
"""An element of lxml, whose paths give anything."""
_LEAST_ENTRY, _MOST_ENTRY = 50, 90
"""Letters of an entry of a reference list by which it is looked for; names of offices are fewer."""
_PDF_LINES = 120
"""Lines below the heading of a reference list that are looked for, three by three."""
_REFERENCES = re.compile(
    r"[\d.\s]*(?:references?( cited)?|bibliography|(literature|works) cited)[.:\s]*", re.IGNORECASE
)
_META = re.compile(
    r"<meta[^>]*?name=[\"']citation_(title|doi)[\"'][^>]*?content=\"([^\"]*)\"", re.I
)
_TEI_DOI = re.compile(r"10\.\d{4,9}/\S*[^\s/.,;:-]")
# The layout of a page from the journal's site, and what only links.
_PAGE_TEXT = (
    "//*[self::p or self::li or self::td or self::th or self::h2 or self::h3 or self::h4"
    " or self::h5 or self::caption or self::figcaption]"
    "[not(ancestor::nav or ancestor::header or ancestor::footer or ancestor::form)]"
    "[preceding::h1 or ancestor::*[preceding::h1]][not(.//p or .//li)]"
)


@dataclass(frozen=True)
class Truth:
    """What is right for one file."""

    title: str | None
    """None where nothing independent tells it."""
    doi: str | None
    """In lower case; None where the file prints none."""
    entries: tuple[str, ...]
    """How entries of the reference list begin, as `squeezed` gives them."""
    words: Counter[str] | None
    """The words of the article outside its reference list; None for a PDF."""


def squeezed(text: str) -> str:
    """Return letters and digits only, in one case and form."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def words_of(text: str) -> Counter[str]:
    """Return how often each word stands in a text, hyphenated ones in their parts."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


@cache
def printed_pages(path: Path) -> tuple[str, ...]:
    """Return the text of each page of a PDF as PDFium gives it."""
    with pypdfium2.PdfDocument(path) as document:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
        return tuple(pages)


def truth_of(path: Path) -> Truth:
    """Return what is right for a file."""
    if path.suffix == ".pdf":
        return _pdf(path)
    if path.suffix == ".html":
        return _html(path)
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    root: Node = etree.parse(str(path), parser).getroot()
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    if root.tag == "PubmedArticleSet":
        return _pubmed(root)
    return _tei(root) if root.tag == "TEI" else _jats(root)


def category(path: Path) -> str | None:
    """Return what the manifest beside a difficult PDF says is wrong with it."""
    return _row(path).get("category")


def manifest(path: Path) -> list[dict[str, str]]:
    """Return the rows of a manifest; none where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _row(path: Path) -> dict[str, str]:
    """Return what the manifest beside a file says of it."""
    rows = manifest(path.parent / "manifest.csv")
    return next((row for row in rows if row["file"] == path.name), {})


def _pdf(path: Path) -> Truth:
    """Return the truth of a PDF; DOI as its own first page prints it, where it prints one."""
    row = _row(path)
    lines = [line.strip() for page in printed_pages(path) for line in page.splitlines()]
    places = [n for n, line in enumerate(lines) if _REFERENCES.fullmatch(line)]
    after = lines[places[-1] + 1 :][:_PDF_LINES] if places else []
    entries = ["".join(after[n : n + 3]) for n in range(0, len(after), 3)]
    return Truth(row.get("title"), row.get("doi"), _begun(entries), None)


def _html(path: Path) -> Truth:
    source = path.read_text(encoding="utf-8", errors="replace")
    said = {
        name.lower(): " ".join(unescape(value).split()) for name, value in _META.findall(source)
    }
    page: Node = html.fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for hidden in page.xpath("//script|//style|//sup|//*[contains(@class, 'sr-only')]"):
        hidden.drop_tree()
    lists = page.xpath("//h2[normalize-space()='References']/following::ol[1]")
    entries = [one.text_content() for ol in lists for one in ol.iter("li")]
    for ol in lists:
        ol.drop_tree()
    texts = [
        one.text_content()
        for one in page.xpath(_PAGE_TEXT)
        if squeezed(one.text_content())
        != squeezed("".join(a.text_content() for a in one.iter("a")))
    ]
    doi = said.get("doi")
    return Truth(said.get("title"), doi and normal_doi(doi), _begun(entries), _words(texts))


def _jats(root: Node) -> Truth:
    front = "front/article-meta"
    for aside in root.xpath("//article-title//xref|//article-title//fn"):
        _blank(aside)
    titles = root.xpath(f"{front}/title-group/article-title|{front}/title-group/subtitle")
    doi = root.xpath(f"string({front}/article-id[@pub-id-type='doi'])")
    entries = [_text(entry) for entry in root.xpath("//ref-list//ref/*[not(self::label)]")]
    body = root.xpath(f"{front}/abstract|{front}/trans-abstract|body|back")
    for aside in root.xpath(
        "//ref-list|//tex-math|//annotation|//object-id|//permissions|//sec-meta|//alt-text"
        "|//inline-formula|//disp-formula|//xref[@ref-type='bibr']|//long-desc|//sub-article"
    ):
        _blank(aside)
    return Truth(
        ": ".join(_text(title) for title in titles) or None,
        normal_doi(doi) or None,
        _begun(entries),
        _words(map(_text, body)),
    )


def _pubmed(root: Node) -> Truth:
    doi = root.xpath("string(PubmedArticle//ArticleIdList/ArticleId[@IdType='doi'])")
    title = root.xpath("string(PubmedArticle//ArticleTitle)").rstrip(".")
    abstract = root.xpath("PubmedArticle//Article/Abstract/AbstractText")
    return Truth(title or None, normal_doi(doi) or None, (), _words(map(_text, abstract)))


def _tei(root: Node) -> Truth:
    doi = root.xpath("string(teiHeader/fileDesc/sourceDesc//idno[@type='DOI'])").strip()
    entries = [_text(title) for title in root.xpath("//listBibl/biblStruct//title[@level='a']")]
    # A DOI that the line's end cut off is none.
    whole = doi if _TEI_DOI.fullmatch(doi) else None
    title = _text(root.xpath("teiHeader/fileDesc/titleStmt/title")[0])
    body = root.xpath("teiHeader/profileDesc/abstract|text/body|text/back")
    for aside in root.xpath("//listBibl|//ref[@type='bibr']|//formula"):
        _blank(aside)
    return Truth(
        title or None, whole and normal_doi(whole), _begun(entries), _words(map(_text, body))
    )


def _text(element: Node) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _blank(element: Node) -> None:
    """Remove what is in an element, keeping the text after it."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _words(texts: Iterable[str]) -> Counter[str]:
    return words_of("\n".join(texts))


def _begun(entries: Sequence[str]) -> tuple[str, ...]:
    """Return how entries begin; those too short to be told from other text are left out."""
    long = (squeezed(entry) for entry in entries)
    return tuple(entry[:_MOST_ENTRY] for entry in long if len(entry) >= _LEAST_ENTRY)
