"""A run is a folder that holds everything, and goes on where it was cut off."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from eval_maker import ALSO, ANSWERED, CONDITIONS, DECLINED, QUESTIONS, made, scripted
from fakes import Killed
from filelock import FileLock

from corpus.errors import EvidenceError
from eval.outcome import Outcome
from eval.questions import Question, set_of
from eval.run import conduct, read_run
from eval.summary import Counts, summarise


def test_a_run_read_back_is_the_run_that_was_made(tmp_path: Path) -> None:
    run = made(tmp_path / "run")
    again = read_run(tmp_path / "run")
    assert again.outcomes == run.outcomes
    assert again.conditions == CONDITIONS
    assert again.questions.questions == QUESTIONS.questions
    assert again.questions.name == "small"


def test_a_system_that_breaks_fails_one_question_and_not_the_run(tmp_path: Path) -> None:
    run = made(tmp_path / "run")
    assert run.outcomes["air"] == ANSWERED
    assert run.outcomes["violin"] == DECLINED
    told = f"TimeoutError: after {QUESTIONS.questions[0].question}"
    assert run.outcomes["also"] == Outcome("failed", told)


def test_answered_declined_and_failed_add_up_to_the_set(tmp_path: Path) -> None:
    whole = summarise(made(tmp_path / "run")).whole
    assert whole.counts == Counts(3, answered=1, declined=1, failed=1)
    assert whole.means["nDCG@10"].count == 2
    assert whole.means["nDCG@10"].value == pytest.approx(0.95 / 2, abs=0.01)


def test_a_run_that_is_cut_off_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    asked: list[str] = []

    def cut_off(question: Question, follows: str | None) -> Outcome:
        if question.id == "violin" and "violin" not in asked:
            asked.append("violin")
            raise Killed
        asked.append(question.id)
        return scripted(question, follows)

    with pytest.raises(Killed):
        made(tmp_path / "run", cut_off)
    with pytest.raises(EvidenceError, match="1 of 3 questions are not asked yet; go on with"):
        read_run(tmp_path / "run")
    run = made(tmp_path / "run", cut_off)
    assert asked == ["air", "also", "violin", "violin"]
    assert list(run.outcomes) == ["air", "also", "violin"]


def test_a_line_cut_in_its_middle_is_asked_again(tmp_path: Path) -> None:
    whole = made(tmp_path / "run").outcomes
    answers = tmp_path / "run" / "answers.jsonl"
    kept = answers.read_bytes()
    for length in (0, 1, 40, len(kept) - 1):
        answers.write_bytes(kept[:length])
        assert made(tmp_path / "run").outcomes == whole
        assert answers.read_bytes() == kept


def test_a_run_is_not_gone_on_with_under_other_conditions(tmp_path: Path) -> None:
    made(tmp_path / "run")
    others = {
        "snapshot": "made with library snapshot snapshot, now it is library snapshot other",
        "digest": "made with questions digest, now it is questions other",
        "model": "made with embedding model hashing",
    }
    for name, told in others.items():
        other = replace(CONDITIONS, **{name: "other"})
        with pytest.raises(EvidenceError, match=told):
            conduct(tmp_path / "run", QUESTIONS, other, scripted, lambda *_: None)
    newer = replace(CONDITIONS, versions={**CONDITIONS.versions, "torch": "9"})
    with pytest.raises(EvidenceError, match=r"made with torch .*, now it is torch 9;"):
        conduct(tmp_path / "run", QUESTIONS, newer, scripted, lambda *_: None)


def test_another_machine_or_place_goes_on_with_a_run(tmp_path: Path) -> None:
    made(tmp_path / "run")
    moved = replace(CONDITIONS, library="moved", machine="another", started="later")
    run = conduct(tmp_path / "run", QUESTIONS, moved, scripted, lambda *_: None)
    assert run.conditions == CONDITIONS


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{}", r"answers\.jsonl line 1: not a reply of a run"),
        (
            json.dumps({"id": "other", "outcome": {"behaved": "declined"}}),
            r"answers\.jsonl line 1: 'other' is no question of the run",
        ),
    ],
)
def test_a_spoilt_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    made(tmp_path / "run")
    (tmp_path / "run" / "answers.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(EvidenceError, match=told):
        read_run(tmp_path / "run")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"holds thesis\.txt and no run; give an empty folder"):
        made(tmp_path)
    with pytest.raises(EvidenceError, match=r"thesis\.txt: is a file"):
        made(tmp_path / "thesis.txt")
    with pytest.raises(EvidenceError, match=r"no run here; expected a folder with run\.json"):
        read_run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_processes_do_not_write_one_run(tmp_path: Path) -> None:
    made(tmp_path / "run")
    with (
        FileLock(tmp_path / "run" / "run.lock"),
        pytest.raises(EvidenceError, match="another process is at this run"),
    ):
        made(tmp_path / "run")


def test_parts_are_told_by_kind_and_thin_labels_are_counted(tmp_path: Path) -> None:
    kinds, expected, topics = summarise(made(tmp_path / "run")).breakdowns
    assert [row.label for row in kinds.rows] == ["claim_check", "follow_up", "out_of_scope"]
    assert [row.counts.failed for row in kinds.rows] == [0, 1, 0]
    assert [(row.label, row.counts.size) for row in expected.rows] == [
        ("answer", 2),
        ("abstain", 1),
    ]
    assert (topics.by, topics.rows, topics.thin) == ("topic", (), 1)


def test_a_part_with_questions_enough_is_told(tmp_path: Path) -> None:
    asked = [
        replace(ALSO, id=f"q{n}", labels={"group": ("Black",)}, follows=None) for n in range(5)
    ]
    questions = set_of("five", ((one.id, one) for one in asked))
    summary = summarise(made(tmp_path / "run", lambda *_: ANSWERED, questions))
    (group,) = [one for one in summary.breakdowns if one.by == "group"]
    assert group.rows[0].label == "Black"
    assert group.rows[0].means["recall@5"].value == 1.0
