"""PDF files become documents: paragraphs in reading order, sections, and a box for every word."""

from __future__ import annotations

import csv
import itertools
import time
from pathlib import Path

import pypdf
import pytest
from pdf_maker import Leaf, Put, column, make_pdf

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.pdf.read import read_pdf

SHARED = Path(__file__).parents[2] / "shared/data"
PAPERS = SHARED / "papers/pdf"
STRESS = SHARED / "pdf-stress"

SENTENCE = "The risk of asthma was higher where the air was worse in every year of the study."


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in document.sections]


def check_promises(document: Document) -> None:
    """Check what every document promises: slices, order, coverage and pages."""
    for word in document.words:
        part = document.text[word.start : word.end]
        assert part
        assert not any(character.isspace() for character in part)
        assert word.left <= word.right
        assert word.bottom <= word.top
    starts = [word.start for word in document.words]
    assert starts == sorted(starts)
    end = 0
    for section in document.sections:
        assert not document.text[end : section.start].strip()
        assert document.text[section.start : section.end].startswith(section.title)
        end = section.end
    assert not document.text[end:].strip()
    covered = set(itertools.chain.from_iterable(range(w.start, w.end) for w in document.words))
    assert all(at in covered for at, sign in enumerate(document.text) if not sign.isspace())
    numbers = [page.number for page in document.pages]
    assert numbers == sorted(set(numbers))
    assert document.paper.page_count is not None
    assert set(numbers) <= set(range(1, document.paper.page_count + 1))
    assert "  " not in document.text


def paper_leaves() -> list[Leaf]:
    first = [
        Put(72, 720, "Asthma and Air in Two Cities", 20, bold=True),
        Put(72, 690, "Ana B. Silva, MD; Jun Li, PhD"),
        Put(72, 670, "J Test Health 2021;3:12. doi: https://doi.org/10.1234/"),
        Put(72, 658, "jth.2021.12."),
        Put(72, 630, "Abstract", 16, bold=True),
        Put(72, 610, "Introduction", 10, bold=True),
        *column("We asked whether asthma differs by\nneighborhood in two large cities.", y=595),
        Put(72, 560, "Methods", 10, bold=True),
        Put(72, 545, "We counted visits to hospitals in each year."),
        Put(72, 525, "Results", 10, bold=True),
        Put(72, 510, "Visits were more frequent where the air was worse."),
        Put(72, 480, "Introduction", 16, bold=True),
        *column("Asthma is common. We read reports of self-\nreported asthma and of hos-", y=460),
    ]
    second = [
        *column("pital visits, which many children need.", y=700),
        Put(72, 660, "Methods", 16, bold=True),
        *column(f"{SENTENCE}\nWe modeled hospital visits from 2013-\n2016 by year.", y=640),
        Put(72, 580, "Table 1. Visits by Year", 10),
        *column("Year Visits\n2013 10\n2014 12", y=565, size=8),
        Put(72, 500, "Results", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=480),
        Put(72, 420, "References", 16, bold=True),
        *column("1. Ray C. Air. J Air. 2001;1:1. doi:10.9999/air.1", y=400),
        Put(72, 360, "Acknowledgments", 16, bold=True),
        Put(72, 340, "We thank everyone who took part."),
    ]
    return [Leaf(first), Leaf(second)]


@pytest.fixture
def paper(tmp_path: Path) -> Document:
    return read_pdf(make_pdf(tmp_path / "silva.pdf", paper_leaves()))


def test_a_document_keeps_its_promises(paper: Document) -> None:
    check_promises(paper)
    assert [page.number for page in paper.pages] == [1, 2]


def test_headings_inside_a_structured_abstract_stay_in_the_abstract(paper: Document) -> None:
    assert kinds(paper) == [
        ("front", "Asthma and Air in Two Cities"),
        ("abstract", "Abstract"),
        ("abstract", "Introduction"),
        ("abstract", "Methods"),
        ("abstract", "Results"),
        ("introduction", "Introduction"),
        ("methods", "Methods"),
        ("table", "Table 1. Visits by Year"),
        ("results", "Results"),
        ("references", "References"),
        ("back", "Acknowledgments"),
    ]


def test_the_first_page_tells_whose_paper_it_is(paper: Document) -> None:
    found = paper.paper
    assert found.title == "Asthma and Air in Two Cities"
    assert found.authors == ("Silva, Ana B.", "Li, Jun")
    assert (found.year, found.journal) == (2021, "J Test Health")
    assert found.doi == "10.1234/jth.2021.12"
    assert found.paper_id == "doi:10.1234/jth.2021.12"
    assert (found.origin, found.file_name, found.page_count) == ("full text", "silva.pdf", 2)


def test_hyphens_at_line_ends_go_only_where_they_were_made_for_the_line(paper: Document) -> None:
    assert "reports of self-reported asthma" in paper.text
    assert "visits from 2013-2016 by year" in paper.text


def test_a_word_broken_over_pages_has_a_box_on_each(paper: Document) -> None:
    assert "self-reported asthma and of hospital visits, which many" in paper.text
    at = paper.text.index("hospital visits, which")
    halves = [word for word in paper.words if at <= word.start < at + len("hospital")]
    assert [word.page for word in halves] == [1, 2]
    assert [paper.text[word.start : word.end] for word in halves] == ["hos", "pital"]


def test_a_word_found_whole_elsewhere_decides_about_its_hyphen(tmp_path: Path) -> None:
    text = (
        "They were well-known and outspoken too.\nA well-\nknown man is here, an out-\nspoken one."
    )
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(column(text))]))
    assert "A well-known man is here, an outspoken one." in document.text


def test_rows_of_a_table_stay_apart(paper: Document) -> None:
    assert "Year Visits\n\n2013 10\n\n2014 12" in paper.text


def test_running_heads_page_numbers_and_line_numbers_are_left_out(tmp_path: Path) -> None:
    leaves = []
    for number in range(1, 5):
        lines = [Put(72, 650 - 20 * row, f"{SENTENCE} ({number})") for row in range(10)]
        counts = [Put(40, 650 - 20 * row, str(row + 1)) for row in range(10)]
        head = Put(200, 760, f"Journal of Tests, volume {number}")
        foot = Put(300, 30, f"Page {number} of 4")
        leaves.append(Leaf([head, *lines, *counts, foot]))
    text = read_pdf(make_pdf(tmp_path / "a.pdf", leaves)).text
    assert "Journal" not in text
    assert "Page" not in text
    assert set(text.split()) == set(SENTENCE.split()) | {f"({n})" for n in range(1, 5)}


def test_lone_bullets_go_and_item_numbers_join_their_lines(tmp_path: Path) -> None:
    puts = [
        Put(90, 700, "Wash hands."),
        Put(90, 686, "Wear masks."),
        Put(90, 650, "Ray C. Air pollution and health in the cities of the north. J Air 2001."),
        Put(72, 700, "\u2022"),
        Put(72, 686, "\u2022"),
        Put(72, 650, "1."),
    ]
    text = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)])).text
    assert text.startswith("Wash hands.\n\nWear masks.\n\n1. Ray C. Air")


def test_columns_are_read_in_the_order_they_are_drawn(tmp_path: Path) -> None:
    left = column("In the first column the sentence\nstarts and it is not finished and", y=700)
    right = column("goes on in the second column\nuntil it ends.", x=320, y=700)
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf([*left, *right])]))
    assert document.text == (
        "In the first column the sentence starts and it is not finished and "
        "goes on in the second column until it ends."
    )


def test_an_indent_starts_a_paragraph(tmp_path: Path) -> None:
    puts = column(f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}\n{SENTENCE}")
    puts[2] = Put(84, puts[2].y, puts[2].text)
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    assert document.text == f"{SENTENCE} {SENTENCE}\n\n{SENTENCE} {SENTENCE}"


def test_a_table_in_the_middle_does_not_split_the_sentence_around_it(tmp_path: Path) -> None:
    puts = [
        Put(72, 720, "Results", 16, bold=True),
        *column(f"{SENTENCE}\nMost of the visits were made in winter and", y=700),
        Put(72, 650, "Table 1. Visits", 9),
        *column("Winter 10\nSummer 2", y=638, size=8),
        *column(f"by children who live near a road.\n{SENTENCE}", y=590),
        Put(72, 540, "Discussion", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=520),
    ]
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    assert "made in winter and by children who live near a road." in document.text
    assert [kind for kind, _ in kinds(document)] == ["results", "table", "discussion"]
    check_promises(document)


def test_a_title_written_by_a_program_is_not_believed(tmp_path: Path) -> None:
    put = [Put(72, 700, "Asthma in Cities", 20), *column(SENTENCE, y=650)]
    path = make_pdf(tmp_path / "a.pdf", [Leaf(put)], title="Microsoft Word - draft_v3.docx")
    assert read_pdf(path).paper.title == "Asthma in Cities"


def test_a_rotated_page_reads_like_an_upright_one(tmp_path: Path) -> None:
    turned = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(column(SENTENCE), rotate=90)]))
    upright = read_pdf(make_pdf(tmp_path / "b.pdf", [Leaf(column(SENTENCE))]))
    assert turned.text == upright.text
    assert turned.words == upright.words


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
    character_map = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"/CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfrange <21> <7E> <E021> endbfrange endcmap end end"
    )
    leaf = Leaf(column(f"{SENTENCE}\n{SENTENCE}"))
    path = make_pdf(tmp_path / "a.pdf", [leaf], to_unicode=character_map)
    with pytest.raises(RefusedFile, match=r"text layer is garbage .* run OCR first"):
        read_pdf(path)


def test_shifted_letters_are_garbage(tmp_path: Path) -> None:
    shift = str.maketrans("aeiouy", "xtkzqj")
    lines = "\n".join([SENTENCE.translate(shift)] * 12)
    path = make_pdf(tmp_path / "a.pdf", [Leaf(column(lines))])
    with pytest.raises(RefusedFile, match="vowels, as in no language"):
        read_pdf(path)


def papers() -> list[dict[str, str]]:
    if not PAPERS.exists():
        return []
    with (PAPERS / "manifest.csv").open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


needs_papers = pytest.mark.skipif(not PAPERS.exists(), reason="../shared/data/papers is absent")
needs_stress = pytest.mark.skipif(not STRESS.exists(), reason="../shared/data/pdf-stress is absent")


@needs_papers
@pytest.mark.slow
def test_real_articles_tell_title_and_doi_and_part_their_references() -> None:
    wrong = []
    for row in papers():
        document = read_pdf(PAPERS / row["file"])
        check_promises(document)
        wrong += [row["file"]] * (document.paper.doi != row["doi"])
        assert document.paper.title == row["title"]
        assert document.paper.page_count == int(row["pages"])
        found = {section.kind for section in document.sections}
        assert {"front", "introduction", "references", "table"} <= found
        for section in document.sections:
            if section.kind not in ("references", "table", "body"):
                assert "PubMed doi" not in document.text[section.start : section.end]
    # The journal's web page numbers this one pcd20; its PDF prints pcd21.
    assert wrong == ["pcd_23_0291_onecol.pdf"]


REFUSED = {
    "docling__2206.01062_pg3.pdf": "encrypted",
    "docling__ocr_test.pdf": "no text layer",
    "docling__ocr_test_rotated_90.pdf": "no text layer",
    "docling__sample_with_rotation_mismatch.pdf": "no text layer",
    "pdf.js__PDFBOX-3148-2-fuzzed.pdf": "damaged",
    "pdf.js__PDFBOX-4352-0.pdf": "damaged",
    "pdf.js__bug1020226.pdf": "damaged",
    "pdf.js__issue7229.pdf": "no text layer",
    "pdfplumber__empty.pdf": "empty file",
    "pypdf__r2-user-password.pdf": "encrypted",
    "pypdf__r4-aes-user-password.pdf": "encrypted",
    "pypdf__r6-both-passwords.pdf": "encrypted",
    "sample-files__unreadablemetadata.pdf": "damaged",
}


@needs_stress
@pytest.mark.slow
def test_every_difficult_file_is_read_or_refused_for_its_true_reason() -> None:
    for path in sorted(STRESS.glob("*.pdf")):
        started = time.monotonic()
        if path.name in REFUSED:
            with pytest.raises(RefusedFile, match=f": {REFUSED[path.name]}"):
                read_pdf(path)
        else:
            check_promises(read_pdf(path))
        assert time.monotonic() - started < 20
