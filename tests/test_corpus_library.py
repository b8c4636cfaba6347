"""A library agrees with itself, whoever writes to it and whenever they are stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
from fakes import (
    ASTHMA,
    KIDNEY,
    Killed,
    files_in,
    killed,
    killed_after,
    make_document,
    open_fake,
    put,
    record_of,
    row_counts,
)

from assistant.retrieve.search import search
from corpus.check import find_faults
from corpus.errors import LibraryBusy
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.paper import Relation


def faults(library: Library) -> list[str]:
    with library.writer(settle=False) as writer:
        return [fault.kind for fault in find_faults(writer)]


def remove(library: Library, paper_id: str) -> None:
    with library.writer() as writer:
        writer.remove(paper_id)


def found(library: Library, question: str = "asthma air highway children") -> list[str]:
    return [item.passage.text for item in search(library, question)]


def passages_everywhere(library: Library) -> tuple[set[str], set[str], set[str]]:
    """Return the passage ids that the catalog, the vectors and the words name."""
    catalog = {
        passage.passage_id
        for text in library.texts.all()
        for passage in library.words.passages_of(text.paper_id, text.origin)
    }
    words = catalog - {passage.passage_id for passage in library.words.unindexed()}
    return catalog, library.vectors.ids(), words


def test_what_is_added_is_found_by_meaning_and_by_words(library: Library) -> None:
    paper = put(library, ASTHMA)
    assert list(library.papers()) == [paper.paper_id]
    assert library.nearest("asthma air", SearchScope(), 5)
    assert library.words.search(["wheezed"], SearchScope(), 5)
    assert library.document(paper.paper_id, "full text") == ASTHMA
    original = library.original(paper.paper_id, "full text")
    assert original is not None
    assert original.read_bytes() == ASTHMA.text.encode()


def test_catalog_vectors_and_words_name_the_same_passages(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    catalog, vectors, words = passages_everywhere(library)
    assert catalog == vectors == words
    assert library.passage_count == len(catalog)


def test_removing_a_paper_leaves_nothing_behind(library: Library) -> None:
    paper = put(library, ASTHMA)
    assert all(row_counts(library).values())
    with library.writer() as writer:
        assert writer.remove(paper.paper_id)
        assert not writer.remove(paper.paper_id)
    assert not any(row_counts(library).values())
    assert library.vectors.ids() == set()
    assert files_in(library.folder / "files") == []
    assert found(library) == []


def test_removing_one_paper_leaves_the_other_whole(library: Library) -> None:
    put(library, KIDNEY)
    with_kidney = library.snapshot
    paper = put(library, ASTHMA)
    assert library.snapshot != with_kidney
    with library.writer() as writer:
        writer.remove(paper.paper_id)
    assert library.snapshot == with_kidney
    assert faults(library) == []


def test_an_original_shared_by_two_texts_stays_with_the_second(library: Library) -> None:
    put(library, KIDNEY, b"both in one file")
    paper = put(library, ASTHMA, b"both in one file")
    with library.writer() as writer:
        writer.remove(paper.paper_id)
    assert library.original(KIDNEY.paper.paper_id, "full text") is not None
    assert faults(library) == []


def test_a_second_text_of_a_paper_fills_its_record_in(library: Library) -> None:
    digest = replace(ASTHMA, paper=replace(ASTHMA.paper, origin="digest", topics=("asthma",)))
    put(library, digest, b"digest")
    put(library, ASTHMA)
    (paper,) = library.papers().values()
    assert (paper.origin, paper.topics) == ("full text", ("asthma",))
    with library.writer() as writer:
        text = library.texts.one(paper.paper_id, "full text")
        assert text is not None
        writer.remove_text(text)
    assert library.document(paper.paper_id, "digest") is not None
    assert faults(library) == []


Step = Callable[[Library], tuple[object, str]]
ADDING: dict[str, Step] = {
    "keep the original": lambda library: (library.originals, "keep"),
    "write the catalog": lambda library: (library.catalog, "write_document"),
    "write the vectors": lambda library: (library.vectors, "add"),
    "make it ready": lambda library: (library.catalog, "make_ready"),
}
REMOVING: dict[str, Step] = {
    "mark it": lambda library: (library.catalog, "withdraw_paper"),
    "remove the vectors": lambda library: (library.vectors, "delete"),
    "remove it from the catalog": lambda library: (library.catalog, "delete_text"),
    "forget the original": lambda library: (library.originals, "forget"),
}
INSTANTS = {"before": lambda _act: killed, "after": killed_after}


def killed_while(
    library: Library, step: Step, instant: str, errand: Callable[[Library], object]
) -> Library:
    """Return the library reopened after a kill before or after a step of an errand."""
    owner, name = step(library)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, INSTANTS[instant](getattr(owner, name)))
        with pytest.raises(Killed):
            errand(library)
    library.close()
    return open_fake(library.folder)


@pytest.mark.parametrize("repaired_by", ["check", "the next writer"])
@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("step", ADDING)
def test_a_kill_while_adding_leaves_nothing_half_visible(
    library: Library, step: str, instant: str, repaired_by: str
) -> None:
    put(library, KIDNEY)
    reopened = killed_while(library, ADDING[step], instant, lambda held: put(held, ASTHMA))

    if (step, instant) != ("make it ready", "after"):
        assert list(reopened.papers()) == [KIDNEY.paper.paper_id]
        assert all("asthma" not in text.lower() for text in found(reopened))

    if repaired_by == "check":
        with reopened.writer(settle=False) as writer:
            assert all(fault.repair() for fault in find_faults(writer))
    else:
        with reopened.writer():
            pass
    written = step in ("write the vectors", "make it ready") or (step, instant) == (
        "write the catalog",
        "after",
    )
    assert (ASTHMA.paper.paper_id in reopened.papers()) == written
    if not written:
        put(reopened, ASTHMA)
    assert faults(reopened) == []
    catalog, vectors, words = passages_everywhere(reopened)
    assert catalog == vectors == words
    assert any("asthma" in text.lower() for text in found(reopened))
    reopened.close()


@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("step", REMOVING)
def test_a_kill_while_removing_leaves_nothing_half_visible(
    library: Library, step: str, instant: str
) -> None:
    put(library, KIDNEY)
    paper = put(library, ASTHMA)

    reopened = killed_while(
        library, REMOVING[step], instant, lambda held: remove(held, paper.paper_id)
    )
    if (step, instant) != ("mark it", "before"):
        assert list(reopened.papers()) == [KIDNEY.paper.paper_id]
    with reopened.writer(settle=False) as writer:
        assert all(fault.repair() for fault in find_faults(writer))
    remove(reopened, paper.paper_id)
    assert faults(reopened) == []
    assert list(reopened.papers()) == [KIDNEY.paper.paper_id]
    assert len(files_in(reopened.folder / "files")) == 1
    reopened.close()


_ADD_IN_ANOTHER_PROCESS = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from fakes import ASTHMA, HashingEmbedder, open_fake, put
library = open_fake(Path(sys.argv[2]))
if sys.argv[3] == "die":
    HashingEmbedder.embed = lambda self, texts: os._exit(9)
put(library, ASTHMA)
library.close()
"""


def another_process_adds(library: Library, *, die: bool = False) -> int:
    errand = "die" if die else "live"
    command = [
        sys.executable, "-c", _ADD_IN_ANOTHER_PROCESS,
        str(Path(__file__).parent), str(library.folder), errand,
    ]  # fmt: skip
    return subprocess.run(command, check=False, timeout=60).returncode


def test_an_open_library_finds_what_another_process_adds(library: Library) -> None:
    put(library, KIDNEY)
    assert all("asthma" not in text.lower() for text in found(library))
    assert another_process_adds(library) == 0
    assert set(library.papers()) == {ASTHMA.paper.paper_id, KIDNEY.paper.paper_id}
    hits = library.nearest("asthma air highway children", SearchScope(), 1)
    assert library.words.passages([hits[0].passage_id])
    assert found(library)[0].startswith("Results\n\nAsthma")


def test_a_process_that_dies_while_adding_is_cleaned_up_after(library: Library) -> None:
    assert another_process_adds(library, die=True) == 9
    assert library.papers() == {}
    assert faults(library) == ["half-added paper"]
    with library.writer():
        pass
    assert faults(library) == []
    assert list(library.papers()) == [ASTHMA.paper.paper_id]
    assert found(library)


def test_a_write_while_vectors_are_read_anew_is_not_missed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_fake(library.folder)
    refreshed = 0

    def refresh() -> None:
        nonlocal refreshed
        refreshed += 1
        noted = replace(ASTHMA.paper, issue=str(refreshed), title=f"Noted {refreshed}")
        other.catalog.note([(record_of(noted, noted.title.encode()), noted.paper_id, "record")])

    put(other, ASTHMA)
    monkeypatch.setattr(library.vectors, "refresh", refresh)
    library.nearest("asthma", SearchScope(), 1)
    library.nearest("asthma", SearchScope(), 1)
    assert refreshed == 2
    other.close()


def test_a_second_writer_is_told_who_is_in_the_way(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.lock.PATIENCE", 0.1)
    other = filelock.FileLock(library.folder / "writer.lock")
    with other, pytest.raises(LibraryBusy, match="another process is adding"):
        put(library, ASTHMA)
    assert library.papers() == {}
    put(library, ASTHMA)


def test_a_second_writer_is_told_which_process_holds_the_lock(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.lock.PATIENCE", 0.1)
    other = open_fake(library.folder)
    with library.writer(), pytest.raises(LibraryBusy, match=rf"process {os.getpid()} \("):
        put(other, ASTHMA)
    other.close()


def test_a_kill_between_the_texts_of_a_paper_removes_both(library: Library) -> None:
    digest = replace(ASTHMA, paper=replace(ASTHMA.paper, origin="digest"))
    put(library, digest, b"digest")
    paper = put(library, ASTHMA)
    reopened = killed_while(
        library,
        lambda held: (held.catalog, "delete_text"),
        "after",
        lambda held: remove(held, paper.paper_id),
    )
    assert reopened.papers() == {}
    with reopened.writer(settle=False) as writer:
        assert all(fault.repair() for fault in find_faults(writer))
    assert not any(row_counts(reopened).values())
    assert faults(reopened) == []
    reopened.close()


def test_a_half_added_second_text_is_not_yet_seen(library: Library) -> None:
    digest = replace(ASTHMA, paper=replace(ASTHMA.paper, origin="digest", file_name=None))
    put(library, digest, b"digest")
    reopened = killed_while(
        library, ADDING["write the vectors"], "before", lambda held: put(held, ASTHMA)
    )
    assert [paper.origin for paper in reopened.papers().values()] == ["digest"]
    with reopened.writer():
        pass
    assert [paper.origin for paper in reopened.papers().values()] == ["full text"]
    reopened.close()


def test_a_name_filled_in_later_is_found_by_words(library: Library) -> None:
    unsigned = replace(ASTHMA, paper=replace(ASTHMA.paper, authors=()))
    put(library, unsigned)
    signed = replace(ASTHMA, paper=replace(ASTHMA.paper, authors=("Quillfeather, Ann",)))
    with library.writer() as writer:
        assert writer.note_form(record_of(signed.paper, b"signed"), signed)
    assert library.words.search(["quillfeather"], SearchScope(), 5)


def test_the_snapshot_is_the_same_for_the_same_holdings(tmp_path: Path) -> None:
    one, other = open_fake(tmp_path / "one"), open_fake(tmp_path / "other")
    put(one, ASTHMA)
    put(one, KIDNEY)
    put(other, KIDNEY)
    put(other, ASTHMA)
    assert one.snapshot == other.snapshot
    related = replace(KIDNEY.paper, read_with=(Relation("doi:10.1/x", "see also", "why"),))
    other.catalog.note([(record_of(related, b"related"), related.paper_id, "record")])
    assert one.snapshot != other.snapshot
    one.close()
    other.close()


def test_looking_at_the_best_alone_finds_what_looking_at_all_would(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        told = "Air was measured. " * (number % 4) + "Asthma was told of in the town hall."
        put(library, make_document(f"Study {number}", told, doi=f"10.1000/{number}"))
    terms = ["air", "asthma"]
    for limits in (SearchScope(), SearchScope(a_paper=1), SearchScope(not_kinds=("results",))):
        for count in (1, 3, 9, 99):
            whole = library.words.search(terms, limits, count)
            monkeypatch.setattr("corpus.words._LOOKED_AT", 4)
            assert library.words.search(terms, limits, count) == whole
            monkeypatch.undo()
    assert library.words.search(terms, SearchScope(), 99)


def test_what_is_near_is_found_whatever_is_left_out(library: Library) -> None:
    for number in range(9):
        put(library, make_document(f"Air {number}", "Air and asthma.", doi=f"10.1000/{number}"))
    put(library, KIDNEY)
    every = library.nearest("asthma air", SearchScope(), 99)
    assert library.nearest("asthma air", SearchScope(not_kinds=("front",)), 99) == every
    assert library.nearest("asthma air", SearchScope(not_kinds=("results",)), 3) == []
    paper_ids = list(library.papers())
    few = library.nearest("asthma air", SearchScope(paper_ids=paper_ids[:3]), 99)
    assert few == [
        hit
        for hit in every
        if library.words.passages([hit.passage_id])[hit.passage_id].paper_id in paper_ids[:3]
    ]
    assert (
        library.nearest("asthma air", SearchScope(paper_ids=paper_ids[:3], origins=("digest",)), 9)
        == []
    )
