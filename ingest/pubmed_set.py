"""Part a file of many PubMed records into one file for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from corpus.errors import RefusedFile
from corpus.settings import Bounds
from ingest.xml import open_xml

_HEAD = 4096
"""Bytes in which a file shows what it is."""


def pubmed_records(file: Path, into: Path, bounds: Bounds) -> Iterator[tuple[str, Path]]:
    """Yield each record of a set of several, by its name in the file and as a file in a folder.

    A file that is no such set, or cannot be read, yields nothing: it is read as it is.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
        if b"<PubmedArticleSet" not in head or file.stat().st_size > bounds.file_bytes:
            return
        articles = open_xml(file).findall("PubmedArticle")
    except (OSError, RefusedFile):
        return
    if len(articles) < 2:
        return
    into.mkdir()
    for number, article in enumerate(articles, start=1):
        article.tail = None
        record = into / f"{number}.xml"
        content = etree.tostring(article, encoding="unicode")
        record.write_text(f"<PubmedArticleSet>{content}</PubmedArticleSet>", encoding="utf-8")
        yield f"{file} record {number}", record
