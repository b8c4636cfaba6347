"""A question set is read whole, and a bad line is named by file, line and field."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from corpus.errors import EvidenceError
from corpus.starter.records import starter_records
from eval.questions import Gold, Question, read_questions

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
        (GOOD.replace('"a"', '"b"')[:-1] + ', "gold": [{"id": "x", "grade": 3}]}', "gold.0.grade"),
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
