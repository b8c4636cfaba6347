"""What stands around a paper in a PDF: kickers, bylines, years, accents, line numbers, lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_checks import SENTENCE
from pdf_maker import Leaf, Put, column, make_pdf

from corpus.paper import Document
from ingest.pdf.accents import composed
from ingest.pdf.byline import listed_names
from ingest.pdf.read import read_pdf
from ingest.read import read

FIELD = Path(__file__).parents[2] / "shared/field"
needs_field = pytest.mark.skipif(not FIELD.exists(), reason="../shared/field is absent")


def paper(path: Path, *puts: Put) -> Document:
    """Return what is read of a page with these lines over a short paper."""
    below = [
        Put(72, 560, "Introduction", 12, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=540),
    ]
    return read_pdf(make_pdf(path, [Leaf([*puts, *below])]))


@pytest.mark.parametrize("kicker", ["Research Article", "ORIGINAL INVESTIGATION", "Brief Report"])
@pytest.mark.parametrize("size", [18, 22])
def test_the_type_of_an_article_is_not_its_title(tmp_path: Path, kicker: str, size: float) -> None:
    title = Put(72, 690, "Waiting Times in Nine Towns", 18, bold=True)
    found = paper(tmp_path / "a.pdf", Put(72, 730, kicker, size, bold=True), title)
    assert found.paper.title == "Waiting Times in Nine Towns"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("June Lee, Ada Ng, April D. Ray", ("Lee, June", "Ng, Ada", "Ray, April D.")),
        ("Ada Okoro, Suharto, Ben Stone", ("Okoro, Ada", "Suharto", "Stone, Ben")),
        ("Ana Cunha e Silva, Ben Stone", ("Cunha e Silva, Ana", "Stone, Ben")),
        ("Ben Stone PhD, August Lee MD, Jun Li", ("Stone, Ben", "Lee, August", "Li, Jun")),
        ("Louis Ray Jr PhD, Ada Ng", ("Ray, Louis, Jr", "Ng, Ada")),
        ("Ada E. Okoro, On Lee", ("Okoro, Ada E.", "Lee, On")),
        ("Ada Okoro, Suharto, Badin, Ben Stone", ("Okoro, Ada", "Suharto", "Badin", "Stone, Ben")),
    ],
)  # fmt: skip
def test_a_name_of_unusual_form_is_kept_among_the_others(line: str, names: tuple[str, ...]) -> None:
    assert listed_names(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Waiting times in nine towns, and pain",
        "Department of Health, University of Invention, Town",
        "Received 4 May 2021, accepted 7 June 2021",
    ],
)
def test_what_is_no_list_of_names_gives_none(line: str) -> None:
    assert listed_names(line) == ()


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("Others found so (Clark, 2016; 2017a).", None),
        ("J Inv Med 2021;4:101-109", 2021),
        ("Others found so (Clark, 2016; 2017). J Inv Med 2021; 4: 101", 2021),
    ],
)
def test_the_years_of_a_citation_are_not_the_paper_s(
    tmp_path: Path, printed: str, year: int | None
) -> None:
    title = Put(72, 690, "Waiting Times in Nine Towns", 18, bold=True)
    assert paper(tmp_path / "a.pdf", title, Put(72, 620, printed)).paper.year == year


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("The Sa´mi and the Garci´a family with Jose´ Nun˜ez", "The Sámi and the García"),
        ("The S´ami and the Garc´ia family with ´Evora", "The Sámi and the García"),
    ],
)
def test_an_accent_printed_apart_goes_to_its_own_letter(
    tmp_path: Path, printed: str, expected: str
) -> None:
    assert expected in paper(tmp_path / "a.pdf", Put(72, 500, printed)).text


def test_an_accent_stands_before_its_letter_once_it_is_put_there() -> None:
    assert composed("caf´e ¨uber ˜n") == "café über ñ"


@pytest.mark.parametrize("lines_of_a_page", [12, 30])
def test_numbers_of_every_fifth_line_go_however_few_a_page_has(
    tmp_path: Path, lines_of_a_page: int
) -> None:
    leaves = []
    for page in range(5):
        puts = []
        for row in range(lines_of_a_page):
            number = page * lines_of_a_page + row + 1
            if number % 5 == 0:
                puts.append(Put(50, 700 - 14 * row, str(number)))
            puts.append(Put(90, 700 - 14 * row, f"and then line {'abcdefgh'[row % 8]} of all"))
        leaves.append(Leaf(puts))
    text = read_pdf(make_pdf(tmp_path / "a.pdf", leaves)).text
    assert not any(character.isdigit() for character in text)


def test_figures_in_front_of_lines_that_count_nothing_stay(tmp_path: Path) -> None:
    rows = [f"{figure} people were asked" for figure in (31, 12, 90, 7, 55, 41, 18, 63, 22, 8)]
    text = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf(column("\n".join(rows)))])).text
    assert [row for row in rows if row not in text] == []


@pytest.mark.parametrize("heading", ["Notes and references", "Works that we used", None])
def test_a_list_of_references_is_known_by_its_entries(tmp_path: Path, heading: str | None) -> None:
    entries = [
        "1 B. Adams, D. Clark and E. Dunn, J. Inv. Med., 2011, 4, 101-109.",
        "2 F. Evans and H. Grant, J. Inv. Med., Part A, 2012, 81A, 467-475.",
        "3 J. Irwin, L. Kent and M. North, Inv. Rev., 2013, 6, 201-207.",
        "4 (a) P. Quinn, J. Inv. Med., 2014, 7, 11-19.",
        "5 R. van Shaw, Inv. Rev., 2015, 8, 21-29.",
    ]
    puts = [Put(72, 500 - 24 * row, entry) for row, entry in enumerate(entries)]
    head = [Put(72, 520, heading, 12, bold=True)] if heading else []
    above = [Put(72, 700, "Results", 12, bold=True), *column(f"{SENTENCE}\n{SENTENCE}", y=680)]
    found = read_pdf(make_pdf(tmp_path / "a.pdf", [Leaf([*above, *head, *puts])]))
    told = "".join(
        found.text[one.start : one.end] for one in found.sections if one.kind != "references"
    )
    assert [entry for entry in entries if entry in told] == []
    assert all(entry in found.text for entry in entries)


@needs_field
@pytest.mark.parametrize(
    ("name", "title", "first", "year"),
    [
        ("p05-kicker-as-large-as-title.pdf", "Waiting times", "Okoro, Ada", 2021),
        ("p07-authors-june-and-april.pdf", "Visits and pain", "Stevens, June", 2021),
        ("p09-accent-apart.pdf", "Pain among the Sámi", "García, José", 2021),
        ("p10-year-from-citation.pdf", "Trust and pain", "Okoro, Ada", None),
    ],
)
def test_the_field_s_fronts_are_read_right(
    name: str, title: str, first: str, year: int | None
) -> None:
    found = read(FIELD / name).paper
    assert found.title.startswith(title)
    assert (found.authors[0], found.year) == (first, year)


@needs_field
def test_the_field_s_list_and_line_numbers_are_no_text() -> None:
    listed = read(FIELD / "p11-references-under-notes.pdf")
    (references,) = (one for one in listed.sections if one.kind == "references")
    assert "Evans and H. Grant" in listed.text[references.start : references.end]
    assert "Evans and H. Grant" not in listed.text[: references.start]
    numbered = read(FIELD / "p12-line-numbers-every-five.pdf").text
    assert "We counted visits in the records" in numbered
    assert "Of 96 patients, 41 were asked about pain" in numbered
