"""Read papers kept as Markdown or as plain text into documents."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from corpus.errors import RefusedFile
from corpus.paper import Document, Paper, identify, normal_doi
from corpus.section_kind import kind_of
from ingest.assemble import Block, assemble
from ingest.doi import printed_doi
from ingest.markdown import Facts, part_front_matter, title_and_blocks

_LONGEST_TITLE = 200
_LONGEST_HEADING = 80
# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_COMMON_CONTROLS = frozenset("\t\n\r\f\v")
# From the first letter of a word only: a line may be one word of a hundred thousand letters.
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
# Words that keep their hyphen where a line breaks after it.
_COMPOUNDS = frozenset({"self", "non", "well", "cross", "high", "low", "long", "short", "half"})


def read_markdown(path: Path) -> Document:
    """Return the document in a Markdown file; its front matter tells about the paper."""
    facts, text = part_front_matter(text_of(path))
    headed, blocks = title_and_blocks(text)
    if not blocks:
        raise _empty(path)
    title = " ".join(facts.get("title", ())) or headed or blocks[0].text
    return assemble(_with_facts(_paper(path, blocks, title), facts, blocks), blocks)


def read_text(path: Path) -> Document:
    """Return the document in a text file, whose paragraphs are parted by blank lines."""
    text = text_of(path)
    blocks = list(_text_blocks(text))
    if not blocks:
        raise _empty(path)
    first_line = next(line for line in text.splitlines() if line.strip())
    return assemble(_paper(path, blocks, first_line), blocks)


def text_of(path: Path) -> str:
    """Return the characters in a file, with its line ends as they come."""
    content = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    try:
        text = content.decode(encoding) if encoding else decoded(content)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start}: not {encoding} as its first bytes say; save it as UTF-8"
        raise RefusedFile(str(path), reason) from error
    controls = sum(unicodedata.category(one) == "Cc" for one in text if one not in _COMMON_CONTROLS)
    if "\0" in text or controls * 50 > len(text):
        reason = "not text but binary data; name it by its true form, or save it as text in UTF-8"
        raise RefusedFile(str(path), reason)
    # What is left of them would be obeyed by a terminal that shows the passage.
    return re.sub(r"[\x01-\x08\x0e-\x1f\x7f]", "", text)


def decoded(content: bytes) -> str:
    """Return text without a byte order mark; what is not UTF-8 is from an older Windows."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _empty(path: Path) -> RefusedFile:
    return RefusedFile(str(path), "the file is empty or blank; give a file with the paper's text")


def _paper(path: Path, blocks: list[Block], title: str) -> Paper:
    """Return the paper as far as its text tells about it."""
    text = "\n".join(block.text for block in blocks)
    doi = printed_doi(text)
    title = " ".join(title.split())[:_LONGEST_TITLE].rstrip() or path.stem
    return Paper(paper_id=identify(doi, None, text), title=title, doi=doi, file_name=path.name)


def _with_facts(paper: Paper, facts: Facts, blocks: list[Block]) -> Paper:
    """Return the paper with what the front matter says of it."""
    doi = normal_doi(" ".join(facts.get("doi", ())))
    year = re.search(r"\b[1-9]\d{3}\b", " ".join((*facts.get("year", ()), *facts.get("date", ()))))
    text = "\n".join(block.text for block in blocks)
    return replace(
        paper,
        paper_id=identify(doi, None, text) if doi.startswith("10.") else paper.paper_id,
        doi=doi if doi.startswith("10.") else paper.doi,
        authors=_authors(facts.get("authors") or facts.get("author", ())),
        year=int(year[0]) if year else None,
        journal=" ".join(facts.get("journal", ())) or None,
    )


def _authors(written: tuple[str, ...]) -> tuple[str, ...]:
    """Return authors as they are written: one value may hold several, a list never does."""
    if len(written) != 1:
        return written
    parts = re.split(r"\s*;\s*|\s+and\s+", written[0])
    names = [name for part in parts for name in _comma_parted(part)]
    return tuple(name for name in names if name)


def _comma_parted(names: str) -> list[str]:
    """Return "Ann Lee, Bo Ray" as two names and "Lee, Ann" as one."""
    parts = [part.strip() for part in names.split(",")]
    return parts if all(" " in part for part in parts) else [names.strip()]


def _text_blocks(text: str) -> Iterator[Block]:
    """Yield headings and paragraphs; a heading may stand right above its paragraph."""
    paragraph: list[str] = []
    for line in (*text.replace("\f", "\n\n").splitlines(), ""):
        if line.strip():
            paragraph.append(" ".join(line.split()))
            continue
        if paragraph and _is_heading(paragraph[0]):
            yield Block(paragraph.pop(0), heading=True)
        if paragraph:
            yield Block(_joined(paragraph))
        paragraph = []


def _is_heading(line: str) -> bool:
    # The caption of a table or figure opens no section: after it the text goes on.
    if len(line) > _LONGEST_HEADING or kind_of(line) in ("table", "figure"):
        return False
    letters = sum(map(str.isalpha, line))
    return kind_of(line) is not None or (line.isupper() and letters > 3 and line[-1] not in ".,;")


def _joined(lines: list[str]) -> str:
    """Return the lines of a paragraph as one, words broken at a line's end made whole."""
    pieces = [lines[0]]
    for before, line in pairwise(lines):
        broken = _BROKEN.search(before)
        if broken is None or not line[0].islower():
            pieces.append(" ")
        elif broken[1].lower() not in _COMPOUNDS:
            pieces[-1] = pieces[-1][:-1]
        pieces.append(line)
    return "".join(pieces)
