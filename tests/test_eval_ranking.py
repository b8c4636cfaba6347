"""Scores equal the published formulas, and search stays above its floor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieve.search import search
from assistant.understand.contextualize import in_conversation
from corpus.library import Library
from corpus.starter.records import starter_records
from eval.questions import Gold, Question, read_questions
from eval.ranking import score_ranking, score_rankings
from ingest.digest import read_digests

NDCG, RECALL = "nDCG@10", "recall@5 of grade 2"


def question(name: str, *gold: Gold, behaviour: str = "answer") -> Question:
    return Question(name, f"{name}?", "history", behaviour, gold)  # type: ignore[arg-type]


def ndcg(gold: dict[str, int], ranked: Sequence[str]) -> float:
    """Return nDCG@10 with linear gain, as Järvelin and Kekäläinen and trec_eval define it."""

    def gain(grades: Sequence[int]) -> float:
        return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades[:10], 1))

    ideal = gain(sorted(gold.values(), reverse=True))
    return gain([gold.get(paper, 0) for paper in ranked]) / ideal


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(st.sampled_from("abcdefghijklmn"), st.sampled_from([1, 2]), min_size=1),
    st.permutations("abcdefghijklmnopq"),
)
def test_scores_equal_the_published_formulas(gold: dict[str, int], ranked: list[str]) -> None:
    asked = question("q", *(Gold(paper, grade) for paper, grade in gold.items()))
    scores = score_ranking([asked], lambda _question: ranked, {paper: paper for paper in gold})
    assert scores.by_measure[NDCG]["q"] == pytest.approx(ndcg(gold, ranked))
    best = {paper for paper, grade in gold.items() if grade == 2}
    if best:
        expected = len(best & set(ranked[:5])) / len(best)
        assert scores.by_measure[RECALL]["q"] == pytest.approx(expected)
    else:
        assert scores.by_measure[RECALL] == {}


def test_passages_of_one_paper_count_once_at_the_place_of_the_first() -> None:
    asked = question("q", Gold("a", 2), Gold("b", 2))
    ids = {"a": "doi:a", "b": "doi:b"}
    ranked = ["doi:x", "doi:x", "doi:x", "doi:x", "doi:a", "doi:a", "doi:b"]
    scores = score_ranking([asked], lambda _question: ranked, ids)
    assert scores.mean(RECALL) == 1.0
    assert scores.mean(NDCG) == pytest.approx(
        ndcg({"doi:a": 2, "doi:b": 2}, ["doi:x", "doi:a", "doi:b"])
    )


def test_a_question_for_which_nothing_is_found_scores_zero_and_does_not_vanish() -> None:
    found = question("found", Gold("a", 2))
    missed = question("missed", Gold("a", 2))
    scores = score_ranking(
        [found, missed], lambda asked: ["a"] if asked.id == "found" else [], {"a": "a"}
    )
    assert scores.by_measure[NDCG] == {"found": 1.0, "missed": 0.0}
    assert scores.mean(RECALL) == 0.5


def test_questions_to_abstain_from_are_left_out() -> None:
    abstain = question("q", Gold("a", 1), behaviour="abstain")
    scores = score_ranking([abstain, question("r", Gold("a", 1))], lambda _q: ["a"], {"a": "a"})
    assert scores.by_measure[NDCG] == {"r": 1.0}
    assert scores.by_measure[RECALL] == {}
    assert all(set(found) <= {"r"} for found in scores.by_measure.values())


@settings(deadline=None, max_examples=30)
@given(
    st.permutations("abcdefghijklmnopqrstuvwxyz"), st.sets(st.sampled_from("abcdefg"), min_size=1)
)
def test_sets_and_first_ranks_are_counted_as_defined(ranked: list[str], gold: set[str]) -> None:
    asked = question("q", *(Gold(paper, 1) for paper in sorted(gold)))
    found = {
        name: one["q"]
        for name, one in score_rankings([asked], {"q": ranked}).by_measure.items()
        if one
    }
    first = min(ranked.index(paper) for paper in gold) + 1
    assert found["reciprocal rank"] == pytest.approx(1 / first)
    assert found["success@1"] == float(first == 1)
    assert found["success@5"] == float(first <= 5)
    assert found["precision@5"] == pytest.approx(len(gold & set(ranked[:5])) / 5)
    assert found["recall@20"] == pytest.approx(len(gold & set(ranked[:20])) / len(gold))


@pytest.mark.slow
def test_search_stays_above_its_floor_on_the_development_set(starter_library: Library) -> None:
    questions = read_questions(Path(str(files("eval.sets").joinpath("development.jsonl"))))
    asked = {one.id: one.question for one in questions}
    ids = {key: document.paper.paper_id for key, document in read_digests(starter_records())}

    def rank(one: Question) -> list[str]:
        in_context = in_conversation(one.question, asked.get(one.follows or ""))
        return [item.paper.paper_id for item in search(starter_library, in_context, top=20)]

    scores = score_ranking(questions, rank, ids)
    assert scores.mean(NDCG) >= 0.86
    assert scores.mean(RECALL) >= 0.90
