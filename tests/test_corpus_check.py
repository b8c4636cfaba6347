"""`evidence check` finds each way in which a library can disagree with itself, and mends it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import ASTHMA, KIDNEY, HashingEmbedder, open_fake, put

from assistant.retrieve.search import search
from corpus.check import Fault, find_faults
from corpus.errors import LibraryError
from corpus.hit import SearchScope
from corpus.library import Library
from corpus.starter.records import starter_records
from ingest.digest import read_digests
from ingest.split import split


def mend(library: Library) -> list[tuple[str, bool]]:
    """Return each fault with whether it could be repaired."""
    with library.writer(settle=False) as writer:
        return [(fault.kind, fault.repair()) for fault in find_faults(writer)]


def faults(library: Library) -> list[Fault]:
    with library.writer(settle=False) as writer:
        return find_faults(writer)


def test_a_fresh_library_has_no_faults(library: Library) -> None:
    assert mend(library) == []


def test_a_filled_library_has_no_faults(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    assert mend(library) == []


def test_a_missing_vector_is_made_again(library: Library) -> None:
    put(library, ASTHMA)
    held = library.vectors.ids()
    library.vectors.delete(held)
    assert mend(library) == [("missing vector", True)]
    assert library.vectors.ids() == held
    assert mend(library) == []


def test_a_lost_vector_folder_is_made_again(library: Library) -> None:
    put(library, ASTHMA)
    put(library, KIDNEY)
    library.close()
    # A copy, because Chroma keeps the lost folder open within this process.
    folder = library.folder.parent / "restored"
    shutil.copytree(library.folder, folder, ignore=shutil.ignore_patterns("chroma"))
    with pytest.raises(LibraryError, match="its vectors are gone; run: evidence check"):
        open_fake(folder)
    restored = open_fake(folder, mending=True)
    assert mend(restored) == [("missing vector", True)] * 2
    assert mend(restored) == []
    assert search(restored, "asthma air highway")[0].similarity > 0
    restored.close()


def test_a_stray_vector_is_removed(library: Library) -> None:
    paper = put(library, ASTHMA)
    (passage, *_) = split(ASTHMA, library.embedder)
    stray = replace(passage, passage_id="stray")
    library.vectors.add([(paper, stray)], HashingEmbedder().embed(["stray"]))
    assert mend(library) == [("stray vector", True)]
    assert "stray" not in library.vectors.ids()
    assert mend(library) == []


def test_missing_words_are_indexed_again(library: Library) -> None:
    put(library, ASTHMA)
    with closing(sqlite3.connect(library.folder / "catalog.sqlite")) as other, other:
        other.execute("DELETE FROM words")
    assert library.words.search(["wheezed"], SearchScope(), 5) == []
    assert mend(library) == [("passage missing from the word index", True)]
    assert library.words.search(["wheezed"], SearchScope(), 5)
    assert mend(library) == []


@pytest.mark.parametrize("state", ["adding", "removing"])
def test_a_half_done_paper_is_finished(library: Library, state: str) -> None:
    paper = put(library, ASTHMA)
    library.catalog.withdraw(library.texts.of(paper.paper_id), state)
    assert library.papers() == {}
    kind = {"adding": "half-added paper", "removing": "half-removed paper"}[state]
    assert mend(library) == [(kind, True)]
    assert len(library.papers()) == (state == "adding")
    assert mend(library) == []


def test_a_missing_original_is_taken_from_where_it_came(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "asthma.txt"
    source.write_bytes(b"the file")
    paper = put(library, ASTHMA, b"the file", str(source))
    original = library.original(paper.paper_id, "full text")
    assert original is not None
    original.unlink()
    assert mend(library) == [("missing original", True)]
    assert original.read_bytes() == b"the file"


def test_a_damaged_original_is_replaced(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "asthma.txt"
    source.write_bytes(b"the file")
    paper = put(library, ASTHMA, b"the file", str(source))
    original = library.original(paper.paper_id, "full text")
    assert original is not None
    original.write_bytes(b"the fi\0e")
    assert mend(library) == [("missing original", True)]
    assert original.read_bytes() == b"the file"
    assert mend(library) == []


def test_a_missing_original_of_the_starter_corpus_is_taken_from_the_package(
    library: Library,
) -> None:
    records = starter_records()
    key, document = next(read_digests(records))
    paper = put(library, document, records[key], f"starter:{key}")
    original = library.original(paper.paper_id, "digest")
    assert original is not None
    original.unlink()
    assert mend(library) == [("missing original", True)]
    assert original.read_bytes() == records[key]


@pytest.mark.parametrize("left", [None, b"another file by now"])
def test_an_original_that_is_gone_everywhere_says_what_to_do(
    library: Library, tmp_path: Path, left: bytes | None
) -> None:
    source = tmp_path / "asthma.txt"
    paper = put(library, ASTHMA, b"the file", str(source))
    if left:
        source.write_bytes(left)
    original = library.original(paper.paper_id, "full text")
    assert original is not None
    original.unlink()
    (fault,) = faults(library)
    assert fault.kind == "missing original"
    assert fault.subject == f"{paper.paper_id} ({source})"
    assert not fault.repair()
    assert fault.remedy == "add asthma.txt again"


def test_an_original_without_a_paper_is_removed(library: Library) -> None:
    stray = library.originals.path(library.originals.keep(b"stray"))
    assert mend(library) == [("original without a paper", True)]
    assert not stray.exists()
    assert mend(library) == []


def test_many_faults_at_once_are_all_mended(library: Library) -> None:
    asthma, _ = put(library, ASTHMA), put(library, KIDNEY)
    library.vectors.delete(library.vectors.ids())
    library.catalog.withdraw(library.texts.of(asthma.paper_id), "adding")
    library.originals.keep(b"stray")
    assert all(repaired for _, repaired in mend(library))
    assert mend(library) == []
    assert len(library.papers()) == 2


def test_a_library_without_its_catalog_is_left_as_it_is(library: Library) -> None:
    put(library, ASTHMA)
    library.close()
    for file in library.folder.glob("catalog.sqlite*"):
        file.unlink()
    with pytest.raises(LibraryError, match="its catalog is gone"):
        open_fake(library.folder, mending=True)
    assert len(library.originals.all()) == 1
