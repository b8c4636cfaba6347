"""What a card says of its paper, and that the questions to begin with are answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ASTHMA, put
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answer import answer
from assistant.web.page.cards import cards
from assistant.web.page.examples import EXAMPLES
from assistant.web.page.fetched import add_fetched
from assistant.web.page.study import study
from corpus.library import Library
from corpus.paper import StudyFact
from corpus.status import Standing, Status

AIR = "Was asthma more common where the air was worse?"


def test_a_study_tells_each_fact_with_its_sentence_and_what_is_not_told() -> None:
    fact = StudyFact("design", "cohort", "We followed <b>60</b> children.", "full text", 0, 29, 4)
    status = Status(Standing.CONTESTED, "A letter disputes it.", since="2021-03", source="Crossref")
    told = study(replace(ASTHMA.paper, facts=(fact,), status=status))
    assert "We followed &lt;b&gt;60&lt;/b&gt; children." in told
    assert "full text, page 4" in told
    assert told.count("The text held here does not say") == 2
    assert "Contested · A letter disputes it · Crossref, since 2021-03" in told


def test_nothing_of_a_paper_is_taken_for_markup(library: Library) -> None:
    put(library, ASTHMA)
    found = answer(library, AIR)
    hostile = "Air' onfocus='x' <script>"
    evidence = tuple(
        replace(item, paper=replace(item.paper, title=hostile, paper_id=hostile))
        for item in found.evidence
    )
    told = cards(1, replace(found, question=hostile, evidence=evidence), {})
    assert evidence
    assert "<script" not in told
    assert "' onfocus" not in told


def test_citations_are_given_as_references_and_a_missing_paper_is_told(library: Library) -> None:
    put(library, ASTHMA)
    app = FastAPI()
    add_fetched(app, library)
    with TestClient(app) as client:
        paper = ASTHMA.paper.paper_id
        told = client.get("/cite", params={"paper": paper, "form": "ama"}).text
        assert told.startswith("Lee A, Ray B. Air and asthma in Bronx children.")
        gone = client.get("/cite", params={"paper": "doi:gone"})
        assert gone.status_code == 404
        assert "no longer in the library" in gone.text
        assert client.get("/printed/gone").status_code == 404


@pytest.mark.slow
def test_every_question_to_begin_with_is_answered(starter_library: Library) -> None:
    for question in (one for theme in EXAMPLES.values() for one in theme):
        found = answer(starter_library, question)
        assert not found.declined, question
        assert not found.missing, question
