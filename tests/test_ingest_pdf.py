"""PDF files become documents: paragraphs in reading order, sections, and a box for every word."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from pdf_checks import SENTENCE, check_promises, kinds
from pdf_maker import Leaf, Put, column, make_pdf

from corpus.errors import RefusedFile
from corpus.paper import Document
from ingest.pdf.read import read_pdf

SHARED = Path(__file__).parents[2] / "shared/data"
PAPERS = SHARED / "papers/pdf"
STRESS = SHARED / "pdf-stress"


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
        started = time.process_time()
        if path.name in REFUSED:
            with pytest.raises(RefusedFile, match=f": {REFUSED[path.name]}"):
                read_pdf(path)
        else:
            check_promises(read_pdf(path))
        assert time.process_time() - started < 20
