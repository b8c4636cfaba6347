"""A question set is read whole, and a bad line is named by file, line and field."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from corpus.errors import EvidenceError
from corpus.starter.records import starter_records
from eval.questions import Gold, Question, jsonl, read_jsonl, read_questions, resolved
from eval.read_set import read_set

GOOD = '{"id": "a", "question": "Is it old?", "kind": "history", "expected_behaviour": "answer"}'


def write(folder: Path, *lines: str) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_question_is_read_with_its_gold(tmp_path: Path) -> None:
    line = GOOD[:-1] + ', "gold": [{"id": "inker2021", "grade": 2}], "notes": "passed over"}'
    assert read_questions(write(tmp_path, line, "")) == [
        Question("a", "Is it old?", "history", "answer", (Gold("inker2021", 2),))
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        (GOOD, "id 'a' is used twice"),
        ('{"id": "b", "question": "Why?", "kind": "k"}', "expected_behaviour: Field required"),
        (GOOD.replace('"a"', '"b"').replace('"answer"', '"reply"'), "expected_behaviour: Input"),
        (GOOD.replace('"a"', '"b"')[:-1] + ', "gold": [{"id": "x", "grade": -1}]}', "gold.0.grade"),
        (
            GOOD.replace('"a"', '"b"')[:-1] + ', "gold": [{"id": "x", "grade": "2"}]}',
            "gold.0.grade: Input should be a valid integer; found '2'",
        ),
        (
            GOOD.replace('"a"', '"b"')[:-1] + ', "gold": [{"id": "x", "grade": 1, "pages": [0]}]}',
            "gold.0.pages.0",
        ),
        ("[" * 100_000, "not JSON"),
        ("3", "line: Input should be"),
    ],
)
def test_a_bad_line_is_named_by_file_line_and_field(tmp_path: Path, line: str, told: str) -> None:
    path = write(tmp_path, GOOD, "", line)
    with pytest.raises(EvidenceError) as refused:
        read_questions(path)
    assert str(refused.value).startswith(f"{path} line 3: {told}")


def test_what_was_found_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="found 'reply'"):
        read_questions(write(tmp_path, GOOD.replace('"answer"', '"reply"')))


def test_the_development_set_names_only_papers_we_hold() -> None:
    questions = read_questions(Path(str(files("eval.sets").joinpath("development.jsonl"))))
    assert len(questions) > 100
    ids = {question.id for question in questions}
    for question in questions:
        assert {gold.id for gold in question.gold} <= set(starter_records()), question.id
        assert question.follows is None or question.follows in ids, question.id


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"nowhere\.jsonl: cannot be read as UTF-8"):
        read_questions(tmp_path / "nowhere.jsonl")
    with pytest.raises(EvidenceError, match="is empty; expected one line"):
        read_questions(write(tmp_path, "", " "))


def test_a_set_written_out_reads_as_the_same_set(tmp_path: Path) -> None:
    shipped = read_set("development")
    path = tmp_path / "development.jsonl"
    path.write_text(jsonl(shipped.questions), encoding="utf-8")
    again = read_jsonl(path)
    assert again.questions == shipped.questions
    assert again.digest == shipped.digest


def test_the_smoke_set_is_ten_of_the_development_set_of_every_behaviour() -> None:
    smoke, development = read_set("smoke"), read_set("development")
    assert len(smoke.questions) == 10
    assert set(map(repr, smoke.questions)) <= set(map(repr, development.questions))
    behaviours = {question.expected_behaviour for question in smoke.questions}
    assert behaviours == {"answer", "abstain", "correct_premise"}


def test_gold_by_citation_key_becomes_gold_by_paper_id(tmp_path: Path) -> None:
    gold = ', "gold": [{"id": "inker2021", "grade": 2}, {"id": "doi:10.1000/x", "grade": 1}]}'
    named = resolved(read_jsonl(write(tmp_path, GOOD[:-1] + gold)), {"inker2021": "doi:10.1/k"})
    assert [one.id for one in named.questions[0].gold] == ["doi:10.1/k", "doi:10.1000/x"]
