"""Papers that the register of claims rests on are raised where a question concerns their entry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ASTHMA, put

from assistant.misconceptions.boost import boosted_search, register_boost
from assistant.retrieve.fuse import search_weights
from corpus.library import Library


def test_how_probable_it_is_that_a_question_concerns_an_entry_of_a_paper(
    starter_library: Library,
) -> None:
    names = {paper.paper_id: paper for paper in starter_library.papers().values()}
    told = register_boost(starter_library, "Why do Black patients refuse research?")
    assert all(0.0 <= share <= 1.0 for share in told.values())
    sure = {names[paper_id].authors[0] for paper_id, share in told.items() if share > 0.9}
    assert "Wendler, David" in sure
    assert len(sure) < 5
    beside = register_boost(starter_library, "Which spirit level app is the most accurate?")
    assert max(beside.values()) < 0.1


def test_a_boosted_paper_comes_up(starter_library: Library) -> None:
    asked = "Trial diversity fails because communities say no, true?"
    places = []
    fitted = search_weights(starter_library.embedder.checksum)
    assert fitted is not None
    for weights in (fitted, replace(fitted, register=0.0)):
        found = boosted_search(starter_library, asked, weights=weights)
        papers = list(dict.fromkeys(item.paper.authors[0] for item in found))
        places.append(next(n for n, name in enumerate(papers) if name.startswith("Wendler")))
    assert places[0] < places[1]
    scores = [item.score for item in boosted_search(starter_library, asked)]
    assert scores == sorted(scores, reverse=True)


def test_without_any_such_paper_nothing_is_boosted(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the register was read for nothing")

    monkeypatch.setattr("assistant.misconceptions.boost.register_of", never)
    put(library, ASTHMA)
    assert register_boost(library, "Why do Black patients refuse research?") == {}
