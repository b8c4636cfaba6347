"""Read a PDF file: its text with the place of every word, its sections, and whose paper it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.page_picture import PDFIUM_LOCK
from corpus.paper import Document, Paper, identify
from corpus.settings import USUAL_BOUNDS, Bounds
from ingest.assemble import PARAGRAPH_BREAK, Block, assemble
from ingest.pdf.describe import Description, describe
from ingest.pdf.facts import FileFacts, read_facts
from ingest.pdf.file import checked_bytes, open_pages
from ingest.pdf.furniture import furniture, without_furniture
from ingest.pdf.legible import unreadable
from ingest.pdf.ligatures import with_ligatures
from ingest.pdf.lines import Sheet
from ingest.pdf.outline import to_blocks
from ingest.pdf.paragraphs import to_paragraphs
from ingest.pdf.tables import in_rows
from ingest.pdf.text import read_sheets


def read_pdf(path: Path, password: str | None = None, bounds: Bounds = USUAL_BOUNDS) -> Document:
    """Return the document that a PDF file holds; raise RefusedFile where it holds none."""
    content = checked_bytes(path)
    with PDFIUM_LOCK, open_pages(path, content, password, bounds) as document:
        facts = read_facts(content, password)
        _check_operators(path, facts, bounds)
        sheets = with_ligatures(read_sheets(document))
    _check_text(path, sheets, facts)
    lines = in_rows(without_furniture(sheets), sheets)
    blocks = to_blocks(to_paragraphs(lines))
    if not blocks:
        raise RefusedFile(str(path), "has no text but page numbers; run OCR first")
    return assemble(_paper(path, sheets, facts, blocks), blocks, facts.labels)


def _check_operators(path: Path, facts: FileFacts, bounds: Bounds) -> None:
    """Refuse a page that draws so much that reading it would take minutes."""
    if facts.operators > bounds.page_operators:
        raise RefusedFile(
            str(path),
            f"page {facts.busiest} has {facts.operators} drawing operators, the limit is"
            f" {bounds.page_operators}; print it to a new PDF without that drawing",
        )


def _check_text(path: Path, sheets: Sequence[Sheet], facts: FileFacts) -> None:
    """Refuse pages without text, or with text that nobody could read."""
    texts = ["\n".join(line.text for line in sheet.lines) for sheet in sheets]
    text = "\n".join(texts)
    why = unreadable(text, sum(sheet.lost for sheet in sheets))
    if why is not None:
        raise RefusedFile(str(path), f"its text layer is garbage ({why}); run OCR first")
    for sheet, printed in zip(sheets, texts, strict=True):
        if (why := unreadable(printed, sheet.lost)) is not None:
            reason = f"page {sheet.number}: its text layer is garbage ({why}); run OCR first"
            raise RefusedFile(str(path), reason)
    if not text.strip():
        if not facts.readable:
            raise RefusedFile(str(path), "damaged: no text can be read from it; fetch it again")
        where = f"any of its {len(sheets)} pages" if len(sheets) > 1 else "its only page"
        raise RefusedFile(str(path), f"no text layer on {where}; run OCR first")


def _paper(path: Path, sheets: Sequence[Sheet], facts: FileFacts, blocks: Sequence[Block]) -> Paper:
    """Return the paper that the blocks are the text of."""
    found: Description = describe(facts, sheets, blocks, furniture(sheets[:4]))
    text = PARAGRAPH_BREAK.join(block.text for block in blocks)
    return Paper(
        paper_id=identify(found.doi, found.pmid, text),
        title=found.title or path.stem,
        authors=found.authors,
        year=found.year,
        journal=found.journal,
        volume=found.volume,
        issue=found.issue,
        pages=found.pages,
        doi=found.doi,
        pmid=found.pmid,
        pmcid=found.pmcid,
        licence=found.licence,
        language=found.language,
        origin="full text",
        file_name=path.name,
        page_count=len(sheets),
    )
