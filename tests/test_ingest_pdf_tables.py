"""Tables of PDF files are read row by row, their cells parted by bars."""

from __future__ import annotations

from pathlib import Path

from pdf_checks import SENTENCE, check_promises
from pdf_maker import Leaf, Put, column, grid, make_pdf

from ingest.pdf.read import read_pdf


def table_text(path: Path) -> str:
    document = read_pdf(path)
    check_promises(document)
    table = next(section for section in document.sections if section.kind == "table")
    assert table.title == "Table 1. Visits by Year"
    return document.text[table.start : table.end]


def test_the_rules_of_a_table_part_its_cells(tmp_path: Path) -> None:
    puts = [
        Put(72, 720, "Results", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=700),
        Put(72, 660, "Table 1. Visits by Year", 8),
        *(Put(x, 640, text, 8) for x, text in ((75, "City"), (155, "2013"), (235, "P value"))),
        Put(75, 625, "North", 8),
        Put(75, 605, "Old town (north", 8),
        Put(75, 595, "of the river)", 8),
        Put(155, 600, "19.0 (16.9\u2013", 8),
        Put(155, 590, "21.0)", 8),
        Put(75, 575, "New town", 8),
        Put(155, 575, "17.2", 8),
        Put(235, 590, "<.001", 8),
    ]
    # The P value spans the two rows below it.
    rules = [
        *grid([72, 152, 232, 300], [650, 635, 617]),
        *grid([72, 152, 232], [617, 586, 570]),
        *grid([232, 300], [617, 570]),
    ]
    path = make_pdf(tmp_path / "a.pdf", [Leaf(puts, rules=rules)])
    assert table_text(path).split("\n\n") == [
        "Table 1. Visits by Year",
        "City | 2013 | P value",
        "North",
        "Old town (north of the river) | 19.0 (16.9\u201321.0) | <.001",
        "New town | 17.2",
    ]


def test_a_row_that_goes_on_on_the_next_page_keeps_its_cells(tmp_path: Path) -> None:
    puts = [Put(72, 660, "Table 1. Visits by Year", 8)]
    puts += [Put(x, 640, text, 8) for x, text in ((75, "City"), (155, "2013"))]
    puts += [Put(x, 625, text, 8) for x, text in ((75, "North"), (155, "19.0"))]
    rules = [*grid([72, 152, 232], [650, 635]), *((x, 635.0, x, 600.0) for x in (72, 152, 232))]
    first = [Put(72, 720, "Results", 16, bold=True), *column(f"{SENTENCE}\n{SENTENCE}", y=700)]
    path = make_pdf(tmp_path / "a.pdf", [Leaf([*first, *puts], rules=rules)])
    assert table_text(path).endswith("City | 2013\n\nNorth | 19.0")


def test_a_box_around_text_is_no_table(tmp_path: Path) -> None:
    leaf = Leaf(column(f"{SENTENCE}\n{SENTENCE}"), rules=grid([60, 560], [720, 680]))
    assert read_pdf(make_pdf(tmp_path / "a.pdf", [leaf])).text == f"{SENTENCE} {SENTENCE}"


def test_a_table_without_rules_is_read_by_its_columns(tmp_path: Path) -> None:
    rows = [
        (("City", 75), ("Women", 200), ("Men", 300)),
        (("North", 75), ("19.0 (16.9\u2013", 200), ("18.1", 300)),
        (("21.0)", 200),),
        (("Old town of the", 75), ("17.2", 200), ("9.5", 300)),
        (("northern river", 75),),
        (("South", 75), ("3.0", 300)),
    ]
    puts = [
        Put(72, 720, "Results", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=700),
        Put(72, 660, "Table 1. Visits by Year", 8),
        *(Put(x, 640 - 11 * n, text, 8) for n, row in enumerate(rows) for text, x in row),
        *column(f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}", y=540),
        Put(72, 480, "Discussion", 16, bold=True),
        *column(f"{SENTENCE}\n{SENTENCE}", y=460),
    ]
    path = make_pdf(tmp_path / "a.pdf", [Leaf(puts)])
    assert table_text(path).split("\n\n")[1:] == [
        "City | Women | Men",
        "North | 19.0 (16.9\u201321.0) | 18.1",
        "Old town of the northern river | 17.2 | 9.5",
        "South | | 3.0",
    ]
