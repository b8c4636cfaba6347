"""A file of questions is answered line by line, and a bad line is named by file and number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.cli.batch import Asked, answer_all, read_questions_file
from corpus.errors import EvidenceError, QuestionError


def write(folder: Path, *lines: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_line_is_a_question_and_what_else_it_says_is_passed_over(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '{"id": "a", "question": "Is it old?", "gold": []}',
        "",
        '{"id": "b", "question": "Why?", "follows": "a"}',
    )
    assert read_questions_file(path) == [Asked("a", "Is it old?"), Asked("b", "Why?", "a")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "not JSON"),
        ("[]", "line"),
        ('"a question"', "line"),
        ('{"id": "b"}', "question: field required"),
        ('{"id": 7, "question": "Why?"}', "id: input should be a valid string"),
        ('{"id": "b", "question": null}', "question: input should be a valid string"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path, line: str, told: str) -> None:
    path = write(tmp_path, '{"id": "a", "question": "Is it old?"}', "", line)
    with pytest.raises(EvidenceError) as refused:
        read_questions_file(path)
    assert str(refused.value).startswith(f"{path} line 3: {told}")


def test_a_file_without_questions_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no questions"):
        read_questions_file(write(tmp_path, "", " "))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="cannot be read as UTF-8 text"):
        read_questions_file(tmp_path / "nowhere.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9\xff")
    with pytest.raises(EvidenceError, match="cannot be read as UTF-8 text"):
        read_questions_file(tmp_path / "latin.jsonl")


def test_a_question_that_cannot_be_asked_does_not_stop_the_others() -> None:
    def answer_one(question: str, context: str | None) -> dict[str, Any]:
        if not question:
            raise QuestionError("the question is empty")
        return {"question": question, "context": context}

    asked = [
        Asked("a", "Is it old?"),
        Asked("b", ""),
        Asked("c", "Why?", "a"),
        Asked("d", "So?", "x"),
    ]
    assert list(answer_all(asked, answer_one)) == [
        {"id": "a", "question": "Is it old?", "context": None},
        {"id": "b", "question": "", "error": "the question is empty"},
        {"id": "c", "question": "Why?", "context": "Is it old?"},
        {"id": "d", "question": "So?", "context": None},
    ]


def test_a_bug_is_not_taken_for_a_bad_question() -> None:
    def answer_one(question: str, context: str | None) -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(answer_all([Asked("a", "Is it old?")], answer_one))
