"""`evidence eval` puts the assistant and eval together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran
from fakes import ASTHMA, KIDNEY, make_document, put

from assistant.evaluate.adapter import asking, labelled
from corpus.library import Library
from corpus.paper import Relation
from corpus.status import Standing
from eval.questions import Gold, Question, set_of

Evidence = Callable[..., Ran]
AIR = {
    "id": "air",
    "question": "Was asthma more common where the air was worse?",
    "kind": "claim_check",
    "expected_behaviour": "answer",
    "gold": [{"id": "doi:10.1000/asthma", "grade": 2}],
}
VIOLIN = {
    "id": "violin",
    "question": "Which violin concerto did Sibelius compose?",
    "kind": "out_of_scope",
    "expected_behaviour": "abstain",
}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(tmp_path / "small.jsonl", AIR, VIOLIN)


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def told(ran: Ran) -> dict[str, Any]:
    (line,) = ran.out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize("command", ["run", "lint", "compare", "export"])
def test_every_eval_command_has_help(evidence: Evidence, command: str) -> None:
    assert command in evidence("eval", "--help").out
    ran = evidence("eval", command, "--help")
    assert ran.code == 0
    assert "--help" in ran.out


def test_a_run_prints_the_table_and_the_path_of_the_report(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    ran = evidence("eval", "run", questions, "--out", tmp_path / "made")
    assert ran.code == 0
    assert "2 questions: 1 answered, 1 declined, 0 failed" in ran.out
    together = "precision of answering 1.000 (1.00 to 1.00); coverage 1.000 (1.00 to 1.00); "
    assert together in " ".join(ran.out.split())
    assert "nDCG@10" in ran.out
    assert ran.out.rstrip().endswith(f"Report: {tmp_path / 'made' / 'report.html'}")
    assert (tmp_path / "made" / "report.html").is_file()


def test_a_run_tells_other_programs_its_path_and_scores(
    evidence: Evidence, held: Library, questions: Path
) -> None:
    found = told(evidence("eval", "run", questions, "--json"))
    assert Path(found["run"]).parent == Path("runs")
    assert (Path(found["run"]) / "run.json").is_file()
    assert (found["size"], found["answered"], found["declined"], found["failed"]) == (2, 1, 1, 0)
    assert found["scores"]["nDCG@10"] == {"value": 1.0, "low": 1.0, "high": 1.0, "count": 1}
    assert found["scores"]["verbatim exact"]["value"] == 1.0
    assert found["scores"]["declined rightly"]["value"] == 1.0


def test_a_floor_that_is_not_kept_exits_with_one(
    evidence: Evidence, held: Library, questions: Path
) -> None:
    asked = ("eval", "run", questions, "--json", "--fail-under")
    assert evidence(*asked, "nDCG@10=0.8").code == 0
    ran = evidence(*asked, "precision@5=0.8", "--fail-under", "nDCG@10=0.8")
    assert ran.code == 1
    assert ran.err == "evidence: precision@5 is 0.2000, under 0.8\n"
    assert evidence(*asked, "nDGC@10=0.8").code == 2


def test_a_run_made_again_comes_to_the_same(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    first = told(evidence("eval", "run", questions, "--out", tmp_path / "made", "--json"))
    questions.unlink()
    again = told(evidence("eval", "run", "--again", tmp_path / "made", "--json"))
    assert again["run"] != first["run"]
    assert again["set"] == "small"

    def lasting(found: dict[str, Any]) -> dict[str, Any]:
        return {
            name: one
            for name, one in found["scores"].items()
            if "seconds" not in name and "memory" not in name
        }

    assert lasting(again) == lasting(first)


def test_a_run_from_another_library_is_told(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    evidence("eval", "run", questions, "--out", tmp_path / "made")
    put(held, make_document("Rents", "Rents rose.", doi="10.1000/rents"))
    ran = evidence("eval", "run", "--again", tmp_path / "made")
    assert ran.code == 2
    assert "a run from another library: snapshot" in ran.err
    ran = evidence("eval", "run", questions, "--out", tmp_path / "made")
    assert ran.code == 2
    assert "the run was made with library snapshot" in ran.err


def test_a_run_is_not_gone_on_with_by_another_program(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    evidence("eval", "run", questions, "--out", tmp_path / "made")
    path = tmp_path / "made" / "run.json"
    conditions = json.loads(path.read_text("utf-8"))
    assert len(conditions["code"]) == 12
    path.write_text(json.dumps(conditions | {"code": "another"}), encoding="utf-8")
    ran = evidence("eval", "run", questions, "--out", tmp_path / "made")
    assert ran.code == 2
    assert "the run was made with the program another" in ran.err


def test_an_unknown_paper_is_told_before_anything_is_asked(
    evidence: Evidence, held: Library, tmp_path: Path
) -> None:
    bad = write(tmp_path / "bad.jsonl", VIOLIN, AIR | {"gold": [{"id": "doi:gone", "grade": 2}]})
    ran = evidence("eval", "run", bad)
    assert ran.code == 2
    assert ran.err == (
        f"evidence: {bad} line 2: air: gold 'doi:gone': not in the library; expected the id of a "
        "paper held\n"
    )
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (AIR, "id 'air' is used twice, first at {path} line 1; make it unique"),
        (
            AIR | {"id": "b", "gold": [{"id": "a", "grade": "high"}]},
            "gold.0.grade: Input should be a valid integer; found 'high'",
        ),
        (
            AIR | {"id": "b", "gold": []},
            "b: no gold; a question that expects 'answer' needs a paper of grade 1 or 2",
        ),
    ],
)
def test_a_set_with_a_fault_is_refused_by_file_and_line(
    evidence: Evidence, held: Library, tmp_path: Path, second: dict[str, object], told: str
) -> None:
    bad = write(tmp_path / "bad.jsonl", AIR, second)
    ran = evidence("eval", "run", bad)
    assert (ran.code, ran.err) == (
        2,
        f"evidence: {bad} line 2: {told.format(path=bad)}\n",
    )
    assert not (tmp_path / "runs").exists()


def test_a_set_or_a_run_to_make_again_not_both_nor_neither(evidence: Evidence) -> None:
    for options in ((), ("smoke", "--again", "made")):
        ran = evidence("eval", "run", *options)
        assert ran.code == 2
        assert "give a set or --again FOLDER, one of the two" in ran.err


def test_a_question_that_cannot_be_asked_fails_and_is_named(
    evidence: Evidence, held: Library, tmp_path: Path
) -> None:
    long = write(tmp_path / "long.jsonl", AIR | {"question": "air " * 900}, VIOLIN)
    ran = evidence("eval", "run", long)
    assert ran.code == 1
    assert "2 questions: 0 answered, 1 declined, 1 failed" in ran.out
    assert ran.err.startswith("evidence: air: failed: QuestionError: the question has 3,5")


def test_lint_names_what_to_mend(evidence: Evidence, held: Library, tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", AIR | {"gold": [{"id": "doi:gone", "grade": 2}]})
    two = write(tmp_path / "two.jsonl", AIR | {"id": "again"})
    ran = evidence("eval", "lint", one, two)
    assert ran.code == 1
    assert "again: leaks, air asks it at" in ran.out.replace("\n", " ")
    assert "doi:gone" not in ran.out
    assert "gold 'doi:gone': not in the library" in evidence(
        "eval", "lint", one, "--library", tmp_path / "library"
    ).out.replace("\n", " ")
    assert evidence("eval", "lint", two).code == 0
    assert [one["grave"] for one in told(evidence("eval", "lint", two, "--json"))] == [False]


def test_two_runs_are_compared(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        evidence("eval", "run", questions, "--out", tmp_path / name)
    runs = (tmp_path / "a", tmp_path / "b")
    ran = evidence("eval", "compare", *runs, "--out", tmp_path / "both.md")
    assert ran.code == 0
    assert "Flipped: 0 for the better, 0 for the worse" in ran.out
    assert "| nDCG@10 | 1.0000 | 1.0000 | 1.0000 |" in (tmp_path / "both.md").read_text("utf-8")
    found = told(evidence("eval", "compare", *runs, "--json"))
    assert found["flips"] == []
    other = write(tmp_path / "other.jsonl", AIR)
    evidence("eval", "run", other, "--out", tmp_path / "c")
    ran = evidence("eval", "compare", tmp_path / "a", tmp_path / "c")
    assert ran.code == 2
    assert "compare runs over the same set" in ran.err


def test_a_run_goes_out_as_beir_and_comes_in_again(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    first = told(evidence("eval", "run", questions, "--out", tmp_path / "made", "--json"))
    assert evidence("eval", "export", tmp_path / "made", tmp_path / "beir", "--beir").code == 0
    again = told(evidence("eval", "run", tmp_path / "beir", "--json"))
    assert (again["set"], again["size"]) == ("beir", 1)
    assert again["scores"]["nDCG@10"] == first["scores"]["nDCG@10"]
    texts = (tmp_path / "beir" / "corpus.jsonl").read_text("utf-8")
    assert "Asthma was more common where the air was worse." in texts


def test_a_set_with_a_corpus_brings_its_library_and_uses_it_again(
    evidence: Evidence, tmp_path: Path
) -> None:
    folder = tmp_path / "small"
    (folder / "qrels").mkdir(parents=True)
    rows = {
        "corpus": [
            {"_id": "1", "title": "Air", "text": "Asthma was more common where air was worse."},
            {"_id": "2", "title": "Rent", "text": "Rents were lower by the river than in town."},
        ],
        "queries": [{"_id": "q", "text": "Was asthma more common where air was worse?"}],
    }
    for name, some in rows.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, some)), "utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\t1\t1\n", "utf-8")
    first = told(evidence("eval", "run", folder, "--out", tmp_path / "first", "--json"))
    assert first["scores"]["nDCG@10"]["value"] == 1.0
    (library,) = (tmp_path / "runs").glob("small-library-*")
    held = {path.name for path in (library / "files").rglob("*")}
    again = told(evidence("eval", "run", folder, "--out", tmp_path / "again", "--json"))
    assert again["scores"]["nDCG@10"] == first["scores"]["nDCG@10"]
    assert {path.name for path in (library / "files").rglob("*")} == held


def test_an_outcome_names_the_counterparts_held_of_a_contested_paper(library: Library) -> None:
    relation = Relation("doi:10.1000/kidney", "counterpoint", "It found otherwise.")
    gone = Relation("doi:10.1000/gone", "counterpoint", "Not held.")
    contested = make_document(
        "Air and asthma",
        "Asthma was more common where the air was worse.",
        doi="10.1000/asthma",
        standing=Standing.CONTESTED,
        read_with=(relation, gone),
    )
    put(library, contested)
    put(library, KIDNEY)
    asked = Question("q", str(AIR["question"]), "k", "answer", (Gold("doi:10.1000/asthma", 2),))
    outcome = asking(library)(asked, None)
    assert outcome.behaved == "answered"
    assert outcome.ranked[0] == "doi:10.1000/asthma"
    first = next(one for one in outcome.shown if one.paper_id == "doi:10.1000/asthma")
    assert first.standing == "contested"
    assert first.counterparts == ("doi:10.1000/kidney",)
    assert set(outcome.seconds) >= {"search", "write", "whole answer"}


def test_questions_bear_the_labels_of_their_gold() -> None:
    paper = replace(
        ASTHMA.paper, topics=("asthma",), population="Black and non-Hispanic White children"
    )
    gold = (Gold(paper.paper_id, 1), Gold("doi:other", 0))
    asked = set_of("s", [("s line 1", Question("q", "Why?", "k", "answer", gold))])
    (question,) = labelled(asked, {paper.paper_id: paper}).questions
    assert question.labels == {
        "topic": ("asthma",),
        "status": ("current",),
        "group studied": ("Black", "White"),
    }


def test_another_system_is_scored_over_the_same_questions(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    shown = {"rank": 1, "paper_id": "10.1000/asthma", "text": "Asthma was more common."}
    told_air = {"text": "Asthma was more common.", "cites": [1]}
    answers = write(
        tmp_path / "theirs.jsonl",
        {"id": "air", "declined": False, "sentences": [told_air], "evidence": [shown]},
    )
    ran = evidence("eval", "run", questions, "--system", answers, "--out", tmp_path / "a", "--json")
    assert ran.code == 1
    assert f"violin: failed: {answers}: holds nothing on this question" in ran.err
    found = told(ran)
    assert (found["answered"], found["failed"], found["size"]) == (1, 1, 2)
    assert found["scores"]["nDCG@10"]["value"] == 1.0
    again = told(evidence("eval", "run", "--again", tmp_path / "a", "--json"))
    assert again["scores"]["nDCG@10"] == found["scores"]["nDCG@10"]
    evidence("eval", "run", questions, "--out", tmp_path / "ours")
    compared = evidence("eval", "compare", tmp_path / "a", tmp_path / "ours")
    assert f"system: {answers}, then" in compared.out.replace("\n", "")
    assert evidence("eval", "run", "--again", tmp_path / "a", "--system", answers).code == 2
    assert "expected module:function" in evidence("eval", "run", questions, "--system", "x").err


def test_many_at_a_time_answer_as_one_and_every_asking_is_kept(
    evidence: Evidence, held: Library, questions: Path, tmp_path: Path
) -> None:
    def answers(name: str, *options: object) -> list[dict[str, Any]]:
        made = tmp_path / name
        assert evidence("eval", "run", questions, "--out", made, *options).code == 0
        lines = (made / "answers.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def lasting(row: dict[str, Any]) -> dict[str, Any]:
        kept = {
            name: row["outcome"][name] for name in ("behaved", "said", "shown", "ranked", "sure")
        }
        return {"id": row["id"], "time": row["time"], **kept}

    one = answers("one", "--times", 2)
    two = answers("two", "--times", 2, "--workers", 2)
    assert [(row["id"], row["time"]) for row in one] == [
        ("air", 1), ("violin", 1), ("air", 2), ("violin", 2)
    ]  # fmt: skip
    assert list(map(lasting, one)) == list(map(lasting, two))
    assert {row["outcome"]["tokens"] for row in one} == {0}
    again = told(evidence("eval", "run", "--again", tmp_path / "two", "--json"))
    assert again["scores"]["stable text"]["value"] == 1.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--times", 0), "--times is 0; expected 1 or more"),
        (("--workers", -1), "--workers is -1; expected 1 or more"),
        (("--judge", "oracle"), "'oracle'; expected quoting, ollama/NAME"),
    ],
)
def test_options_that_say_nothing_are_refused(
    evidence: Evidence, questions: Path, options: tuple[object, ...], message: str
) -> None:
    ran = evidence("eval", "run", questions, *options)
    assert ran.code == 2
    assert message in ran.err
