"""The Retraction Watch database is read whole; what cannot be read in it is named by its line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.errors import RefusedFile
from corpus.standing import resolve
from corpus.status import Notice, Standing
from ingest.notices.retraction_watch import read_retraction_watch

COLUMNS = (
    "Record ID", "Title", "RetractionDate", "RetractionDOI", "RetractionPubMedID",
    "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason", "Notes",
)  # fmt: skip
USUAL = {
    "Record ID": "1",
    "Title": "A study",
    "RetractionDate": "7/12/2023 0:00",
    "RetractionDOI": "10.1000/notice",
    "RetractionPubMedID": "37476288.0",
    "OriginalPaperDOI": "10.1000/Paper",
    "OriginalPaperPubMedID": "36035816.0",
    "RetractionNature": "Retraction",
    "Reason": "+Paper Mill;+Concerns/Issues About Data;",
}
NATURES = {
    "Retraction": Standing.RETRACTED,
    "Correction": Standing.CORRECTED,
    "Expression of concern": Standing.CONCERN,
    "Reinstatement": Standing.CURRENT,
}


def row(**cells: str) -> dict[str, str]:
    return USUAL | cells


def table(path: Path, rows: Iterable[dict[str, str]], columns: Iterable[str] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "watch.csv"


def read(file: Path) -> tuple[list[Notice], list[str]]:
    """Return the notices in a file, and the reasons of the refusals."""
    told = list(read_retraction_watch(file))
    refusals = [one for one in told if isinstance(one, RefusedFile)]
    assert all(one.path == str(file) for one in refusals)
    return [one for one in told if isinstance(one, Notice)], [one.reason for one in refusals]


def only(file: Path, **cells: str) -> Notice:
    notices, refusals = read(table(file, [row(**cells)]))
    assert refusals == []
    assert len(notices) == 1
    return notices[0]


@pytest.mark.parametrize(
    ("name", "rows"),
    [("retraction_watch_original_header.csv", 20), ("retraction_watch_sample.csv", 4827)],
)
def test_the_real_samples_are_read_whole(shared: Path, name: str, rows: int) -> None:
    path = shared / "retractions" / name
    notices, refusals = read(path)
    with path.open(encoding="utf-8", newline="") as file:
        told = [{key.lower(): cell for key, cell in one.items()} for one in csv.DictReader(file)]
    assert refusals == []
    assert len(notices) == len(told) == rows
    assert Counter(one.status.standing for one in notices) == Counter(
        NATURES[one["retractionnature"]] for one in told
    )
    assert [one.doi for one in notices] == [one["originalpaperdoi"].lower() for one in told]
    for notice, one in zip(notices, told, strict=True):
        year = notice.status.since and notice.status.since[:4]
        assert year == one["retractiondate"].split()[0].split("/")[2]
        assert "+" not in (notice.status.note or "+")
        assert "['" not in (notice.status.note or "")


def test_a_row_becomes_a_notice_with_its_reasons_and_its_day(file: Path) -> None:
    notice = only(file)
    assert (notice.doi, notice.pmid) == ("10.1000/paper", "36035816")
    assert (notice.status.standing, notice.status.since) == (Standing.RETRACTED, "2023-07-12")
    assert notice.status.source == "Retraction Watch"
    assert notice.status.note == (
        "Reasons: paper mill; concerns or issues about data. Notice: doi:10.1000/notice."
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("['+Paper Mill' '+Error in Data']", "paper mill; error in data"),
        ("['+Paper Mill'\n '+Error in Data']", "paper mill; error in data"),
        ("['+Paper Mill', \"+Author's Request\"]", "paper mill; author's request"),
        ("+Lack of IRB/IACUC Approval;", "lack of IRB or IACUC approval"),
        ("+Unreliable Results and/or Conclusions", "unreliable results or conclusions"),
        ("+Notice - Limited or No Information;", "notice: limited or no information"),
        ("+Paper Mill;+Paper Mill;", "paper mill"),
    ],
)
def test_reasons_are_told_in_plain_words(file: Path, written: str, told: str) -> None:
    assert only(file, Reason=written).status.note == f"Reasons: {told}. Notice: doi:10.1000/notice."


@pytest.mark.parametrize("nothing", ["", "None", "[]", "unavailable", "nan"])
def test_cells_that_tell_nothing_are_left_out(file: Path, nothing: str) -> None:
    cells = dict.fromkeys(("Reason", "RetractionDOI", "RetractionPubMedID", "RetractionDate"))
    notice = only(file, **dict.fromkeys(cells, nothing))
    assert (notice.status.note, notice.status.since) == (None, None)


def test_a_notice_without_doi_is_named_by_its_pubmed_id(file: Path) -> None:
    note = only(file, Reason="", RetractionDOI="Unavailable").status.note
    assert note == "Notice: PMID 37476288."


@pytest.mark.parametrize(
    ("doi", "pmid", "told"),
    [
        ("Unavailable", "5.0", ["- 5"]),
        ("unavailable", "5", ["- 5"]),
        ("10.1000/A", "0", ["10.1000/a -"]),
        ("10.1000/A", "0.0", ["10.1000/a -"]),
        ("10.1000/A", "None", ["10.1000/a -"]),
        ("https://doi.org/10.1000/A", "5.0", ["10.1000/a 5"]),
        ("10.1000/a;10.1000/b", "0", ["10.1000/a -", "10.1000/b -"]),
        ("10.1000/a; 10.1000/b;", "0", ["10.1000/a -", "10.1000/b -"]),
        ("['10.1000/a' '10.1000/b']", "0", ["10.1000/a -", "10.1000/b -"]),
        ("10.1000/a;10.1000/a", "5", ["10.1000/a 5"]),
        ("10.1000/a;10.1000/b", "5;6", ["10.1000/a -", "10.1000/b -", "- 5", "- 6"]),
        ("10.3157/0013(2007)[512:AN]2.0.CO;2", "0", ["10.3157/0013(2007)[512:an]2.0.co;2 -"]),
    ],
)
def test_papers_are_named_by_all_their_ids(
    file: Path, doi: str, pmid: str, told: list[str]
) -> None:
    rows = [row(OriginalPaperDOI=doi, OriginalPaperPubMedID=pmid)]
    notices, refusals = read(table(file, rows))
    assert refusals == []
    assert [f"{one.doi or '-'} {one.pmid or '-'}" for one in notices] == told


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1/2/2006 0:00", "2006-01-02"),
        ("12/31/1999", "1999-12-31"),
        ("07/12/2023 12:00:00 AM", "2023-07-12"),
        ("2023-07-12", "2023-07-12"),
        ("2023-07-12T00:00:00", "2023-07-12"),
    ],
)
def test_days_are_read_as_americans_write_them(file: Path, written: str, day: str) -> None:
    assert only(file, RetractionDate=written).status.since == day


@pytest.mark.parametrize(("nature", "standing"), NATURES.items())
def test_each_nature_has_its_standing(file: Path, nature: str, standing: Standing) -> None:
    assert only(file, RetractionNature=f" {nature.upper()} ").status.standing is standing


def test_a_later_reinstatement_lifts_the_retraction_whatever_the_order(file: Path) -> None:
    back = row(RetractionNature="Reinstatement", RetractionDate="1/5/2024 0:00")
    notices, _ = read(table(file, [back, row()]))
    shown = resolve([notice.status for notice in notices])
    assert shown.standing is Standing.CURRENT
    assert shown.note is not None
    assert shown.note.startswith("Reinstated: an earlier retraction or removal no longer stands.")
    again, _ = read(table(file, [back, row(RetractionDate="2/1/2025 0:00")]))
    assert resolve([notice.status for notice in again]).standing is Standing.RETRACTED


def test_columns_are_found_by_name_whatever_case_order_and_spaces(file: Path) -> None:
    names = ["reason", "retraction_nature", " Original Paper DOI", "RETRACTIONDATE", "extra"]
    cells = ["+Paper Mill;", "Retraction", "10.1000/a", "1/2/2020 0:00", "x"]
    table(file, [dict(zip(names, cells, strict=True))], names)
    notices, refusals = read(file)
    assert refusals == []
    assert [(one.doi, one.status.since) for one in notices] == [("10.1000/a", "2020-01-02")]
    assert notices[0].status.note == "Reasons: paper mill."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_common_encoding_and_delimiter_is_read(
    file: Path, encoding: str, delimiter: str
) -> None:
    lines = ["RetractionNature,OriginalPaperDOI,Reason", "Retraction,10.1000/a,+Données fausses"]
    text = "\r\n".join(line.replace(",", delimiter) for line in lines)
    file.write_bytes(text.encode(encoding))
    notices, refusals = read(file)
    assert refusals == []
    assert [(one.doi, one.status.note) for one in notices] == [
        ("10.1000/a", "Reasons: données fausses.")
    ]


def test_lines_of_two_encodings_in_one_file_are_read(file: Path) -> None:
    head = b"RetractionNature,OriginalPaperDOI,Reason\n"
    lines = [f"Retraction,10.1000/{code},+Données\n".encode(code) for code in ("utf-8", "cp1252")]
    file.write_bytes(head + b"".join(lines))
    assert {one.status.note for one in read(file)[0]} == {"Reasons: données."}


def test_a_line_break_within_quotes_does_not_part_a_row(file: Path) -> None:
    broken = row(Title='Two\nlines, "quoted"', Notes="a\n\nb", OriginalPaperDOI="10.1000/a")
    bad = row(RetractionNature="Rebuttal")
    notices, refusals = read(table(file, [broken, row(), bad]))
    assert [notice.doi for notice in notices] == ["10.1000/a", "10.1000/paper"]
    # Header, four lines of the first row, the second row.
    assert [reason.split(":")[0] for reason in refusals] == ["line 7"]


def test_a_bad_row_is_refused_by_its_line_and_the_others_go_on(file: Path) -> None:
    rows = [row() for _ in range(38)] + [row(RetractionNature="Rebuttal"), row()]
    notices, refusals = read(table(file, rows))
    assert len(notices) == 39
    assert refusals == [
        "line 40: RetractionNature is 'Rebuttal', expected retraction, correction, expression of "
        "concern, reinstatement; the row is left out"
    ]


@pytest.mark.parametrize(
    ("column", "found", "expected"),
    [
        ("RetractionDate", "31/12/2020 0:00", "month/day/year"),
        ("RetractionDate", "7/12/23", "month/day/year"),
        ("OriginalPaperDOI", "see the journal", "a DOI such as 10.1000/abc"),
        ("OriginalPaperPubMedID", "3.60E+07", "a number of at most 9 digits"),
    ],
)
def test_one_cell_that_cannot_be_read_does_not_cost_the_notice(
    file: Path, column: str, found: str, expected: str
) -> None:
    notices, refusals = read(table(file, [row(**{column: found})]))
    assert len(notices) == 1
    assert notices[0].status.standing is Standing.RETRACTED
    assert refusals == [
        f"line 2: {column} is {found!r}, expected {expected}; the rest of the row is kept"
    ]


def test_rows_that_name_no_paper_are_counted_in_one_refusal(file: Path) -> None:
    nameless = row(OriginalPaperDOI="Unavailable", OriginalPaperPubMedID="0")
    notices, refusals = read(table(file, [row(), nameless, nameless]))
    assert len(notices) == 1
    assert refusals == [
        "line 3: neither DOI nor PubMed ID (2 rows of this kind in the file); look such papers up "
        "by their titles"
    ]


def test_a_quote_never_closed_costs_one_row(file: Path) -> None:
    lines = table(file, [row(OriginalPaperDOI=f"10.1000/{n}") for n in range(500)]).read_text()
    file.write_text(lines.replace("10.1000/7,", '"10.1000/7,', 1), encoding="utf-8")
    notices, refusals = read(file)
    assert len(notices) == 499
    assert "10.1000/7" not in {notice.doi for notice in notices}
    assert refusals == ["line 9: a quote is opened and never closed; mend its quotes"]


def test_a_row_with_too_many_cells_is_refused(file: Path) -> None:
    text = table(file, [row(), row()]).read_text().replace("A study", "A study, of men", 1)
    file.write_text(text, encoding="utf-8")
    notices, refusals = read(file)
    assert len(notices) == 1
    assert refusals == [
        "line 2: 11 cells, expected 10 as in the first line; mend its commas and quotes"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "found no columns; expected a CSV"),
        (b"Title,DOI\na,10.1000/a\n", "found Title, DOI; expected a CSV"),
        (b"PK\x03\x04\x00\xff,\x00", "has no column RetractionNature and none OriginalPaperDOI"),
        (b"<html>\n<body>Not found</body>", "found <html>; expected a CSV"),
        (b"RetractionNature\nRetraction\n", "has no column OriginalPaperDOI; found Retr"),
        (b"RetractionNature,OriginalPaperDOI\n\n", "the columns but no row below them"),
    ],
)
def test_another_file_is_refused_with_what_was_found(
    file: Path, content: bytes, reason: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(RefusedFile) as refused:
        list(read_retraction_watch(file))
    assert reason in refused.value.reason
    assert refused.value.reason.endswith("again")


def test_blank_lines_are_no_rows(file: Path) -> None:
    text = table(file, [row()]).read_text()
    file.write_text(f"{text}\n{',' * 9}\n\n", encoding="utf-8")
    assert [len(told) for told in read(file)] == [1, 0]


@pytest.mark.timeout(60)
def test_separators_without_end_cost_no_time(file: Path) -> None:
    """Each of them was once tried as the first one of all that follow."""
    told = only(table(file, [row(RetractionDOI="10.1000/notice" + ";" * 60_000)]))
    assert told.status.note
    assert "doi:10.1000/notice" in told.status.note
