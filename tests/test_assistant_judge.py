"""The judge gives each sentence a probability, and the evidence one of three outcomes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import ASTHMA, KIDNEY, put
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.answer import answer
from assistant.judge.answerability import decide, why_declined
from assistant.judge.boosted_trees import BoostedTrees, sigmoid
from assistant.judge.cross_reader import FIT, TitledSentence, cross_reader
from assistant.judge.judge import FULL, LIGHT, READ_CLOSELY, Judgement, judge, pool_of
from assistant.misconceptions.boost import boosted_search
from assistant.retrieve.search import search
from corpus.embed import SentenceModel
from corpus.errors import WrongModel
from corpus.filters import NO_FILTERS
from corpus.fitted.weights import fit_record
from corpus.library import Library
from eval.fit.judge import arrays_of

QUESTION = "Was asthma more common where the air was worse?"


def test_trees_read_as_arrays_say_what_scikit_learn_says() -> None:
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(400, 5)).astype(np.float32)
    trees = HistGradientBoostingClassifier(max_iter=20, random_state=0)
    trees.fit(rows, rows[:, 0] + rows[:, 1] ** 2 > 1)
    again = BoostedTrees.of_arrays(arrays_of(trees))
    assert np.allclose(again.log_odds(rows), trees.decision_function(rows), atol=1e-4)


def test_another_embedding_model_is_judged_by_what_needs_no_fit(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    with pytest.raises(WrongModel, match="make fit"):
        fit_record(LIGHT, library.embedder.checksum)
    judged = judge(library, QUESTION, search(library, QUESTION))
    assert [one.score for one in judged.ranked] == sorted(
        (one.score for one in judged.ranked), reverse=True
    )
    assert judged.ranked[0].evidence.paper.title == ASTHMA.paper.title


def test_no_evidence_means_a_refusal(library: Library) -> None:
    nothing = judge(library, QUESTION, [])
    assert (nothing.ranked, nothing.probability) == ((), 0.0)
    refused = decide(library, QUESTION, [], nothing, [])
    assert refused.outcome == "declined"
    assert refused.reason == why_declined(library, [], NO_FILTERS)


def test_the_outcome_goes_by_the_probability(library: Library) -> None:
    put(library, ASTHMA)
    found = search(library, QUESTION)
    judged = judge(library, QUESTION, found)
    between = replace(judged, probability=0.5, in_field=0.5)
    lead = judged.ranked[:1]

    def outcome(judgement: Judgement) -> str:
        return decide(library, QUESTION, found, judgement, lead).outcome

    assert outcome(replace(between, declined_below=0.6)) == "declined"
    assert outcome(replace(between, declined_below=0.1, answered_from=0.9)) == "nearest"
    assert outcome(replace(between, declined_below=0.1, answered_from=0.5)) == "answered"


def test_every_fit_tells_what_it_rests_on(starter_library: Library) -> None:
    for name in (LIGHT, FULL, FIT):
        record = fit_record(name, starter_library.embedder.checksum)
        assert len(record.data) == 64
        assert record.hands
        assert record.left_out


@pytest.mark.slow
def test_a_sentence_is_read_alike_whatever_is_read_beside_it(starter_library: Library) -> None:
    model = starter_library.embedder
    assert isinstance(model, SentenceModel)
    reader = cross_reader(model.folder, model.checksum)
    some = [
        TitledSentence("Weathering", "Health worsens early through repeated adversity."),
        TitledSentence("Kidney equations", "The new equation leaves race out."),
    ]
    both = reader.log_odds("What is weathering?", some)
    assert np.allclose(both, reader.log_odds("What is weathering?", some[::-1])[::-1], atol=1e-4)
    assert both[0] > both[1]


@pytest.mark.slow
def test_the_best_sentences_are_read_closely_and_probabilities_are_ordered(
    starter_library: Library,
) -> None:
    question = "What is weathering?"
    found = boosted_search(starter_library, question)
    judged = judge(starter_library, question, found)
    assert len(judged.ranked) == READ_CLOSELY
    scores = [one.score for one in judged.ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    light = judge(starter_library, question, found, closely=False)
    assert len(light.ranked) == len(pool_of(starter_library, question, found).candidates)
    assert sigmoid(np.array([0.0]))[0] == 0.5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("What is weathering?", "answered"),
        ("How do I bake sourdough bread?", "declined"),
    ],
)
def test_the_real_judge_answers_and_declines(
    starter_library: Library, question: str, outcome: str
) -> None:
    assert answer(starter_library, question).outcome == outcome
