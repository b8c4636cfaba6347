"""Rebuilding makes a library another model's, and cut off it must be run again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes import ASTHMA, KIDNEY, HashingEmbedder, Killed, killed, open_fake, put

from assistant.retrieve.search import search
from corpus.check import find_faults
from corpus.errors import LibraryError, WrongModel
from corpus.library import Library
from corpus.settings import Settings
from corpus.writer import Writer
from ingest.reindex import reindex

Step = Callable[[Library], tuple[object, str]]


def found(library: Library, question: str = "asthma air highway children") -> list[str]:
    return [item.passage.text for item in search(library, question)]


def faults(library: Library) -> list[str]:
    with library.writer(settle=False) as writer:
        return [fault.kind for fault in find_faults(writer)]


def test_another_model_is_refused_with_the_way_out(library: Library) -> None:
    put(library, ASTHMA)
    with pytest.raises(WrongModel, match=r"'hashing'.*evidence reindex"):
        open_fake(library.folder, "another")


def test_reindexing_makes_the_library_the_new_models(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    before = library.snapshot
    library.close()
    told: list[tuple[int, int]] = []
    rebuilt = Library.to_rebuild(Settings(library.folder, "another"), HashingEmbedder("another"))
    assert reindex(rebuilt, lambda done, total: told.append((done, total))) == 2
    assert told == [(1, 2), (2, 2)]
    # The model is a part of what answers, so the library is another one.
    assert rebuilt.snapshot != before
    assert found(rebuilt)[0].startswith("Results\n\nAsthma")
    assert faults(rebuilt) == []
    rebuilt.close()
    open_fake(library.folder, "another").close()
    with pytest.raises(WrongModel):
        open_fake(library.folder)


KILLED_REBUILDING: dict[str, Step] = {
    "make the collection": lambda library: (library.vectors, "create"),
    "write new passages": lambda library: (library.catalog, "replace_passages"),
    "write the vectors": lambda library: (library.vectors, "add"),
    "open it again": lambda library: (Writer, "end_rebuilding"),
}


@pytest.mark.parametrize("step", KILLED_REBUILDING)
def test_a_rebuilding_that_was_killed_must_be_run_again(library: Library, step: str) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    owner, name = KILLED_REBUILDING[step](library)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, killed)
        with pytest.raises(Killed):
            reindex(library, lambda done, total: None)
    library.close()
    with pytest.raises(LibraryError, match="evidence reindex"):
        open_fake(library.folder)
    again = Library.to_rebuild(Settings(library.folder, "hashing"), HashingEmbedder())
    assert reindex(again, lambda done, total: None) == 2
    again.close()
    whole = open_fake(library.folder)
    assert faults(whole) == []
    assert found(whole)
    whole.close()


def test_reindexing_does_not_bring_back_what_was_being_removed(library: Library) -> None:
    paper = put(library, ASTHMA)
    library.catalog.withdraw(library.texts.of(paper.paper_id), "removing")
    assert reindex(library, lambda done, total: None) == 0
    with library.writer():
        pass
    assert library.papers() == {}
    assert faults(library) == []
