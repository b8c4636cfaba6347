"""Sets are looked over before anyone trusts a number from them."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from fakes import ASTHMA, KIDNEY

from corpus.errors import EvidenceError
from corpus.starter.records import starter_records
from eval.lint import Finding, check, lint
from eval.questions import Gold, Question, QuestionSet, read_jsonl, set_of
from ingest.digest import read_digests

PAPERS = {document.paper.paper_id: document.paper for document in (ASTHMA, KIDNEY)}
HELD = (Gold("doi:10.1000/asthma", 2),)


def made(*questions: Question, name: str = "set") -> QuestionSet:
    return set_of(name, ((f"{name} line {n}", one) for n, one in enumerate(questions, start=1)))


def asked(name: str, text: str = "What is weathering?", **fields: object) -> Question:
    whole = {"kind": "k", "expected_behaviour": "answer", "gold": HELD, **fields}
    return Question(name, text, **whole)  # type: ignore[arg-type]


def grave(found: list[Finding]) -> list[str]:
    return [f"{one.place}: {one.what}" for one in found if one.grave]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (asked("a", gold=()), "no gold; a question that expects 'answer' needs a paper of grade"),
        (asked("a", gold=(Gold("doi:10.1000/asthma", 0),)), "no gold"),
        (asked("a", gold=(*HELD, *HELD)), "gold names 'doi:10.1000/asthma' twice"),
        (asked("a", follows="b"), "follows 'b'; expected the id of a question of the set"),
        (asked("a", follows="a"), "follows itself"),
        (asked("a", gold=(Gold("doi:gone", 2),)), "gold 'doi:gone': not in the library"),
        (
            asked("a", gold=(Gold("doi:10.1000/asthma", 2, (3,)),)),
            "gold 'doi:10.1000/asthma': page 3; the library holds no pages of it",
        ),
    ],
)
def test_a_question_that_cannot_be_scored_is_named(question: Question, told: str) -> None:
    (found,) = grave(lint([made(question)], PAPERS))
    assert found.startswith(f"set line 1: a: {told}")
    with pytest.raises(EvidenceError, match=r"^set line 1: a: "):
        check(made(question), PAPERS)


def test_pages_beyond_the_last_one_are_dead_gold() -> None:
    paged = {name: replace(paper, page_count=4) for name, paper in PAPERS.items()}
    gold = (Gold("doi:10.1000/asthma", 2, (4, 5)),)
    (found,) = grave(lint([made(asked("a", gold=gold))], paged))
    assert "page 5; the library holds pages 1 to 4" in found


def test_without_a_library_gold_is_not_called_dead() -> None:
    check(made(asked("a", gold=(Gold("doi:gone", 2),))))


def test_a_question_to_abstain_from_needs_no_gold() -> None:
    check(made(asked("a", expected_behaviour="abstain", gold=())), PAPERS)


def test_the_first_fault_says_how_many_more_there_are() -> None:
    with pytest.raises(EvidenceError, match=r"a: no gold.*\(and 1 more; see them with"):
        check(made(asked("a", gold=()), asked("b", gold=())))


def test_a_question_asked_twice_in_one_set_is_worth_a_look() -> None:
    found = lint([made(asked("a"), asked("b", "what is weathering"))])
    assert [(one.what, one.grave) for one in found if "asks" in one.what] == [
        ("b: asks what a asks, at set line 1", False)
    ]


def test_a_question_of_another_set_leaks() -> None:
    long = "How many people would have their lung function category changed by neutral equations?"
    other = long.replace("changed", "altered")
    found = lint([made(asked("a", long)), made(asked("z", other), name="test")])
    assert grave(found) == ["test line 1: z: leaks, a asks it at set line 1"]


def test_follow_ups_in_the_same_words_to_other_questions_are_other_questions() -> None:
    one, two = asked("a", "What is weathering?"), asked("b", "Did pulse oximeters miss hypoxaemia?")
    again = [
        asked("c", "And in children?", follows="a"),
        asked("d", "And in children?", follows="b"),
    ]
    assert not [found for found in lint([made(one, two, *again)]) if "asks" in found.what]


def test_thin_kinds_are_told() -> None:
    texts = ("Is it old?", "Who said so?", "Why kidneys?", "Which equation?", "What about lungs?")
    thick = [asked(f"a{n}", text, kind="thick") for n, text in enumerate(texts)]
    found = lint([made(*thick, asked("b", "Does rent matter?", kind="thin"))])
    assert [one.what for one in found] == ["kind 'thin': 1; expected 5 or more"]


@pytest.mark.parametrize("name", ["development", "smoke"])
def test_the_shipped_sets_have_no_faults_over_the_starter_corpus(name: str) -> None:
    held = {key: document.paper for key, document in read_digests(starter_records())}
    shipped = read_jsonl(Path(str(files("eval.sets").joinpath(f"{name}.jsonl"))))
    assert grave(lint([shipped], held)) == []
