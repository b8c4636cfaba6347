"""Tell tables and figures, with their captions, from the text that flows around them."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.paper import SectionKind
from ingest.assemble import Block
from ingest.captions import LONGEST_CAPTION
from ingest.pdf.paragraphs import CAPTION, Paragraph

_NOTE = re.compile(r"(?:abbreviations?|notes?|sources?|data source|[a-z*†‡§¶]\s)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[^\s.]{3}[.])\s+(?=[A-Z(])")


def is_label(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is only a caption's label, its words being in the next."""
    matched = CAPTION.match(paragraph.text)
    return matched is not None and len(paragraph.text) <= matched.end() + 1


def float_kind(caption: str) -> SectionKind:
    """Return the kind of section that a caption opens."""
    matched = CAPTION.match(caption)
    return "figure" if matched and matched.group(1).lower().startswith("fig") else "table"


def is_prose(paragraph: Paragraph, size: float) -> bool:
    """Say whether a paragraph is text of the given size and no row, note or label of a float."""
    if paragraph.is_row or abs(paragraph.size - size) > 0.6 or paragraph.bold:
        return False
    return is_worded(paragraph) and not _NOTE.match(paragraph.text)


def is_worded(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is long and made of words more than of figures."""
    words = paragraph.text.split()
    plain = sum(1 for word in words if word.strip(".,;:()").replace("-", "").isalpha())
    return len(words) >= 12 and len(paragraph.lines) >= 2 and plain >= 0.6 * len(words)


def split_caption(block: Block) -> tuple[Block, Block | None]:
    """Return a caption's first sentence and the rest of a long one."""
    if len(block.text) <= LONGEST_CAPTION:
        return block, None
    labelled = CAPTION.match(block.text)
    cut = _SENTENCE_END.search(block.text, (labelled.end() if labelled else 0) + 3)
    if cut is None or cut.start() > LONGEST_CAPTION:
        return block, None
    start = cut.end()
    head = replace(
        block,
        text=block.text[: cut.start()],
        words=tuple(word for word in block.words if word.end <= cut.start()),
    )
    rest = replace(
        block,
        text=block.text[start:],
        words=tuple(
            replace(word, start=word.start - start, end=word.end - start)
            for word in block.words
            if word.start >= start
        ),
    )
    return head, rest
