"""The papers of a library are searched, limited, sorted, counted and exported."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from fakes import make_document, put

from assistant.papers.entry import entry_of
from assistant.papers.export import exported
from assistant.papers.gaps import gaps
from assistant.papers.groups import groups_of
from assistant.papers.selection import Selection, selection_of
from assistant.papers.shelf import Shelf, Stock, counted
from corpus.library import Library
from corpus.paper import Paper, StudyFact
from corpus.references.write import formatted
from corpus.status import Standing, Status

ASTHMA = Paper(
    "doi:10.1/a",
    "Asthma in Montréal schools",
    authors=("Núñez, Ana",),
    year=2011,
    design="cohort (re-analysis)",
    topics=("asthma",),
    population="Black and white children in Canada",
)
KIDNEY = Paper(
    "doi:10.1/k",
    "Kidney function without race",
    authors=("Inker, Lesley",),
    year=2021,
    design="RCT",
    topics=("kidney", "race-correction"),
    origin="digest",
    status=Status(Standing.CONTESTED, "Debated."),
)
UNDATED = Paper("doi:10.1/u", "Zebrafish", origin="record")
PAPERS = (ASTHMA, KIDNEY, UNDATED)


def titles(query: str) -> list[str]:
    entries = [entry_of(paper) for paper in PAPERS]
    return [entry.paper.title.split()[0] for entry in selection_of(query).among(entries)]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Kidney", "Asthma", "Zebrafish"]),  # Inker, Núñez, and none
        ("words=nunez+MONTREAL", ["Asthma"]),
        ("words=montreal+kidney", []),
        ("words=10.1/k", ["Kidney"]),
        ("from=2012", ["Kidney"]),
        ("to=2012", ["Asthma"]),
        ("design=cohort", ["Asthma"]),
        ("status=contested", ["Kidney"]),
        ("topic=race-correction", ["Kidney"]),
        ("origin=record", ["Zebrafish"]),
        ("group=Black+or+African+American", ["Asthma"]),
        ("country=Canada", ["Asthma"]),
        ("status=contested&design=cohort", []),
        ("order=year", ["Asthma", "Kidney", "Zebrafish"]),
        ("order=year&falling=1", ["Kidney", "Asthma", "Zebrafish"]),
        ("order=title&falling=1", ["Zebrafish", "Kidney", "Asthma"]),
        ("from=soon&order=colour&falling=maybe", ["Kidney", "Asthma", "Zebrafish"]),
    ],
)
def test_an_address_tells_which_papers_and_in_what_order(query: str, shown: list[str]) -> None:
    assert titles(query) == shown


def test_an_address_of_any_length_is_read_or_passed_over() -> None:
    assert selection_of("words=" + "a" * 5_000).words == "a" * 200
    assert selection_of("&".join(["x=1"] * 500)) == Selection()


def test_a_group_is_read_from_title_topics_and_who_was_studied() -> None:
    told = StudyFact("population", "non-Hispanic Black 34%", "…", "full text", 0, 1)
    assert groups_of(replace(UNDATED, facts=(told,))) == ("Black or African American",)
    assert groups_of(replace(UNDATED, topics=("Asian-American-health",))) == ("Asian",)
    assert groups_of(replace(UNDATED, title="Whitehall civil servants")) == ()
    assert groups_of(replace(UNDATED, title="Indian Americans in one city")) == ("Asian",)
    assert groups_of(replace(UNDATED, population="American Indian adults")) == (
        "American Indian or Alaska Native",
    )


def test_what_is_lacking_is_said_in_words() -> None:
    entries = tuple(map(entry_of, PAPERS))
    said = gaps(Stock(1, entries, counted(entries)))
    assert any("Not held at all:" in one and "Asian" in one for one in said["group"])
    assert any("qualitative" in one and "Not held" in one for one in said["design"])
    assert any("1 paper without a year" in one for one in said["year"])
    assert any("race correction" in one for one in said["topic"])
    assert any("by the record alone" in one for one in said["origin"])
    assert any("2 papers whose standing nobody" in one for one in said["status"])


def test_an_empty_library_lacks_without_failing() -> None:
    empty = Stock(0, (), counted(()))
    assert gaps(empty)["country"] == []
    assert empty.counts["design"] == Counter()


def test_the_shelf_follows_the_library(library: Library) -> None:
    shelf = Shelf(library)
    assert shelf.chosen(Selection()) == []
    put(library, make_document("Asthma", "Asthma is seen in schools.", doi="10.1/a"))
    assert [entry.paper.title for entry in shelf.chosen(Selection())] == ["Asthma"]
    with library.writer() as writer:
        writer.remove("doi:10.1/a")
    assert shelf.chosen(Selection()) == []


def test_a_table_for_spreadsheets_holds_every_paper_and_runs_no_formula() -> None:
    hostile = replace(UNDATED, title='=HYPERLINK("http://example.org")')
    rows = list(csv.DictReader(io.StringIO(exported((*PAPERS, hostile), "csv").lstrip("\ufeff"))))
    assert [row["paper_id"] for row in rows] == [p.paper_id for p in (*PAPERS, hostile)]
    assert rows[0]["topics"] == "asthma"
    assert rows[1]["status"] == "contested"
    assert rows[3]["title"].startswith("'=")


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json", "ama", "apa"])
def test_references_are_those_of_the_command_line(form: str) -> None:
    assert exported(PAPERS, form) == formatted(PAPERS, form)  # type: ignore[arg-type]
