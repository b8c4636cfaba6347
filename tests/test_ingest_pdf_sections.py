"""Sections of PDF files that no heading on a line of its own announces."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_checks import SENTENCE, check_promises, kinds
from pdf_maker import Leaf, Put, column, make_pdf

from ingest.pdf.read import read_pdf

ENTRIES = (
    "Ray C, Ng A. Air and asthma in the north of the country. J Air. 2001;12(3):45-51.",
    "Silva, A. B., & Li, J. (2019). Neighborhoods and lungs. Test Health, 4(2), 101-109.",
    "Office of Test Health. Asthma in numbers. Accessed May 2, 2021. https://example.org/asthma",
    "Cruz D. What the children said. In: Ames E, ed. Lungs. Test University Press; 2015.",
    "Diaz E, Fox G, et al. Winter visits to clinics. Ann Test. 2011;9:201-8. doi:10.9999/at.9",
)


@pytest.mark.parametrize("numbered", [True, False])
def test_a_reference_list_without_a_heading_is_told_by_its_entries(
    tmp_path: Path, numbered: bool
) -> None:
    entries = [f"{n}. {text}" if numbered else text for n, text in enumerate(ENTRIES, 1)]
    puts = [
        Put(72, 740, "Results", 16, bold=True),
        *column(f"{SENTENCE} Others agree (Ray, 2001).\n{SENTENCE}", y=720),
        *(Put(72, 660 - 24 * n, entry) for n, entry in enumerate(entries)),
        Put(72, 500, "Appendix", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=480),
    ]
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    check_promises(document)
    assert [kind for kind, _ in kinds(document)] == ["results", "references", "body"]
    listed = document.sections[1]
    assert document.text[listed.start : listed.end].split() == " ".join(entries).split()


def test_a_paragraph_that_cites_is_no_reference_list(tmp_path: Path) -> None:
    text = f"{SENTENCE} Ray and others saw it in 2001 (see https://example.org).\n{SENTENCE}"
    puts = [put for n in range(6) for put in column(text, y=700 - 60 * n)]
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    assert [kind for kind, _ in kinds(document)] == ["body"]


def test_a_run_in_heading_opens_the_limitations(tmp_path: Path) -> None:
    puts = [
        Put(72, 720, "Discussion", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=700),
        Put(84, 660, "Limitations.", bold=True),
        Put(150, 660, "We saw only those who came to a clinic, and only in two cities."),
        *column(SENTENCE, y=648),
        Put(72, 600, "Conclusion", 16, bold=True),
        *column(SENTENCE, y=580),
    ]
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    check_promises(document)
    assert kinds(document) == [
        ("discussion", "Discussion"),
        ("limitations", "Limitations."),
        ("conclusion", "Conclusion"),
    ]


def test_other_run_in_headings_stay_with_their_text(tmp_path: Path) -> None:
    puts = [
        Put(72, 720, "Results", 16, bold=True),
        Put(72, 700, "Visits to clinics of the north and of the south, all together", bold=True),
        Put(72, 688, "by year.", bold=True),
        Put(116, 688, "They were more frequent where the air was worse in winter."),
        *column(SENTENCE, y=676),
    ]
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    assert kinds(document) == [("results", "Results")]
    assert "all together by year. They were" in document.text


def test_a_list_of_the_papers_own_headings_is_left_out(tmp_path: Path) -> None:
    names = ["Introduction", "Methods", "Results", "Discussion"]
    puts = [Put(72, 760, "Asthma in Cities", 20), Put(72, 730, "On This Page", 12, bold=True)]
    puts += [Put(72, 715 - 12 * n, name) for n, name in enumerate(names)]
    for n, name in enumerate(names):
        puts.append(Put(72, 640 - 60 * n, name, 16, bold=True))
        puts += column(f"{SENTENCE}\n{SENTENCE}", y=620 - 60 * n)
    document = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(puts)]))
    assert [kind for kind, _ in kinds(document)] == ["front", *map(str.lower, names)]
    assert document.text.count("Methods") == 1
