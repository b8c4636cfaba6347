"""Read a PDF file: its text with the place of every word, its sections, and whose paper it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.page_picture import PDFIUM_LOCK
from corpus.paper import Document, Paper, identify
from ingest.assemble import PARAGRAPH_BREAK, Block, assemble
from ingest.pdf.describe import Description, describe
from ingest.pdf.file import FileFacts, checked_bytes, open_pages, read_facts
from ingest.pdf.furniture import furniture, without_furniture
from ingest.pdf.legible import unreadable
from ingest.pdf.lines import Sheet
from ingest.pdf.outline import to_blocks
from ingest.pdf.paragraphs import to_paragraphs
from ingest.pdf.text import read_sheets


def read_pdf(path: Path, password: str | None = None) -> Document:
    """Return the document that a PDF file holds; raise RefusedFile where it holds none."""
    content = checked_bytes(path)
    with PDFIUM_LOCK, open_pages(path, content, password) as document:
        sheets = read_sheets(document)
    facts = read_facts(content, password)
    _check_text(path, sheets, facts)
    blocks = to_blocks(to_paragraphs(without_furniture(sheets)))
    if not blocks:
        raise RefusedFile(str(path), "has no text but page numbers; run OCR first")
    return assemble(_paper(path, sheets, facts, blocks), blocks, facts.labels)


def _check_text(path: Path, sheets: Sequence[Sheet], facts: FileFacts) -> None:
    """Refuse pages without text, or with text that nobody could read."""
    text = "\n".join(line.text for sheet in sheets for line in sheet.lines)
    why = unreadable(text, sum(sheet.lost for sheet in sheets))
    if why is not None:
        raise RefusedFile(str(path), f"its text layer is garbage ({why}); run OCR first")
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
        paper_id=identify(found.doi, None, text),
        title=found.title or path.stem,
        authors=found.authors,
        year=found.year,
        journal=found.journal,
        doi=found.doi,
        origin="full text",
        file_name=path.name,
        page_count=len(sheets),
    )
