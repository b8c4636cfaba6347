"""Read a journal article saved as HTML into a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.assemble import Block, assemble
from ingest.html.article import article_of
from ingest.html.blocks import article_blocks
from ingest.html.facts import page_meta, page_title, paper_of
from ingest.html.page import open_page
from ingest.html.parts import parts

_LEAST_WORDS = 100
"""A page with less prose is a sign-in, an error or a list, and no article."""
_NO_TEXT = ("front", "table", "figure", "back")


def read_html(path: Path) -> Document:
    """Return the document in a saved page, without the site around it and the reference list."""
    page = open_page(path)
    try:
        meta = page_meta(page)
        title = page_title(page, meta)
        blocks = article_blocks(list(parts(article_of(page))), title)
    except RecursionError as error:
        reason = "its elements are nested hundreds deep, as no article is; fetch the article's PDF"
        raise RefusedFile(str(path), reason) from error
    _refuse_without_article(path, blocks)
    front = [block.text for block in blocks if block.kind == "front" and not block.heading]
    text = "\n".join(block.text for block in blocks)
    paper = paper_of(path, page, meta, title, text, front)
    only_abstract = all(block.kind in (*_NO_TEXT, "abstract") for block in blocks)
    return assemble(replace(paper, origin="abstract" if only_abstract else "full text"), blocks)


def _refuse_without_article(path: Path, blocks: Sequence[Block]) -> None:
    prose = [block for block in blocks if not block.heading and block.kind not in _NO_TEXT]
    words = sum(len(block.text.split()) for block in prose)
    if words < _LEAST_WORDS:
        reason = (
            f"the page has {words} words of prose, too few for an article (a sign-in, an error or"
            " a list of papers?); open the article itself and save that page, or fetch its PDF"
        )
        raise RefusedFile(str(path), reason)
