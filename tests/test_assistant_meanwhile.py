"""Papers come and go while a question is being answered, at whatever moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fakes import ASTHMA, KIDNEY, make_document, put

from assistant.answer import answer
from assistant.misconceptions.register import register_of
from assistant.retrieve.search import search_within
from corpus.database import Database
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Relation
from corpus.status import Standing, Status

QUESTION = "Was asthma more common where the air was worse, and is the new equation better?"
OLD = make_document(
    "Old estimates of kidney function",
    "The old equation and asthma where the air was worse.",
    doi="10.1000/old",
)


class Interrupting:
    """Lets something happen just before the catalog is read for the n-th time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.after = 0
        self.happens: Callable[[], object] = lambda: None
        self._read = Database.rows
        # Any reader may be overtaken between two reads, and there is no seam for that.
        monkeypatch.setattr(Database, "rows", lambda *given: self._rows(*given))

    def _rows(self, *given: Any) -> list[tuple[Any, ...]]:
        self.after -= 1
        if self.after == 0:
            self.happens()
        return self._read(*given)


def _come(library: Library) -> None:
    put(library, KIDNEY)


def _go(library: Library) -> None:
    with library.writer() as writer:
        for document in (ASTHMA, OLD, KIDNEY):
            writer.remove(document.paper.paper_id)


@pytest.mark.parametrize("happens", [_come, _go])
def test_an_answer_can_be_given_whatever_happens_meanwhile(
    library: Library, happens: Callable[[Library], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    contested = replace(
        OLD.paper,
        status=Status(standing=Standing.SUPERSEDED),
        read_with=(Relation(ASTHMA.paper.paper_id, "superseded by", "The air is measured now."),),
    )
    reads = Interrupting(monkeypatch)
    register_of(library)
    moment = 0
    while reads.after <= 0:
        put(library, ASTHMA)
        put(library, replace(OLD, paper=contested))
        moment += 1
        reads.happens = lambda: happens(library)
        reads.after = moment
        found = answer(library, QUESTION)
        assert found.declined or all(one.text for one in found.sentences)
        reads.happens = lambda: None
        _go(library)
    assert moment > 30


def test_a_paper_that_comes_during_a_search_is_found_the_next_time(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, ASTHMA)
    library.papers()
    reads = Interrupting(monkeypatch)
    reads.happens = lambda: _come(library)
    limits = SearchScope(a_paper=3)
    reads.after = 2
    assert [one.paper.paper_id for one in search_within(library, "new equation", limits, 9)] == [
        ASTHMA.paper.paper_id
    ]
    again = search_within(library, "new equation", limits, 9)
    assert again[0].paper.paper_id == KIDNEY.paper.paper_id
