"""What answers are made of is settled when a paper is added, and no question waits for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import ASTHMA, KIDNEY, HashingEmbedder, make_document, open_fake, put, row_counts
from hashing import Noting

from assistant.answer import answer
from assistant.misconceptions.register import register_of
from corpus.check import find_faults
from corpus.embed import contextual_text
from corpus.errors import LibraryError
from corpus.feedback import Feedback
from corpus.library import Library
from corpus.paper import Paper, Passage
from corpus.paper_sentences import StoredSentence, sentences_of
from corpus.settings import Settings
from corpus.status import Standing, Status
from ingest.reindex import reindex

QUESTION = "Was asthma more common where the air was worse?"


def stored(library: Library, paper: Paper) -> list[tuple[str, StoredSentence]]:
    """Return the sentences of a paper's full text as they stand, and as they are stored."""
    passages = library.words.passages_of(paper.paper_id, "full text")
    found = library.sentences.of([one.passage_id for one in passages])
    return [
        (passage.text[one.span.start : one.span.end], one)
        for passage in passages
        for one in found[passage.passage_id]
    ]


def test_sentences_are_stored_with_their_vectors_when_a_paper_is_added(library: Library) -> None:
    paper = put(library, ASTHMA)
    (heading, first), (air, second), (_, third), *_ = stored(library, paper)
    assert (heading, first.role, first.titled) == ("Results", "fragment", None)
    assert (air, second.part, second.role) == (
        "Asthma was more common where the air was worse.", "results", "finding",
    )  # fmt: skip
    assert second.titled is not None
    titled = contextual_text(paper.title, "", air)
    expected = library.embedder.embed([air, titled])
    assert np.allclose([second.alone, second.titled], expected, atol=1e-3)
    assert float(np.linalg.norm(second.alone)) == pytest.approx(1.0, abs=1e-6)
    assert third.role == "fragment", "four words say nothing by themselves"


@pytest.mark.parametrize(
    ("kind", "text", "roles"),
    [
        ("results", "We aimed to examine asthma where the air was bad.", ["aim"]),
        ("introduction", "Earlier studies found asthma in the Bronx.", ["cited work"]),
        ("results", "Limitations\n\nThe sample was small and from one city.", ["limitation"]),
        ("methods", "Population: Children of one school in the Bronx.", ["sample"]),
        ("methods", "Blood was drawn twice from every child.", ["method"]),
        ("table", "Asthma 12% 14%\n\nRates are those of the year 2020.", ["finding"]),
        ("results", "and so it was in the Bronx.", ["fragment"]),
    ],
)
def test_a_role_goes_by_the_part_of_the_paper_and_the_form(
    kind: str, text: str, roles: list[str]
) -> None:
    passage = Passage("id", "p", "full text", kind, "", None, None, 0, len(text), text)  # type: ignore[arg-type]
    found = list(sentences_of(passage))
    assert [one.role for one in found][-1:] == roles
    assert "".join("".join(text[o.span.start : o.span.end] for o in found).split()) == "".join(
        text.split()
    )


def test_a_digests_lines_are_what_its_form_says() -> None:
    text = (
        "For teaching\n\nTeachers can show the figures to students.\n\nStatus\n\nIt was contested."
    )
    passage = Passage("id", "p", "digest", "methods", "", None, None, 0, len(text), text)
    told = [one.role for one in sentences_of(passage)]
    assert told == ["fragment", "recommendation", "fragment", "fragment"]


def test_a_question_has_nothing_of_a_paper_embedded(tmp_path: Path) -> None:
    embedder = Noting()
    library = Library(Settings(library=tmp_path / "library"), embedder)
    why = "The air was measured later, which changed the estimate."
    contested = replace(
        make_document("Old air", "Asthma and air had nothing in common then.", doi="10.1000/old"),
        paper=Paper(
            "doi:10.1000/old",
            "Old air",
            doi="10.1000/old",
            status=Status(standing=Standing.CONTESTED, note=why),
        ),
    )
    for document in (ASTHMA, KIDNEY, contested):
        put(library, document)
    register_of(library)
    embedder.asked.clear()
    asked = [QUESTION, "Is losartan for Inuit children with asthma better than cystatin?"]
    assert any(answer(library, one).sentences for one in asked)
    own = {*asked, *(word.lower() for one in asked for word in one.rstrip("?").split())}
    assert embedder.asked
    assert set(embedder.asked) <= own, "only what was asked, and words of it"
    embedder.asked.clear()
    answer(library, QUESTION)
    assert embedder.asked == [], "a question asked again is not embedded again"
    library.close()


def test_removing_a_paper_leaves_no_sentence_and_no_word_of_its_own(library: Library) -> None:
    put(library, KIDNEY)
    before = row_counts(library)
    words, _ = library.vocabulary.vectors_of(["cystatin", "highway", "the"])
    assert sorted(words) == ["cystatin", "the"]
    paper = put(library, ASTHMA)
    assert library.vocabulary.vectors_of(["highway"])[0] == ["highway"]
    with library.writer() as writer:
        writer.remove(paper.paper_id)
    assert row_counts(library) == before
    assert library.vocabulary.vectors_of(["highway"])[0] == []
    assert library.vocabulary.vectors_of(["the"])[0] == ["the"]


@pytest.mark.parametrize("table", ["sentences", "vocabulary"])
def test_what_was_lost_is_found_and_embedded_anew(library: Library, table: str) -> None:
    paper = put(library, ASTHMA)
    before = row_counts(library)
    told = answer(library, QUESTION).sentences
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as other, other:
        other.execute(f"DELETE FROM {table} WHERE rowid % 2")
        if table == "sentences":
            other.execute(f"DELETE FROM {table}")
    with library.writer(settle=False) as writer:
        (fault,) = find_faults(writer)
        assert (fault.kind, paper.paper_id in fault.subject) == ("missing vector", True)
        assert fault.repair()
        assert find_faults(writer) == []
    assert row_counts(library) == before
    assert answer(library, QUESTION).sentences == told


def made_before(folder: Path) -> None:
    """Make of a library one as the version before made it, which stored no sentence."""
    with closing(sqlite3.connect(folder / "catalog.sqlite", isolation_level=None)) as catalog:
        catalog.executescript(
            "DROP TABLE sentences; DROP TABLE vocabulary; DROP TABLE register; "
            "PRAGMA user_version = 3;"
        )
    (folder / "embedded.sqlite").write_bytes(b"vectors of sentences")


def test_a_library_made_before_is_brought_over_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    library = open_fake(tmp_path)
    paper = put(library, ASTHMA)
    put(library, KIDNEY)
    said = Feedback("one", QUESTION, helped=True, right=(paper.paper_id,), said="2020")
    library.feedback.keep(said)
    with library.writer() as writer:
        writer.say(paper.paper_id, Paper(paper.paper_id, "", topics=("lungs",), year=2019))
    held, snapshot = library.papers(), library.snapshot
    told = answer(library, QUESTION).sentences
    library.close()
    made_before(tmp_path)
    with pytest.raises(LibraryError, match="before sentences were stored; run: evidence reindex"):
        open_fake(tmp_path)
    old = Library.to_rebuild(Settings(library=tmp_path), HashingEmbedder())
    assert reindex(old, lambda _done, _total: None) == 2
    old.close()
    assert not (tmp_path / "embedded.sqlite").exists()
    library = open_fake(tmp_path)
    assert (library.papers(), library.snapshot) == (held, snapshot)
    assert library.papers()[paper.paper_id].topics == ("lungs",)
    assert library.feedback.all() == [said]
    assert answer(library, QUESTION).sentences == told
    with library.writer(settle=False) as writer:
        assert find_faults(writer) == []
    library.close()


def test_bringing_over_that_was_cut_off_must_be_run_again(tmp_path: Path) -> None:
    library = open_fake(tmp_path)
    put(library, ASTHMA)
    library.close()
    made_before(tmp_path)
    # The catalog is brought over in one step, and then nothing is done.
    Library.to_rebuild(Settings(library=tmp_path), HashingEmbedder()).close()
    with pytest.raises(LibraryError, match="go on with: evidence reindex"):
        open_fake(tmp_path)
    again = Library.to_rebuild(Settings(library=tmp_path), HashingEmbedder())
    assert reindex(again, lambda _done, _total: None) == 1
    again.close()
    library = open_fake(tmp_path)
    assert answer(library, QUESTION).sentences
    library.close()


def test_the_register_is_embedded_once_for_a_library(tmp_path: Path) -> None:
    first = Library(Settings(library=tmp_path), Noting())
    told: list[tuple[int, int]] = []
    register_of(first, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 1000
    first.close()
    embedder = Noting()
    again = Library(Settings(library=tmp_path), embedder)
    register_of(again)
    assert embedder.asked == []
    again.close()
