"""Every sentence of an answer opens onto its passage, and no evidence means a refusal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial

import pytest
from fakes import ASTHMA, KIDNEY, make_document, put

from assistant.answer import LONGEST_QUESTION, answer, answering, check_question
from assistant.brief import Answer
from assistant.render.json_objects import answer_object
from corpus.errors import QuestionError
from corpus.filters import Filters
from corpus.library import Library
from corpus.paper import Document, Relation
from corpus.status import Standing

KEYS = [
    "question", "outcome", "declined", "request", "reason", "missing", "premise", "answer",
    "sentences", "evidence", "library", "writer", "sure", "seconds",
]  # fmt: skip
SENTENCE_KEYS = {"text", "cites", "verbatim", "supported", "why", "group"}
EVIDENCE_KEYS = {
    "rank", "paper_id", "passage_id", "title", "authors", "year", "journal", "doi", "pmid",
    "section", "pages", "text", "quote", "score", "status", "origin",
}  # fmt: skip


def check_promises(found: Answer) -> None:
    """Check what every answer promises, in the object that other programs get."""
    told = json.loads(json.dumps(answer_object(found)))
    assert list(told) == KEYS
    evidence = {item["rank"]: item for item in told["evidence"]}
    assert list(evidence) == list(range(1, len(evidence) + 1))
    assert all(set(item) == EVIDENCE_KEYS for item in told["evidence"])
    used: dict[int, None] = {}
    for sentence in told["sentences"]:
        assert set(sentence) == SENTENCE_KEYS
        assert sentence["cites"]
        assert set(sentence["cites"]) <= set(evidence)
        told_in = [sentence["text"] in evidence[rank]["text"] for rank in sentence["cites"]]
        # Only a line on what differs between two papers is not quoted.
        assert all(told_in) if sentence["verbatim"] else sentence["group"] == "read with"
        used.update(dict.fromkeys(sentence["cites"]))
    markers = {int(number) for number in re.findall(r" \[(\d+)\]", told["answer"])}
    assert told["declined"] == (not told["sentences"]) == bool(told["reason"])
    assert all(missing in told["question"] for missing in told["missing"])
    assert all(missing in told["answer"] for missing in told["missing"])
    if told["declined"]:
        assert told["reason"] in told["answer"]
        assert not told["missing"]
        assert len(told["evidence"]) <= 3
    else:
        # Numbers are given in order of first use, and nothing is shown that is not cited.
        assert list(used) == list(evidence)
        assert markers == set(evidence)
        assert all(item["quote"] in item["text"] for item in told["evidence"])


def papers_of(found: Answer) -> list[str]:
    return list(dict.fromkeys(item.paper.title for item in found.evidence))


def test_an_answer_quotes_the_sentence_that_answers(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    found = answer(library, "Was asthma more common where the air was worse?")
    check_promises(found)
    assert not found.declined
    first = found.sentences[0]
    assert first.text == "Asthma was more common where the air was worse."
    assert found.evidence[first.cites[0] - 1].quote == first.text
    assert (found.papers, found.passages) == (2, 2)
    assert found.snapshot == library.snapshot


def test_the_same_question_gets_the_same_answer(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    ask = partial(answer, library, "Was asthma more common where the air was worse?")
    assert replace(ask(), seconds={}) == replace(ask(), seconds={})


def test_an_answer_grows_by_sentences_and_its_markers_never_move(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    *parts, whole = answering(library, "asthma in the air, rents, highway and wheezing children")
    assert len(whole.sentences) > 1
    assert [len(part.sentences) for part in parts] == list(range(1, len(whole.sentences)))
    for part in parts:
        assert part.evidence == whole.evidence
        assert part.sentences == whole.sentences[: len(part.sentences)]


def test_nothing_relevant_is_a_refusal_with_the_nearest_papers(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    found = answer(library, "Which violin concerto did Sibelius compose?")
    check_promises(found)
    assert found.declined
    assert found.sentences == ()
    assert "2 papers searched" in (found.reason or "")
    assert 1 <= len(found.evidence) <= 3


def test_filters_that_admit_nothing_are_a_refusal_that_names_them(library: Library) -> None:
    put(library, ASTHMA)
    found = answer(library, "Was asthma more common?", Filters(year_from=2050))
    check_promises(found)
    assert found.declined
    assert "within the filters set" in (found.reason or "")
    assert found.evidence == ()


OLD = "Race in the old kidney equation"
NEW = "Race in the new kidney equation"


def old_and_new(standing: Standing, relation: str, back: str) -> tuple[Document, Document]:
    """Return an old paper of this standing and a new one, each naming the other."""
    old = make_document(
        OLD,
        "The kidney equation multiplies by race for Black patients.",
        doi="10.1/old",
        standing=standing,
        read_with=[Relation("doi:10.1/new", relation, "the two disagree on race")],
    )
    new = make_document(
        NEW,
        "Without race the estimate of filtration holds for everybody.",
        doi="10.1/new",
        read_with=[Relation("doi:10.1/old", back, "the older equation")],
    )
    return old, new


def test_a_superseded_paper_does_not_lead_when_its_successor_is_there(library: Library) -> None:
    old = make_document(
        "Kidney equation of 2009",
        "The kidney equation multiplies the estimate by 1.159 for Black patients.",
        doi="10.1/old",
        standing=Standing.SUPERSEDED,
        read_with=[Relation("doi:10.1/new", "superseded by", "the new equation leaves race out")],
    )
    new = make_document(
        "Kidney equation of 2021",
        "The kidney equation no longer multiplies the estimate for Black patients.",
        doi="10.1/new",
    )
    put(library, old)
    put(library, new)
    found = answer(library, "Does the kidney equation multiply the estimate for Black patients?")
    check_promises(found)
    assert papers_of(found)[0] == "Kidney equation of 2021"


def test_a_superseded_paper_brings_its_successor_in(library: Library) -> None:
    for document in old_and_new(Standing.SUPERSEDED, "superseded by", "supersedes"):
        put(library, document)
    found = answer(library, "multiplies by race for Black patients")
    assert set(papers_of(found)) == {OLD, NEW}


def test_the_counterpart_of_a_contested_paper_is_read_beside_it(library: Library) -> None:
    for document in (*old_and_new(Standing.CONTESTED, "contested by", "contests"), ASTHMA):
        put(library, document)
    found = answer(library, "multiplies by race for Black patients")
    check_promises(found)
    groups = {found.evidence[s.cites[0] - 1].paper.title: s.group for s in found.sentences}
    assert groups == {OLD: "says", NEW: "read with"}
    assert "**Read together with**" in answer_object(found)["answer"]
    assert "*(contested)*" in answer_object(found)["answer"]


def test_a_counterpart_that_is_not_held_is_passed_over(library: Library) -> None:
    old, _ = old_and_new(Standing.CONTESTED, "contested by", "contests")
    put(library, old)
    found = answer(library, "multiplies by race for Black patients")
    check_promises(found)
    assert papers_of(found) == [OLD]


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_not_asked(library: Library, question: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty"):
        answer(library, question)


def test_an_essay_is_not_a_question() -> None:
    assert check_question("x" * LONGEST_QUESTION)
    with pytest.raises(QuestionError, match=r"has 2,001 characters, at most 2,000"):
        check_question("x" * (LONGEST_QUESTION + 1))


def test_a_follow_up_is_searched_with_what_it_follows(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    found = answer(library, "And why?", follows="Does the new kidney equation leave race out?")
    assert found.question == "And why?"
    assert papers_of(found)[0] == KIDNEY.paper.title
