"""The commands that keep papers true: one paper shown and corrected, references, standing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from fakes import ASTHMA, record_of

from corpus.library import Library

Evidence = Callable[..., Ran]
ASTHMA_ID = "doi:10.1000/asthma"


def told_in_one_line(ran: Ran, *words: str) -> None:
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert all(word in ran.err for word in words), ran.err


@pytest.mark.usefixtures("held")
def test_a_paper_is_shown_with_who_tells_what(evidence: Evidence) -> None:
    ran = evidence("paper", ASTHMA_ID)
    assert ran.code == 0
    assert "Air and asthma in Bronx children" in ran.out
    assert "paper.txt" in ran.out
    shown = json.loads(evidence("paper", ASTHMA_ID, "--json").out)
    assert shown["sources"]["year"] == "paper.txt"
    assert [record["form_of"] for record in shown["records"]] == ["full text"]
    assert shown["conflicts"] == []


@pytest.mark.usefixtures("held")
def test_a_persons_word_counts_and_can_be_taken_back(evidence: Evidence) -> None:
    ran = evidence(
        "paper", ASTHMA_ID, "--set", "year=1999", "--set", "topics=air; asthma", "--json"
    )
    shown = json.loads(ran.out)
    assert (shown["year"], shown["topics"]) == (1999, ["air", "asthma"])
    assert shown["sources"]["year"] == "said here"
    (conflict,) = shown["conflicts"]
    assert (conflict["value"], conflict["other"]) == ("1999", "2020")
    back = json.loads(evidence("paper", ASTHMA_ID, "--set", "year=", "--json").out)
    assert (back["year"], back["topics"]) == (2020, ["air", "asthma"])


@pytest.mark.usefixtures("held")
def test_a_standing_is_set_with_its_reason(evidence: Evidence) -> None:
    ran = evidence(
        "paper", ASTHMA_ID, "--status", "concern", "--reason", "The air data are disputed",
        "--by", "Ann Lee", "--json",
    )  # fmt: skip
    status = json.loads(ran.out)["status"]
    assert (status["standing"], status["by"]) == ("concern", "Ann Lee")
    assert "disputed" in evidence("paper", ASTHMA_ID).out
    assert "concern" in evidence("ask", "Was asthma more common where the air was worse?").out


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["doi:10.1/none"], ["no paper has the id doi:10.1/none", "evidence papers"]),
        ([ASTHMA_ID, "--set", "colour=blue"], ["colour=blue", "expected FIELD=VALUE"]),
        ([ASTHMA_ID, "--set", "year=soon"], ["year=soon", "expected a year"]),
        ([ASTHMA_ID, "--set", "doi=abc"], ["doi=abc", "expected a DOI"]),
        ([ASTHMA_ID, "--status", "retracted"], ["--reason"]),
        ([ASTHMA_ID, "--part", "zzz"], ["--part", "paper.txt"]),
    ],
)
def test_what_cannot_be_corrected_so_is_told_in_one_line(
    evidence: Evidence, arguments: list[str], words: list[str]
) -> None:
    told_in_one_line(evidence("paper", *arguments), *words)


def test_a_merging_is_undone_by_naming_the_record(evidence: Evidence, held: Library) -> None:
    with held.writer() as writer:
        entry = record_of(ASTHMA.paper, b"entry", "x.ris line 1", "reference")
        writer.note(entry)
    ran = evidence("paper", ASTHMA_ID, "--part", entry.content[:8], "--json")
    parted = json.loads(ran.out)
    assert parted["paper_id"] != ASTHMA_ID
    assert [record["apart"] for record in parted["records"]] == [True]
    assert len(json.loads(evidence("papers", "--json").out)) == 3


@pytest.mark.usefixtures("held")
def test_papers_and_the_papers_of_an_answer_come_as_references(evidence: Evidence) -> None:
    bibtex = evidence("papers", "--format", "bibtex").out
    assert bibtex.count("title = ") == 2
    assert "10.1000/asthma" in bibtex
    one = evidence("papers", "--format", "ris", "--year-from", "2021").out
    assert one.count("TY  -") == 1
    cited = evidence(
        "ask", "Was asthma more common where the air was worse?", "--format", "apa"
    ).out
    assert "Air and asthma" in cited
    assert len(json.loads(evidence("papers", "--format", "csl-json").out)) == 2


@pytest.mark.usefixtures("held")
def test_all_standings_are_looked_up_with_one_command(evidence: Evidence, tmp_path: Path) -> None:
    ran = evidence("status")
    assert ran.code == 0
    assert "2 papers, 0 changed, 2 with a standing that nobody has looked up" in " ".join(
        ran.out.split()
    )
    listed = tmp_path / "watch.csv"
    listed.write_text(
        "RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
        "Reason\n3/4/2022 0:00,10.1/n,10.1000/asthma,0,Retraction,+Error in Data;\n"
    )
    found = json.loads(evidence("status", "--retractions", str(listed), "--json").out)
    (change,) = found["changed"]
    assert change["paper_id"] == ASTHMA_ID
    assert change["after"]["standing"] == "retracted"
    listed.write_text("x\n1\n")
    told_in_one_line(evidence("status", "--retractions", str(listed)), "watch.csv")
    told_in_one_line(evidence("status", "--retractions", str(tmp_path / "no.csv")), "no.csv")


def test_an_unknown_word_is_told_as_neither_file_nor_identifier(evidence: Evidence) -> None:
    told_in_one_line(evidence("add", "nowhere.pdf"), "nowhere.pdf", "no such file")


def test_bounds_that_are_none_are_told(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nSome text here.")
    monkeypatch.setenv("EVIDENCE_BOUNDS", "pages=many")
    told_in_one_line(evidence("add", "a.txt"), "EVIDENCE_BOUNDS", "pages=5000")
    monkeypatch.setenv("EVIDENCE_BOUNDS", "characters=5")
    ran = evidence("add", "a.txt")
    assert ran.code == 1
    assert "more than 5 characters" in ran.err
