"""Make a small sample of every form that is read, so that the fuzzer needs no file but its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pptx

from corpus.settings import USUAL_BOUNDS
from eval.bench.written import PARAGRAPHS, TITLE, WRITTEN
from ingest.fetch.identifier import looks_like_identifiers

_TABLE = (("Race", "n (%)"), ("Black", "412 (34.2)"), ("White", "483 (40.1)"))
_FORMS = {
    ".pdf": "PDF",
    ".html": "HTML",
    ".htm": "HTML",
    ".docx": "DOCX",
    ".pptx": "PPTX",
    ".md": "Markdown",
    ".ris": "RIS",
    ".bib": "BibTeX",
    ".json": "CSL-JSON",
    ".nbib": "NBIB",
    ".csv": "Retraction Watch",
    ".zip": "zip",
}
_SAVED = (1980, 1, 1, 0, 0, 0)
"""When a member of an archive was saved; always the same, so that a seed gives the same file."""


def form_of(path: Path) -> str | None:
    """Return the form of a file, XML and text by what they hold; None where it is not read."""
    ending = path.suffix.lower()
    if ending in (".xml", ".nxml"):
        with path.open("rb") as file:
            head = file.read(4096)
        return "TEI" if b"<TEI" in head else "PubMed XML" if b"<Pubmed" in head else "JATS"
    if ending == ".txt":
        return "identifiers" if looks_like_identifiers(path) else "text"
    return _FORMS.get(ending)


def make_samples(folder: Path) -> list[Path]:
    """Write a small sample of every form into a folder; its bytes are always the same."""
    parts = {**PARAGRAPHS, "title": TITLE}
    contents = {
        name: (text if "@" in text[:9] or text[0] == "[" else text.format(**parts)).encode()
        for name, text in WRITTEN.items()
    }
    contents["sample.pdf"] = _pdf()
    contents["sample.docx"] = _docx()
    contents["sample.pptx"] = _pptx()
    kept = ("sample.ris", "sample-jats.xml", "sample.docx")
    contents["sample.zip"] = zipped({f"export/files/12/{name}": contents[name] for name in kept})
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the members of an archive; raise what the zipfile module raises for a broken one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        most = USUAL_BOUNDS.file_bytes
        return {m.filename: archive.read(m) for m in archive.infolist() if m.file_size < most}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return an archive of the members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _SAVED)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return held.getvalue()


def _docx() -> bytes:
    word = docx.Document()
    word.add_heading(TITLE, 0)
    word.add_paragraph("Ada Ng, Bo Ray")
    for name, paragraph in PARAGRAPHS.items():
        word.add_heading(name, 1)
        word.add_paragraph(paragraph).add_run(" Bold.").bold = True
    word.add_paragraph("One", "List Bullet")
    table = word.add_table(0, 2)
    for texts in _TABLE:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    held = io.BytesIO()
    word.save(held)
    return zipped(unzipped(held.getvalue()))


def _pptx() -> bytes:
    deck = pptx.Presentation()
    for name, paragraph in PARAGRAPHS.items():
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = name
        slide.placeholders[1].text = paragraph
        slide.notes_slide.notes_text_frame.text = f"Say more of {name}."
    grid = slide.shapes.add_table(len(_TABLE), 2, 0, 0, 4_000_000, 1_000_000).table
    for row, texts in enumerate(_TABLE):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    held = io.BytesIO()
    deck.save(held)
    return zipped(unzipped(held.getvalue()))


def _pdf() -> bytes:
    lines = [TITLE]
    for name, paragraph in PARAGRAPHS.items():
        lines += ["", name, *(paragraph[at : at + 80] for at in range(0, len(paragraph), 80))]
    drawn = "".join(
        f"BT /F1 10 Tf 1 0 0 1 72 {700 - 14 * number} Tm ({_escaped(line)}) Tj ET\n"
        for number, line in enumerate(lines)
    ).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Author (Ada Ng) >>" % TITLE.encode(),
    ]
    body = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 7\n0000000000 65535 f \n%strailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\n"
    return bytes(body + table % b"".join(offsets) + b"startxref\n%d\n%%%%EOF\n" % len(body))


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
