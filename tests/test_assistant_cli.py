"""The command `evidence`: what it prints, what it exits with, and what it says when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran
from fakes import make_document, open_fake, put

from assistant.cli.main import app
from corpus.library import Library
from corpus.settings import DEFAULT_MODEL
from corpus.status import Standing

Evidence = Callable[..., Ran]
COMMANDS = sorted(
    command.name or command.callback.__name__
    for command in app.registered_commands
    if command.callback
)
PAPER_KEYS = {
    "paper_id", "title", "authors", "authors_truncated", "year", "journal", "volume", "issue",
    "pages", "doi", "pmid", "pmcid", "licence", "language", "design", "population",
    "race_measure", "facts", "topics", "status", "read_with", "origin", "file_name", "page_count",
}  # fmt: skip


def objects(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def check_told_in_one_line(ran: Ran, *words: str) -> None:
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("evidence: ")
    for word in words:
        assert word in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(evidence: Evidence, command: str) -> None:
    ran = evidence(command, "--help")
    assert ran.code == 0
    assert "--library" in ran.out


def test_help_and_version_name_the_commands_and_the_version(evidence: Evidence) -> None:
    ran = evidence("--help")
    assert ran.code == 0
    assert all(command in ran.out for command in COMMANDS)
    assert evidence("--version").out.startswith("evidence 0.")


def test_the_installed_command_starts() -> None:
    command = Path(sys.executable).parent / "evidence"
    if not command.is_file():
        pytest.skip("the project is not installed beside this Python")
    ran = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert "ask" in ran.stdout


def test_ask_prints_an_answer_for_people(evidence: Evidence, held: Library) -> None:
    ran = evidence("ask", "Was asthma more common where the air was worse?")
    assert ran.code == 0
    assert "What the papers say" in ran.out
    assert "“Asthma was more common where the air was worse.” [1]" in ran.out
    assert "https://doi.org/10.1000/asthma" in ran.out


def test_ask_declines_for_people(evidence: Evidence, held: Library) -> None:
    ran = evidence("ask", "Which violin concerto did Sibelius compose?")
    assert ran.code == 0
    assert "The library does not answer this" in ran.out
    assert "Nearest papers:" in ran.out
    assert "evidence add" in ran.out


def test_ask_prints_one_object(evidence: Evidence, held: Library) -> None:
    ran = evidence("ask", "--json", "Was asthma more common where the air was worse?")
    assert ran.code == 0
    (told,) = objects(ran)
    assert told["sentences"][0]["text"] == "Asthma was more common where the air was worse."
    assert told["library"] == {"papers": 2, "passages": 2, "snapshot": held.snapshot}
    assert told["declined"] is False
    assert ran.err == ""


def test_search_prints_the_ranked_passages(evidence: Evidence, held: Library) -> None:
    (told,) = objects(evidence("search", "--json", "asthma air"))
    assert list(told) == ["question", "evidence"]
    assert [item["rank"] for item in told["evidence"]] == [1, 2]
    (first,) = objects(evidence("search", "--json", "--top", 1, "asthma air"))
    assert first["evidence"] == told["evidence"][:1]
    shown = evidence("search", "asthma air")
    assert shown.code == 0
    assert "wheezed twice as often" in shown.out


def test_a_file_of_questions_is_answered_line_by_line(
    evidence: Evidence, held: Library, tmp_path: Path
) -> None:
    lines = [
        {"id": "a", "question": "Does the new kidney equation leave race out?"},
        {"id": "b", "question": ""},
        {"id": "c", "question": "x" * 3000},
        {"id": "d", "question": "And why?", "follows": "a"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    for command in ("ask", "search"):
        ran = evidence(command, "--json", "--file", file)
        assert ran.code == 1
        told = objects(ran)
        assert [row["id"] for row in told] == ["a", "b", "c", "d"]
        assert "is empty" in told[1]["error"]
        assert "3,000 characters" in told[2]["error"]
        assert len(told[2]["question"]) == 200
        for row in (told[0], told[3]):
            assert row["evidence"][0]["doi"] == "10.1000/kidney"
        assert told[3]["question"] == "And why?"


def test_a_file_of_good_questions_exits_with_zero(
    evidence: Evidence, held: Library, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "a", "question": "Was asthma more common?"}\n')
    assert evidence("ask", "--file", file).code == 0


def test_a_bad_line_stops_before_anything_is_answered(
    evidence: Evidence, held: Library, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "a", "question": "Why?"}\n{"id": "b"}\n')
    ran = evidence("ask", "--json", "--file", file)
    check_told_in_one_line(ran, f"{file} line 2", "question: field required")


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "the question is empty"),
        (["   "], "the question is empty"),
        (["x" * 3000], "3,000 characters, at most 2,000"),
        (["Why?", "--file", "questions.jsonl"], "give a question or --file, not both"),
        (["--file", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    evidence: Evidence, held: Library, command: str, arguments: list[str], told: str
) -> None:
    check_told_in_one_line(evidence(command, *arguments), told)


def test_a_filter_that_is_none_names_those_that_are(evidence: Evidence) -> None:
    ran = evidence("ask", "Why?", "--origin", "abstracts")
    assert ran.code == 2
    said = " ".join(ran.err.replace("│", " ").split())
    assert "'abstracts' is not one of 'full text', 'abstract', 'digest'" in said


def test_an_empty_library_says_how_to_fill_it(evidence: Evidence) -> None:
    check_told_in_one_line(evidence("ask", "Why?"), "no library here", "add --starter")
    assert evidence("add", "--help").code == 0
    assert not Path("library").exists()


def test_filters_reach_the_search(evidence: Evidence, held: Library) -> None:
    def dois(*options: object) -> set[str]:
        (told,) = objects(evidence("search", "--json", "asthma kidney", *options))
        return {item["doi"] for item in told["evidence"]}

    asthma, kidney = "10.1000/asthma", "10.1000/kidney"
    assert dois() == {asthma, kidney}
    assert dois("--year-from", 2021) == {kidney}
    assert dois("--year-to", 2020) == {asthma}
    assert dois("--status", "current") == {asthma, kidney}
    assert dois("--status", "retracted") == set()
    assert dois("--origin", "full text") == {asthma, kidney}
    assert dois("--origin", "digest") == set()
    assert dois("--topic", "kidney") == set()
    assert dois("--design", "cohort") == set()


def test_an_unknown_status_is_told_with_those_there_are(evidence: Evidence, held: Library) -> None:
    ran = evidence("ask", "Why?", "--status", "withdrawn")
    assert ran.code == 2
    assert "'withdrawn' is not one of" in " ".join(ran.err.split())


def test_add_reports_what_became_of_each_file(evidence: Evidence, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "asthma.txt").write_text("Air and asthma\n\nAsthma was more common.\n")
    (folder / "empty.txt").write_bytes(b"")
    ran = evidence("add", "--json", folder)
    assert ran.code == 1
    (told,) = objects(ran)
    assert told.pop("seconds") >= 0
    ((refused,), told["refused"]) = told["refused"], 1
    assert told == {"added": 1, "known": 0, "updated": 0, "refused": 1, "passages": 1}
    assert refused["path"] == str(folder / "empty.txt")
    assert "empty" in refused["reason"]

    shown = evidence("add", folder)
    assert shown.code == 1
    assert "0 added (0 passages), 1 known, 0 updated, 1 refused" in shown.out
    assert f"refused: {folder / 'empty.txt'}" in "".join(shown.err.splitlines())
    (folder / "empty.txt").unlink()
    assert evidence("add", folder).code == 0


def test_add_without_anything_to_add_is_told(evidence: Evidence, tmp_path: Path) -> None:
    check_told_in_one_line(evidence("add"), "nothing to add", "--starter")
    check_told_in_one_line(evidence("add", tmp_path / "nowhere.pdf"), "no such file or folder")


def test_papers_lists_all_fields(evidence: Evidence, held: Library) -> None:
    ran = evidence("papers", "--json")
    assert ran.code == 0
    listed = json.loads(ran.out)
    assert [paper["paper_id"] for paper in listed] == list(held.papers())
    assert all(set(paper) == PAPER_KEYS for paper in listed)
    assert "Air and" in evidence("papers").out


def test_papers_are_removed_by_id_and_unknown_ids_are_told(
    evidence: Evidence, held: Library
) -> None:
    ran = evidence("papers", "--remove", "doi:10.1000/asthma", "--remove", "doi:10.1/unknown")
    assert ran.code == 1
    assert "no paper has the id doi:10.1/unknown" in ran.err
    assert ran.out == "1 removed, 1 left\n"
    assert list(held.papers()) == ["doi:10.1000/kidney"]


def test_an_emptied_library_lists_no_papers(evidence: Evidence, held: Library) -> None:
    for paper_id in list(held.papers()):
        evidence("papers", "--remove", paper_id)
    assert "No papers yet" in evidence("papers").out
    assert evidence("papers", "--json").out == "[]\n"
    check_told_in_one_line(evidence("ask", "Why?"), "the library is empty", "add --starter")


@pytest.mark.parametrize("command", ["papers", "check", "reindex"])
def test_a_wrong_folder_is_told_and_no_library_made_there(evidence: Evidence, command: str) -> None:
    check_told_in_one_line(evidence(command, "--library", "typo"), "typo: no library here")
    assert not Path("typo").exists()


def test_check_finds_and_repairs(evidence: Evidence, held: Library) -> None:
    assert evidence("check").out == "all in order\n"
    held.originals.keep(b"stray")
    reported = evidence("check", "--only-report")
    assert reported.code == 1
    assert "original without a paper" in reported.out
    ran = evidence("check", "--json")
    assert ran.code == 0
    (told,) = objects(ran)
    assert set(told) == {"faults", "papers", "snapshot"}
    (fault,) = told["faults"]
    assert set(fault) == {"fault", "subject", "repaired", "remedy"}
    assert fault["repaired"] is True
    assert evidence("check").out == "all in order\n"


def test_check_says_what_takes_a_person(evidence: Evidence, held: Library) -> None:
    original = held.original("doi:10.1000/asthma", "full text")
    assert original is not None
    original.unlink()
    ran = evidence("check")
    assert ran.code == 1
    assert "not repaired; add paper.txt again" in ran.out


def test_another_model_is_told_with_the_way_out(
    evidence: Evidence, held: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_MODEL", "another")
    check_told_in_one_line(
        evidence("ask", "Why?"), DEFAULT_MODEL, "'another'", "rebuild with: evidence reindex"
    )
    ran = evidence("reindex", "--json")
    assert ran.code == 0
    assert objects(ran) == [{"passages": 2, "papers": 2, "model": "another"}]
    assert evidence("search", "asthma air").code == 0
    assert evidence("reindex").out == "2 passages rebuilt with another\n"


def test_a_library_is_found_by_option_before_environment(
    evidence: Evidence, held: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EVIDENCE_LIBRARY", str(tmp_path / "other"))
    check_told_in_one_line(evidence("papers", "--json"), "other: no library here")
    ran = evidence("papers", "--json", "--library", held.folder)
    assert len(json.loads(ran.out)) == 2


@pytest.mark.parametrize("address", ["localhost:8000", "http://", "http://host", "ftp://a:1"])
def test_a_wrong_server_address_is_told(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("EVIDENCE_CHROMA", address)
    check_told_in_one_line(evidence("papers"), "EVIDENCE_CHROMA", "expected http://host:port")


def test_markup_in_a_paper_is_shown_as_it_stands(evidence: Evidence, tmp_path: Path) -> None:
    library = open_fake(tmp_path / "library", DEFAULT_MODEL)
    title = "Risk [bold]of[/bold] asthma [1]"
    document = make_document(
        title, "Asthma [95% CI] was more [/] common.", standing=Standing.CONTESTED
    )
    put(library, document)
    for ran in (evidence("papers"), evidence("search", "asthma"), evidence("ask", "asthma risk")):
        assert ran.code == 0
        assert "[bold]" in ran.out
        assert "[/bold]" in ran.out
