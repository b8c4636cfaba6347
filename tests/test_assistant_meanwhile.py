"""Papers come and go while a question is being answered, at whatever moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import ASTHMA, KIDNEY, HashingEmbedder, make_document, put
from numpy.typing import NDArray

from assistant.answer import answer
from assistant.misconceptions.register import register_of
from assistant.retrieve.search import search_within
from corpus.hit import Limits
from corpus.library import Library
from corpus.paper import Relation
from corpus.remembering import Remembering
from corpus.settings import Settings
from corpus.status import Standing, Status

QUESTION = "Was asthma more common where the air was worse, and is the new equation better?"
OLD = make_document(
    "Old estimates of kidney function",
    "The old equation and asthma where the air was worse.",
    doi="10.1000/old",
)


class Interrupting(HashingEmbedder):
    """Lets something happen just before it embeds for the n-th time."""

    def __init__(self) -> None:
        super().__init__()
        self.after = 0
        self.happens: Callable[[], object] = lambda: None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.after -= 1
        if self.after == 0:
            self.happens()
        return super().embed(texts)


def _come(library: Library) -> None:
    put(library, KIDNEY)


def _go(library: Library) -> None:
    with library.writer() as writer:
        for document in (ASTHMA, OLD, KIDNEY):
            writer.remove(document.paper.paper_id)


@pytest.mark.parametrize("happens", [_come, _go])
def test_an_answer_can_be_given_whatever_happens_meanwhile(
    tmp_path: Path, happens: Callable[[Library], None]
) -> None:
    contested = replace(
        OLD.paper,
        status=Status(standing=Standing.SUPERSEDED),
        read_with=(Relation(ASTHMA.paper.paper_id, "superseded by", "The air is measured now."),),
    )
    embedder = Interrupting()
    library = Library(Settings(library=tmp_path), embedder)
    register_of(library)
    moment = 0
    while embedder.after <= 0:
        put(library, ASTHMA)
        put(library, replace(OLD, paper=contested))
        library.remembered = Remembering(embedder)
        moment += 1
        embedder.happens = lambda: happens(library)
        embedder.after = moment
        found = answer(library, QUESTION)
        assert found.declined or all(one.text for one in found.sentences)
        _go(library)
    assert moment > 3
    library.close()


def test_a_paper_that_comes_during_a_search_is_found_the_next_time(tmp_path: Path) -> None:
    embedder = Interrupting()
    library = Library(Settings(library=tmp_path), embedder)
    put(library, ASTHMA)
    embedder.happens = lambda: _come(library)
    limits = Limits(a_paper=3)
    embedder.after = 1
    assert [one.paper.paper_id for one in search_within(library, "new equation", limits, 9)] == [
        ASTHMA.paper.paper_id
    ]
    again = search_within(library, "new equation", limits, 9)
    assert again[0].paper.paper_id == KIDNEY.paper.paper_id
    library.close()
