"""PDF files that cannot become papers are refused by name, with the true reason and the remedy."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pdf_checks import SENTENCE
from pdf_maker import Leaf, column, make_pdf

from corpus.errors import RefusedFile
from corpus.settings import Bounds
from ingest.pdf.read import read_pdf

PRIVATE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    b"/CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
    b"1 beginbfrange <21> <7E> <E021> endbfrange endcmap end end"
)
"""A character map to code points that mean nothing."""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file \\(0 bytes\\)"),
        (b"\x89PNG\r\n\x1a\n", "not a PDF but a PNG picture"),
        (b"\xff\xd8\xff\xe0", "not a PDF but a JPEG picture"),
        (b"<!DOCTYPE html><html>", "not a PDF but an HTML page"),
        (b"PK\x03\x04", "not a PDF but a ZIP archive"),
        (b"Dear reader", "not a PDF but plain text"),
        (b"%PDF-1.4\n1 0 obj", "damaged: the end of the file is missing"),
    ],
)
def test_what_is_no_pdf_is_refused_by_what_it_is(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(RefusedFile, match=reason):
        read_pdf(path)


def test_a_pdf_may_start_after_some_other_bytes(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf(column(SENTENCE))])
    path.write_bytes(b"\r\n" * 20 + path.read_bytes())
    assert read_pdf(path).text == SENTENCE


def test_bounds_on_pages_and_on_what_a_page_draws_are_kept(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [Leaf(column(SENTENCE))] * 4)
    with pytest.raises(RefusedFile, match="has 4 pages, the limit is 3; split it into parts"):
        read_pdf(path, bounds=Bounds(pages=3))
    drawing = Leaf(
        column("Visits were rare where the air was clean."), rules=[(9, 9, 90, 90)] * 20_000
    )
    path = make_pdf(tmp_path / "b.pdf", [Leaf(column(SENTENCE)), drawing])
    reason = r"page 2 has 600\d\d drawing operators, the limit is 50000; print it to a new PDF"
    with pytest.raises(RefusedFile, match=reason):
        read_pdf(path, bounds=Bounds(page_operators=50_000))
    assert SENTENCE in read_pdf(path).text


def test_a_pdf_without_text_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "scan.pdf", [Leaf(), Leaf()])
    with pytest.raises(RefusedFile, match="no text layer on any of its 2 pages; run OCR first"):
        read_pdf(path)


def test_a_password_opens_an_encrypted_pdf(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(make_pdf(tmp_path / "a.pdf", [Leaf(column(SENTENCE))]))
    writer.encrypt("open sesame")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    with pytest.raises(RefusedFile, match="encrypted and needs a password"):
        read_pdf(path)
    with pytest.raises(RefusedFile, match="the password given does not open it"):
        read_pdf(path, "sesame")
    assert read_pdf(path, "open sesame").text == SENTENCE


def test_an_empty_user_password_opens_like_none(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(make_pdf(tmp_path / "a.pdf", [Leaf(column(SENTENCE))]))
    writer.encrypt("", "owner")
    writer.write(tmp_path / "b.pdf")
    assert read_pdf(tmp_path / "b.pdf").text == SENTENCE


def test_a_text_layer_of_private_characters_is_garbage(tmp_path: Path) -> None:
    leaf = Leaf(column(f"{SENTENCE}\n{SENTENCE}"))
    path = make_pdf(tmp_path / "a.pdf", [leaf], to_unicode=PRIVATE)
    with pytest.raises(RefusedFile, match=r"text layer is garbage .* run OCR first"):
        read_pdf(path)


def test_a_page_whose_font_lies_is_named(tmp_path: Path) -> None:
    text = "\n".join([SENTENCE] * 20)
    leaves = [Leaf(column(text)), Leaf(column(SENTENCE, bold=True)), Leaf(column(text))]
    lying = (b"Helvetica-Bold",)
    path = make_pdf(tmp_path / "a.pdf", leaves, to_unicode=PRIVATE, lying=lying)
    with pytest.raises(RefusedFile, match=r"page 2: its text layer is garbage .* run OCR first"):
        read_pdf(path)


def test_shifted_letters_are_garbage(tmp_path: Path) -> None:
    shift = str.maketrans("aeiouy", "xtkzqj")
    lines = "\n".join([SENTENCE.translate(shift)] * 12)
    path = make_pdf(tmp_path / "a.pdf", [Leaf(column(lines))])
    with pytest.raises(RefusedFile, match="vowels, as in no language"):
        read_pdf(path)
